#!/usr/bin/env python3
"""Builds the model that models/README.md shows, from that text alone, and holds it against arithmetic.

Usage: model_from_readme.py SOURCE BUILD CMAKE GENERATOR

Its files are the code blocks with a file name behind the language. They are written to a folder outside the
repository and built against the engine of BUILD, which must be finished.
"""

import csv
import math
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```[a-z]+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PEOPLE, RATE = 100_000, 0.5
# Five standard errors: with the seed of the scenario the test is certain, and a seed chosen at random
# would fail it once in a million.
ERRORS = 5


def run(*words):
    """Runs a command; what it said is printed when it fails."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def write_files(text, folder):
    """The files of the model; returns its folder."""
    names = set()
    for name, content in BLOCK.findall(text):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        names.add(file.name)
    if not {"CMakeLists.txt", "model.cpp", "base.toml", "help.toml"} <= names:
        sys.exit(f"models/README.md: code blocks of a whole model are missing; found {sorted(names)}")
    return folder / "take_up"


def employed(program, scenario, folder):
    """People with a job by month, as the program's CSV has them."""
    results = folder / f"{scenario.stem}.h5"
    run(program, "run", scenario, "--out", results, "--csv", "--quiet")
    with open(folder / f"{scenario.stem}-csv/employed.csv", encoding="utf-8", newline="") as file:
        return {row["time"]: float(row["value"]) for row in csv.DictReader(file)}


def check(what, got, share):
    """Compares a count with its expectation."""
    error = math.sqrt(PEOPLE * share * (1 - share))
    if abs(got - PEOPLE * share) > ERRORS * error:
        sys.exit(f"{what}: {got:,.0f} have a job, {PEOPLE * share:,.0f} +- {error:,.0f} expected")


def main(source, build, cmake, generator):
    """Builds, runs with and without the measure, compares."""
    text = (Path(source) / "models/README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = write_files(text, folder)
        made = folder / "build"
        run(cmake, "-S", source, "-B", made, "-G", generator, f"-DQONYS_ENGINE={build}",
            f"-DQONYS_EXTRA_MODELS={model}", "-DQONYS_WERROR=ON")
        run(cmake, "--build", made)
        program = made / "bin/qonys"
        if "take_up.rate [1/year], one value" not in run(program, "describe", model / "base.toml"):
            sys.exit("the lever of the model is not described")
        base = employed(program, model / "base.toml", folder)
        helped = employed(program, model / "help.toml", folder)
    check("usual rate", base["2026-12"], 1 - math.exp(-2 * RATE))
    check("with help", helped["2026-12"], 1 - math.exp(-3 * RATE))
    early = [month for month in base if month < "2026-01"]
    if len(early) != 13 or any(base[month] != helped[month] for month in early):
        sys.exit("the measure changes something before it begins")


if __name__ == "__main__":
    main(*sys.argv[1:])
