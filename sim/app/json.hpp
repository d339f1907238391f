#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qonys::app {

/// A piece of JSON text. Members keep their order, so that equal runs print equal lines.
class Json {
public:
    Json(std::string_view value);
    Json(const char* value) : Json(std::string_view(value)) {}
    Json(const std::string& value) : Json(std::string_view(value)) {}
    Json(double value);  ///< shortest digits that read back the same; null unless finite
    template <std::integral Integer>
    Json(Integer value) : Json()
    {
        if constexpr (std::same_as<Integer, bool>) {
            text_ = value ? "true" : "false";
        } else {
            text_ = std::to_string(value);
        }
    }

    using Member = std::pair<std::string, Json>;
    [[nodiscard]] static Json object(const std::vector<Member>& members);
    [[nodiscard]] static Json array(const std::vector<Json>& items);
    [[nodiscard]] static Json null() { return {}; }

    [[nodiscard]] const std::string& text() const { return text_; }  ///< one line

private:
    Json() : text_("null") {}
    std::string text_;
};

}  // namespace qonys::app
