#include "processes/residence_screening.hpp"

#include <algorithm>

#include "processes/constant_lever.hpp"
#include "processes/foreign_setup.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double most_points = 1000.0;
constexpr double most_days = 250.0;
constexpr double working_days = 21.0;  // of a month

const std::vector<std::string> criteria{"age_under_35", "age_35_44",  "age_45_54",  "postgraduate",
                                        "higher",       "vocational", "secondary",  "year_of_work",
                                        "occupation",   "language",   "family_ties"};

}  // namespace

ResidenceScreening::Params ResidenceScreening::Params::read(Reader& in, const Axes& axes)
{
    Params params;
    params.pass_mark = in.number("pass_mark", Bounds::within(0.0, most_points),
                                 {"points", "asked for of who wants to live here; 0: none"});
    params.language_test =
        in.number("language_test", Bounds::within(0.0, 1.0),
                  {"share", "asked for in each part of the language test; 0: no test"});
    params.days =
        in.number("days", Bounds::within(0.0, most_days), {"working days", "until a decision"});
    const auto points = in.table<double, std::size_t>("points", {Axis("criterion", criteria)},
                                                      Bounds::within(0.0, most_points),
                                                      {"points", "given for each criterion"});
    std::copy(points.values().begin(), points.values().end(), params.points.begin());
    const auto occupation = in.table<double, std::size_t>(
        "occupation", {Axis("skill", {"low", "mid", "high"})}, Bounds::within(0.0, 1.0),
        {"share", "whose occupation is asked for, by skill"});
    std::copy(occupation.values().begin(), occupation.values().end(), params.occupation.begin());
    const auto language =
        in.table<double, PartnerId>("knows_language", {axes.flow_partner}, Bounds::within(0.0, 1.0),
                                    {"share", "who know the state language, by country"});
    params.knows_language.assign(language.values().begin(), language.values().end());
    params.family_ties = in.share("family_ties", {"share", "who have close kin here"});
    params.tries_again = in.share("tries_again", {"share", "of the refused, who ask once more"});
    params.prepares = in.share(
        "prepares", {"share", "of those who do not know the language, who learn it for the test"});
    params.learns =
        in.share("learns", {"share", "of those who did not know the language, within the year"});
    params.mark_of_knowledge = in.share(
        "mark_of_knowledge", {"share", "marks of who knows the language are above, others below"});
    params.first_year_of_work =
        static_cast<int>(in.integer("first_year_of_work", Bounds::within(14.0, 40.0),
                                    {"years", "age from which years of work are scored"}));
    params.most_years_of_work = in.number("most_years_of_work", Bounds::within(0.0, 50.0),
                                          {"years", "of work that are scored at the most"});
    params.partners = axes.flow_partner.codes();
    return params;
}

ResidenceScreening::ResidenceScreening(Registry& registry, Params params,
                                       std::shared_ptr<const Settlement> settlement)
    : params_(std::move(params)),
      settlement_(std::move(settlement)),
      pass_mark_(registry.add_lever(
          constant_lever({.name = "screening.pass_mark",
                          .description = "points asked for of who wants to live here",
                          .unit = "points",
                          .bounds = Bounds::within(0.0, most_points)},
                         params_.pass_mark))),
      language_test_(registry.add_lever(constant_lever(
          {.name = "screening.language_test",
           .description = "share asked for in each part of the test of the state language",
           .unit = "share",
           .bounds = Bounds::within(0.0, 1.0)},
          params_.language_test))),
      days_(registry.add_lever(constant_lever({.name = "screening.days",
                                               .description = "time until residence is decided on",
                                               .unit = "working days",
                                               .bounds = Bounds::within(0.0, most_days)},
                                              params_.days))),
      decisions_(registry.add_tally(
          {.name = "residence_decisions",
           .description = "foreigners who ask for residence, heads of families, by decision and "
                          "schooling of the head",
           .unit = "families",
           .axes = {Axis("residence_decision", {"admitted", "language", "points"}),
                    Axis("head_schooling", {"secondary", "vocational", "higher"})}})),
      refused_(registry.add_tally({.name = "residence_refused",
                                   .description = "families refused residence, by country",
                                   .unit = "families",
                                   .axes = {Axis("flow_partner", params_.partners)}})),
      language_(registry.add_draw("external_arrivals", "language")),
      traits_(registry.add_draw("external_arrivals", "questionnaire")),
      again_(registry.add_draw("external_arrivals", "again"))
{}

std::vector<std::string> ResidenceScreening::levers()
{
    return {"screening.pass_mark", "screening.language_test", "screening.days"};
}

std::vector<std::string> ResidenceScreening::draws()
{
    return {"language", "questionnaire", "again"};
}

bool ResidenceScreening::in_force(const StepContext& step) const
{
    return step.levers(pass_mark_) > 0.0 || step.levers(language_test_) > 0.0;
}

/// One mark a part; who knows the language has better ones.
std::array<double, ResidenceScreening::num_parts> ResidenceScreening::language_marks(
    const StepContext& step, const ArrivingFamily& family, bool again) const
{
    std::array<std::uint64_t, num_parts + 3> words{};
    step.random(language_).words(family.head.value(), 0, words);
    const Threshold knows(MonthlyProbability(params_.knows_language[family.partner.value()]));
    const Threshold learns(MonthlyProbability(params_.learns.value()));
    const Threshold prepares(MonthlyProbability(params_.prepares.value()));
    const bool can = knows.hit(words[num_parts]) || prepares.hit(words[num_parts + 2]) ||
                     (again && learns.hit(words[num_parts + 1]));
    const double least = params_.mark_of_knowledge.value();
    std::array<double, num_parts> marks{};
    for (std::size_t part = 0; part < num_parts; ++part) {
        const double unit = uniform_unit(words[part]);
        marks[part] = can ? least + (1.0 - least) * unit : least * unit;
    }
    return marks;
}

