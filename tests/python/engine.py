"""Small scenarios for tests of what runs the engine, and the program to hold it against."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
CLOSED = SCENARIOS / "yardsticks/closed_population.toml"
KZ = SCENARIOS / "kz/base.toml"

needs_engine = pytest.mark.skipif(
    not os.environ.get("QONYS_BUILT_PACKAGE"),
    reason="the compiled half of the package was not built (QONYS_BUILT_PACKAGE names where)",
)


def closed(**changes):
    """Ten thousand people for two years, who are born and die."""
    from qonys import Scenario

    given = {"population.scale": 0.01, "run.end": "2026-12"}
    return Scenario.load(CLOSED).with_({**given, **dotted(changes)})


def kz(**changes):
    """Kazakhstan by one in five hundred, for half a year."""
    from qonys import Scenario

    given = {"population.scale": 0.002, "run.end": "2025-06"}
    return Scenario.load(KZ).with_({**given, **dotted(changes)})


def dotted(changes):
    return {key.replace("__", "."): value for key, value in changes.items()}


def program(*words, folder):
    """Runs the program that ctest has built; returns what it printed, as JSON where it is that."""
    name = os.environ.get("QONYS_PROGRAM")
    if not name:
        pytest.skip("QONYS_PROGRAM does not name a program; ctest sets it")
    environment = {**os.environ, "QONYS_PYTHON": sys.executable}
    ended = subprocess.run(
        [name, *map(str, words)], capture_output=True, text=True, cwd=folder, env=environment
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout) if "--json" in words else ended.stdout


def sets(scenario_changes):
    """Changes as `--set` takes them."""
    words = []
    for key, value in scenario_changes.items():
        text = f'"{value}"' if isinstance(value, str) else str(value)
        words += ["--set", f"{key}={text}"]
    return words


def python(code, *, timeout=100):
    """Runs Python code in a process of its own, with this package; it must end well and in time."""
    paths = [os.environ.get("QONYS_BUILT_PACKAGE", ""), str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    ended = subprocess.run(
        [sys.executable, "-B", "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        timeout=timeout,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
