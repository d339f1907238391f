#include "registers/recorder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <utility>

#include "qonys/core/math.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr MonthStamp not_asked = 0;

Threshold chance(double share) { return Threshold(MonthlyProbability(share)); }

template <class Counts>
void add(Counts& into, const Counts& more)
{
    std::transform(into.begin(), into.end(), more.begin(), into.begin(), std::plus<>());
}

}  // namespace

int count_of(AgencySet set) { return std::popcount(set); }

RegisterFlows& RegisterFlows::operator+=(const RegisterFlows& other)
{
    add(made, other.made);
    add(closed, other.closed);
    add(events, other.events);
    add(missed, other.missed);
    add(waited, other.waited);
    add(seen, other.seen);
    add(months, other.months);
    lines.insert(lines.end(), other.lines.begin(), other.lines.end());
    return *this;
}

Recorder::Recorder(Registry& registry, const RegisterSetup& setup)
    : levers_(setup.levers),
      recorded_draw_(registry.add_draw("registers", "recorded")),
      twice_draw_(registry.add_draw("registers", "twice")),
      linked_draw_(registry.add_draw("registers", "linked"))
{
    std::transform(setup.terms.twice.begin(), setup.terms.twice.end(), twice_.begin(), chance);
}

void Recorder::prepare(const StepContext& step)
{
    now_ = stamp(step.now);
    notes_ = step.journal != nullptr;
    all_linked_ = 0;
    some_linked_ = 0;
    const auto before = std::exchange(linkage_, {});
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        covered_[agency] = chance(step.levers(levers_.coverage, agency));
        const double mean = step.levers(levers_.delay, agency);
        log_late_[agency] = mean > 0.0 ? exact::log(mean / (1.0 + mean)) : 0.0;
        const double linkage = step.levers(levers_.linkage, agency);
        linkage_[agency] = chance(linkage);
        const AgencySet one = bit(static_cast<Agency>(agency));
        all_linked_ |= linkage >= 1.0 ? one : AgencySet{0};
        some_linked_ |= linkage > 0.0 && linkage < 1.0 ? one : AgencySet{0};
    }
    linkage_is_new_ = !is_prepared_ || linkage_ != before;
    is_prepared_ = true;
    recorded_words_ = step.random(recorded_draw_);
    twice_words_ = step.random(twice_draw_);
    linked_words_ = step.random(linked_draw_);
}

/// Geometric: a record that is not made this month waits one more by the same chance.
MonthStamp Recorder::record_month(std::uint64_t key, std::size_t agency) const
{
    const auto [covered, late] =
        recorded_words_.word_pair(key, static_cast<std::uint32_t>(agency));
    if (!covered_[agency].hit(covered)) {
        return never;
    }
    if (log_late_[agency] == 0.0) {
        return now_;
    }
    constexpr double longest = 240.0;
    const double months = std::floor(exact::log(uniform_unit(late)) / log_late_[agency]);
    return static_cast<MonthStamp>(now_ + static_cast<int>(std::min(longest, months)));
}

/// Whatever an agency should know since this month, it is settled now whether and when it does.
void Recorder::ask(const ViewSpans& views, std::size_t row, const Registrant& who,
                   RegisterFlows& flows) const
{
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const AgencySet one = bit(static_cast<Agency>(agency));
        MonthStamp& due = views.due[agency][row];
        if ((who.eligible & one) == 0 || due != not_asked) {
            continue;
        }
        due = record_month(who.key, agency);
        ++flows.events[agency];
        if (due == never) {
            ++flows.missed[agency];
            continue;
        }
        flows.waited[agency] += due - now_;
        if (twice_[agency].hit(twice_words_.word(who.key, static_cast<std::uint32_t>(agency)))) {
            views.twice[row] |= one;
        }
    }
}

AgencySet Recorder::linked_of(std::uint64_t key, AgencySet recorded) const
{
    AgencySet linked = recorded & all_linked_;
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const AgencySet one = bit(static_cast<Agency>(agency));
        const bool is_open = (recorded & some_linked_ & one) != 0;
        if (is_open && linkage_[agency].hit(
                           linked_words_.word(key, static_cast<std::uint32_t>(agency)))) {
            linked |= one;
        }
    }
    return linked;
}

void Recorder::show(const ViewSpans& views, std::size_t row, const Registrant& who,
                    bool is_recorded, RegisterFlows& flows) const
{
    // Links are settled for good: they change with records and with the levers alone.
    const AgencySet linked = is_recorded || linkage_is_new_
                                 ? linked_of(who.key, views.recorded[row])
                                 : views.linked[row];
    if (notes_) {
        note_shown(views, row, who, {linked, flows});
    }
    views.region[row] = who.region;
    if (views.followed[row] == who.followed && views.linked[row] == linked) {
        return;
    }
    views.followed[row] = who.followed;
    views.linked[row] = linked;
    const DomainSet shown = told_by(linked, who.followed);
    const DomainSet anew = shown & ~views.seen[row];
    views.seen[row] |= shown;
    if (anew == 0 || views.since[row] == 0) {
        return;
    }
    for (std::size_t domain = 0; domain < num_domains; ++domain) {
        if ((anew & bit(static_cast<Domain>(domain))) != 0) {
            ++flows.seen[domain];
            flows.months[domain] += now_ - views.since[row];
        }
    }
}

