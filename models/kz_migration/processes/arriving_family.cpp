#include "processes/arriving_family.hpp"

#include <algorithm>

#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_adult = 18;
constexpr int first_parent = 24;
constexpr int last_parent = 54;
constexpr int partner_gap = 3;       ///< years, man minus woman; data/partner_gap.csv
constexpr int youngest_arriving_mother = 18;  ///< at the birth
constexpr int oldest_mother = 45;

// Children of those who bring any: one, two or three. Assumption.
constexpr std::array<double, 3> num_children{0.5, 0.3, 0.2};
constexpr double mean_children = 1.7;

std::vector<double> part(const std::vector<double>& shares, std::size_t from, std::size_t to)
{
    if (shares.size() < to) {
        return {1.0};  // something could not be read; the problem has been noted
    }
    return {shares.begin() + static_cast<std::ptrdiff_t>(from),
            shares.begin() + static_cast<std::ptrdiff_t>(to)};
}

double sum(const std::vector<double>& values)
{
    double total = 0.0;
    for (const double value : values) {
        total += value;
    }
    return total;
}

bool may_bring_children(int age) { return age >= first_parent && age <= last_parent; }

/// The age drawn for a child; squeezed into what its mother's age allows where it does not fit.
std::uint8_t child_of(int mother_age, int drawn)
{
    const int low = std::clamp(mother_age - oldest_mother, 0, first_adult - 1);
    const int high = std::clamp(mother_age - youngest_arriving_mother, low, first_adult - 1);
    const bool fits = drawn >= low && drawn <= high;
    return static_cast<std::uint8_t>(fits ? drawn : low + drawn * (high - low + 1) / first_adult);
}

enum Question : std::size_t {
    head_age,
    head_sex,
    partner,
    children,
    how_many,
    child,
    num_words = 12
};

}  // namespace

FamilyMaker::Params FamilyMaker::Params::read(Reader& in, const Axes& axes,
                                              const KandasTables& kandas, int year)
{
    Params params;
    Reader arrivals = in.section("external").section("arrivals");
    constexpr std::array<std::string_view, 1> partial{"direction"};
    const auto ages = arrivals.table<double, std::size_t, AgeId>(
        "age_share", {Axis("direction", {"arrivals"}), axes.age}, Bounds::within(0.0, 1.0),
        {"share", "arrivals by completed years of age"}, partial);
    params.age_share.assign(ages.values().begin(), ages.values().end());
    params.couples = arrivals.number("couples", Bounds::within(0.0, 1.0),
                                     {"share", "heads of 25-64 who come with a partner"});
    params.young_kazakhs =
        in.section("kandas").number("minors", Bounds::within(0.0, 0.9),
                                    {"share", "minors among those who get the kandas status"});
    const double total = kandas.num_partners() > 0 ? kandas.total_arrivals(year) : 0.0;
    params.kazakh_part = total > 0.0 ? kandas.kazakh_arrivals(year) / total : 0.0;
    return params;
}

FamilyMaker::FamilyMaker(Registry& registry, Params params)
    : params_(std::move(params)),
      draw_(registry.add_draw("arriving_family", "members")),
      adult_age_(part(params_.age_share, first_adult, num_ages)),
      child_age_(part(params_.age_share, 0, first_adult))
{
    const double minors = sum(part(params_.age_share, 0, first_adult));
    const double adults = sum(part(params_.age_share, first_adult, num_ages));
    double parents = 0.0;
    double couples = 0.0;
    for (int age = first_adult; age < static_cast<int>(num_ages); ++age) {
        const double share = params_.age_share[static_cast<std::size_t>(age)] / adults;
        parents += may_bring_children(age) ? share : 0.0;
        couples += share * couple_chance(age);
    }
    const double rest = minors - params_.kazakh_part * params_.young_kazakhs;
    const std::array<double, 2> young{params_.young_kazakhs,
                                      std::max(0.0, rest / (1.0 - params_.kazakh_part))};
    for (std::size_t kin = 0; kin < young.size(); ++kin) {
        const double children = young[kin] / (1.0 - young[kin]) * (1.0 + couples);
        with_children_[kin] = std::min(1.0, children / mean_children / parents);
    }
}

