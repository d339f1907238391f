#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/scenario/reader.hpp"

/// How keys, values and lists are spelled, in messages and in canonical texts alike.
namespace qonys::wording {

/// How many of many alike are named in a message.
inline constexpr std::size_t num_examples = 5;

/// A key as TOML needs it: bare where that is legal, else quoted.
[[nodiscard]] std::string key(std::string_view name);
/// Full name of `name` within the table `prefix`.
[[nodiscard]] std::string dotted(std::string_view prefix, std::string_view name);

/// A TOML basic string with its quotes.
[[nodiscard]] std::string text(std::string_view value);
/// Shortest decimal that reads back as the same double, always with a point or an exponent.
[[nodiscard]] std::string number(double value);
/// The same without the point, as people write it.
[[nodiscard]] std::string plain_number(double value);

/// "regions", "boxes", "categories".
[[nodiscard]] std::string plural(std::string_view noun);
/// "a, b, c and 4 more": `items` are the first few of `total`.
[[nodiscard]] std::string first_few(std::span<const std::string> items, std::size_t total);
[[nodiscard]] std::string quoted_list(std::span<const std::string> items);

/// "did you mean 'quota'?", or empty when nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string> known);
/// Why `file` cannot be read, with its name; empty when it can.
[[nodiscard]] std::string file_fault(const std::filesystem::path& file);
/// Advice for a file that is missing: the nearest name in its folder, or to check the path.
[[nodiscard]] std::string missing_file_hint(const std::filesystem::path& file);
/// Advice for a value outside its bounds: another sign, a share for a percentage, or the range.
[[nodiscard]] std::string bounds_hint(double value, const Bounds& bounds);

}  // namespace qonys::wording
