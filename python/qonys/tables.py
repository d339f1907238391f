"""The tables of a report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .html import Cell, details, row, table, word
from .indicator import Floats, Indicator
from .numbers import counted, day_after, error, human, interval, number, percent, signed
from .regions import Column, RegionTable, Yearly, by_year, find, is_uncertain
from .results import Results
from .spread import Spread, pairs_of, spread_of

WITHIN_NOISE = "within noise"
FORECAST_HEAD = "80 % forecast interval"


def cell_of(spread: Spread, position: int | None = None, is_change: bool = False) -> Cell:
    """Mean, and its Monte-Carlo error where there is one."""
    pick = () if position is None else (position,)
    mean = float(spread.mean[pick])
    small = "" if spread.error is None else error(float(spread.error[pick]))
    return Cell(signed(mean) if is_change else number(mean), small)


def interval_cell(spread: Spread, position: int | None = None, is_change: bool = False) -> Cell:
    """The forecast interval, or why there is none."""
    pick = () if position is None else (position,)
    if spread.low is None or spread.high is None:
        return Cell("-")
    small = WITHIN_NOISE if bool(spread.is_within_noise()[pick]) else ""
    return Cell(interval(float(spread.low[pick]), float(spread.high[pick]), is_change), small)


def has_forecast_interval(replicates: Sequence[int], uncertain: bool) -> bool:
    """Whether the file can tell a forecast interval: two pairs of replicates or more."""
    return uncertain and len(pairs_of(replicates)) >= 2


def region_html(regions: RegionTable) -> str:
    """Population at the start and the end, and what changed it."""
    has_forecast = has_forecast_interval(regions.replicates, regions.uncertain)
    changes = [c for c in regions.columns if c.key not in ("start", "end", "change")]
    heads = [word("Region"), Cell(day_after(regions.start)), Cell(day_after(regions.end))]
    heads += [Cell(f"{FORECAST_HEAD}, {day_after(regions.end)}")] if has_forecast else []
    heads += [Cell("Change"), *(Cell(column.title) for column in changes)]
    lines = []
    for place in [None, *range(len(regions.regions))]:
        name = "Whole country" if place is None else regions.regions[place]
        cells = [word(name), *_population_cells(regions, place, has_forecast)]
        for column in changes:
            cells.append(cell_of(_spread(regions, column, place), place, is_change=True))
        lines.append(row(cells, "total" if place is None else ""))
    period = f"{day_after(regions.start)} to {day_after(regions.end)}"
    small = "" if len(regions.replicates) < 2 else "; ± is Monte-Carlo error only"
    caption = f"{regions.what} by region, persons, {period}{small}"
    return table(caption, heads, lines, "regions") + _region_intervals(regions, has_forecast)


def _region_intervals(regions: RegionTable, has_forecast: bool) -> str:
    """Forecast intervals of all changes, on demand: the main table has no room for them."""
    if not has_forecast:
        return ""
    changes = [column for column in regions.columns if column.is_change]
    lines = []
    for place in [None, *range(len(regions.regions))]:
        name = "Whole country" if place is None else regions.regions[place]
        cells = [word(name)]
        for column in changes:
            spread = _spread(regions, column, place)
            cells.append(interval_cell(spread, place, is_change=True))
        lines.append(row(cells, "total" if place is None else ""))
    heads = [word("Region"), *(Cell(column.title) for column in changes)]
    title = f"{FORECAST_HEAD}s of the changes"
    return details(title, table(f"{title}, persons", heads, lines, "regions"))


def _spread(regions: RegionTable, column: Column, place: int | None) -> Spread:
    return regions.nation(column) if place is None else regions.by_region(column)


def _population_cells(regions: RegionTable, place: int | None, has_forecast: bool) -> list[Cell]:
    start, end, change = (_column(regions, key) for key in ("start", "end", "change"))
    before = _spread(regions, start, place)
    after = _spread(regions, end, place)
    pick = () if place is None else (place,)
    first = float(before.mean[pick])
    share = percent(float(after.mean[pick]) / first - 1) if first > 0 else "-"
    cells = [Cell(number(first)), cell_of(after, place)]
    cells += [interval_cell(after, place)] if has_forecast else []
    # As noisy as the population at the end: the start is the same in all replicates.
    growth = signed(float(_spread(regions, change, place).mean[pick]))
    return [*cells, Cell(growth, share)]


def _column(regions: RegionTable, key: str) -> Column:
    return next(column for column in regions.columns if column.key == key)


def year_html(results: Results) -> str:
    """The nation year by year; empty for models without these indicators."""
    uncertain = is_uncertain(results)
    population = find(results, "population", "region")
    columns: list[tuple[str, Yearly, bool]] = []
    flows = {name: _yearly(results, name) for name in ("births", "deaths")}
    columns += [(human(name), flow, False) for name, flow in flows.items() if flow is not None]
    outside = [_yearly(results, f"external_{way}") for way in ("arrivals", "departures")]
    if outside[0] is not None and outside[1] is not None:
        net = Yearly(outside[0].years, outside[0].values - outside[1].values, outside[0].partial)
        columns.append(("Net external migration", net, True))
    moves = _yearly(results, "registered_moves")
    if moves is not None:
        columns.append(("Moves between regions", moves, False))
    if population is None or not population.is_stock or not columns:
        return ""
    columns.insert(0, ("Population at the end", by_year(population), False))
    return _years_table(columns, list(results.replicates), uncertain)


def _yearly(results: Results, name: str) -> Yearly | None:
    indicator = find(results, name)
    return None if indicator is None or indicator.is_stock else by_year(indicator)


def _years_table(
    columns: list[tuple[str, Yearly, bool]], replicates: list[int], uncertain: bool
) -> str:
    rows = []
    partial = False
    for year in columns[1][1].years:
        cells = []
        is_partial = any(_is_partial(yearly, year) for _, yearly, _ in columns[1:])
        partial = partial or is_partial
        for _, yearly, is_change in columns:
            values = _of_year(yearly, year)
            spread = None if values is None else spread_of(values, replicates, uncertain)
            cells.append(Cell("-") if spread is None else _full_cell(spread, is_change))
        rows.append(row([word(f"{year}{' *' if is_partial else ''}"), *cells]))
    note = "" if len(replicates) < 2 else "; ± is Monte-Carlo error only"
    if has_forecast_interval(replicates, uncertain):
        note += ", below it the 80 % forecast interval"
    note += "; * part of the year only" if partial else ""
    heads = [word("Year"), *(Cell(title) for title, _, _ in columns)]
    return table(f"The whole country year by year, persons{note}", heads, rows)


def _full_cell(spread: Spread, is_change: bool) -> Cell:
    """Mean, Monte-Carlo error and forecast interval, one below the other."""
    cell = cell_of(spread, is_change=is_change)
    reach = interval_cell(spread, is_change=is_change).main if spread.low is not None else ""
    return Cell(cell.main, cell.small, smaller=reach)


def _of_year(yearly: Yearly, year: int) -> Floats | None:
    return yearly.values[:, yearly.years.index(year)] if year in yearly.years else None


def _is_partial(yearly: Yearly, year: int) -> bool:
    return year in yearly.years and yearly.partial[yearly.years.index(year)]


def indicator_html(results: Results) -> str:
    """Everything that the file holds, one line an indicator."""
    uncertain = is_uncertain(results)
    has_forecast = has_forecast_interval(results.replicates, uncertain)
    heads = [word("Indicator"), word("What is counted"), word("Unit"), Cell("At the start")]
    heads.append(Cell("At the end, or total"))
    heads += [Cell(FORECAST_HEAD)] if has_forecast else []
    rows = []
    for name in results.indicators():
        indicator = results.indicator(name)
        if not indicator.times:
            continue
        rows.append(row(_indicator_cells(indicator, uncertain, has_forecast)))
    caption = f"{counted(len(rows), 'indicator')}; flows are summed over the whole run"
    return table(caption, heads, rows) if rows else ""


def _indicator_cells(indicator: Indicator, uncertain: bool, has_forecast: bool) -> list[Cell]:
    totals = indicator.total()
    last = totals[:, -1] if indicator.is_stock else totals.sum(axis=1)
    spread = spread_of(np.asarray(last), indicator.replicates, uncertain)
    axes = f", by {', '.join(axis.replace('_', ' ') for axis in indicator.axes)}"
    first = number(float(totals[:, 0].mean())) if indicator.is_stock else ""
    cells = [
        word(human(indicator.name)),
        word(indicator.description + (axes if indicator.axes else "")),
        word(indicator.unit),
        Cell(first),
        cell_of(spread),
    ]
    return [*cells, interval_cell(spread)] if has_forecast else cells
