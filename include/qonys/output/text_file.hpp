#pragma once

#include <filesystem>
#include <string_view>

namespace qonys {

/// Writes a text file. It bears its name only when it is whole and safe on disk; where the disk
/// refuses, a DataError says why and nothing is left.
void write_text_file(const std::filesystem::path& file, std::string_view text);

}  // namespace qonys
