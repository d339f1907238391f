#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/catalogue/measures.hpp"

namespace qonys {

/// What a policy is judged by: a number for each year, with what it was and what it is to become.
struct TargetIndicator {
    /// When the target counts as met.
    enum class Met : std::uint8_t { at_least, at_most };
    struct Known {
        double value = 0.0;
        std::string year;
    };
    struct Target {
        double value = 0.0;
        int year = 0;
        Met met = Met::at_least;
    };

    std::string id;  ///< "K01"
    Names name;
    YearlyNumber number;
    std::optional<Known> base;     ///< as published
    std::optional<Target> target;  ///< none where none was published
    std::string remark;            ///< why there is no base or no target
    Origin origin;
};

/// Reads `count` and `[[indicator]]`.
[[nodiscard]] std::vector<TargetIndicator> read_target_indicators(Reader& in,
                                                                  std::span<const TallySpec> specs);

}  // namespace qonys
