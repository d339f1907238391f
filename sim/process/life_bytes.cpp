#include "process/life_bytes.hpp"

#include <cstring>
#include <span>
#include <string>

namespace qonys {
namespace {

using Bytes = Communicator::Bytes;

template <class Value>
void put(Bytes& bytes, const Value& value)
{
    const auto raw = std::as_bytes(std::span(&value, 1));
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

template <class Value>
void put_all(Bytes& bytes, std::span<const Value> values)
{
    put(bytes, values.size());
    const auto raw = std::as_bytes(values);
    bytes.insert(bytes.end(), raw.begin(), raw.end());
}

/// Takes back what was put, in the same order.
class Taker {
public:
    explicit Taker(const Bytes& bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
    [[nodiscard]] bool is_done() const { return at_ == end_; }

    template <class Value>
    void take(Value& value)
    {
        std::memcpy(&value, at_, sizeof(value));
        at_ += sizeof(value);
    }
    template <class Values>
    void take_all(Values& values)
    {
        std::size_t size = 0;
        take(size);
        values.resize(size);
        const std::size_t bytes = size * sizeof(values[0]);
        if (bytes > 0) {
            std::memcpy(values.data(), at_, bytes);
        }
        at_ += bytes;
    }

private:
    const std::byte* at_;
    const std::byte* end_;
};

/// Everything about an event that is not text.
struct Plain {
    Month month;
    Subject subject;
    std::uint64_t order;
    double probability;
    double drawn;
    double out_of;
    std::uint16_t process;
    std::uint8_t phase;
    Outcome outcome;
};

}  // namespace

std::vector<Departed> exchange(Communicator& ranks, std::vector<Departed> mine)
{
    if (ranks.size() == 1) {
        return mine;
    }
    Bytes bytes;
    for (const Departed& one : mine) {
        put(bytes, one.key);
        put_all(bytes, std::span<const std::uint64_t>(one.was));
    }
    std::vector<Departed> all;
    for (const Bytes& part : ranks.all_gather_bytes(std::move(bytes))) {
        for (Taker taker(part); !taker.is_done();) {
            taker.take(all.emplace_back().key);
            taker.take_all(all.back().was);
        }
    }
    return all;
}

std::vector<LifeEvent> gather(Communicator& ranks, std::vector<LifeEvent> mine)
{
    if (ranks.size() == 1) {
        return mine;
    }
    Bytes bytes;
    for (const LifeEvent& one : mine) {
        put(bytes, Plain{one.month, one.subject, one.order, one.probability, one.drawn, one.out_of,
                         one.process, one.phase, one.outcome});
        for (const std::string* text : {&one.what, &one.from, &one.to}) {
            put_all(bytes, std::span<const char>(*text));
        }
    }
    std::vector<LifeEvent> all;
    const std::vector<Bytes> parts = ranks.all_gather_bytes(std::move(bytes));
    for (std::size_t rank = 0; rank < parts.size() && ranks.rank() == 0; ++rank) {
        for (Taker taker(parts[rank]); !taker.is_done();) {
            Plain plain;
            taker.take(plain);
            LifeEvent event{plain.month, plain.process, plain.phase, plain.outcome, plain.subject,
                            plain.order, {}, {}, {}, plain.probability, plain.drawn, plain.out_of};
            for (std::string* text : {&event.what, &event.from, &event.to}) {
                taker.take_all(*text);
            }
            all.push_back(std::move(event));
        }
    }
    return all;
}

}  // namespace qonys
