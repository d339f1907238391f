#include "qonys/run/simulation.hpp"

#include <algorithm>
#include <vector>

#include "qonys/core/contract.hpp"

namespace qonys {

Simulation::Simulation(const Plan& plan, std::uint32_t replicate, Communicator& ranks,
                       const Threads& threads, Schedule::Checks checks)
    : plan_(plan),
      ranks_(ranks),
      threads_(threads),
      random_(plan.scenario.seed, replicate),
      registry_(plan.build_registry()),
      levers_(registry_->levers()),
      world_(std::make_unique<World>(registry_->schema(), plan.model->regions(), ranks)),
      schedule_(*registry_, threads, checks),
      recorder_(registry_->tallies()),
      counts_(registry_->tallies()),
      next_(plan.scenario.start)
{
}

Simulation::~Simulation() = default;

StepContext Simulation::step(Month now, Levers& levers)
{
    levers.follow_paths(now);
    for (const auto& measure : registry_->measures()) {
        measure->apply(now, levers);
    }
    return {now,
            plan_.scenario.start,
            plan_.scenario.end,
            random_,
            levers,
            ranks_,
            threads_,
            plan_.scenario.scale,
            {},
            journal_.get()};
}

void Simulation::sum_over_ranks() { ranks_.all_reduce_sum(counts_.cells()); }

void Simulation::populate()
{
    const std::uint32_t replicate = plan_.population_per_replicate ? random_.replicate() : 0;
    plan_.model->populate({Stream(plan_.population_seed, replicate), plan_.scenario.scale,
                           plan_.scenario.start, ranks_, threads_, fit_},
                          *world_);
}

void Simulation::populate_like(const World& population)
{
    world_ = std::make_unique<World>(population);
}

void Simulation::begin()
{
    QONYS_EXPECT(next_ == plan_.scenario.start);
    schedule_.start(step(next_, levers_), *world_);
    schedule_.take_stock(step(next_ - 1, levers_), *world_, counts_);
    sum_over_ranks();
    recorder_.take_initial(next_ - 1, counts_.cells());
}

void Simulation::restore(const ArraySource& source, Month done)
{
    restore_snapshot({*world_, *registry_, recorder_}, source);
    next_ = done + 1;
}

void Simulation::save(ArraySink* sink)
{
    save_snapshot({*world_, *registry_, recorder_}, ranks_, threads_, sink);
    if (follower_ != nullptr) {
        follower_->rows_moved(*world_, threads_);
    }
}

void Simulation::keep_journal()
{
    QONYS_EXPECT(journal_ == nullptr);
    journal_ = std::make_unique<Journal>();
}

std::vector<JournalLine> Simulation::take_journal()
{
    return journal_ == nullptr ? std::vector<JournalLine>{} : journal_->take(ranks_);
}

void Simulation::follow(const FollowRequest& request, bool go_on)
{
    QONYS_EXPECT(follower_ == nullptr);
    follower_ = std::make_unique<Follower>(*registry_, schedule_.plan(), world_->regions());
    if (go_on) {
        follower_->go_on(request, *world_, {ranks_, threads_});
    } else {
        follower_->choose(request, *world_, {ranks_, threads_}, Stream(plan_.population_seed, 0));
        follower_->describe(next_ - 1, *world_);
    }
    schedule_.follow(follower_.get());
}

std::vector<LifeEvent> Simulation::take_lives()
{
    return follower_ == nullptr ? std::vector<LifeEvent>{} : follower_->take(ranks_);
}

bool Simulation::finished() const { return next_ > plan_.scenario.end; }

void Simulation::advance()
{
    QONYS_EXPECT(!finished());
    schedule_.run_month(step(next_, levers_), *world_, counts_);
    sum_over_ranks();
    recorder_.take(next_, counts_.cells(), next_ == plan_.scenario.end);
    ++next_;
}

int Simulation::advance(int at_most)
{
    QONYS_EXPECT(!finished() && at_most >= 1);
    const int num_months = std::min({at_most, plan_.scenario.end - next_ + 1,
                                     schedule_.months_in_a_row(next_)});
    if (num_months == 1) {
        advance();
        return 1;
    }
    const auto count = static_cast<std::size_t>(num_months);
    std::vector<Levers> levers(count, levers_);
    std::vector<Tallies> counts(count, counts_);
    std::vector<StepContext> steps;
    for (int month = 0; month < num_months; ++month) {
        steps.push_back(step(next_ + month, levers[static_cast<std::size_t>(month)]));
    }
    schedule_.run_months(steps, *world_, counts);
    for (Tallies& month : counts) {
        ranks_.all_reduce_sum(month.cells());
        recorder_.take(next_, month.cells(), next_ == plan_.scenario.end);
        ++next_;
    }
    return num_months;
}

std::vector<Series> Simulation::series_so_far() const
{
    QONYS_EXPECT(next_ > plan_.scenario.start);
    Recorder closed = recorder_;
    if (!finished()) {
        closed.end_early(next_ - 1);
    }
    return closed.series();
}

}  // namespace qonys
