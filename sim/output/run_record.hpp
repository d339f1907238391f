#pragma once

#include "output/hdf5_handle.hpp"
#include "qonys/output/results.hpp"

namespace qonys {

/// Root attributes, /scenario, /schedule, /measures and /log of a results file.
void write_record(hdf5::File& file, const RunRecord& record);
/// The same back; schedule, parameters and times are left empty.
[[nodiscard]] RunRecord read_record(const hdf5::File& file);

}  // namespace qonys
