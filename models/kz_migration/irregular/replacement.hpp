#pragma once

#include "irregular/setup.hpp"
#include "processes/count_once.hpp"

namespace qonys::models::kz_migration {

/// What an employer does with a post that it would have given, or gave, to an irregular worker: it
/// offers it to people from here without a contract, asks for a permit, or leaves it a vacancy like
/// others.
class Replacement {
public:
    Replacement(Registry& registry, const ForeignColumns& columns, const IrregularTerms& terms,
                const Axis& region);
    struct Post {
        EmployerId employer;
        Skill skill;
        std::uint64_t key;  ///< of the worker who does not have it
        bool was_his;       ///< then the employer does not ask for a permit instead
    };
    void decide(const StepContext& step, ForeignStaff& staff, const CountOnce& count,
                const Post& post) const;

private:
    void ask_for_permits(ForeignStaff& staff, const Post& post) const;

    ForeignColumns columns_;
    Threshold informal_;
    Threshold informal_or_permit_;
    Draw what_;
    TallyId replaced_;  ///< what x region
    std::size_t num_regions_;
};

}  // namespace qonys::models::kz_migration
