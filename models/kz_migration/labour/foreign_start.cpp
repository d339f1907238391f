#include "labour/foreign_start.hpp"

#include <algorithm>
#include <cmath>

#include "qonys/core/math.hpp"
#include "qonys/core/name.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "sampling.hpp"
#include "synthesis/employers.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int fit_rounds = 100;
constexpr std::uint32_t most_tries = 24;  ///< to find an employer with room for a worker
constexpr std::uint32_t tries_in_cell = 8;

std::uint64_t identity(ForeignStatus status, std::uint32_t ordinal)
{
    constexpr std::uint64_t at_start = 0x666f726569676e00;  // "foreign"
    return mix64(at_start ^ static_cast<std::uint64_t>(status) << 32 ^ ordinal);
}

/// Employers with what they weigh, drawn by weight.
struct Pool {
    std::vector<std::uint32_t> rows;
    std::vector<double> cumulative;

    void add(std::uint32_t row, double weight)
    {
        rows.push_back(row);
        cumulative.push_back(weight + (cumulative.empty() ? 0.0 : cumulative.back()));
    }
    [[nodiscard]] std::uint32_t operator()(std::uint64_t word) const
    {
        const double place = uniform_unit(word) * cumulative.back();
        const auto found = std::upper_bound(cumulative.begin(), cumulative.end() - 1, place);
        return rows[static_cast<std::size_t>(found - cumulative.begin())];
    }
};

}  // namespace

bool keeps_local_share(double held, double staff, double local_share, double drawn)
{
    return held <= (1.0 - local_share) * staff + drawn;
}

std::vector<double> spread_of_permits(const ForeignStartTables& tables, const JobTables& jobs,
                                      const LabourAxes& axes, ForeignStatus status)
{
    const std::size_t num_regions = axes.region.size();
    const std::size_t num_sectors = axes.sector.size();
    std::vector<double> cells(jobs.employees.values().begin(), jobs.employees.values().end());
    std::vector<double> sectors(tables.sector_share.values().begin(),
                                tables.sector_share.values().end());
    for (std::size_t s = 0; s < num_sectors && status == ForeignStatus::seasonal; ++s) {
        const std::string& code = axes.sector.codes()[s];
        sectors[s] = code == "agriculture" || code == "construction" ? sectors[s] : 0.0;
    }
    const auto scale_to = [&](std::size_t first, std::size_t step, std::size_t count, double goal) {
        double sum = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += cells[first + i * step];
        }
        for (std::size_t i = 0; i < count && sum > 0.0; ++i) {
            cells[first + i * step] *= goal / sum;
        }
    };
    for (int round = 0; round < fit_rounds; ++round) {
        for (std::size_t s = 0; s < num_sectors; ++s) {
            scale_to(s, num_sectors, num_regions, sectors[s]);
        }
        for (std::size_t r = 0; r < num_regions; ++r) {
            scale_to(r * num_sectors, 1, num_sectors, tables.region_share(at<RegionId>(r)));
        }
    }
    return cells;
}

/// Deals posts and workers out to employers.
class ForeignSynthesis::Dealer {
public:
    Dealer(const ForeignSynthesis& own, const PopulateContext& context,
           const PlannedEmployers& planned, World& world)
        : own_(own),
          context_(context),
          columns_{ForeignWorkerColumns::find(world.schema()),
                   ForeignPostColumns::find(world.schema()), EmployerColumns::find(world.schema())},
          staff_(world, columns_),
          place_(context.random(Draw("kz_migration.synthesis.foreign_place"))),
          terms_(context.random(Draw("kz_migration.synthesis.foreign_terms"))),
          asks_(context.random(Draw("kz_migration.synthesis.foreign_asks"))),
          origin_(context.random(Draw("kz_migration.synthesis.foreign_origin"))),
          held_(staff_.employers.size(), 0)
    {
        find_employers(planned);
    }

    void deal_permits()
    {
        const ForeignStartTables& tables = own_.params_.tables;
        const Choice origin(tables.origin_share);
        for (std::size_t i = 0; i < num_permit_statuses; ++i) {
            const auto status = static_cast<ForeignStatus>(i);
            const Categorical cells(spread_of_permits(tables, own_.jobs_, own_.axes_, status));
            const double workers = tables.workers[i];
            const double lasting = status == ForeignStatus::seasonal ? tables.seasonal_posts
                                                                     : tables.demand[i] * workers;
            const double reserve = status == ForeignStatus::transfer ? 0.0 : reserve_of_posts;
            const auto usual = static_cast<std::uint32_t>(std::llround(std::max(lasting, workers)));
            const auto all = usual + static_cast<std::uint32_t>(std::llround(lasting * reserve));
            for (std::uint32_t ordinal = 0; ordinal < all; ++ordinal) {
                if (in_sample(ordinal, context_.scale)) {
                    const PostDemand demand = ordinal < lasting  ? PostDemand::lasting
                                              : ordinal >= usual ? PostDemand::reserve
                                                                 : PostDemand::none;
                    Post post{identity(status, ordinal), status, demand, ordinal < workers};
                    find_place(post, cells);
                    posts_.push_back(post);
                }
            }
        }
        // Who comes first must not hang on the category.
        std::sort(posts_.begin(), posts_.end(),
                  [](const Post& a, const Post& b) { return a.key < b.key; });
        for (const Post& post : posts_) {
            write(post, origin);
        }
    }

