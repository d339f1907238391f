"""The bounds on a free run of Kazakhstan are what their rules make of the observed tables."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
KAZAKHSTAN = ROOT / "scenarios/kz"
BOUNDS = tomllib.loads(
    (ROOT / "tests/models/kz_migration/free_run_bounds.toml").read_text(encoding="utf-8")
)["bound"]


def table(name):
    """Regions in rows, years in columns; one row where there is no region."""
    rows = pd.read_csv(KAZAKHSTAN / f"{name}.csv")
    if "region" not in rows:
        rows["region"] = "nation"
    return rows.pivot_table(index="region", columns="year", values="value")


def ends(values):
    """Lowest and highest, of whatever shape."""
    flat = pd.Series(values.to_numpy().ravel()).dropna()
    return [float(flat.min()), float(flat.max())]


def growth(levels):
    """From one year to the next."""
    return levels.pct_change(axis=1)


def vacancies():
    """Of the portal over hired workers of the year, with those that are not told."""
    base = tomllib.loads((KAZAKHSTAN / "base.toml").read_text(encoding="utf-8"))
    hidden = base["labour"]["employers"]["hidden_vacancies"]["value"]
    told = pd.read_csv(KAZAKHSTAN / "observed/vacancies_portal.csv")
    hired = table("observed/hired").sum()
    return (hidden * told["value"] / told["year"].map(hired)).to_frame()


def histories():
    """Lowest and highest observed value of every figure and kind of place."""
    rate, employed = table("observed/unemployment_rate"), table("observed/employed")
    wage = table("observed/wage_region_cells") / table("observed/wage_national").loc["nation"]
    wage_growth = pd.read_csv(KAZAKHSTAN / "data/wage_growth.csv")["value"].to_frame()
    return {
        ("unemployment", "nation"): ends(((rate * employed).sum() / employed.sum()).to_frame()),
        ("unemployment_step", "nation"): [0, ends(rate.diff(axis=1).abs())[1]],
        ("unemployment_of_year", "region"): ends(rate),
        ("employment_growth", "nation"): ends(growth(employed.sum().to_frame().T)),
        ("employment_growth", "region"): ends(growth(employed)),
        ("population_growth", "region"): ends(growth(table("data/population_jan1"))),
        ("wage_growth", "nation"): ends(wage_growth),
        ("relative_wage", "region"): ends(wage),
        ("vacancies_of_year", "nation"): ends(vacancies()),
        ("vacancies_of_year", "region"): ends(vacancies()),
    }


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda one: f"{one['figure']} of {one['of']}")
def test_history_is_that_of_the_tables(bound):
    low, high = histories()[bound["figure"], bound["of"]]
    assert [bound["history_low"], bound["history_high"]] == pytest.approx([low, high], abs=6e-5)
    if bound["rule"] == "widened":
        wage = table("observed/wage_region_cells") / table("observed/wage_national").loc["nation"]
        change = ends((wage[2024] / wage[2022] - 1).to_frame())
        stated = [bound["history_change_low"], bound["history_change_high"]]
        assert stated == pytest.approx(change, abs=6e-5)


@pytest.mark.parametrize("bound", BOUNDS, ids=lambda one: f"{one['figure']} of {one['of']}")
def test_bound_follows_its_rule(bound):
    low, high = bound["history_low"], bound["history_high"]
    given = [bound["low"], bound["high"]]
    if bound["rule"] == "history":
        assert given == [low, high]
    elif bound["rule"] == "half_to_double":
        assert given == pytest.approx([low / 2, 2 * high], rel=0.01)
    elif bound["rule"] == "widened":
        wider = [low * (1 + bound["history_change_low"]), high * (1 + bound["history_change_high"])]
        assert given == pytest.approx(wider, rel=0.001)
    else:
        assert bound["rule"] == "committed"
        assert given[0] < given[1]


def test_every_figure_is_bounded():
    assert {(bound["figure"], bound["of"]) for bound in BOUNDS} == set(histories())
