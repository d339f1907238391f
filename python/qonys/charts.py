"""Which figures a run or a comparison gives: those of the Kazakhstan model, and one for any indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from .comparison import Comparison
from .errors import DataError
from .plot import Growth, Ratio, fan, flows, pyramid, region_map, scorecard, tornado
from .plot.words import Words
from .results import Results

MOST_GENERIC = 24
MOST_EFFECTS = 15
FEW_POSITIONS = 5

UNEMPLOYMENT = Ratio(
    "unemployment_rate",
    "% of the labour force",
    ("unemployed",),
    ("unemployed", "self_employed", "employees"),
    100.0,
    description="unemployed of the labour force",
)
WAGE = Ratio(
    "mean_wage",
    "KZT a month, nominal",
    ("pay",),
    ("employees",),
    description="pay over employees",
)
GROWTH = Growth(
    "population_growth", "population", description="growth of the population since the start"
)
LINES = (
    "births",
    "deaths",
    "external_arrivals",
    "external_departures",
    "kandas_received",
    "resettlers_received",
    "foreign_workers",
)
RATIOS = (UNEMPLOYMENT, WAGE)


def figures_of(results: Results) -> tuple[list[Any], set[str]]:
    """Figures for what people ask for first, as far as the file has it, and the indicators shown."""
    used: set[str] = set()
    made = _tried(scorecard, results)

    def add(name: str, draw: Callable[..., Any], *arguments: Any) -> None:
        figures = _tried(draw, results, *arguments) if name in results else []
        used.update({name} if figures else ())
        made.extend(figures)

    add("population", fan, "population")
    add("population", region_map, GROWTH)
    add("registered_moves", flows)
    add("population_by_age", _pyramid)
    for name in LINES:
        add(name, fan, name)
    for ratio in RATIOS:
        if _is_known(ratio, results):
            used |= {*ratio.over, *ratio.under}
            made.append(fan(results, ratio))
    return made, used


def other_figures(results: Results, used: set[str]) -> list[Any]:
    """One figure for each indicator that no other figure shows, the first so many."""
    names = [name for name in results.indicators() if name not in used][:MOST_GENERIC]
    return [figure for name in names for figure in _tried(_any, results, name)]


def figures_of_comparison(comparison: Comparison, labels: tuple[str, str]) -> list[Any]:
    """Both runs in one figure, and what differs."""
    a, b = comparison.a, comparison.b
    runs = [(labels[0], a), (labels[1], b)]
    made = [*_tried(scorecard, b, a), *_effects(comparison)]
    made += _tried(region_map, b, "population", baseline=a)
    for name in ("population", *LINES):
        if name in a and name in b:
            made += _tried(fan, runs, name)
    for ratio in RATIOS:
        if _is_known(ratio, a, b):
            made.append(fan(runs, ratio))
    return made


def _effects(comparison: Comparison) -> list[Any]:
    """What people ask for first as per cent of A: units of their own would not fit on one axis."""
    table = comparison.table
    known = {name: Words("en").find("indicator", name) for name in table["indicator"]}
    told = table[table["indicator"].map(lambda name: bool(known[name]))]
    told = told[(told["mean_a"] > 0.0) & told["low"].notna() & (told["verdict"] != "same")]
    if not len(told):
        return []
    numbers = told[["difference", "low", "high"]].mul(100.0 / told["mean_a"], axis=0)
    numbers.columns = ["effect", "low", "high"]
    rows = pd.concat([told["indicator"].rename("name"), numbers], axis=1)
    largest = rows.reindex(rows["effect"].abs().sort_values(ascending=False).index)
    return [
        tornado(
            largest.head(MOST_EFFECTS),
            unit="%",
            source=comparison.b,
            title="B less A, per cent of A (totals over the run; stocks at its end)",
            names=known,
        )
    ]


def _tried(draw: Callable[..., Any], *arguments: Any, **options: Any) -> list[Any]:
    """The figure, or none where the indicator of that name is another than it needs. A file that is
    damaged is no such case."""
    try:
        return [draw(*arguments, **options)]
    except DataError:
        raise
    except (KeyError, ValueError):
        return []


def _pyramid(results: Results) -> Any:
    years = [int(month[:4]) for month in results.info("population_by_age").months]
    return pyramid(results, years[-1], compare_year=years[0] if len(years) > 1 else None)


def _any(results: Results, name: str) -> Any:
    info = results.info(name)
    few = [axis for axis in info.axes if 1 < len(info.codes[axis]) <= FEW_POSITIONS]
    return fan(results, name, by=few[0] if len(info.axes) == 1 and few else None)


def _is_known(ratio: Ratio, *runs: Results) -> bool:
    """Whether all runs have what it is made of, and somebody to divide by in every month."""
    names = (*ratio.over, *ratio.under)
    has_all = all(name in run for name in names for run in runs)
    return has_all and all(bool(np.isfinite(ratio.of(run).values).all()) for run in runs)
