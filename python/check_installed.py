"""Installs a wheel into a new environment and runs it there; started by check_wheel.sh.

Runs by itself on a machine that has nothing but Python and this folder.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCENARIO = "kz/base.toml"
SCALE = "0.01"
MOST_SECONDS = 30.0  # install and first run, with the wheels of dependencies at hand
STRANGERS = ("g++", "cc", "cmake", "h5ls")

RUN = f"""
import qonys
with qonys.run({SCENARIO!r}, scale={SCALE}, progress=False) as results:
    print(results.hash)
"""

CALL = f"""
import qonys
from qonys.program import call
print(call("check", {SCENARIO!r})["status"])
try:
    call("check", "nosuch.toml")
except qonys.InputError as error:
    print(error.problems[0].what)
"""


class Times:
    """Prints how long each step took, and adds up."""

    def __init__(self) -> None:
        self.total = 0.0

    def of(self, name: str, *command: str | Path) -> str:
        begun, cpu_begun = time.monotonic(), cpu_seconds()
        ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)
        took, cpu = time.monotonic() - begun, cpu_seconds() - cpu_begun
        self.total += took
        if ended.returncode != 0:
            sys.exit(f"{name} failed ({ended.returncode}):\n{ended.stdout}{ended.stderr}")
        print(f"{name:<44} {took:6.1f} s, of processors {cpu:6.1f} s", flush=True)
        return ended.stdout.strip()


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel")
    parser.add_argument("--wheels", help="folder with the wheels of dependencies")
    parser.add_argument(
        "--packages", help="folder with dependencies installed, in place of --wheels"
    )
    parser.add_argument("--expect", default="", help="hash that the run must have")
    options = parser.parse_args()
    hide_check()
    times = Times()
    install(options, times)
    bin_folder = HERE / "environment" / "bin"
    printed = times.of("qonys run", bin_folder / "qonys", "run", SCENARIO, "--scale", SCALE,
                       "--json", "--quiet", "--out", "a.h5")  # fmt: skip
    first = times.total
    by_command = json.loads(printed.splitlines()[-1])["result_hash"]
    by_python = times.of("qonys.run in Python", bin_folder / "python", "-c", RUN)
    times.of("qonys report", bin_folder / "qonys", "report", "a.h5")
    called = times.of("qonys.program.call", bin_folder / "python", "-c", CALL).splitlines()
    claim("the page is written", (HERE / "a.html").stat().st_size > 10_000)
    claim("call returns and raises", called == ["done", "no such file"])
    claim("the command and Python give the same bits", by_command == by_python)
    if options.expect:
        claim("and so does the build's own program", by_command == options.expect)
    if not options.packages:
        claim(f"installed and run in {first:.1f} s, below {MOST_SECONDS:g} s", first < MOST_SECONDS)
    print(f"hash: {by_command}")


def hide_check() -> None:
    """Says what of a developer's machine is there."""
    seen = [name for name in STRANGERS if shutil.which(name)]
    libraries = Path("/usr/lib/x86_64-linux-gnu")
    for name in ("libtbb", "libhdf5", "libfmt", "libsleef", "libcurl"):
        seen += [file.name for file in libraries.glob(f"{name}*.so*")]
    print("seen of a developer's machine:", " ".join(seen) or "nothing")


def install(options: argparse.Namespace, times: Times) -> None:
    """A new environment with the wheel; dependencies from the folder that is named."""
    environment = HERE / "environment"
    python = environment / "bin" / "python"
    times.of("new environment", sys.executable, "-m", "venv", environment)
    times.total = 0.0
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "--no-index")
    if options.packages:
        folder = next((environment / "lib").iterdir()) / "site-packages"
        (folder / "dependencies.pth").write_text(f"{HERE / options.packages}\n", encoding="utf-8")
        times.of("pip install", *pip, "--no-deps", options.wheel)
    else:
        times.of("pip install", *pip, "--find-links", options.wheels, options.wheel)


def claim(what: str, holds: bool) -> None:
    if not holds:
        sys.exit(f"NOT TRUE: {what}")
    print(f"true: {what}")


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    main()
