#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/followed_run.hpp"
#include "support/record_table.hpp"
#include "support/watched_run.hpp"

/// Runs in which the records of tables are looked at month by month, as they are told.
namespace qonys::testing {

/// A run of one rank whose every month is looked at.
class RecordWatch {
public:
    RecordWatch(const Plan& plan, const std::vector<std::string>& tables) : run_(plan)
    {
        run_->populate();
        run_->begin();
        first_ = run_->next_month();
        for (const std::string& name : tables) {
            tables_.emplace(name, RecordTable(run_->world(), name));
        }
        look();
        while (run_->next_month() <= plan.scenario.end) {
            run_->advance();
            look();
        }
        listen(follow(plan, holders()));
    }
    [[nodiscard]] const RecordTable& operator[](const std::string& name) const
    {
        return tables_.at(name);
    }
    [[nodiscard]] Month month(std::size_t place) const
    {
        return first_ + (static_cast<int>(place) - 1);
    }
    [[nodiscard]] std::size_t num_months() const { return tables_.begin()->second.months().size(); }
    [[nodiscard]] const Series& series(const std::string& name)
    {
        const auto& all = run_->recorder().series();
        return *std::find_if(all.begin(), all.end(),
                             [&](const Series& one) { return one.spec.name == name; });
    }
    /// What was told of people whom a record is about; by month.
    [[nodiscard]] bool is_told(Month month, std::uint64_t key, const std::string& what) const
    {
        const auto events = told_.find({month.index(), key});
        return events != told_.end() && std::find(events->second.begin(), events->second.end(),
                                                  what) != events->second.end();
    }
    [[nodiscard]] std::size_t times_told(const std::string& what) const
    {
        std::size_t times = 0;
        for (const auto& [when, events] : told_) {
            times += static_cast<std::size_t>(std::count(events.begin(), events.end(), what));
        }
        return times;
    }
    /// A life, line by line: what the record was at first, what changed and when, and its end.
    [[nodiscard]] std::vector<std::string> life(const std::string& table, std::uint64_t key) const
    {
        const RecordTable& records = (*this)[table];
        std::vector<std::string> lines;
        const RecordTable::Values* was = nullptr;
        for (std::size_t place = 0; place < num_months(); ++place) {
            const auto found = records.months()[place].find(key);
            const std::string at = month(place).text() + " " + table + ":" + key_text(key);
            if (found == records.months()[place].end()) {
                if (was != nullptr) {
                    lines.push_back(at + " has ended:" + said(month(place), key));
                }
                was = nullptr;
                continue;
            }
            const std::string changed = records.text(found->second, was);
            if (!changed.empty()) {
                lines.push_back(at + (was == nullptr ? " is there:" : ":") + changed);
            }
            was = &found->second;
        }
        return lines;
    }

private:
    [[nodiscard]] std::string said(Month month, std::uint64_t key) const
    {
        const auto events = told_.find({month.index(), key});
        std::string all;
        for (const std::string& one :
             events == told_.end() ? std::vector<std::string>() : events->second) {
            all += " " + one;
        }
        return all;
    }
    void look()
    {
        for (auto& [name, table] : tables_) {
            table.look(run_->world());
        }
    }
    /// Whoever ever has a record, to be followed in the same run again.
    [[nodiscard]] FollowRequest holders() const
    {
        FollowRequest all;
        for (const auto& [name, table] : tables_) {
            const bool is_plural = name.ends_with('s');
            const std::string kind = table.is_side() ? "person"
                                     : is_plural     ? name.substr(0, name.size() - 1)
                                                     : name;
            std::set<std::uint64_t> keys;
            for (const RecordTable::Month& month : table.months()) {
                for (const auto& [key, record] : month) {
                    keys.insert(key);
                }
            }
            for (const std::uint64_t key : keys) {
                all.keys.push_back({kind, key, true});
            }
        }
        return all;
    }
    void listen(const Lives& lives)
    {
        for (const LifeEvent& one : lives.events) {
            const bool is_said = one.outcome >= Outcome::yes;
            if (is_said && one.outcome != Outcome::no && one.outcome != Outcome::not_chosen) {
                told_[{one.month.index(), one.subject.key}].push_back(one.what);
            }
        }
    }

    Watched run_;
    Month first_;
    std::map<std::string, RecordTable> tables_;
    std::map<std::pair<int, std::uint64_t>, std::vector<std::string>> told_;
};

}  // namespace qonys::testing
