#include "processes/schooling.hpp"

#include <algorithm>

#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int school_year_begins = 9;
constexpr int first_step = 15;
constexpr int last_step = 25;

}  // namespace

Schooling::Params Schooling::Params::read(Reader& in, const Axes& axes)
{
    Reader section = in.section("demography").section("schooling");
    constexpr std::array<std::string_view, 1> partial{"age_group"};
    Params params;
    params.people = section.table<double, AgeGroupId, Sex, Area, Education>(
        "education", {axes.age_group, axes.sex, axes.area, axes.education}, Bounds::at_least(0.0),
        {"persons", "level reached by age, census; the young follow it"}, partial);
    return params;
}

Schooling::Schooling(Registry& registry, const Columns& columns, const Params& params)
    : schema_(registry.schema()), columns_(columns), place_(registry.add_draw("schooling", "place"))
{
    for (std::size_t group = 0; group < num_age_groups; ++group) {
        for (const Sex sex : {Sex::male, Sex::female}) {
            for (const Area area : {Area::urban, Area::rural}) {
                Cumulative sums{};
                double sum = 0.0;
                for (std::size_t level = 0; level < num_educations; ++level) {
                    sum += params.people(AgeGroupId(static_cast<AgeGroupId::rep>(group)), sex, area,
                                         static_cast<Education>(level));
                    sums[level] = sum;
                }
                for (double& share : sums) {
                    share = sum > 0.0 ? share / sum : 1.0;  // nobody asked: all at the lowest
                }
                cumulative_.push_back(sums);
            }
        }
    }
}

ProcessInfo Schooling::info() const
{
    return {.name = "schooling",
            .description = "levels of education rise with age as the census found them",
            .stage = Stage::demography,
            .cadence = Cadence::yearly,
            .month_of_year = school_year_begins,
            .order = 30,
            .reads = {"key", "birth_month", "sex", "gone", "area"},
            .writes = {"education"},
            .draws = {"place"}};
}

Education Schooling::next_level(const Cumulative& before, const Cumulative& after, Education level,
                                double place)
{
    const auto at = static_cast<std::size_t>(level);
    const double low = at == 0 ? 0.0 : before[at - 1];
    if (!(before[at] > low)) {
        return level;  // ahead of everybody in his group: came from elsewhere
    }
    const double rank = low + place * (before[at] - low);
    const auto found = std::upper_bound(after.begin(), after.end(), rank);
    const auto next = std::min(static_cast<std::size_t>(found - after.begin()), num_educations - 1);
    return static_cast<Education>(std::max(at, next));
}

void Schooling::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    const auto birth_month = people[schema_.person.birth_month];
    const auto sex = people[schema_.person.sex];
    const auto gone = people[schema_.person.gone];
    const auto area = people[columns_.area];
    const auto education = people[columns_.education];
    const AddressedDraw draw = here.step.random(place_);
    for (std::size_t row = 0; row < people.size(); ++row) {
        const int age = age_in_years(birth_month[row], here.step.now);
        const bool steps = age >= first_step && age <= last_step &&
                           age % static_cast<int>(years_in_group) == 0;
        // Who was of this age at the start was given a level of this group then.
        const bool aged_here = birth_month[row] + 12 * age >= here.step.start.index();
        if (!steps || !aged_here || gone[row] != Gone::no) {
            continue;
        }
        const std::size_t group = group_of(static_cast<std::size_t>(age)).value();
        education[row] = next_level(below(group - 1, sex[row], area[row]),
                                    below(group, sex[row], area[row]), education[row],
                                    uniform_unit(draw.word(key[row].value(), 0)));
    }
}

}  // namespace qonys::models::kz_migration
