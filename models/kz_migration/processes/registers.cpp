#include "processes/registers.hpp"

#include <algorithm>

#include "processes/home.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

TallySpec flow(const char* name, const char* description, const char* unit, const Axis& by)
{
    return {.name = name, .description = description, .unit = unit, .axes = {by}};
}

AgencySet agencies_of(Followed who)
{
    AgencySet all = 0;
    for (std::size_t place = 0; place < num_agencies; ++place) {
        const auto agency = static_cast<Agency>(place);
        all |= told_by(agency, who) != 0 ? bit(agency) : AgencySet{0};
    }
    return all;
}

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

Registers::Tallied Registers::declare_tallies(Registry& registry, const RegisterAxes& axes)
{
    return {registry.add_tally(flow("register_records_made",
                                    "records of people whom registers follow, duplicates included",
                                    "records", axes.agency)),
            registry.add_tally(flow("register_records_closed",
                                    "records closed: their people are gone, or are none of this "
                                    "agency's any more",
                                    "records", axes.agency)),
            registry.add_tally(flow("register_events", "events that an agency should record",
                                    "events", axes.agency)),
            registry.add_tally(flow("register_missed", "the same, those that it never records",
                                    "events", axes.agency)),
            registry.add_tally(flow("register_delay",
                                    "months that events of this month take to be recorded, summed",
                                    "months", axes.agency)),
            registry.add_tally(flow("contour_first_seen",
                                    "people followed since the start whom the contour shows for "
                                    "the first time",
                                    "persons", axes.domain)),
            registry.add_tally(flow("contour_delay",
                                    "months since these are followed, summed", "months",
                                    axes.domain))};
}

Registers::Registers(Registry& registry, std::shared_ptr<const RegisterSetup> setup,
                     const About& about)
    : schema_(registry.schema()),
      setup_(std::move(setup)),
      about_(about),
      recorder_(registry, *setup_),
      tallies_(declare_tallies(registry, setup_->axes)),
      rows_(registry.schema(), setup_->residents.table)
{
    if (EmployerColumns::are_in(registry.schema())) {
        jobs_ = JobColumns::find(registry.schema());
    }
}

ProcessInfo Registers::info() const
{
    ProcessInfo info{.name = "registers",
                     .description = "agencies record people, links between them show who is seen",
                     .stage = Stage::registers,
                     .order = 50,  // after changes of registration
                     .reads = {"key", "gone", "region", "birth_month", "stay", "legal_status",
                               "origin_country", "contract_month", "kandas.granted",
                               "abroad.left"},
                     .levers = {"registers.coverage", "registers.delay", "registers.linkage"},
                     .draws = Recorder::draws()};
    for (const char* table : {"register_views", "register_workers", "register_students",
                              "register_specialists", "register_irregular"}) {
        for (const char* column : {"followed", "since", "due_labour", "due_interior",
                                   "due_foreign_affairs", "due_higher_education", "due_nobd",
                                   "due_contracts", "recorded", "twice", "linked", "seen",
                                   "region"}) {
            info.writes.push_back(std::string(table) + "." + column);
        }
    }
    return info;
}

void Registers::start(const StepContext& step, World& world)
{
    prepare(step, world);
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        follow_at_start(step, world.shards()[place]);
    });
    static_cast<void>(pass_foreigners(step, world, true));
}

/// Kandas and others from abroad who are not citizens, families under a contract of resettlement,
/// and citizens abroad: since before the start.
void Registers::follow_at_start(const StepContext& step, Shard& shard) const
{
    const ResidentViews& views = setup_->residents;
    const Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    std::vector<std::pair<std::uint32_t, std::uint8_t>> found;
    const auto home = people[schema_.person.household];
    const auto contract = shard.households()[about_.status.contract_month];
    for (std::uint32_t row = 0; row < people.size(); ++row) {
        const LegalStatus status = people[about_.status.legal_status][row];
        const bool is_settler = home[row].valid() && contract[home[row].value()] != no_month;
        const bool is_abroad = people[about_.columns.stay][row] != at_home;
        const int marks =
            (status == LegalStatus::kandas ? ResidentViews::kandas : 0) |
            (status == LegalStatus::permanent_resident ? ResidentViews::arrival : 0) |
            (is_abroad ? ResidentViews::abroad : 0) | (is_settler ? ResidentViews::resettler : 0);
        if (marks != 0 && people[schema_.person.gone][row] == Gone::no) {
            found.emplace_back(row, static_cast<std::uint8_t>(marks));
        }
    }
    for (const auto& [row, marks] : found) {
        views.follow(shard, key[row], marks, 0);
    }
    std::sort(found.begin(), found.end(),
              [&](const auto& a, const auto& b) { return key[a.first] < key[b.first]; });
    const ViewSpans spans(shard.side(views.table), views.columns);
    for (std::size_t record = 0; record < found.size(); ++record) {
        recorder_.begin(spans, record,
                        resident(shard, found[record].first, found[record].second, step.now));
    }
}

