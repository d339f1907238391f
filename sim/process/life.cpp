#include "qonys/process/life.hpp"

#include <fmt/format.h>

#include <array>

#include "process/life_log.hpp"

namespace qonys {

std::string_view outcome_name(Outcome outcome)
{
    constexpr std::array<std::string_view, 10> names{"start", "appeared", "changed",    "yes", "no",
                                                     "chosen", "not_chosen", "won", "lost", "carried"};
    return names[static_cast<std::size_t>(outcome)];
}

std::string key_text(std::uint64_t key)
{
    return key == 0 ? std::string() : fmt::format("{:016x}", key);
}

bool Life::is_followed(Subject who) const { return log_->follows(who); }

void Life::add(Subject who, const Chance& chance) const
{
    if (!log_->follows(who)) {
        return;
    }
    LifeEvent event;
    event.subject = who;
    event.what = chance.what;
    event.to = chance.to;
    event.probability = chance.probability;
    event.drawn = chance.drawn;
    event.out_of = chance.out_of;
    event.outcome = chance.happened ? Outcome::yes : Outcome::no;
    log_->add(std::move(event));
}

void Life::add(Subject who, const Race& race) const
{
    if (!log_->follows(who)) {
        return;
    }
    double sum = 0.0;
    for (const double inverse : race.inverse_weights) {
        sum += 1.0 / inverse;
    }
    for (std::size_t i = 0; i < race.inverse_weights.size(); ++i) {
        const double weight = 1.0 / race.inverse_weights[i];
        if (!(weight > 0.0)) {
            continue;  // could not be chosen
        }
        LifeEvent event;
        event.subject = who;
        event.what = race.what;
        event.to = i < race.codes.size() ? race.codes[i] : fmt::format("{}", i);
        event.probability = weight / sum;
        event.outcome = i == race.chosen ? Outcome::chosen : Outcome::not_chosen;
        log_->add(std::move(event));
    }
}

void Life::add(Subject who, std::string_view what, Outcome outcome, std::string of) const
{
    if (!log_->follows(who)) {
        return;
    }
    LifeEvent event;
    event.subject = who;
    event.what = what;
    event.to = std::move(of);
    event.outcome = outcome;
    log_->add(std::move(event));
}

}  // namespace qonys
