#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/id.hpp"
#include "qonys/core/month.hpp"
#include "qonys/table/axis.hpp"

namespace qonys {

/// Flow: counted as it happens, summed over the period. Stock: counted at the end of the period.
enum class Measurement : std::uint8_t { flow, stock };

/// A table of whole numbers that processes count into: births by region, people by region x age x sex.
struct TallySpec {
    std::string name;         ///< snake_case; also the indicator's name and HDF5 path
    std::string description;
    std::string unit;         ///< "persons", "households", "tenge"
    Measurement measurement = Measurement::flow;
    Cadence cadence = Cadence::monthly;
    std::vector<Axis> axes;   ///< may be empty: a single number
    bool weighted = true;     ///< counts of a sample are divided by the scale in outputs

    [[nodiscard]] std::size_t num_cells() const;
};

using TallyId = Id<struct TallyTag, std::uint16_t>;

/// All tallies of a run, laid end to end.
class TallyBook {
public:
    TallyId add(TallySpec spec);  ///< refuses a name that is taken
    [[nodiscard]] const std::vector<TallySpec>& specs() const { return specs_; }
    [[nodiscard]] const TallySpec& operator[](TallyId id) const { return specs_[id.value()]; }
    [[nodiscard]] std::size_t offset(TallyId id) const { return offsets_[id.value()]; }
    [[nodiscard]] std::size_t num_cells() const { return num_cells_; }

private:
    std::vector<TallySpec> specs_;
    std::vector<std::size_t> offsets_;
    std::size_t num_cells_ = 0;
};

/// Counts of one worker: added up over workers and ranks at the end of the month. Whole numbers only,
/// so that the order of adding cannot matter.
class Tallies {
public:
    explicit Tallies(const TallyBook& book) : book_(&book), cells_(book.num_cells(), 0) {}

    void add(TallyId tally, std::size_t cell, std::int64_t amount = 1)
    {
        cells_[book_->offset(tally) + cell] += amount;
    }
    /// A tally's cells from the first on, one amount each.
    void add_cells(TallyId tally, std::span<const std::int64_t> amounts);
    [[nodiscard]] std::int64_t& cell(TallyId tally, std::size_t cell)
    {
        return cells_[book_->offset(tally) + cell];
    }
    [[nodiscard]] std::span<std::int64_t> cells() { return cells_; }
    [[nodiscard]] std::span<const std::int64_t> cells() const { return cells_; }
    [[nodiscard]] std::span<const std::int64_t> of(TallyId tally) const
    {
        return std::span(cells_).subspan(book_->offset(tally), (*book_)[tally].num_cells());
    }
    void clear();
    void add(const Tallies& other);  ///< cell by cell

private:
    const TallyBook* book_;
    std::vector<std::int64_t> cells_;
};

}  // namespace qonys
