#pragma once

#include <array>
#include <cstdint>

#include "irregular/control_levers.hpp"
#include "labour/foreign_tables.hpp"
#include "labour/foreign_workers.hpp"
#include "qonys/core/name.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/world/people.hpp"
#include "registers/setup.hpp"

namespace qonys::models::kz_migration {

/// What somebody was before he had no right to stay or to work.
enum class IrregularKind : std::uint8_t {
    household,  ///< worker of a private person
    permit,     ///< meant for, or under, an employer's permit
    visitor,    ///< came without a visa and works
    student
};
inline constexpr std::size_t num_irregular_kinds = 4;

/// For whom he works.
enum class IrregularWork : std::uint8_t { none, household, employer };
inline constexpr std::size_t num_irregular_works = 3;

/// How it ended.
enum class IrregularExit : std::uint8_t { left, left_after_fine, expelled, regularised, died };

/// How the right to stay ended.
enum class StayEnd : std::uint8_t { household, household_refused, permit, student };
inline constexpr std::size_t num_stay_ends = 4;

inline constexpr MonthStamp unknown_birth = 0;

/// Whoever comes again to a table in which he was gets a key for it, so that no two rows of it ever
/// are of one key, and the lives of rows can be told apart.
[[nodiscard]] constexpr std::uint64_t key_for_another_row(std::uint64_t person, Month now)
{
    return mix64(person ^ mix64(static_cast<std::uint64_t>(now.index())));
}

/// Foreigners without the right to stay or to work. A table that every rank holds whole; rows of
/// those who are gone are used again.
struct IrregularColumns {
    ReplicatedId table;
    Column<std::uint64_t> key;
    Column<IrregularKind> kind;
    Column<IrregularWork> work;
    Column<ForeignWorkerId> worker;  ///< his row among workers of employers, else none
    Column<std::uint64_t> worker_key;  ///< its identity: rows are used again
    Column<RegionId> region;
    Column<WorkerOrigin> origin;
    Column<MonthStamp> since;
    Column<MonthStamp> birth_month;  ///< `unknown_birth`: not known
    Column<Sex> sex;
    Column<std::uint8_t> fines;
    Column<std::uint8_t> asks;  ///< 1: may be regularised and waits for the answer
    Column<std::uint8_t> alive;

    static IrregularColumns declare(Registry& registry);
};

struct EntryBanColumns {
    ReplicatedId table;
    Column<std::uint64_t> key;
    Column<WorkerOrigin> origin;
    Column<RegionId> region;
    Column<MonthStamp> until;
    Column<std::uint8_t> alive;

    static EntryBanColumns declare(Registry& registry);
};

struct IrregularAxes {
    Axis region;
    Axis partner;
    Axis kind{"irregular_kind", {"household", "permit", "visitor", "student"}};
    Axis work{"irregular_work", {"none", "household", "employer"}};
    Axis exit{"irregular_exit", {"left", "left_after_fine", "expelled", "regularised", "died"}};
    Axis months{"irregular_months", {"0-2", "3-5", "6-11", "12-23", "24+"}};
    Axis way{"detected_by", {"check", "inspection"}};
};

/// How irregular people come, work and go. Section [irregular].
struct IrregularTerms {
    double visitors = 0.0;                         ///< a year, who come to work without a permit
    AnnualRate visitor_leave;                      ///< of those who have not yet stayed too long
    std::array<double, num_stay_ends> overstay{};  ///< part that stays on, by how the right ended
    std::array<double, num_irregular_kinds> seeks_employer{};  ///< part that looks for an employer
    AnnualRate leave_at_work;
    AnnualRate leave_without_work;
    AnnualRate death;
    Share search;            ///< of those without work, in a month
    Share willing;           ///< employers that would hire somebody without a permit
    Share hired;             ///< of those who meet such an employer, under the control of the start
    Share seen;              ///< vacant posts that somebody without a permit hears of, in a month
    double certainty = 0.0;  ///< elasticity to how likely one is found out
    double severity = 0.0;   ///< elasticity to the fine
    Share to_informal;  ///< posts not given to them that go to people from here, without a contract
    Share to_permit;    ///< for which a permit is asked
    std::vector<double> region_share;
    std::vector<double> origin_share;

    static IrregularTerms read(Reader& in, const ForeignAxes& axes);
};

/// What the processes of irregular stay and control share.
struct IrregularSetup {
    IrregularAxes axes;
    IrregularColumns people;
    EntryBanColumns bans;
    IrregularTerms terms;
    ControlParams control;
    ControlLevers levers;
    TallyId begun;  ///< kind x region
    TallyId ended;  ///< exit x region
    Draw overstay;
    Draw work;
    Draw willing;
    std::shared_ptr<const RegisterSetup> registers;

    static IrregularSetup declare(Registry& registry, const ForeignAxes& axes,
                                  const IrregularTerms& terms, const ControlParams& control);

    /// What is left, against the control of the start, of the wish to stay or to come without a
    /// right: less where checks are more frequent or fines higher. Two at most.
    [[nodiscard]] double wish_to_stay(const Levers& levers, RegionId region) const;
    /// The same of employers' readiness to hire: inspections and the employer's fine.
    [[nodiscard]] double readiness_to_hire(const Levers& levers, RegionId region) const;
    static constexpr double most_wish = 2.0;
    /// Whether an employer would hire somebody without a permit at all: for good.
    [[nodiscard]] bool would_hire(const StepContext& step, EmployerKind kind,
                                  std::uint64_t employer) const;
};

}  // namespace qonys::models::kz_migration
