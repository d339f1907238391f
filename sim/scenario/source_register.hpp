#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "qonys/scenario/reader.hpp"

namespace qonys {

/// SOURCES.toml, the register of a folder of tables: who published each, when, and how good it is.
class SourceRegister {
public:
    /// Empty when the folder has none. One that is not TOML is among the problems.
    static SourceRegister read(const std::filesystem::path& folder, std::vector<Problem>& problems);

    /// Of the table in `<name>.csv`; nothing when it is not listed. `sha256` is that of the file as
    /// it is now: a table changed since it was listed has its source said with that warning.
    [[nodiscard]] std::optional<Provenance> find(const std::string& name,
                                                 const std::string& sha256) const;

private:
    struct Listed {
        Provenance provenance;
        std::string sha256;
    };
    std::map<std::string, Listed> tables_;
};

}  // namespace qonys
