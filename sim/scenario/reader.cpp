#include "qonys/scenario/reader.hpp"

#include <fmt/format.h>

#include "reader_state.hpp"
#include "wording.hpp"

namespace qonys {

bool Bounds::contain(double value) const
{
    const bool above = low_open ? value > low : value >= low;
    const bool below = high_open ? value < high : value <= high;
    return above && below;
}

std::string Bounds::text() const
{
    const bool has_low = low > -std::numeric_limits<double>::infinity();
    const bool has_high = high < std::numeric_limits<double>::infinity();
    return fmt::format("{}{}, {}{}", low_open || !has_low ? '(' : '[', low, high,
                       high_open || !has_high ? ')' : ']');
}

Reader::Reader(const Document& document)
    : shared_(std::make_shared<ReaderState>(document)), node_(&document.root())
{
    shared_->asked[""];  // an entry, even when nothing is asked for: its keys are then unknown
}

Reader::Reader(std::shared_ptr<ReaderState> shared, const Node* node, std::string prefix)
    : shared_(std::move(shared)), node_(node), prefix_(std::move(prefix))
{
    shared_->asked[prefix_];
}

Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

Reader Reader::section(std::string_view key)
{
    const Entry entry = shared_->ask(node_, prefix_, key);
    const Node* node = entry.node;
    if (node != nullptr && node->table() == nullptr) {
        shared_->note_kind(*node, entry.key, "a table",
                           fmt::format("write [{}] and its keys below", entry.key));
        node = nullptr;
    }
    return {shared_, node, entry.key};
}

std::vector<Reader> Reader::sections(std::string_view key)
{
    std::vector<Reader> readers;
    const Entry entry = shared_->ask(node_, prefix_, key);
    if (entry.node == nullptr) {
        return readers;
    }
    const std::string hint = fmt::format("write [[{}]] above each", entry.key);
    const Node::Array* array = entry.node->array();
    if (array == nullptr) {
        shared_->note_kind(*entry.node, entry.key, "a list of tables", hint);
        return readers;
    }
    for (const Node& node : *array) {
        const std::string prefix = fmt::format("{}.{}", entry.key, &node - array->data() + 1);
        if (node.table() == nullptr) {
            shared_->note_kind(node, prefix, "a table", hint);
        } else {
            readers.push_back(Reader(shared_, &node, prefix));
        }
    }
    return readers;
}

bool Reader::has(std::string_view key) const
{
    return shared_->ask(node_, prefix_, key).node != nullptr;
}

std::vector<std::string> Reader::keys() const
{
    std::vector<std::string> names;
    if (node_ != nullptr) {
        for (const auto& [name, node] : *node_->table()) {
            names.push_back(name);
        }
    }
    return names;
}

void Reader::problem(std::string_view key, std::string what, std::string why, std::string hint)
{
    if (key.empty()) {
        const Node& place = node_ != nullptr ? *node_ : shared_->document.root();
        shared_->note(place, prefix_, std::move(what), std::move(why), std::move(hint));
        return;
    }
    const Entry entry = shared_->ask(node_, prefix_, key);
    shared_->note(*entry.place, entry.key, std::move(what), std::move(why), std::move(hint));
}

void Reader::finish()
{
    const Node& root = shared_->document.root();
    shared_->note_unknown_keys(*root.table(), "");
}

void Reader::throw_if_any() const
{
    if (!shared_->problems.empty()) {
        throw InputError(shared_->distinct_problems());
    }
}

const std::vector<Problem>& Reader::problems() const { return shared_->problems; }

const std::vector<ReadParameter>& Reader::parameters() const { return shared_->parameters; }

const std::vector<InputFile>& Reader::inputs() const { return shared_->inputs; }

}  // namespace qonys
