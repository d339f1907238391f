"""Region by region and year by year: the numbers of the main tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .indicator import Floats, Indicator
from .results import Results
from .spread import Spread, spread_of


def is_uncertain(results: Results) -> bool:
    """Whether each pair of replicates has paths and shocks of its own."""
    return results.parameter("forecast.uncertain") == "true"


def find(results: Results, name: str, *axes: str) -> Indicator | None:
    """An indicator when the file has it, with all these axes and at least one period."""
    if name not in results:
        return None
    indicator = results.indicator(name)
    fits = all(axis in indicator.axes for axis in axes)
    return indicator if fits and indicator.times else None


@dataclass(frozen=True)
class Column:
    """One column of the table: values [replicate, region], or [replicate, year]."""

    key: str
    title: str
    is_change: bool
    values: Floats


@dataclass(frozen=True)
class RegionTable:
    """Columns by region; `start` and `end` are months whose ends the stocks mean."""

    what: str  #: `Registered population` where the model says so
    regions: list[str]
    start: str
    end: str
    columns: list[Column]
    replicates: list[int]
    uncertain: bool

    def column(self, key: str) -> Column | None:
        """A column by its key: start, end, change, natural, internal, external, other."""
        return next((column for column in self.columns if column.key == key), None)

    def by_region(self, column: Column) -> Spread:
        """Over replicates, for each region."""
        return spread_of(column.values, self.replicates, self.uncertain)

    def nation(self, column: Column) -> Spread:
        """Over replicates, for all regions together."""
        return spread_of(column.values.sum(axis=1), self.replicates, self.uncertain)


def _flow(results: Results, name: str, axis: str, codes: list[str]) -> Floats | None:
    """Sum over all times by one axis that lists the regions."""
    indicator = find(results, name, axis)
    if indicator is None or indicator.codes[axis] != codes or indicator.is_stock:
        return None
    return np.asarray(indicator.by(axis).sum(axis=1))


def _net(plus: Floats | None, minus: Floats | None) -> Floats | None:
    return None if plus is None or minus is None else plus - minus


def region_table(results: Results) -> RegionTable | None:
    """The main table; None for models without `population` by region."""
    population = find(results, "population", "region")
    if population is None or not population.is_stock:
        return None
    stock = population.by("region")
    codes = population.codes["region"]
    start, end = stock[:, 0], stock[:, -1]

    def flow(name: str, axis: str = "region") -> Floats | None:
        return _flow(results, name, axis, codes)

    parts = [
        ("natural", "Natural change", _net(flow("births"), flow("deaths"))),
        (
            "internal",
            "Net internal migration",
            _net(flow("registered_moves", "destination"), flow("registered_moves", "origin")),
        ),
        (
            "external",
            "Net external migration",
            _net(flow("external_arrivals"), flow("external_departures")),
        ),
    ]
    columns = [
        Column("start", "", False, start),
        Column("end", "", False, end),
        Column("change", "Change", True, end - start),
    ]
    known = [Column(key, title, True, v) for key, title, v in parts if v is not None]
    columns += known
    rest = end - start - sum((column.values for column in known), np.zeros_like(start))
    if len(known) == len(parts) and float(np.abs(rest).max()) > 0.5:
        columns.append(Column("other", "Other", True, rest))
    return RegionTable(
        "Registered population" if "registered" in population.description else "Population",
        population.labels["region"],
        population.months[0],
        population.months[-1],
        columns,
        population.replicates,
        is_uncertain(results),
    )


@dataclass(frozen=True)
class Yearly:
    """A series by calendar year: values [replicate, year, ...]; `partial` years lack months."""

    years: list[int]
    values: Floats
    partial: list[bool]


def by_year(indicator: Indicator, *, values: Floats | None = None) -> Yearly:
    """Flows summed over the months of each year; stocks as they are at the last of its months.

    Of `values`, [replicate, time, ...], where they are given; else of the sum over all axes.
    """
    totals = indicator.total() if values is None else values
    # The state before the first month belongs to the year before.
    of_month = [int(month[:4]) for month in indicator.months]
    years = sorted(set(of_month))
    rows = [[i for i, year in enumerate(of_month) if year == y] for y in years]
    ends_early = [not indicator.months[row[-1]].endswith("-12") for row in rows]
    if indicator.is_stock:
        return Yearly(years, totals[:, [row[-1] for row in rows]], ends_early)
    begins_late = [
        year == int(indicator.begins[:4]) and not indicator.begins.endswith("-01") for year in years
    ]
    partial = [early or late for early, late in zip(ends_early, begins_late, strict=True)]
    values = np.stack([totals[:, row].sum(axis=1) for row in rows], axis=1)
    return Yearly(years, values, partial)
