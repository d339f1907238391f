#include "tellings.hpp"

#include <array>
#include <string>
#include <string_view>

#include "abroad/records.hpp"
#include "irregular/setup.hpp"
#include "labour/jobs.hpp"
#include "registers/agencies.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::array<std::string_view, 3> skills{"low", "mid", "high"};
constexpr std::array<std::string_view, 4> contracts{"none", "permanent", "temporary", "informal"};

/// What stands at 0 for those from here, and then the places of an axis.
CellText with_home(const Axis& axis, std::string home)
{
    std::vector<std::string> codes{std::move(home)};
    codes.insert(codes.end(), axis.codes().begin(), axis.codes().end());
    return CellText::of(std::move(codes));
}

CellText job_terms(const Axis& sector)
{
    return CellText::by([codes = sector.codes()](std::uint64_t bits) {
        constexpr std::uint64_t no_sector = 15;
        std::string text = (bits & no_sector) < codes.size() ? codes[bits & no_sector] : "none";
        if (bits >> 6U != 0) {
            text += " " + std::string(skills[bits >> 4U & 3U]);
            text += " " + std::string(contracts[bits >> 6U]);
        }
        return text;
    });
}

/// Clocks say when a candidate comes, which nobody can know; months of events are months.
void tell_months(Schema& schema)
{
    std::vector<std::string> names;
    for (const ColumnInfo& column : schema.columns()) {
        names.push_back(column.name);
    }
    for (const std::string& name : names) {
        if (name.ends_with("_due")) {
            schema.tell(name, CellText::hidden());
        } else if (name.ends_with("_month")) {
            schema.tell(name, CellText::month());
        }
    }
}

void tell_employers(Schema& schema, const LabourAxes& labour)
{
    schema.tell("owner", CellText::key());
    schema.tell("sector", CellText::of(labour.sector.codes()));
    schema.tell("kind", CellText::of(labour.employer_kind.codes()));
    schema.tell("opened", CellText::month());
    // Exponentials of what is told beside them, and parts of a sum that moves each month.
    for (const char* name : {"luck", "premium", "response", "size_low", "size_mid", "size_high",
                             "paid_units_low", "paid_units_mid", "paid_units_high"}) {
        schema.tell(name, CellText::hidden());
    }
}

void tell_foreign(Schema& schema, const LabourAxes& labour, const ForeignAxes& foreign)
{
    const CellText status = CellText::of(foreign.status.codes());
    schema.tell("status", status);
    schema.tell("category", status);
    schema.tell("sector", CellText::of(labour.sector.codes()));
    schema.tell("skill", CellText::of({"low", "mid", "high"}));
    schema.tell("origin", CellText::of(foreign.partner.codes()));
    schema.tell("permit_end", CellText::month());
    schema.tell("arrived", CellText::month());
}

void tell_irregular(Schema& schema, const IrregularAxes& axes)
{
    schema.tell("kind", CellText::of(axes.kind.codes()));
    schema.tell("work", CellText::of(axes.work.codes()));
    schema.tell("sex", CellText::of({"male", "female"}));
    schema.tell("worker_key", CellText::key());
    for (const char* month : {"since", "until", "birth_month"}) {
        schema.tell(month, CellText::month());
    }
}

/// Of bits, those that are set.
CellText set_of(const Axis& axis)
{
    return CellText::by([codes = axis.codes()](std::uint64_t bits) {
        std::string text;
        for (std::size_t place = 0; place < codes.size(); ++place) {
            if ((bits >> place & 1U) != 0) {
                text += (text.empty() ? "" : "+") + codes[place];
            }
        }
        return text.empty() ? "none" : text;
    });
}

/// What records of side tables, and of registers, have in common.
void tell_record(Schema& columns)
{
    for (const char* month :
         {"taken", "left", "until", "registered", "since", "granted", "course_start", "month",
          "due_labour", "due_interior", "due_foreign_affairs", "due_higher_education", "due_nobd",
          "due_contracts"}) {
        columns.tell(month, CellText::month());
    }
    const RegisterAxes registers;
    std::vector<std::string> followed = registers.followed.codes();
    followed.emplace_back("nobody");
    columns.tell("followed", CellText::of(std::move(followed)));
    for (const char* agencies : {"eligible", "recorded", "twice", "linked"}) {
        columns.tell(agencies, set_of(registers.agency));
    }
    columns.tell("seen", set_of(registers.domain));
    columns.tell("next", CellText::hidden());  // the first of the months above
}

