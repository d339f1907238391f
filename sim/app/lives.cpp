#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "commands.hpp"
#include "life_text.hpp"
#include "options.hpp"
#include "places.hpp"
#include "qonys/output/writer.hpp"
#include "qonys/process/follower.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// Labels of codes, from the results that the lives stand beside; none where they are not there.
std::map<std::string, std::string> labels_beside(const fs::path& lives)
{
    const std::string stem = lives.stem().string();
    const std::string tail = "-lives";
    fs::path results = lives;
    results.replace_filename(stem.substr(0, stem.size() - std::min(stem.size(), tail.size())) + ".h5");
    std::error_code ignored;
    std::map<std::string, std::string> labels;
    if (!stem.ends_with(tail) || !fs::exists(results, ignored)) {
        return labels;
    }
    const ResultsFile file(results);
    for (const std::string& name : file.indicators()) {
        for (const Axis& axis : file.read(name).spec.axes) {
            for (std::size_t i = 0; i < axis.size() && axis.name() == "region"; ++i) {
                labels[axis.codes()[i]] = axis.labels()[i];
            }
        }
        if (!labels.empty()) {
            break;
        }
    }
    return labels;
}

std::vector<const std::vector<const LifeLine*>*> in_order(
    const std::map<std::string, std::vector<const LifeLine*>>& lives)
{
    std::vector<const std::vector<const LifeLine*>*> order;
    for (const auto& [name, lines] : lives) {
        order.push_back(&lines);
    }
    std::sort(order.begin(), order.end(),
              [](const auto* a, const auto* b) { return a->front() < b->front(); });
    return order;
}

}  // namespace

int lives(const Options& options)
{
    const fs::path file = options.files.front();
    std::string wanted;
    if (!options.key.empty()) {
        const FollowRequest request = FollowRequest::parse(options.key, "--key");
        if (request.keys.size() != 1) {
            refuse("--key", fmt::format("'{}' is not one key", options.key), "",
                   "give one such as person:0123456789abcdef");
        }
        wanted = fmt::format("{}:{:016x}", request.keys[0].kind, request.keys[0].key);
    }
    const std::vector<LifeLine> lines = read_lives(file);
    std::map<std::string, std::vector<const LifeLine*>> by_subject;
    for (const LifeLine& line : lines) {
        const std::string name = line.kind + ":" + line.key;
        if (wanted.empty() || name == wanted) {
            by_subject[name].push_back(&line);
        }
    }
    if (by_subject.empty() && !wanted.empty()) {
        refuse(file.string(), fmt::format("does not tell of '{}'", wanted), "",
               "follow it with 'qonys run --follow'");
    }
    const LifeTeller teller(labels_beside(file));
    for (const auto* life : in_order(by_subject)) {
        fmt::print("{}", teller.paragraph(*life));
    }
    return exit_done;
}

}  // namespace qonys::app
