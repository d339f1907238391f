#include "processes/job_search.hpp"

namespace qonys::models::kz_migration {

JobSearch::Params JobSearch::Params::read(Reader& in, const LabourAxes& axes, const Axes& people)
{
    const Bounds factor = Bounds::within(0.0, 10.0);
    Params params;
    params.separation =
        in.annual_rate("separation_rate",
                       {"1/year", "jobs that end in unemployment, but for layoffs and closures"});
    params.search_on_job =
        in.annual_rate("search_on_job_rate", {"1/year", "employees who look for another job"});
    params.separation_factor = in.table<double, SectorId>(
        "separation_factor", {axes.sector}, factor, {"-", "separation of a sector, relative"});
    params.separation_age = in.table<double, AgeGroupId>(
        "separation_age", {people.age_group}, factor, {"-", "separation by age, relative"});
    params.search = in.share("search", {"share", "unemployed who ask for a post in a month"});
    params.contact = in.share("contact", {"share", "vacant posts that can be found in a month"});
    params.choice = PostChoice::Params::read(in);
    params.better_by = in.number("better_by", Bounds::within(1.0, 10.0),
                                 {"ratio", "a new post pays so many times the old at least"});
    return params;
}

MonthlyProbability JobSearch::Params::quits(double sector_factor, std::size_t age) const
{
    const double quits = separation_rate(sector_factor, age);
    // Where nobody quits and nobody looks, nobody is asked either.
    return MonthlyProbability(quits > 0.0 ? quits / (quits + search_on_job.value()) : 0.0);
}

std::vector<Threshold> JobSearch::Params::quits() const
{
    std::vector<Threshold> all;
    for (const double factor : separation_factor.values()) {
        for (std::size_t age = 0; age < num_ages; ++age) {
            all.emplace_back(quits(factor, age));
        }
    }
    return all;
}

}  // namespace qonys::models::kz_migration
