#include "parts/labour.hpp"

#include <memory>

#include "indicators/labour.hpp"
#include "processes/first_jobs.hpp"
#include "processes/job_endings.hpp"

namespace qonys::models::kz_migration {

Labour Labour::read(Reader& in, const Axes& axes, const Outlook& outlook, const Base& base)
{
    Labour part;
    part.axes = LabourAxes::read(in, axes);
    Reader section = in.section("labour");
    part.is_on = section.boolean(
        "on", {"-", "employers, jobs and foreign workers; false: people and their moves alone"},
        true);
    Reader start = section.section("start");
    part.tables = JobTables::read(start, part.axes, base.labour_year, base.year);
    Reader employers = section.section("employers");
    part.employers = EmployerDecisions::Params::read(employers, part.axes, outlook, base.year);
    part.employers.vacancy_rate = part.tables.vacancy_rate;
    Reader search = section.section("search");
    part.search = JobSearch::Params::read(search, part.axes, axes);
    Reader business = section.section("own_business");
    part.business = OwnBusiness::Params::read(business, part.axes, part.tables);
    return part;
}

LabourSetup Labour::declare(Registry& registry) const
{
    LabourSetup setup{axes, JobColumns::declare(registry), EmployerColumns{},
                      std::make_shared<LabourMarket>(axes)};
    if (is_on) {
        setup.employers = EmployerColumns::declare(registry);
    }
    return setup;
}

void Labour::build(Registry& registry, const Columns& columns, const LabourSetup& setup,
                   const Helped& helped) const
{
    EmployerDecisions::Params deciding = employers;
    deciding.displacement = helped.money.asking->terms().displacement;
    const JobOffer offer(tables, axes);
    const TallyId ended = JobEndings::declare(registry, axes.region);
    registry.add_process(std::make_unique<EmployerDecisions>(registry, setup, deciding));
    registry.add_process(std::make_unique<OwnBusiness>(
        registry, columns, setup, business, OwnBusiness::Shared{helped.lives, helped.money}));
    registry.add_process(std::make_unique<JobSearch>(
        registry,
        JobSearch::Shared{columns, setup, offer, ended, helped.placement, helped.integration},
        search));
    registry.add_process(std::make_unique<JobEndings>(registry, columns, setup, ended));
    registry.add_process(std::make_unique<FirstJobs>(registry, setup));
    registry.add_process(std::make_unique<LabourIndicators>(registry, columns, setup));
}

}  // namespace qonys::models::kz_migration
