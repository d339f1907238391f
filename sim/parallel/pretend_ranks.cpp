#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "qonys/core/contract.hpp"
#include "qonys/parallel/communicator.hpp"

namespace qonys {
namespace {

/// Thrown in ranks that wait for one that failed.
class OtherRankFailed : public std::runtime_error {
public:
    OtherRankFailed() : std::runtime_error("another rank failed") {}
};

/// The place where the ranks meet: each lays down what it brings, all wait, each takes what it needs,
/// all wait again before the place is used anew.
class Meeting {
public:
    explicit Meeting(int size)
        : size_(size),
          sums_(static_cast<std::size_t>(size)),
          parcels_(static_cast<std::size_t>(size))
    {
    }

    void wait()
    {
        std::unique_lock lock(mutex_);
        const std::uint64_t round = round_;
        if (++arrived_ == size_) {
            arrived_ = 0;
            ++round_;
            all_here_.notify_all();
            return;
        }
        all_here_.wait(lock, [&] { return round_ != round || failed_; });
        // A meeting that took place counts, even if somebody has failed since: ranks then fail by
        // themselves at the same call whatever the timing.
        if (round_ == round) {
            throw OtherRankFailed();
        }
    }

    void fail()
    {
        const std::scoped_lock lock(mutex_);
        failed_ = true;
        all_here_.notify_all();
    }

    [[nodiscard]] int size() const { return size_; }
    std::span<std::int64_t>& sums(int rank) { return sums_[static_cast<std::size_t>(rank)]; }
    std::vector<Communicator::Bytes>& parcels(int rank)
    {
        return parcels_[static_cast<std::size_t>(rank)];
    }

private:
    int size_;
    int arrived_ = 0;
    bool failed_ = false;
    std::uint64_t round_ = 0;
    std::mutex mutex_;
    std::condition_variable all_here_;
    std::vector<std::span<std::int64_t>> sums_;
    std::vector<std::vector<Communicator::Bytes>> parcels_;
};

class PretendCommunicator final : public Communicator {
public:
    PretendCommunicator(int rank, Meeting& meeting) : rank_(rank), meeting_(meeting) {}

    [[nodiscard]] int rank() const override { return rank_; }
    [[nodiscard]] int size() const override { return meeting_.size(); }

    void all_reduce_sum(std::span<std::int64_t> values) override
    {
        meeting_.sums(rank_) = values;
        meeting_.wait();
        std::vector<std::int64_t> total(values.size(), 0);
        bool same_length = true;
        for (int rank = 0; rank < size(); ++rank) {
            const auto theirs = meeting_.sums(rank);
            same_length = same_length && theirs.size() == values.size();
            for (std::size_t i = 0; i < total.size() && same_length; ++i) {
                total[i] += theirs[i];
            }
        }
        meeting_.wait();  // before any rank may fail: the others read its values
        QONYS_EXPECT(same_length);
        std::copy(total.begin(), total.end(), values.begin());
    }

    [[nodiscard]] std::vector<Bytes> all_gather_bytes(Bytes mine) override
    {
        meeting_.parcels(rank_).assign(1, std::move(mine));
        meeting_.wait();
        std::vector<Bytes> all;
        for (int rank = 0; rank < size(); ++rank) {
            all.push_back(meeting_.parcels(rank).front());
        }
        meeting_.wait();
        return all;
    }

    [[nodiscard]] std::vector<Bytes> exchange_bytes(std::vector<Bytes> outgoing) override
    {
        QONYS_EXPECT(outgoing.size() == static_cast<std::size_t>(size()));
        meeting_.parcels(rank_) = std::move(outgoing);
        meeting_.wait();
        std::vector<Bytes> incoming;
        for (int rank = 0; rank < size(); ++rank) {
            incoming.push_back(std::move(meeting_.parcels(rank)[static_cast<std::size_t>(rank_)]));
        }
        meeting_.wait();
        return incoming;
    }

private:
    int rank_;
    Meeting& meeting_;
};

}  // namespace

void run_pretend_ranks(int size, FunctionRef<void(Communicator&)> body)
{
    QONYS_EXPECT(size >= 1);
    Meeting meeting(size);
    std::vector<std::exception_ptr> errors(static_cast<std::size_t>(size));
    std::vector<std::thread> ranks;
    for (int rank = 0; rank < size; ++rank) {
        ranks.emplace_back([&, rank] {
            PretendCommunicator communicator(rank, meeting);
            try {
                body(communicator);
            } catch (const OtherRankFailed&) {
                // the rank that failed by itself reports
            } catch (...) {
                errors[static_cast<std::size_t>(rank)] = std::current_exception();
                meeting.fail();
            }
        });
    }
    for (std::thread& rank : ranks) {
        rank.join();
    }
    for (const std::exception_ptr& error : errors) {
        if (error) {
            std::rethrow_exception(error);
        }
    }
}

}  // namespace qonys
