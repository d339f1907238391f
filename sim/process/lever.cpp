#include "qonys/process/lever.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys {

std::size_t LeverSpec::num_cells() const
{
    std::size_t count = 1;
    for (const Axis& axis : axes) {
        count *= axis.size();
    }
    return count;
}

LeverId LeverBook::add(LeverSpec spec)
{
    if (find(spec.name)) {
        throw InternalError(fmt::format("lever '{}' is added twice", spec.name));
    }
    QONYS_EXPECT(!spec.path.empty());
    for (const LeverStep& step : spec.path) {
        QONYS_EXPECT(step.values.size() == spec.num_cells());
    }
    QONYS_EXPECT(std::is_sorted(spec.path.begin(), spec.path.end(),
                                [](const auto& a, const auto& b) { return a.from < b.from; }));
    if (last_year_ && !spec.goes_on) {
        const Month end(*last_year_, months_in_year);
        // The first step holds before it too, so that one always stays.
        const auto later = std::find_if(spec.path.begin() + 1, spec.path.end(),
                                        [&](const LeverStep& step) { return step.from > end; });
        spec.path.erase(later, spec.path.end());
    }
    specs_.push_back(std::move(spec));
    return LeverId(static_cast<LeverId::rep>(specs_.size() - 1));
}

std::optional<LeverId> LeverBook::find(std::string_view name) const
{
    for (std::size_t i = 0; i < specs_.size(); ++i) {
        if (specs_[i].name == name) {
            return LeverId(static_cast<LeverId::rep>(i));
        }
    }
    return std::nullopt;
}

Levers::Levers(const LeverBook& book) : book_(&book)
{
    for (const LeverSpec& spec : book.specs()) {
        values_.push_back(spec.path.front().values);
    }
}

void Levers::follow_paths(Month now)
{
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const std::vector<LeverStep>& path = book_->specs()[i].path;
        const auto later = std::find_if(path.begin() + 1, path.end(),
                                        [&](const LeverStep& step) { return step.from > now; });
        values_[i] = (later - 1)->values;
    }
}

}  // namespace qonys