    void deal_eaeu()
    {
        const std::vector<double> cells = spread_of_eaeu();
        const Categorical cell(cells);
        std::uint32_t ordinal = 0;
        const std::vector<double>& persons = own_.params_.tables.eaeu;
        for (std::size_t partner = 0; partner < persons.size(); ++partner) {
            for (double i = 0.0; i < persons[partner]; i += 1.0, ++ordinal) {
                if (in_sample(ordinal, context_.scale)) {
                    place_eaeu(identity(ForeignStatus::eaeu, ordinal), at<WorkerOrigin>(partner),
                               cell);
                }
            }
        }
    }

private:
    struct Post {
        std::uint64_t key;
        ForeignStatus status;
        PostDemand demand;
        bool filled;
        Skill skill = Skill::low;
        std::uint32_t employer = 0;
        bool placed = false;
    };

    /// By region and sector: all employers at work, by staff, and those among them that ask for
    /// permits.
    void find_employers(const PlannedEmployers& planned)
    {
        const std::vector<double> spread = spread_of_permits(own_.params_.tables, own_.jobs_,
                                                             own_.axes_, ForeignStatus::category_1);
        all_.resize(own_.axes_.num_segments());
        asking_.resize(all_.size());
        std::uint32_t row = 0;
        for (std::size_t cell = 0; cell < all_.size(); ++cell) {
            choose_asking(planned[cell], row, cell, own_.params_.tables.employers * spread[cell]);
            row += static_cast<std::uint32_t>(planned[cell].size());
        }
    }

    /// A race that the large mostly win, run until as many employers as stand for `count` have come
    /// in.
    void choose_asking(std::span<const PlannedEmployer> planned, std::uint32_t first,
                       std::size_t cell, double count)
    {
        struct Runner {
            double time;
            double stands_for;
            std::uint32_t row;
            double weight;
        };
        const EmployerColumns& columns = columns_.employers;
        std::vector<Runner> runners;
        for (std::size_t i = 0; i < planned.size(); ++i) {
            const PlannedEmployer& one = planned[i];
            const std::uint32_t row = first + static_cast<std::uint32_t>(i);
            QONYS_EXPECT(staff_.employers[columns.key][row] == one.key);
            if (staff_.employers[columns.alive][row] != is_alive) {
                continue;
            }
            all_[cell].add(row, one.staff);
            const bool is_large = one.full_staff >= EmployerPlan::first_large;
            const double pull = exact::pow(one.full_staff, own_.params_.tables.size_exponent);
            const double wait = -exact::log(uniform_unit(asks_.word(one.key, 0)));
            // In a sample a large one has a part of its staff: that of the posts, too.
            runners.push_back({wait / pull, is_large ? 1.0 : 1.0 / context_.scale, row,
                               pull * one.staff / one.full_staff});
        }
        std::sort(runners.begin(), runners.end(), [](const Runner& a, const Runner& b) {
            return a.time < b.time || (a.time == b.time && a.row < b.row);
        });
        for (double in = 0.0; const Runner& one : runners) {
            if (in >= count) {
                break;
            }
            asking_[cell].add(one.row, one.weight);
            in += one.stands_for;
        }
    }

