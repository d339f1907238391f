#pragma once

#include <vector>

#include "qonys/process/process.hpp"
#include "qonys/world/side_table.hpp"

namespace qonys::models::kz_migration {

/// Where the holders of a side table's records stand among the people of their shard. A record
/// knows its person by key alone; looking through all keys each month would cost more than all that
/// is done with records. So rows are remembered from month to month, checked, and found again after
/// people moved. A memory only: results do not depend on it.
class PersonRows {
public:
    PersonRows(const WorldSchema& schema, SideTableId table);

    void resize(const World& world) { known_.resize(world); }
    /// Rows of the holders, in the order of the records; of those gone too, until they are dropped.
    [[nodiscard]] std::vector<std::uint32_t>& of(std::size_t place, const Shard& shard);
    /// A record has been added, or taken off, at this row of the table.
    void inserted(std::size_t place, std::size_t record, PersonKey person, std::uint32_t row);
    void erased(std::size_t place, std::size_t record);
    /// Where a holder stands whose record has come; only the first is believed.
    void expect(std::size_t place, PersonKey person, std::uint32_t row);

private:
    struct Known {
        std::vector<std::uint64_t> keys;  ///< rising, as in the table
        std::vector<std::uint32_t> rows;
        std::size_t people = 0;  ///< rows of people when they were looked at last
    };
    /// Looks for holders of records, taking those it finds off `lost`, among people from row
    /// `first` on.
    void search(const Shard& shard, Known& known, std::vector<std::uint32_t>& lost,
                std::size_t first) const;

    WorldSchema schema_;
    SideTableId table_;
    PerShard<Known> known_;
};

}  // namespace qonys::models::kz_migration
