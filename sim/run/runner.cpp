#include "qonys/run/runner.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "qonys/core/error.hpp"
#include "qonys/run/simulation.hpp"

namespace qonys {
namespace {

class Stopwatch {
public:
    [[nodiscard]] double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// All replicates of a plan on one rank; rank 0 also keeps what goes into the outcome.
class RankRun {
public:
    RankRun(const Plan& plan, const RunOptions& options, Communicator& ranks, RunOutcome& outcome)
        : plan_(plan), options_(options), ranks_(ranks), threads_(options.threads), outcome_(outcome)
    {
    }

    void run()
    {
        const auto first = options_.resume != nullptr ? options_.resume->head().replicate : 0;
        if (is_root() && options_.resume != nullptr) {
            const auto registry = plan_.build_registry();
            for (const ReplicateResult& result : options_.resume->finished(registry->tallies())) {
                keep(result);
            }
        }
        const auto replicates = static_cast<std::uint32_t>(plan_.scenario.replicates);
        for (std::uint32_t replicate = first; replicate < replicates; ++replicate) {
            if (!run_replicate_or_note(replicate)) {
                return;
            }
        }
    }

    [[nodiscard]] std::int64_t person_months() const { return person_months_; }

private:
    [[nodiscard]] bool is_root() const { return ranks_.rank() == 0; }

    /// One replicate that fails must not take the others with it. Only a run of one rank can go on:
    /// elsewhere the ranks no longer stand at the same call.
    bool run_replicate_or_note(std::uint32_t replicate)
    {
        if (ranks_.size() > 1 || plan_.scenario.replicates == 1) {
            return run_replicate(replicate);
        }
        try {
            return run_replicate(replicate);
        } catch (const InternalError& error) {
            outcome_.failures.push_back(fmt::format("replicate {}: {}", replicate, error.what()));
            return true;
        }
    }

    /// False when a signal stopped the run.
    bool run_replicate(std::uint32_t replicate)
    {
        Simulation simulation(plan_, replicate, ranks_, threads_, options_.checks);
        if (options_.journal != nullptr && replicate == 0) {
            simulation.keep_journal();
        }
        make_people(simulation, replicate);
        follow(simulation, replicate);
        write_journal(simulation);
        while (!simulation.finished()) {
            if (stop_wanted()) {
                stop(simulation, replicate);
                return false;
            }
            const Stopwatch watch;
            const int num_months = simulation.advance(months_to_checkpoint(simulation));
            write_lives(simulation);
            write_journal(simulation);
            note_months(simulation, replicate, num_months, watch.seconds());
        }
        if (is_root()) {
            keep({replicate, simulation.recorder().series()});
            add_times(simulation.schedule().times());
        }
        return true;
    }

    void follow(Simulation& simulation, std::uint32_t replicate)
    {
        if (!options_.follow || replicate > 0) {
            return;
        }
        const CheckpointReader* resume = options_.resume;
        const bool go_on = resume != nullptr && resume->head().month.has_value();
        simulation.follow(*options_.follow, go_on);
        write_lives(simulation);
    }

    void write_lives(Simulation& simulation)
    {
        const Follower* follower = simulation.follower();
        if (follower == nullptr) {
            return;
        }
        const std::vector<LifeEvent> events = simulation.take_lives();
        if (is_root()) {
            options_.lives->add(events, {follower->kinds(), follower->processes()});
        }
    }

    void write_journal(Simulation& simulation)
    {
        const std::vector<JournalLine> lines = simulation.take_journal();
        if (is_root() && options_.journal != nullptr) {
            options_.journal->add(lines);
        }
    }

    void make_people(Simulation& simulation, std::uint32_t replicate)
    {
        const Stopwatch watch;
        const CheckpointReader* resume = options_.resume;
        const bool restored =
            resume != nullptr && resume->head().replicate == replicate && resume->head().month;
        if (restored) {
            simulation.restore(*resume, *resume->head().month);
        } else {
            populate(simulation, replicate);
            simulation.begin();
        }
        std::array<std::int64_t, 1> people{
            static_cast<std::int64_t>(simulation.world().num_person_rows())};
        ranks_.all_reduce_sum(people);
        if (is_root()) {
            (restored ? outcome_.seconds.read : outcome_.seconds.synthesis) += watch.seconds();
            outcome_.num_people = static_cast<std::size_t>(people[0]);
            if (!simulation.fit().lines.empty()) {
                outcome_.fit = simulation.fit();
            }
            if (options_.progress != nullptr) {
                options_.progress->synthesis_done(watch.seconds(), outcome_.num_people);
            }
        }
    }

    /// Replicates share one synthesis unless the scenario wants it anew; the last one may keep it.
    void populate(Simulation& simulation, std::uint32_t replicate)
    {
        const bool is_last = replicate + 1 == plan_.scenario.replicates;
        if (plan_.population_per_replicate || (is_last && population_ == nullptr)) {
            simulation.populate();
            return;
        }
        if (population_ == nullptr) {
            simulation.populate();
            population_ = std::make_unique<World>(simulation.world());
            return;
        }
        simulation.populate_like(*population_);
    }

    [[nodiscard]] bool stop_wanted()
    {
        return options_.stop != nullptr && ranks_.any(is_root() && options_.stop->load() != 0);
    }

