#include "process/followed_rows.hpp"

#include <algorithm>

namespace qonys {
namespace {

LifeEvent line(Subject who, const std::string& what, Outcome outcome)
{
    LifeEvent event;
    event.subject = who;
    event.what = what;
    event.outcome = outcome;
    return event;
}

std::string names(const std::vector<std::uint64_t>& keys)
{
    std::string text;
    for (const std::uint64_t key : keys) {
        text += (text.empty() ? "" : " ") + key_text(key);
    }
    return text;
}

}  // namespace

void FollowedRows::add(const Look& look, std::size_t row)
{
    keys_.push_back(look.table.keys(look.rows)[row]);
    rows_.push_back(static_cast<std::uint32_t>(row));
    for (std::size_t column = 0; column < look.table.size(); ++column) {
        was_.push_back(look.table.value(look.rows, row, column, look.around));
    }
    members_.emplace_back();
}

void FollowedRows::describe(const Look& look, std::size_t one, Outcome outcome) const
{
    const Subject who(look.table.kind(), keys_[one]);
    for (std::size_t column = 0; column < look.table.size(); ++column) {
        LifeEvent event = line(who, look.table.name(column), outcome);
        event.to = look.table.text(column, was_[one * look.table.size() + column]);
        look.log.add(std::move(event));
    }
    if (!members_[one].empty()) {
        LifeEvent event = line(who, "members", outcome);
        event.to = names(members_[one]);
        look.log.add(std::move(event));
    }
}

void FollowedRows::describe_all(const Look& look) const
{
    for (std::size_t one = 0; one < keys_.size(); ++one) {
        describe(look, one, Outcome::start);
    }
}

void FollowedRows::tell(const Look& look, std::size_t one, std::size_t column, std::uint64_t before,
                        std::uint64_t after) const
{
    LifeEvent event =
        line({look.table.kind(), keys_[one]}, look.table.name(column), Outcome::changed);
    event.from = look.table.text(column, before);
    event.to = look.table.text(column, after);
    look.log.add(std::move(event));
}

void FollowedRows::compare_last(const Look& look, std::span<const std::uint64_t> was) const
{
    const std::uint64_t* is = was_.data() + was_.size() - look.table.size();
    for (std::size_t column = 0; column < look.table.size(); ++column) {
        if (was[column] != is[column]) {
            tell(look, keys_.size() - 1, column, was[column], is[column]);
        }
    }
}

void FollowedRows::compare(const Look& look, std::span<const std::uint16_t> columns)
{
    const std::size_t width = look.table.size();
    for (const std::uint16_t column : columns) {
        for (std::size_t one = 0; one < keys_.size(); ++one) {
            const std::uint64_t is = look.table.value(look.rows, rows_[one], column, look.around);
            std::uint64_t& was = was_[one * width + column];
            if (is != was) {
                tell(look, one, column, was, is);
                was = is;
            }
        }
    }
}

void FollowedRows::compare_members(const Look& look, const Column<PersonId>& first,
                                   const Column<PersonId>& next, bool tell)
{
    const Rows& people = *look.around.people;
    const auto keys = people[Column<std::uint64_t>(0)];
    const auto next_member = people[next];
    const auto first_member = look.rows[first];
    std::vector<std::uint64_t> members;
    for (std::size_t one = 0; one < keys_.size(); ++one) {
        members.clear();
        for (PersonId member = first_member[rows_[one]]; member.valid();
             member = next_member[member.value()]) {
            members.push_back(keys[member.value()]);
        }
        if (members == members_[one]) {
            continue;
        }
        if (tell) {
            LifeEvent event =
                line({look.table.kind(), keys_[one]}, "members", Outcome::changed);
            event.from = names(members_[one]);
            event.to = names(members);
            look.log.add(std::move(event));
        }
        members_[one] = members;
    }
}

void FollowedRows::keep(const std::vector<std::uint8_t>& stays, std::size_t width)
{
    std::size_t to = 0;
    for (std::size_t one = 0; one < stays.size(); ++one) {
        if (stays[one] == 0) {
            continue;
        }
        keys_[to] = keys_[one];
        rows_[to] = rows_[one];
        if (to != one) {
            members_[to] = std::move(members_[one]);
            std::copy_n(was_.begin() + static_cast<std::ptrdiff_t>(one * width), width,
                        was_.begin() + static_cast<std::ptrdiff_t>(to * width));
        }
        ++to;
    }
    keys_.resize(to);
    rows_.resize(to);
    members_.resize(to);
    was_.resize(to * width);
}

void FollowedRows::find_again(const Look& look)
{
    const auto keys = look.table.keys(look.rows);
    seen_ = keys.size();
    std::vector<std::uint8_t> stays;
    for (std::size_t one = 0; one < keys_.size(); ++one) {
        if (rows_[one] < keys.size() && keys[rows_[one]] == keys_[one]) {
            continue;
        }
        const auto found = std::lower_bound(keys.begin(), keys.end(), keys_[one]);
        if (found != keys.end() && *found == keys_[one]) {
            rows_[one] = static_cast<std::uint32_t>(found - keys.begin());
        } else {
            stays.resize(keys_.size(), 1);
            stays[one] = 0;
        }
    }
    if (!stays.empty()) {
        keep(stays, look.table.size());
    }
}

}  // namespace qonys
