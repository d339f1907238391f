#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "qonys/process/follower.hpp"
#include "support/run_scenario.hpp"

/// Runs whose lives are recorded.
namespace qonys::testing {

struct Lives {
    std::vector<LifeEvent> events;
    std::vector<std::string> kinds;
    std::vector<std::string> processes;
    FollowRequest chosen;
    std::vector<Series> series;
    MemorySnapshot state;  ///< at the end

    [[nodiscard]] const std::string& kind(const LifeEvent& event) const
    {
        return kinds[event.subject.kind];
    }
    [[nodiscard]] const std::string& process(const LifeEvent& event) const
    {
        return processes[event.process];
    }
    [[nodiscard]] std::vector<std::string> lines() const
    {
        std::vector<std::string> lines;
        for (const LifeEvent& one : events) {
            lines.push_back(fmt::format("{} {}:{} {} {} {}>{} {} {} {} {}", one.month.text(),
                                        kind(one), key_text(one.subject.key), process(one),
                                        one.what, one.from, one.to, one.probability, one.drawn,
                                        one.out_of, outcome_name(one.outcome)));
        }
        return lines;
    }
};

/// Where a followed run starts and ends.
struct Stretch {
    Month last;
    const Lives* from = nullptr;  ///< a run that ended earlier
    Month done = {};
};

inline Lives follow(const Plan& plan, const FollowRequest& request, Crew crew, Stretch stretch)
{
    Lives lives;
    run_pretend_ranks(crew.ranks, [&](Communicator& ranks) {
        const Threads threads(crew.threads);
        Simulation simulation(plan, 0, ranks, threads);
        if (stretch.from != nullptr) {
            simulation.restore(stretch.from->state, stretch.done);
        } else {
            simulation.populate();
            simulation.begin();
        }
        simulation.follow(stretch.from != nullptr ? stretch.from->chosen : request,
                          stretch.from != nullptr);
        const auto take = [&] {
            std::vector<LifeEvent> some = simulation.take_lives();
            if (ranks.rank() == 0) {
                std::move(some.begin(), some.end(), std::back_inserter(lives.events));
            }
        };
        take();
        while (simulation.next_month() <= stretch.last) {
            simulation.advance(stretch.last - simulation.next_month() + 1);
            take();
        }
        MemorySnapshot state;
        simulation.save(&state);
        if (ranks.rank() == 0) {
            lives.kinds = simulation.follower()->kinds();
            lives.processes = simulation.follower()->processes();
            lives.chosen = simulation.follower()->chosen();
            lives.series = simulation.recorder().series();
            lives.state = std::move(state);
        }
    });
    return lives;
}

inline Lives follow(const Plan& plan, const FollowRequest& request, Crew crew = {})
{
    return follow(plan, request, crew, {plan.scenario.end});
}

inline FollowRequest everybody() { return {.everybody = true, .sample = 0, .keys = {}}; }

}  // namespace qonys::testing
