#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "qonys/record/series.hpp"

namespace qonys {

[[nodiscard]] std::string_view word(Measurement measurement);  ///< "flow", "stock"
[[nodiscard]] std::string_view word(Cadence cadence);          ///< "monthly", "yearly"
/// "monthly_stock": name of the times that all series of that kind share.
[[nodiscard]] std::string time_name(const TallySpec& spec);
[[nodiscard]] std::vector<std::string> month_texts(const std::vector<Month>& months);

/// Stops the program, as a bug of ours, where a series cannot be laid out: no times, an axis that
/// is empty, named twice, or named like a part of the layout.
void check_series(const Series& series);
/// The same for a series that should continue an earlier replicate's.
void check_alike(const Series& first, const Series& next);

}  // namespace qonys
