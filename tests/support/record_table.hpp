#pragma once

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "process/told_table.hpp"
#include "qonys/core/contract.hpp"
#include "qonys/world/world.hpp"

namespace qonys::testing {

/// The records of a side table, or of one that every rank has, at the end of each month.
class RecordTable {
public:
    using Values = std::vector<std::uint64_t>;
    using Month = std::map<std::uint64_t, Values>;  ///< by key

    RecordTable(const World& world, std::string name) : name_(std::move(name))
    {
        const WorldSchema& schema = world.schema();
        for (std::size_t side = 0; side < schema.side.size(); ++side) {
            if (schema.side[side].name == name_) {
                side_ = SideTableId(static_cast<SideTableId::rep>(side));
            }
        }
        told_.emplace(side_ ? *schema.side[side_->value()].columns
                            : *schema.replicated[replicated(world).value()].columns,
                      std::uint8_t{0}, name_, world.regions());
    }

    /// Whether it is about people of the shards.
    [[nodiscard]] bool is_side() const { return side_.has_value(); }
    [[nodiscard]] const std::string& name() const { return name_; }

    void look(const World& world)
    {
        std::vector<std::span<const std::uint64_t>> keys;
        for (std::size_t i = 0; i < world.schema().replicated.size(); ++i) {
            const Rows& rows = world.replicated(ReplicatedId(static_cast<ReplicatedId::rep>(i)));
            const ToldTable table(rows.schema(), 0, "", world.regions());
            keys.push_back(table.has_keys() ? table.keys(rows) : std::span<const std::uint64_t>());
        }
        months_.emplace_back();
        if (!side_) {
            add(world.replicated(replicated(world)), keys);
            return;
        }
        for (const Shard& shard : world.shards()) {
            add(shard.side(*side_).rows(), keys);
        }
    }

    /// The start, then the ends of months.
    [[nodiscard]] const std::vector<Month>& months() const { return months_; }
    [[nodiscard]] std::size_t column(const std::string& name) const
    {
        for (std::size_t place = 0; place < told_->size(); ++place) {
            if (told_->name(place) == name) {
                return place;
            }
        }
        throw InternalError("no column '" + name + "' in " + name_);
    }
    [[nodiscard]] std::int64_t number(const Values& record, const std::string& name) const
    {
        return static_cast<std::int64_t>(record[column(name)]);
    }
    /// Everything that a record says; or, of one that was, what has changed.
    [[nodiscard]] std::string text(const Values& record, const Values* was = nullptr) const
    {
        std::string all;
        for (std::size_t place = 0; place < told_->size(); ++place) {
            const std::string value = told_->text(place, record[place]);
            if (was == nullptr && !value.empty()) {
                all += " " + told_->name(place) + " " + value;
            } else if (was != nullptr && (*was)[place] != record[place]) {
                all += " " + told_->name(place) + " " + told_->text(place, (*was)[place]) + ">" +
                       value;
            }
        }
        return all;
    }

private:
    [[nodiscard]] ReplicatedId replicated(const World& world) const
    {
        return world.schema().find_replicated(name_).value();
    }
    /// Rows of tables that every rank has stay when nobody is there.
    [[nodiscard]] bool is_taken(const Values& record) const
    {
        constexpr std::uint64_t nobody = 11;  // whom registers follow
        return side_ || (name_.starts_with("register_") ? record[column("followed")] != nobody
                                                        : record[column("alive")] != 0);
    }
    void add(const Rows& rows, std::span<const std::span<const std::uint64_t>> others)
    {
        const Surroundings around{nullptr, nullptr, others};
        const auto keys = told_->keys(rows);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            Values values;
            for (std::size_t place = 0; place < told_->size(); ++place) {
                values.push_back(told_->value(rows, row, place, around));
            }
            if (is_taken(values)) {
                EXPECT_TRUE(months_.back().emplace(keys[row], std::move(values)).second)
                    << key_text(keys[row]) << " is twice in " << name_;
            }
        }
    }

    std::string name_;
    std::optional<SideTableId> side_;
    std::optional<ToldTable> told_;
    std::vector<Month> months_;
};

}  // namespace qonys::testing
