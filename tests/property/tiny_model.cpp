#include "support/tiny_model.hpp"

#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/lever_measure.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/process/residence.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/world/relocation.hpp"
#include "support/tiny_world.hpp"

namespace qonys::testing {
namespace {

Axis region_axis() { return two_regions().axis(); }

TallySpec by_region(std::string name, Measurement measurement = Measurement::flow)
{
    return {.name = std::move(name),
            .description = "",
            .unit = "persons",
            .measurement = measurement,
            .axes = {region_axis()}};
}

ProcessInfo info_of(std::string name, Stage stage)
{
    ProcessInfo info;
    info.name = std::move(name);
    info.stage = stage;
    return info;
}

std::uint32_t index_of(Month month) { return static_cast<std::uint32_t>(month.index()); }

class Demography final : public Process {
public:
    explicit Demography(Registry& registry)
        : schema_(registry.schema()),
          births_so_far_(registry.add_person_column<std::uint8_t>("births_so_far", "")),
          deaths_(registry.add_tally(by_region("deaths"))),
          births_(registry.add_tally(by_region("births"))),
          death_(registry.add_draw("demography", "death")),
          birth_(registry.add_draw("demography", "birth"))
    {}
    [[nodiscard]] ProcessInfo info() const override
    {
        return info_of("demography", Stage::demography);
    }
    void start(const StepContext&, World& world) override { due_.resize(world); }
    void prepare(const StepContext&, const World& world) override { due_.resize(world); }

    void propose(const ShardContext& here, const Shard& shard) override
    {
        Due& due = due_[here.shard];
        due = {};
        const StepContext& step = here.step;
        const auto keys = shard.people()[schema_.person.key];
        for (std::uint32_t row = 0; row < keys.size(); ++row) {
            if (shard.people()[schema_.person.gone][row] != Gone::no) {
                continue;
            }
            const std::uint64_t key = keys[row].value();
            if (dies_.hit(step.random(death_).word(key, index_of(step.now)))) {
                due.deaths.push_back(PersonId(row));
            } else if (shard.people()[schema_.person.sex][row] == Sex::female &&
                       bears_.hit(step.random(birth_).word(key, index_of(step.now)))) {
                due.mothers.push_back(PersonId(row));
            }
        }
    }

    void commit(const ShardContext& here, Shard& shard) override
    {
        HouseholdLinks links(shard, schema_);
        for (const PersonId person : due_[here.shard].deaths) {
            here.counts.add(deaths_, region_of(shard, person).value());
            links.leave(person);
            shard.people()[schema_.person.gone][person.value()] = Gone::died;
        }
        for (const PersonId mother : due_[here.shard].mothers) {
            const std::size_t row = shard.people().append(1);
            Rows& people = shard.people();
            const PersonKey key = people[schema_.person.key][mother.value()];
            people[schema_.person.key][row] =
                lineage::newborn(key, people[births_so_far_][mother.value()]++);
            people[schema_.person.birth_month][row] = stamp(here.step.now);
            people[schema_.person.sex][row] =
                people[schema_.person.key][row].value() % 2 == 0 ? Sex::male : Sex::female;
            people[schema_.person.region][row] = region_of(shard, mother);
            links.join(PersonId(static_cast<PersonId::rep>(row)),
                       people[schema_.person.household][mother.value()]);
            here.counts.add(births_, region_of(shard, mother).value());
        }
    }

private:
    struct Due {
        std::vector<PersonId> deaths;
        std::vector<PersonId> mothers;
    };
    [[nodiscard]] RegionId region_of(const Shard& shard, PersonId person) const
    {
        return shard.people()[schema_.person.region][person.value()];
    }

    const WorldSchema& schema_;
    Column<std::uint8_t> births_so_far_;
    TallyId deaths_;
    TallyId births_;
    Draw death_;
    Draw birth_;
    Threshold dies_{MonthlyProbability(0.01)};
    Threshold bears_{MonthlyProbability(0.02)};
    PerShard<Due> due_;
};

/// Members of large households found their own, in whatever shard that falls to.
class LeavingHome final : public Process {
public:
    explicit LeavingHome(Registry& registry)
        : schema_(registry.schema()), leave_(registry.add_draw("leaving_home", "leave"))
    {}
    [[nodiscard]] ProcessInfo info() const override
    {
        return info_of("leaving_home", Stage::unions);
    }

