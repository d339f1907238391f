#include "process/followed_records.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace qonys {
namespace {

constexpr const char* open = "open";
constexpr const char* ended = "ended";

std::optional<FollowedRecords::Values> values_of(const FollowedRecords::Look& look,
                                                 std::uint64_t person)
{
    const auto keys = look.table.keys(look.rows);
    const auto found = std::lower_bound(keys.begin(), keys.end(), person);
    if (found == keys.end() || *found != person) {
        return std::nullopt;
    }
    const auto row = static_cast<std::size_t>(found - keys.begin());
    FollowedRecords::Values values;
    for (std::size_t column = 0; column < look.table.size(); ++column) {
        values.push_back(look.table.value(look.rows, row, column, look.around));
    }
    return values;
}

void tell(const FollowedRecords::Look& look, std::uint64_t person, LifeEvent event)
{
    event.subject = Subject(look.table.kind(), person);
    look.log.add(std::move(event));
}

void tell_all(const FollowedRecords::Look& look, std::uint64_t person,
              const FollowedRecords::Values& values, Outcome outcome)
{
    LifeEvent there;
    there.what = look.table.of();
    there.to = open;
    there.outcome = outcome;
    tell(look, person, std::move(there));
    for (std::size_t column = 0; column < values.size(); ++column) {
        LifeEvent event;
        event.what = look.table.of() + "." + look.table.name(column);
        event.to = look.table.text(column, values[column]);
        event.outcome = outcome;
        tell(look, person, std::move(event));
    }
}

}  // namespace

void FollowedRecords::remember(const Look& look, std::uint64_t person)
{
    if (auto now = values_of(look, person)) {
        was_.insert_or_assign(person, std::move(*now));
    }
}

void FollowedRecords::describe(const Look& look, std::uint64_t person, Outcome outcome) const
{
    const auto known = was_.find(person);
    if (known != was_.end()) {
        tell_all(look, person, known->second, outcome);
    }
}

void FollowedRecords::compare(const Look& look, std::uint64_t person)
{
    auto now = values_of(look, person);
    const auto known = was_.find(person);
    if (!now && known != was_.end()) {
        LifeEvent event;
        event.what = look.table.of();
        event.from = open;
        event.to = ended;
        event.outcome = Outcome::changed;
        tell(look, person, std::move(event));
        was_.erase(known);
    } else if (now && known == was_.end()) {
        tell_all(look, person, *now, Outcome::appeared);
        was_.emplace(person, std::move(*now));
    } else if (now && *now != known->second) {
        for (std::size_t column = 0; column < now->size(); ++column) {
            if (known->second[column] == (*now)[column]) {
                continue;
            }
            LifeEvent event;
            event.what = look.table.of() + "." + look.table.name(column);
            event.from = look.table.text(column, known->second[column]);
            event.to = look.table.text(column, (*now)[column]);
            event.outcome = Outcome::changed;
            tell(look, person, std::move(event));
        }
        known->second = std::move(*now);
    }
}

FollowedRecords::Values FollowedRecords::take(std::uint64_t person)
{
    auto known = was_.extract(person);
    return known.empty() ? Values() : std::move(known.mapped());
}

void FollowedRecords::put(std::uint64_t person, Values values)
{
    if (!values.empty()) {
        was_.insert_or_assign(person, std::move(values));
    }
}

}  // namespace qonys
