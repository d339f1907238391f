"""Runs next to observed figures: known answers on a small country, and a sample of the real one."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from qonys.backcast import main
from qonys.observed import SOURCES, compare
from qonys.results import Results
from results_file import File, Made, write

KAZAKHSTAN = Path(__file__).resolve().parents[2] / "scenarios/kz"
REGIONS = ["KZ-10", "KZ-11"]

OBSERVED = {
    "employed": "region,year,value,role\nKZ-10,2022,1000,calibrate\nKZ-11,2023,400,validate\n"
    "KZ-10,2023,900,calibrate\n",
    "unemployment_rate": "region,year,value,role\nKZ-10,2023,0.05,validate\n",
    "wage_national": "year,value,role\n2023,200,calibrate\n",
    "wage_region_cells": "region,year,value,role\nKZ-11,2023,400,validate\n",
}


def stock(replicates, *regions):
    """The same number in every month of two years: [replicate, 25, region]."""
    return np.array([[[n * k for n in regions]] * 25 for k in replicates], dtype=float)


@pytest.fixture
def country(tmp_path):
    """Two years, two regions, two replicates of which the second has a tenth more employees."""
    for folder in ("observed", "data"):
        (tmp_path / folder).mkdir()
    for name, text in OBSERVED.items():
        (tmp_path / f"observed/{name}.csv").write_text(text, encoding="utf-8")
    made = File(
        indicators=[
            Made("employees", stock([1, 1.1], 900, 400), "stock", axes=("region",)),
            Made("self_employed", stock([1, 1], 55, 20), "stock", axes=("region",)),
            Made("unemployed", stock([1, 1], 100, 20), "stock", axes=("region",)),
            Made("pay", stock([1, 1.1], 90_000, 160_000), "stock", axes=("region",)),
        ],
        axes={"region": (REGIONS, REGIONS)},
        start="2022-01",
        num_months=24,
        replicates=(0, 1),
        parameters=[("population.labour_year", "2022", "year", "", "", "", 0)],
    )
    return write(tmp_path / "country.h5", made), str(tmp_path)


def test_known_answers(country):
    file, folder = country
    with Results(file) as results:
        rows, missing = compare(results, folder)
    found = {(row.figure, row.place, row.when): row for row in rows}
    at_work = found["employed", "KZ-10", "2022"]
    assert at_work.simulated.tolist() == [955, 1045]
    assert at_work.error() == pytest.approx(0.0)
    assert at_work.margin() == pytest.approx(2 * 45.0)
    assert at_work.role == "start"
    assert found["employed", "KZ-11", "2023"].error() == pytest.approx(0.1)
    assert found["employed", "KZ-11", "2023"].role == "validate"
    rate = found["unemployment rate", "KZ-10", "2023"]
    assert rate.simulated[0] == pytest.approx(100 / 1055)
    assert rate.error() == pytest.approx((100 / 1055 + 100 / 1145) / 2 - 0.05)
    assert found["mean wage", "", "2023"].simulated == pytest.approx([250_000 / 1300] * 2)
    assert found["mean wage", "KZ-11", "2023"].simulated == pytest.approx([400, 400])
    growth = found["growth of employment since 2022", "KZ-10", "2023"]
    assert growth.observed == pytest.approx(-0.1)
    assert growth.simulated == pytest.approx([0, 0])
    assert len(rows) == 7
    compared = {"employment and unemployment", "growth of employment", "wages"}
    assert set(missing) == set(SOURCES) - compared


def test_prints_every_cell_or_one_line_a_figure(country, capsys):
    file, folder = country
    assert main([file, "--against", folder]) == 0
    lines = capsys.readouterr().out.splitlines()
    cells = [[word.strip() for word in line.split("|")[1:-1]] for line in lines if "|" in line]
    assert ["employed", "KZ-11", "2023", "400", "440", "40", "+10.0 %", "validate"] in cells
    assert main([file, "--against", folder, "--summary"]) == 0
    out = capsys.readouterr().out
    assert "not compared: kandas by track" in out
    assert "+-: two Monte-Carlo standard errors" in out


def test_nothing_to_compare_is_a_sentence(generic_file, capsys):
    assert main([generic_file, "--against", str(KAZAKHSTAN)]) == 2
    assert "nothing to compare" in capsys.readouterr().err


def test_folder_without_figures_is_a_sentence(country, tmp_path, capsys):
    file, _ = country
    assert main([file, "--against", str(tmp_path / "none")]) == 2
    assert "No such file or directory; name a scenario folder" in capsys.readouterr().err


def test_sample_of_kazakhstan(tmp_path):
    """What sets the start comes out of it; every kind of figure is compared."""
    program = os.environ.get("QONYS_PROGRAM")
    if not program:
        pytest.skip("QONYS_PROGRAM does not name a program; ctest sets it")
    file = tmp_path / "kz.h5"
    run = [program, "ensemble", KAZAKHSTAN / "base-2022.toml", "--replicates", "2", "--scale", "0.01"]
    subprocess.run([*run, "--out", file, "--quiet"], check=True, capture_output=True)
    with Results(file) as results:
        rows, missing = compare(results, str(KAZAKHSTAN))
    assert missing in ([], ["permanent jobs of those received"])
    assert {row.role for row in rows} == {"start", "input", "calibrate", "validate"}
    assert all(row.role == "validate" for row in rows if row.when == "2024" and row.role != "input")
    received = {row.figure: row for row in rows if row.figure.startswith("received, ") and not row.place}
    of_all, of_working_age, ages = (
        received[name] for name in ("received, in permanent jobs, of all",
                                    "received, in permanent jobs, of working age",
                                    "received, of working age")
    )  # fmt: skip
    for share in (lambda row: row.observed, lambda row: row.simulated):
        assert share(of_all) == pytest.approx(share(of_working_age) * share(ages))
    start = [row for row in rows if row.figure == "employed" and row.role == "start"]
    assert len(start) == 20
    assert sum(row.simulated.mean() for row in start) == pytest.approx(
        sum(row.observed for row in start), rel=0.03
    )
    done = subprocess.run(
        [program, "backcast", file, "--summary"], capture_output=True, text=True, check=False,
        env={**os.environ, "QONYS_PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("| validate ") >= 8


def test_folder_of_an_ingest_is_compared(country, tmp_path, capsys):
    """It has registers by month and nothing else."""
    file, _ = country
    folder = tmp_path / "ingested"
    (folder / "observed").mkdir(parents=True)
    table = "region,year,month,value,role,vintage\nKZ-10,2022,3,1000,validate,2022-03-31\n"
    (folder / "observed/register_contract.csv").write_text(table + "KZ-99,2022,3,5,validate,2022-03-31\n")
    with Results(file) as results:
        rows, missing = compare(results, str(folder))
    (row,) = rows
    assert (row.figure, row.place, row.when) == ("people with a labour contract", "KZ-10", "2022-03")
    assert row.simulated.tolist() == pytest.approx([900, 990])
    assert set(missing) == set(SOURCES)
    assert main([file, "--against", str(folder)]) == 0
    assert "| validate |" in capsys.readouterr().out
