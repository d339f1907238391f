#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/core/month.hpp"
#include "qonys/process/life.hpp"

namespace qonys {

/// Names that events give as numbers.
struct LifeNames {
    std::vector<std::string> kinds;
    std::vector<std::string> processes;
};

/// lives.csv, laid out as in include/qonys/output/FORMAT.md: written month by month under another name,
/// which it keeps when the run is stopped, so that a resumed run can go on with it.
class LivesFile {
public:
    /// Goes on after month `kept` with what an interrupted run left; begins anew without.
    LivesFile(const std::filesystem::path& file, std::optional<Month> kept);
    ~LivesFile();  ///< what is neither published nor kept goes

    void add(std::span<const LifeEvent> events, const LifeNames& names);
    void flush();                        ///< before a checkpoint that counts on it
    void keep();                         ///< for a run that will go on
    std::filesystem::path publish();     ///< gives it its name

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One line of lives.csv, as text.
struct LifeLine {
    std::string month, kind, key, process, what, from, to, probability, drawn, out_of, outcome;
};
/// Throws DataError where the file is none of these.
[[nodiscard]] std::vector<LifeLine> read_lives(const std::filesystem::path& file);

}  // namespace qonys
