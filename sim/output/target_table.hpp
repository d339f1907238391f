#pragma once

#include <optional>
#include <vector>

#include "output/hdf5_handle.hpp"
#include "qonys/catalogue/target_indicators.hpp"
#include "qonys/output/writer.hpp"

namespace qonys {

/// Target indicators of a run by replicate and year, as they are kept in a results file.
class TargetTable {
public:
    TargetTable(std::vector<TargetIndicator> indicators, const Scenario& scenario);

    void add(const ReplicateResult& replicate);
    void write(hdf5::File& file, std::span<const std::uint32_t> replicates) const;

    /// None in a file without them.
    static std::optional<TargetValues> read(const hdf5::File& file);

private:
    std::vector<TargetIndicator> indicators_;
    std::vector<int> years_;
    double scale_;
    std::vector<double> values_;  ///< [replicate][indicator][year]
};

}  // namespace qonys
