#include "synthesis/synthesis.hpp"

#include <algorithm>

#include <cmath>

#include "columns.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "sampling.hpp"
#include "synthesis/asking.hpp"
#include "synthesis/synthesis_report.hpp"

namespace qonys::models::kz_migration {
namespace {

/// The population is built in equal parts, each the whole in small; a sample needs only some of them.
constexpr std::size_t num_blocks = 64;

/// Household numbers of a block begin at block << block_shift.
constexpr int block_shift = 22;

/// Which households of a block belong to a sample. The order of bits reversed spreads a part of a block
/// evenly over it, as a systematic sample does.
class Sample {
public:
    explicit Sample(double scale) : blocks_(scale * static_cast<double>(num_blocks)) {}

    [[nodiscard]] std::size_t num_blocks_needed() const
    {
        return static_cast<std::size_t>(std::ceil(blocks_));
    }
    [[nodiscard]] bool has(std::size_t block, std::size_t ordinal) const
    {
        const double part = blocks_ - static_cast<double>(block);
        return part >= 1.0 || in_sample(static_cast<std::uint32_t>(ordinal), part);
    }

private:
    double blocks_;
};

/// Words for each person of a shard, draw by draw.
struct Words {
    std::vector<std::uint64_t> birthday, education, activity, births, stay, spare;

    Words(const Stream& random, std::span<const std::uint64_t> keys)
    {
        for (auto* words : {&birthday, &education, &activity, &births, &stay, &spare}) {
            words->resize(keys.size());
        }
        random(Draw("kz_migration.synthesis.birthday_education"))
            .word_pair_of_each(keys, 0, birthday, education);
        random(Draw(Traits::activity_draw))
            .word_pair_of_each(keys, 0, activity, births);
        random(Draw("kz_migration.synthesis.stay")).word_pair_of_each(keys, 0, stay, spare);
    }
};

/// A household of this shard, in key order.
struct Placed {
    const NewHousehold* household;
    const NewPerson* members;
    std::uint64_t number;
};

std::vector<Placed> households_of(ShardId shard, const std::vector<Block>& blocks,
                                  const Sample& sample)
{
    std::vector<Placed> placed;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        const std::uint64_t first = static_cast<std::uint64_t>(block) << block_shift;
        const std::size_t count = blocks[block].households.size();
        for (std::uint64_t at = 0; at * num_shards < count; ++at) {
            const std::uint64_t number = household_number(shard, first / num_shards + at);
            const std::uint64_t ordinal = number - first;
            if (ordinal < count && sample.has(block, ordinal)) {
                const NewHousehold& household = blocks[block].households[ordinal];
                placed.push_back({&household, &blocks[block].people[household.first], number});
            }
        }
    }
    return placed;
}

}  // namespace

Synthesis::Synthesis(SynthesisTables tables, Axes axes)
    : tables_(std::move(tables)),
      axes_(std::move(axes)),
      counts_(count_people(tables_, axes_, fit_)),
      traits_(tables_, axes_, counts_),
      rules_(tables_)
{
}

std::vector<Block> Synthesis::build_blocks(const PopulateContext& context) const
{
    std::vector<Block> blocks(Sample(context.scale).num_blocks_needed());
    context.threads.for_each(blocks.size(), [&](std::size_t block, std::size_t /*worker*/) {
        blocks[block] =
            build_block(block_of(counts_, block, num_blocks), rules_, context.random, block);
        QONYS_ENSURE(blocks[block].households.size() < (std::size_t{1} << block_shift));
    });
    return blocks;
}

namespace {

/// Writes the households and people of one shard, column by column, in key order.
class ShardFiller {
public:
    ShardFiller(const PopulateContext& context, const Traits& traits, const WorldSchema& schema,
                Shard& shard, const std::vector<Placed>& placed)
        : context_(context),
          traits_(traits),
          schema_(schema),
          columns_(Columns::find(schema)),
          people_(shard.people()),
          households_(shard.households()),
          age_month_(age_month(last_asked(shard.id(), context.start))),
          keys_(keys_of(placed)),
          words_(context.random, keys_),
          household_draw_(context.random(Draw("kz_migration.synthesis.kin_presence")))
    {
        // An eighth more: room for some years of births.
        people_.reserve(keys_.size() + keys_.size() / 8);
        people_.append(keys_.size());
        households_.reserve(placed.size() + placed.size() / 8);
        households_.append(placed.size());
    }

