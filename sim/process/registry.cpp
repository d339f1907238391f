#include "qonys/process/registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/core/error.hpp"

namespace qonys {

Registry::Registry(bool with_households) : schema_(WorldSchema::create(with_households)) {}

ReplicatedId Registry::add_replicated(std::string name, std::string description)
{
    for (const ReplicatedSchema& other : schema_.replicated) {
        if (other.name == name) {
            throw InternalError(fmt::format("replicated table '{}' is added twice", name));
        }
    }
    schema_.replicated.push_back(
        {std::move(name), std::move(description), std::make_shared<Schema>()});
    return ReplicatedId(static_cast<ReplicatedId::rep>(schema_.replicated.size() - 1));
}

SideTableId Registry::add_side_table(std::string name, std::string description)
{
    for (const SideSchema& other : schema_.side) {
        if (other.name == name) {
            throw InternalError(fmt::format("side table '{}' is added twice", name));
        }
    }
    schema_.side.push_back(SideSchema::create(std::move(name), std::move(description)));
    return SideTableId(static_cast<SideTableId::rep>(schema_.side.size() - 1));
}

void Registry::add_measure(std::shared_ptr<const Measure> measure)
{
    measures_.push_back(std::move(measure));
}

void Registry::add_process(std::unique_ptr<Process> process)
{
    const std::string name = process->info().name;
    for (const auto& other : processes_) {
        if (other->info().name == name) {
            throw InternalError(fmt::format("process '{}' is registered twice", name));
        }
    }
    processes_.push_back(std::move(process));
}

void Registry::add_journal(JournalSpec journal)
{
    if (journal_ || journal.columns.size() > most_journal_cells) {
        throw InternalError(
            fmt::format("journal '{}' has too many columns, or is not the first", journal.name));
    }
    journal_ = std::move(journal);
}

Draw Registry::add_draw(const std::string& owner, const std::string& purpose)
{
    const std::string name = fmt::format("{}.{}", owner, purpose);
    for (const std::string& other : draws_) {
        if (name_hash(other) == name_hash(name)) {
            throw InternalError(fmt::format("draws '{}' and '{}' have the same address", other, name));
        }
    }
    draws_.push_back(name);
    return Draw(name);
}

namespace {

bool has_column(const Schema& schema, const std::string& name)
{
    return std::any_of(schema.columns().begin(), schema.columns().end(),
                       [&](const ColumnInfo& column) { return column.name == name; });
}

/// "employers.posts" of a replicated table, "kandas.hours" of a side table.
template <class Tables>
bool has_column_in(const Tables& tables, const std::string& name)
{
    return std::any_of(tables.begin(), tables.end(), [&](const auto& table) {
        const std::string prefix = table.name + ".";
        return name.starts_with(prefix) && has_column(*table.columns, name.substr(prefix.size()));
    });
}

/// "posts" of people or households, or of another table.
bool has_column(const WorldSchema& schema, const std::string& name)
{
    return has_column_in(schema.replicated, name) || has_column_in(schema.side, name) ||
           has_column(*schema.people, name) || has_column(*schema.households, name);
}

void require(bool known, const ProcessInfo& info, std::string_view what, const std::string& name)
{
    if (!known) {
        throw InternalError(
            fmt::format("process '{}' names {} '{}', which nobody declared", info.name, what, name));
    }
}

}  // namespace

void Registry::check() const
{
    for (const auto& process : processes_) {
        const ProcessInfo info = process->info();
        for (const auto* columns : {&info.reads, &info.writes}) {
            for (const std::string& column : *columns) {
                require(has_column(schema_, column), info, "column", column);
            }
        }
        for (const std::string& lever : info.levers) {
            require(levers_.find(lever).has_value(), info, "lever", lever);
        }
        for (const std::string& draw : info.draws) {
            const std::string name = fmt::format("{}.{}", info.name, draw);
            require(std::find(draws_.begin(), draws_.end(), name) != draws_.end(), info, "draw", name);
        }
    }
}

}  // namespace qonys
