// What employers go by, as a scenario says it, and how it is read: apart from what they do.

#include "processes/employer_decisions.hpp"

namespace qonys::models::kz_migration {

EmployerDecisions::Params EmployerDecisions::Params::read(Reader& in, const LabourAxes& axes,
                                                          const Outlook& outlook, int first_year)
{
    Params params;
    params.paths = LabourPaths::read(in, axes, outlook, first_year);
    params.local_demand = in.table<double, SectorId>(
        "local_demand", {axes.sector}, Bounds::within(0.0, 1.0),
        {"-", "elasticity of a sector's posts to the labour force of its region"});
    params.wage_elasticity =
        in.number("wage_elasticity", Bounds::within(-3.0, 0.0), {"-", "of posts to an employer's pay"});
    params.fortune_persistence = in.number("fortune_persistence", Bounds::within(0.0, 0.999),
                                           {"1/month", "luck of an employer that lasts"});
    params.fortune_sd = in.number("fortune_sd", Bounds::within(0.0, 2.0),
                                  {"log points", "spread of luck between employers"});
    params.staff_lag = static_cast<int>(
        in.integer("staff_lag", Bounds::within(0.0, 60.0),
                   {"months", "by which the staff of an employer follows its luck at the start"}));
    params.layoff_tolerance =
        in.share("layoff_tolerance", {"share", "staff too many that is left to attrition"});
    params.layoff_speed = in.share("layoff_speed", {"share", "of the rest, laid off in a month"});
    params.wage_curve = in.number("wage_curve", Bounds::within(-1.0, 0.0),
                                  {"-", "elasticity of pay to unemployment in the region"});
    params.wage_adjustment = in.number("wage_adjustment", Bounds::within(0.0, 1.0),
                                       {"1/month", "part of the gap to the wage curve closed"});
    params.vacancy_rise = in.number("vacancy_rise", Bounds::within(0.0, 0.1),
                                    {"1/month", "rise of pay while posts stay open"});
    params.vacancy_tight =
        in.share("vacancy_tight", {"share", "vacant over all posts that makes an employer raise pay"});
    params.hidden_vacancies = in.number("hidden_vacancies", Bounds::within(0.1, 10.0),
                                        {"ratio", "vacant posts at the start over those announced"});
    params.vacancy_patience = static_cast<int>(in.integer(
        "vacancy_patience", Bounds::within(0.0, 60.0), {"months", "posts stay open before pay rises"}));
    params.relocation =
        in.number("relocation", Bounds::within(0.0, 1.0),
                  {"1/month", "of posts open beyond the nation's share, opened in other regions"});
    params.closing_size_exponent =
        in.number("closing_size_exponent", Bounds::within(0.0, 2.0),
                  {"-", "by how much closing falls with staff above four, elasticity"});
    const auto rates = in.table<double, EmployerKind, std::size_t>(
        "turnover", {axes.employer_kind, Axis("turnover", {"entry", "exit"})},
        Bounds::within(0.0, 1.0), {"1/year", "employers that open and close"});
    for (std::size_t kind = 0; kind < num_employer_kinds; ++kind) {
        params.closing[kind] = AnnualRate(rates(static_cast<EmployerKind>(kind), 1));
    }
    return params;
}

/// One list of those that `Decisions::decide` returns.
std::vector<std::int64_t> EmployerDecisions::of_segments(const std::vector<std::int64_t>& lists,
                                                         std::size_t list) const
{
    const auto size = static_cast<std::ptrdiff_t>(setup_.axes.num_segments());
    const auto first = lists.begin() + static_cast<std::ptrdiff_t>(list) * size;
    return {first, first + size};
}

/// By sector. Posts of sectors that follow people do so already.
std::vector<double> EmployerDecisions::moving() const
{
    std::vector<double> parts;
    for (const double local : params_.local_demand.values()) {
        parts.push_back(params_.relocation * (1.0 - local));
    }
    return parts;
}

}  // namespace qonys::models::kz_migration
