#pragma once

#include <array>

#include "qonys/process/registry.hpp"
#include "qonys/scenario/reader.hpp"
#include "registers/agencies.hpp"

namespace qonys::models::kz_migration {

/// How agencies record people, and what links between them are for. Section [registers].
struct RegisterTerms {
    std::array<double, num_agencies> coverage{};  ///< of events that an agency should record
    std::array<double, num_agencies> delay{};     ///< months, mean
    std::array<double, num_agencies> twice{};     ///< share of people recorded, under two numbers
    std::array<double, num_agencies> linkage{};   ///< share of an agency's people in the contour
    double nobd_residence = 0.0;
    double contract_check = 0.0;
    double outreach = 0.0;
    double told_register = 0.0;  ///< a month, of families told that they live elsewhere

    static RegisterTerms read(Reader& in, const RegisterAxes& axes);
};

struct RegisterLevers {
    LeverId coverage;  ///< by agency, as are the next two
    LeverId delay;
    LeverId linkage;
    LeverId nobd_residence;
    LeverId contract_check;
    LeverId outreach;

    static RegisterLevers declare(Registry& registry, const RegisterAxes& axes,
                                  const RegisterTerms& terms);
};

}  // namespace qonys::models::kz_migration
