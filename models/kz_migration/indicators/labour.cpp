#include "indicators/labour.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "indicators/stock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Part of the gap to what is earned now that people take in within a month: a year's slow mean.
constexpr double attention = 1.0 / 12.0;

}  // namespace

LabourIndicators::LabourIndicators(Registry& registry, const Columns& columns,
                                   const LabourSetup& setup)
    : schema_(registry.schema()),
      columns_(columns),
      setup_(setup),
      unemployed_(registry.add_tally(stock("unemployed", "people out of work, by actual region",
                                           "persons", {setup.axes.region}))),
      self_employed_(registry.add_tally(stock("self_employed",
                                              "people who work for themselves, by actual region",
                                              "persons", {setup.axes.region}))),
      employees_(registry.add_tally(stock("employees", "employees, by region and sector of the job",
                                          "persons", {setup.axes.region, setup.axes.sector}))),
      vacancies_(registry.add_tally(stock("vacancies", "vacant posts, by region and skill", "posts",
                                          {setup.axes.region, setup.axes.skill}))),
      pay_(registry.add_tally(stock("pay", "sum of employees' wages of the month, by region",
                                    "KZT", {setup.axes.region})))
{
}

ProcessInfo LabourIndicators::info() const
{
    return {.name = "labour_indicators",
            .description = "counts people by work, posts and pay",
            .stage = Stage::record,
            .reads = {"activity", "region", "stay", "gone", "employers.filled_low",
                      "employers.paid_units_low"}};
}

void LabourIndicators::prepare(const StepContext& /*step*/, const World& world)
{
    counted_.resize(world);
}

void LabourIndicators::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const auto region = people[schema_.person.region];
    const auto gone = people[schema_.person.gone];
    const auto stay = people[columns_.stay];
    const std::size_t num_regions = setup_.axes.region.size();
    std::vector<std::int64_t>& counted = counted_[here.shard];
    counted.clear();
    for (const Activity state : {Activity::unemployed, Activity::self_employed}) {
        std::array<std::int64_t, 256> of_region{};  // by any value of a region's byte
        scan_rows<false>(people[columns_.activity], state, [&](std::size_t row) {
            of_region[region[row].value()] += (gone[row] == Gone::no) & (stay[row] == at_home) ? 1 : 0;
        });
        counted.insert(counted.end(), of_region.begin(),
                       of_region.begin() + static_cast<std::ptrdiff_t>(num_regions));
    }
    for (std::size_t r = 0; r < num_regions; ++r) {
        here.counts.add(unemployed_, r, counted[r]);
        here.counts.add(self_employed_, r, counted[num_regions + r]);
    }
}

/// Sums over employers, cell by cell of the tallies they go to.
struct LabourIndicators::Sums {
    std::vector<std::int64_t> staff;   ///< region x sector
    std::vector<std::int64_t> vacant;  ///< region x skill
    std::vector<std::int64_t> pay;     ///< region
    std::int64_t base_pay = 0;         ///< at the wages of the start, without premiums

    explicit Sums(const LabourAxes& axes)
        : staff(axes.num_segments(), 0),
          vacant(axes.region.size() * num_skills, 0),
          pay(axes.region.size(), 0)
    {
    }
    void add(const Sums& other)
    {
        const auto plus = [](std::vector<std::int64_t>& to, const std::vector<std::int64_t>& from) {
            std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
        };
        plus(staff, other.staff);
        plus(vacant, other.vacant);
        plus(pay, other.pay);
        base_pay += other.base_pay;
    }
};

void LabourIndicators::conclude(const StepContext& step, World& world, Tallies& counts)
{
    LabourMarket& market = *setup_.market;
    const std::size_t num_regions = setup_.axes.region.size();
    std::vector<std::int64_t> sums(2 * num_regions, 0);
    for (const std::vector<std::int64_t>& shard : counted_) {
        std::transform(sums.begin(), sums.end(), shard.begin(), sums.begin(), std::plus<>());
    }
    step.ranks.all_reduce_sum(sums);
    const auto middle = sums.begin() + static_cast<std::ptrdiff_t>(num_regions);
    market.unemployed.assign(sums.begin(), middle);
    market.self_employed.assign(middle, sums.end());
    const Sums all = sum_employers(step.threads, world.replicated(setup_.employers.table));
    const std::size_t num_sectors = setup_.axes.sector.size();
    std::fill(market.employees.begin(), market.employees.end(), 0);
    for (std::size_t cell = 0; cell < all.staff.size(); ++cell) {
        market.employees[cell / num_sectors] += all.staff[cell];
    }
    follow_composition(all);
    follow_earnings(all.pay);
    // The table of employers is the same on every rank: one of them counts it.
    if (step.ranks.rank() == 0) {
        counts.add_cells(employees_, all.staff);
        counts.add_cells(vacancies_, all.vacant);
        counts.add_cells(pay_, all.pay);
    }
}

