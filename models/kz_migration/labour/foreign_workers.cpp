#include "labour/foreign_workers.hpp"

#include <algorithm>
#include <string>

#include "qonys/core/contract.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr const char* workers_name = "foreign_workers";
constexpr const char* posts_name = "foreign_posts";

}  // namespace

ForeignWorkerColumns ForeignWorkerColumns::declare(Registry& registry)
{
    ForeignWorkerColumns columns;
    const ReplicatedId table =
        registry.add_replicated(workers_name, "people from abroad who work here for a time");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(table, name, description, fill);
    };
    columns.table = table;
    add(columns.key, "key", "identity", std::uint64_t{0});
    add(columns.origin, "origin", "country, place on the axis partner", WorkerOrigin::invalid());
    add(columns.status, "status",
        "0-3 permit of category 1-4, 4 seasonal, 5 transfer, 6 household, 7 EAEU, 8 irregular, "
        "9 graduate, 10 specialist",
        ForeignStatus::irregular);
    add(columns.employer, "employer", "row of the employer; none in a household",
        EmployerId::invalid());
    add(columns.post, "post", "row of the post that was meant for a foreigner",
        ForeignPostId::invalid());
    add(columns.region, "region", "where the work is", RegionId::invalid());
    add(columns.skill, "skill", "of the post", Skill::low);
    add(columns.permit_end, "permit_end", "last month of the permit", never);
    add(columns.renewals, "renewals", "extensions so far", std::uint8_t{0});
    add(columns.arrived, "arrived", "month of arrival; of the start for those found there",
        MonthStamp{0});
    add(columns.alive, "alive", "0: an empty row", std::uint8_t{0});
    return columns;
}

ForeignWorkerColumns ForeignWorkerColumns::find(const WorldSchema& schema)
{
    const ReplicatedId table = schema.find_replicated(workers_name).value();
    const Schema& own = *schema.replicated[table.value()].columns;
    return {table,
            own.find<std::uint64_t>("key"),
            own.find<WorkerOrigin>("origin"),
            own.find<ForeignStatus>("status"),
            own.find<EmployerId>("employer"),
            own.find<ForeignPostId>("post"),
            own.find<RegionId>("region"),
            own.find<Skill>("skill"),
            own.find<MonthStamp>("permit_end"),
            own.find<std::uint8_t>("renewals"),
            own.find<MonthStamp>("arrived"),
            own.find<std::uint8_t>("alive")};
}

ForeignPostColumns ForeignPostColumns::declare(Registry& registry)
{
    ForeignPostColumns columns;
    const ReplicatedId table = registry.add_replicated(
        posts_name, "posts that an employer would give to a foreign worker");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(table, name, description, fill);
    };
    columns.table = table;
    add(columns.key, "key", "identity", std::uint64_t{0});
    add(columns.employer, "employer", "row of the employer", EmployerId::invalid());
    add(columns.employer_key, "employer_key", "identity of the employer", std::uint64_t{0});
    add(columns.region, "region", "of the employer", RegionId::invalid());
    add(columns.sector, "sector", "of the employer", SectorId::invalid());
    add(columns.category, "category", "0-3 category 1-4, 4 seasonal, 5 transfer",
        ForeignStatus::category_1);
    add(columns.skill, "skill", "that the post asks for", Skill::low);
    add(columns.worker, "worker", "row of the foreign worker; none while it is open",
        ForeignWorkerId::invalid());
    add(columns.demand, "demand",
        "0 not offered again once its worker leaves, 1 lasting, 2 only at a lower fee than usual",
        PostDemand::none);
    return columns;
}

ForeignPostColumns ForeignPostColumns::find(const WorldSchema& schema)
{
    const ReplicatedId table = schema.find_replicated(posts_name).value();
    const Schema& own = *schema.replicated[table.value()].columns;
    return {table,
            own.find<std::uint64_t>("key"),
            own.find<EmployerId>("employer"),
            own.find<std::uint64_t>("employer_key"),
            own.find<RegionId>("region"),
            own.find<SectorId>("sector"),
            own.find<ForeignStatus>("category"),
            own.find<Skill>("skill"),
            own.find<ForeignWorkerId>("worker"),
            own.find<PostDemand>("demand")};
}

ForeignStaff::ForeignStaff(World& world, const ForeignColumns& columns)
    : workers(world.replicated(columns.workers.table)),
      posts(world.replicated(columns.posts.table)),
      employers(world.replicated(columns.employers.table)),
      columns_(columns)
{}

ForeignWorkerId ForeignStaff::hire(const ForeignHire& hire)
{
    const ForeignWorkerColumns& own = columns_.workers;
    while (next_free_ < workers.size() && workers[own.alive][next_free_] == is_alive) {
        ++next_free_;
    }
    if (next_free_ == workers.size()) {
        workers.append(1);
    }
    const std::size_t row = next_free_++;
    workers[own.key][row] = hire.key;
    workers[own.origin][row] = hire.origin;
    workers[own.status][row] = hire.status;
    workers[own.employer][row] = hire.employer;
    workers[own.post][row] = hire.post;
    workers[own.region][row] = hire.region;
    workers[own.skill][row] = hire.skill;
    workers[own.permit_end][row] = hire.permit_end;
    workers[own.renewals][row] = hire.renewals;
    workers[own.arrived][row] = hire.arrived;
    workers[own.alive][row] = is_alive;
    const ForeignWorkerId id(static_cast<ForeignWorkerId::rep>(row));
    if (hire.post.valid()) {
        posts[columns_.posts.worker][hire.post.value()] = id;
    }
    if (hire.employer.valid()) {
        const auto skill = static_cast<std::size_t>(hire.skill);
        const std::size_t employer = hire.employer.value();
        ++employers[columns_.employers.foreign[skill]][employer];
        QONYS_ENSURE(vacant_posts(employers, columns_.employers, skill, employer) >= 0);
    }
    return id;
}

void ForeignStaff::leave(ForeignWorkerId worker)
{
    const ForeignWorkerColumns& own = columns_.workers;
    const std::size_t row = worker.value();
    const ForeignPostId post = workers[own.post][row];
    if (post.valid()) {
        posts[columns_.posts.worker][post.value()] = ForeignWorkerId::invalid();
    }
    const EmployerId employer = workers[own.employer][row];
    if (employer.valid()) {
        const auto skill = static_cast<std::size_t>(workers[own.skill][row]);
        std::uint16_t& held = employers[columns_.employers.foreign[skill]][employer.value()];
        QONYS_EXPECT(held > 0);
        --held;
        // As with people who leave: see apply_changes.
        const std::uint8_t shrinking = employers[columns_.employers.shrinking][employer.value()];
        if ((shrinking >> skill & 1U) != 0) {
            employers[columns_.employers.posts[skill]][employer.value()] =
                static_cast<std::uint16_t>(
                    staff_of(employers, columns_.employers, skill, employer.value()));
        }
    }
    workers[own.alive][row] = 0;
    workers[own.employer][row] = EmployerId::invalid();
    workers[own.post][row] = ForeignPostId::invalid();
    next_free_ = std::min(next_free_, row);
}

}  // namespace qonys::models::kz_migration
