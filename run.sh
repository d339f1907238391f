#!/usr/bin/env bash
# Sets Qonys up, builds it, and runs the main job.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=sim/setup/setup.sh
source "$root/sim/setup/setup.sh"

usage() {
    cat <<'TEXT'
Usage: ./run.sh [OPTION...]

Installs what is missing, builds Qonys into build/release and runs the main scenario.
The first time takes minutes, later ones start in seconds. Results go to results/, with a page
to open in a browser.

Options are handed to `qonys ensemble` in place of --scale 0.05 --replicates 16;
`./qonys ensemble --help` lists them. For any other scenario use ./qonys itself.

  QONYS_JOBS=N ./run.sh   compile with N jobs instead of one per core and 2 GiB of memory
TEXT
}

# results_file NAME: a path that is free, because the program does not overwrite results.
results_file() {
    local stem count=1
    stem="results/$1-$(date +%Y%m%d-%H%M%S)"
    local file="$stem.h5"
    while [[ -e $file ]]; do
        count=$((count + 1))
        file="$stem-$count.h5"
    done
    printf '%s\n' "$file"
}

# describe_results EXIT_CODE FILE: makes the page; its exit code counts where the run's is 0.
describe_results() {
    if [[ ! -e $2 ]]; then
        say "run.sh: the run wrote no results (exit code $1); the lines above say why."
        return "$1"
    fi
    local page="${2%.h5}.html" page_code=0
    build/release/bin/qonys report "$2" --out "$page" --force >/dev/null || page_code=$?
    (($1 == 0)) || say "run.sh: the run ended with exit code $1; what it could keep is below."
    printf '\n'
    if ((page_code == 0)); then
        printf 'Open this page:  %s\n' "$root/$page"
    else
        say "run.sh: the page could not be made; the results themselves are whole."
    fi
    printf 'Results:         %s\n  what is in it:  h5ls -r %s\n' "$2" "$2"
    (($1 == 0)) && return "$page_code"
    return "$1"
}

case "${1:-}" in -h | --help)
    usage
    exit 0
    ;;
esac
prepare_and_build release --target qonys_app qonys_python
cd "$root"
mkdir -p results

# The main job: the one place that says what ./run.sh runs.
scenario=scenarios/kz/base.toml
# Eight pairs of replicates of a one-in-twenty sample: a minute or so, and enough for intervals.
(($# > 0)) || set -- --scale 0.05 --replicates 16
results=$(results_file "$(basename "$scenario" .toml)")
code=0
build/release/bin/qonys ensemble "$scenario" --out "$results" "$@" || code=$?
describe_results "$code" "$results"
