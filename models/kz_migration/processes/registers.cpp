#include "processes/registers.hpp"

#include <algorithm>

#include "key_filter.hpp"
#include "processes/home.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

TallySpec flow(const char* name, const char* description, const char* unit, const Axis& by)
{
    return {.name = name, .description = description, .unit = unit, .axes = {by}};
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
      foreigners_(setup_, about.foreigners, about.countries),
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
        for (const char* column :
             {"followed", "since", "due_labour", "due_interior", "due_foreign_affairs",
              "due_higher_education", "due_nobd", "due_contracts", "eligible", "next", "recorded",
              "twice", "linked", "seen", "region"}) {
            info.writes.push_back(std::string(table) + "." + column);
        }
    }
    info.writes.push_back("register_views.marks");
    return info;
}

void Registers::start(const StepContext& step, World& world)
{
    prepare(step, world);
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        follow_at_start(step, place, world.shards()[place]);
    });
    RegisterFlows foreigners = foreigners_.pass(step, world, recorder_, true);
    if (recorder_.notes() && step.ranks.rank() == 0) {
        step.journal->add(std::move(foreigners.lines));
    }
}

/// Kandas and others from abroad who are not citizens, families under a contract of resettlement,
/// and citizens abroad: since before the start.
void Registers::follow_at_start(const StepContext& step, std::size_t place, Shard& shard)
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
        views.follow(shard, {key[row], marks, people[schema_.person.region][row], 0});
    }
    std::sort(found.begin(), found.end(),
              [&](const auto& a, const auto& b) { return key[a.first] < key[b.first]; });
    const ViewSpans spans(shard.side(views.table), views.columns);
    const auto marks = shard.side(views.table)[views.marks];
    RegisterFlows flows;
    for (std::size_t record = 0; record < found.size(); ++record) {
        const std::uint32_t row = found[record].first;
        rows_.expect(place, key[row], row);
        const auto abroad = about_.abroad.find(shard, key[row]);
        const MonthStamp event =
            abroad ? shard.side(about_.abroad.table)[about_.abroad.left][*abroad] : no_month;
        recorder_.begin(spans, record, {resident(shard, row, marks[record], step.now), event},
                        flows);
        if (recorder_.notes()) {
            flows.lines.push_back(person_line(shard, row).before().line());
        }
    }
    if (recorder_.notes()) {
        step.journal->add(std::move(flows.lines));
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
    const auto follow_all = [&](SideTableId table, Column<MonthStamp> month,
                                Column<RegionId> region, std::uint8_t mark) {
        const SideTable& own = shard.side(table);
        const auto since = own[month];
        const auto key = own[schema_.side[table.value()].key];
        for (std::size_t record = 0; record < since.size(); ++record) {
            if (since[record] == now) {
                views.follow(shard, {key[record], mark, own[region][record], now});
            }
        }
    };
    follow_all(about_.kandas.table, about_.kandas.granted, about_.kandas.region,
               ResidentViews::kandas);
    follow_all(about_.abroad.table, about_.abroad.left, about_.abroad.region,
               ResidentViews::abroad);
}

Followed Registers::followed_for(std::uint8_t marks)
{
    if ((marks & ResidentViews::abroad) != 0) {
        return Followed::abroad;
    }
    if ((marks & ResidentViews::kandas) != 0) {
        return Followed::kandas;
    }
    if ((marks & ResidentViews::resettler) != 0) {
        return Followed::resettler;
    }
    return (marks & ResidentViews::arrival) != 0 ? Followed::arrival : Followed::nobody;
}

/// As he is among the people; changes `marks` where they hold no longer.
Registrant Registers::resident(const Shard& shard, std::size_t row, std::uint8_t& marks,
                               Month now) const
{
    const Rows& people = shard.people();
    // Whoever comes back is followed no longer for having been abroad.
    const bool is_abroad = people[about_.columns.stay][row] != at_home;
    marks &= static_cast<std::uint8_t>(
        ~(ResidentViews::is_new | (is_abroad ? 0 : ResidentViews::abroad)));
    Registrant who{people[schema_.person.key][row].value(), followed_for(marks), 0,
                   people[schema_.person.region][row]};
    const bool is_pupil = is_of_school_age(people[schema_.person.birth_month][row], now);
    const bool has_contract = jobs_ && people[jobs_->employer][row].valid() &&
                              people[jobs_->terms][row].contract() != Contract::informal;
    who.eligible = agencies_of(who.followed) &
                   static_cast<AgencySet>(~((is_pupil ? 0 : bit(Agency::nobd)) |
                                            (has_contract ? 0 : bit(Agency::contracts))));
    return who;
}

/// Whether people are looked at this month: a third of the shards.
bool Registers::is_looked_at(const Shard& shard, Month now)
{
    constexpr unsigned months_of_quarter = 3;
    return (shard.id().value() + static_cast<unsigned>(now.index())) % months_of_quarter == 0;
}

