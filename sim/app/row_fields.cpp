#include "row_fields.hpp"

#include <fmt/format.h>

#include "qonys/output/csv_field.hpp"

namespace qonys::app {

Field word(const char* name, std::string_view text) { return {name, csv_field(text), text}; }

Field flag(const char* name, bool value) { return {name, value ? "true" : "false", value}; }

Field nothing(const char* name) { return {name, "", Json::null()}; }

Field number(const char* name, std::optional<double> value)
{
    return value ? Field{name, fmt::format("{}", *value), *value} : nothing(name);
}

std::string csv_text(const std::vector<Row>& rows)
{
    std::string text;
    for (const Row& row : rows) {
        std::string head;
        std::string line;
        for (const Field& field : row) {
            head += (head.empty() ? "" : ",") + std::string(field.name);
            line += (line.empty() ? "" : ",") + field.csv;
        }
        text += (text.empty() ? head + "\n" : "") + line + "\n";
    }
    return text;
}

Json json_of(const std::vector<Row>& rows)
{
    std::vector<Json> objects;
    for (const Row& row : rows) {
        std::vector<Json::Member> members;
        for (const Field& field : row) {
            members.emplace_back(field.name, field.json);
        }
        objects.push_back(Json::object(members));
    }
    return Json::array(objects);
}

}  // namespace qonys::app
