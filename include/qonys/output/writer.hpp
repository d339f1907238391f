#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

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
[[nodiscard]] std::unique_ptr<Writer> hdf5_writer(const std::filesystem::path& file,
                                                  const Scenario& scenario);
/// A folder of tidy CSV files, one per indicator: replicate, time, axes..., value; and about.csv. Only a
/// folder that has an about.csv, and so is one of these, is replaced.
[[nodiscard]] std::unique_ptr<Writer> csv_writer(const std::filesystem::path& folder,
                                                 const Scenario& scenario);

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

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
