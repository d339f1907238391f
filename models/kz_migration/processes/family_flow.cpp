#include "processes/family_flow.hpp"

#include <cmath>

#include "qonys/world/lineage.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double unit = 0x1p20;
constexpr std::int64_t half_person = std::int64_t{1} << 19;

/// Room for the members behind each head.
constexpr std::uint32_t ordinals_of_family = 8;

}  // namespace

FamilyFlow::FamilyFlow(std::string name, std::uint8_t flow, KinGroup kin, std::size_t num_partners)
    : name_(std::move(name)),
      flow_(flow),
      kin_(kin),
      due_(num_partners, 0),
      ordinal_(num_partners, 0)
{}

void FamilyFlow::add_due(PartnerId partner, double persons)
{
    due_[partner.value()] += std::llround(persons * unit);
}

void FamilyFlow::release(const StepContext& step, const FamilyMaker& maker,
                         const AddressedDraw& sampling, Visit visit)
{
    for (std::size_t p = 0; p < due_.size(); ++p) {
        // The series of each replicate starts at another place, or the first family would be in
        // all.
        const std::uint64_t address = std::uint64_t{flow_} << 8 | p;
        const auto turn = static_cast<std::uint32_t>(sampling.word(address, 0));
        while (true) {
            ArrivingFamily family;
            family.partner = PartnerId(static_cast<PartnerId::rep>(p));
            family.kin = kin_;
            const auto ordinal = static_cast<std::uint32_t>(ordinal_[p]);
            family.head = lineage::arrival(flow_, static_cast<std::uint8_t>(p), step.now,
                                           ordinal % (1U << 25) * ordinals_of_family);
            const std::uint32_t size = maker.members(family, step.random).size;
            if (due_[p] < static_cast<std::int64_t>(size) * half_person) {
                break;
            }
            due_[p] -= static_cast<std::int64_t>(size) * 2 * half_person;
            ++ordinal_[p];
            if (step.scale >= 1.0 || reversed(ordinal) + turn < step.scale * 0x1p32) {
                visit(family, size);
            }
        }
    }
}

void FamilyFlow::archive(Archive& archive)
{
    archive.values(name_ + ".due", due_);
    archive.values(name_ + ".ordinal", ordinal_);
}

}  // namespace qonys::models::kz_migration
