#include "qonys/record/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <span>
#include <vector>

#include "qonys/core/archive.hpp"
#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys {

std::size_t element_bytes(ElementType type)
{
    constexpr std::array<std::size_t, 9> bytes{1, 1, 2, 2, 4, 4, 8, 8, 8};
    return bytes[static_cast<std::size_t>(type)];
}

std::string_view element_name(ElementType type)
{
    constexpr std::array<std::string_view, 9> names{"u8",  "i8",  "u16", "i16", "u32",
                                                    "i32", "u64", "i64", "f64"};
    return names[static_cast<std::size_t>(type)];
}

namespace {

using RowsOf = std::function<Rows&(Shard&)>;

class SaveArchive final : public Archive {
public:
    SaveArchive(ArraySink& sink, std::string prefix) : sink_(sink), prefix_(std::move(prefix)) {}
    void values(std::string_view name, std::vector<std::int64_t>& values) override
    {
        sink_.write(prefix_ + std::string(name), ElementType::i64, std::as_bytes(std::span(values)));
    }
    void values(std::string_view name, std::vector<double>& values) override
    {
        sink_.write(prefix_ + std::string(name), ElementType::f64, std::as_bytes(std::span(values)));
    }

private:
    ArraySink& sink_;
    std::string prefix_;
};

class LoadArchive final : public Archive {
public:
    LoadArchive(const ArraySource& source, std::string prefix)
        : source_(source), prefix_(std::move(prefix))
    {
    }
    void values(std::string_view name, std::vector<std::int64_t>& values) override
    {
        load(name, ElementType::i64, values);
    }
    void values(std::string_view name, std::vector<double>& values) override
    {
        load(name, ElementType::f64, values);
    }

private:
    template <class Value>
    void load(std::string_view name, ElementType type, std::vector<Value>& values)
    {
        const std::string full = prefix_ + std::string(name);
        values.resize(source_.size(full, type));
        source_.read(full, type, 0, std::as_writable_bytes(std::span(values)));
    }
    const ArraySource& source_;
    std::string prefix_;
};

std::vector<std::int64_t> rows_by_shard(World& world, const RowsOf& rows, Communicator& ranks)
{
    std::vector<std::int64_t> counts(num_shards, 0);
    for (std::size_t i = 0; i < world.shards().size(); ++i) {
        counts[world.first_shard() + i] =
            static_cast<std::int64_t>(rows(world.shards()[i]).size());
    }
    ranks.all_reduce_sum(counts);
    return counts;
}

void save_rows(const std::string& entity, const Schema& schema, const RowsOf& rows, World& world,
               Communicator& ranks, ArraySink* sink)
{
    const std::vector<std::int64_t> counts = rows_by_shard(world, rows, ranks);
    if (sink != nullptr) {
        sink->write(entity + "/rows_by_shard", ElementType::i64, std::as_bytes(std::span(counts)));
    }
    for (std::size_t column = 0; column < schema.columns().size(); ++column) {
        Communicator::Bytes mine;
        for (Shard& shard : world.shards()) {
            const auto raw = rows(shard).raw(column);
            mine.insert(mine.end(), raw.begin(), raw.end());
        }
        // Ranks own consecutive shards, so that rank order is shard order.
        std::vector<Communicator::Bytes> parts = ranks.all_gather_bytes(std::move(mine));
        if (sink != nullptr) {
            Communicator::Bytes whole = std::move(parts.front());
            for (std::size_t rank = 1; rank < parts.size(); ++rank) {
                whole.insert(whole.end(), parts[rank].begin(), parts[rank].end());
            }
            const ColumnInfo& info = schema.columns()[column];
            sink->write(entity + "/" + info.name, info.type, whole);
        }
    }
}

/// One column of people or households: its array in the file, and its place in the rows.
struct SavedColumn {
    std::string name;
    ElementType type;
    std::size_t column;
    RowsOf rows;
};

/// Reads a column from element `first` on, many shards at a time: a file gives up only whole pieces
/// of an array, so that a call for each shard would fetch the same piece again and again.
void restore_column(const SavedColumn& saved, std::size_t first, World& world,
                    const ArraySource& source)
{
    constexpr std::size_t shards_at_once = 128;  // bounds what is held twice
    const std::size_t width = element_bytes(saved.type);
    const std::span<Shard> shards = world.shards();
    std::vector<std::byte> buffer;
    for (std::size_t begin = 0; begin < shards.size(); begin += shards_at_once) {
        const std::size_t count = std::min(shards_at_once, shards.size() - begin);
        const std::span<Shard> group = shards.subspan(begin, count);
        std::size_t size = 0;
        for (Shard& shard : group) {
            size += saved.rows(shard).raw(saved.column).size();
        }
        buffer.resize(size);
        source.read(saved.name, saved.type, first, buffer);
        const std::byte* from = buffer.data();
        for (Shard& shard : group) {
            const std::span<std::byte> target = saved.rows(shard).raw(saved.column);
            std::copy_n(from, target.size(), target.data());
            from += target.size();
        }
        first += size / width;
    }
}

void restore_rows(const std::string& entity, const Schema& schema, const RowsOf& rows, World& world,
                  const ArraySource& source)
{
    const std::string counts_name = entity + "/rows_by_shard";
    std::vector<std::int64_t> counts(source.size(counts_name, ElementType::i64));
    if (counts.size() != num_shards) {
        throw DataError(counts_name, fmt::format("has {} shards, not {}", counts.size(), num_shards),
                        "the snapshot is of another program", "run from the beginning");
    }
    source.read(counts_name, ElementType::i64, 0, std::as_writable_bytes(std::span(counts)));
    const auto first = static_cast<std::size_t>(std::accumulate(
        counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(world.first_shard()),
        std::int64_t{0}));
    for (std::size_t i = 0; i < world.shards().size(); ++i) {
        const auto size = static_cast<std::size_t>(counts[world.first_shard() + i]);
        Rows& target = rows(world.shards()[i]);
        QONYS_EXPECT(target.size() == 0);
        target.reserve(size);
        target.append(size);
    }
    for (std::size_t column = 0; column < schema.columns().size(); ++column) {
        const ColumnInfo& info = schema.columns()[column];
        restore_column({entity + "/" + info.name, info.type, column, rows}, first, world, source);
    }
}

std::string array_name(const ReplicatedSchema& table, const ColumnInfo& column)
{
    return "replicated/" + table.name + "/" + column.name;
}

/// Every kind of row that lies in shards: people, households, side tables.
template <class Visit>
void for_each_kind(const WorldSchema& schema, Visit visit)
{
    visit("people", *schema.people, RowsOf([](Shard& shard) -> Rows& { return shard.people(); }));
    visit("households", *schema.households,
          RowsOf([](Shard& shard) -> Rows& { return shard.households(); }));
    for (std::size_t i = 0; i < schema.side.size(); ++i) {
        visit("side/" + schema.side[i].name, *schema.side[i].columns,
              RowsOf([i](Shard& shard) -> Rows& { return shard.side_tables()[i].rows(); }));
    }
}

void save_replicated(const World& world, ArraySink& sink)
{
    for (std::size_t i = 0; i < world.schema().replicated.size(); ++i) {
        const ReplicatedSchema& table = world.schema().replicated[i];
        const Rows& rows = world.replicated(ReplicatedId(static_cast<ReplicatedId::rep>(i)));
        for (std::size_t column = 0; column < table.columns->columns().size(); ++column) {
            const ColumnInfo& info = table.columns->columns()[column];
            sink.write(array_name(table, info), info.type, rows.raw(column));
        }
    }
}

void restore_replicated(World& world, const ArraySource& source)
{
    for (std::size_t i = 0; i < world.schema().replicated.size(); ++i) {
        const ReplicatedSchema& table = world.schema().replicated[i];
        Rows& rows = world.replicated(ReplicatedId(static_cast<ReplicatedId::rep>(i)));
        QONYS_EXPECT(rows.size() == 0);
        for (std::size_t column = 0; column < table.columns->columns().size(); ++column) {
            const ColumnInfo& info = table.columns->columns()[column];
            const std::size_t size = source.size(array_name(table, info), info.type);
            if (column == 0) {
                rows.append(size);
            }
            if (size != rows.size()) {
                throw DataError(array_name(table, info),
                                fmt::format("has {} rows, not {}", size, rows.size()),
                                "the snapshot is damaged", "run from the beginning");
            }
            source.read(array_name(table, info), info.type, 0, rows.raw(column));
        }
    }
}

}  // namespace

