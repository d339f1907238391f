#include "qonys/output/lives_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <fstream>
#include <iterator>
#include <system_error>

#include "output/csv_text.hpp"
#include "output/monthly_file.hpp"
#include "qonys/core/error.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view header =
    "month,kind,key,process,what,from,to,probability,drawn,out_of,outcome";

void append_chance(fmt::memory_buffer& out, double value)
{
    if (!std::isnan(value)) {
        fmt::format_to(std::back_inserter(out), "{:.9g}", value);
    }
    out.push_back(',');
}

void append_line(fmt::memory_buffer& out, const LifeEvent& event, const LifeNames& names)
{
    fmt::format_to(std::back_inserter(out), "{},{},{:016x},{},{},{},{},", event.month.text(),
                   names.kinds[event.subject.kind], event.subject.key,
                   names.processes[event.process], csv_field(event.what), csv_field(event.from),
                   csv_field(event.to));
    append_chance(out, event.probability);
    append_chance(out, event.drawn);
    append_chance(out, event.out_of);
    fmt::format_to(std::back_inserter(out), "{}\n", outcome_name(event.outcome));
}

/// Fields of one line that was written by append_line; quotes may stand around a comma.
std::vector<std::string> fields_of(std::string_view line)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"') {
            if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
                fields.back() += line[++i];
            } else {
                quoted = !quoted;
            }
        } else if (line[i] == ',' && !quoted) {
            fields.emplace_back();
        } else {
            fields.back() += line[i];
        }
    }
    return fields;
}

}  // namespace

struct LivesFile::State {
    MonthlyFile file;
};

LivesFile::LivesFile(const fs::path& file, std::optional<Month> kept)
    : state_(new State{MonthlyFile(file, {header, "lives"}, kept)})
{}

LivesFile::~LivesFile() = default;

void LivesFile::add(std::span<const LifeEvent> events, const LifeNames& names)
{
    constexpr std::size_t at_once = std::size_t{1} << 20;
    fmt::memory_buffer text;
    for (const LifeEvent& event : events) {
        append_line(text, event, names);
        if (text.size() > at_once) {
            state_->file.write({text.data(), text.size()});
            text.clear();
        }
    }
    state_->file.write({text.data(), text.size()});
}

void LivesFile::flush() { state_->file.flush(); }
void LivesFile::keep() { state_->file.keep(); }
fs::path LivesFile::publish() { return state_->file.publish(); }

std::vector<LifeLine> read_lives(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::string line;
    if (!in) {
        throw DataError(file.string(), "cannot be read", std::generic_category().message(errno),
                        "name the CSV file that a run with --follow wrote");
    }
    const auto refuse = [&] {
        throw DataError(file.string(), "is not a file of lives",
                        "its lines are not as a run with --follow writes them",
                        "name the CSV file that such a run wrote");
    };
    if (!std::getline(in, line) || line != header) {
        refuse();
    }
    std::vector<LifeLine> lines;
    while (std::getline(in, line)) {
        std::vector<std::string> f = fields_of(line);
        if (f.size() != 11) {
            refuse();
        }
        lines.push_back({f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9], f[10]});
    }
    return lines;
}

}  // namespace qonys
