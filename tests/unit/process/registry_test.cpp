#include "qonys/process/registry.hpp"

#include <gtest/gtest.h>

#include <string>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

class Named final : public Process {
public:
    explicit Named(ProcessInfo info) : info_(std::move(info)) {}
    [[nodiscard]] ProcessInfo info() const override { return info_; }

private:
    ProcessInfo info_;
};

ProcessInfo info_of(std::string name)
{
    ProcessInfo info;
    info.name = std::move(name);
    return info;
}

std::string refusal(FunctionRef<void()> act)
{
    try {
        act();
    } catch (const InternalError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Registry, RefusesTwoProcessesOfOneName)
{
    Registry registry;
    registry.add_process(std::make_unique<Named>(info_of("mortality")));
    EXPECT_EQ(refusal([&] { registry.add_process(std::make_unique<Named>(info_of("mortality"))); }),
              "process 'mortality' is registered twice");
}

TEST(Registry, RefusesTwoDrawsOfOneAddress)
{
    Registry registry;
    EXPECT_EQ(registry.add_draw("moves", "intention").hash(), Draw("moves.intention").hash());
    registry.add_draw("moves", "destination");
    EXPECT_EQ(refusal([&] { registry.add_draw("moves", "intention"); }),
              "draws 'moves.intention' and 'moves.intention' have the same address");
}

TEST(Registry, RefusesNamesThatAreTaken)
{
    Registry registry;
    registry.add_person_column<std::uint8_t>("schooling", "");
    EXPECT_EQ(refusal([&] { registry.add_person_column<double>("schooling", ""); }),
              "column 'schooling' is added twice");
    EXPECT_THROW(registry.add_person_column<std::uint8_t>("key", ""), InternalError);
    EXPECT_NO_THROW(registry.add_household_column<std::uint8_t>("schooling", ""));
    const TallySpec births{.name = "births", .description = "", .unit = "persons", .axes = {}};
    registry.add_tally(births);
    EXPECT_EQ(refusal([&] { registry.add_tally(births); }), "tally 'births' is added twice");
    const LeverSpec fee{.name = "permits.fee",
                        .description = "",
                        .unit = "MCI",
                        .axes = {},
                        .bounds = {},
                        .path = {{Month(2025, 1), {250.0}}},
                        .source = ""};
    registry.add_lever(fee);
    EXPECT_EQ(refusal([&] { registry.add_lever(fee); }), "lever 'permits.fee' is added twice");
    registry.add_replicated("employers", "");
    EXPECT_EQ(refusal([&] { registry.add_replicated("employers", ""); }),
              "replicated table 'employers' is added twice");
    registry.add_side_table("courses", "");
    EXPECT_EQ(refusal([&] { registry.add_side_table("courses", ""); }),
              "side table 'courses' is added twice");
}

TEST(Registry, ChecksThatProcessesNameWhatIsThere)
{
    const auto with = [](ProcessInfo info) {
        Registry registry;
        registry.add_draw("moves", "intention");
        registry.add_replicated_column<std::uint16_t>(registry.add_replicated("employers", ""),
                                                      "posts", "");
        registry.add_side_column<std::uint16_t>(registry.add_side_table("courses", ""), "hours",
                                                "");
        registry.add_process(std::make_unique<Named>(std::move(info)));
        return refusal([&] { registry.check(); });
    };
    ProcessInfo info = info_of("moves");
    info.reads = {"birth_month"};
    info.writes = {"region", "size"};
    info.draws = {"intention"};
    EXPECT_EQ(with(info), "accepted");
    info.reads = {"birth_moon"};
    EXPECT_EQ(with(info), "process 'moves' names column 'birth_moon', which nobody declared");
    info.reads = {"employers.posts"};
    EXPECT_EQ(with(info), "accepted");
    info.reads = {"courses.hours", "courses.key"};
    EXPECT_EQ(with(info), "accepted");
    info.reads = {"employers.wages"};
    EXPECT_EQ(with(info), "process 'moves' names column 'employers.wages', which nobody declared");
    info.reads = {};
    info.levers = {"moves.grant"};
    EXPECT_EQ(with(info), "process 'moves' names lever 'moves.grant', which nobody declared");
    info.levers = {};
    info.draws = {"destination"};
    EXPECT_EQ(with(info), "process 'moves' names draw 'moves.destination', which nobody declared");
}

}  // namespace
}  // namespace qonys
