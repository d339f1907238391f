#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qonys {

/// The labelled positions along one dimension of a table: regions, ages, sexes, years. The name is the
/// column name in CSV files and the dataset name under /axes in outputs.
class Axis {
public:
    Axis() = default;
    Axis(std::string name, std::vector<std::string> codes, std::vector<std::string> labels = {});

    /// Axis of consecutive whole numbers, e.g. years 2025..2030 or ages 0..110.
    static Axis range(std::string name, int first, int last);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::size_t size() const { return codes_.size(); }
    [[nodiscard]] const std::vector<std::string>& codes() const { return codes_; }
    [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }  ///< codes if none
    [[nodiscard]] std::optional<std::size_t> position(std::string_view code) const;
    bool operator==(const Axis&) const = default;

private:
    std::string name_;
    std::vector<std::string> codes_;
    std::vector<std::string> labels_;
};

}  // namespace qonys