    [[nodiscard]] int staff_in_all(std::uint32_t row) const
    {
        int people = 0;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            people += staff_of(staff_.employers, columns_.employers, skill, row);
        }
        return people;
    }

    [[nodiscard]] bool has_room(std::uint32_t row, ForeignStatus status) const
    {
        if (!counts_as_foreign_staff(status)) {
            return true;
        }
        const double drawn =
            context_.scale < 1.0
                ? uniform_unit(asks_.word(staff_.employers[columns_.employers.key][row], 1))
                : 0.0;
        return keeps_local_share(held_[row] + 1.0, staff_in_all(row) + 1.0,
                                 own_.params_.local_staff_share[static_cast<std::size_t>(status)],
                                 drawn);
    }

    void find_place(Post& post, const Categorical& cells)
    {
        std::vector<double> skills;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            skills.push_back(own_.params_.tables.category_skill(
                static_cast<std::size_t>(post.status), static_cast<Skill>(skill)));
        }
        post.skill = static_cast<Skill>(Categorical(skills)(place_.word(post.key, 0)));
        for (std::uint32_t trial = 0; trial < most_tries && !post.placed; ++trial) {
            const std::size_t cell = cells(place_.word(post.key, 1 + trial / tries_in_cell));
            const Pool& pool = asking_[cell];
            if (!pool.rows.empty()) {
                post.employer = pool(place_.word(post.key, most_tries + trial));
                post.placed = !post.filled || has_room(post.employer, post.status);
            }
        }
        if (post.placed && post.filled && counts_as_foreign_staff(post.status)) {
            ++held_[post.employer];
        }
    }

    void write(const Post& post, const Choice& origin)
    {
        if (!post.placed) {
            return;
        }
        const ForeignPostColumns& own = columns_.posts;
        const std::size_t row = staff_.posts.append(1);
        Rows& posts = staff_.posts;
        const Rows& employers = staff_.employers;
        posts[own.key][row] = post.key;
        posts[own.employer][row] = EmployerId(post.employer);
        posts[own.employer_key][row] = employers[columns_.employers.key][post.employer];
        posts[own.region][row] = employers[columns_.employers.region][post.employer];
        posts[own.sector][row] = employers[columns_.employers.sector][post.employer];
        posts[own.category][row] = post.status;
        posts[own.skill][row] = post.skill;
        posts[own.demand][row] = post.demand;
        if (post.filled) {
            make_room(post.employer, post.skill);
            const auto country = static_cast<WorkerOrigin::rep>(origin(origin_, post.key, 0));
            ForeignHire hire{mix64(post.key),
                             post.status,
                             WorkerOrigin(country),
                             posts[own.region][row],
                             post.skill,
                             EmployerId(post.employer),
                             ForeignPostId(static_cast<ForeignPostId::rep>(row))};
            set_permit(hire);
            staff_.hire(hire);
        }
    }

    /// Permits run out evenly; how often they were extended before follows from the wish to extend.
    void set_permit(ForeignHire& hire) const
    {
        const auto status = static_cast<std::size_t>(hire.status);
        const int months = own_.params_.terms.months[status];
        const auto left = static_cast<int>(
            uniform_index(terms_.word(hire.key, 0), static_cast<std::uint64_t>(months)));
        // Winter: the season's permits end before the next season begins.
        const int season = own_.params_.terms.season_first - 1;
        hire.permit_end = stamp(context_.start + (hire.status == ForeignStatus::seasonal
                                                      ? std::min(left, std::max(0, season - 1))
                                                      : left));
        hire.arrived = stamp(context_.start);
        double survivors = uniform_unit(terms_.word(hire.key, 1));
        const double wish = own_.params_.terms.extension_wish.value();
        while (hire.renewals < own_.params_.terms.renewals[status] && survivors < wish) {
            survivors /= wish;
            ++hire.renewals;
        }
    }

    void make_room(std::uint32_t employer, Skill skill)
    {
        const auto place = static_cast<std::size_t>(skill);
        ++staff_.employers[columns_.employers.posts[place]][employer];
        staff_.employers[columns_.employers.size[place]][employer] += 1.0;
    }

    [[nodiscard]] std::vector<double> spread_of_eaeu() const
    {
        const std::size_t sectors = own_.axes_.sector.size();
        const ForeignStartTables& tables = own_.params_.tables;
        std::vector<double> employees(tables.eaeu_group_share.size(), 0.0);
        const auto staff = own_.jobs_.employees.values();
        for (std::size_t cell = 0; cell < staff.size(); ++cell) {
            employees[tables.sector_group[cell % sectors]] += staff[cell];
        }
        std::vector<double> cells;
        for (std::size_t cell = 0; cell < staff.size(); ++cell) {
            const std::size_t group = tables.sector_group[cell % sectors];
            cells.push_back(all_[cell].rows.empty()
                                ? 0.0
                                : tables.eaeu_group_share[group] * staff[cell] / employees[group]);
        }
        return cells;
    }

    void place_eaeu(std::uint64_t key, WorkerOrigin origin, const Categorical& cells)
    {
        const std::size_t cell = cells(place_.word(key, 0));
        const std::uint32_t employer = all_[cell](place_.word(key, 1));
        const std::size_t sectors = own_.axes_.sector.size();
        std::vector<double> skills;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            skills.push_back(
                own_.jobs_.skill_share(at<SectorId>(cell % sectors), static_cast<Skill>(skill)));
        }
        const auto skill = static_cast<Skill>(Categorical(skills)(place_.word(key, 2)));
        make_room(employer, skill);
        ForeignHire hire{key,   ForeignStatus::eaeu, origin, at<RegionId>(cell / sectors),
                         skill, EmployerId(employer)};
        hire.arrived = stamp(context_.start);
        staff_.hire(hire);
    }

    const ForeignSynthesis& own_;
    const PopulateContext& context_;
    ForeignColumns columns_;
    ForeignStaff staff_;
    AddressedDraw place_;
    AddressedDraw terms_;
    AddressedDraw asks_;
    AddressedDraw origin_;
    std::vector<std::uint16_t> held_;  ///< by employer: workers who count for its local share
    std::vector<Pool> all_;            ///< by region and sector
    std::vector<Pool> asking_;
    std::vector<Post> posts_;
};

void ForeignSynthesis::populate(const PopulateContext& context, const PlannedEmployers& planned,
                                World& world) const
{
    Dealer dealer(*this, context, planned, world);
    dealer.deal_permits();
    dealer.deal_eaeu();
}

}  // namespace qonys::models::kz_migration
