#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "qonys/core/archive.hpp"
#include "qonys/core/month.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/random/stream.hpp"

namespace qonys {

/// Places of a yearly quota, released month by month, by segment (region, programme). Whatever is not
/// used is carried to the next month of the same year; a year begins anew. A first year that begins
/// after January has the places of the months from then on.
///
/// In a sample (scale < 1) the balance is a fraction of a place: the last household may overdraw it and
/// the debt is paid from later releases, across years too. A ledger of a sample begins in debt, by half
/// a household on average: without that the first year would use half a household too much in every
/// segment. So mean use over replicates equals quota x scale from the first year on. At scale 1,
/// used <= quota holds exactly.
class QuotaLedger {
public:
    /// `release[month - 1]`: part of the year's quota released in each calendar month; sums to 1.
    /// `size_of_asker`: places that an asker's household takes, as its members count it (mean of squares
    /// over mean); 1 where everybody asks for himself.
    QuotaLedger(std::string name, std::size_t num_segments, double scale, std::vector<double> release,
                double size_of_asker = 1.0);

    /// Draws the debts at the beginning of a sample anew, for each replicate its own; without it they
    /// are spread evenly over the segments. Call in Process::start.
    void begin(const AddressedDraw& draw);
    /// Releases the places of a month; `quota` in persons a year at full scale, by segment. The quota
    /// may change within the year: what was used stays, the rest follows the new figure, and places
    /// released but not used are taken back when it is lowered.
    void open_month(Month now, std::span<const double> quota);
    /// Whole slots that may be given out now, by segment.
    [[nodiscard]] const std::vector<std::int64_t>& slots() const { return slots_; }
    void use(std::span<const std::int64_t> granted);

    [[nodiscard]] double balance(std::size_t segment) const;  ///< places left, of the sample
    [[nodiscard]] bool may_overdraw() const { return scale_ < 1.0; }
    /// What allocate() is to do with the candidate at whom the slots run out.
    [[nodiscard]] LastCandidate last_candidate() const
    {
        return may_overdraw() ? LastCandidate::overdraws : LastCandidate::must_fit;
    }
    void archive(Archive& archive);

private:
    [[nodiscard]] double released_by(int month) const;  ///< part of the year, at the end of the month

    std::string name_;
    double scale_;
    double size_of_asker_;
    std::vector<double> release_;
    std::vector<std::int64_t> released_;  ///< this year, in 2^-20 places of the sample; -1 = never yet
    std::vector<std::int64_t> balance_;   ///< in 2^-20 places of the sample
    std::vector<std::int64_t> slots_;
};

}  // namespace qonys
