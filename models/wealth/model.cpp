#include "qonys/run/model.hpp"

#include "exchange.hpp"
#include "inequality.hpp"

namespace qonys::models::wealth {
namespace {

/// Agents who give each other money at random: inequality from nothing. Text: README.md.
class Wealth final : public Model {
public:
    Wealth(Reader& in, const Scenario& scenario)
    {
        Reader agents = in.section("agents");
        num_agents_ = static_cast<double>(
            agents.integer("number", Bounds::within(2, 1e8), {"agents", "agents at full scale"}));
        money_ = static_cast<std::uint32_t>(agents.integer(
            "money", Bounds::within(0, 1e6), {"units", "what each agent has at the start"}));
        const std::vector<std::string> words{"each_once", "with_replacement"};
        const std::string activation = agents.word(
            "activation", words, {"-", "who gives in a month, one after another"}, words[0]);
        activation_ = activation == words[0] ? Activation::each_once : Activation::with_replacement;
        if (num_agents_ * scenario.scale < 2.0) {
            in.problem("population.scale", "fewer than two agents are left",
                       "whoever gives needs someone to give to", "take a larger part");
        }
    }

    [[nodiscard]] bool with_households() const override { return false; }
    [[nodiscard]] Regions regions() const override
    {
        return Regions(std::vector<Region>{{"all", "Everywhere"}});
    }

    void build(Registry& registry) const override
    {
        const auto wealth =
            registry.add_person_column<std::uint32_t>("wealth", "units of money", money_);
        registry.add_process(std::make_unique<Exchange>(registry, activation_, wealth));
        registry.add_process(std::make_unique<Inequality>(registry, wealth));
    }

    void populate(const PopulateContext& context, World& world) const override
    {
        const auto wanted = static_cast<std::uint64_t>(num_agents_ * context.scale + 0.5);
        for (Shard& shard : world.shards()) {
            for (std::uint64_t block = 0; block * num_shards < wanted; ++block) {
                const std::uint64_t number = household_number(shard.id(), block);
                if (number < wanted) {
                    Rows& people = shard.people();
                    const std::size_t row = people.append(1);
                    people[world.schema().person.key][row] = lineage::member(number, 0);
                    people[world.schema().person.region][row] = RegionId(0);
                }
            }
        }
    }

private:
    double num_agents_ = 0.0;
    std::uint32_t money_ = 0;
    Activation activation_ = Activation::each_once;
};

}  // namespace

void register_model(ModelCatalogue& catalogue)
{
    catalogue.add({"wealth", "money given to random others, and the inequality that follows",
                   [](Reader& in, const Scenario& scenario) {
                       return std::make_unique<Wealth>(in, scenario);
                   }});
}

}  // namespace qonys::models::wealth
