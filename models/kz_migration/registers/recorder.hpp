#pragma once

#include "qonys/process/process.hpp"
#include "qonys/random/threshold.hpp"
#include "registers/journal.hpp"
#include "registers/setup.hpp"

namespace qonys::models::kz_migration {

/// What became of records in a month; whole numbers, so that blocks of rows add up in any order.
struct RegisterFlows {
    using ByAgency = std::array<std::int64_t, num_agencies>;
    using ByDomain = std::array<std::int64_t, num_domains>;
    ByAgency made{};    ///< records, those under a second number included
    ByAgency closed{};
    ByAgency events{};  ///< that agencies should record
    ByAgency missed{};  ///< of these, those that they never do
    ByAgency waited{};  ///< months that the others take to be recorded
    ByDomain seen{};    ///< people whom the contour shows for the first time
    ByDomain months{};  ///< of these, since they are followed
    std::vector<JournalLine> lines = {};  ///< where the journal is kept

    RegisterFlows& operator+=(const RegisterFlows& other);
};

/// Somebody as he is this month.
struct Registrant {
    std::uint64_t key;
    Followed followed;
    AgencySet eligible;  ///< agencies that should have a record of him
    RegionId region;
};

/// Makes and closes records of a month, person by person. By lasting numbers of person and agency it
/// is settled whether an event is recorded, how late, whether twice, and whether it is linked: higher
/// coverage or linkage adds people and takes off nobody.
class Recorder {
public:
    Recorder(Registry& registry, const RegisterSetup& setup);
    [[nodiscard]] static std::vector<std::string> draws()
    {
        return {"recorded", "twice", "linked"};
    }
    void prepare(const StepContext& step);
    struct Beginning {
        const Registrant& who;
        MonthStamp event;
    };
    /// The month of one view.
    void pass_month(const ViewSpans& views, std::size_t row, const Registrant& who,
                    RegisterFlows& flows) const;
    /// The same for those who are there at the start; `event`: the month in which agencies should
    /// have recorded them, 0 where it was long ago. Only the lines of `flows` are added to.
    void begin(const ViewSpans& views, std::size_t row, const Beginning& what,
               RegisterFlows& flows) const;
    /// Ends a view: whoever it was about, of this key, is gone.
    void close(const ViewSpans& views, std::size_t row, std::uint64_t key,
               RegisterFlows& flows) const;
    /// Whether lines are to be made for the journal.
    [[nodiscard]] bool notes() const { return notes_; }
    /// A line of this month.
    [[nodiscard]] RegisterLine line(std::uint64_t person, RegisterNote note) const
    {
        return {now_, person, note};
    }

private:
    [[nodiscard]] MonthStamp record_month(std::uint64_t key, std::size_t agency) const;
    void ask(const ViewSpans& views, std::size_t row, const Registrant& who,
             RegisterFlows& flows) const;
    void record(const ViewSpans& views, std::size_t row, const Registrant& who,
                RegisterFlows& flows) const;
    [[nodiscard]] AgencySet linked_of(std::uint64_t key, AgencySet recorded) const;
    void show(const ViewSpans& views, std::size_t row, const Registrant& who, bool is_recorded,
              RegisterFlows& flows) const;
    [[nodiscard]] AgencySet asked_before(const ViewSpans& views, std::size_t row) const;
    void note_asked(const ViewSpans& views, std::size_t row, const Registrant& who,
                    std::pair<AgencySet, RegisterFlows&> known) const;
    void note_shown(const ViewSpans& views, std::size_t row, const Registrant& who,
                    std::pair<AgencySet, RegisterFlows&> linked) const;

    RegisterLevers levers_;
    std::array<Threshold, num_agencies> twice_;
    std::array<Threshold, num_agencies> covered_;
    std::array<Threshold, num_agencies> linkage_;
    std::array<double, num_agencies> log_late_{};  ///< of the chance that a record waits a month more
    AgencySet all_linked_ = 0;
    AgencySet some_linked_ = 0;
    bool is_prepared_ = false;
    bool linkage_is_new_ = true;  ///< otherwise than last month
    Draw recorded_draw_;
    Draw twice_draw_;
    Draw linked_draw_;
    AddressedDraw recorded_words_{0};
    AddressedDraw twice_words_{0};
    AddressedDraw linked_words_{0};
    MonthStamp now_ = 0;
    bool notes_ = false;
};

/// How many agencies are in a set.
[[nodiscard]] int count_of(AgencySet set);

}  // namespace qonys::models::kz_migration
