#pragma once

#include <string>
#include <vector>

#include "process/told_table.hpp"
#include "qonys/parallel/communicator.hpp"
#include "qonys/process/follower.hpp"

namespace qonys {

/// Where those to follow are looked for.
struct Crowd {
    const World& world;
    const std::vector<std::string>& kinds;
    const std::vector<ToldTable>& tables;
    Communicator& ranks;
};

/// The same request with the sample named, key by key: those of each kind whose addressed draw is
/// lowest, so that a larger sample holds a smaller one. Throws InputError where a key is not there.
[[nodiscard]] FollowRequest choose_keys(const FollowRequest& request, const Crowd& crowd,
                                        const Stream& population);

}  // namespace qonys
