#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "labour/post_search.hpp"
#include "processes/external_arrivals.hpp"
#include "processes/student_admission.hpp"

namespace qonys::models::kz_migration {

/// What becomes of foreign students: they give up, graduate, go home, stay to work, settle, or stay
/// without a right and are irregular people from then on. README, "Foreign students".
class StudentLives final : public Process {
public:
    struct Params {
        Share visa_lapse;          ///< visas that end within the course and are not renewed
        Share family_residence;    ///< graduates who settle at once, under any rules
        Share stay_wish;           ///< of the other graduates who may stay
        int search_months = 0;     ///< that a graduate may look for a post before he must go
        MonthlyProbability offer;  ///< of an employer's interest, to a graduate who looks
        AnnualRate leave;          ///< graduates at work who go
        AnnualRate residence;      ///< graduates at work who settle

        static Params read(Reader& in);
    };
    /// What lies outside the table of students.
    struct Shared {
        std::optional<ForeignSetup> work;  ///< none where nobody works for an employer
        std::shared_ptr<SettlingForeigners> settling;
    };
    StudentLives(Registry& registry, const StudentSetup& setup, const Params& params,
                 Shared shared);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    class Month;
    /// Chances of a month.
    struct Chances {
        Threshold drop_out;
        Threshold lapse;
        Threshold family_residence;
        Threshold stay_wish;
        Threshold offer;
        Threshold leave;
        Threshold residence;
    };
    [[nodiscard]] std::vector<double> settled_in_base() const;

    StudentSetup setup_;
    Params params_;
    Shared shared_;
    Chances chances_;
    TallyId graduates_;  ///< origin, field
    TallyId drop_outs_;  ///< origin
    TallyId settled_;    ///< region
    Draw study_;
    Draw after_;
    Draw work_;
    Draw search_;
    std::vector<double> base_;           ///< a year, by partner: settlers within published arrivals
    std::vector<std::int64_t> counted_;  ///< by partner: such settlers of this year so far
};

}  // namespace qonys::models::kz_migration
