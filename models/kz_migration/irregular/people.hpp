#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "irregular/setup.hpp"
#include "labour/foreign_workers.hpp"
#include "processes/count_once.hpp"

namespace qonys::models::kz_migration {

/// A foreigner who has lost, or never had, the right to stay or to work. What is not known of
/// him may be left out.
struct IrregularNewcomer {
    std::uint64_t key = 0;  ///< identity that he had until now
    IrregularKind kind = IrregularKind::visitor;
    WorkerOrigin origin;
    RegionId region;
    MonthStamp birth_month = unknown_birth;
    Sex sex = Sex::male;
    std::optional<IrregularWork> work = std::nullopt;     ///< else drawn: in a home, or none yet
    ForeignWorkerId worker = ForeignWorkerId::invalid();  ///< his post, if he works for an employer
    std::uint64_t worker_key = 0;                         ///< identity of that row
};

/// Irregular people come and go here: the table and the counts of who began and who ended, in step.
/// Only in conclude or at the start, the same on every rank.
class IrregularPeople {
public:
    IrregularPeople(const StepContext& step, World& world, const IrregularSetup& setup);

    /// A row for somebody found at the start: nobody is counted.
    std::uint32_t place(const IrregularNewcomer& who);
    /// The way in, for every part that knows foreigners whose right to stay ends. Returns his row.
    std::uint32_t join(const CountOnce& count, const IrregularNewcomer& who);
    /// A foreign worker without a permit from now on goes home, or stays on without his post.
    void let_go(const CountOnce& count, ForeignStaff& staff, ForeignWorkerId worker, StayEnd end);
    /// From now on he is at his post without a permit.
    void keep_without_permit(const CountOnce& count, ForeignStaff& staff, ForeignWorkerId worker);
    /// Whether somebody whose right ends this month stays on: the part that knows him asks, and if
    /// so lets him join.
    [[nodiscard]] bool stays_on(Subject who, StayEnd end, RegionId region) const;
    /// The way out; he leaves his post, too.
    void leave(const CountOnce& count, ForeignStaff& staff, std::uint32_t row, IrregularExit exit);
    /// He begins at an employer's.
    void take_post(ForeignStaff& staff, std::uint32_t row, const ForeignHire& post);
    /// He is irregular no more, and keeps his post if he has one.
    void regularise(const CountOnce& count, ForeignStaff& staff, std::uint32_t row);
    /// Somebody at an employer's who asks to be regularised.
    struct Applicant {
        std::uint32_t row;
        ForeignWorkerId worker;
    };
    /// Those of this month: whether they get a permit or not, they ask no longer.
    [[nodiscard]] std::vector<Applicant> take_applicants(const ForeignStaff& staff);
    /// He loses his post and stays.
    void lose_post(ForeignStaff& staff, std::uint32_t row);
    /// The post of one who works for an employer; none if it is gone.
    [[nodiscard]] ForeignWorkerId post_of(const ForeignStaff& staff, std::uint32_t row) const;

    [[nodiscard]] bool is_here(std::uint32_t row) const
    {
        return rows[setup.people.alive][row] == is_alive;
    }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(rows.size()); }

    Rows& rows;
    const IrregularSetup& setup;

private:
    const StepContext& step_;
    std::uint32_t next_free_ = 0;
};

/// Who was expelled, and until when he may not come back.
struct EntryBan {
    std::uint64_t key;
    WorkerOrigin origin;
    RegionId region;   ///< where he was
    MonthStamp until;  ///< first month in which he may come again
};

/// The register of bans: a row for each person who was expelled, until he is forgotten or is back.
class EntryBans {
public:
    EntryBans(World& world, const IrregularSetup& setup)
        : rows(world.replicated(setup.bans.table)), columns_(setup.bans)
    {}
    void enter(const EntryBan& ban);
    void erase(std::uint32_t row);

    Rows& rows;

private:
    const EntryBanColumns& columns_;
    std::uint32_t next_free_ = 0;
};

}  // namespace qonys::models::kz_migration
