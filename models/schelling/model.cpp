#include "qonys/run/model.hpp"

#include <algorithm>
#include <numeric>

#include "processes.hpp"

namespace qonys::models::schelling {
namespace {

/// Two groups on a torus: segregation from mild preferences. Text: README.md.
class Schelling final : public Model {
public:
    Schelling(Reader& in, const Scenario& scenario) : params_(Params::read(in))
    {
        if (scenario.scale != 1.0) {
            in.problem("population.scale", "a sample of a grid is asked for",
                       "the agents left out would be empty cells", "leave it at 1");
        }
    }

    [[nodiscard]] bool with_households() const override { return false; }
    [[nodiscard]] Regions regions() const override
    {
        return Regions(std::vector<Region>{{"grid", "The grid"}});
    }

    void build(Registry& registry) const override
    {
        const Columns columns = Columns::declare(registry);
        registry.add_process(std::make_unique<Moves>(registry, params_, columns));
        registry.add_process(std::make_unique<Segregation>(registry, params_, columns));
    }

    void populate(const PopulateContext& context, World& world) const override
    {
        // All cells in random order; agent number i gets the i-th.
        std::vector<std::uint64_t> place(std::size_t{params_.width} * params_.height);
        const AddressedDraw draw = context.random(Draw("schelling.place"));
        std::iota(place.begin(), place.end(), std::uint64_t{0});
        std::ranges::sort(place, {},
                          [&](std::uint64_t cell) { return std::pair(draw.word(cell, 0), cell); });
        const Columns columns = Columns::find(*world.schema().people);
        for (Shard& shard : world.shards()) {
            for (std::uint64_t block = 0; block * num_shards < params_.num_agents; ++block) {
                const std::uint64_t number = household_number(shard.id(), block);
                if (number >= params_.num_agents) {
                    continue;
                }
                Rows& people = shard.people();
                const std::size_t row = people.append(1);
                people[world.schema().person.key][row] = lineage::member(number, 0);
                people[world.schema().person.region][row] = RegionId(0);
                people[columns.cell][row] = static_cast<std::uint32_t>(place[number]);
                people[columns.group][row] = number % 2 == 0 ? Group::first : Group::second;
            }
        }
    }

private:
    Params params_;
};

}  // namespace

void register_model(ModelCatalogue& catalogue)
{
    catalogue.add({"schelling", "segregation on a grid, one agent moving at a time",
                   [](Reader& in, const Scenario& scenario) {
                       return std::make_unique<Schelling>(in, scenario);
                   }});
}

}  // namespace qonys::models::schelling
