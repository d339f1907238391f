# shellcheck shell=bash
# Sets Qonys up: Debian packages, Python packages, build. run.sh, test.sh and qonys source this
# file after setting `root`. It talks on stderr only, because stdout belongs to the program.

: "${root:?set it to the project folder before sourcing this file}"
setup_dir="$root/sim/setup"
debian_packages=("$setup_dir/debian-packages.txt")
requirements=("$root/python/requirements.txt" "$root/python/requirements-build.txt")
test_requirements="$root/python/requirements-test.txt"
for_tests=no
venv="$root/.venv"
build_root="$root/build"
log_dir="$build_root/logs"

# Compiler cache hits must not depend on where the tree lies: a fresh clone then builds in seconds.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1

# want_tests: installs what only tests need, too. To be called before prepare_and_build.
want_tests() {
    debian_packages+=("$setup_dir/debian-packages-test.txt")
    for_tests=yes
}

say() { printf '%s\n' "$*" >&2; }

die() {
    say "${0##*/}: $*"
    exit 1
}

# logged NAME COMMAND...: runs in the project folder, everything it prints goes to NAME.log.
logged() {
    local log="$log_dir/$1.log"
    shift
    (cd "$root" && "$@") >"$log" 2>&1 </dev/null
}

# failed NAME WHAT: ends with the last lines of NAME.log and a sentence that says what failed.
failed() {
    say "--- end of build/logs/$1.log"
    tail -n 20 "$log_dir/$1.log" >&2
    say '---'
    die "$2 (whole log: $log_dir/$1.log)"
}

log_says() { grep -qE "$2" "$log_dir/$1.log"; }

network_trouble='Could not resolve|Temporary failure|Name or service not known|Could not connect'
network_trouble+='|Cannot initiate the connection|Unable to connect|Network is unreachable'
network_trouble+='|[Cc]onnection (timed out|refused|broken|failed)'
network_trouble+='|NewConnectionError|Failed to fetch|Read timed out|Connect timeout|ProxyError|SSLError'

# --- Debian packages

missing_packages() {
    local wanted installed
    wanted=$(sed 's/[[:space:]]*#.*//; /^$/d' "${debian_packages[@]}")
    # dpkg-query fails when it does not know one of the names: exactly what is asked here.
    # shellcheck disable=SC2016,SC2086
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
        sed -n 's/^installed //p') || true
    grep -vxF -f <(printf '%s\n' "$installed") <<<"$wanted" || true
}

can_be_root() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return 0
    [[ -t 2 ]] || return 1
    say 'Installing Debian packages needs your password:'
    sudo -v
}

apt_get() {
    local command=(env DEBIAN_FRONTEND=noninteractive apt-get -q
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2
        -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 "$@")
    ((EUID == 0)) || command=(sudo "${command[@]}")
    "${command[@]}"
}

# A failed update is no reason to stop: the lists that are there may do.
update_and_install() {
    apt_get update || true
    apt_get install -y --no-install-recommends "$@"
}

explain_packages_failure() {
    local packages=$1
    if log_says packages "$network_trouble"; then
        failed packages "the Debian packages could not be downloaded: $packages. \
Check the network (and the proxy in /etc/apt), then run this again"
    elif log_says packages 'Unable to locate package|has no installation candidate'; then
        failed packages "this system does not offer some of these packages: $packages. \
Qonys is made for Debian 12"
    fi
    failed packages "installing these Debian packages failed: $packages"
}

