#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "codes.hpp"
#include "qonys/core/function_ref.hpp"
#include "qonys/process/event_clock.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Events of one kind at yearly rates by class, region and age. A clock per person rings at a bound by
/// class of bound and age, which stands for good; the event is accepted with probability rate / bound. The
/// class of bound (a sex) must never change in a life; what changes (partner, region) only thins.
/// A rate above its bound is legal: the excess is drawn for everybody of such a month.
class ThinnedClock {
public:
    /// The period of rates that never change.
    static constexpr int forever = 0;
    struct Shape {
        std::size_t num_bounds;   ///< classes of bound
        std::size_t num_classes;  ///< classes of rate
        std::size_t num_regions;  ///< 1 when rates do not differ by region
    };
    /// Where a person stands this month.
    struct Standing {
        std::uint8_t bound;
        std::uint8_t cls;
        std::uint8_t region;
    };
    /// Nothing for whoever the event cannot meet.
    using StandingOf = FunctionRef<std::optional<Standing>(std::size_t row)>;
    using BoundOf = FunctionRef<std::size_t(std::size_t row)>;

    /// Adds the column `<owner>_due` and the draws `<owner>.candidate` and `<owner>.excess`.
    ThinnedClock(Registry& registry, const std::string& owner, Shape shape,
                 const std::function<AnnualRate(std::size_t bound, int age)>& bound);

    /// Columns of people that `standing_of` looks at: asked for ahead for all whose clocks ring,
    /// where row by row would wait for each.
    template <class... T>
    void look_at(Column<T>... columns)
    {
        looked_at_ = {columns.index()...};
    }

    /// Rates in force from now on.
    struct Rates {
        FunctionRef<AnnualRate(std::size_t cls, std::size_t region, int age)> rate;
        FunctionRef<std::size_t(std::size_t cls)> bound_of_class;
    };
    /// `period`: a number of the time for which they hold, say the year. For the same they are not
    /// worked out anew.
    void set_rates(int period, const Rates& rates);

    /// Clocks of a shard that rang in a month or were never wound: kept from ring to wind_rung, so that
    /// the column is looked through once.
    struct Rung {
        std::vector<std::uint32_t> due;
        std::vector<std::uint32_t> unset;
        std::vector<std::uint64_t> waits;  ///< words, of those due
    };
    /// Rows to whom the event happens this month; changes nothing.
    void ring(const StepContext& step, const Rows& people, StandingOf standing_of, Rung& rung,
              std::vector<std::uint32_t>& rows) const;
    /// Winds the clocks that rang this month, accepted or not, and those never wound. In the same stage
    /// as ring: nobody else adds rows or touches this clock in between.
    void wind_rung(const StepContext& step, Rows& people, BoundOf bound_of, const Rung& rung) const;
    /// For processes that decide and act at once: winds those never wound as of the month before, so that
    /// they live this month too; rings; winds again. One pass over the clocks.
    void ring_and_wind(const StepContext& step, Rows& people, BoundOf bound_of,
                       StandingOf standing_of, std::vector<std::uint32_t>& rows) const;
    /// Before the first month: winds everybody's clock, so that it can ring from the first on.
    void start(const StepContext& step, World& world,
               FunctionRef<std::size_t(const Rows& people, std::size_t row)> bound_of) const;

    [[nodiscard]] const std::string& column_name() const { return column_name_; }

private:
    [[nodiscard]] std::size_t cell(const Standing& standing, std::size_t age) const
    {
        return (standing.cls * shape_.num_regions + standing.region) * num_ages + age;
    }
    /// The two words of the candidate draw in a month, for some rows at once; valid until the
    /// worker asks for others.
    struct Words {
        std::span<const std::uint64_t> happens;
        std::span<const std::uint64_t> wait;
    };
    [[nodiscard]] Words words_of(const StepContext& step, const Rows& people, Month month,
                                 std::span<const std::uint32_t> rows) const;
    /// Looks through the column; what was never wound goes to a list of its own.
    void collect(const StepContext& step, const Rows& people, std::vector<std::uint32_t>& rung,
                 std::vector<std::uint32_t>& unset) const;
    /// Stops the clocks of those to whom nothing can happen, and takes them off the list.
    void stop_inert(Rows& people, BoundOf bound_of, std::vector<std::uint32_t>& rows) const;
    void wind_new(const StepContext& step, Rows& people, Month as_of, BoundOf bound_of) const;
    void wind(Rows& people, Month as_of, std::span<const std::uint32_t> rows,
              std::span<const std::uint64_t> words, BoundOf bound_of) const;
    void prefetch(const Rows& people, std::span<const std::uint32_t> rows) const;
    void accept(const StepContext& step, const Rows& people, std::span<const std::uint32_t> due,
                std::span<const std::uint64_t> words, StandingOf standing_of,
                std::vector<std::uint32_t>& rows) const;
    void add_excess(const StepContext& step, const Rows& people, StandingOf standing_of,
                    std::vector<std::uint32_t>& rows) const;

    std::string owner_;        ///< the name under which a life tells its chances
    std::string excess_name_;  ///< the same for what goes beyond the bound
    std::string column_name_;
    PersonColumns person_;
    Shape shape_;
    Column<MonthStamp> due_;
    HazardBound bound_;
    Draw candidate_;  ///< two words: whether it happens, and the wait for the next candidate
    Draw excess_draw_;
    std::optional<int> period_;  ///< of the rates in force
    std::vector<std::uint16_t> looked_at_;
    std::vector<Threshold> actual_;  ///< by class, region, age; never above the bound
    std::vector<Threshold> excess_;  ///< what the bound does not cover; empty when it covers all
};

/// The index under which a draw of this month stands.
[[nodiscard]] inline std::uint32_t draw_index(Month month)
{
    return static_cast<std::uint32_t>(month.index());
}

}  // namespace qonys::models::kz_migration
