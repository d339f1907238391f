#!/usr/bin/env bash
# Builds the wheel as a user would get it, and proves that it runs where nothing of Qonys is installed.
set -euo pipefail
self=$(readlink -f "${BASH_SOURCE[0]}")
root=${self%/python/*}

usage() {
    cat <<'TEXT'
Usage: python/check_wheel.sh [--light] [--out FOLDER]

Packs the source archive, builds the wheel from it, puts the libraries that it needs into it
(auditwheel), installs it into a new environment and runs it there: import, the command `qonys run`,
`qonys.run` in Python (same hash), `qonys report`. Prints how long each step takes.

As root the last part happens in a folder that holds Debian's Python and what that needs, and no
compiler and no library of Qonys; without root it is left to the installed system, and said so.

  --light        take the dependencies from the environment that runs this, nothing is downloaded
  --out FOLDER   keep archive and wheel there

Needs what ./run.sh installs, with .venv/bin on PATH (or the packages of python/requirements.txt and
requirements-build.txt); pip downloads the dependencies of the wheel unless --light is given.

  QONYS_WERROR=ON          warnings are errors, as in the preset ci
  QONYS_PROGRAM=FILE       the build's own program: the hash of its run must be the same
  CMAKE_BUILD_PARALLEL_LEVEL=N   compile with N jobs
TEXT
}

say() { printf '%s\n' "$*"; }

die() {
    printf 'check_wheel.sh: %s\n' "$*" >&2
    exit 1
}

light=no
out=
while (($#)); do
    case "$1" in
    --light) light=yes ;;
    --out)
        shift
        out=${1:?--out needs a folder}
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) die "unknown option '$1'; --help lists them" ;;
    esac
    shift
done

python=${VIRTUAL_ENV:-$root/.venv}/bin/python
[[ -x $python ]] || python=$(command -v python3) || die 'there is no Python; run ./run.sh once'
PATH=$(dirname "$python"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# timed NAME COMMAND...: what the command prints is shown where it fails.
timed() {
    local name=$1 begun=$EPOCHREALTIME
    shift
    "$@" >"$work/log" 2>&1 || {
        tail -n 40 "$work/log" >&2
        die "$name failed"
    }
    awk -v a="$begun" -v b="$EPOCHREALTIME" -v n="$name" 'BEGIN { printf "%-44s %6.1f s\n", n, b - a }'
}

# --- Archive and wheel

commit() { git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || printf unknown; }

pack() { "$python" -m build --no-isolation --sdist --outdir "$work/dist" "$root"; }

# From the archive, not from the tree: what is missing there is missing for users. The compiler is called as
# CMake does by itself, so that a compiler cache knows the files of the tree's own build again.
build_wheel() {
    mkdir "$work/unpacked"
    tar -xzf "$work"/dist/qonys-*.tar.gz -C "$work/unpacked" --strip-components 1
    CC=${CC:-cc} CXX=${CXX:-c++} CCACHE_BASEDIR="$work/unpacked" CCACHE_NOHASHDIR=1 \
        "$python" -m build --no-isolation --wheel --outdir "$work/plain" "$work/unpacked" \
        -C "cmake.define.QONYS_GIT_COMMIT=$(commit)" \
        -C "cmake.define.QONYS_WERROR=${QONYS_WERROR:-OFF}"
}

# See no_curl.c. Symbols are bound by name and version, so the stand-in has that of Debian's libcurl.
make_stand_in() {
    mkdir "$work/stand_in"
    printf 'CURL_OPENSSL_4 { global: curl_*; local: *; };\n' >"$work/stand_in/versions"
    cc -O2 -fPIC -shared -Wall -Wextra -Werror -Wl,-soname,libcurl.so.4 \
        -Wl,--version-script="$work/stand_in/versions" \
        -o "$work/stand_in/libcurl.so.4" "$root/python/no_curl.c"
}

repair() {
    make_stand_in
    LD_LIBRARY_PATH="$work/stand_in" auditwheel repair --wheel-dir "$work/dist" "$work"/plain/*.whl
}

# Licences of these are in python/CMakeLists.txt; any other library wants a look at its own first.
refuse_other_libraries() {
    local known='^lib(tbb|fmt|sleef|crypto|hdf5_serial|sz|aec|curl)-[0-9a-f]+\.so' found
    found=$("$python" -m zipfile --list "$1" | sed -n 's|^qonys\.libs/\([^ ]*\).*|\1|p')
    say "libraries inside: $(tr '\n' ' ' <<<"$found")"
    found=$(grep -vE "$known" <<<"$found" || true)
    [[ -z $found ]] || die "the wheel holds libraries whose licences nobody looked at: $found"
}

# --- A machine without Qonys

# shared_libraries FILE...: what the loader would load, and the loader.
shared_libraries() {
    ldd "$@" 2>/dev/null | sed -nE 's/.*=> (\/[^ ]+) .*/\1/p; s/^[[:space:]]*(\/[^ ]*ld-linux[^ ]+) .*/\1/p' |
        sort -u
}

