#pragma once

#include <string>
#include <vector>

#include "qonys/catalogue/names.hpp"
#include "qonys/process/registry.hpp"

namespace qonys {

/// One line of what was announced, and where the model has it.
struct AnnouncementLine {
    std::string id;  ///< "A1"
    Names name;
    bool is_claim = false;  ///< said of the policy as a whole: a result is held against it, no
                            ///< measure carries it out
    std::vector<std::string> processes;
    std::vector<std::string> levers;
    std::vector<std::string> outcomes;  ///< recorded series
};

/// Reads `[[line]]`. Each line but a claim names one or more of each; all must be there.
[[nodiscard]] std::vector<AnnouncementLine> read_announcement(Reader& in, const Registry& registry);

}  // namespace qonys
