#include "qonys/output/journal_file.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <utility>

#include "output/monthly_file.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

std::string header_of(const JournalSpec& spec)
{
    std::string header = "month,person";
    for (const JournalColumn& column : spec.columns) {
        header += "," + column.name;
    }
    return header;
}

void append_cell(fmt::memory_buffer& out, const JournalColumn& column, std::int32_t cell)
{
    out.push_back(',');
    if (cell == JournalLine::nothing) {
        return;
    }
    const auto to = std::back_inserter(out);
    switch (column.kind) {
        case Noted::number:
            fmt::format_to(to, "{}", cell);
            break;
        case Noted::month:
            fmt::format_to(to, "{}", Month::from_index(cell).text());
            break;
        case Noted::code:
            fmt::format_to(to, "{}", column.codes[static_cast<std::size_t>(cell)]);
            break;
    }
}

}  // namespace

struct JournalFile::State {
    JournalSpec spec;
    MonthlyFile file;
};

JournalFile::JournalFile(const fs::path& file, JournalSpec spec, std::optional<Month> kept)
{
    const std::string header = header_of(spec);
    state_.reset(new State{std::move(spec), MonthlyFile(file, {header, "lines"}, kept)});
}

JournalFile::~JournalFile() = default;

void JournalFile::add(std::span<const JournalLine> lines)
{
    constexpr std::size_t at_once = std::size_t{1} << 20;
    fmt::memory_buffer text;
    for (const JournalLine& line : lines) {
        fmt::format_to(std::back_inserter(text), "{},{:016x}", Month::from_index(line.month).text(),
                       line.person);
        for (std::size_t i = 0; i < state_->spec.columns.size(); ++i) {
            append_cell(text, state_->spec.columns[i], line.cells[i]);
        }
        text.push_back('\n');
        if (text.size() > at_once) {
            state_->file.write({text.data(), text.size()});
            text.clear();
        }
    }
    state_->file.write({text.data(), text.size()});
}

void JournalFile::flush() { state_->file.flush(); }
void JournalFile::keep() { state_->file.keep(); }
fs::path JournalFile::publish() { return state_->file.publish(); }

}  // namespace qonys