void Registers::prepare(const StepContext& step, const World& world)
{
    recorder_.prepare(step);
    rows_.resize(world);
}

/// Whoever got the status of kandas, or left to work abroad, this month.
void Registers::follow_new(const StepContext& step, Shard& shard) const
{
    const ResidentViews& views = setup_->residents;
    const MonthStamp now = stamp(step.now);
    const auto follow_all = [&](SideTableId table, Column<MonthStamp> month, std::uint8_t mark) {
        const SideTable& own = shard.side(table);
        const auto since = own[month];
        const auto key = own[schema_.side[table.value()].key];
        for (std::size_t record = 0; record < since.size(); ++record) {
            if (since[record] == now) {
                views.follow(shard, key[record], mark, now);
            }
        }
    };
    follow_all(about_.kandas.table, about_.kandas.granted, ResidentViews::kandas);
    follow_all(about_.abroad.table, about_.abroad.left, ResidentViews::abroad);
}

Subject Registers::resident(const Shard& shard, std::size_t row, std::uint8_t marks,
                            Month now) const
{
    const Rows& people = shard.people();
    Subject who{people[schema_.person.key][row].value(), Followed::nobody, 0,
                people[schema_.person.region][row]};
    if (people[schema_.person.gone][row] != Gone::no) {
        return who;
    }
    if (people[about_.columns.stay][row] != at_home) {
        who.followed = Followed::abroad;
    } else if ((marks & ResidentViews::kandas) != 0) {
        who.followed = Followed::kandas;
    } else if ((marks & ResidentViews::resettler) != 0) {
        who.followed = Followed::resettler;
    } else if ((marks & ResidentViews::arrival) != 0) {
        who.followed = Followed::arrival;
    }
    const bool is_pupil = is_of_school_age(people[schema_.person.birth_month][row], now);
    const bool has_contract = jobs_ && people[jobs_->employer][row].valid() &&
                              people[jobs_->terms][row].contract() != Contract::informal;
    who.eligible = agencies_of(who.followed) &
                   static_cast<AgencySet>(~((is_pupil ? 0 : bit(Agency::nobd)) |
                                            (has_contract ? 0 : bit(Agency::contracts))));
    return who;
}

void Registers::commit(const ShardContext& here, Shard& shard)
{
    follow_new(here.step, shard);
    const ResidentViews& views = setup_->residents;
    const std::vector<std::uint32_t>& rows = rows_.of(here.shard, shard);
    SideTable& own = shard.side(views.table);
    const auto marks = own[views.marks];
    const ViewSpans spans(own, views.columns);
    RegisterFlows flows;
    std::vector<std::uint32_t> followed;
    for (std::size_t record = 0; record < rows.size(); ++record) {
        const Subject who = resident(shard, rows[record], marks[record], here.step.now);
        if (who.followed == Followed::nobody) {
            Recorder::close(spans, record, flows);
            continue;
        }
        recorder_.pass_month(spans, record, who, flows);
        // Whoever comes back is followed no longer for having been abroad.
        if (who.followed != Followed::abroad) {
            marks[record] &= static_cast<std::uint8_t>(~ResidentViews::abroad);
        }
        followed.push_back(static_cast<std::uint32_t>(record));
    }
    book(here.counts, flows);
    if (followed.size() < own.size()) {
        own.rows().keep(followed);
    }
}

template <class OfRow>
RegisterFlows Registers::pass_table(const StepContext& step, World& world,
                                    const ForeignViews& views,
                                    std::pair<std::size_t, OfRow> rows, bool at_start) const
{
    Rows& own = world.replicated(views.table);
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
                Recorder::close(spans, row, mine);
            }
            if (one.who.followed == Followed::nobody) {
                continue;
            }
            if (!is_same || spans.followed[row] == Followed::nobody) {
                key[row] = one.who.key;
                spans.since[row] = at_start ? MonthStamp{0} : one.since;
            }
            if (at_start) {
                recorder_.begin(spans, row, one.who);
            } else {
                recorder_.pass_month(spans, row, one.who, mine);
            }
        }
    };
    for_each_block(step.threads, rows.first, pass);
    RegisterFlows all;
    for (const RegisterFlows& one : flows) {
        all += one;
    }
    return all;
}

