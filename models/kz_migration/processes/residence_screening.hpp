#pragma once

#include <array>
#include <vector>

#include "labour/jobs.hpp"
#include "processes/settlement.hpp"
#include "qonys/core/archive.hpp"
#include "qonys/core/function_ref.hpp"

namespace qonys::models::kz_migration {

/// Screening of foreigners who ask for permanent residence and are no ethnic Kazakhs: the head of a
/// family applies, is tested in the state language and scored by points. README, part 7,
/// "Arrivals".
class ResidenceScreening {
public:
    /// What is scored; the official scale is not published.
    enum class Criterion : std::uint8_t {
        age_under_35,
        age_35_44,
        age_45_54,
        postgraduate,
        higher,
        vocational,
        secondary,
        year_of_work,  ///< each, from an age on and up to so many
        occupation,    ///< that is asked for
        language,      ///< all of the test
        family_ties
    };
    static constexpr std::size_t num_criteria = 11;
    static constexpr std::size_t num_parts = 3;  ///< of the language test

    struct Params {
        double pass_mark = 0.0;
        double language_test = 0.0;
        double days = 0.0;
        std::array<double, num_criteria> points{};
        std::array<double, num_skills> occupation{};  ///< chance to have one that is asked for
        std::vector<double> knows_language;           ///< by partner
        Share family_ties;
        Share tries_again;  ///< of the refused, after a year
        Share learns;       ///< of those who did not know the language, by then
        Share prepares;     ///< of those who do not know it, before they ask
        Share mark_of_knowledge;          ///< who knows the language has marks above, others below
        int first_year_of_work = 0;       ///< age from which years of work are scored
        double most_years_of_work = 0.0;  ///< that are scored
        std::vector<std::string> partners;

        static Params read(Reader& in, const Axes& axes);
    };
    ResidenceScreening(Registry& registry, Params params,
                       std::shared_ptr<const Settlement> settlement);

    /// A family asks for residence. With no rule in force it comes at once.
    /// `tells`: whether the life of its head is told of on this rank.
    void apply(const StepContext& step, const ArrivingFamily& family, bool tells);
    /// Families that may come this month: of those who asked just now or before.
    std::vector<ArrivingFamily> admitted(const StepContext& step,
                                         FunctionRef<bool(const ArrivingFamily&)> tells);
    /// Books the decisions of the month, on one rank.
    void count(const StepContext& step, Tallies& counts);
    void archive(Archive& archive);
    [[nodiscard]] static std::vector<std::string> levers();
    [[nodiscard]] static std::vector<std::string> draws();

private:
    enum class Decision : std::uint8_t { admitted, language, points };
    struct Waiting {
        ArrivingFamily family;
        Month month;  ///< in which it arrives or asks again
        bool is_admitted = false;
    };
    struct Decided {
        Decision decision;
        std::size_t partner;
        Skill skill;
    };
    [[nodiscard]] bool in_force(const StepContext& step) const;
    struct Asking {
        const ArrivingFamily& family;
        bool again;
        bool tells;
    };
    void decide(const StepContext& step, const Asking& asking);
    [[nodiscard]] std::array<double, num_parts> language_marks(const StepContext& step,
                                                               const ArrivingFamily& family,
                                                               bool again) const;
    [[nodiscard]] double score(const StepContext& step, const ArrivingFamily& family,
                               const HeadTraits& head, double language) const;
    [[nodiscard]] double points(Criterion criterion) const
    {
        return params_.points[static_cast<std::size_t>(criterion)];
    }

    Params params_;
    std::shared_ptr<const Settlement> settlement_;
    LeverId pass_mark_;
    LeverId language_test_;
    LeverId days_;
    TallyId decisions_;  ///< decision, schooling
    TallyId refused_;    ///< partner
    Draw language_;
    Draw traits_;
    Draw again_;
    std::vector<Waiting> waiting_;
    std::vector<Decided> decided_;  ///< this month
};

}  // namespace qonys::models::kz_migration
