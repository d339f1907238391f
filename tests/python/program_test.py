"""Files that the program itself writes: read, and made into pages by `qonys report`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from qonys import Results
from qonys.extracts.testland import make

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios/yardsticks"


@pytest.fixture
def program():
    """The program that ctest has built."""
    name = os.environ.get("QONYS_PROGRAM")
    if not name:
        pytest.skip("QONYS_PROGRAM does not name a program; ctest sets it")
    return name


def run(program, *words, folder):
    return subprocess.run(
        [program, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "QONYS_PYTHON": sys.executable},
    )


@pytest.mark.parametrize(
    ("scenario", "change"),
    [
        ("closed_population", "population.scale=0.01"),
        ("person_months", "population.people=2000"),
        ("schelling", "run.end=2025-06"),
        ("wealth", "run.end=2025-06"),
    ],
)
def test_page_of_every_small_model(program, tmp_path, scenario, change):
    file = str(SCENARIOS / f"{scenario}.toml")
    made = run(
        program, "ensemble", file, "--out", "a.h5", "--quiet", "--set", change, folder=tmp_path
    )
    assert made.returncode == 0, made.stderr
    ended = run(program, "report", "a.h5", folder=tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "a.html\n", "")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    told = re.sub(r"<script>.*?</script>", "", html, flags=re.S)  # Plotly's own words do not count
    assert "nan" not in told.lower().replace("finance", "")
    with Results(tmp_path / "a.h5") as results:
        assert results.title in html
        for name in results.indicators():
            assert name.replace("_", " ").capitalize() in html
            frame = results.indicator(name).to_frame()
            assert len(frame) == results.indicator(name).values.size


def test_frame_equals_the_csv_of_the_program(program, tmp_path):
    file = str(SCENARIOS / "closed_population.toml")
    words = ["--out", "a.h5", "--csv", "--quiet", "--set", "population.scale=0.01"]
    made = run(program, "run", file, *words, folder=tmp_path)
    assert made.returncode == 0, made.stderr
    with Results(tmp_path / "a.h5") as results:
        for name in results.indicators():
            rows = (tmp_path / f"a-csv/{name}.csv").read_text().splitlines()
            frame = results.indicator(name).to_frame()
            assert rows[0] == ",".join(frame.columns)
            table = [row.split(",") for row in rows[1:]]
            assert [row[:-1] for row in table] == frame.iloc[:, :-1].astype(str).values.tolist()
            assert [float(row[-1]) for row in table] == frame["value"].tolist()


@pytest.mark.parametrize("end", ["2026-12", "2026-05"])
@pytest.mark.parametrize("scenario", ["closed_population", "wealth"])
def test_csv_has_the_bytes_of_the_program(program, tmp_path, scenario, end):
    file = str(SCENARIOS / f"{scenario}.toml")
    words = ["--out", "a.h5", "--csv", "--quiet", "--scale", "0.007", "--set", f"run.end={end}"]
    made = run(program, "ensemble", file, *words, "--replicates", "2", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    Results.open(tmp_path / "a.h5").to_csv(tmp_path / "ours")
    theirs = {path.name: path.read_bytes() for path in (tmp_path / "a-csv").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "ours").iterdir()} == theirs
    assert len(theirs) > 1


def test_report_of_a_missing_file_is_a_sentence(program, tmp_path):
    ended = run(program, "report", "none.h5", folder=tmp_path)
    assert ended.returncode == 2
    assert ended.stderr == "none.h5: no such file; check the name, or look into results/\n"


def test_ingest_of_a_folder_and_of_none(program, tmp_path):
    made = make(tmp_path / "extracts", 400)
    words = ["ingest", "extracts", "--truth", str(made.truth), "--suppress-below", "3"]
    ended = run(program, *words, folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "Tables:  results/extracts-ingest" in ended.stdout
    assert (tmp_path / "results/extracts-ingest/observed/SOURCES.toml").is_file()
    again = run(program, *words, "--json", folder=tmp_path)
    assert again.returncode == 2
    assert json.loads(again.stdout)["problems"] == again.stderr.splitlines()
    ended = run(program, "ingest", "none", "--out", "a", folder=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("none: is not a folder")
