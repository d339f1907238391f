"""Comparisons: known answers, refusals, and the digits of the program."""

import json
import math
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from qonys import InputError, Results, compare
from qonys.numbers import MINUS
from qonys.pairs import paired_difference, sum_in_order
from results_file import File, Made, Target, write

ROOT = Path(__file__).resolve().parents[2]
WORDS = {"same": "the same", "within_noise": "within noise", "differs": "differs"}
NUMBERS = {
    "a": "mean_a",
    "b": "mean_b",
    "difference": "difference",
    "low": "low",
    "high": "high",
    "variance_ratio": "variance_ratio",
}


def pair(a, b):
    return paired_difference(np.array(a, dtype=float), np.array(b, dtype=float))


def flow(values):
    """Two regions, in January: [replicate, region] -> [replicate, month, region]."""
    whole = np.zeros((len(values), 12, 2))
    whole[:, 0] = values
    return Made("moves", whole, axes=("region",))


def file_of(path, values, **others):
    made = File([flow(values)], {"region": (["n", "s"], ["North", "South"])})
    made.replicates = tuple(range(len(values)))
    for key, value in others.items():
        setattr(made, key, value)
    return write(path, made)


def test_interval_is_students_t_over_pairs():
    result = pair([10, 20, 30], [11, 22, 33])
    # Student's t of two degrees has a closed form, (2p - 1) / sqrt(2p(1 - p)): 4.302653.
    reach = 0.95 / math.sqrt(2 * 0.975 * 0.025) / math.sqrt(3)
    assert result.difference == 2.0
    assert result.low == pytest.approx(2 - reach, abs=1e-12)
    assert result.high == pytest.approx(2 + reach, abs=1e-12)
    assert result.variance_ratio == pytest.approx(1 / (100 + 121))
    assert result.verdict == "within_noise"


def test_a_difference_is_told_from_noise():
    assert pair([10, 20, 30, 40], [15, 25.1, 34.9, 45]).verdict == "differs"
    assert pair([10, 20, 30, 40], [5, 14.9, 25.1, 35]).verdict == "differs"


def test_equal_runs_are_the_same_and_one_pair_tells_nothing():
    same = pair([10, 20], [10, 20])
    assert (same.verdict, same.variance_ratio, same.low) == ("same", 0.0, 0.0)
    alone = pair([10], [13])
    assert (alone.difference, alone.verdict) == (3.0, "not_known")
    assert np.isnan([alone.low, alone.high, alone.variance_ratio]).all()
    assert pair([10], [10]).verdict == "same"


def test_numbers_without_variance_have_no_ratio():
    result = pair([1, 1], [2, 2])
    assert np.isnan(result.variance_ratio)
    assert (result.low, result.high, result.verdict) == (1.0, 1.0, "differs")


def test_sums_are_taken_in_order():
    assert sum_in_order(np.array([1e16, *[1.0] * 200, -1e16])) == 0.0
    assert sum_in_order(np.array([-1e16, 1e16, 1.0, 1.0])) == 2.0


def test_flows_are_summed_and_cells_told_apart(tmp_path):
    a = file_of(tmp_path / "a.h5", [[1, 9], [2, 9], [3, 9]])
    b = file_of(tmp_path / "b.h5", [[2, 9], [4, 9], [6, 9]])
    comparison = compare(a, b)
    whole = comparison.table.iloc[0]
    assert whole[["indicator", "unit", "mean_a", "mean_b"]].tolist() == ["moves", "persons", 11, 13]
    cells = comparison.cells("moves")
    assert cells["region"].tolist() == ["n", "s"]
    assert cells["difference"].tolist() == [2.0, 0.0]
    assert cells["verdict"].tolist() == ["within_noise", "same"]
    assert comparison.targets.empty
    with pytest.raises(KeyError, match="did you mean 'moves'"):
        comparison.cells("move")


def test_stocks_are_compared_at_the_end(certain_file, tmp_path):
    values = np.zeros((1, 13))
    values[0, -1] = 5
    one = write(tmp_path / "one.h5", File([Made("unhappy", values, "stock")], {}))
    values[0, 3] = 100
    two = write(tmp_path / "two.h5", File([Made("unhappy", values, "stock")], {}))
    row = compare(one, two).table.iloc[0]
    assert row[["mean_a", "mean_b", "verdict"]].tolist() == [5.0, 5.0, "same"]
    assert compare(one, two).cells("unhappy")["mean_a"].tolist() == [5.0]


def test_replicates_are_paired_by_number(tmp_path):
    a = file_of(tmp_path / "a.h5", [[1, 0], [100, 0], [7, 7]], replicates=(0, 1, 5))
    b = file_of(tmp_path / "b.h5", [[101, 0], [2, 0]], replicates=(1, 0))
    comparison = compare(Results(a), Results(b))
    assert (comparison.replicates, comparison.num_unpaired) == ((0, 1), 1)
    assert comparison.table[["difference", "low"]].iloc[0].tolist() == [1.0, 1.0]
    assert "1 replicate without a partner left out." in comparison.notes()


def test_runs_that_do_not_belong_together_are_refused_with_every_reason(tmp_path):
    a = file_of(tmp_path / "a.h5", [[1, 2]])
    b = write(tmp_path / "b.h5", File([], {}, num_months=6, seed=8))
    with pytest.raises(InputError) as refused:
        compare(a, b)
    whats = [problem.what for problem in refused.value.problems]
    assert whats == [
        "periods 2025-01 to 2025-12 and 2025-01 to 2025-06 differ",
        "seeds 7 and 8 differ",
    ]
    assert str(refused.value).splitlines()[1] == (
        f"{a} and {b}: seeds 7 and 8 differ (replicates are paired by their common draws); run "
        "both with the same --seed"
    )


