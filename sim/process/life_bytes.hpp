#pragma once

#include <vector>

#include "process/followed_rows.hpp"
#include "qonys/parallel/communicator.hpp"
#include "qonys/process/life.hpp"

namespace qonys {

/// What was known of all who have departed on any rank. Collective.
[[nodiscard]] std::vector<Departed> exchange(Communicator& ranks, std::vector<Departed> mine);

/// Events of all ranks; elsewhere than on rank 0 nothing. Collective.
[[nodiscard]] std::vector<LifeEvent> gather(Communicator& ranks, std::vector<LifeEvent> mine);

}  // namespace qonys
