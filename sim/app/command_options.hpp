#pragma once

#include "options.hpp"

namespace CLI {
class App;
}

namespace qonys::app {

/// Declares the options and arguments of a command, which fill `options`.
void add_options(CLI::App& app, Command command, Options& options);

}  // namespace qonys::app
