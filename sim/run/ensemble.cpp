#include "qonys/run/ensemble.hpp"

#include <utility>

namespace qonys {
namespace {

Node::Table table_of(const Document& document, const char* name)
{
    const Node::Table* root = document.root().table();
    const auto found = root->find(name);
    const bool is_there = found != root->end() && found->second.table() != nullptr;
    return is_there ? *found->second.table() : Node::Table{};
}

/// The same document with one value changed, said to be written where the section begins.
Document changed(const Document& document, const char* section, const char* key, Node value)
{
    Node all;
    Node::Table table = table_of(document, section);
    value.file = document.root().file;
    all.file = document.root().file;
    table.insert_or_assign(key, std::move(value));
    all.value = std::move(table);
    return document.with(section, std::move(all));
}

bool is_single(const Document& document)
{
    const Node::Table run = table_of(document, "run");
    const auto found = run.find("replicates");
    if (found == run.end()) {
        return true;
    }
    // A number may bring its source along.
    const Node::Table* sourced = found->second.table();
    const auto value = sourced == nullptr ? found : sourced->find("value");
    if (sourced != nullptr && value == sourced->end()) {
        return false;
    }
    const auto* number = std::get_if<std::int64_t>(&value->second.value);
    return number != nullptr && *number == 1;  // what is no legal number is refused when it is read
}

}  // namespace

Document as_ensemble(const Document& document, bool is_decided)
{
    Document ensemble = document;
    if (!is_decided && table_of(document, "forecast").contains("uncertain")) {
        ensemble = changed(ensemble, "forecast", "uncertain", Node{true, {}, 0});
    }
    if (is_single(ensemble)) {
        ensemble = changed(ensemble, "run", "replicates", Node{fewest_of_an_ensemble, {}, 0});
    }
    return ensemble;
}

}  // namespace qonys
