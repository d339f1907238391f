#pragma once

#include <mutex>
#include <vector>

#include "process/key_set.hpp"
#include "qonys/process/life.hpp"

namespace qonys {

/// Who is followed, as every worker may ask at any time.
struct FollowedKeys {
    bool everybody = false;
    bool is_root = true;         ///< replicated tables are told by one rank
    std::vector<KeySet> of_kind;

    [[nodiscard]] bool contains(Subject who) const
    {
        if (who.kind >= Subject::first_replicated && !is_root) {
            return false;
        }
        return everybody || of_kind[who.kind].contains(who.key);
    }
};

/// What one worker has to say. Guarded, because loops inside a process share the step's own log.
class LifeLog {
public:
    explicit LifeLog(const FollowedKeys& followed) : followed_(followed) {}

    void turn_to(Month month, std::size_t process, std::uint8_t phase)
    {
        month_ = month;
        process_ = static_cast<std::uint16_t>(process);
        phase_ = phase;
    }
    [[nodiscard]] bool follows(Subject who) const { return followed_.contains(who); }
    void add(LifeEvent event)
    {
        event.month = month_;
        event.process = process_;
        event.phase = phase_;
        const std::scoped_lock lock(mutex_);
        event.order = order_++;
        events_.push_back(std::move(event));
    }
    [[nodiscard]] std::vector<LifeEvent> take()
    {
        order_ = 0;
        return std::exchange(events_, {});
    }

private:
    const FollowedKeys& followed_;
    Month month_;
    std::uint16_t process_ = 0;
    std::uint8_t phase_ = 0;
    std::uint64_t order_ = 0;
    std::mutex mutex_;
    std::vector<LifeEvent> events_;
};

}  // namespace qonys
