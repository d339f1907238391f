#include "process/told_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace qonys {
namespace {

std::uint64_t largest(std::size_t bytes)
{
    return bytes == sizeof(std::uint64_t) ? UINT64_MAX : (std::uint64_t{1} << (8 * bytes)) - 1;
}

std::string number_text(ElementType type, std::uint64_t bits)
{
    switch (type) {
        case ElementType::i8: return fmt::format("{}", static_cast<std::int8_t>(bits));
        case ElementType::i16: return fmt::format("{}", static_cast<std::int16_t>(bits));
        case ElementType::i32: return fmt::format("{}", static_cast<std::int32_t>(bits));
        case ElementType::i64: return fmt::format("{}", static_cast<std::int64_t>(bits));
        case ElementType::f64: {
            double value = 0.0;
            std::memcpy(&value, &bits, sizeof(value));
            return fmt::format("{:.9g}", value);
        }
        default: return fmt::format("{}", bits);
    }
}

std::string month_text(std::uint64_t bits)
{
    const auto month = static_cast<MonthStamp>(bits);
    return month <= 0 || month == never ? std::string() : month_of(month).text();
}

}  // namespace

ToldTable::ToldTable(const Schema& schema, std::uint8_t kind, const std::string& name,
                     const Regions& regions)
    : schema_(&schema),
      kind_(kind),
      of_(name),
      prefix_(name.empty() ? name : name + "."),
      key_column_(schema.columns().size()),
      regions_(&regions)
{
    for (std::size_t place = 0; place < schema.columns().size(); ++place) {
        const ColumnInfo& info = schema.columns()[place];
        if (info.name == "key" && info.bytes == sizeof(std::uint64_t)) {
            key_column_ = place;
        } else if (info.text.kind != CellText::Kind::hidden) {
            columns_.push_back({place, info.name, info.type, info.bytes, info.refers, info.text});
        }
    }
    all_.resize(columns_.size());
    std::iota(all_.begin(), all_.end(), std::uint16_t{0});
}

void ToldTable::declare(const std::vector<ProcessInfo>& processes)
{
    for (const ProcessInfo& process : processes) {
        const auto writes = [&](const std::string& name) {
            return std::find(process.writes.begin(), process.writes.end(), name) !=
                   process.writes.end();
        };
        // Small tables are few rows: who writes one of their columns is watched in all.
        const bool writes_table =
            !prefix_.empty() &&
            std::any_of(process.writes.begin(), process.writes.end(),
                        [&](const std::string& name) { return name.starts_with(prefix_); });
        std::vector<std::uint16_t> mine;
        for (const std::uint16_t column : all_) {
            if (writes_table || (prefix_.empty() && writes(columns_[column].name))) {
                mine.push_back(column);
            }
        }
        written_.push_back(std::move(mine));
        members_.push_back(kind_ == Subject::household &&
                           (writes("household") || writes("next_member") || writes("gone") ||
                            writes("key")));
    }
    written_.push_back(all_);  // what nobody has declared
    members_.push_back(kind_ == Subject::household);
}

std::span<const std::uint64_t> ToldTable::keys(const Rows& rows) const
{
    return {reinterpret_cast<const std::uint64_t*>(rows.raw(key_column_).data()), rows.size()};
}

std::uint64_t ToldTable::value(const Rows& rows, std::size_t row, std::size_t column,
                               const Surroundings& around) const
{
    const Column& told = columns_[column];
    std::uint64_t bits = 0;
    std::memcpy(&bits, rows.raw(told.place).data() + row * told.bytes, told.bytes);
    if (told.refers == Refers::nothing && told.text.kind != CellText::Kind::row) {
        return bits;
    }
    if (bits == largest(told.bytes)) {
        return 0;
    }
    if (told.text.kind == CellText::Kind::row) {
        const auto keys = around.replicated[told.text.table];
        return bits < keys.size() ? keys[bits] : 0;
    }
    const Rows* to = told.refers == Refers::person ? around.people : around.households;
    std::uint64_t key = 0;  // the engine's tables begin with their key
    std::memcpy(&key, to->raw(0).data() + bits * sizeof(key), sizeof(key));
    return key;
}

std::string ToldTable::text(std::size_t column, std::uint64_t value) const
{
    const Column& told = columns_[column];
    if (told.refers != Refers::nothing) {
        return key_text(value);
    }
    switch (told.text.kind) {
        case CellText::Kind::row:
        case CellText::Kind::key: return key_text(value);
        case CellText::Kind::month: return month_text(value);
        case CellText::Kind::words: return told.text.words(value);
        case CellText::Kind::region:
            return value < regions_->size()
                       ? (*regions_)[RegionId(static_cast<RegionId::rep>(value))].code
                       : std::string();
        case CellText::Kind::index:
            return value == largest(told.bytes) ? std::string() : number_text(told.type, value);
        default: return number_text(told.type, value);
    }
}

}  // namespace qonys
