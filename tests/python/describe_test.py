"""What `qonys describe --json` says of the Kazakhstan model."""

import json
import math
import os
import subprocess
from pathlib import Path

import pytest

SCENARIO = Path(__file__).resolve().parents[2] / "scenarios/kz/base.toml"


@pytest.fixture(scope="module")
def described():
    """The JSON object; ctest names the program."""
    program = os.environ.get("QONYS_PROGRAM")
    if not program:
        pytest.skip("QONYS_PROGRAM does not name a program; ctest sets it")
    made = subprocess.run(
        [program, "describe", str(SCENARIO), "--json"], capture_output=True, text=True, check=True
    )
    return json.loads(made.stdout)


def test_names_what_a_reader_asks_for(described):
    assert (described["status"], described["model"]) == ("done", "kz_migration")
    assert {"mortality", "job_search"} <= {process["name"] for process in described["schedule"]}
    assert "population" in {indicator["name"] for indicator in described["indicators"]}
    values = {parameter["key"]: parameter["value"] for parameter in described["parameters"]}
    assert values["migration.damping"] == "0.5"


def test_every_cell_of_every_lever_has_a_default(described):
    for lever in described["levers"]:
        cells = math.prod(len(axis["codes"]) for axis in lever["axes"])
        assert lever["path"], lever["name"]
        assert all(len(step["values"]) == cells for step in lever["path"]), lever["name"]
        months = [step["from"] for step in lever["path"]]
        assert months == sorted(set(months)), lever["name"]


def test_default_of_every_lever_has_a_ground(described):
    """Without a figure of the world behind it, a default must leave things as they are."""
    assert len(described["levers"]) >= 15
    for lever in described["levers"]:
        assert lever["source"], lever["name"]
        assert lever["unit"], lever["name"]
        if lever["is_figure"]:
            assert lever["grade"] in {"A", "B", "C", "D"}, lever["name"]
        else:
            (step,) = lever["path"]
            assert set(step["values"]) in ({0}, {1}), lever["name"]
