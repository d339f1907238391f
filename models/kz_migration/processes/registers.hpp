#pragma once

#include <optional>

#include "abroad/records.hpp"
#include "business/person_rows.hpp"
#include "columns.hpp"
#include "labour/jobs.hpp"
#include "processes/kandas_records.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"
#include "registers/foreigners.hpp"

namespace qonys::models::kz_migration {

/// What agencies record, how late and how often twice, and what links between them show, of residents
/// whom registers follow, of citizens abroad, and of foreigners. README, "Registers and the contour".
class Registers final : public Process {
public:
    /// Tables of the people that registers are about.
    struct About {
        Columns columns;
        StatusColumns status;
        KandasRecords kandas;
        AbroadRecords abroad;
        ForeignRegisters::About foreigners;
        RegisterCountries countries;  ///< of people from abroad and of citizens there
    };
    Registers(Registry& registry, std::shared_ptr<const RegisterSetup> setup, const About& about);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    struct Tallied {
        TallyId made;
        TallyId closed;
        TallyId events;
        TallyId missed;
        TallyId waited;
        TallyId seen;
        TallyId months;
    };
    static Tallied declare_tallies(Registry& registry, const RegisterAxes& axes);
    void follow_at_start(const StepContext& step, std::size_t place, Shard& shard);
    void follow_new(const StepContext& step, Shard& shard) const;
    [[nodiscard]] static Followed followed_for(std::uint8_t marks);
    [[nodiscard]] static bool is_looked_at(const Shard& shard, Month now);
    [[nodiscard]] Registrant resident(const Shard& shard, std::size_t row, std::uint8_t& marks,
                                      Month now) const;
    [[nodiscard]] RegisterLine person_line(const Shard& shard, std::size_t row) const;
    void note_new(const Shard& shard, RegisterFlows& flows) const;
    void close_gone(Shard& shard, RegisterFlows& flows) const;
    void drop_closed(SideTable& own) const;
    void find_new(std::size_t place, const Shard& shard);
    void look_at(const ShardContext& here, Shard& shard, RegisterFlows& flows);
    void pass_unseen(Shard& shard, RegisterFlows& flows) const;
    void book(const StepContext& step, Tallies& counts, RegisterFlows&& flows) const;

    WorldSchema schema_;
    std::shared_ptr<const RegisterSetup> setup_;
    About about_;
    std::optional<JobColumns> jobs_;
    ForeignRegisters foreigners_;
    Recorder recorder_;
    Tallied tallies_;
    PersonRows rows_;
};

}  // namespace qonys::models::kz_migration
