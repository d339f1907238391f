#!/usr/bin/env bash
# Sets Qonys up, builds everything and runs the tests. The last line is ctest's own summary.
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source=sim/setup/setup.sh
source "$root/sim/setup/setup.sh"

usage() {
    cat <<'TEXT'
Usage: ./test.sh [--quick] [--sanitize]

  --quick      only the unit tests
  --sanitize   then the unit tests once more under the address and undefined-behaviour sanitizers

CI=true builds with warnings as errors and with the benchmarks, and always sanitizes
(but for --quick). Exit code 0 means that everything passed.
TEXT
}

preset=release
sanitize=no
quick=no
selection=()

read_options() {
    local option
    for option; do
        case "$option" in
        --quick) quick=yes ;;
        --sanitize) sanitize=yes ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) die "unknown option '$option'; ./test.sh --help lists them" ;;
        esac
    done
}

choose() {
    if [[ $quick == yes ]]; then selection=(-L unit); fi
    if [[ ${CI:-} != true ]]; then return 0; fi
    preset=ci
    if [[ $quick == no ]]; then sanitize=yes; fi
}

# run_suite PRESET [CTEST ARGUMENT...]. A suite without a test is a mistake, not a success.
run_suite() {
    local suite=$1
    shift
    (cd "$root" && ctest --preset "$suite" --parallel 2 --output-on-failure --no-tests=error "$@") \
        2>&1 | tee "$log_dir/test-$suite.log"
}

summary() { grep -E '^[0-9]+% tests passed' "$log_dir/test-$1.log" | tail -n 1; }

# The last line is always ctest's own: of the main suite, or else of the first that failed.
close() {
    local suite
    for suite in "${failed_suites[@]}"; do
        say "test.sh: tests failed (preset $suite; log: $log_dir/test-$suite.log)"
    done
    suite=${failed_suites[0]:-$preset}
    summary "$suite" || say "test.sh: ctest could not run any test (preset $suite)"
    ((${#failed_suites[@]} == 0))
}

read_options "$@"
choose
failed_suites=()
want_tests
prepare_and_build "$preset"
run_suite "$preset" "${selection[@]}" || failed_suites+=("$preset")
if [[ $sanitize == yes ]]; then
    prepare_and_build asan --target unit_tests
    run_suite asan -L unit || failed_suites+=(asan)
fi
close
