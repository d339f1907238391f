#pragma once

#include <span>
#include <vector>

#include "irregular/people.hpp"
#include "irregular/replacement.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Inspectors visit employers, the police checks foreigners; who is detected may ask for a permit,
/// is expelled, or pays a fine and leaves or stays. README, "Irregular stay and control".
class Control final : public Process {
public:
    Control(Registry& registry, const ForeignSetup& setup,
            std::shared_ptr<const Replacement> replacement);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    enum class Way : std::uint8_t { check, inspection };
    struct Tallied {
        TallyId inspections;
        TallyId employers_fined;
        TallyId detected;  ///< way x region
        TallyId fined;
        TallyId shown_found;
    };
    struct Books {
        const StepContext& step;
        ForeignStaff staff;
        IrregularPeople irregular;
        EntryBans bans;
        CountOnce count;
    };

    /// An irregular worker, and whose post he has.
    struct AtWork {
        EmployerId employer;
        std::uint32_t row;
    };

    static Tallied declare_tallies(Registry& registry, const IrregularAxes& axes);
    void inspect(Books& books) const;
    [[nodiscard]] std::vector<EmployerId> visited(const Books& books,
                                                  const std::vector<std::uint8_t>& has) const;
    void find_workers(Books& books, EmployerId employer, std::span<const AtWork> workers) const;
    void check(Books& books, const World& world) const;
    [[nodiscard]] bool is_shown(const Books& books, const World& world, std::uint32_t row) const;
    void detect(Books& books, std::uint32_t row, Way way) const;
    void expel(Books& books, std::uint32_t row, Way way) const;
    void fine(Books& books, std::uint32_t row, Way way) const;
    void lose_post(Books& books, std::uint32_t row, Way way) const;

    ForeignSetup setup_;
    std::shared_ptr<const Replacement> replacement_;
    Tallied tallies_;
    Draw visit_;
    Draw sample_;
    Draw found_;
    Draw check_;
    Draw outcome_;
    Draw leave_;
};

}  // namespace qonys::models::kz_migration
