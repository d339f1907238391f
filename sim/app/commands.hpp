#pragma once

#include "options.hpp"
#include "qonys/run/model.hpp"

namespace qonys::app {

// Exit codes, the same for every command.
inline constexpr int exit_done = 0;
inline constexpr int exit_bad_input = 2;
inline constexpr int exit_partial = 3;  ///< some replicates failed, the rest is kept
inline constexpr int exit_internal = 4;
inline constexpr int exit_signal = 128;  ///< plus the signal's number

// Each returns an exit code; errors are thrown and mapped in one place, main.cpp.
int check(const Options& options, const ModelCatalogue& catalogue);
int describe(const Options& options, const ModelCatalogue& catalogue);
int run(const Options& options, const ModelCatalogue& catalogue);  ///< run and ensemble
int resume(const Options& options, const ModelCatalogue& catalogue);
int compare(const Options& options);
int fit(const Options& options, const ModelCatalogue& catalogue);
int evidence(const Options& options, const ModelCatalogue& catalogue);
int attribute(const Options& options, const ModelCatalogue& models);
int lives(const Options& options);
// These hand over to the Python package: they return only by throwing, when there is no Python to start.
int report(const Options& options);
int backcast(const Options& options);
int extract(const Options& options);
int ingest(const Options& options);

}  // namespace qonys::app
