#include "qonys/policy/quota_ledger.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "qonys/core/contract.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys {
namespace {

// Balances are kept in 2^-20 of a place: fractions of a sample add up without drift.
constexpr double unit = 0x1p20;

std::int64_t to_units(double places) { return std::llround(places * unit); }

std::int64_t whole_places(std::int64_t units)
{
    constexpr int shift = 20;
    return units >> shift;  // rounds towards minus infinity
}

constexpr std::int64_t never_opened = -1;

/// Numbers in (0, 1) that are evenly spread, however many of them are taken.
double evenly_spread(std::size_t place)
{
    constexpr double golden = 0.6180339887498949;
    const double turns = 0.5 + golden * static_cast<double>(place);
    return turns - std::floor(turns);
}

}  // namespace

QuotaLedger::QuotaLedger(std::string name, std::size_t num_segments, double scale,
                         std::vector<double> release, double size_of_asker)
    : name_(std::move(name)),
      scale_(scale),
      size_of_asker_(size_of_asker),
      release_(std::move(release)),
      released_(num_segments, never_opened),
      balance_(num_segments, 0),
      slots_(num_segments, 0)
{
    QONYS_EXPECT(scale > 0.0 && scale <= 1.0);
    QONYS_EXPECT(size_of_asker >= 1.0);
    QONYS_EXPECT(release_.size() == 12);
    for (const double part : release_) {
        QONYS_EXPECT(part >= 0.0);
    }
    const double total = std::accumulate(release_.begin(), release_.end(), 0.0);
    QONYS_EXPECT(std::abs(total - 1.0) < 1e-9);
    for (std::size_t segment = 0; segment < num_segments && may_overdraw(); ++segment) {
        balance_[segment] = -to_units(size_of_asker * evenly_spread(segment));
    }
}

void QuotaLedger::begin(const AddressedDraw& draw)
{
    for (std::size_t segment = 0; segment < balance_.size() && may_overdraw(); ++segment) {
        balance_[segment] = -to_units(size_of_asker_ * uniform_unit(draw.word(segment, 0)));
    }
}

double QuotaLedger::released_by(int month) const
{
    return month == 12 ? 1.0 : std::accumulate(release_.begin(), release_.begin() + month, 0.0);
}

void QuotaLedger::open_month(Month now, std::span<const double> quota)
{
    QONYS_EXPECT(quota.size() == balance_.size());
    const int month = now.month_of_year();
    for (std::size_t segment = 0; segment < quota.size(); ++segment) {
        QONYS_EXPECT(quota[segment] >= 0.0);
        const double places = quota[segment] * scale_;
        if (month == 1) {
            released_[segment] = 0;
            balance_[segment] = std::min<std::int64_t>(balance_[segment], 0);
        } else if (released_[segment] == never_opened) {
            released_[segment] = to_units(places * released_by(month - 1));
        }
        const std::int64_t due = to_units(places * released_by(month));
        const std::int64_t unused = std::max<std::int64_t>(0, balance_[segment]);
        const std::int64_t change = std::max(-unused, due - released_[segment]);
        released_[segment] += change;
        balance_[segment] += change;
        slots_[segment] = std::max<std::int64_t>(0, whole_places(balance_[segment]));
        if (may_overdraw() && balance_[segment] > 0) {
            // Any credit lets one more household in; it pays back the rest later.
            slots_[segment] = whole_places(balance_[segment] - 1) + 1;
        }
    }
}

void QuotaLedger::use(std::span<const std::int64_t> granted)
{
    QONYS_EXPECT(granted.size() == balance_.size());
    for (std::size_t segment = 0; segment < granted.size(); ++segment) {
        QONYS_EXPECT(granted[segment] >= 0);
        QONYS_EXPECT(may_overdraw() ? granted[segment] == 0 || slots_[segment] > 0
                                    : granted[segment] <= slots_[segment]);
        balance_[segment] -= granted[segment] * static_cast<std::int64_t>(unit);
        slots_[segment] = std::max<std::int64_t>(0, slots_[segment] - granted[segment]);
    }
}

double QuotaLedger::balance(std::size_t segment) const
{
    return static_cast<double>(balance_[segment]) / unit;
}

void QuotaLedger::archive(Archive& archive)
{
    archive.values(name_ + ".released", released_);
    archive.values(name_ + ".balance", balance_);
    archive.values(name_ + ".slots", slots_);
}

}  // namespace qonys
