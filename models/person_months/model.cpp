#include "qonys/run/model.hpp"

#include "life.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::person_months {
namespace {

/// The yardstick for speed: people without households, four events a month. Text: README.md.
class PersonMonths final : public Model {
public:
    PersonMonths(Reader& in, const Scenario& /*scenario*/)
        : num_people_(static_cast<std::uint64_t>(in.section("population").integer(
              "people", Bounds::within(1, 1e12), {"persons", "people at the start, at full scale"})))
    {
    }

    [[nodiscard]] bool with_households() const override { return false; }

    [[nodiscard]] Regions regions() const override
    {
        std::vector<Region> regions;
        for (int region = 0; region < num_regions; ++region) {
            const std::string code = "r" + std::to_string(region);
            regions.push_back({code, code});
        }
        return Regions(std::move(regions));
    }

    void build(Registry& registry) const override
    {
        registry.add_process(std::make_unique<Life>(registry));
    }

    void populate(const PopulateContext& context, World& world) const override
    {
        const auto wanted =
            static_cast<std::uint64_t>(static_cast<double>(num_people_) * context.scale + 0.5);
        const Categorical age(age_weights());
        context.threads.for_each(world.shards().size(), [&](std::size_t shard, std::size_t) {
            fill(context, age, wanted, world.shards()[shard], world.schema());
        });
    }

private:
    static std::vector<std::uint64_t> keys_of(ShardId shard, std::uint64_t num_people)
    {
        std::vector<std::uint64_t> keys;
        keys.reserve(num_people / num_shards + 1);
        for (std::uint64_t block = 0; block * num_shards < num_people; ++block) {
            const std::uint64_t number = household_number(shard, block);
            if (number < num_people) {
                keys.push_back(lineage::member(number, 0).value());
            }
        }
        return keys;
    }

    static void fill(const PopulateContext& context, const Categorical& age, std::uint64_t num_people,
                     Shard& shard, const WorldSchema& schema)
    {
        const std::vector<std::uint64_t> keys = keys_of(shard.id(), num_people);
        std::vector<std::uint64_t> age_words(keys.size());
        std::vector<std::uint64_t> trait_words(keys.size());
        context.random(Draw("person_months.start"))
            .word_pair_of_each(keys, 0, age_words, trait_words);
        Rows& people = shard.people();
        people.reserve(keys.size() + keys.size() / 8);  // room for six years of births
        people.append(keys.size());
        const Columns columns = Columns::find(*schema.people);
        const auto key = people[schema.person.key];
        const auto birth_month = people[schema.person.birth_month];
        const auto sex = people[schema.person.sex];
        const auto region = people[schema.person.region];
        const auto education = people[columns.education];
        const auto status = people[columns.status];
        for (std::size_t row = 0; row < keys.size(); ++row) {
            // Independent traits are the leading digits, in mixed radix, of one word.
            std::uint64_t word = trait_words[row];
            const auto digit = [&word](std::uint64_t radix) {
                const std::uint64_t value = uniform_index(word, radix);
                word *= radix;
                return value;
            };
            const auto years = static_cast<int>(age(age_words[row]));
            const auto birthday = static_cast<int>(digit(12));
            key[row] = PersonKey(keys[row]);
            birth_month[row] = stamp(context.start + (birthday - 12 * (years + 1)));
            sex[row] = static_cast<Sex>(digit(2));
            region[row] = RegionId(static_cast<RegionId::rep>(digit(num_regions)));
            education[row] = static_cast<std::uint8_t>(digit(num_educations));
            status[row] = status_at_start(years, digit(8));
        }
    }

    static Status status_at_start(int age, std::uint64_t eighth)
    {
        if (age < 16 || age >= 63) {
            return Status::outside;
        }
        if (eighth < 6) {
            return Status::employed;
        }
        return eighth == 6 ? Status::unemployed : Status::not_working;
    }

    std::uint64_t num_people_;
};

}  // namespace

void register_model(ModelCatalogue& catalogue)
{
    catalogue.add({"person_months", "bare demography and migration: a yardstick for speed",
                   [](Reader& in, const Scenario& scenario) {
                       return std::make_unique<PersonMonths>(in, scenario);
                   }});
}

}  // namespace qonys::models::person_months