/// Views of the dead and of those who left for good, before their rows are taken away.
void Registers::close_gone(Shard& shard, RegisterFlows& flows) const
{
    const ResidentViews& views = setup_->residents;
    const Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    const auto gone = people[schema_.person.gone];
    SideTable& own = shard.side(views.table);
    const auto marks = own[views.marks];
    const ViewSpans spans(own, views.columns);
    // Most of the dead nobody followed, and all are met until their rows are taken away.
    KeyFilter followed;
    for (const PersonKey holder : own[schema_.side[views.table.value()].key]) {
        followed.add(holder.value());
    }
    bool is_any = false;
    scan_rows<true>(gone, Gone::no, [&](std::size_t row) {
        const auto view = gone[row] != Gone::merged && followed.may_have(key[row].value())
                              ? views.find(shard, key[row])
                              : std::nullopt;
        if (view) {
            recorder_.close(spans, *view, key[row].value(), flows);
            if (recorder_.notes() && gone[row] == Gone::died) {
                flows.lines.push_back(recorder_.line(key[row].value(), RegisterNote::died).line());
            }
            marks[*view] = 0;
            is_any = true;
        }
    });
    if (is_any) {
        drop_closed(own);
    }
}

void Registers::drop_closed(SideTable& own) const
{
    const auto marks = own[setup_->residents.marks];
    std::vector<std::uint32_t> open;
    for (std::size_t record = 0; record < marks.size(); ++record) {
        if (marks[record] != 0) {
            open.push_back(static_cast<std::uint32_t>(record));
        }
    }
    own.rows().keep(open);
}

/// Whoever is new is abroad, comes from abroad, or is of a family under contract: he is looked for
/// among these, not among all.
void Registers::find_new(std::size_t place, const Shard& shard)
{
    const SideTable& own = shard.side(setup_->residents.table);
    const auto marks = own[setup_->residents.marks];
    const auto keys = own[schema_.side[setup_->residents.table.value()].key];
    std::vector<PersonKey> wanted;
    for (std::size_t record = 0; record < marks.size(); ++record) {
        if ((marks[record] & ResidentViews::is_new) != 0) {
            wanted.push_back(keys[record]);
        }
    }
    if (wanted.empty()) {
        return;
    }
    const Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    const auto gone = people[schema_.person.gone];
    const auto look = [&](std::size_t row) {
        if (gone[row] != Gone::merged &&
            std::binary_search(wanted.begin(), wanted.end(), key[row])) {
            rows_.expect(place, key[row], static_cast<std::uint32_t>(row));
        }
    };
    scan_rows<true>(people[about_.columns.stay], at_home, look);
    scan_rows<true>(people[about_.status.origin_country], from_here, look);
    const auto contract = shard.households()[about_.status.contract_month];
    for (std::size_t home = 0; home < contract.size(); ++home) {
        if (contract[home] != no_month) {
            for_each_member(shard, schema_, HouseholdId(static_cast<HouseholdId::rep>(home)), look);
        }
    }
}

void Registers::commit(const ShardContext& here, Shard& shard)
{
    follow_new(here.step, shard);
    RegisterFlows flows;
    close_gone(shard, flows);
    if (recorder_.notes()) {
        note_new(shard, flows);
    }
    if (is_looked_at(shard, here.step.now)) {
        find_new(here.shard, shard);
        look_at(here, shard, flows);
    } else {
        pass_unseen(shard, flows);
    }
    book(here.step, here.counts, std::move(flows));
}

/// Records fall due; what has become of people is seen within the quarter.
void Registers::pass_unseen(Shard& shard, RegisterFlows& flows) const
{
    constexpr AgencySet may_change = bit(Agency::nobd) | bit(Agency::contracts);
    const ResidentViews& views = setup_->residents;
    SideTable& own = shard.side(views.table);
    const auto keys = own[schema_.side[views.table.value()].key];
    const auto marks = own[views.marks];
    const ViewSpans spans(own, views.columns);
    for (std::size_t record = 0; record < keys.size(); ++record) {
        const Followed who = followed_for(marks[record]);
        const auto eligible = static_cast<AgencySet>(
            agencies_of(who) & (static_cast<AgencySet>(~may_change) | spans.eligible[record]));
        recorder_.pass_month(spans, record,
                             {keys[record].value(), who, eligible, spans.region[record]}, flows);
    }
}

void Registers::look_at(const ShardContext& here, Shard& shard, RegisterFlows& flows)
{
    const ResidentViews& views = setup_->residents;
    const std::vector<std::uint32_t>& rows = rows_.of(here.shard, shard);
    SideTable& own = shard.side(views.table);
    const auto marks = own[views.marks];
    const ViewSpans spans(own, views.columns);
    bool is_any_closed = false;
    for (std::size_t record = 0; record < rows.size(); ++record) {
        const Registrant who = resident(shard, rows[record], marks[record], here.step.now);
        if (who.followed == Followed::nobody) {
            recorder_.close(spans, record, who.key, flows);
            is_any_closed = true;
        } else {
            recorder_.pass_month(spans, record, who, flows);
        }
    }
    if (is_any_closed) {
        drop_closed(own);
    }
}

void Registers::conclude(const StepContext& step, World& world, Tallies& counts)
{
    RegisterFlows flows = foreigners_.pass(step, world, recorder_, false);
    // The tables are the same on every rank: one of them counts.
    if (step.ranks.rank() == 0) {
        book(step, counts, std::move(flows));
    }
}

void Registers::book(const StepContext& step, Tallies& counts, RegisterFlows&& flows) const
{
    if (recorder_.notes()) {
        step.journal->add(std::move(flows.lines));
    }
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
