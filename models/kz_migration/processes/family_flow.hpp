#pragma once

#include <cstdint>
#include <vector>

#include "processes/arriving_family.hpp"
#include "qonys/core/archive.hpp"
#include "qonys/core/function_ref.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// A stream of families from abroad, partner by partner: so many persons are due each month,
/// families come until they are there, and what a family is too many or too few is carried on.
/// Every rank makes the same list for the country at full scale; a sample takes families by their
/// ordinals, evenly and nested. So sums are exact to half a family, for any number of ranks.
class FamilyFlow {
public:
    /// `flow`: number of the stream within the keys; `kin` of its families.
    FamilyFlow(std::string name, std::uint8_t flow, KinGroup kin, std::size_t num_partners);

    /// Persons expected this month, at full scale; may be negative: taken off later.
    void add_due(PartnerId partner, double persons);
    /// Calls visit(family, size) for families of the sample that come now; regions are still open.
    using Visit = FunctionRef<void(const ArrivingFamily& family, std::uint32_t size)>;
    void release(const StepContext& step, const FamilyMaker& maker, const AddressedDraw& sampling,
                 Visit visit);
    void archive(Archive& archive);

private:
    std::string name_;
    std::uint8_t flow_;
    KinGroup kin_;
    std::vector<std::int64_t> due_;      ///< by partner, in 2^-20 persons
    std::vector<std::int64_t> ordinal_;  ///< families so far, by partner
};

}  // namespace qonys::models::kz_migration
