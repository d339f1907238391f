#pragma once

#include <string>

#include "qonys/scenario/reader.hpp"

namespace qonys {

/// What something is called in Kazakh, Russian and English.
struct Names {
    std::string kk;
    std::string ru;
    std::string en;
};

/// Reads `name = {kk = "...", ru = "...", en = "..."}`. All three are needed; Kazakh and Russian
/// are written in Cyrillic letters and differ.
[[nodiscard]] Names read_names(Reader& in);

/// How an entry of the catalogue is known, and where from.
struct Origin {
    std::string provenance;  ///< "official", "press", "carried_over", "inferred" or "proxy"
    std::string source;      ///< address, with what it says where that helps
    std::string note;        ///< may be empty
};
[[nodiscard]] Origin read_origin(Reader& in);

}  // namespace qonys