RegisterFlows Registers::pass_workers(const StepContext& step, World& world, bool at_start) const
{
    const ForeignWorkerColumns& own = *about_.workers;
    const Rows& rows = world.replicated(own.table);
    const auto alive = rows[own.alive];
    const auto status = rows[own.status];
    const auto key = rows[own.key];
    const auto region = rows[own.region];
    const auto arrived = rows[own.arrived];
    const auto of_row = [=](std::size_t row) {
        const Followed who = alive[row] == is_alive ? followed_as(status[row]) : Followed::nobody;
        return Stranger{{key[row], who, agencies_of(who), region[row]}, arrived[row]};
    };
    return pass_table(step, world, setup_->workers, std::pair(rows.size(), of_row), at_start);
}

RegisterFlows Registers::pass_irregular(const StepContext& step, World& world, bool at_start) const
{
    const IrregularColumns& own = *about_.irregular;
    const Rows& rows = world.replicated(own.table);
    const auto alive = rows[own.alive];
    const auto kind = rows[own.kind];
    const auto key = rows[own.key];
    const auto region = rows[own.region];
    const auto since = rows[own.since];
    const auto of_row = [=](std::size_t row) {
        const Followed who = alive[row] == is_alive ? Followed::irregular : Followed::nobody;
        return Stranger{{key[row], who, traces_of(kind[row]), region[row]}, since[row]};
    };
    return pass_table(step, world, setup_->irregular, std::pair(rows.size(), of_row), at_start);
}

RegisterFlows Registers::pass_foreigners(const StepContext& step, World& world,
                                         bool at_start) const
{
    RegisterFlows flows;
    if (about_.workers) {
        flows += pass_workers(step, world, at_start);
    }
    if (about_.irregular) {
        flows += pass_irregular(step, world, at_start);
    }
    const Rows& students = world.replicated(about_.students.table);
    const auto of_student = [&](std::size_t row) {
        const StudentColumns& own = about_.students;
        const StudentStatus status = students[own.status][row];
        Followed who = status == StudentStatus::studying    ? Followed::student
                       : status == StudentStatus::irregular ? Followed::irregular
                                                            : Followed::graduate;
        who = students[own.alive][row] == is_alive ? who : Followed::nobody;
        AgencySet eligible = who == Followed::irregular ? traces_of(IrregularKind::student)
                                                        : agencies_of(who);
        eligible &= status == StudentStatus::working
                        ? eligible
                        : static_cast<AgencySet>(~bit(Agency::contracts));
        return Stranger{{students[own.key][row], who, eligible, students[own.region][row]},
                        students[own.arrived][row]};
    };
    flows += pass_table(step, world, setup_->students, std::pair(students.size(), of_student),
                        at_start);
    const Rows& specialists = world.replicated(about_.specialists.table);
    const auto of_specialist = [&](std::size_t row) {
        const SpecialistColumns& own = about_.specialists;
        const Followed who = specialists[own.alive][row] == is_alive ? Followed::specialist
                                                                     : Followed::nobody;
        const bool has_post = specialists[own.worker][row].valid();
        const auto eligible = static_cast<AgencySet>(
            agencies_of(who) & ~(has_post ? 0 : bit(Agency::contracts)));
        return Stranger{{specialists[own.key][row], who, eligible, specialists[own.region][row]},
                        specialists[own.arrived][row]};
    };
    flows += pass_table(step, world, setup_->specialists,
                        std::pair(specialists.size(), of_specialist), at_start);
    return flows;
}

void Registers::conclude(const StepContext& step, World& world, Tallies& counts)
{
    const RegisterFlows flows = pass_foreigners(step, world, false);
    // The tables are the same on every rank: one of them counts.
    if (step.ranks.rank() == 0) {
        book(counts, flows);
    }
}

void Registers::book(Tallies& counts, const RegisterFlows& flows) const
{
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        counts.add(tallies_.made, agency, flows.made[agency]);
        counts.add(tallies_.closed, agency, flows.closed[agency]);
        counts.add(tallies_.events, agency, flows.events[agency]);
        counts.add(tallies_.missed, agency, flows.missed[agency]);
        counts.add(tallies_.waited, agency, flows.waited[agency]);
    }
    for (std::size_t domain = 0; domain < num_domains; ++domain) {
        counts.add(tallies_.seen, domain, flows.seen[domain]);
        counts.add(tallies_.months, domain, flows.months[domain]);
    }
}

}  // namespace qonys::models::kz_migration
