#include "labour/jobs.hpp"

#include <algorithm>
#include <string>

#include "qonys/core/contract.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::array<const char*, num_skills> skill_names{"low", "mid", "high"};

template <class T>
EmployerColumns::BySkill<T> add_by_skill(Registry& registry, ReplicatedId table,
                                         const std::string& name, const std::string& description)
{
    EmployerColumns::BySkill<T> columns;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        columns[skill] = registry.add_replicated_column<T>(
            table, name + "_" + skill_names[skill],
            description + ", skill " + skill_names[skill], T{});
    }
    return columns;
}

template <class T>
EmployerColumns::BySkill<T> find_by_skill(const Schema& schema, const std::string& name)
{
    EmployerColumns::BySkill<T> columns;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        columns[skill] = schema.find<T>(name + "_" + skill_names[skill]);
    }
    return columns;
}

constexpr const char* employers_name = "employers";

/// Books one change of staff.
void apply_change(Rows& employers, const EmployerColumns& columns, const StaffChange& change)
{
    const auto skill = static_cast<std::size_t>(change.skill);
    const std::size_t row = change.employer.value();
    std::uint16_t& filled = employers[columns.filled[skill]][row];
    QONYS_EXPECT(change.people > 0 || filled > 0);
    filled = static_cast<std::uint16_t>(filled + change.people);
    employers[columns.paid_units[skill]][row] +=
        static_cast<std::int64_t>(change.people) * change.units;
    std::uint16_t& off_books = employers[columns.off_books[skill]][row];
    off_books = static_cast<std::uint16_t>(off_books - (change.off_books && off_books > 0 ? 1 : 0));
    const auto staff = static_cast<std::uint16_t>(staff_of(employers, columns, skill, row));
    std::uint16_t& posts = employers[columns.posts[skill]][row];
    const bool post_goes =
        change.people < 0 && (employers[columns.shrinking][row] >> skill & 1U) != 0;
    posts = post_goes ? staff : std::max(posts, staff);
}

}  // namespace

JobColumns JobColumns::declare(Registry& registry)
{
    JobColumns columns;
    columns.employer = registry.add_person_column<EmployerId>(
        "employer", "row of the employer; none for whoever works for none", EmployerId::invalid());
    columns.terms = registry.add_person_column<JobTerms>(
        "job_terms", "bits: 4 sector (15 none), 2 skill of the post, 2 contract "
                     "(0 none, 1 permanent, 2 temporary, 3 informal)");
    columns.wage_units = registry.add_person_column<WageUnits>(
        "wage_units", "wage over what the employer pays for 1,000 units");
    return columns;
}

JobColumns JobColumns::find(const WorldSchema& schema)
{
    const Schema& people = *schema.people;
    return {people.find<EmployerId>("employer"), people.find<JobTerms>("job_terms"),
            people.find<WageUnits>("wage_units")};
}

