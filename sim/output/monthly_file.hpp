#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "output/partial.hpp"
#include "qonys/core/month.hpp"

namespace qonys {

/// A CSV file whose lines begin with a month and come month by month: written under another name,
/// which it keeps when the run is stopped, so that a resumed run can go on with it.
class MonthlyFile {
public:
    struct Form {
        std::string_view header;
        std::string_view what;  ///< is in it, in a sentence: "lives"
    };
    /// Goes on after month `kept` with what an interrupted run left; begins anew without.
    MonthlyFile(const std::filesystem::path& file, const Form& form, std::optional<Month> kept);

    void write(std::string_view text);
    void flush();
    void keep();
    std::filesystem::path publish();

private:
    [[noreturn]] void fail() const;

    std::unique_ptr<Partial> partial_;
    std::ofstream out_;
};

}  // namespace qonys
