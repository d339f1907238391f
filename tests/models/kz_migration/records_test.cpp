#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <map>
#include <string>

#include "support/kz_run.hpp"
#include "support/record_table.hpp"
#include "support/watched_run.hpp"

// What is published is the sum over the records of side tables and of tables of foreigners, and
// each of these is about somebody who exists.
namespace qonys::testing {
namespace {

using Values = RecordTable::Values;

const std::array<std::string, 5> views{"register_views", "register_workers", "register_students",
                                       "register_specialists", "register_irregular"};
constexpr std::size_t num_agencies = 6;
const Month last_month(2025, 12);

/// A small country after a year, and its records.
class Country {
public:
    Country()
        : plan_(kz_plan({.scale = 0.01,
                         .end = last_month.text(),
                         .more = set_lever("students.post_study_months", 12) +
                                 set_lever("registers.linkage", 0.5, "2025-06") +
                                 set_lever("abroad.platform", 0.5)})),
          run_(plan_)
    {
        run_->populate();
        run_->begin();
        run_.advance_until(last_month);
    }
    [[nodiscard]] const World& world() { return run_->world(); }
    [[nodiscard]] const Series& series(const std::string& name)
    {
        const auto& all = run_->recorder().series();
        return *std::find_if(all.begin(), all.end(),
                             [&](const Series& one) { return one.spec.name == name; });
    }
    [[nodiscard]] const RecordTable& operator[](const std::string& name)
    {
        const auto [table, is_new] = tables_.try_emplace(name, world(), name);
        if (is_new) {
            table->second.look(world());
        }
        return table->second;
    }

private:
    Plan plan_;
    Watched run_;
    std::map<std::string, RecordTable> tables_;
};

Country& country()
{
    static Country one;
    return one;
}

/// Sums over the records of the last month, cell by cell: `add(record, cells)`.
template <class Add>
std::vector<std::int64_t> summed(const std::string& table, const std::string& series, Add add)
{
    std::vector<std::int64_t> cells(country().series(series).num_cells(), 0);
    for (const auto& [key, record] : country()[table].months().back()) {
        add(record, cells);
    }
    return cells;
}

void expect_last(const std::string& series, const std::vector<std::int64_t>& summed)
{
    const auto published = last(country().series(series));
    EXPECT_TRUE(std::equal(published.begin(), published.end(), summed.begin(), summed.end()))
        << series << ": " << sum(published) << " published, " << sum(summed) << " in records";
    EXPECT_GT(sum(summed), 0) << series;
}

/// Counts of records by two of their columns.
void expect_counts(const std::string& table, const std::string& series,
                   const std::array<const char*, 2>& by)
{
    const RecordTable& records = country()[table];
    const std::size_t width = country().series(series).spec.axes.back().size();
    expect_last(series, summed(table, series, [&](const Values& one, auto& cells) {
                    ++cells[static_cast<std::size_t>(records.number(one, by[0])) * width +
                            static_cast<std::size_t>(records.number(one, by[1]))];
                }));
}

void expect_sums_of_loans_and_foreigners()
{
    expect_counts("loans", "loans_running", {"programme", "region"});
    const RecordTable& loans = country()["loans"];
    expect_last("loans_outstanding",
                summed("loans", "loans_outstanding", [&](const Values& one, auto& cells) {
                    cells[static_cast<std::size_t>(loans.number(one, "programme")) * num_regions +
                          static_cast<std::size_t>(loans.number(one, "region"))] +=
                        loans.number(one, "outstanding");
                }));
    expect_counts("foreign_students", "foreign_students_by_status", {"status", "origin"});
    const RecordTable& students = country()["foreign_students"];
    const std::size_t fields = country().series("foreign_students").spec.axes[1].size();
    expect_last("foreign_students",
                summed("foreign_students", "foreign_students", [&](const Values& one, auto& cells) {
                    cells[static_cast<std::size_t>(students.number(one, "region")) * fields +
                          static_cast<std::size_t>(students.number(one, "field"))] +=
                        students.number(one, "status") == 0 ? 1 : 0;
                }));
    expect_counts("irregular_people", "irregular_people", {"kind", "region"});
    expect_counts("irregular_people", "irregular_people_by_work", {"work", "region"});
    const RecordTable& bans = country()["entry_bans"];
    const MonthStamp now = stamp(last_month);
    expect_last("entry_bans",
                summed("entry_bans", "entry_bans", [&](const Values& one, auto& cells) {
                    cells[static_cast<std::size_t>(bans.number(one, "region"))] +=
                        bans.number(one, "until") > now ? 1 : 0;
                }));
}

void expect_sums_of_citizens_abroad()
{
    const RecordTable& abroad = country()["abroad"];
    const auto cell = [&](const Values& one) {
        return static_cast<std::size_t>(2 * (abroad.number(one, "country") - 1) +
                                        abroad.number(one, "status"));
    };
    expect_last("citizens_abroad",
                summed("abroad", "citizens_abroad",
                       [&](const Values& one, auto& cells) { ++cells[cell(one)]; }));
    expect_last("abroad_registered",
                summed("abroad", "abroad_registered", [&](const Values& one, auto& cells) {
                    cells[cell(one)] += abroad.number(one, "registered") != 0 ? 1 : 0;
                }));
    const std::size_t countries = country().series("citizens_abroad_by_region").spec.axes[1].size();
    expect_last("citizens_abroad_by_region",
                summed("abroad", "citizens_abroad_by_region", [&](const Values& one, auto& cells) {
                    ++cells[static_cast<std::size_t>(abroad.number(one, "region")) * countries +
                            static_cast<std::size_t>(abroad.number(one, "country") - 1)];
                }));
}

void expect_sums_of_registers()
{
    std::vector<std::int64_t> records(num_agencies, 0);
    std::vector<std::int64_t> linked(3, 0);
    std::vector<std::int64_t> followed(country().series("register_followed").num_cells(), 0);
    for (const std::string& name : views) {
        const RecordTable& table = country()[name];
        for (const auto& [key, one] : table.months().back()) {
            const auto has = static_cast<unsigned>(table.number(one, "recorded"));
            const auto twice = has & static_cast<unsigned>(table.number(one, "twice"));
            for (std::size_t agency = 0; agency < num_agencies; ++agency) {
                records[agency] += (has >> agency & 1U) + (twice >> agency & 1U);
            }
            const auto shown = static_cast<unsigned>(table.number(one, "linked"));
            ++linked[static_cast<std::size_t>(std::min(2, std::popcount(shown)))];
            ++followed[static_cast<std::size_t>(table.number(one, "followed")) * num_regions +
                       static_cast<std::size_t>(table.number(one, "region"))];
        }
    }
    expect_last("register_records", records);
    expect_last("contour_seen_by", linked);
    expect_last("register_followed", followed);
}

TEST(Records, AddUpToWhatIsPublished)
{
    expect_sums_of_loans_and_foreigners();
    expect_sums_of_citizens_abroad();
    expect_sums_of_registers();
}

/// Foreigners of the tables are each in one of them, and no residents; everybody of a side table is
/// a resident, and where he is abroad both say so.
TEST(Records, AreOfPeopleWhoExist)
{
    const World& world = country().world();
    const auto stay = world.schema().people->find<std::uint8_t>("stay");
    std::map<std::uint64_t, std::int64_t> people;
    for_everybody(world, [&](const Shard& shard, std::size_t row) {
        people.emplace(shard.people()[world.schema().person.key][row].value(),
                       shard.people()[stay][row]);
    });
    const RecordTable& abroad = country()["abroad"];
    for (const auto& [key, one] : abroad.months().back()) {
        const auto who = people.find(key);
        ASSERT_NE(who, people.end());
        EXPECT_EQ(who->second, abroad.number(one, "country"));
    }
    for (const char* name : {"loans", "register_views"}) {
        for (const auto& [key, one] : country()[name].months().back()) {
            EXPECT_TRUE(people.contains(key)) << name << ":" << key_text(key);
        }
    }
    const auto& students = country()["foreign_students"].months().back();
    const auto& irregular = country()["irregular_people"].months().back();
    for (const auto* table : {&students, &irregular}) {
        for (const auto& [key, one] : *table) {
            EXPECT_FALSE(people.contains(key)) << key_text(key);
        }
    }
    const std::array<std::array<const char*, 2>, 2> seen{
        {{"register_students", "foreign_students"}, {"register_irregular", "irregular_people"}}};
    for (const auto& [view, table] : seen) {
        const auto& viewed = country()[view].months().back();
        const auto& there = country()[table].months().back();
        EXPECT_TRUE(std::equal(viewed.begin(), viewed.end(), there.begin(), there.end(),
                               [](const auto& a, const auto& b) { return a.first == b.first; }))
            << view;
    }
}

}  // namespace
}  // namespace qonys::testing