EmployerColumns EmployerColumns::declare(Registry& registry)
{
    EmployerColumns columns;
    const ReplicatedId table = registry.add_replicated(employers_name, "employers with staff");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(table, name, description, fill);
    };
    columns.table = table;
    add(columns.key, "key", "identity", std::uint64_t{0});
    add(columns.owner, "owner", "key of the person who founded it; 0: not known", std::uint64_t{0});
    add(columns.region, "region", "where it works", RegionId::invalid());
    add(columns.sector, "sector", "what it does", SectorId::invalid());
    add(columns.kind, "kind", "0 own, 1 firm, 2 institution", EmployerKind::own);
    add(columns.alive, "alive", "0: closed", std::uint8_t{0});
    add(columns.backing, "backing", "0 none, 1 supported, 2 there by support", std::uint8_t{0});
    add(columns.opened, "opened", "first month; 0: before the start", MonthStamp{0});
    add(columns.part, "part", "of its posts that are simulated", 1.0);
    add(columns.fortune, "fortune", "log of its luck on the market", 0.0);
    add(columns.luck, "luck", "exponential of fortune", 1.0);
    add(columns.base_wage, "base_wage", "KZT a month for 1,000 wage units, at wages of the start",
        0.0);
    add(columns.log_premium, "log_premium", "log of pay over base wage x national growth", 0.0);
    add(columns.premium, "premium", "exponential of log_premium", 1.0);
    add(columns.response, "response", "of posts to the premium: premium^elasticity", 1.0);
    add(columns.open_months, "open_months", "months in a row with a vacancy", std::uint8_t{0});
    add(columns.shrinking, "shrinking", "bit by skill: posts that fall vacant are not kept",
        std::uint8_t{0});
    columns.layoff = add_by_skill<std::uint16_t>(registry, table, "layoff",
                                                 "chance to be laid off this month, in 2^-16");
    columns.size = add_by_skill<double>(registry, table, "size", "posts when it began");
    columns.posts = add_by_skill<std::uint16_t>(registry, table, "posts", "filled, foreign and vacant");
    columns.filled = add_by_skill<std::uint16_t>(registry, table, "filled", "staff");
    columns.foreign =
        add_by_skill<std::uint16_t>(registry, table, "foreign", "posts held by foreign workers");
    columns.paid_units =
        add_by_skill<std::int64_t>(registry, table, "paid_units", "wage units of the staff");
    columns.off_books = add_by_skill<std::uint16_t>(registry, table, "off_books",
                                                    "vacant posts offered without a contract");
    return columns;
}

EmployerColumns EmployerColumns::find(const WorldSchema& schema)
{
    const ReplicatedId table = schema.find_replicated(employers_name).value();
    const Schema& own = *schema.replicated[table.value()].columns;
    return {table,
            own.find<std::uint64_t>("key"),
            own.find<std::uint64_t>("owner"),
            own.find<RegionId>("region"),
            own.find<SectorId>("sector"),
            own.find<EmployerKind>("kind"),
            own.find<std::uint8_t>("alive"),
            own.find<std::uint8_t>("backing"),
            own.find<MonthStamp>("opened"),
            own.find<double>("part"),
            own.find<double>("fortune"),
            own.find<double>("luck"),
            own.find<double>("base_wage"),
            own.find<double>("log_premium"),
            own.find<double>("premium"),
            own.find<double>("response"),
            own.find<std::uint8_t>("open_months"),
            own.find<std::uint8_t>("shrinking"),
            find_by_skill<std::uint16_t>(own, "layoff"),
            find_by_skill<double>(own, "size"),
            find_by_skill<std::uint16_t>(own, "posts"),
            find_by_skill<std::uint16_t>(own, "filled"),
            find_by_skill<std::uint16_t>(own, "foreign"),
            find_by_skill<std::int64_t>(own, "paid_units"),
            find_by_skill<std::uint16_t>(own, "off_books")};
}

bool EmployerColumns::are_in(const WorldSchema& schema)
{
    return schema.find_replicated(employers_name).has_value();
}

void apply_changes(const Threads& threads, Rows& employers, const EmployerColumns& columns,
                   std::span<const StaffChange> changes)
{
    // Each part reads all changes and books those of its employers: nobody waits for anybody.
    // Neighbours are of one part, for they share lines of memory.
    constexpr std::size_t rows_of_part = 64;
    const auto parts = static_cast<std::size_t>(threads.count());
    threads.for_each(parts, [&](std::size_t part, std::size_t /*worker*/) {
        for (const StaffChange& change : changes) {
            if (change.employer.value() / rows_of_part % parts == part) {
                apply_change(employers, columns, change);
            }
        }
    });
}
StaffChange end_job(Rows& people, const JobColumns& jobs, std::size_t row)
{
    JobTerms& terms = people[jobs.terms][row];
    const StaffChange change{people[jobs.employer][row], terms.skill(), -1,
                             people[jobs.wage_units][row]};
    people[jobs.employer][row] = EmployerId::invalid();
    terms = terms.sector_alone();
    people[jobs.wage_units][row] = 0;
    return change;
}

}  // namespace qonys::models::kz_migration
