#include "processes/kandas_arrivals.hpp"

#include <algorithm>
#include <limits>

#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {

KandasArrivals::Params KandasArrivals::Params::read(Reader& in, const Axes& axes,
                                                    const KandasTables& kandas, double scale)
{
    Reader section = in.section("kandas");
    Params params;
    params.scale = scale;
    params.quota = YearlyQuota::read(section, axes);
    params.attraction = params.quota.attraction();
    const double persons =
        section.number("applicants", Bounds::at_least(0.0),
                       {"persons/year", "families abroad that apply for the quota track"});
    const int patience = static_cast<int>(section.integer(
        "patience", Bounds::within(1.0, 120.0), {"months", "that applicants wait for a place"}));
    params.patience = patience;
    const Axis origins("kandas_origin", {"UZB", "CHN", "MNG", "TKM", "RUS", "other"});
    const auto shares =
        section.table<double, std::size_t>("applicant_share", {origins}, Bounds::within(0.0, 1.0),
                                           {"share", "applicants for the quota track by origin"});
    params.applicants.assign(std::max<std::size_t>(1, kandas.num_partners()), 0.0);
    for (std::size_t origin = 0; origin < std::min(shares.values().size(), kandas.num_origins());
         ++origin) {
        params.applicants[kandas.partner_of(origin).value()] = persons * shares.values()[origin];
    }
    return params;
}

KandasArrivals::KandasArrivals(Registry& registry, Params params, const Outlook& outlook,
                               std::shared_ptr<const Settlement> settlement,
                               std::shared_ptr<AdmittedByPartner> admitted,
                               const SettlementContracts& contracts)
    : params_(std::move(params)),
      outlook_(outlook),
      settlement_(std::move(settlement)),
      admitted_(std::move(admitted)),
      contracts_(contracts),
      household_area_(Columns::find(registry.schema()).household_area),
      lever_(registry.add_lever(
          params_.quota.lever("kandas.quota", "kandas whom a region may take in under the quota",
                              "data/kandas_quota.csv"))),
      used_(registry.add_tally({.name = "kandas_quota_used",
                                .description = "kandas who came under the regional quota",
                                .unit = "persons",
                                .axes = {params_.quota.region}})),
      region_draw_(registry.add_draw("kandas_arrivals", "region")),
      priority_(registry.add_draw("kandas_arrivals", "priority")),
      sampling_(registry.add_draw("kandas_arrivals", "sampling")),
      debt_(registry.add_draw("kandas_arrivals", "debt")),
      applicants_("kandas_arrivals.applicants", quota_flow, KinGroup::kazakh,
                  params_.applicants.size()),
      ledger_("kandas_arrivals.quota", params_.quota.region.size(), params_.scale,
              params_.quota.release, settlement_->maker().size_of_asker(KinGroup::kazakh))
{}

ProcessInfo KandasArrivals::info() const
{
    return {.name = "kandas_arrivals",
            .description = "kandas families come to regions that have places under the quota",
            .stage = Stage::programmes,
            .writes = {"key", "region", "registered_region", "legal_status", "origin_country",
                       "contract_month", "contract_origin", "settlement", "support_owed"},
            .levers = {"kandas.quota"},
            .draws = {"region", "priority", "sampling", "debt"}};
}

void KandasArrivals::start(const StepContext& step, World&) { ledger_.begin(step.random(debt_)); }

void KandasArrivals::prepare(const StepContext& step, const World& world)
{
    families_.resize(world);
    for (std::vector<ArrivingFamily>& families : families_) {
        families.clear();
    }
    const double factor =
        outlook_.factor(Trend::arrivals, step.now.year(), step.random) / months_in_year;
    for (std::size_t p = 0; p < params_.applicants.size(); ++p) {
        applicants_.add_due(PartnerId(static_cast<PartnerId::rep>(p)),
                            params_.applicants[p] * factor);
    }
    std::erase_if(waiting_, [&](const Waiting& one) {
        return step.now - month_of(one.since) >= params_.patience;
    });
    applicants_.release(step, settlement_->maker(), step.random(sampling_),
                        [&](const ArrivingFamily& family, std::uint32_t size) {
                            waiting_.push_back({family, size, stamp(step.now)});
                        });
    ledger_.open_month(step.now, step.levers.of(lever_));
    choose_regions(step);
}

