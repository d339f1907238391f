#include "qonys/scenario/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "merge.hpp"
#include "qonys/core/error.hpp"
#include "toml_tree.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

std::string file_text(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Problem at(const Node& node, std::string what)
{
    return Problem{.file = node.file,
                   .line = node.line,
                   .key = "extends",
                   .value = node.text(),
                   .what = std::move(what),
                   .why = {},
                   .hint = {}};
}

}  // namespace

/// Reads a file and, first of all, what it extends.
class Document::Loader {
public:
    explicit Loader(Document& document) : document_(document) {}

    /// `chain` holds the files whose reading led here, this one last.
    Node read(const std::string& text, const std::string& name, const fs::path& folder)
    {
        chain_.push_back(name);
        Node node = parse_toml(text, name);
        auto& table = std::get<Node::Table>(node.value);
        const auto found = table.find("extends");
        if (found != table.end()) {
            const Node extends = std::move(found->second);
            table.erase(found);
            Node base = read_base(extends, folder);
            merge(base, std::move(node));
            node = std::move(base);
        }
        chain_.pop_back();
        return node;
    }

private:
    Node read_base(const Node& extends, const fs::path& folder)
    {
        const auto* name = std::get_if<std::string>(&extends.value);
        if (name == nullptr) {
            Problem problem = at(extends, fmt::format("extends = {} is {} where text is expected",
                                                      extends.text(), extends.kind_name()));
            problem.hint = "name one scenario file";
            throw InputError(std::move(problem));
        }
        const fs::path file = (folder / *name).lexically_normal();
        refuse_circle(extends, file);
        const std::string fault = wording::file_fault(file);
        if (!fault.empty()) {
            Problem problem = at(extends, fmt::format("extends = {}: {}", extends.text(), fault));
            problem.why = "paths are relative to the file that names them";
            problem.hint = wording::missing_file_hint(file);
            throw InputError(std::move(problem));
        }
        document_.files_.push_back(file);
        return read(file_text(file), file.string(), file.parent_path());
    }

    void refuse_circle(const Node& extends, const fs::path& file) const
    {
        const auto is_same = [&](const std::string& other) {
            std::error_code ignored;
            return other == file.string() || fs::equivalent(other, file, ignored);
        };
        const auto first = std::find_if(chain_.begin(), chain_.end(), is_same);
        if (first == chain_.end()) {
            return;
        }
        Problem problem = at(extends, fmt::format("extends makes a circle: {} -> {}",
                                                  fmt::join(first, chain_.end(), " -> "), *first));
        problem.why = "a scenario cannot build on itself";
        problem.hint = "remove one 'extends'";
        throw InputError(std::move(problem));
    }

    Document& document_;
    std::vector<std::string> chain_;
};

Document Document::load(const fs::path& file, std::span<const Override> overrides)
{
    if (!wording::file_fault(file).empty()) {
        throw InputError(
            Problem{.file = {},
                    .line = 0,
                    .key = {},
                    .value = file.string(),
                    .what = fmt::format("scenario '{}': {}", file.string(),
                                        fs::exists(file) ? "not a readable file" : "no such file"),
                    .why = {},
                    .hint = wording::missing_file_hint(file)});
    }
    return parse(file_text(file), file.string(), file.parent_path(), overrides);
}

Document Document::parse(const std::string& text, const std::string& name, const fs::path& folder,
                         std::span<const Override> overrides)
{
    Document document;
    document.name_ = name;
    document.folder_ = folder;
    document.files_.emplace_back(name);
    document.root_ = Loader(document).read(text, name, folder);
    document.root_.file = name;
    document.root_.line = 0;
    for (const Override& change : overrides) {
        apply_override(document.root_, change);
    }
    return document;
}

Document Document::with(const std::string& key, Node value) const
{
    Document changed = *this;
    std::get<Node::Table>(changed.root_.value).insert_or_assign(key, std::move(value));
    return changed;
}

Document Document::extended_by(const std::string& text, const std::string& name) const
{
    Document changed = *this;
    // Placed beside the document, so that a path in it is resolved as in a file that lies there.
    Node node = parse_toml(text, (folder_ / name).string());
    if (std::get<Node::Table>(node.value).contains("extends")) {
        const Node& extends = std::get<Node::Table>(node.value).at("extends");
        Problem problem = at(extends, "extends cannot be changed");
        problem.why = "what is laid over a scenario builds on that scenario already";
        problem.hint = "leave it out, or load the other scenario";
        throw InputError(std::move(problem));
    }
    merge(changed.root_, std::move(node));
    changed.root_.file = root_.file;
    changed.root_.line = root_.line;
    return changed;
}

fs::path Document::resolve(const Node& node) const
{
    const fs::path named = std::get<std::string>(node.value);
    if (node.file == "--set") {
        return named.lexically_normal();
    }
    const fs::path folder = node.file == name_ ? folder_ : fs::path(node.file).parent_path();
    return (folder / named).lexically_normal();
}

}  // namespace qonys
