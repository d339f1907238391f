#pragma once

#include <memory>
#include <vector>

#include "processes/foreign_setup.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "students/student_levers.hpp"

namespace qonys::models::kz_migration {

/// What the processes of foreign students share.
struct StudentSetup {
    StudentAxes axes;
    StudyTables tables;
    StudentColumns columns;
    StudentLevers levers;
    TallyId transitions;  ///< from, to: StudentStep
    int first_year = 0;   ///< of the run

    [[nodiscard]] std::size_t transition(StudentStep from, StudentStep to) const
    {
        return static_cast<std::size_t>(from) * axes.transition.size() +
               static_cast<std::size_t>(to);
    }
};

/// Foreigners apply for the academic year, one by one: for a field and a region, an entrance, a
/// place and a visa. README, "Foreign students".
class StudentAdmission final : public Process {
public:
    struct Params {
        StudentRules rules;
        double growth = 0.0;           ///< of applicants, a year from the start
        double could_apply = 1.0;      ///< over those who do: as many as rules could ever win over
        int choices_of_region = 1;     ///< in which somebody tries for a place
        Share entrance;                ///< who pass it
        Share prepared_entrance;       ///< who pass it if prepared
        double campaign_effect = 0.0;  ///< of being told, on who applies; a share
        double post_study_pull = 0.0;  ///< log points for three years of work afterwards
        double visa_deterrence = 0.0;  ///< log points for 30 days of waiting
        double scale = 1.0;

        static Params read(Reader& in);
    };
    StudentAdmission(Registry& registry, const StudentSetup& setup, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    struct Applicant {
        std::uint64_t key;
        StudentOrigin origin;
        StudyField field;
        RegionId region;
    };
    struct Counted {
        TallyId applicants;  ///< origin, field
        TallyId refused;     ///< why, origin
        TallyId admitted;    ///< region, field
    };
    static Counted declare_tallies(Registry& registry, const StudentAxes& axes);
    [[nodiscard]] bool is_in_sample(const StepContext& step, std::size_t origin,
                                    std::uint32_t ordinal) const;
    [[nodiscard]] NewStudent found_at_start(const StepContext& step, std::size_t origin,
                                            std::uint32_t ordinal) const;
    void give_traits(const StepContext& step, NewStudent& student) const;
    [[nodiscard]] std::vector<Applicant> applicants(const StepContext& step);
    [[nodiscard]] bool applies(const StepContext& step, const Applicant& one) const;
    [[nodiscard]] bool passes_entrance(const StepContext& step, const Applicant& one) const;
    [[nodiscard]] RegionId next_region(const StepContext& step, const Applicant& one) const;
    [[nodiscard]] std::vector<Applicant> give_places(const StepContext& step,
                                                     std::vector<Applicant> waiting,
                                                     const CountOnce& count);
    void refuse(const Applicant& one, StudentRefusal why, const CountOnce& count) const;
    void admit(const StepContext& step, StudentRoll& roll, const Applicant& one,
               const CountOnce& count) const;

    StudentSetup setup_;
    Params params_;
    Counted counted_;
    Draw applicant_;
    Draw field_draw_;
    Draw region_draw_;
    Draw priority_;
    Draw traits_;
    Draw debt_;
    Draw sampling_;
    Choice region_;
    Categorical entry_age_;
    std::vector<Choice> field_;   ///< by origin, of those who begin
    std::vector<double> yearly_;  ///< by origin: who could apply, in the last year before
    QuotaLedger ledger_;
    std::vector<double> due_;            ///< by origin: who could apply and has not been asked
    std::vector<std::int64_t> ordinal_;  ///< by origin: who could apply so far
};

/// Number of the stream within keys of lineage::arrival: a student keeps his when he settles.
inline constexpr std::uint8_t student_flow = 5;

}  // namespace qonys::models::kz_migration
