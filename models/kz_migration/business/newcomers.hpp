#pragma once

#include "business/loan_records.hpp"
#include "processes/kandas_records.hpp"
#include "processes/status_columns.hpp"

namespace qonys::models::kz_migration {

/// Who counts as kandas or resettler where support may go to them first: people with the kandas
/// status, or who got it in the run, and members of families under a contract of resettlement.
class Newcomers {
public:
    Newcomers(const WorldSchema& schema, const StatusColumns& status, const KandasRecords& kandas)
        : schema_(schema), status_(status), kandas_(kandas)
    {}
    [[nodiscard]] NewcomerGroup group(const Shard& shard, std::size_t row) const
    {
        const Rows& people = shard.people();
        if (people[status_.legal_status][row] == LegalStatus::kandas ||
            kandas_.find(shard, people[schema_.person.key][row])) {
            return NewcomerGroup::kandas;
        }
        const std::size_t home = people[schema_.person.household][row].value();
        return settlement::is_bound(shard.households()[status_.settlement][home])
                   ? NewcomerGroup::resettler
                   : NewcomerGroup::other;
    }

private:
    WorldSchema schema_;
    StatusColumns status_;
    KandasRecords kandas_;
};

}  // namespace qonys::models::kz_migration
