#include "fitting/known_figures.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys::models::kz_migration {
namespace {

std::vector<std::string> fields_of(std::string line)
{
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    std::vector<std::string> fields;
    std::stringstream stream(line);
    for (std::string field; std::getline(stream, field, ',');) {
        fields.push_back(field);
    }
    return fields;
}

[[noreturn]] void refuse_row(const std::filesystem::path& file, const std::string& line)
{
    throw DataError(file.string(), "the row '" + line + "' does not fit the header",
                    "a fit must not guess", "mend the table");
}

std::vector<Figure> read(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line)) {
        throw DataError(file.string(), "cannot be read", "the fit needs it", "check that it is there");
    }
    const std::vector<std::string> header = fields_of(line);
    std::vector<Figure> rows;
    while (std::getline(in, line)) {
        const std::vector<std::string> fields = fields_of(line);
        if (fields.empty()) {
            continue;
        }
        if (fields.size() != header.size()) {
            refuse_row(file, line);
        }
        Figure row;
        for (std::size_t i = 0; i < header.size(); ++i) {
            row.words[header[i]] = fields[i];
        }
        std::istringstream number(row["value"]);
        number.imbue(std::locale::classic());
        if (!(number >> row.value)) {
            refuse_row(file, line);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

bool is_day(const std::string& text)
{
    const auto is_digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    return is_digit(0) && is_digit(1) && is_digit(2) && is_digit(3) && is_digit(5) && is_digit(6) &&
           is_digit(8) && is_digit(9);
}

}  // namespace

const std::string& Figure::operator[](std::string_view column) const
{
    const auto found = words.find(column);
    QONYS_EXPECT(found != words.end());
    return found->second;
}

KnownFigures::KnownFigures(std::filesystem::path folder, std::string as_of)
    : folder_(std::move(folder)), as_of_(std::move(as_of)), last_year_(0)
{
    if (!is_day(as_of_)) {
        throw InputError(Problem{.file = "--as-of",
                                 .what = "'" + as_of_ + "' is not a day",
                                 .hint = "write it as 2024-12-31"});
    }
    const bool year_ended = as_of_.substr(5) == "12-31";
    last_year_ = std::stoi(as_of_.substr(0, 4)) - (year_ended ? 0 : 1);
}

std::vector<Figure> KnownFigures::observed(const std::string& name) const
{
    std::vector<Figure> rows = known_but_aside(name);
    std::erase_if(rows, [](const Figure& row) { return row["role"] != "calibrate"; });
    return rows;
}

std::vector<Figure> KnownFigures::known_but_aside(const std::string& name) const
{
    std::vector<Figure> rows = read(folder_ / "observed" / (name + ".csv"));
    // Days in this spelling sort as texts do.
    std::erase_if(rows, [&](const Figure& row) { return row["vintage"] > as_of_; });
    return rows;
}

std::vector<Figure> KnownFigures::data(const std::string& name) const
{
    std::vector<Figure> rows = read(folder_ / "data" / (name + ".csv"));
    std::erase_if(rows, [&](const Figure& row) {
        return row.words.contains("year") && std::stoi(row["year"]) > last_year_;
    });
    return rows;
}

}  // namespace qonys::models::kz_migration