# Debian's Python, what it needs, and of the C and C++ libraries what every manylinux wheel may expect.
make_bare_root() {
    local bare=$1 python3 library file
    python3=$(readlink -f /usr/bin/python3)
    library=/usr/lib/$(basename "$python3")
    mkdir -p "$bare"/{proc,dev,tmp,proof,usr/bin,usr/lib,usr/lib64,usr/share}
    ln -s usr/bin usr/lib usr/lib64 "$bare"
    cp "$python3" "$bare/usr/bin/"
    ln -s "$(basename "$python3")" "$bare/usr/bin/python3"
    cp -a "$library" "$bare/usr/lib/"
    [[ ! -d /usr/share/python-wheels ]] || cp -a /usr/share/python-wheels "$bare/usr/share/"
    for file in $(shared_libraries "$python3" "$library"/lib-dynload/*.so) \
        /lib/x86_64-linux-gnu/lib{stdc++.so.6,gcc_s.so.1,pthread.so.0,dl.so.2,rt.so.1,util.so.1}; do
        mkdir -p "$bare$(dirname "$file")"
        cp -L "$file" "$bare$file"
    done
}

# What is mounted goes with the process that sees it.
in_bare_root() {
    # shellcheck disable=SC2016 # expands in the shell that is started
    unshare --mount bash -euc '
        bare=$1 work=$2 packages=$3
        shift 3
        mount --rbind /proc "$bare/proc"
        mount --rbind /dev "$bare/dev"
        mount --bind "$work" "$bare/proof"
        [[ -z $packages ]] || mount --bind "$packages" "$bare/proof/packages"
        exec env -i PATH=/usr/bin:/usr/sbin LANG=C.UTF-8 HOME=/tmp chroot "$bare" "$@"
    ' - "$work/bare" "$work/installed" "$packages" "$@"
}

# --- All of it

download() {
    "$python" -m pip download --disable-pip-version-check --no-input --only-binary :all: \
        --dest "$work/installed/wheels" "$wheel"
}

expected_hash() {
    [[ -n ${QONYS_PROGRAM:-} ]] || return 0
    "$QONYS_PROGRAM" run "$root/scenarios/kz/base.toml" --scale 0.01 --quiet --json \
        --out "$work/expected.h5" | sed -n 's/.*"result_hash": "\([0-9a-f]*\)".*/\1/p'
}

timed 'source archive' pack
timed 'wheel from the archive' build_wheel
timed 'libraries put into the wheel' repair
wheel=$(echo "$work"/dist/*.whl)
say "$(basename "$wheel"): $(($(stat -c %s "$wheel") / 1024)) KiB"
refuse_other_libraries "$wheel"
if [[ -n $out ]]; then
    mkdir -p "$out"
    cp "$work"/dist/* "$out/"
fi

mkdir -p "$work/installed/wheels"
cp "$wheel" "$work/installed/"
cp "$root/python/check_installed.py" "$work/installed/"
check=("$(basename "$wheel")" "--expect=$(expected_hash)")
packages=
if [[ $light == yes ]]; then
    packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
    mkdir "$work/installed/packages"
    check+=("--packages=$packages")
else
    timed 'download of the dependencies' download
    check+=(--wheels=wheels)
fi
if ((EUID == 0)) && [[ -d /usr/share/python-wheels ]]; then
    timed 'a root folder with Python alone' make_bare_root "$work/bare"
    in_bare_root /usr/bin/python3 -I /proof/check_installed.py "${check[@]/#--packages=*/--packages=packages}"
else
    say 'Not root, or not Debian: libraries of this system are not hidden.'
    env -i PATH=/usr/bin:/bin HOME="$work" /usr/bin/python3 -I \
        "$work/installed/check_installed.py" "${check[@]}"
fi
