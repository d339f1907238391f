#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "qonys/process/journal.hpp"
#include "qonys/process/lever.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/world/tally.hpp"
#include "qonys/world/world.hpp"

namespace qonys {

/// Where a model declares what it is made of: columns, levers, tallies, processes, measures. Names are
/// taken once; a clash, of names or of the hashes of draws, is refused with both places named.
class Registry {
public:
    explicit Registry(bool with_households = true);

    template <class T>
    Column<T> add_person_column(std::string name, std::string description, T fill = T{},
                                Refers refers = Refers::nothing)
    {
        return schema_.people->add<T>(std::move(name), std::move(description), fill, refers);
    }
    template <class T>
    Column<T> add_household_column(std::string name, std::string description, T fill = T{},
                                   Refers refers = Refers::nothing)
    {
        return schema_.households->add<T>(std::move(name), std::move(description), fill, refers);
    }
    /// A small table that every rank holds whole: see World::replicated.
    ReplicatedId add_replicated(std::string name, std::string description);
    template <class T>
    Column<T> add_replicated_column(ReplicatedId table, std::string name, std::string description,
                                    T fill = T{})
    {
        return schema_.replicated[table.value()].columns->add<T>(std::move(name),
                                                                std::move(description), fill);
    }
    /// What few people have, in rows keyed by person: see SideTable.
    SideTableId add_side_table(std::string name, std::string description);
    template <class T>
    Column<T> add_side_column(SideTableId table, std::string name, std::string description,
                              T fill = T{})
    {
        return schema_.side[table.value()].columns->add<T>(std::move(name), std::move(description),
                                                          fill);
    }
    LeverId add_lever(LeverSpec spec) { return levers_.add(std::move(spec)); }
    void hold_rules(int last_year) { levers_.hold_rules(last_year); }
    TallyId add_tally(TallySpec spec) { return tallies_.add(std::move(spec)); }
    void add_measure(std::shared_ptr<const Measure> measure);
    void add_process(std::unique_ptr<Process> process);
    /// A model has one at most.
    void add_journal(JournalSpec journal);

    /// The draw "process.purpose"; `owner` says who in the message about a clash.
    Draw add_draw(const std::string& owner, const std::string& purpose);

    [[nodiscard]] const WorldSchema& schema() const { return schema_; }
    [[nodiscard]] const LeverBook& levers() const { return levers_; }
    [[nodiscard]] const TallyBook& tallies() const { return tallies_; }
    [[nodiscard]] const std::vector<std::string>& draws() const { return draws_; }
    [[nodiscard]] const std::vector<std::shared_ptr<const Measure>>& measures() const { return measures_; }
    [[nodiscard]] const std::vector<std::unique_ptr<Process>>& processes() const { return processes_; }
    [[nodiscard]] const std::optional<JournalSpec>& journal() const { return journal_; }

    /// Throws InternalError when a process names a column, lever or draw that nobody declared.
    void check() const;

private:
    WorldSchema schema_;
    LeverBook levers_;
    TallyBook tallies_;
    std::vector<std::string> draws_;
    std::vector<std::shared_ptr<const Measure>> measures_;
    std::vector<std::unique_ptr<Process>> processes_;
    std::optional<JournalSpec> journal_;
};

}  // namespace qonys
