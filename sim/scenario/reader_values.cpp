#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "qonys/core/contract.hpp"
#include "qonys/core/digest.hpp"
#include "qonys/scenario/reader.hpp"
#include "reader_state.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

/// Some legal value: what a getter returns after a problem, so that no contract breaks before all
/// problems are gathered.
double stand_in(const Bounds& bounds)
{
    for (const double value : {0.0, 1.0, bounds.low, bounds.high}) {
        if (std::isfinite(value) && bounds.contain(value)) {
            return value;
        }
    }
    return bounds.low + (bounds.high - bounds.low) / 2.0;
}

template <class Tag>
std::optional<double> number_of(const std::optional<Quantity<Tag>>& quantity)
{
    return quantity ? std::optional(quantity->value()) : std::nullopt;
}

std::optional<std::string> quoted(const std::optional<std::string>& text)
{
    return text ? std::optional(wording::text(*text)) : std::nullopt;
}

}  // namespace

double Reader::number(std::string_view key, Bounds bounds, const ParameterInfo& info,
                      std::optional<double> fallback)
{
    QONYS_EXPECT(!fallback || bounds.contain(*fallback));
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry,
                        fallback ? std::optional(wording::plain_number(*fallback)) : std::nullopt);
        return fallback.value_or(stand_in(bounds));
    }
    auto number = shared_->number(*entry.node, entry.key, bounds, info);
    if (!number) {
        return fallback.value_or(stand_in(bounds));
    }
    shared_->remember(entry, number->text, false, std::move(number->provenance));
    return number->value;
}

std::int64_t Reader::integer(std::string_view key, Bounds bounds, const ParameterInfo& info,
                             std::optional<std::int64_t> fallback)
{
    constexpr double exact = 9007199254740992.0;  // 2^53: whole numbers beyond have gaps
    QONYS_EXPECT(!fallback || bounds.contain(static_cast<double>(*fallback)));
    const std::int64_t otherwise =
        fallback.value_or(static_cast<std::int64_t>(std::ceil(stand_in(bounds))));
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry,
                        fallback ? std::optional(fmt::format("{}", *fallback)) : std::nullopt);
        return otherwise;
    }
    auto number = shared_->number(*entry.node, entry.key, bounds, info);
    if (!number) {
        return otherwise;
    }
    const Node::Table* table = entry.node->table();
    const Node& written = table != nullptr ? table->find("value")->second : *entry.node;
    const auto* whole = std::get_if<std::int64_t>(&written.value);
    if (whole == nullptr &&
        (std::trunc(number->value) != number->value || std::abs(number->value) > exact)) {
        shared_->note_kind(written, entry.key, "a whole number", "round it");
        return otherwise;
    }
    shared_->remember(entry, number->text, false, std::move(number->provenance));
    return whole != nullptr ? *whole : static_cast<std::int64_t>(number->value);
}

bool Reader::boolean(std::string_view key, const ParameterInfo& info, std::optional<bool> fallback)
{
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry,
                        fallback ? std::optional(fmt::format("{}", *fallback)) : std::nullopt);
        return fallback.value_or(false);
    }
    if (const auto* flag = std::get_if<bool>(&entry.node->value)) {
        shared_->remember(entry, entry.node->text());
        return *flag;
    }
    const bool is_text = std::holds_alternative<std::string>(entry.node->value);
    shared_->note_kind(*entry.node, entry.key, "true or false", is_text ? "remove the quotes" : "");
    return fallback.value_or(false);
}

std::string Reader::text(std::string_view key, const ParameterInfo& info,
                         std::optional<std::string> fallback)
{
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, quoted(fallback));
        return fallback.value_or("");
    }
    const std::optional<std::string> text = shared_->text(entry);
    if (text) {
        shared_->remember(entry, entry.node->text());
    }
    return text.value_or(fallback.value_or(""));
}