    void stop(Simulation& simulation, std::uint32_t replicate)
    {
        write_checkpoint(simulation, replicate);
        if (is_root()) {
            outcome_.stopped = true;
            outcome_.stopped_after = simulation.next_month() - 1;
            if (options_.keep_partial) {
                keep_partial(simulation, replicate);
            }
        }
    }

    /// Replicates of one file have the same months: one that was cut short is kept alone or not at
    /// all.
    void keep_partial(Simulation& simulation, std::uint32_t replicate)
    {
        const bool has_months = simulation.next_month() > plan_.scenario.start;
        if (outcome_.replicates.empty() && has_months) {
            keep({replicate, simulation.series_so_far()});
            outcome_.ends = simulation.next_month() - 1;
        }
        outcome_.is_partial = !outcome_.replicates.empty();
    }

    [[nodiscard]] int months_to_checkpoint(const Simulation& simulation) const
    {
        const int done = simulation.next_month() - plan_.scenario.start;
        return options_.checkpoint_every > 0
                   ? options_.checkpoint_every - done % options_.checkpoint_every
                   : plan_.scenario.num_months();
    }

    void note_months(Simulation& simulation, std::uint32_t replicate, int num_months, double seconds)
    {
        const Month done = simulation.next_month() - 1;
        const int months_done = done - plan_.scenario.start + 1;
        if (is_root()) {
            outcome_.seconds.simulation += seconds;
            if (options_.progress != nullptr) {
                options_.progress->month_done(
                    replicate, done, replicate * plan_.scenario.num_months() + months_done,
                    plan_.scenario.replicates * plan_.scenario.num_months());
            }
        }
        person_months_ +=
            num_months * static_cast<std::int64_t>(simulation.world().num_person_rows());
        if (options_.checkpoint_every > 0 && months_done % options_.checkpoint_every == 0 &&
            !simulation.finished()) {
            write_checkpoint(simulation, replicate);
        }
    }

    void write_checkpoint(Simulation& simulation, std::uint32_t replicate)
    {
        if (options_.checkpoint.empty()) {
            return;
        }
        const Stopwatch watch;
        std::unique_ptr<CheckpointWriter> writer;
        if (is_root()) {
            if (options_.lives != nullptr) {
                options_.lives->flush();  // the checkpoint counts on what is in it
            }
            if (options_.journal != nullptr) {
                options_.journal->flush();
            }
            writer = std::make_unique<CheckpointWriter>(options_.checkpoint);
            writer->head({options_.command, plan_.scenario_text, options_.scenario_folder,
                          plan_.scenario.name, plan_.digest, options_.output.string(), replicate,
                          simulation.next_month() - 1, followed_text(simulation),
                          options_.journal != nullptr});
            for (const ReplicateResult& result : outcome_.replicates) {
                writer->finished(result);
            }
        }
        simulation.save(writer.get());
        if (writer != nullptr) {
            writer->close();
            outcome_.seconds.output += watch.seconds();
        }
    }

    /// Later replicates follow nobody, but hand on that somebody was followed.
    [[nodiscard]] std::string followed_text(const Simulation& simulation) const
    {
        if (simulation.follower() != nullptr) {
            return simulation.follower()->chosen().text();
        }
        return options_.follow ? options_.follow->text() : std::string();
    }

    void keep(ReplicateResult result)
    {
        const Stopwatch watch;
        for (Writer* writer : options_.writers) {
            writer->add(result);
        }
        outcome_.replicates.push_back(std::move(result));
        outcome_.seconds.output += watch.seconds();
    }

    void add_times(const std::vector<ProcessTime>& times)
    {
        if (outcome_.times.empty()) {
            outcome_.times = times;
            return;
        }
        for (std::size_t i = 0; i < times.size(); ++i) {
            outcome_.times[i].calls += times[i].calls;
            outcome_.times[i].cpu_seconds += times[i].cpu_seconds;
        }
    }

    const Plan& plan_;
    const RunOptions& options_;
    Communicator& ranks_;
    Threads threads_;
    RunOutcome& outcome_;
    std::unique_ptr<World> population_;
    std::int64_t person_months_ = 0;
};

}  // namespace

RunOutcome run_plan(const Plan& plan, const RunOptions& options)
{
    RunOutcome outcome;
    std::atomic<std::int64_t> person_months = 0;
    const auto run_rank = [&](Communicator& ranks) {
        RankRun run(plan, options, ranks, outcome);
        run.run();
        person_months += run.person_months();
    };
    if (options.pretend_ranks > 1) {
        run_pretend_ranks(options.pretend_ranks, run_rank);
    } else {
        run_rank(*serial_communicator());
    }
    outcome.person_months = person_months;
    if (outcome.stopped && !outcome.is_partial) {
        if (options.lives != nullptr) {
            options.lives->keep();
        }
        if (options.journal != nullptr) {
            options.journal->keep();
        }
        return outcome;
    }
    const Stopwatch watch;
    close_writers(plan, options.command, options.writers, outcome);
    if (options.lives != nullptr) {
        outcome.files.push_back(options.lives->publish());
    }
    if (options.journal != nullptr) {
        outcome.files.push_back(options.journal->publish());
    }
    outcome.seconds.output += watch.seconds();
    return outcome;
}

}  // namespace qonys
