#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "qonys/core/contract.hpp"
#include "qonys/core/digest.hpp"
#include "qonys/run/simulation.hpp"
#include "qonys/scenario/document.hpp"

/// Runs of whole scenarios without files: by any number of threads and ranks, broken off and
/// resumed.
namespace qonys::testing {

/// A snapshot kept in memory.
class MemorySnapshot final : public ArraySink, public ArraySource {
public:
    void write(const std::string& name, ElementType, std::span<const std::byte> data) override
    {
        arrays_[name].assign(data.begin(), data.end());
    }
    [[nodiscard]] std::size_t size(const std::string& name, ElementType type) const override
    {
        return arrays_.at(name).size() / element_bytes(type);
    }
    void read(const std::string& name, ElementType type, std::size_t first,
              std::span<std::byte> out) const override
    {
        const std::vector<std::byte>& array = arrays_.at(name);
        const std::size_t offset = first * element_bytes(type);
        QONYS_EXPECT(offset + out.size() <= array.size());
        if (!out.empty()) {
            std::memcpy(out.data(), array.data() + offset, out.size());
        }
    }

    /// One array as values of its type: `values<std::uint32_t>("people/cell")`.
    template <class T>
    [[nodiscard]] std::vector<T> values(const std::string& name) const
    {
        std::vector<T> values(size(name, element_type<T>()));
        read(name, element_type<T>(), 0, std::as_writable_bytes(std::span(values)));
        return values;
    }
    /// Arrays that differ from those of another, with blanks between.
    [[nodiscard]] std::string differences(const MemorySnapshot& other) const
    {
        std::string names;
        for (const auto& [name, array] : arrays_) {
            const auto found = other.arrays_.find(name);
            if (found == other.arrays_.end() || found->second != array) {
                names += " " + name;
            }
        }
        return names;
    }
    [[nodiscard]] std::string digest() const
    {
        Digest digest;
        for (const auto& [name, array] : arrays_) {
            digest.text(name).number(array.size()).bytes(array);
        }
        return digest.hex();
    }

private:
    std::map<std::string, std::vector<std::byte>> arrays_;
};

/// Who does the work.
struct Crew {
    int threads = 1;
    int ranks = 1;
};

/// A run that has ended.
struct Finished {
    std::vector<Series> series;
    MemorySnapshot state;  ///< at the end, the series included

    [[nodiscard]] const Series& operator[](const std::string& name) const
    {
        for (const Series& one : series) {
            if (one.spec.name == name) {
                return one;
            }
        }
        throw InternalError("no series '" + name + "'");
    }
    /// Sum over all times and cells.
    [[nodiscard]] std::int64_t total(const std::string& name) const
    {
        const Series& one = (*this)[name];
        return std::accumulate(one.values.begin(), one.values.end(), std::int64_t{0});
    }
    /// Covers every series and every column of everybody.
    [[nodiscard]] std::string hash() const { return state.digest(); }
};

inline std::filesystem::path yardsticks()
{
    return std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "yardsticks";
}

/// A plan from a text that stands as if in scenarios/yardsticks.
inline Plan plan_of(const std::string& text)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    return Plan::read(Document::parse(text, "test.toml", yardsticks()), "test", catalogue);
}

/// Months up to and including `last`; a crew of one checks the world after each stage and goes
/// month by month, others as many months in a row as the model lets them. From the start, or from
/// where `resume` was saved at the end of month `done`.
inline Finished run_until(const Plan& plan, Crew crew, Month last,
                          const MemorySnapshot* resume = nullptr, Month done = {})
{
    Finished result;
    run_pretend_ranks(crew.ranks, [&](Communicator& ranks) {
        const Threads threads(crew.threads);
        const bool alone = crew.threads == 1 && crew.ranks == 1;
        Simulation simulation(plan, 0, ranks, threads,
                              alone ? Schedule::Checks::every_stage : Schedule::Checks::none);
        if (resume != nullptr) {
            simulation.restore(*resume, done);
        } else {
            simulation.populate();
            simulation.begin();
        }
        while (simulation.next_month() <= last) {
            simulation.advance(last - simulation.next_month() + 1);
        }
        MemorySnapshot state;
        simulation.save(&state);
        if (ranks.rank() == 0) {
            result = {simulation.recorder().series(), std::move(state)};
        }
    });
    return result;
}

inline Finished run(const Plan& plan, Crew crew = {})
{
    return run_until(plan, crew, plan.scenario.end);
}

/// Threads, ranks and an interruption must not change a bit.
inline void expect_same_for_any_crew(const Plan& plan, Month interruption)
{
    const Finished alone = run(plan);
    const std::string expected = alone.hash();
    for (const Crew crew : {Crew{2, 1}, Crew{7, 1}, Crew{1, 3}, Crew{1, 8}, Crew{2, 3}}) {
        EXPECT_EQ(run(plan, crew).hash(), expected)
            << crew.threads << " threads, " << crew.ranks << " ranks";
    }
    const Finished half = run_until(plan, {2, 3}, interruption);
    const Finished resumed = run_until(plan, {3, 2}, plan.scenario.end, &half.state, interruption);
    EXPECT_EQ(resumed.hash(), expected) << "interrupted after " << interruption.text() << ": differ"
                                        << alone.state.differences(resumed.state);
}

}  // namespace qonys::testing
