#pragma once

#include <array>
#include <cstdint>

#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

using SectorId = Id<struct SectorTag, std::uint8_t>;      ///< position on the axis `sector`
using EmployerId = Id<struct EmployerTag, std::uint32_t>; ///< row of the table of employers

/// What a post asks for, by level of education.
enum class Skill : std::uint8_t { low, mid, high };
inline constexpr std::size_t num_skills = 3;
[[nodiscard]] constexpr Skill skill_of(Education education)
{
    if (education <= Education::secondary) {
        return Skill::low;
    }
    return education <= Education::incomplete_higher ? Skill::mid : Skill::high;
}

/// The ground on which an employee works.
enum class Contract : std::uint8_t { none, permanent, temporary, informal };
inline constexpr std::size_t num_contracts = 4;

/// Whose an employer is.
enum class EmployerKind : std::uint8_t {
    own,         ///< individual entrepreneurs and farms with staff
    firm,        ///< firms outside the budget
    institution  ///< budget institutions
};
inline constexpr std::size_t num_employer_kinds = 3;

/// A wage relative to what the employer pays for a unit, in thousandths.
using WageUnits = std::uint16_t;
inline constexpr double units_per_wage = 1000.0;

/// Sector, skill of the post and contract in one byte: people are many. The sector is that of the job or
/// own business, or of the last one; the skill of a post outlives a change of education.
class JobTerms {
public:
    constexpr JobTerms() = default;
    constexpr JobTerms(SectorId sector, Skill skill, Contract contract)
        : bits_(static_cast<std::uint8_t>(
              (sector.valid() ? sector.value() : no_sector) |
              static_cast<unsigned>(skill) << skill_shift |
              static_cast<unsigned>(contract) << contract_shift))
    {
    }
    [[nodiscard]] constexpr SectorId sector() const
    {
        const std::uint8_t sector = bits_ & no_sector;
        return sector == no_sector ? SectorId::invalid() : SectorId(sector);
    }
    [[nodiscard]] constexpr Skill skill() const
    {
        return static_cast<Skill>(bits_ >> skill_shift & 3U);
    }
    [[nodiscard]] constexpr Contract contract() const
    {
        return static_cast<Contract>(bits_ >> contract_shift);
    }
    [[nodiscard]] constexpr std::uint8_t value() const { return bits_; }  ///< as stored
    /// What is left of a job that ended, or all there is to an own business.
    [[nodiscard]] constexpr JobTerms sector_alone() const
    {
        return {sector(), Skill::low, Contract::none};
    }
    static constexpr std::size_t most_sectors = 15;

private:
    static constexpr std::uint8_t no_sector = 15;
    static constexpr int skill_shift = 4;
    static constexpr int contract_shift = 6;
    std::uint8_t bits_ = no_sector;
};

/// The job of a person. Whoever works for no employer has none, and a sector alone.
struct JobColumns {
    Column<EmployerId> employer;
    Column<JobTerms> terms;
    Column<WageUnits> wage_units;

    static JobColumns declare(Registry& registry);
    static JobColumns find(const WorldSchema& schema);
};

/// Employers with staff: a table that every rank holds whole. A self-employed person is no row here but
/// a person with a sector; whoever hires founds one. Rows of closed employers are used again.
struct EmployerColumns {
    template <class T>
    using BySkill = std::array<Column<T>, num_skills>;

    ReplicatedId table;
    Column<std::uint64_t> key;
    Column<std::uint64_t> owner;     ///< key of the person who founded it; 0: not known
    Column<RegionId> region;
    Column<SectorId> sector;
    Column<EmployerKind> kind;
    Column<std::uint8_t> alive;      ///< 0: closed
    Column<std::uint8_t> backing;    ///< Backing: what support has to do with it
    Column<MonthStamp> opened;
    Column<double> part;  ///< of its posts that are simulated: less than 1 of large ones
    Column<double> fortune;           ///< log of its luck on the market
    Column<double> luck;              ///< its exponential
    Column<double> base_wage;         ///< KZT a month for 1,000 wage units, at the wages of the start
    Column<double> log_premium;       ///< of what it pays over base wage x national growth of wages
    Column<double> premium;           ///< its exponential
    Column<double> response;          ///< of posts to the premium: premium^elasticity
    Column<std::uint8_t> open_months; ///< in a row with a vacancy
    Column<std::uint8_t> shrinking;   ///< bit by skill: posts that fall vacant are not kept
    BySkill<std::uint16_t> layoff;    ///< chance of each of the staff this month, in 2^-16
    BySkill<double> size;             ///< posts at the start, or when it opened
    BySkill<std::uint16_t> posts;     ///< filled, held by foreign workers, and vacant
    BySkill<std::uint16_t> filled;    ///< by people who live here
    BySkill<std::uint16_t> foreign;   ///< by foreign workers, who are no rows of the people
    BySkill<std::int64_t> paid_units; ///< wage units of its staff
    BySkill<std::uint16_t> off_books;  ///< vacant posts that it gives without a contract

    static EmployerColumns declare(Registry& registry);
    static EmployerColumns find(const WorldSchema& schema);
    [[nodiscard]] static bool are_in(const WorldSchema& schema);
};

/// Whether an employer's row stands for one that is at work.
inline constexpr std::uint8_t is_alive = 1;

[[nodiscard]] inline int staff_of(const Rows& employers, const EmployerColumns& columns,
                                  std::size_t skill, std::size_t row)
{
    return employers[columns.filled[skill]][row] + employers[columns.foreign[skill]][row];
}
[[nodiscard]] inline int vacant_posts(const Rows& employers, const EmployerColumns& columns,
                                      std::size_t skill, std::size_t row)
{
    return employers[columns.posts[skill]][row] - staff_of(employers, columns, skill, row);
}

/// KZT a month that an employer pays for wage units; `level`: see LabourMarket::wage_level.
[[nodiscard]] inline double wage_of(const Rows& employers, const EmployerColumns& columns,
                                    std::size_t row, double units, double level)
{
    return employers[columns.base_wage][row] * employers[columns.premium][row] * level * units /
           units_per_wage;
}

/// A change of staff, as every rank gets to know it.
struct StaffChange {
    EmployerId employer;
    Skill skill;
    std::int8_t people;   ///< 1: hired, -1: left
    WageUnits units;      ///< of the person
    bool off_books = false;  ///< hired for a post that was offered without a contract
};

/// Books changes of staff in the table of employers. The same on every rank; order does not matter.
void apply_changes(const Threads& threads, Rows& employers, const EmployerColumns& columns,
                   std::span<const StaffChange> changes);

/// Empties the job of one person and notes the change. What he does now is for the caller to say.
[[nodiscard]] StaffChange end_job(Rows& people, const JobColumns& jobs, std::size_t row);

}  // namespace qonys::models::kz_migration