    void add(const Placed& placed)
    {
        const NewHousehold& made = *placed.household;
        const HouseholdKey key = lineage::household(placed.number);
        const AddressedDraw::Block chance = household_draw_.block(key.value(), 0);
        Home home{made.region, made.region, made.area, KinGroup::other};
        home.actual = traits_.actual_region(made.region, join(chance[0], chance[1]));
        home.area = home.actual == made.region ? made.area : Area::urban;
        home.kin = traits_.kin(made.region, join(chance[2], chance[3]));
        households_[schema_.household.key][home_row_] = key;
        households_[schema_.household.region][home_row_] = home.actual;
        households_[schema_.household.first_member][home_row_] = id<PersonId>(row_);
        households_[schema_.household.size][home_row_] = made.size;
        households_[columns_.household_area][home_row_] = home.area;
        for (std::uint32_t slot = 0; slot < made.size; ++slot) {
            add_person(placed.members[slot], home, made.area);
            people_[schema_.person.next_member][row_] =
                slot + 1U < made.size ? id<PersonId>(row_ + 1) : PersonId::invalid();
            if (placed.members[slot].with_partner) {
                people_[columns_.partner][row_] = id<PersonId>(slot == 0 ? row_ + 1 : row_ - 1);
            }
            ++row_;
        }
        ++home_row_;
    }

private:
    struct Home {
        RegionId registered;
        RegionId actual;
        Area area;
        KinGroup kin;
    };

    template <class Index>
    static Index id(std::size_t row)
    {
        return Index(static_cast<typename Index::rep>(row));
    }

    static std::uint64_t join(std::uint32_t low, std::uint32_t high)
    {
        return low | static_cast<std::uint64_t>(high) << 32;
    }

    static std::vector<std::uint64_t> keys_of(const std::vector<Placed>& placed)
    {
        std::vector<std::uint64_t> keys;
        for (const Placed& home : placed) {
            for (std::uint32_t slot = 0; slot < home.household->size; ++slot) {
                keys.push_back(lineage::member(home.number, slot).value());
            }
        }
        return keys;
    }

    void add_person(const NewPerson& person, const Home& home, Area registered_area)
    {
        const int months = static_cast<int>(uniform_index(words_.birthday[row_], 12));
        people_[schema_.person.key][row_] = PersonKey(keys_[row_]);
        people_[schema_.person.birth_month][row_] =
            stamp(context_.start + (months - 12 * (person.age + 1)));
        people_[schema_.person.sex][row_] = person.sex;
        people_[schema_.person.region][row_] = home.actual;
        people_[schema_.person.household][row_] = id<HouseholdId>(home_row_);
        people_[columns_.registered_region][row_] = home.registered;
        people_[columns_.area][row_] = home.area;
        people_[columns_.kin][row_] = home.kin;
        people_[columns_.education][row_] =
            traits_.education(person.age, person.sex, registered_area, words_.education[row_]);
        people_[columns_.activity][row_] = traits_.activity(
            home.registered, table_age(people_[schema_.person.birth_month][row_], age_month_),
            person.sex, words_.activity[row_]);
        people_[columns_.stay][row_] = traits_.stay(person.age, person.sex, words_.stay[row_]);
        if (person.sex == Sex::female) {
            const int born =
                person.num_children + traits_.past_births(person.age, words_.births[row_]);
            people_[columns_.children_ever_born][row_] =
                static_cast<std::uint8_t>(std::min(born, 20));
        }
    }

    const PopulateContext& context_;
    const Traits& traits_;
    const WorldSchema& schema_;
    Columns columns_;
    Rows& people_;
    Rows& households_;
    Month age_month_;  ///< at whose end people are as old as their main activity takes them to be
    std::vector<std::uint64_t> keys_;
    Words words_;
    AddressedDraw household_draw_;
    std::size_t row_ = 0;
    std::size_t home_row_ = 0;
};

}  // namespace

void Synthesis::populate(const PopulateContext& context, World& world) const
{
    const std::vector<Block> blocks = build_blocks(context);
    const Sample sample(context.scale);
    context.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        Shard& shard = world.shards()[place];
        const std::vector<Placed> placed = households_of(shard.id(), blocks, sample);
        ShardFiller filler(context, traits_, world.schema(), shard, placed);
        for (const Placed& household : placed) {
            filler.add(household);
        }
    });
    context.fit = fit_;
    add_household_lines(blocks, tables_, context.fit);
    add_people_lines(context, world, tables_, axes_);
}

}  // namespace qonys::models::kz_migration
