#include "life.hpp"

#include <algorithm>
#include <numeric>

#include "qonys/core/contract.hpp"
#include "qonys/random/distribution/exponential.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::person_months {
namespace {

constexpr std::size_t num_classes = num_sexes * num_statuses;

/// Bound on the probability that anything happens: by sex, status and age; the least educated die and
/// give birth most, the last region is the most mobile.
MonthlyProbability bound_on_any(std::size_t cls, int age)
{
    const auto status = static_cast<Status>(cls % num_statuses);
    const auto sex = static_cast<Sex>(cls / num_statuses);
    const double none = (1.0 - death(age, sex, 0).value()) * (1.0 - birth(age, sex, 0).value()) *
                        (1.0 - job_change(age, status).value()) *
                        (1.0 - move(age, num_regions - 1).value());
    // A hair above, so that rounding never puts the actual probability over the bound.
    return MonthlyProbability{(1.0 - none) * (1.0 + 1e-12)};
}

TallyId count(Registry& registry, std::string name, std::string description)
{
    return registry.add_tally(
        {.name = std::move(name), .description = std::move(description), .unit = "persons"});
}

std::size_t clock_class(Sex sex, Status status)
{
    return static_cast<std::size_t>(sex) * num_statuses + static_cast<std::size_t>(status);
}

std::uint32_t draw_index(Month month) { return static_cast<std::uint32_t>(month.index()); }

/// Both words of a draw in a month, for some rows at once.
struct DrawnWords {
    std::vector<std::uint64_t> first;
    std::vector<std::uint64_t> second;

    DrawnWords(const AddressedDraw& draw, std::span<const PersonKey> keys,
               std::span<const std::uint32_t> rows, Month month)
        : first(rows.size()), second(rows.size())
    {
        std::vector<std::uint64_t> values(rows.size());
        std::transform(rows.begin(), rows.end(), values.begin(),
                       [&](std::uint32_t row) { return keys[row].value(); });
        draw.word_pair_of_each(values, draw_index(month), first, second);
    }
};

}  // namespace

Columns Columns::declare(Registry& registry)
{
    Columns columns;
    columns.education = registry.add_person_column<std::uint8_t>("education", "level 0..3");
    columns.status = registry.add_person_column<Status>("status", "work, 0..3", Status::outside);
    columns.num_births = registry.add_person_column<std::uint8_t>("num_births", "children ever born");
    columns.due = registry.add_person_column<MonthStamp>("due", "next candidate event", never);
    return columns;
}

Columns Columns::find(const Schema& people)
{
    return {people.find<std::uint8_t>("education"), people.find<Status>("status"),
            people.find<std::uint8_t>("num_births"), people.find<MonthStamp>("due")};
}

struct Life::People {
    std::span<PersonKey> key;
    std::span<MonthStamp> birth_month;
    std::span<Sex> sex;
    std::span<RegionId> region;
    std::span<Gone> gone;
    std::span<std::uint8_t> education;
    std::span<Status> status;
    std::span<std::uint8_t> num_births;
    std::span<MonthStamp> due;

    People(Shard& shard, const PersonColumns& person, const Columns& columns)
        : key(shard.people()[person.key]),
          birth_month(shard.people()[person.birth_month]),
          sex(shard.people()[person.sex]),
          region(shard.people()[person.region]),
          gone(shard.people()[person.gone]),
          education(shard.people()[columns.education]),
          status(shard.people()[columns.status]),
          num_births(shard.people()[columns.num_births]),
          due(shard.people()[columns.due])
    {
    }
};

struct Life::Candidate {
    std::size_t row;
    std::uint64_t word;  ///< decides which event comes first, if any
    int age;
    Sex sex;
    int education;
    Status status;
    int region;
};

Life::Life(Registry& registry)
    : schema_(registry.schema()),
      columns_(Columns::declare(registry)),
      destinations_(destinations()),
      bound_(num_classes, max_age, bound_on_any),
      candidate_(registry.add_draw("life", "candidate")),
      together_(registry.add_draw("life", "together")),
      job_(registry.add_draw("life", "job")),
      destination_(registry.add_draw("life", "destination")),
      newborn_(registry.add_draw("life", "newborn")),
      deaths_(count(registry, "deaths", "deaths")),
      births_(count(registry, "births", "live births")),
      job_changes_(count(registry, "job_changes", "changes of work status")),
      moves_(count(registry, "moves", "moves between regions")),
      departures_(count(registry, "departures", "departures abroad"))
{
}

ProcessInfo Life::info() const
{
    return {.name = "life",
            .description = "death, birth, job change and move, by one event clock",
            .stage = Stage::demography,
            .shard_by_shard = true,
            .reads = {"key", "birth_month", "sex", "education"},
            .writes = {"region", "gone", "status", "num_births", "due"},
            .draws = {"candidate", "together", "job", "destination", "newborn"}};
}

void Life::wind(const People& people, std::span<const std::uint32_t> rows, Month now,
                std::span<const std::uint64_t> words) const
{
    std::vector<double> waits(words.size());
    unit_exponentials(words, waits);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        const std::size_t cls = clock_class(people.sex[row], people.status[row]);
        people.due[row] = bound_.next(cls, people.birth_month[row], now, waits[i]);
    }
}