def test_other_axes_and_other_replicates_are_refused(tmp_path):
    a = file_of(tmp_path / "a.h5", [[1, 2]])
    b = file_of(tmp_path / "b.h5", [[1, 2]], axes={"region": (["n", "x"], ["North", "X"])})
    with pytest.raises(InputError, match="the axes of indicator 'moves' differ"):
        compare(a, b)
    c = file_of(tmp_path / "c.h5", [[1, 2]], replicates=(3,))
    with pytest.raises(InputError, match="no replicate is in both files"):
        compare(a, c)


def test_indicators_without_a_partner_are_named(tmp_path):
    a = file_of(tmp_path / "a.h5", [[1, 2]])
    b = write(tmp_path / "b.h5", File([Made("other", np.ones((1, 12)))], {}))
    comparison = compare(a, b)
    assert (comparison.only_in_a, comparison.only_in_b) == (("moves",), ("other",))
    assert comparison.table.empty
    assert "Only in B: other" in repr(comparison)


def test_targets_are_paired_year_by_year(tmp_path):
    nan = float("nan")
    of_a = [Target("K01", [[1, 9], [2, 9], [3, 11]], 10, 2026, "at least")]
    of_a.append(Target("K02", [[1, 1]] * 3))
    of_b = [Target("K01", [[2, 10], [3, 12], [4, 8]], 10, 2026, "at least")]
    values = [[1, 2]] * 3
    a = file_of(tmp_path / "a.h5", values, targets=of_a, years=(2025, 2026))
    b = file_of(tmp_path / "b.h5", values, targets=of_b, years=(2025, 2026))
    table = compare(a, b).targets
    assert table["id"].tolist() == ["K01", "K01"]
    assert table["difference"].tolist() == pytest.approx([1.0, 1 / 3])
    assert np.isnan(table.loc[0, "met_a"]), "the target is for 2026"
    assert table.loc[1, ["met_a", "met_b"]].tolist() == pytest.approx([1 / 3, 2 / 3])
    of_b[0].values = [[2, nan], [3, 12], [4, 8]]
    c = file_of(tmp_path / "c.h5", values, targets=of_b, years=(2025, 2026))
    unknown = compare(a, c).targets.iloc[1]
    assert unknown["verdict"] == "not_known"
    assert np.isnan(unknown["difference"])


def test_ceilings_are_met_from_below(tmp_path):
    target = Target("K01", [[9], [10], [11]], 10, 2025, "at most")
    a = file_of(tmp_path / "a.h5", [[1, 2]] * 3, targets=[target])
    assert compare(a, a).targets.loc[0, "met_a"] == pytest.approx(2 / 3)


def test_what_is_shown_names_runs_and_says_what_the_interval_is(tmp_path):
    a = file_of(tmp_path / "a.h5", [[1_000, 234]] * 2, title="rules <kept>")
    b = file_of(tmp_path / "b.h5", [[1, 2]] * 2, scale=0.5)
    comparison = compare(a, b)
    assert "Monte-Carlo error, not a forecast" in repr(comparison)
    row = repr(comparison).splitlines()[4].split()
    assert row[:5] == ["moves", "persons", "1,234", "3", f"{MINUS}1,231"]
    assert "The scales differ" in repr(comparison)
    assert "rules &lt;kept&gt;" in comparison._repr_html_()
    alone = compare(file_of(tmp_path / "c.h5", [[1, 2]]), a)
    assert "cannot be told" in alone.notes()[0]


def assert_same(row, number):
    for key, column in NUMBERS.items():
        want = number[key]
        assert math.isnan(row[column]) if want is None else row[column] == want, (key, want)
    assert WORDS.get(row["verdict"]) == number["verdict"]


@pytest.fixture(scope="module", params=[1, 3, 7, 12])
def ensembles(request, tmp_path_factory):
    """A program, and two ensembles that it made of a scenario and a variant."""
    program = os.environ.get("QONYS_PROGRAM")
    if not program:
        pytest.skip("QONYS_PROGRAM does not name a program; ctest sets it")
    folder = tmp_path_factory.mktemp("ensembles")
    scenario = str(ROOT / "scenarios/yardsticks/closed_population.toml")
    words = ["--quiet", "--scale", "0.007", "--set", "run.end=2026-06"]
    several = request.param > 1
    command = ["ensemble", "--replicates", str(request.param)] if several else ["run"]
    for name, changes in (("a", []), ("b", ["--set", "fertility.share_of_boys=0.4"])):
        made = subprocess.run(
            [program, *command, scenario, "--out", f"{name}.h5", *words, *changes],
            capture_output=True, text=True, check=False, cwd=folder,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
    return program, folder


def told(program, folder, *words):
    ended = subprocess.run(
        [program, "compare", "a.h5", "b.h5", "--json", *words],
        capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    return json.loads(ended.stdout)


def test_numbers_are_those_of_the_program_to_the_last_digit(ensembles, monkeypatch):
    program, folder = ensembles
    monkeypatch.chdir(folder)
    comparison = compare("a.h5", "b.h5")
    whole = told(program, folder)
    assert len(whole["indicators"]) == len(comparison.table) > 0
    assert whole["pairs"] == len(comparison.replicates)
    for one, (_, row) in zip(whole["indicators"], comparison.table.iterrows(), strict=True):
        assert (one["name"], one["unit"]) == (row["indicator"], row["unit"])
        assert_same(row, one["whole"])
        cells = told(program, folder, "--indicator", one["name"])["indicators"][0]["cells"]
        for cell, (_, of_cell) in zip(cells, comparison.cells(one["name"]).iterrows(), strict=True):
            assert_same(of_cell, cell["number"])
    assert not (comparison.table["verdict"] == "same").all(), "the variant changes something"