    void conclude(const StepContext& step, World& world, Tallies& /*counts*/) override
    {
        std::vector<Relocation> relocations;
        for (std::size_t shard = 0; shard < world.shards().size(); ++shard) {
            ask(step, world.shards()[shard], shard, relocations);
        }
        static_cast<void>(relocate(world, step.ranks, step.threads, relocations));
    }

private:
    void ask(const StepContext& step, const Shard& shard, std::size_t place,
             std::vector<Relocation>& relocations) const
    {
        const Rows& people = shard.people();
        for (std::uint32_t row = 0; row < people.size(); ++row) {
            const PersonKey key = people[schema_.person.key][row];
            const HouseholdId home = people[schema_.person.household][row];
            if (people[schema_.person.gone][row] == Gone::no &&
                shard.households()[schema_.household.size][home.value()] > 1 &&
                shard.households()[schema_.household.first_member][home.value()] != PersonId(row) &&
                leaves_.hit(step.random(leave_).word(key.value(), index_of(step.now)))) {
                relocations.push_back({place, PersonId(row), lineage::founded(key, step.now),
                                       people[schema_.person.region][row]});
            }
        }
    }

    const WorldSchema& schema_;
    Draw leave_;
    Threshold leaves_{MonthlyProbability(0.01)};
};

/// Households on the move, shared by the programme and by those who go by themselves.
class Moving {
public:
    Moving(Registry& registry, const ResidenceClaims& claims)
        : schema_(registry.schema()), claims_(claims)
    {}
    /// False when another change came first this month.
    bool move(ResidenceChange change, const ShardContext& here, Shard& shard, HouseholdId household,
              RegionId to, TallyId moves) const
    {
        RegionId& region = shard.households()[schema_.household.region][household.value()];
        if (!claims_.claim(change, shard, household, here.step.now, here.counts)) {
            return false;
        }
        const auto size = shard.households()[schema_.household.size][household.value()];
        here.counts.add(moves, region.value() * 2U + to.value(), size);
        region = to;
        HouseholdLinks(shard, schema_).for_each_member(household, [&](PersonId member) {
            shard.people()[schema_.person.region][member.value()] = to;
        });
        return true;
    }
    [[nodiscard]] const WorldSchema& schema() const { return schema_; }

private:
    const WorldSchema& schema_;
    ResidenceClaims claims_;
};

TallySpec moves_spec(std::string name)
{
    TallySpec spec = by_region(std::move(name));
    spec.axes = {Axis("origin", {"A", "B"}), Axis("destination", {"A", "B"})};
    return spec;
}

class Programme final : public Process {
public:
    Programme(Registry& registry, const Moving& moving, const TinyOptions& options)
        : moving_(moving),
          quota_(registry.add_lever({.name = "programme.quota",
                                     .description = "",
                                     .unit = "persons",
                                     .axes = {region_axis()},
                                     .bounds = Bounds::at_least(0.0),
                                     .path = {{Month(2026, 1), {options.quota, options.quota}}},
                                     .source = ""})),
          moves_(registry.add_tally(moves_spec("programme_moves"))),
          apply_(registry.add_draw("programme", "apply")),
          ledger_("programme", 2, 1.0, std::vector<double>(12, 1.0 / 12), 3.0)
    {}
    [[nodiscard]] ProcessInfo info() const override
    {
        return info_of("programme", Stage::programmes);
    }
    void prepare(const StepContext& step, const World& world) override
    {
        candidates_.resize(world);
        ledger_.open_month(step.now, step.levers.of(quota_));
    }
    void propose(const ShardContext& here, const Shard& shard) override
    {
        std::vector<Candidate>& candidates = candidates_[here.shard];
        candidates.clear();
        const WorldSchema& schema = moving_.schema();
        const auto keys = shard.households()[schema.household.key];
        for (std::uint32_t row = 0; row < keys.size(); ++row) {
            const auto size = shard.households()[schema.household.size][row];
            const auto words =
                here.step.random(apply_).block(keys[row].value(), index_of(here.step.now));
            if (size > 0 && words[0] < asks_below) {
                candidates.push_back({shard.households()[schema.household.region][row].value(),
                                      size, words[1] | std::uint64_t{words[2]} << 32,
                                      keys[row].value()});
            }
        }
    }
    void allocate(const StepContext& step, const World& /*world*/) override
    {
        std::vector<Candidate> mine;
        for (const auto& candidates : candidates_) {
            mine.insert(mine.end(), candidates.begin(), candidates.end());
        }
        allocation_ = qonys::allocate(step.ranks, mine, ledger_.slots(), ledger_.last_candidate());
        ledger_.use(allocation_.granted());
    }
    void commit(const ShardContext& here, Shard& shard) override
    {
        const auto keys = shard.households()[moving_.schema().household.key];
        std::uint32_t row = 0;
        for (const Candidate& candidate : candidates_[here.shard]) {
            while (keys[row].value() != candidate.key) {
                ++row;
            }
            if (allocation_.wins(candidate)) {
                moving_.move(ResidenceChange::programme, here, shard, HouseholdId(row),
                             RegionId(static_cast<RegionId::rep>(1 - candidate.segment)), moves_);
            }
        }
    }
    void archive(Archive& archive) override { ledger_.archive(archive); }

private:
    Moving moving_;
    LeverId quota_;
    TallyId moves_;
    Draw apply_;
    QuotaLedger ledger_;
    Allocation allocation_;
    PerShard<std::vector<Candidate>> candidates_;
};

class Moves final : public Process {
public:
    Moves(Registry& registry, const Moving& moving)
        : moving_(moving),
          moves_(registry.add_tally(moves_spec("ordinary_moves"))),
          intend_(registry.add_draw("moves", "intend")),
          choose_(registry.add_draw("moves", "choose"))
    {}
    [[nodiscard]] ProcessInfo info() const override { return info_of("moves", Stage::moves); }
    void commit(const ShardContext& here, Shard& shard) override
    {
        const WorldSchema& schema = moving_.schema();
        const StepContext& step = here.step;
        for (std::uint32_t row = 0; row < shard.households().size(); ++row) {
            const std::uint64_t key = shard.households()[schema.household.key][row].value();
            if (shard.households()[schema.household.size][row] == 0 ||
                !goes_.hit(step.random(intend_).word(key, index_of(step.now)))) {
                continue;
            }
            const std::size_t to = where_(step.random(choose_), key, index_of(step.now));
            if (to != shard.households()[schema.household.region][row].value()) {
                moving_.move(ResidenceChange::ordinary_move, here, shard, HouseholdId(row),
                             RegionId(static_cast<RegionId::rep>(to)), moves_);
            }
        }
    }

private:
    Moving moving_;
    TallyId moves_;
    Draw intend_;
    Draw choose_;
    Threshold goes_{MonthlyProbability(0.03)};
    Choice where_{std::vector<double>{1.0, 2.0}};
};

class Census final : public Process {
public:
    explicit Census(Registry& registry)
        : schema_(registry.schema()),
          people_(registry.add_tally(by_region("population", Measurement::stock)))
    {}
    [[nodiscard]] ProcessInfo info() const override { return info_of("census", Stage::record); }
    void commit(const ShardContext& here, Shard& shard) override
    {
        for (std::size_t row = 0; row < shard.people().size(); ++row) {
            if (shard.people()[schema_.person.gone][row] == Gone::no) {
                here.counts.add(people_, shard.people()[schema_.person.region][row].value());
            }
        }
    }

private:
    const WorldSchema& schema_;
    TallyId people_;
};

class TinyModel final : public Model {
public:
    explicit TinyModel(TinyOptions options) : options_(options) {}
    [[nodiscard]] Regions regions() const override { return two_regions(); }
    void build(Registry& registry) const override
    {
        const ResidenceClaims claims(registry);
        const Moving moving(registry, claims);
        registry.add_process(std::make_unique<Demography>(registry));
        registry.add_process(std::make_unique<LeavingHome>(registry));
        registry.add_process(std::make_unique<Programme>(registry, moving, options_));
        registry.add_process(std::make_unique<Moves>(registry, moving));
        registry.add_process(std::make_unique<Census>(registry));
    }
    void populate(const PopulateContext& /*context*/, World& world) const override
    {
        settle_all(world, options_.num_households);
        const std::size_t shard = shard_of(lineage::household(options_.extra_household)).value();
        if (options_.extra_household > 0 && shard >= world.first_shard() &&
            shard < world.first_shard() + world.shards().size()) {
            settle(world.shards()[shard - world.first_shard()], world.schema(),
                   options_.extra_household);
        }
    }

private:
    TinyOptions options_;
};

}  // namespace

Plan tiny_plan(const TinyOptions& options)
{
    Plan plan;
    plan.scenario.name = "tiny";
    plan.scenario.model = "tiny";
    plan.scenario.start = Month(2026, 1);
    plan.scenario.end = Month(2027, 6);
    plan.model = std::make_shared<TinyModel>(options);
    if (options.quota_2027 != options.quota) {
        const auto registry = plan.build_registry();
        LeverMeasure::Params params;
        params.name = "quota of 2027";
        params.lever = *registry->levers().find("programme.quota");
        params.operand = options.quota_2027;
        params.timetable.from = Month(2027, 1);
        params.cells = {0, 1};
        plan.measures.push_back(std::make_shared<LeverMeasure>(params, registry->levers()));
    }
    return plan;
}

}  // namespace qonys::testing
