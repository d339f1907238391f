#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <iostream>
#include <set>
#include <string>

#include "business/loan_records.hpp"
#include "support/kz_run.hpp"
#include "support/record_watch.hpp"

// The records of side tables and of tables of foreigners, one by one: that they are about people
// who exist, that what becomes of each makes sense, and that what is published is their sum.
namespace qonys::testing {
namespace {

namespace kz = models::kz_migration;
using Values = RecordTable::Values;

const std::array<std::string, 5> views{"register_views", "register_workers", "register_students",
                                       "register_specialists", "register_irregular"};
constexpr std::size_t num_agencies = 6;

/// A year and a half of a small country in which many students stay on to work, or without a right
/// to.
RecordWatch& country()
{
    static const Plan plan = kz_plan({.scale = 0.01,
                                      .end = "2026-07",
                                      .more = set_lever("students.post_study_months", 12) +
                                              set_lever("registers.linkage", 0.5, "2025-06") +
                                              set_lever("abroad.platform", 0.5) +
                                              "\n[irregular.overstay]\nstudent = 0.3\n"});
    static RecordWatch run(plan, {"loans", "abroad", "foreign_students", "irregular_people",
                                  "register_views", "register_workers", "register_students",
                                  "register_specialists", "register_irregular"});
    return run;
}

/// Of one record, month by month: `first(month, record)` when it comes, `next(month, was, is)`, and
/// `ended(month, was)` for the first month in which it is no more.
template <class First, class Next, class Ended>
void for_each_month(const RecordTable& table, First first, Next next, Ended ended)
{
    for (std::size_t month = 1; month < table.months().size(); ++month) {
        const RecordTable::Month& before = table.months()[month - 1];
        const RecordTable::Month& after = table.months()[month];
        for (const auto& [key, was] : before) {
            const auto is = after.find(key);
            if (is == after.end()) {
                ended(month, key, was);
            } else {
                next(month, key, was, is->second);
            }
        }
        for (const auto& [key, is] : after) {
            if (!before.contains(key)) {
                first(month, key, is);
            }
        }
    }
}

/// Money of all loans of a month, from records alone.
struct LoanMonth {
    std::int64_t lent = 0;
    std::int64_t repaid = 0;
    std::int64_t called_in = 0;
    bool operator==(const LoanMonth&) const = default;
};

/// The loans of the country, followed from their records.
class LoanLives {
public:
    LoanLives() : loans(country()["loans"]), months(country().num_months())
    {
        for_each_month(
            loans,
            [&](std::size_t month, std::uint64_t key, const Values& is) { take(month, key, is); },
            [&](std::size_t month, std::uint64_t key, const Values& was, const Values& is) {
                go_on(month, key, was, is);
            },
            [&](std::size_t month, std::uint64_t key, const Values& was) { end(month, key, was); });
    }
    const RecordTable& loans;
    std::vector<LoanMonth> months;
    std::size_t repaid = 0;
    std::size_t called_in = 0;
    std::size_t missed = 0;

private:
    [[nodiscard]] std::int64_t due(const Values& was) const
    {
        const std::int64_t left = loans.number(was, "outstanding");
        const auto rate = static_cast<std::uint16_t>(loans.number(was, "rate"));
        return std::min(left, loans.number(was, "instalment") - kz::monthly_interest(left, rate));
    }
    void take(std::size_t month, std::uint64_t key, const Values& is)
    {
        EXPECT_EQ(loans.number(is, "taken"), stamp(country().month(month)));
        EXPECT_EQ(loans.number(is, "outstanding"), loans.number(is, "principal"));
        EXPECT_TRUE(country().is_told(country().month(month), key, "loan"));
        months[month].lent += loans.number(is, "principal");
    }
    void go_on(std::size_t month, std::uint64_t key, const Values& was, const Values& is)
    {
        if (loans.number(was, "taken") != loans.number(is, "taken")) {
            end(month, key, was);  // and a new one in the same month
            take(month, key, is);
            return;
        }
        const std::int64_t paid =
            loans.number(was, "outstanding") - loans.number(is, "outstanding");
        const std::int64_t arrears = loans.number(is, "arrears");
        const bool has_missed = country().is_told(country().month(month), key, "instalment");
        EXPECT_EQ(arrears, has_missed ? loans.number(was, "arrears") + 1 : 0);
        EXPECT_EQ(paid, has_missed ? 0 : due(was)) << key_text(key) << " in " << month;
        EXPECT_GT(loans.number(is, "outstanding"), 0);
        months[month].repaid += paid;
        missed += has_missed ? 1 : 0;
        const MonthStamp taken = static_cast<MonthStamp>(loans.number(was, "taken"));
        const Month served = std::max(country().month(1), month_of(taken) + 1);
        EXPECT_TRUE(!has_missed || country().is_told(served, key, "fails_without_work"));
    }
    void end(std::size_t month, std::uint64_t key, const Values& was)
    {
        const Month now = country().month(month);
        const bool is_repaid = country().is_told(now, key, "loan_repaid");
        const bool is_called_in = country().is_told(now, key, "loan_called_in");
        EXPECT_NE(is_repaid, is_called_in) << key_text(key) << " in " << now.text();
        const std::int64_t left = loans.number(was, "outstanding");
        if (is_repaid) {
            EXPECT_EQ(due(was), left);
        }
        (is_repaid ? months[month].repaid : months[month].called_in) += left;
        ++(is_repaid ? repaid : called_in);
    }
};

/// Every loan is repaid, outstanding or called in, month by month and to the tenge; nobody pays
/// without one.
void expect_loans_paid_back_or_called_in()
{
    const LoanLives lives;
    const Series& money = country().series("loan_money");
    enum Entry : std::size_t { lent, repaid, recovered, written_off, num_entries = 6 };
    for (std::size_t month = 1; month < lives.months.size(); ++month) {
        std::array<std::int64_t, num_entries> booked{};
        for (std::size_t cell = 0; cell < money.num_cells(); ++cell) {
            booked[cell % num_entries] += money.at(month - 1)[cell];
        }
        EXPECT_EQ(lives.months[month], (LoanMonth{booked[lent], booked[repaid],
                                                  booked[recovered] + booked[written_off]}))
            << month;
    }
    EXPECT_EQ(country().times_told("loan_repaid"), lives.repaid);
    EXPECT_EQ(country().times_told("loan_called_in"), lives.called_in);
    EXPECT_GT(lives.repaid, 10U);
    EXPECT_GT(lives.called_in, 10U);
    EXPECT_GT(lives.missed, 10U);
}

/// What a record may not change while it lasts.
void expect_lasting(const RecordTable& table, const std::array<const Values*, 2>& record,
                    const std::vector<std::string>& columns)
{
    for (const std::string& name : columns) {
        EXPECT_EQ(table.number(*record[0], name), table.number(*record[1], name))
            << table.name() << " " << name;
    }
}

void expect_students_in_one_place()
{
    const RecordTable& students = country()["foreign_students"];
    const RecordTable& irregular = country()["irregular_people"];
    enum Status : std::int64_t { studying, seeking, working };
    std::set<std::uint64_t> ended;
    std::size_t overstayed = 0;
    for_each_month(
        students,
        [&](std::size_t month, std::uint64_t key, const Values& is) {
            EXPECT_EQ(students.number(is, "arrived"), stamp(country().month(month)));
            EXPECT_EQ(students.number(is, "status"), studying);
            EXPECT_FALSE(ended.contains(key));
        },
        [&](std::size_t month, std::uint64_t key, const Values& was, const Values& is) {
            expect_lasting(
                students, {&was, &is},
                {"region", "field", "origin", "arrived", "graduation", "birth_month", "sex"});
            const std::int64_t from = students.number(was, "status");
            const std::int64_t to = students.number(is, "status");
            EXPECT_TRUE(from == to ? students.number(was, "since") == students.number(is, "since")
                        : from == studying ? to == seeking
                                           : to != studying);
            EXPECT_TRUE(from == to ||
                        students.number(is, "since") == stamp(country().month(month)));
            EXPECT_FALSE(irregular.months()[month].contains(key));
        },
        [&](std::size_t month, std::uint64_t key, const Values& was) {
            EXPECT_TRUE(ended.insert(key).second) << "ends twice";
            const auto now = irregular.months()[month].find(key);
            if (now == irregular.months()[month].end()) {
                return;
            }
            ++overstayed;
            EXPECT_TRUE(country().is_told(country().month(month), key, "overstays"));
            for (const char* name : {"region", "birth_month", "sex"}) {
                EXPECT_EQ(students.number(was, name), irregular.number(now->second, name));
            }
        });
    EXPECT_GT(ended.size(), 50U);
    EXPECT_GT(overstayed, 5U);
}

void expect_citizens_abroad_in_one_country()
{
    const RecordTable& abroad = country()["abroad"];
    std::size_t ended = 0;
    const auto expect_sense = [&](std::size_t month, const Values& is) {
        const MonthStamp now = stamp(country().month(month));
        EXPECT_LE(abroad.number(is, "left"), now);
        EXPECT_LE(abroad.number(is, "registered"), now);
        const bool is_regular = abroad.number(is, "status") == 0;
        EXPECT_TRUE(!is_regular || abroad.number(is, "until") >= abroad.number(is, "left"));
        EXPECT_TRUE(!is_regular || abroad.number(is, "until") >= now);
    };
    for_each_month(
        abroad,
        [&](std::size_t month, std::uint64_t /*key*/, const Values& is) {
            EXPECT_EQ(abroad.number(is, "left"), stamp(country().month(month)));
            expect_sense(month, is);
        },
        [&](std::size_t month, std::uint64_t /*key*/, const Values& was, const Values& is) {
            expect_sense(month, is);
            if (abroad.number(is, "left") == stamp(country().month(month))) {
                return;  // back, and gone again
            }
            expect_lasting(abroad, {&was, &is}, {"country", "left", "channel"});
            EXPECT_GE(abroad.number(is, "extensions"), abroad.number(was, "extensions"));
            EXPECT_TRUE(abroad.number(was, "registered") == 0 ||
                        abroad.number(was, "registered") == abroad.number(is, "registered"));
        },
        [&](std::size_t /*month*/, std::uint64_t /*key*/, const Values& /*was*/) { ++ended; });
    EXPECT_GT(ended, 100U);
}

void expect_irregular_people_to_end_once()
{
    const RecordTable& irregular = country()["irregular_people"];
    std::set<std::uint64_t> ended;
    for_each_month(
        irregular,
        [&](std::size_t month, std::uint64_t key, const Values& is) {
            EXPECT_EQ(irregular.number(is, "since"), stamp(country().month(month)));
            EXPECT_LE(irregular.number(is, "fines"), 1);
            EXPECT_FALSE(ended.contains(key));
        },
        [&](std::size_t /*month*/, std::uint64_t /*key*/, const Values& was, const Values& is) {
            expect_lasting(irregular, {&was, &is}, {"kind", "region", "origin", "since"});
            EXPECT_GE(irregular.number(is, "fines"), irregular.number(was, "fines"));
        },
        [&](std::size_t /*month*/, std::uint64_t key, const Values& /*was*/) {
            EXPECT_TRUE(ended.insert(key).second) << "ends twice";
        });
    EXPECT_GT(ended.size(), 200U);
}

/// An agency has a record of who it should, from the month in which it was due on.
void expect_record(const RecordTable& table, const Values& is, MonthStamp now)
{
    static const std::array<std::string, num_agencies> due{
        "due_labour",           "due_interior", "due_foreign_affairs",
        "due_higher_education", "due_nobd",     "due_contracts"};
    const auto recorded = static_cast<unsigned>(table.number(is, "recorded"));
    EXPECT_EQ(recorded & ~static_cast<unsigned>(table.number(is, "eligible")), 0U);
    EXPECT_EQ(static_cast<unsigned>(table.number(is, "linked")) & ~recorded, 0U);
    const std::int64_t since = table.number(is, "since");
    EXPECT_LE(since, now);
    for (std::size_t agency = 0; agency < num_agencies; ++agency) {
        const std::int64_t month = table.number(is, due[agency]);
        EXPECT_TRUE((recorded >> agency & 1U) == 0 || (month > 0 && month <= now));
        EXPECT_TRUE(month == 0 || month >= since) << "recorded before there was anything to record";
    }
}

void expect_register_records_to_begin_before_they_end()
{
    std::size_t ended = 0;
    for (const std::string& name : views) {
        const RecordTable& table = country()[name];
        for_each_month(
            table,
            [&](std::size_t month, std::uint64_t /*key*/, const Values& is) {
                expect_record(table, is, stamp(country().month(month)));
            },
            [&](std::size_t month, std::uint64_t /*key*/, const Values& was, const Values& is) {
                expect_record(table, is, stamp(country().month(month)));
                expect_lasting(table, {&was, &is}, {"since"});
                const auto seen = static_cast<unsigned>(table.number(was, "seen"));
                EXPECT_EQ(seen & ~static_cast<unsigned>(table.number(is, "seen")), 0U);
            },
            [&](std::size_t /*month*/, std::uint64_t /*key*/, const Values& /*was*/) { ++ended; });
    }
    EXPECT_GT(ended, 1000U);
}

/// Some of each kind, by chance, as they are told: in the order of months, from a beginning on,
/// with nothing after an end but another beginning.
void expect_lives_told_in_order()
{
    for (const char* name : {"loans", "abroad", "foreign_students", "irregular_people",
                             "register_views", "register_students", "register_irregular"}) {
        std::set<std::pair<std::uint64_t, std::uint64_t>> drawn;  // by lot
        for (const RecordTable::Month& month : country()[name].months()) {
            for (const auto& [key, one] : month) {
                drawn.emplace(mix64(key), key);
            }
        }
        ASSERT_GT(drawn.size(), 50U) << name;
        auto who = drawn.begin();
        for (int told = 0; told < 3; ++told, ++who) {
            const std::vector<std::string> lines = country().life(name, who->second);
            bool is_there = false;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                std::cout << lines[i] << '\n';
                const bool begins = lines[i].find(" is there:") != std::string::npos;
                EXPECT_NE(begins, is_there);
                is_there = lines[i].find(" has ended:") == std::string::npos;
                EXPECT_TRUE(i == 0 || lines[i - 1].substr(0, 7) < lines[i].substr(0, 7));
            }
        }
    }
}

/// One run for all: it takes longer than looking at it.
TEST(RecordLives, MakeSenseOneByOne)
{
    expect_loans_paid_back_or_called_in();
    expect_students_in_one_place();
    expect_citizens_abroad_in_one_country();
    expect_irregular_people_to_end_once();
    expect_register_records_to_begin_before_they_end();
    expect_lives_told_in_order();
}

}  // namespace
}  // namespace qonys::testing
