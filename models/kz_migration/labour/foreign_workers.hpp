#pragma once

#include <cstdint>

#include "labour/jobs.hpp"
#include "qonys/core/month.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/world/world.hpp"

namespace qonys::models::kz_migration {

/// By what right a foreigner works here. The first six as on the axis permit_status.
enum class ForeignStatus : std::uint8_t {
    category_1,
    category_2,
    category_3,
    category_4,
    seasonal,
    transfer,
    household,
    eaeu,
    irregular,
    graduate,   ///< of studies here; his rights stand in the table of foreign students
    specialist  ///< on a visa outside the quota; see the table of specialists
};
inline constexpr std::size_t num_foreign_statuses = 11;
inline constexpr std::size_t num_permit_statuses = 6;   ///< permits of employers
inline constexpr std::size_t num_quota_categories = 5;  ///< those under the employers' quota
[[nodiscard]] constexpr bool is_permit(ForeignStatus status)
{
    return static_cast<std::size_t>(status) < num_permit_statuses;
}
/// Those who count for the share of local staff: for seasonal workers no such rule was seen.
[[nodiscard]] constexpr bool counts_as_foreign_staff(ForeignStatus status)
{
    return status <= ForeignStatus::category_4;
}

using ForeignWorkerId = Id<struct ForeignWorkerTag, std::uint32_t>;  ///< row of foreign_workers
using ForeignPostId = Id<struct ForeignPostTag, std::uint32_t>;      ///< row of foreign_posts
using WorkerOrigin = Id<struct WorkerOriginTag, std::uint8_t>;  ///< place on the axis `partner`

/// People from abroad who work here for a time. They are no rows of the people: households and
/// registers do not know them. A table that every rank holds whole; rows of those who left are used
/// again.
struct ForeignWorkerColumns {
    ReplicatedId table;
    Column<std::uint64_t> key;
    Column<WorkerOrigin> origin;
    Column<ForeignStatus> status;
    Column<EmployerId> employer;  ///< none for those who work for a household
    Column<ForeignPostId> post;   ///< none for those who need no permit of an employer
    Column<RegionId> region;
    Column<Skill> skill;            ///< of the post
    Column<MonthStamp> permit_end;  ///< last month of the permit; `never` without one
    Column<std::uint8_t> renewals;  ///< extensions so far
    Column<MonthStamp> arrived;
    Column<std::uint8_t> alive;  ///< 0: an empty row

    static ForeignWorkerColumns declare(Registry& registry);
    static ForeignWorkerColumns find(const WorldSchema& schema);
};

/// When a post is meant for a foreign worker.
enum class PostDemand : std::uint8_t {
    none,     ///< not offered again once its worker leaves
    lasting,  ///< while the fee of a permit is no higher than usual, and mostly beyond
    reserve   ///< only while the fee is lower than usual
};
/// Posts in reserve over those meant for foreigners at the usual fee. Without a fee, a worker at half
/// the mean wage would cost a fifth less: at an elasticity of -0.55 posts rise by an eighth.
inline constexpr double reserve_of_posts = 0.2;

/// Posts that an employer would give to a foreign worker, one row each, filled or not: the lasting
/// inclination of the few employers that ask for permits.
struct ForeignPostColumns {
    ReplicatedId table;
    Column<std::uint64_t> key;
    Column<EmployerId> employer;
    Column<std::uint64_t> employer_key;  ///< its row may have gone to another
    Column<RegionId> region;
    Column<SectorId> sector;
    Column<ForeignStatus> category;  ///< of permit
    Column<Skill> skill;
    Column<ForeignWorkerId> worker;  ///< none while it is open
    Column<PostDemand> demand;

    static ForeignPostColumns declare(Registry& registry);
    static ForeignPostColumns find(const WorldSchema& schema);
};

/// The tables in which foreign workers come and go.
struct ForeignColumns {
    ForeignWorkerColumns workers;
    ForeignPostColumns posts;
    EmployerColumns employers;
};

/// Somebody who begins to work.
struct ForeignHire {
    std::uint64_t key;
    ForeignStatus status;
    WorkerOrigin origin;
    RegionId region;
    Skill skill = Skill::low;
    EmployerId employer = EmployerId::invalid();
    ForeignPostId post = ForeignPostId::invalid();
    MonthStamp permit_end = never;
    MonthStamp arrived = 0;
    std::uint8_t renewals = 0;
};

/// Hires and releases foreign workers: keeps the three tables in step. Only in conclude or
/// populate, the same on every rank.
class ForeignStaff {
public:
    ForeignStaff(World& world, const ForeignColumns& columns);

    ForeignWorkerId hire(const ForeignHire& hire);
    void leave(ForeignWorkerId worker);
    [[nodiscard]] const ForeignColumns& columns() const { return columns_; }
    /// Whether a row still is the worker of this key: rows are used again.
    [[nodiscard]] bool is_worker(ForeignWorkerId worker, std::uint64_t key) const
    {
        return workers[columns_.workers.alive][worker.value()] == is_alive &&
               workers[columns_.workers.key][worker.value()] == key;
    }

    Rows& workers;
    Rows& posts;
    Rows& employers;

private:
    const ForeignColumns& columns_;
    std::size_t next_free_ = 0;
};

}  // namespace qonys::models::kz_migration
