#pragma once

#include <optional>

#include "abroad/records.hpp"
#include "business/person_rows.hpp"
#include "columns.hpp"
#include "irregular/setup.hpp"
#include "labour/jobs.hpp"
#include "labour/specialists.hpp"
#include "processes/kandas_records.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"
#include "registers/recorder.hpp"
#include "students/foreign_students.hpp"

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
        StudentColumns students;
        SpecialistColumns specialists;
        std::optional<ForeignWorkerColumns> workers = {};  ///< where there are employers
        std::optional<IrregularColumns> irregular = {};
    };
    Registers(Registry& registry, std::shared_ptr<const RegisterSetup> setup, const About& about);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    /// One row of a table of foreigners; nobody where it is empty.
    struct Stranger {
        Subject who;
        MonthStamp since;
    };
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
    void follow_at_start(const StepContext& step, Shard& shard) const;
    void follow_new(const StepContext& step, Shard& shard) const;
    [[nodiscard]] Subject resident(const Shard& shard, std::size_t row, std::uint8_t marks,
                                   Month now) const;
    /// `of_row(row)` says who stands there.
    template <class OfRow>
    RegisterFlows pass_table(const StepContext& step, World& world, const ForeignViews& views,
                             std::pair<std::size_t, OfRow> rows, bool at_start) const;
    RegisterFlows pass_foreigners(const StepContext& step, World& world, bool at_start) const;
    RegisterFlows pass_workers(const StepContext& step, World& world, bool at_start) const;
    RegisterFlows pass_irregular(const StepContext& step, World& world, bool at_start) const;
    void book(Tallies& counts, const RegisterFlows& flows) const;

    WorldSchema schema_;
    std::shared_ptr<const RegisterSetup> setup_;
    About about_;
    std::optional<JobColumns> jobs_;
    Recorder recorder_;
    Tallied tallies_;
    PersonRows rows_;
};

}  // namespace qonys::models::kz_migration