double FamilyMaker::couple_chance(int age) const
{
    // The young come alone more often, and so do the old. Assumption.
    constexpr int settled = 25;
    constexpr int old = 65;
    return age >= settled && age < old ? params_.couples : params_.couples / 2.0;
}

FamilyMembers FamilyMaker::members(const ArrivingFamily& family, const Stream& random) const
{
    std::array<std::uint64_t, num_words> words;  // NOLINT: filled just below
    random(draw_).words(family.head.value(), 0, words);
    FamilyMembers made;
    const int age = first_adult + static_cast<int>(adult_age_(words[head_age]));
    const Sex sex = words[head_sex] >> 63 == 0 ? Sex::male : Sex::female;
    made.members[made.size++] = {static_cast<std::uint8_t>(age), sex};
    int mother_age = age;
    if (uniform_unit(words[partner]) < couple_chance(age)) {
        const int other = std::clamp(sex == Sex::male ? age - partner_gap : age + partner_gap,
                                     first_adult, static_cast<int>(num_ages) - 1);
        made.members[made.size++] = {static_cast<std::uint8_t>(other),
                                     sex == Sex::male ? Sex::female : Sex::male};
        made.couple = true;
        mother_age = sex == Sex::male ? other : age;
    }
    if (!may_bring_children(age) ||
        uniform_unit(words[children]) >= with_children_[static_cast<std::size_t>(family.kin)]) {
        return made;
    }
    const double u = uniform_unit(words[how_many]);
    const std::size_t count = u < num_children[0]                     ? 1
                              : u < num_children[0] + num_children[1] ? 2
                                                                      : 3;
    for (std::size_t i = 0; i < count; ++i) {
        made.members[made.size++] = {
            child_of(mother_age, static_cast<int>(child_age_(words[child + 2 * i]))),
            words[child + 2 * i + 1] >> 63 == 0 ? Sex::male : Sex::female};
        ++made.num_children;
    }
    return made;
}

FamilyMembers FamilyMaker::settlers(const ArrivingFamily& family, const Stream& random,
                                    Month now) const
{
    if (!family.known) {
        return members(family, random);
    }
    FamilyMembers alone;
    const int age = age_in_years(family.known->birth_month, now);
    alone.members[alone.size++] = {static_cast<std::uint8_t>(age), family.known->sex};
    return alone;
}

double FamilyMaker::moments(KinGroup kin, int power) const
{
    const auto raised = [power](double size) { return power == 1 ? size : size * size; };
    const double adults = sum(part(params_.age_share, first_adult, num_ages));
    double moment = 0.0;
    for (int age = first_adult; age < static_cast<int>(num_ages); ++age) {
        const double share = params_.age_share[static_cast<std::size_t>(age)] / adults;
        const double bring =
            may_bring_children(age) ? with_children_[static_cast<std::size_t>(kin)] : 0.0;
        for (int adult = 1; adult <= 2; ++adult) {
            const double chance = adult == 2 ? couple_chance(age) : 1.0 - couple_chance(age);
            double mean = (1.0 - bring) * raised(adult);
            for (std::size_t n = 0; n < num_children.size(); ++n) {
                mean += bring * num_children[n] * raised(adult + static_cast<double>(n) + 1.0);
            }
            moment += share * chance * mean;
        }
    }
    return moment;
}

double FamilyMaker::mean_size(KinGroup kin) const { return moments(kin, 1); }

double FamilyMaker::size_of_asker(KinGroup kin) const { return moments(kin, 2) / moments(kin, 1); }

}  // namespace qonys::models::kz_migration