std::string Reader::word(std::string_view key, std::span<const std::string> known,
                         const ParameterInfo& info, std::optional<std::string> fallback)
{
    QONYS_EXPECT(!known.empty());
    const std::string otherwise = fallback.value_or(known.front());
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, quoted(fallback));
        return otherwise;
    }
    const std::optional<std::string> word = shared_->text(entry);
    if (!word) {
        return otherwise;
    }
    if (std::find(known.begin(), known.end(), *word) == known.end()) {
        shared_->note(*entry.node, entry.key,
                      fmt::format("{} = {} is not one of {}", entry.key, entry.node->text(),
                                  wording::quoted_list(known)),
                      std::string(info.why), wording::did_you_mean(*word, known));
        return otherwise;
    }
    shared_->remember(entry, entry.node->text());
    return *word;
}

Month Reader::month(std::string_view key, const ParameterInfo& info, std::optional<Month> fallback)
{
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, fallback ? std::optional(fallback->text()) : std::nullopt);
        return fallback.value_or(Month());
    }
    const auto* text = std::get_if<std::string>(&entry.node->value);
    const std::optional<Month> month = text != nullptr ? Month::parse(*text) : std::nullopt;
    if (!month) {
        shared_->note(*entry.node, entry.key,
                      fmt::format("{} = {} is not a month", entry.key, entry.node->text()),
                      std::string(info.why), "write it as \"2027-01\"");
        return fallback.value_or(Month());
    }
    shared_->remember(entry, month->text());
    return *month;
}

std::vector<std::string> Reader::texts(std::string_view key, const ParameterInfo& info)
{
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, "[]");
        return {};
    }
    if (const auto* single = std::get_if<std::string>(&entry.node->value)) {
        shared_->remember(entry, entry.node->text());
        return {*single};
    }
    std::vector<std::string> texts;
    if (entry.node->array() == nullptr) {
        shared_->note_kind(*entry.node, entry.key, "a list of texts", "write [\"...\", \"...\"]");
        return texts;
    }
    for (const Node& node : *entry.node->array()) {
        if (const auto* text = std::get_if<std::string>(&node.value)) {
            texts.push_back(*text);
        } else {
            shared_->note_kind(node, fmt::format("{}.{}", entry.key, texts.size() + 1), "text",
                               "write it in quotes");
        }
    }
    shared_->remember(entry, entry.node->text());
    return texts;
}

AnnualRate Reader::annual_rate(std::string_view key, const ParameterInfo& info,
                               std::optional<AnnualRate> fallback)
{
    return AnnualRate{number(key, Bounds::at_least(0.0), info, number_of(fallback))};
}

AnnualProbability Reader::annual_probability(std::string_view key, const ParameterInfo& info,
                                             std::optional<AnnualProbability> fallback)
{
    return AnnualProbability{number(key, Bounds::within(0.0, 1.0), info, number_of(fallback))};
}

MonthlyProbability Reader::monthly_probability(std::string_view key, const ParameterInfo& info,
                                               std::optional<MonthlyProbability> fallback)
{
    return MonthlyProbability{number(key, Bounds::within(0.0, 1.0), info, number_of(fallback))};
}

Share Reader::share(std::string_view key, const ParameterInfo& info, std::optional<Share> fallback)
{
    return Share{number(key, Bounds::within(0.0, 1.0), info, number_of(fallback))};
}

std::filesystem::path Reader::file(std::string_view key, const ParameterInfo& info)
{
    const Entry entry = shared_->ask(node_, prefix_, key, info);
    if (entry.node == nullptr) {
        shared_->absent(entry, std::nullopt);
        return {};
    }
    if (!shared_->text(entry)) {
        return {};
    }
    const auto path = shared_->file(*entry.node, entry.key);
    if (!path) {
        return {};
    }
    InputFile& listed = shared_->input(*path, *entry.node);
    if (listed.sha256.empty()) {
        listed.sha256 = file_digest(*path);
    }
    shared_->remember(entry, entry.node->text());
    return *path;
}

}  // namespace qonys
