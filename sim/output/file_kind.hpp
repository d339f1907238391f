#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "output/hdf5_handle.hpp"

namespace qonys {

/// What tells our files from others, and from those of other versions.
struct FileKind {
    std::string_view filetype;
    std::string_view noun;
    std::string_view origin;             ///< hint: where such files come from
    std::array<std::int32_t, 2> format;  ///< major, minor: the newest that this program knows
    bool newer_minor_is_fine;            ///< additions can be ignored
};

inline constexpr FileKind results_kind{"qonys-results",
                                       "results file",
                                       "give one that 'qonys run' or 'qonys ensemble' wrote",
                                       {1, 3},
                                       true};
/// State that this program does not know would be lost on resuming, so minor versions count.
inline constexpr FileKind checkpoint_kind{
    "qonys-checkpoint", "checkpoint", "give one that a stopped run left", {1, 0}, false};

/// Begins a file of that kind: filetype, format, program, version.
[[nodiscard]] hdf5::File create_as(const FileKind& kind, const std::filesystem::path& where,
                                   const std::filesystem::path& target);
/// Ends it: everything is on disk before the mark says so. Closes the file.
void seal(hdf5::File& file);
/// Opens a file of that kind; a DataError says why it is none.
[[nodiscard]] hdf5::File open_as(const FileKind& kind, const std::filesystem::path& path);

}  // namespace qonys
