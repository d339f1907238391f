#include "toml_tree.hpp"

#include <fmt/format.h>

#include <sstream>

// toml++ 3.3 asserts, and in release builds assumes, what a malformed file breaks ("[=]"). Its
// parser reports such files properly when it does neither.
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include "qonys/core/error.hpp"
#include "qonys/core/month.hpp"

namespace qonys {
namespace {

/// Dates and times have no type of their own in a scenario.
template <class Moment>
std::string moment_text(const Moment& moment)
{
    std::ostringstream out;
    out << moment;
    return out.str();
}

/// Builds the tree of one file; `lines` is false for values from the command line.
class TreeBuilder {
public:
    TreeBuilder(const std::string& file, bool lines) : file_(file), lines_(lines) {}

    [[nodiscard]] Node build(const toml::node& from) const
    {
        Node node;
        node.file = file_;
        node.line = lines_ ? static_cast<int>(from.source().begin.line) : 0;
        from.visit([&](const auto& typed) { node.value = convert(typed); });
        return node;
    }

private:
    using Value = decltype(Node::value);

    [[nodiscard]] Value convert(const toml::table& table) const
    {
        Node::Table result;
        for (const auto& [key, child] : table) {
            result.emplace(std::string(key.str()), build(child));
        }
        return result;
    }
    [[nodiscard]] Value convert(const toml::array& array) const
    {
        Node::Array result;
        for (const toml::node& child : array) {
            result.push_back(build(child));
        }
        return result;
    }
    [[nodiscard]] Value convert(const toml::value<std::string>& text) const { return text.get(); }
    [[nodiscard]] Value convert(const toml::value<std::int64_t>& value) const
    {
        return value.get();
    }
    [[nodiscard]] Value convert(const toml::value<double>& value) const { return value.get(); }
    [[nodiscard]] Value convert(const toml::value<bool>& value) const { return value.get(); }
    template <class Moment>
    [[nodiscard]] Value convert(const toml::value<Moment>& moment) const
    {
        return moment_text(moment.get());
    }

    const std::string& file_;
    bool lines_;
};

std::string line_of(const std::string& text, int number)
{
    std::istringstream in(text);
    std::string line;
    for (int i = 0; i < number; ++i) {
        std::getline(in, line);
    }
    return line;
}

/// The slip that everybody makes: a month without quotes is neither a date nor a number.
std::string malformed_hint(const std::string& line)
{
    const std::size_t equals = line.find('=');
    const std::size_t begin =
        equals == std::string::npos ? std::string::npos : line.find_first_not_of(" \t", equals + 1);
    if (begin != std::string::npos && Month::parse(line.substr(begin, 7))) {
        return fmt::format("write months in quotes: \"{}\"", line.substr(begin, 7));
    }
    return "mend this line";
}

/// "Error while parsing string: ..." becomes "string: ..."; one line, lower case, no full stop.
std::string reason(std::string_view description)
{
    constexpr std::string_view preamble = "Error while parsing ";
    if (description.starts_with(preamble)) {
        description.remove_prefix(preamble.size());
    }
    std::string text(description);
    while (!text.empty() && text.back() == '.') {
        text.pop_back();
    }
    return text;
}

}  // namespace

Node parse_toml(const std::string& text, const std::string& file)
{
    try {
        Node root = TreeBuilder(file, true).build(toml::parse(text));
        root.line = 0;
        return root;
    } catch (const toml::parse_error& error) {
        const int line = static_cast<int>(error.source().begin.line);
        throw InputError(
            Problem{.file = file,
                    .line = line,
                    .key = {},
                    .value = line_of(text, line),
                    .what = fmt::format("not valid TOML: {}", reason(error.description())),
                    .why = "nothing in this file was read",
                    .hint = malformed_hint(line_of(text, line))});
    }
}

std::optional<Node> parse_toml_value(const std::string& text, const std::string& file)
{
    if (text.find('\n') != std::string::npos) {
        return std::nullopt;
    }
    try {
        const toml::table table = toml::parse("value = " + text);
        return TreeBuilder(file, false).build(*table.get("value"));
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

}  // namespace qonys
