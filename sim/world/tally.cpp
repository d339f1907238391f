#include "qonys/world/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys {

std::size_t TallySpec::num_cells() const
{
    std::size_t count = 1;
    for (const Axis& axis : axes) {
        count *= axis.size();
    }
    return count;
}

TallyId TallyBook::add(TallySpec spec)
{
    const bool taken = std::any_of(specs_.begin(), specs_.end(),
                                   [&](const TallySpec& other) { return other.name == spec.name; });
    if (taken) {
        throw InternalError(fmt::format("tally '{}' is added twice", spec.name));
    }
    offsets_.push_back(num_cells_);
    num_cells_ += spec.num_cells();
    specs_.push_back(std::move(spec));
    return TallyId(static_cast<TallyId::rep>(specs_.size() - 1));
}

void Tallies::add_cells(TallyId tally, std::span<const std::int64_t> amounts)
{
    QONYS_EXPECT(amounts.size() <= (*book_)[tally].num_cells());
    for (std::size_t cell = 0; cell < amounts.size(); ++cell) {
        add(tally, cell, amounts[cell]);
    }
}

void Tallies::add(const Tallies& other)
{
    QONYS_EXPECT(cells_.size() == other.cells_.size());
    std::transform(cells_.begin(), cells_.end(), other.cells_.begin(), cells_.begin(), std::plus<>());
}

void Tallies::clear() { std::fill(cells_.begin(), cells_.end(), 0); }

}  // namespace qonys
