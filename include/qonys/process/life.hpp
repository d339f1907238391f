#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/id.hpp"
#include "qonys/core/month.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/world/world.hpp"

namespace qonys {

/// Whose life: a person, a household, or a row of a replicated table (an employer) by its key.
struct Subject {
    static constexpr std::uint8_t person = 0;
    static constexpr std::uint8_t household = 1;
    static constexpr std::uint8_t first_replicated = 2;  ///< and on, in the order of declaration

    std::uint8_t kind = person;
    std::uint64_t key = 0;

    constexpr Subject() = default;
    constexpr Subject(std::uint8_t of_kind, std::uint64_t with_key) : kind(of_kind), key(with_key) {}
    constexpr Subject(PersonKey who) : Subject(person, who.value()) {}           // NOLINT: meant to
    constexpr Subject(HouseholdKey who) : Subject(household, who.value()) {}     // NOLINT: meant to
    constexpr Subject(ReplicatedId table, std::uint64_t with_key)
        : Subject(static_cast<std::uint8_t>(first_replicated + table.value()), with_key)
    {
    }
    constexpr auto operator<=>(const Subject&) const = default;
};

/// How a line of a life ended.
enum class Outcome : std::uint8_t {
    start,       ///< state when following began
    appeared,    ///< state of somebody new: born, arrived, founded
    changed,     ///< from one value to another
    yes, no,     ///< of a chance
    chosen, not_chosen,        ///< of alternatives
    won, lost, carried  ///< of something scarce: got, not got, waits for the next time
};
[[nodiscard]] std::string_view outcome_name(Outcome outcome);
/// A key as lives have it: "00f31c..." with all its sixteen digits; empty for 0.
[[nodiscard]] std::string key_text(std::uint64_t key);

/// A chance as it was drawn. Nothing happens when `drawn` is at or above `probability`.
struct Chance {
    std::string_view what;     ///< name of the draw
    double probability = 0.0;  ///< of this month
    double drawn = 0.0;        ///< uniform from 0 to `out_of`
    /// Below 1 where an earlier draw had chosen this month, with this probability: given that it did,
    /// the event has the chance probability / out_of.
    double out_of = 1.0;
    bool happened = false;
    std::string to = {};       ///< what it would lead to; may be empty
};

/// One line of a life.
struct LifeEvent {
    Month month;
    std::uint16_t process = 0;   ///< position in Follower::processes()
    std::uint8_t phase = 0;
    Outcome outcome = Outcome::start;
    Subject subject;
    std::uint64_t order = 0;     ///< among the lines of the same subject, process and phase
    std::string what;            ///< column or draw
    std::string from;
    std::string to;
    double probability = std::numeric_limits<double>::quiet_NaN();  ///< NaN: none
    double drawn = std::numeric_limits<double>::quiet_NaN();
    double out_of = std::numeric_limits<double>::quiet_NaN();
};

class LifeLog;

/// By which a process says what chance it drew against. Says nothing, and costs a comparison, while
/// nobody is followed. What concerns a row of a replicated table must be said alike on every rank.
class Life {
public:
    constexpr Life() = default;
    explicit Life(LifeLog* log) : log_(log) {}

    /// Whether anybody is followed: ask before a loop.
    [[nodiscard]] explicit operator bool() const { return log_ != nullptr; }
    /// Whether this one is: ask before working out what only a life wants to know.
    [[nodiscard]] bool follows(Subject who) const { return log_ != nullptr && is_followed(who); }

    void chance(Subject who, const Chance& chance) const
    {
        if (log_ != nullptr) {
            add(who, chance);
        }
    }
    /// A monthly chance against a word.
    void chance(Subject who, std::string_view what, Threshold threshold, std::uint64_t word) const
    {
        if (log_ != nullptr) {
            add(who, {what, threshold.probability(), unit(word), 1.0, threshold.hit(word)});
        }
    }
    /// A race (qonys::choose): `codes` names the alternatives, or their numbers do where it is empty.
    struct Race {
        std::string_view what;
        std::span<const double> inverse_weights;
        std::size_t chosen = 0;
        std::span<const std::string> codes = {};
    };
    void choice(Subject who, const Race& race) const
    {
        if (log_ != nullptr) {
            add(who, race);
        }
    }
    /// What became of a request for something scarce, `of` which part.
    void claim(Subject who, std::string_view what, Outcome outcome, std::string of = {}) const
    {
        if (log_ != nullptr) {
            add(who, what, outcome, std::move(of));
        }
    }
    /// A word as the number from 0 to 1 that it stands for.
    [[nodiscard]] static double unit(std::uint64_t word)
    {
        return static_cast<double>(word) * 0x1p-64;
    }

private:
    [[nodiscard]] bool is_followed(Subject who) const;
    void add(Subject who, const Chance& chance) const;
    void add(Subject who, const Race& race) const;
    void add(Subject who, std::string_view what, Outcome outcome, std::string of) const;

    LifeLog* log_ = nullptr;
};

}  // namespace qonys