void Life::start(const StepContext& step, World& world)
{
    const Month before = step.now - 1;
    step.threads.for_each(world.shards().size(), [&](std::size_t shard, std::size_t) {
        const People people(world.shards()[shard], schema_.person, columns_);
        std::vector<std::uint32_t> rows(people.key.size());
        std::iota(rows.begin(), rows.end(), 0U);
        const DrawnWords words(step.random(candidate_), people.key, rows, before);
        wind(people, rows, before, words.second);
    });
}

void Life::commit(const ShardContext& here, Shard& shard)
{
    const Month now = here.step.now;
    const People people(shard, schema_.person, columns_);
    std::vector<std::uint32_t> due;
    collect_due(people.due, now, due);
    const DrawnWords words(here.step.random(candidate_), people.key, due, now);
    std::vector<Candidate> candidates(due.size());
    for (std::size_t i = 0; i < due.size(); ++i) {
        const std::size_t row = due[i];
        candidates[i] = {row,
                         words.first[i],
                         std::min(age_in_years(people.birth_month[row], now), max_age),
                         people.sex[row],
                         people.education[row],
                         people.status[row],
                         people.region[row].value()};
    }
    std::vector<Newborn> newborns;
    std::vector<std::uint32_t> leavers;
    for (const Candidate& candidate : candidates) {
        if (live(here, people, candidate, newborns) != Gone::no) {
            leavers.push_back(static_cast<std::uint32_t>(candidate.row));
        }
    }
    wind(people, due, now, words.second);
    for (const std::uint32_t row : leavers) {
        people.due[row] = never;
    }
    add_newborns(here, shard, newborns);
}

std::array<Threshold, 4> Life::chances(const Candidate& candidate) const
{
    return {rates_.death(candidate.age, candidate.sex, candidate.education),
            rates_.birth(candidate.age, candidate.sex, candidate.education),
            rates_.job_change(candidate.age, candidate.status),
            rates_.move(candidate.age, candidate.region)};
}

Gone Life::live(const ShardContext& here, const People& people, const Candidate& candidate,
                std::vector<Newborn>& newborns) const
{
    // Which of the four comes first, given that the clock rang at the bound: a word scaled to the bound
    // falls below the running probability of "any so far", or beyond all four (nothing happens).
    const std::array<Threshold, 4> chance = chances(candidate);
    const Threshold bound =
        bound_.at(clock_class(candidate.sex, candidate.status), candidate.age);
    const std::uint64_t at = multiply_high(candidate.word, bound.value());
    std::size_t first = 0;
    Threshold any;
    for (; first < chance.size(); ++first) {
        any = any.either(chance[first]);
        if (any.hit(at)) {
            break;
        }
    }
    QONYS_ASSERT(any.value() <= bound.value());
    const std::size_t row = candidate.row;
    const std::uint64_t key = people.key[row].value();
    for (std::size_t event = first; event < chance.size(); ++event) {
        // What follows the first event in the same month is independent of it.
        const std::uint32_t index = draw_index(here.step.now) * 4 + static_cast<std::uint32_t>(event);
        if (event > first && !chance[event].hit(here.step.random(together_).word(key, index))) {
            continue;
        }
        switch (event) {
            case 0:
                people.gone[row] = Gone::died;
                here.counts.add(deaths_, 0);
                return Gone::died;
            case 1:
                newborns.push_back({lineage::newborn(people.key[row], people.num_births[row]++),
                                    people.region[row]});
                break;
            case 2: change_job(here, people, candidate); break;
            default: return leave_region(here, people, candidate);
        }
    }
    return Gone::no;
}

void Life::change_job(const ShardContext& here, const People& people,
                      const Candidate& candidate) const
{
    const std::uint64_t word = here.step.random(job_).word(
        people.key[candidate.row].value(), draw_index(here.step.now));
    const auto step = 1 + uniform_index(word, 2);
    const auto status = static_cast<std::uint64_t>(candidate.status);
    people.status[candidate.row] = static_cast<Status>((status + step) % 3);
    here.counts.add(job_changes_, 0);
}

Gone Life::leave_region(const ShardContext& here, const People& people,
                        const Candidate& candidate) const
{
    const std::size_t chosen = destinations_[static_cast<std::size_t>(candidate.region)](
        here.step.random(destination_), people.key[candidate.row].value(),
        draw_index(here.step.now));
    if (chosen == abroad) {
        people.gone[candidate.row] = Gone::left_country;
        here.counts.add(departures_, 0);
        return Gone::left_country;
    }
    people.region[candidate.row] = RegionId(static_cast<RegionId::rep>(chosen));
    here.counts.add(moves_, 0);
    return Gone::no;
}

void Life::add_newborns(const ShardContext& here, Shard& shard,
                        const std::vector<Newborn>& newborns) const
{
    const Month now = here.step.now;
    const std::size_t first = shard.people().append(newborns.size());
    const People people(shard, schema_.person, columns_);
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < newborns.size(); ++i) {
        const std::size_t row = first + i;
        const AddressedDraw::Block words =
            here.step.random(newborn_).block(newborns[i].key.value(), 0);
        people.key[row] = newborns[i].key;
        people.birth_month[row] = stamp(now);
        people.sex[row] = static_cast<Sex>(words[0] >> 31);
        people.education[row] = static_cast<std::uint8_t>(words[1] >> 30);
        people.region[row] = newborns[i].region;
        people.status[row] = Status::outside;
        rows.push_back(static_cast<std::uint32_t>(row));
    }
    wind(people, rows, now, DrawnWords(here.step.random(candidate_), people.key, rows, now).second);
    here.counts.add(births_, 0, static_cast<std::int64_t>(newborns.size()));
}

}  // namespace qonys::models::person_months