void LabourIndicators::follow_composition(const Sums& all)
{
    LabourMarket& market = *setup_.market;
    const auto staff = std::accumulate(all.staff.begin(), all.staff.end(), std::int64_t{0});
    if (staff == 0) {
        return;
    }
    const double mean = static_cast<double>(all.base_pay) / static_cast<double>(staff);
    if (market.first_pay == 0.0) {
        market.first_pay = mean;
    }
    market.composition = mean / market.first_pay;
}

void LabourIndicators::add_employer(const Rows& employers, std::size_t row, Sums& sums) const
{
    const EmployerColumns& columns = setup_.employers;
    const std::size_t region = employers[columns.region][row].value();
    const double unit_pay = employers[columns.base_wage][row] *
                            employers[columns.premium][row] *
                            setup_.market->wage_level() / units_per_wage;
    std::int64_t staff = 0;
    std::int64_t units = 0;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        const std::int64_t filled = employers[columns.filled[skill]][row];
        staff += filled;
        units += employers[columns.paid_units[skill]][row];
        if (employers[columns.alive][row] == is_alive) {
            sums.vacant[region * num_skills + skill] +=
                vacant_posts(employers, columns, skill, row);
        }
    }
    sums.staff[setup_.axes.segment(employers[columns.region][row], employers[columns.sector][row])] +=
        staff;
    sums.pay[region] += std::llround(static_cast<double>(units) * unit_pay);
    sums.base_pay += std::llround(static_cast<double>(units) *
                                  employers[columns.base_wage][row] / units_per_wage);
}

LabourIndicators::Sums LabourIndicators::sum_employers(const Threads& threads,
                                                       const Rows& employers) const
{
    std::vector<Sums> of_worker(static_cast<std::size_t>(threads.count()), Sums(setup_.axes));
    for_each_block(threads, employers.size(),
                   [&](std::size_t first, std::size_t last, std::size_t worker) {
                       for (std::size_t row = first; row < last; ++row) {
                           add_employer(employers, row, of_worker[worker]);
                       }
                   });
    for (std::size_t worker = 1; worker < of_worker.size(); ++worker) {
        of_worker.front().add(of_worker[worker]);
    }
    return of_worker.front();
}

/// Expected earnings of a region, wage x chance of work, against the start and against the nation.
void LabourIndicators::follow_earnings(const std::vector<std::int64_t>& pay)
{
    LabourMarket& market = *setup_.market;
    std::vector<double> earnings;
    for (std::size_t region = 0; region < pay.size(); ++region) {
        const auto staff = static_cast<double>(market.employees[region]);
        const double wage = staff > 0.0 ? static_cast<double>(pay[region]) / staff / market.wages : 0.0;
        earnings.push_back(wage * (1.0 - market.unemployment(region)));
    }
    if (market.first_earnings.empty()) {
        market.first_earnings = earnings;
    }
    double nation = 0.0;
    double force = 0.0;
    std::vector<double> growth(earnings.size(), 1.0);
    for (std::size_t region = 0; region < earnings.size(); ++region) {
        if (market.first_earnings[region] > 0.0 && earnings[region] > 0.0) {
            growth[region] = earnings[region] / market.first_earnings[region];
        }
        nation += market.labour_force(region) * growth[region];
        force += market.labour_force(region);
    }
    for (std::size_t region = 0; region < earnings.size(); ++region) {
        const double relative = force > 0.0 ? growth[region] * force / nation : 1.0;
        market.wage_chance[region] += attention * (relative - market.wage_chance[region]);
    }
}

}  // namespace qonys::models::kz_migration
