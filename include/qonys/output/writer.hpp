#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "qonys/catalogue/target_indicators.hpp"
#include "qonys/output/results.hpp"

namespace qonys {

/// Somewhere results go. Replicates are added one at a time, so that memory stays flat; the final name
/// appears only when `close` has succeeded.
class Writer {
public:
    virtual ~Writer() = default;
    virtual void add(const ReplicateResult& replicate) = 0;
    /// Writes the record and gives the file its name. Returns the files written.
    virtual std::vector<std::filesystem::path> close(const RunRecord& record) = 0;
};

/// One HDF5 file, laid out as in include/qonys/output/FORMAT.md.
/// `targets` are worked out for each replicate and kept beside its series.
[[nodiscard]] std::unique_ptr<Writer> hdf5_writer(const std::filesystem::path& file,
                                                  const Scenario& scenario,
                                                  std::vector<TargetIndicator> targets = {});
/// A folder of tidy CSV files, one per indicator: replicate, time, axes..., value; and about.csv. Only a
/// folder that has an about.csv, and so is one of these, is replaced.
[[nodiscard]] std::unique_ptr<Writer> csv_writer(const std::filesystem::path& folder,
                                                 const Scenario& scenario);

/// Target indicators as a results file has them.
struct TargetValues {
    struct One {
        std::string id;
        std::string name;  ///< in English
        std::string unit;
        std::optional<double> base;
        std::string base_year;
        std::optional<double> target;
        int target_year = 0;  ///< 0 without a target
        std::string met;      ///< "at least", "at most"; empty without a target
    };
    std::vector<One> indicators;
    std::vector<int> years;
    std::vector<std::uint32_t> replicates;
    std::vector<double> values;  ///< [replicate][indicator][year]; not a number where there is none

    [[nodiscard]] double at(std::size_t replicate, std::size_t indicator, std::size_t year) const
    {
        return values[(replicate * indicators.size() + indicator) * years.size() + year];
    }
};

/// Reads back what hdf5_writer wrote. Truncated and foreign files are a DataError.
class ResultsFile {
public:
    explicit ResultsFile(const std::filesystem::path& file);
    ~ResultsFile();
    ResultsFile(ResultsFile&&) noexcept;

    [[nodiscard]] const RunRecord& record() const;      ///< schedule, parameters and times left empty
    [[nodiscard]] std::vector<std::string> indicators() const;
    [[nodiscard]] std::size_t num_replicates() const;
    /// Weighted values [replicate][time][cell].
    struct Values {
        TallySpec spec;
        std::vector<Month> times;
        std::vector<std::uint32_t> replicates;
        std::vector<double> values;
    };
    [[nodiscard]] Values read(const std::string& indicator) const;
    /// None in a file of a scenario without them, or of a format before 1.2.
    [[nodiscard]] std::optional<TargetValues> targets() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
