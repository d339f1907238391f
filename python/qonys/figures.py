"""Which charts a results file gives: those of the Kazakhstan model, and one for any indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .charts import Line, Pyramid, bar_chart, line_chart, pyramid_chart
from .indicator import Indicator
from .numbers import day_after, end_position, human
from .regions import RegionTable, by_year, find, is_uncertain
from .results import Results
from .spread import Spread, spread_of

MOST_GENERIC = 24
FEW_POSITIONS = 5


@dataclass(frozen=True)
class Figure:
    """A chart with its words; `used` are the indicators that it shows."""

    title: str
    caption: str
    drawing: str
    used: tuple[str, ...]


@dataclass(frozen=True)
class Ratio:
    """Stocks over stocks of the whole country, month by month."""

    title: str
    unit: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    scale: float = 1.0


@dataclass(frozen=True)
class Stocks:
    """Stocks of the whole country side by side, month by month: name and label of each."""

    title: str
    labels: dict[str, str]
    axes: tuple[str, ...] = ()
    from_zero: bool = True


POPULATION = Stocks(
    "Population of the whole country",
    {"population": "registered", "population_present": "present"},
    ("region",),
    from_zero=False,
)
LABOUR_FORCE = Stocks(
    "People in the labour force",
    {"employees": "employees", "self_employed": "self-employed", "unemployed": "unemployed"},
)


def figures(results: Results, table: RegionTable | None) -> list[Figure]:
    """Charts for the indicators that people ask for first; those that the file has."""
    uncertain = is_uncertain(results)
    made = [
        _stocks(results, uncertain, POPULATION),
        _yearly(results, uncertain, "Births and deaths per year", ["births", "deaths"]),
        _bars(table, "change", "Population change by region", ("population",)),
        _bars(table, "internal", "Net internal migration by region", ("registered_moves",)),
        _yearly(
            results,
            uncertain,
            "Arrivals from abroad and departures abroad per year",
            ["external_arrivals", "external_departures"],
        ),
        _programme(results, uncertain, "kandas", "Kandas per year"),
        _programme(results, uncertain, "resettlers", "Resettlers per year"),
        _ratio(
            results,
            uncertain,
            Ratio(
                "Unemployment rate",
                "per cent of the labour force",
                ("unemployed",),
                ("unemployed", "self_employed", "employees"),
                100.0,
            ),
        ),
        _ratio(
            results,
            uncertain,
            Ratio("Mean wage of employees", "KZT a month, nominal", ("pay",), ("employees",)),
        ),
        _stocks(results, uncertain, LABOUR_FORCE),
        _pyramid(results),
    ]
    return [figure for figure in made if figure is not None]


def other_figures(results: Results, used: set[str]) -> list[Figure]:
    """One chart for each indicator that no other figure shows."""
    names = [name for name in results.indicators() if name not in used][:MOST_GENERIC]
    made = [_generic(results.indicator(name), is_uncertain(results)) for name in names]
    return [figure for figure in made if figure is not None]


def _monthly_line(indicator: Indicator, label: str, uncertain: bool) -> Line:
    spread = spread_of(indicator.total(), indicator.replicates, uncertain)
    return Line(label, [end_position(month) for month in indicator.months], spread)


def _stocks(results: Results, uncertain: bool, stocks: Stocks) -> Figure | None:
    found = {name: find(results, name, *stocks.axes) for name in stocks.labels}
    lines = [
        _monthly_line(indicator, stocks.labels[name], uncertain)
        for name, indicator in found.items()
        if indicator is not None and indicator.is_stock
    ]
    if not lines:
        return None
    used = tuple(name for name, indicator in found.items() if indicator is not None)
    first = next(indicator for indicator in found.values() if indicator is not None)
    caption = _band_words(lines[0].spread)
    if not stocks.from_zero:
        caption += "The vertical axis does not begin at zero."
    drawing = line_chart(stocks.title, lines, first.unit, from_zero=stocks.from_zero)
    return Figure(stocks.title, caption, drawing, used)


def _ratio(results: Results, uncertain: bool, ratio: Ratio) -> Figure | None:
    found = {name: find(results, name) for name in (*ratio.over, *ratio.under)}
    known = [each for each in found.values() if each is not None and each.is_stock]
    if len(known) < len(found):
        return None
    total = {each.name: each.total() for each in known}
    over = np.sum([total[name] for name in ratio.over], axis=0)
    under = np.sum([total[name] for name in ratio.under], axis=0)
    if not np.all(under > 0.0):
        return None
    spread = spread_of(ratio.scale * over / under, known[0].replicates, uncertain)
    line = Line(ratio.title.lower(), [end_position(month) for month in known[0].months], spread)
    caption = _band_words(spread) + "The vertical axis does not begin at zero."
    drawing = line_chart(ratio.title, [line], ratio.unit, from_zero=False)
    return Figure(ratio.title, caption, drawing, tuple(found))


def _band_words(spread: Spread) -> str:
    if spread.low is not None:
        hidden = ", as wide as noise can hide where it is within noise"
        return f"Bands: 80 % forecast interval{hidden if spread.is_within_noise().any() else ''}. "
    return "" if spread.error is None else "Bands: two Monte-Carlo errors. "


def _whisker_words(spread: Spread) -> str:
    return _band_words(spread).replace("Bands", "Whiskers")


def _bars(table: RegionTable | None, key: str, title: str, used: tuple[str, ...]) -> Figure | None:
    column = table.column(key) if table is not None else None
    if table is None or column is None:
        return None
    spread = table.by_region(column)
    period = f"{day_after(table.start)} to {day_after(table.end)}"
    caption = f"Total, {period}. {_whisker_words(spread)}".strip()
    return Figure(title, caption, bar_chart(title, table.regions, spread, "persons"), used)


def _yearly(results: Results, uncertain: bool, title: str, names: Sequence[str]) -> Figure | None:
    found = [each for each in (find(results, name) for name in names) if each is not None]
    lines = [_year_line(each, uncertain) for each in found]
    if not lines:
        return None
    caption = _band_words(lines[0].spread) + _partial_words(found)
    used = tuple(each.name for each in found)
    return Figure(title, caption, line_chart(title, lines, found[0].unit, from_zero=True), used)


def _year_line(indicator: Indicator, uncertain: bool) -> Line:
    """Whole years only, unless there is none."""
    yearly = by_year(indicator)
    whole = [i for i, partial in enumerate(yearly.partial) if not partial]
    whole = whole or list(range(len(yearly.years)))
    spread = spread_of(yearly.values[:, whole], indicator.replicates, uncertain)
    label = human(indicator.name)
    return Line(label, [float(yearly.years[i]) for i in whole], spread)


def _partial_words(found: Sequence[Indicator]) -> str:
    years = {
        year
        for each in found
        for year, partial in zip(by_year(each).years, by_year(each).partial, strict=True)
        if partial
    }
    listed = ", ".join(str(year) for year in sorted(years))
    return f"Years with fewer than twelve months are left out: {listed}. " if years else ""


def _programme(results: Results, uncertain: bool, prefix: str, title: str) -> Figure | None:
    """Those received beside the quota: all indicators of one programme that count persons."""
    names = [name for name in results.indicators() if name.split("_")[0] == prefix]
    # The same people once more by another axis are no line of their own.
    names = [name for name in names if "_by_" not in name]
    persons = [
        name
        for name in names
        if results.indicator(name).unit == "persons" and not results.indicator(name).is_stock
    ]
    first = ("received", "granted", "arrivals", "quota")
    persons.sort(key=lambda name: not any(word in name for word in first))
    return _yearly(results, uncertain, title, persons[:FEW_POSITIONS])


def _pyramid(results: Results) -> Figure | None:
    people = find(results, "population_by_age", "age_group", "sex")
    if people is None or len(people.codes["sex"]) != 2 or len(people.times) < 2:
        return None
    others = tuple(i + 2 for i, axis in enumerate(people.axes) if axis not in ("age_group", "sex"))
    values = people.values.mean(axis=0, keepdims=True).sum(axis=others)[0]
    if people.axes.index("age_group") > people.axes.index("sex"):
        values = values.swapaxes(1, 2)
    men = 0 if people.codes["sex"][0].lower().startswith("m") else 1
    order = [men, 1 - men]
    chart = Pyramid(
        people.labels["age_group"],
        [human(people.labels["sex"][i]) for i in order],
        values[0][:, order],
        values[-1][:, order],
        day_after(people.months[0]),
        day_after(people.months[-1]),
    )
    title = "Age and sex at the start and at the end"
    caption = "Age in completed years, five years a bar."
    return Figure(title, caption, pyramid_chart(title, chart, people.unit), (people.name,))


def _generic(indicator: Indicator, uncertain: bool) -> Figure | None:
    if not indicator.times or indicator.values.size == 0:
        return None
    title = human(indicator.name)
    if not indicator.is_stock and sum(not partial for partial in by_year(indicator).partial) >= 3:
        line = _year_line(indicator, uncertain)
        words = f"{human(indicator.description)}, per year. {_band_words(line.spread)}"
        caption = (words + _partial_words([indicator])).strip()
        drawing = line_chart(title, [line], indicator.unit, from_zero=True)
        return Figure(title, caption, drawing, (indicator.name,))
    positions = [end_position(month) for month in indicator.months]
    lines = [_monthly_line(indicator, "all", uncertain)]
    if len(indicator.axes) == 1 and 1 < len(indicator.codes[indicator.axes[0]]) <= FEW_POSITIONS:
        axis = indicator.axes[0]
        spread = spread_of(indicator.by(axis), indicator.replicates, uncertain)
        lines = [
            Line(label, positions, _position(spread, i))
            for i, label in enumerate(indicator.labels[axis])
        ]
    period = "month" if indicator.cadence == "monthly" else "year"
    per = "" if indicator.is_stock else f", per {period}"
    caption = f"{human(indicator.description)}{per}. {_band_words(lines[0].spread)}".strip()
    drawing = line_chart(title, lines, indicator.unit, from_zero=not indicator.is_stock)
    return Figure(title, caption, drawing, (indicator.name,))


def _position(spread: Spread, i: int) -> Spread:
    error, low, high = (
        None if part is None else part[:, i] for part in (spread.error, spread.low, spread.high)
    )
    return Spread(spread.mean[:, i], error, low, high)
