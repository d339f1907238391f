#include "qonys/catalogue/names.hpp"

#include <algorithm>
#include <array>

namespace qonys {
namespace {

const std::array<std::string, 5> provenances{"official", "press", "carried_over", "inferred",
                                             "proxy"};

/// Letters of Cyrillic alphabets begin with these bytes in UTF-8.
bool has_cyrillic(const std::string& text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xD0 && byte <= 0xD3;
    });
}

void require_letters(Reader& in, const char* key, const std::string& text)
{
    if (!text.empty() && !has_cyrillic(text)) {
        in.problem(key, "'" + text + "' has no Cyrillic letter",
                   "Kazakh and Russian names are shown to readers of these languages",
                   "write the name in the language that the key says");
    }
}

std::string required_text(Reader& in, const char* key, const char* what)
{
    const std::size_t before = in.problems().size();
    std::string text = in.text(key, {"-", what});
    if (text.empty() && in.problems().size() == before) {
        in.problem(key, std::string("'") + key + "' is empty", "every entry says it",
                   std::string("give ") + what);
    }
    return text;
}

}  // namespace

Names read_names(Reader& in)
{
    Reader name = in.section("name");
    Names names{required_text(name, "kk", "the name in Kazakh"),
                required_text(name, "ru", "the name in Russian"),
                required_text(name, "en", "the name in English")};
    require_letters(name, "kk", names.kk);
    require_letters(name, "ru", names.ru);
    if (!names.kk.empty() && names.kk == names.ru) {
        name.problem("kk", "the Kazakh name is the Russian one",
                     "readers of Kazakh would find another language", "translate it");
    }
    return names;
}

Origin read_origin(Reader& in)
{
    Origin origin;
    origin.provenance = in.word("provenance", provenances, {"-", "how the entry is known"});
    origin.source = required_text(in, "source", "the address it comes from");
    origin.note = in.text("note", {"-", "one sentence"}, "");
    return origin;
}

}  // namespace qonys
