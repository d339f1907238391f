#include "qonys/run/model.hpp"

#include <array>

#include "axes.hpp"
#include "census.hpp"
#include "life.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::closed_population {
namespace {

/// People without migration: the yardstick for demography. Text: README.md.
class ClosedPopulation final : public Model {
public:
    explicit ClosedPopulation(Reader& in) : life_(Life::Params::read(in))
    {
        Reader population = in.section("population");
        num_people_ = static_cast<double>(population.integer(
            "people", Bounds::within(1, 1e12), {"persons", "people at the start, at full scale"}));
        weights_ = population.table<double, int, Sex>("by_age_and_sex", {age_axis(), sex_axis()},
                                                      Bounds::at_least(0.0),
                                                      {"-", "weights of age and sex at the start"});
    }

    [[nodiscard]] bool with_households() const override { return false; }
    [[nodiscard]] Regions regions() const override
    {
        return Regions(std::vector<Region>{{"all", "Everywhere"}});
    }

    void build(Registry& registry) const override
    {
        registry.add_process(std::make_unique<Life>(registry, life_));
        registry.add_process(std::make_unique<Census>(registry));
    }

    void populate(const PopulateContext& context, World& world) const override
    {
        const Categorical age_and_sex(weights_.values());
        const auto wanted = static_cast<std::uint64_t>(num_people_ * context.scale + 0.5);
        context.threads.for_each(world.shards().size(), [&](std::size_t i, std::size_t) {
            Shard& shard = world.shards()[i];
            for (std::uint64_t block = 0; block * num_shards < wanted; ++block) {
                const std::uint64_t number = household_number(shard.id(), block);
                if (number < wanted) {
                    add_person(context, age_and_sex, number, shard.people(), world.schema().person);
                }
            }
        });
    }

    [[nodiscard]] std::vector<std::string> assumptions() const override
    {
        return {"rates are constant within a year of age and over time",
                "months of birth are uniform and independent at the start"};
    }

private:
    static void add_person(const PopulateContext& context, const Categorical& age_and_sex,
                           std::uint64_t number, Rows& people, const PersonColumns& person)
    {
        const PersonKey key = lineage::member(number, 0);
        std::array<std::uint64_t, 2> words{};
        context.random(Draw("closed_population.start")).words(key.value(), 0, words);
        const std::size_t cell = age_and_sex(words[0]);
        const auto age = static_cast<int>(cell / num_sexes);
        const auto birthday = static_cast<int>(uniform_index(words[1], 12));
        const std::size_t row = people.append(1);
        people[person.key][row] = key;
        // Age as of the month before the start: a twelfth of the people have a birthday in each
        // month.
        people[person.birth_month][row] = stamp(context.start + (birthday - 12 * (age + 1)));
        people[person.sex][row] = static_cast<Sex>(cell % num_sexes);
        people[person.region][row] = RegionId(0);
    }

    Life::Params life_;
    double num_people_ = 0.0;
    Table<double, int, Sex> weights_;  ///< of the people at the start
};

}  // namespace

void register_model(ModelCatalogue& catalogue)
{
    catalogue.add({"closed_population",
                   "births and deaths without migration, to hold against arithmetic",
                   [](Reader& in, const Scenario& /*scenario*/) {
                       return std::make_unique<ClosedPopulation>(in);
                   }});
}

}  // namespace qonys::models::closed_population