install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say 'This is not a Debian system: taking the libraries named in' \
            'sim/setup/debian-packages.txt as given.'
        return 0
    fi
    local missing=()
    mapfile -t missing < <(missing_packages)
    ((${#missing[@]})) || return 0
    can_be_root || die "Debian packages are missing and only root can install them. \
Ask an administrator to run: apt-get install --no-install-recommends ${missing[*]}"
    say "Installing Debian packages: ${missing[*]}"
    logged packages update_and_install "${missing[@]}" || explain_packages_failure "${missing[*]}"
}

# --- Python packages

# Changes with the pinned versions, with the interpreter, and when the tree is copied elsewhere
# (the scripts in a virtual environment hold absolute paths).
python_stamp() {
    { readlink -f /usr/bin/python3 && printf '%s\n' "$venv" && cat "${requirements[@]}"; } | sha256sum
}

# Debian's own Python, not the first on PATH: it is the one whose version the pins were made for.
make_venv() {
    rm -rf "$venv" &&
        /usr/bin/python3 -I -m venv "$venv" &&
        "$venv/bin/python" -I -m pip install --disable-pip-version-check --no-input --retries 2 \
            --only-binary :all: "${requirements[@]/#/--requirement=}"
}

explain_python_failure() {
    local package
    package=$(sed -n 's/.*No matching distribution found for \([^ ]*\).*/\1/p' \
        "$log_dir/python.log" | tail -n 1)
    if log_says python "$network_trouble"; then
        failed python "the Python packages could not be downloaded (stopped at ${package:-pip}). \
Check the network (and pip's proxy settings), then run this again"
    elif [[ -n $package ]]; then
        failed python "$package is not offered for $(/usr/bin/python3 --version); \
see python/requirements*.txt"
    fi
    failed python 'making the Python environment .venv failed'
}

# Every package of theirs is named with its version: pip need not look for any other.
add_test_packages() {
    "$venv/bin/python" -I -m pip install --disable-pip-version-check --no-input --retries 2 \
        --only-binary :all: --no-deps --requirement "$test_requirements"
}

# python_is_new NAME STAMP: whether .venv was made from other pins than these.
python_is_new() { [[ ! -e $venv/$1 || $(<"$venv/$1") != "$2" ]]; }

install_python() {
    local stamp
    stamp=$(python_stamp)
    if [[ ! -x $venv/bin/python ]] || python_is_new .stamp "$stamp"; then
        say 'Installing Python packages into .venv'
        logged python make_venv || explain_python_failure
        printf '%s\n' "$stamp" >"$venv/.stamp"
    fi
    stamp=$(sha256sum <"$test_requirements")
    if [[ $for_tests == yes ]] && python_is_new .stamp-test "$stamp"; then
        say 'Installing the Python packages of the tests into .venv'
        logged python add_test_packages || explain_python_failure
        printf '%s\n' "$stamp" >"$venv/.stamp-test"
    fi
    # CMake, ctest and the program itself take the Python that they find here.
    export VIRTUAL_ENV="$venv" PATH="$venv/bin:$PATH"
}

# --- Build

# KiB that may be used: what is free now, or less where a container is limited further.
free_memory() {
    local free limit=max
    free=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
    [[ -r /sys/fs/cgroup/memory.max ]] && limit=$(</sys/fs/cgroup/memory.max)
    if [[ $limit != max ]] && ((limit / 1024 < free)); then free=$((limit / 1024)); fi
    printf '%s\n' "$free"
}

# All cores, but 2 GiB of memory for each compiler: template-heavy files need that much.
build_jobs() {
    local jobs by_memory
    jobs=$(nproc)
    by_memory=$(($(free_memory) / (2 * 1024 * 1024)))
    ((by_memory < jobs)) && jobs=$by_memory
    ((jobs < 1)) && jobs=1
    printf '%s\n' "${QONYS_JOBS:-$jobs}"
}

# CMake refuses a build folder that came along with a copied tree.
drop_foreign_build() {
    local cache="$build_root/$1/CMakeCache.txt" configured_for
    [[ -e $cache ]] || return 0
    configured_for=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$cache")
    [[ $configured_for -ef $root ]] && return 0
    say "build/$1 was configured in another folder: building afresh."
    rm -rf "${build_root:?}/$1"
}

# build PRESET [CMAKE ARGUMENT...]. Configures each time, so that the commit that the program
# writes into its results is the one that was built.
build() {
    local preset=$1 jobs
    shift
    jobs=$(build_jobs)
    drop_foreign_build "$preset"
    # What is edited while the compiler is at work counts as newer than the build.
    mkdir -p "$build_root/$preset" && : >"$build_root/$preset/.begun"
    logged "configure-$preset" cmake --preset "$preset" ||
        failed "configure-$preset" "configuring the build failed (cmake --preset $preset)"
    say "Building ($preset, jobs: $jobs; progress in build/logs/build-$preset.log)"
    logged "build-$preset" cmake --build --preset "$preset" --parallel "$jobs" "$@" ||
        failed "build-$preset" "compiling failed (cmake --build --preset $preset)"
    mv -f "$build_root/$preset/.begun" "$build_root/$preset/.built"
}

# --- All of it

# Two scripts at once would write over each other's packages and object files.
lock_setup() {
    { mkdir -p "$log_dir" && [[ -w $log_dir && -w $root ]]; } 2>/dev/null ||
        die "cannot write to $build_root (it belongs to $(stat -c %U "$root")); \
use a copy of your own, or change its owner with chown"
    exec {setup_lock}>"$build_root/.lock" || die "cannot write to $build_root/.lock"
    if ! flock -n "$setup_lock"; then
        say 'Another set-up is at work in this folder; waiting for it.'
        flock "$setup_lock"
    fi
}

unlock_setup() { exec {setup_lock}>&-; }

# prepare_and_build PRESET [CMAKE ARGUMENT...]
prepare_and_build() {
    lock_setup
    install_packages
    install_python
    build "$@"
    unlock_setup
}
