#include "processes/external_arrivals.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {
namespace {

constexpr int fitting_rounds = 50;

/// Least part of a region's arrivals that either stream leaves it: figures of different sources do
/// not close, and no region is without newcomers. Assumption.
constexpr double least_part = 0.02;

/// Two rows (Kazakhs, others) by region that add up to the regions' totals and to the rows' totals.
void fit(std::vector<double>& kazakhs, std::vector<double>& others,
         const std::vector<double>& regions, double kazakh_total)
{
    double all = 0.0;
    for (const double persons : regions) {
        all += persons;
    }
    const auto scale_row = [](std::vector<double>& row, double total) {
        double sum = 0.0;
        for (const double value : row) {
            sum += value;
        }
        for (double& value : row) {
            value *= total / sum;
        }
    };
    for (int round = 0; round < fitting_rounds; ++round) {
        scale_row(kazakhs, kazakh_total);
        scale_row(others, all - kazakh_total);
        for (std::size_t r = 0; r < regions.size(); ++r) {
            const double factor = regions[r] / (kazakhs[r] + others[r]);
            kazakhs[r] *= factor;
            others[r] *= factor;
        }
    }
}

std::vector<double> last_values(Reader& in, std::string_view key, const Axis& region, int year,
                                const ParameterInfo& info)
{
    constexpr std::array<std::string_view, 1> partial{"year"};
    const auto table = in.table<double, RegionId, YearIndex>(
        key, {region, Axis::range("year", year, year)}, Bounds::at_least(0.0), info, partial);
    return {table.values().begin(), table.values().end()};
}

}  // namespace

ExternalArrivals::Params ExternalArrivals::Params::read(Reader& in, const Axes& axes,
                                                        const KandasTables& kandas, int year)
{
    Reader external = in.section("external").section("arrivals");
    Reader section = in.section("kandas");
    constexpr int only_year = 2024;  // the one year that the split by region has
    constexpr int last_settlement_year = 2023;
    std::vector<double> regions =
        last_values(external, "by_region", axes.region, only_year,
                    {"persons/year", "registered arrivals by region, all kinds"});
    const std::vector<double> settled =
        last_values(section, "settlement_share", axes.region,
                    std::clamp(year, first_kandas_year, last_settlement_year),
                    {"share", "kandas of both tracks by region"});
    const std::vector<double> quota =
        last_values(section, "quota_known", axes.region, std::max(year, first_kandas_year),
                    {"persons/year", "published quotas: how much a region takes part"});
    Params params;
    if (regions.empty() || settled.empty() || quota.empty() || kandas.num_partners() == 0) {
        return params;
    }
    double on_quota = 0.0;
    for (std::size_t r = 0; r < regions.size(); ++r) {
        const double least = least_part * std::max(1.0, regions[r]);
        params.kazakh_region.push_back(
            std::max(least, settled[r] * kandas.grants(year) - quota[r]));
        params.other_region.push_back(std::max(least, regions[r]));
        regions[r] = std::max(least * 2.0, regions[r] - quota[r]);
        on_quota += quota[r];
    }
    const double arriving = std::max(1.0, kandas.total_arrivals(year));
    double all = 0.0;
    for (const double persons : regions) {
        all += persons;
    }
    const double part = (kandas.kazakh_arrivals(year) - on_quota) / (arriving - on_quota);
    fit(params.kazakh_region, params.other_region, regions, std::clamp(part, 0.02, 0.98) * all);
    return params;
}

ExternalArrivals::ExternalArrivals(Registry& registry, Params params, const Outlook& outlook,
                                   std::shared_ptr<const Settlement> settlement,
                                   const Others& others, const KandasTables& tables)
    : outlook_(outlook),
      settlement_(std::move(settlement)),
      let_in_(others),
      screening_(registry, others.screening, settlement_),
      tables_(&tables),
      kazakh_region_(params.kazakh_region),
      other_region_(params.other_region),
      region_draw_(registry.add_draw("external_arrivals", "region")),
      sampling_(registry.add_draw("external_arrivals", "sampling")),
      kazakhs_("external_arrivals.kazakhs", kazakh_flow, KinGroup::kazakh, tables.num_partners()),
      others_("external_arrivals.others", other_flow, KinGroup::other, tables.num_partners())
{}

