#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "qonys/core/month.hpp"
#include "qonys/process/journal.hpp"

namespace qonys {

/// A model's journal as a CSV file, laid out as in include/qonys/output/FORMAT.md: written month by
/// month under another name, which it keeps when the run is stopped, so that a resumed run can go
/// on.
class JournalFile {
public:
    /// Goes on after month `kept` with what an interrupted run left; begins anew without.
    JournalFile(const std::filesystem::path& file, JournalSpec spec, std::optional<Month> kept);
    ~JournalFile();  ///< what is neither published nor kept goes

    void add(std::span<const JournalLine> lines);
    void flush();                     ///< before a checkpoint that counts on it
    void keep();                      ///< for a run that will go on
    std::filesystem::path publish();  ///< gives it its name

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
