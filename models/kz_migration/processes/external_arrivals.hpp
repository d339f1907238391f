#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "outlook.hpp"
#include "processes/family_flow.hpp"
#include "processes/residence_screening.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Persons whom the quota track let in this month, by partner: they are part of the published
/// arrivals, so that the other flow brings so many fewer. Whole numbers, the same on every rank.
using AdmittedByPartner = std::vector<std::int64_t>;

/// Foreigners who settle after a stay, and so arrive in the books; filled and emptied every month,
/// the same on every rank.
struct SettlingForeigners {
    std::vector<ArrivingFamily> families;
    AdmittedByPartner published;  ///< of them, those whom published arrivals contain already
};

/// Registered arrivals from abroad outside the quota track: published totals by country, in two
/// streams, Kazakhs and others, which settle differently. README.md, part 7, section 2.
class ExternalArrivals final : public Process {
public:
    struct Params {
        std::vector<double> kazakh_region;  ///< weights by region
        std::vector<double> other_region;
        static Params read(Reader& in, const Axes& axes, const KandasTables& kandas, int year);
    };
    /// Those whom others let in: see AdmittedByPartner.
    struct Others {
        std::shared_ptr<const AdmittedByPartner> admitted;
        std::shared_ptr<const SettlingForeigners> settling;
        ResidenceScreening::Params screening;
    };
    ExternalArrivals(Registry& registry, Params params, const Outlook& outlook,
                     std::shared_ptr<const Settlement> settlement, const Others& others,
                     const KandasTables& tables);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    [[nodiscard]] ArrivingFamily with_region(const StepContext& step, const World& world,
                                             ArrivingFamily family) const;
    void hand_over(const StepContext& step, const World& world, const ArrivingFamily& family);
    [[nodiscard]] bool is_here(const StepContext& step, const World& world,
                               const ArrivingFamily& family) const;

    Outlook outlook_;
    std::shared_ptr<const Settlement> settlement_;
    Others let_in_;
    ResidenceScreening screening_;
    const KandasTables* tables_;
    Choice kazakh_region_;
    Choice other_region_;
    Draw region_draw_;
    Draw sampling_;
    FamilyFlow kazakhs_;
    FamilyFlow others_;
    PerShard<std::vector<ArrivingFamily>> families_;
};

/// Numbers of the streams within keys of lineage::arrival.
inline constexpr std::uint8_t kazakh_flow = 1;
inline constexpr std::uint8_t other_flow = 2;
inline constexpr std::uint8_t quota_flow = 3;
inline constexpr std::uint8_t card_flow = 4;

}  // namespace qonys::models::kz_migration