void save_snapshot(const SimulationState& state, Communicator& ranks, const Threads& threads,
                   ArraySink* sink)
{
    const WorldSchema& schema = state.world.schema();
    threads.for_each(state.world.shards().size(), [&](std::size_t shard, std::size_t /*worker*/) {
        compact(state.world.shards()[shard], schema);
    });
    ArraySink* root_sink = ranks.rank() == 0 ? sink : nullptr;
    for_each_kind(schema, [&](const std::string& kind, const Schema& columns, const RowsOf& rows) {
        save_rows(kind, columns, rows, state.world, ranks, root_sink);
    });
    if (root_sink == nullptr) {
        return;
    }
    save_replicated(state.world, *root_sink);
    for (const auto& process : state.registry.processes()) {
        SaveArchive archive(*root_sink, "process/" + process->info().name + "/");
        process->archive(archive);
    }
    SaveArchive archive(*root_sink, "recorder/");
    state.recorder.archive(archive);
}

void restore_snapshot(const SimulationState& state, const ArraySource& source)
{
    const WorldSchema& schema = state.world.schema();
    for_each_kind(schema, [&](const std::string& kind, const Schema& columns, const RowsOf& rows) {
        restore_rows(kind, columns, rows, state.world, source);
    });
    restore_replicated(state.world, source);
    for (const auto& process : state.registry.processes()) {
        LoadArchive archive(source, "process/" + process->info().name + "/");
        process->archive(archive);
    }
    LoadArchive archive(source, "recorder/");
    state.recorder.archive(archive);
}

}  // namespace qonys
