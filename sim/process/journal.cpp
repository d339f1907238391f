#include "qonys/process/journal.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace qonys {
namespace {

std::vector<JournalLine> on_rank_0(Communicator& ranks, std::vector<JournalLine> mine)
{
    if (ranks.size() == 1) {
        return mine;
    }
    std::vector<Communicator::Bytes> outgoing(static_cast<std::size_t>(ranks.size()));
    const auto raw = std::as_bytes(std::span(mine));
    outgoing[0].assign(raw.begin(), raw.end());
    std::vector<JournalLine> lines;
    for (const Communicator::Bytes& part : ranks.exchange_bytes(std::move(outgoing))) {
        const std::size_t before = lines.size();
        lines.resize(before + part.size() / sizeof(JournalLine));
        if (!part.empty()) {
            std::memcpy(lines.data() + before, part.data(), part.size());
        }
    }
    return lines;
}

}  // namespace

void Journal::add(std::vector<JournalLine> lines)
{
    const std::scoped_lock lock(mutex_);
    lines_.insert(lines_.end(), lines.begin(), lines.end());
}

std::vector<JournalLine> Journal::take(Communicator& ranks)
{
    std::vector<JournalLine> lines = on_rank_0(ranks, std::exchange(lines_, {}));
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace qonys
