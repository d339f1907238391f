#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "qonys/core/contract.hpp"

namespace qonys::testing {

/// A tidy table as the tests read it, by themselves: codes of all columns but the last, then the value.
class CsvRows {
public:
    [[nodiscard]] double value(const std::vector<std::string>& codes) const
    {
        const auto found = cells_.find(codes);
        QONYS_EXPECT(found != cells_.end());
        return found->second;
    }
    void add(std::vector<std::string> codes, double value) { cells_[std::move(codes)] = value; }

private:
    std::map<std::vector<std::string>, double> cells_;
};

inline CsvRows read_csv(const std::filesystem::path& file)
{
    std::ifstream in(file);
    CsvRows rows;
    std::string line;
    std::getline(in, line);  // header
    while (std::getline(in, line)) {
        std::stringstream fields(line);
        std::vector<std::string> codes;
        for (std::string field; std::getline(fields, field, ',');) {
            codes.push_back(field);
        }
        const double value = std::stod(codes.back());
        codes.pop_back();
        rows.add(std::move(codes), value);
    }
    return rows;
}

}  // namespace qonys::testing
