#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "qonys/core/error.hpp"
#include "qonys/process/follower.hpp"

namespace qonys {
namespace {

[[noreturn]] void refuse(const std::string& where, std::string what, std::string why)
{
    throw InputError(Problem{where, 0, {}, {}, std::move(what), std::move(why),
                             "give a number of each kind, 'all', or keys such as "
                             "person:0123456789abcdef"});
}

bool parts(char c) { return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

NamedKey parse_key(std::string_view word, const std::string& where)
{
    NamedKey named;
    std::string_view rest = word;
    if (rest.ends_with('+')) {
        named.later = true;
        rest.remove_suffix(1);
    }
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos || colon == 0) {
        refuse(where, fmt::format("'{}' is not a key", word), "a key begins with its kind");
    }
    named.kind = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
    const auto [end, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), named.key, 16);
    if (error != std::errc{} || end != rest.data() + rest.size() || rest.size() > 16) {
        refuse(where, fmt::format("'{}' is not a key", word),
               "behind the kind stand up to sixteen hexadecimal digits");
    }
    return named;
}

}  // namespace

std::string NamedKey::text() const
{
    return fmt::format("{}:{:016x}{}", kind, key, later ? "+" : "");
}

FollowRequest FollowRequest::parse(std::string_view text, const std::string& where)
{
    FollowRequest request;
    while (!text.empty()) {
        const auto* const end = std::find_if(text.begin(), text.end(), parts);
        const auto length = static_cast<std::size_t>(end - text.begin());
        const std::string_view word = text.substr(0, length);
        text.remove_prefix(std::min(text.size(), length + 1));
        if (word == "all") {
            request.everybody = true;
        } else if (!word.empty() &&
                   word.find_first_not_of("-0123456789") == std::string_view::npos) {
            const auto [stop, error] =
                std::from_chars(word.data(), word.data() + word.size(), request.sample);
            if (error != std::errc{} || stop != word.data() + word.size() || request.sample < 1) {
                refuse(where, fmt::format("{} is nobody", word), "at least one is to be followed");
            }
        } else if (!word.empty()) {
            request.keys.push_back(parse_key(word, where));
        }
    }
    if (!request.everybody && request.sample == 0 && request.keys.empty()) {
        refuse(where, "names nobody", "at least one is to be followed");
    }
    return request;
}

std::string FollowRequest::text() const
{
    std::string text = everybody ? "all" : "";
    if (sample > 0) {
        text += fmt::format("{}{}", text.empty() ? "" : " ", sample);
    }
    for (const NamedKey& key : keys) {
        text += (text.empty() ? "" : "\n") + key.text();
    }
    return text;
}

}  // namespace qonys
