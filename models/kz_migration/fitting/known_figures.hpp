#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qonys::models::kz_migration {

/// One line of a table: words by column, and the number.
struct Figure {
    std::map<std::string, std::string, std::less<>> words;
    double value = 0.0;

    [[nodiscard]] const std::string& operator[](std::string_view column) const;
};

/// Figures as a fit may see them, and the only way for it to see any: what happened by a day and was not
/// set aside for validation; data tables up to the year that had ended by then, where they have years.
class KnownFigures {
public:
    /// `folder` holds data/ and observed/; throws InputError unless `as_of` is a day, "2024-12-31".
    KnownFigures(std::filesystem::path folder, std::string as_of);

    /// Rows of observed/<name>.csv with role `calibrate` and a vintage not after the day.
    [[nodiscard]] std::vector<Figure> observed(const std::string& name) const;
    /// Rows of observed/<name>.csv with any role and a vintage not after the day: to compare a finished
    /// fit with, never to make one.
    [[nodiscard]] std::vector<Figure> known_but_aside(const std::string& name) const;
    /// Rows of data/<name>.csv of years not after the last one that had ended. A table without years is
    /// taken whole, whenever it was made.
    [[nodiscard]] std::vector<Figure> data(const std::string& name) const;

    [[nodiscard]] int last_year() const { return last_year_; }
    [[nodiscard]] const std::string& as_of() const { return as_of_; }

private:
    std::filesystem::path folder_;
    std::string as_of_;
    int last_year_;
};

}  // namespace qonys::models::kz_migration