ProcessInfo ExternalArrivals::info() const
{
    std::vector<std::string> draws = ResidenceScreening::draws();
    draws.insert(draws.end(), {"region", "sampling"});
    return {.name = "external_arrivals",
            .description = "families arrive from abroad to stay, by country",
            .stage = Stage::status,
            .writes = {"key", "birth_month", "sex", "region", "registered_region", "area",
                       "education", "activity", "partner", "children_ever_born", "kin",
                       "legal_status", "origin_country"},
            .levers = ResidenceScreening::levers(),
            .draws = draws};
}

void ExternalArrivals::prepare(const StepContext& step, const World& world)
{
    families_.resize(world);
    for (std::vector<ArrivingFamily>& families : families_) {
        families.clear();
    }
    const int year = step.now.year();
    const int known = outlook_.table_year(year);
    const double factor = outlook_.factor(Trend::arrivals, year, step.random) / months_in_year;
    for (std::size_t p = 0; p < tables_->num_partners(); ++p) {
        const PartnerId partner(static_cast<PartnerId::rep>(p));
        const double persons = tables_->arrivals(partner, known) * factor;
        const double kazakh = tables_->kazakh_share(partner, known);
        const double let_in = static_cast<double>((*let_in_.admitted)[p]) / step.scale;
        const double settling = static_cast<double>(let_in_.settling->published[p]) / step.scale;
        kazakhs_.add_due(partner, persons * kazakh - let_in);
        others_.add_due(partner, persons * (1.0 - kazakh) - settling);
    }
    const AddressedDraw sampling = step.random(sampling_);
    kazakhs_.release(step, settlement_->maker(), sampling,
                     [&](const ArrivingFamily& family, std::uint32_t) {
                         hand_over(step, world, with_region(step, world, family));
                     });
    others_.release(
        step, settlement_->maker(), sampling, [&](const ArrivingFamily& family, std::uint32_t) {
            screening_.apply(step, with_region(step, world, family), is_here(step, world, family));
        });
    for (const ArrivingFamily& family : screening_.admitted(
             step, [&](const ArrivingFamily& one) { return is_here(step, world, one); })) {
        hand_over(step, world, family);
    }
    for (const ArrivingFamily& family : let_in_.settling->families) {
        hand_over(step, world, family);
    }
}

ArrivingFamily ExternalArrivals::with_region(const StepContext& step, const World& world,
                                             ArrivingFamily family) const
{
    const Choice& region = family.kin == KinGroup::kazakh ? kazakh_region_ : other_region_;
    family.region = RegionId(
        static_cast<RegionId::rep>(region(step.random(region_draw_), family.head.value(), 0)));
    // Whoever lives on another rank is told of there.
    if (is_here(step, world, family)) {
        step.life.choice(family.head, {"region", region.inverse_weights(), family.region.value()});
    }
    return family;
}

/// To the shard in which the family will live, if that is one of this rank.
void ExternalArrivals::hand_over(const StepContext& step, const World& world,
                                 const ArrivingFamily& family)
{
    if (is_here(step, world, family)) {
        const std::size_t shard = Settlement::shard_of_family(family, step.now).value();
        families_[shard - world.first_shard()].push_back(family);
    }
}

bool ExternalArrivals::is_here(const StepContext& step, const World& world,
                               const ArrivingFamily& family) const
{
    const std::size_t shard = Settlement::shard_of_family(family, step.now).value();
    return shard >= world.first_shard() && shard < world.first_shard() + families_.size();
}

void ExternalArrivals::commit(const ShardContext& here, Shard& shard)
{
    settlement_->settle(here, shard, families_[here.shard], KandasTrack::general);
}

void ExternalArrivals::conclude(const StepContext& step, World& /*world*/, Tallies& counts)
{
    screening_.count(step, counts);
}

void ExternalArrivals::archive(Archive& archive)
{
    screening_.archive(archive);
    kazakhs_.archive(archive);
    others_.archive(archive);
}

}  // namespace qonys::models::kz_migration