void Recorder::pass_month(const ViewSpans& views, std::size_t row, const Registrant& who,
                          RegisterFlows& flows) const
{
    const bool is_recorded = views.eligible[row] != who.eligible || views.next[row] <= now_;
    if (is_recorded) {
        record(views, row, who, flows);
    }
    show(views, row, who, is_recorded, flows);
}

void Recorder::record(const ViewSpans& views, std::size_t row, const Registrant& who,
                      RegisterFlows& flows) const
{
    const AgencySet known = notes_ ? asked_before(views, row) : AgencySet{0};
    ask(views, row, who, flows);
    if (notes_) {
        note_asked(views, row, who, {known, flows});
    }
    AgencySet recorded = 0;
    MonthStamp next = never;
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const AgencySet one = bit(static_cast<Agency>(agency));
        const MonthStamp due = views.due[agency][row];
        const bool is_due = (who.eligible & one) != 0 && due != not_asked;
        const bool has = is_due && due <= now_;
        const bool had = (views.recorded[row] & one) != 0;
        const int records = (views.twice[row] & one) != 0 ? 2 : 1;
        next = is_due && !has ? std::min(next, due) : next;
        recorded |= has ? one : AgencySet{0};
        flows.made[agency] += has && !had ? records : 0;
        flows.closed[agency] += had && !has ? records : 0;
        if (!notes_) {
            continue;
        }
        if (has && !had) {
            flows.lines.push_back(
                line(who.key, RegisterNote::recorded).agency(agency).numbers(records).line());
        }
        if ((views.eligible[row] & ~who.eligible & one) != 0) {
            flows.lines.push_back(line(who.key, RegisterNote::ended)
                                      .agency(agency)
                                      .numbers(had ? records : 0)
                                      .line());
        }
    }
    views.eligible[row] = who.eligible;
    views.next[row] = next;
    views.recorded[row] = recorded;
}

AgencySet Recorder::asked_before(const ViewSpans& views, std::size_t row) const
{
    AgencySet known = 0;
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        known |=
            views.due[agency][row] != not_asked ? bit(static_cast<Agency>(agency)) : AgencySet{0};
    }
    return known;
}

/// Agencies that should know him from now on; of those known already it is settled since when.
void Recorder::note_asked(const ViewSpans& views, std::size_t row, const Registrant& who,
                          std::pair<AgencySet, RegisterFlows&> known) const
{
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const AgencySet one = bit(static_cast<Agency>(agency));
        if ((who.eligible & ~views.eligible[row] & one) == 0) {
            continue;
        }
        const MonthStamp due = views.due[agency][row];
        const int numbers = (views.twice[row] & one) != 0 ? 2 : 1;
        const auto note = (known.first & one) != 0 ? RegisterNote::again : RegisterNote::asked;
        known.second.lines.push_back(line(who.key, note)
                                         .agency(agency)
                                         .recorded(due)
                                         .numbers(due == never ? 0 : numbers)
                                         .line());
    }
}

/// What of a person the view did not have so.
void Recorder::note_shown(const ViewSpans& views, std::size_t row, const Registrant& who,
                          std::pair<AgencySet, RegisterFlows&> linked) const
{
    auto& lines = linked.second.lines;
    const bool is_new = views.followed[row] == Followed::nobody;
    if (is_new || views.followed[row] != who.followed || views.region[row] != who.region) {
        const auto note = is_new ? RegisterNote::followed : RegisterNote::changed;
        lines.push_back(line(who.key, note).as(who.followed, who.region).line());
    }
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const AgencySet one = bit(static_cast<Agency>(agency));
        if (((views.linked[row] ^ linked.first) & one) != 0) {
            const auto note =
                (linked.first & one) != 0 ? RegisterNote::linked : RegisterNote::unlinked;
            lines.push_back(line(who.key, note).agency(agency).line());
        }
    }
}

void Recorder::begin(const ViewSpans& views, std::size_t row, const Beginning& what,
                     RegisterFlows& flows) const
{
    const auto& [who, event] = what;
    RegisterFlows uncounted;
    ask(views, row, who, uncounted);
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        MonthStamp& due = views.due[agency][row];
        if (due != not_asked && due != never) {
            due = std::max<MonthStamp>(now_, static_cast<MonthStamp>(due - now_ + event));
        }
    }
    record(views, row, who, uncounted);
    show(views, row, who, true, uncounted);
    for (JournalLine& line : uncounted.lines) {
        --line.month;  // it is so before the first month
    }
    flows += RegisterFlows{.lines = std::move(uncounted.lines)};
}

void Recorder::close(const ViewSpans& views, std::size_t row, std::uint64_t key,
                     RegisterFlows& flows) const
{
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const AgencySet one = bit(static_cast<Agency>(agency));
        const int records = (views.recorded[row] & one) == 0 ? 0
                            : (views.twice[row] & one) != 0  ? 2
                                                             : 1;
        flows.closed[agency] += records;
        views.due[agency][row] = not_asked;
        if (notes_ && (views.eligible[row] & one) != 0) {
            flows.lines.push_back(
                line(key, RegisterNote::ended).agency(agency).numbers(records).line());
        }
    }
    if (notes_ && views.followed[row] != Followed::nobody) {
        flows.lines.push_back(
            line(key, RegisterNote::left).as(views.followed[row], views.region[row]).line());
    }
    views.followed[row] = Followed::nobody;
    views.since[row] = 0;
    views.eligible[row] = 0;
    views.next[row] = never;
    views.recorded[row] = 0;
    views.twice[row] = 0;
    views.linked[row] = 0;
    views.seen[row] = 0;
}

}  // namespace qonys::models::kz_migration
