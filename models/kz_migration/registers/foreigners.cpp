#include "registers/foreigners.hpp"

#include <vector>

namespace qonys::models::kz_migration {
namespace {

/// Kinds of foreign workers who are in no other table of people from abroad.
Followed followed_as(ForeignStatus status)
{
    if (is_permit(status)) {
        return Followed::permit;
    }
    if (status == ForeignStatus::household) {
        return Followed::household;
    }
    return status == ForeignStatus::eaeu ? Followed::eaeu : Followed::nobody;
}

/// What the ended right of an irregular person had left behind.
AgencySet traces_of(IrregularKind kind)
{
    switch (kind) {
        case IrregularKind::permit:
            return bit(Agency::labour) | bit(Agency::interior);
        case IrregularKind::student:
            return bit(Agency::higher_education) | bit(Agency::interior);
        default:
            return bit(Agency::interior);
    }
}

}  // namespace

void ForeignRegisters::note_person(const Books& books, const Stranger& one, RegisterFlows& flows)
{
    if (books.recorder.notes()) {
        RegisterLine line = books.recorder.line(one.who.key, RegisterNote::person).of(one.traits);
        flows.lines.push_back(books.at_start ? line.before().line() : line.line());
    }
}

template <class OfRow>
RegisterFlows ForeignRegisters::pass_table(const Books& books, const ForeignViews& views,
                                           std::pair<std::size_t, OfRow> rows) const
{
    Rows& own = books.world.replicated(views.table);
    if (own.size() < rows.first) {
        own.append(rows.first - own.size());
    }
    const auto key = own[views.key];
    const ViewSpans spans(own, views.columns);
    std::vector<RegisterFlows> flows((rows.first + block_rows - 1) / block_rows);
    const auto pass = [&](std::size_t first, std::size_t last, std::size_t /*worker*/) {
        RegisterFlows& mine = flows[first / block_rows];
        for (std::size_t row = first; row < last; ++row) {
            const Stranger one = rows.second(row);
            const bool is_same =
                one.who.followed != Followed::nobody && key[row] == one.who.key;
            if (!is_same && spans.followed[row] != Followed::nobody) {
                books.recorder.close(spans, row, key[row], mine);
            }
            if (one.who.followed == Followed::nobody) {
                continue;
            }
            if (!is_same || spans.followed[row] == Followed::nobody) {
                key[row] = one.who.key;
                spans.since[row] = books.at_start ? MonthStamp{0} : one.traits.since;
                note_person(books, one, mine);
            }
            if (books.at_start) {
                // Of some nobody knows when they came: they are not of this month.
                const bool is_known = one.traits.since < stamp(books.step.now);
                books.recorder.begin(spans, row,
                                     {one.who, is_known ? one.traits.since : MonthStamp{0}}, mine);
            } else {
                books.recorder.pass_month(spans, row, one.who, mine);
            }
        }
    };
    for_each_block(books.step.threads, rows.first, pass);
    RegisterFlows all;
    for (const RegisterFlows& one : flows) {
        all += one;
    }
    return all;
}

RegisterFlows ForeignRegisters::pass_workers(const Books& books) const
{
    const ForeignWorkerColumns& own = *about_.workers;
    const Rows& rows = books.world.replicated(own.table);
    const auto alive = rows[own.alive];
    const auto status = rows[own.status];
    const auto key = rows[own.key];
    const auto region = rows[own.region];
    const auto arrived = rows[own.arrived];
    const auto origin = rows[own.origin];
    const auto of_row = [=, this](std::size_t row) {
        const Followed who = alive[row] == is_alive ? followed_as(status[row]) : Followed::nobody;
        PersonTraits traits{.since = arrived[row], .origin = countries_.of(origin[row])};
        if (is_permit(status[row])) {
            traits.permit = status[row];
        }
        return Stranger{{key[row], who, agencies_of(who), region[row]}, traits};
    };
    return pass_table(books, setup_->workers, std::pair(rows.size(), of_row));
}

RegisterFlows ForeignRegisters::pass_irregular(const Books& books) const
{
    const IrregularColumns& own = *about_.irregular;
    const Rows& rows = books.world.replicated(own.table);
    const auto alive = rows[own.alive];
    const auto kind = rows[own.kind];
    const auto key = rows[own.key];
    const auto region = rows[own.region];
    const auto since = rows[own.since];
    const auto birth_month = rows[own.birth_month];
    const auto of_row = [&, this](std::size_t row) {
        const Followed who = alive[row] == is_alive ? Followed::irregular : Followed::nobody;
        PersonTraits traits{.since = since[row],
                            .sex = rows[own.sex][row],
                            .origin = countries_.of(rows[own.origin][row])};
        if (birth_month[row] != unknown_birth) {
            traits.birth_month = birth_month[row];
        }
        return Stranger{{key[row], who, traces_of(kind[row]), region[row]}, traits};
    };
    return pass_table(books, setup_->irregular, std::pair(rows.size(), of_row));
}

RegisterFlows ForeignRegisters::pass_students(const Books& books) const
{
    const Rows& students = books.world.replicated(about_.students.table);
    const auto of_student = [&](std::size_t row) {
        const StudentColumns& own = about_.students;
        const StudentStatus status = students[own.status][row];
        Followed who = status == StudentStatus::studying ? Followed::student : Followed::graduate;
        who = students[own.alive][row] == is_alive ? who : Followed::nobody;
        AgencySet eligible = agencies_of(who);
        eligible &= status == StudentStatus::working
                        ? eligible
                        : static_cast<AgencySet>(~bit(Agency::contracts));
        return Stranger{{students[own.key][row], who, eligible, students[own.region][row]},
                        {.since = students[own.arrived][row],
                         .sex = students[own.sex][row],
                         .birth_month = students[own.birth_month][row],
                         .origin = countries_.of(students[own.origin][row])}};
    };
    return pass_table(books, setup_->students, std::pair(students.size(), of_student));
}

RegisterFlows ForeignRegisters::pass_specialists(const Books& books) const
{
    const Rows& specialists = books.world.replicated(about_.specialists.table);
    const auto of_specialist = [&](std::size_t row) {
        const SpecialistColumns& own = about_.specialists;
        const Followed who = specialists[own.alive][row] == is_alive ? Followed::specialist
                                                                     : Followed::nobody;
        const bool has_post = specialists[own.worker][row].valid();
        const auto eligible = static_cast<AgencySet>(
            agencies_of(who) & ~(has_post ? 0 : bit(Agency::contracts)));
        return Stranger{{specialists[own.key][row], who, eligible, specialists[own.region][row]},
                        {.since = specialists[own.arrived][row],
                         .origin = countries_.of(specialists[own.origin][row])}};
    };
    return pass_table(books, setup_->specialists, std::pair(specialists.size(), of_specialist));
}

RegisterFlows ForeignRegisters::pass(const StepContext& step, World& world,
                                     const Recorder& recorder, bool at_start) const
{
    const Books books{step, world, recorder, at_start};
    RegisterFlows flows = pass_students(books);
    flows += pass_specialists(books);
    if (about_.workers) {
        flows += pass_workers(books);
    }
    if (about_.irregular) {
        flows += pass_irregular(books);
    }
    return flows;
}

}  // namespace qonys::models::kz_migration
