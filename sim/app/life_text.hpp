#pragma once

#include <map>
#include <span>
#include <string>

#include "qonys/output/lives_file.hpp"

namespace qonys::app {

/// Tells lives in sentences.
class LifeTeller {
public:
    /// `labels` of codes, such as those of regions.
    explicit LifeTeller(std::map<std::string, std::string> labels) : labels_(std::move(labels)) {}

    /// All that happened to one subject; `lines` are of the same one, in order.
    [[nodiscard]] std::string paragraph(std::span<const LifeLine* const> lines) const;

private:
    [[nodiscard]] std::string value(const std::string& code) const;
    [[nodiscard]] std::string change(const LifeLine& line) const;
    [[nodiscard]] std::string chance(const LifeLine& line) const;
    [[nodiscard]] std::string state(std::span<const LifeLine* const> lines) const;
    [[nodiscard]] std::string race(std::span<const LifeLine* const> lines) const;

    std::map<std::string, std::string> labels_;
};

}  // namespace qonys::app