void KandasArrivals::choose_regions(const StepContext& step)
{
    const std::span<const double> quota = step.levers.of(lever_);
    std::vector<double> inverse(quota.size(), std::numeric_limits<double>::infinity());
    bool open = false;
    for (std::size_t r = 0; r < quota.size(); ++r) {
        if (quota[r] > 0.0) {
            inverse[r] = 1.0 / params_.attraction[r];
            open = true;
        }
    }
    const AddressedDraw draw = step.random(region_draw_);
    for (Waiting& one : waiting_) {
        // Who waits asks anew each month, perhaps elsewhere.
        one.family.region =
            open ? RegionId(static_cast<RegionId::rep>(
                       choose(draw, one.family.head.value(), draw_index(step.now), inverse)))
                 : RegionId::invalid();
    }
}

Candidate KandasArrivals::candidate(const StepContext& step, const Waiting& waiting) const
{
    const std::uint64_t key = waiting.family.head.value();
    return {waiting.family.region.value(), waiting.size,
            step.random(priority_).word(key, draw_index(step.now)), key};
}

void KandasArrivals::allocate(const StepContext& step, const World& world)
{
    const auto place_of = [&](const ArrivingFamily& family) {
        return static_cast<std::size_t>(Settlement::shard_of_family(family, step.now).value()) -
               world.first_shard();
    };
    std::vector<Candidate> mine;
    for (const Waiting& one : waiting_) {
        if (one.family.region.valid() && place_of(one.family) < families_.size()) {
            mine.push_back(candidate(step, one));
        }
    }
    const Allocation allocation =
        qonys::allocate(step.ranks, mine, ledger_.slots(), ledger_.last_candidate());
    for (const Candidate& one : mine) {
        step.life.claim(PersonKey(one.key), "quota",
                        allocation.wins(one) ? Outcome::won : Outcome::carried);
    }
    ledger_.use(allocation.granted());
    std::fill(admitted_->begin(), admitted_->end(), 0);
    std::erase_if(waiting_, [&](const Waiting& one) {
        if (!one.family.region.valid() || !allocation.wins(candidate(step, one))) {
            return false;
        }
        (*admitted_)[one.family.partner.value()] += one.size;
        if (place_of(one.family) < families_.size()) {
            families_[place_of(one.family)].push_back(one.family);
        }
        return true;
    });
}

void KandasArrivals::commit(const ShardContext& here, Shard& shard)
{
    const std::vector<ArrivingFamily>& families = families_[here.shard];
    const std::vector<HouseholdId> homes =
        settlement_->settle(here, shard, families, KandasTrack::quota);
    for (std::size_t i = 0; i < homes.size(); ++i) {
        here.counts.add(used_, families[i].region.value(),
                        settlement_->maker().members(families[i], here.step.random).size);
        sign(here, shard, homes[i], families[i]);
    }
}

/// A family of the quota track signs for five years and is given the subsidy and rent of resettled
/// families; certificates are given to those who move inside the country.
void KandasArrivals::sign(const ShardContext& here, Shard& shard, HouseholdId home,
                          const ArrivingFamily& family) const
{
    contracts_.sign(here, shard, home, {RegionId::invalid(), false});
    const Support::Family given{
        family.region, shard.households()[household_area_][home.value()],
        static_cast<std::uint32_t>(settlement_->maker().members(family, here.step.random).size)};
    contracts_.pay(here, shard, home,
                   {Programme::relocation_support,
                    contracts_.support().subsidy(here.step.levers, given, here.step.now.year())});
}

void KandasArrivals::archive(Archive& archive)
{
    applicants_.archive(archive);
    ledger_.archive(archive);
    std::vector<std::int64_t> heads;
    std::vector<std::int64_t> traits;
    for (const Waiting& one : waiting_) {
        heads.push_back(static_cast<std::int64_t>(one.family.head.value()));
        traits.push_back(std::int64_t{one.family.partner.value()} << 32 |
                         std::int64_t{one.size} << 16 | std::int64_t{one.since});
    }
    archive.values("kandas_arrivals.waiting", heads);
    archive.values("kandas_arrivals.waiting_traits", traits);
    waiting_.clear();
    for (std::size_t i = 0; i < heads.size(); ++i) {
        Waiting one{};
        one.family.head = PersonKey(static_cast<std::uint64_t>(heads[i]));
        one.family.partner = PartnerId(static_cast<PartnerId::rep>(traits[i] >> 32));
        one.family.kin = KinGroup::kazakh;
        one.size = static_cast<std::uint32_t>(traits[i] >> 16 & 0xffff);
        one.since = static_cast<MonthStamp>(traits[i] & 0xffff);
        waiting_.push_back(one);
    }
}

}  // namespace qonys::models::kz_migration
