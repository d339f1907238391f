#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <vector>

#include "qonys/core/month.hpp"
#include "qonys/parallel/communicator.hpp"

namespace qonys {

/// What the numbers of a column of a journal stand for.
enum class Noted : std::uint8_t {
    number,
    month,  ///< MonthStamp
    code    ///< place in the column's codes
};

struct JournalColumn {
    std::string name;
    std::string description;
    Noted kind = Noted::number;
    std::vector<std::string> codes = {};
};

/// Most columns of a journal besides month and person.
inline constexpr std::size_t most_journal_cells = 12;

/// What a model notes of single people, one line an event, where a run is asked to keep its
/// journal.
struct JournalSpec {
    std::string name;
    std::string description;
    std::vector<JournalColumn> columns;  ///< besides month and person
};

/// One line. Lines are kept in their order, so that what comes first among those of a month and a
/// person must have the smaller code.
struct JournalLine {
    std::int32_t month = 0;  ///< Month::index
    std::uint64_t person = 0;
    std::array<std::int32_t, most_journal_cells> cells{};

    static constexpr std::int32_t nothing = std::numeric_limits<std::int32_t>::min();
    constexpr auto operator<=>(const JournalLine&) const = default;
};

/// Lines of one rank since they were taken last. What concerns a row of a replicated table is noted
/// on one rank alone.
class Journal {
public:
    /// From any thread.
    void add(std::vector<JournalLine> lines);
    /// Those of all ranks, sorted, on rank 0. Collective.
    [[nodiscard]] std::vector<JournalLine> take(Communicator& ranks);

private:
    std::mutex mutex_;
    std::vector<JournalLine> lines_;
};

}  // namespace qonys
