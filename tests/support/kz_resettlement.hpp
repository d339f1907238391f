#pragma once

#include <numeric>
#include <string>

#include "labour/budget.hpp"
#include "support/run_scenario.hpp"

/// Small runs of the Kazakhstan scenario with resettlement, and what was booked in them.
namespace qonys::models::kz_migration {

using qonys::testing::Finished;
using qonys::testing::run;

inline constexpr double sample = 0.02;

inline Document scenario(const std::string& more)
{
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    return Document::parse("extends = \"base.toml\"\n" + more, "test.toml", folder);
}

struct Setting {
    std::string end = "2025-12";
    double scale = sample;
    bool moves = false;   ///< between regions, apart from programmes
    bool before = false;  ///< some came before the start
};

inline Plan plan_of(const std::string& more, const Setting& setting = {})
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    return Plan::read(scenario("run.end = \"" + setting.end +
                               "\"\npopulation.scale = " + std::to_string(setting.scale) +
                               "\ncatalogue.use = false\nmigration.on = " +
                               (setting.moves ? "true\n" : "false\n") + more +
                               (setting.before ? "" : "\n[resettlement.past]\npeople = 0.0\n")),
                      "test", catalogue);
}

inline std::string set(const std::string& lever, double value, const std::string& target = "")
{
    return "\n[[measure]]\nlever = \"resettlement." + lever + "\"\nkind = \"set\"\nvalue = " +
           std::to_string(value) + "\nfrom = \"2025-01\"\n" + target + "\n";
}

inline constexpr const char* restless = "\n[resettlement.return_rate]\n0 = 1.5\n1 = 1.5\n2 = 1.5\n";

inline std::int64_t booked(const Finished& done, Programme programme, BudgetSide side)
{
    const Series& series = done["budget"];
    const std::size_t cell =
        static_cast<std::size_t>(programme) * num_budget_sides + static_cast<std::size_t>(side);
    std::int64_t sum = 0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        sum += series.at(time)[cell];
    }
    return sum;
}

inline std::int64_t spent(const Finished& done, Programme programme)
{
    return booked(done, programme, BudgetSide::spending);
}

inline std::int64_t sum_of(const Finished& done, const std::string& name, std::size_t cell)
{
    const Series& series = done[name];
    std::int64_t sum = 0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        sum += series.at(time)[cell];
    }
    return sum;
}

inline std::int64_t at_end(const Finished& done, const std::string& name)
{
    const auto last = done[name].at(done[name].times.size() - 1);
    return std::accumulate(last.begin(), last.end(), std::int64_t{0});
}

}  // namespace qonys::models::kz_migration
