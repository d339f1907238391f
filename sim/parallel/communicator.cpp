#include "qonys/parallel/communicator.hpp"

#include <array>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

class SerialCommunicator final : public Communicator {
public:
    [[nodiscard]] int rank() const override { return 0; }
    [[nodiscard]] int size() const override { return 1; }
    void all_reduce_sum(std::span<std::int64_t> /*values*/) override {}
    [[nodiscard]] std::vector<Bytes> all_gather_bytes(Bytes mine) override
    {
        std::vector<Bytes> all;
        all.push_back(std::move(mine));
        return all;
    }
    [[nodiscard]] std::vector<Bytes> exchange_bytes(std::vector<Bytes> outgoing) override
    {
        QONYS_EXPECT(outgoing.size() == 1);
        return outgoing;
    }
};

}  // namespace

bool Communicator::any(bool mine)
{
    std::array<std::int64_t, 1> count{mine ? 1 : 0};
    all_reduce_sum(count);
    return count[0] > 0;
}

std::unique_ptr<Communicator> serial_communicator()
{
    return std::make_unique<SerialCommunicator>();
}

}  // namespace qonys