/// Names rows of another table by their keys, where there is such a table.
CellText row_of(const Registry& registry, const char* table)
{
    const auto found = registry.schema().find_replicated(table);
    return found ? CellText::row_of(static_cast<std::uint8_t>(found->value())) : CellText::hidden();
}

Schema& schema_of(const Registry& registry, const char* table)
{
    const WorldSchema& schema = registry.schema();
    return *schema.replicated[schema.find_replicated(table).value().value()].columns;
}

}  // namespace

void tell_columns(const Registry& registry, const Axes& axes, const LabourAxes& labour,
                  const ForeignAxes& foreign)
{
    Schema& people = *registry.schema().people;
    Schema& households = *registry.schema().households;
    tell_months(people);
    tell_months(households);
    for (Schema* schema : {&people, &households}) {
        schema->tell("area", CellText::of(axes.area.codes()));
    }
    people.tell("education", CellText::of(axes.education.codes()));
    people.tell("kin", CellText::of(axes.kin.codes()));
    people.tell("activity", CellText::of({"child", "studying", "employee", "unemployed", "inactive",
                                          "self_employed"}));
    people.tell("stay", with_home(axes.work_partner, "home"));
    people.tell("origin_country", with_home(axes.flow_partner, "from_here"));
    people.tell("legal_status",
                CellText::of({"citizen", "kandas", "permanent_resident"}));
    people.tell("job_terms", job_terms(labour.sector));
    const auto& tables = registry.schema().replicated;
    for (std::uint8_t table = 0; table < tables.size(); ++table) {
        if (tables[table].name == "employers") {
            tell_employers(*tables[table].columns, labour);
            people.tell("employer", CellText::row_of(table));
        }
    }
    for (std::uint8_t table = 0; table < tables.size(); ++table) {
        Schema& columns = *tables[table].columns;
        const std::string& name = tables[table].name;
        const bool is_irregular = name == "irregular_people" || name == "entry_bans";
        if (!is_irregular && name != "foreign_workers" && name != "foreign_posts") {
            continue;
        }
        tell_foreign(columns, labour, foreign);
        if (is_irregular) {
            tell_irregular(columns, {foreign.region, foreign.partner});
        }
        // The row of a post's employer may have gone to another: its key tells the truth.
        const bool has_key = columns.tell("employer_key", CellText::key());
        columns.tell("employer", has_key ? CellText::hidden() : row_of(registry, "employers"));
        columns.tell("worker", row_of(registry, "foreign_workers"));
        columns.tell("post", row_of(registry, "foreign_posts"));
    }
}

void tell_students(const Registry& registry, const StudentAxes& axes)
{
    Schema& columns = schema_of(registry, "foreign_students");
    columns.tell("origin", CellText::of(axes.origin.codes()));
    columns.tell("field", CellText::of(axes.field.codes()));
    columns.tell("status", CellText::of(axes.status.codes()));
    columns.tell("sex", CellText::of({"male", "female"}));
    for (const char* month : {"birth_month", "arrived", "graduation", "since", "valid_until"}) {
        columns.tell(month, CellText::month());
    }
    columns.tell("worker", row_of(registry, "foreign_workers"));
}

void tell_records(const Registry& registry, const Axes& axes, const Axis& loan_programme)
{
    for (const SideSchema& side : registry.schema().side) {
        tell_record(*side.columns);
        side.columns->tell("country", with_home(axes.work_partner, "home"));
        side.columns->tell("status", CellText::of(AbroadRecords::status_axis().codes()));
        side.columns->tell("programme", CellText::of(loan_programme.codes()));
        side.columns->tell("support", CellText::of({"refused", "loan", "grant"}));
    }
    for (const ReplicatedSchema& table : registry.schema().replicated) {
        if (table.name.starts_with("register_")) {
            tell_record(*table.columns);
        }
    }
}

void tell_specialists(const Registry& registry, const Axis& partner, const Axis& kind)
{
    Schema& columns = schema_of(registry, "specialists");
    columns.tell("origin", CellText::of(partner.codes()));
    columns.tell("kind", CellText::of(kind.codes()));
    for (const char* month : {"arrived", "valid_until", "since"}) {
        columns.tell(month, CellText::month());
    }
    columns.tell("worker", row_of(registry, "foreign_workers"));
}

}  // namespace qonys::models::kz_migration
