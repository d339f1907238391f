#pragma once

#include "processes/movement_setup.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Families registered elsewhere than they live whose children are at school where they live: once
/// their school is in the contour and compared with the register of residence, it is known.
class ResidenceDetection {
public:
    ResidenceDetection(Registry& registry, const MovementSetup& setup);
    [[nodiscard]] static std::vector<std::string> levers()
    {
        return {"registers.nobd_residence", "registers.coverage", "registers.delay",
                "registers.linkage"};
    }
    [[nodiscard]] static std::vector<std::string> draws() { return {"school", "detected"}; }
    void prepare(const StepContext& step);
    /// Somebody registered elsewhere: marks him if his family is detected. `is_old`: he is asked
    /// once a year.
    void look_at(const ShardContext& here, Shard& shard, std::size_t row, bool is_old) const;
    /// The chance to register within the month of those who have been told.
    [[nodiscard]] Threshold told() const { return told_; }

private:
    [[nodiscard]] bool is_compared(std::uint64_t household) const;
    [[nodiscard]] bool has_pupil(const Shard& shard, HouseholdId home, Month now) const;

    WorldSchema schema_;
    std::shared_ptr<const RegisterSetup> registers_;
    Column<std::uint8_t> marks_;
    TallyId detected_;
    Draw school_draw_;
    Draw detected_draw_;
    bool is_on_ = false;  ///< this month, as are the next
    Threshold covered_;
    Threshold linked_;
    Threshold compared_;
    Threshold seen_;
    Threshold told_;
    AddressedDraw school_{0};
};

}  // namespace qonys::models::kz_migration