double ResidenceScreening::score(const StepContext& step, const ArrivingFamily& family,
                                 const HeadTraits& head, double language) const
{
    double sum = language * points(Criterion::language);
    if (head.age < 55) {
        sum += points(head.age < 35   ? Criterion::age_under_35
                      : head.age < 45 ? Criterion::age_35_44
                                      : Criterion::age_45_54);
    }
    if (head.education == Education::postgraduate) {
        sum += points(Criterion::postgraduate);
    } else if (head.education == Education::higher) {
        sum += points(Criterion::higher);
    } else if (skill_of(head.education) == Skill::mid) {
        sum += points(Criterion::vocational);
    } else if (head.education == Education::secondary) {
        sum += points(Criterion::secondary);
    }
    const double years = std::clamp(static_cast<double>(head.age - params_.first_year_of_work), 0.0,
                                    params_.most_years_of_work);
    sum += years * points(Criterion::year_of_work);
    const auto words = step.random(traits_).word_pair(family.head.value(), 0);
    const auto skill = static_cast<std::size_t>(skill_of(head.education));
    const Threshold asked_for(MonthlyProbability(params_.occupation[skill]));
    sum += asked_for.hit(words[0]) ? points(Criterion::occupation) : 0.0;
    const Threshold ties(MonthlyProbability(params_.family_ties.value()));
    return sum + (ties.hit(words[1]) ? points(Criterion::family_ties) : 0.0);
}

void ResidenceScreening::apply(const StepContext& step, const ArrivingFamily& family, bool tells)
{
    decide(step, {family, false, tells});
}

void ResidenceScreening::decide(const StepContext& step, const Asking& asking)
{
    const ArrivingFamily& family = asking.family;
    const HeadTraits head = settlement_->head_of(family, step.random);
    Decision decision = Decision::admitted;
    if (in_force(step)) {
        const auto marks = language_marks(step, family, asking.again);
        double mean = 0.0;
        for (const double mark : marks) {
            mean += mark / static_cast<double>(num_parts);
        }
        if (*std::min_element(marks.begin(), marks.end()) < step.levers(language_test_)) {
            decision = Decision::language;
        } else if (score(step, family, head, mean) < step.levers(pass_mark_)) {
            decision = Decision::points;
        }
        if (asking.tells) {
            step.life.claim(family.head, "residence",
                            decision == Decision::admitted ? Outcome::won : Outcome::lost);
        }
    }
    decided_.push_back({decision, family.partner.value(), skill_of(head.education)});
    if (decision == Decision::admitted) {
        const int wait = static_cast<int>(step.levers(days_) / working_days + 0.5);
        waiting_.push_back({family, step.now + wait, true});
        return;
    }
    const Threshold tries(MonthlyProbability(params_.tries_again.value()));
    if (!asking.again && tries.hit(step.random(again_).word(family.head.value(), 0))) {
        waiting_.push_back({family, step.now + months_in_year, false});
    }
}

std::vector<ArrivingFamily> ResidenceScreening::admitted(
    const StepContext& step, FunctionRef<bool(const ArrivingFamily&)> tells)
{
    std::vector<ArrivingFamily> again;
    std::erase_if(waiting_, [&](const Waiting& one) {
        const bool asks = !one.is_admitted && one.month <= step.now;
        if (asks) {
            again.push_back(one.family);
        }
        return asks;
    });
    for (const ArrivingFamily& family : again) {
        decide(step, {family, true, tells(family)});
    }
    std::vector<ArrivingFamily> coming;
    std::erase_if(waiting_, [&](const Waiting& one) {
        const bool comes = one.is_admitted && one.month <= step.now;
        if (comes) {
            coming.push_back(one.family);
        }
        return comes;
    });
    return coming;
}

void ResidenceScreening::count(const StepContext& step, Tallies& counts)
{
    const CountOnce once(step, counts);
    for (const Decided& one : decided_) {
        once.add(decisions_, static_cast<std::size_t>(one.decision) * num_skills +
                                 static_cast<std::size_t>(one.skill));
        if (one.decision != Decision::admitted) {
            once.add(refused_, one.partner);
        }
    }
    decided_.clear();
}

void ResidenceScreening::archive(Archive& archive)
{
    std::vector<std::int64_t> cells;
    for (const Waiting& one : waiting_) {
        cells.insert(cells.end(), {static_cast<std::int64_t>(one.family.head.value()),
                                   one.family.partner.value(), one.family.region.value(),
                                   one.month.index(), one.is_admitted ? 1 : 0});
    }
    archive.values("external_arrivals.waiting", cells);
    waiting_.clear();
    constexpr std::size_t num_cells = 5;
    for (std::size_t i = 0; i + num_cells <= cells.size(); i += num_cells) {
        Waiting one;
        one.family.head = PersonKey(static_cast<std::uint64_t>(cells[i]));
        one.family.partner = at<PartnerId>(static_cast<std::size_t>(cells[i + 1]));
        one.family.region = at<RegionId>(static_cast<std::size_t>(cells[i + 2]));
        one.month = Month::from_index(static_cast<std::int32_t>(cells[i + 3]));
        one.is_admitted = cells[i + 4] != 0;
        waiting_.push_back(one);
    }
}

}  // namespace qonys::models::kz_migration
