"""The charts of a report: lines over time, bars by category, an age pyramid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import svg
from .indicator import Floats
from .numbers import in_units
from .spread import Spread

WIDTH = 460.0
LINE_HEIGHT = 290.0
BAR_STEP = 19.0
NUM_COLOURS = 5  # as in page.css


@dataclass(frozen=True)
class Line:
    """One line of a chart over time: `x` in years, a spread as long."""

    label: str
    x: Sequence[float]
    spread: Spread


def legend(labels: Sequence[str], y: float, kinds: Sequence[str]) -> tuple[list[str], float]:
    """Swatches with words, in as many rows as they need; also how far down they reach."""
    parts: list[str] = []
    x = 2.0
    for label, kind in zip(labels, kinds, strict=True):
        width = 18 + svg.text_width(label) + 14
        if x > 2.0 and x + width > WIDTH:
            x, y = 2.0, y + 17
        parts += [svg.rect(x, y - 9, 12, 9, kind), svg.text(x + 17, y, label)]
        x += width
    return parts, y


def line_chart(title: str, lines: Sequence[Line], unit: str, from_zero: bool) -> str:
    """Lines with their bands over years; the unit stands above the axis."""
    parts: list[str] = []
    top = 14.0
    if len(lines) > 1:
        kinds = [f"fill{i % NUM_COLOURS}" for i in range(len(lines))]
        parts, top = legend([each.label for each in lines], top, kinds)
        top += 22
    low, high = _reach(lines)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0) or 1.0
    levels = svg.ticks(low, high)
    divisor, word = in_units(max(abs(levels[0]), abs(levels[-1])))
    labels = svg.tick_labels(levels, divisor)
    left = max(svg.text_width(label) for label in labels) + 8
    bottom = LINE_HEIGHT - 24
    across = _year_scale(lines, left)
    up = svg.Scale(levels[0], levels[-1], bottom, top + 12)
    parts.append(svg.text(2, top, word + unit, kind="muted"))
    for level, label in zip(levels, labels, strict=True):
        kind = "axis" if level == 0 else "grid"
        parts.append(svg.line(left, up(level), WIDTH - 8, up(level), kind))
        parts.append(svg.text(left - 6, up(level) + 4, label, "end", "muted"))
    parts += _year_marks(across, bottom)
    for i, each in enumerate(lines):
        parts += _one_line(each, i % NUM_COLOURS, across, up)
    return svg.drawing(WIDTH, LINE_HEIGHT, title, parts)


def _reach(lines: Sequence[Line]) -> tuple[float, float]:
    arrays = [each.spread.mean for each in lines]
    for each in lines:
        arrays += list(each.spread.band() or ())
    return min(float(a.min()) for a in arrays), max(float(a.max()) for a in arrays)


def _year_scale(lines: Sequence[Line], left: float) -> svg.Scale:
    first = min(min(each.x) for each in lines)
    last = max(max(each.x) for each in lines)
    if first - np.floor(first) < 0.1:  # the first month of a year: let the year have its mark
        first = float(np.floor(first))
    if last - first < 1e-6:
        first, last = first - 0.5, last + 0.5
    return svg.Scale(first, last, left + 6, WIDTH - 22)


def _year_marks(across: svg.Scale, bottom: float) -> list[str]:
    first, last = int(np.ceil(across.low - 1e-9)), int(np.floor(across.high + 1e-9))
    if last < first:
        first = last = round((across.low + across.high) / 2)
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / s <= 8)
    years = [year for year in range(first, last + 1) if (year - first) % step == 0]
    parts = []
    for year in years:
        parts.append(svg.line(across(year), bottom, across(year), bottom + 4, "axis"))
        parts.append(svg.text(across(year), bottom + 18, str(year), "middle", "muted"))
    return parts


def _one_line(each: Line, colour: int, across: svg.Scale, up: svg.Scale) -> list[str]:
    xs = [across(x) for x in each.x]
    parts = []
    band = each.spread.band()
    if band is not None:
        lower = list(zip(xs, map(up, band[0].tolist()), strict=True))
        upper = list(zip(xs, map(up, band[1].tolist()), strict=True))
        parts.append(svg.path([*lower, *reversed(upper)], f"band fill{colour}", closed=True))
    points = list(zip(xs, map(up, each.spread.mean.tolist()), strict=True))
    parts.append(svg.path(points, f"line stroke{colour}"))
    if len(points) <= 16:
        parts += [svg.circle(x, y, 2.8, f"fill{colour}") for x, y in points]
    return parts


def bar_chart(title: str, labels: Sequence[str], spread: Spread, unit: str) -> str:
    """Bars from nothing, largest first, with whiskers for the interval."""
    order = np.argsort(-spread.mean, kind="stable")
    band = spread.band()
    ends = [spread.mean, *(band or ())]
    low = min(0.0, *(float(a.min()) for a in ends))
    high = max(0.0, *(float(a.max()) for a in ends))
    levels = svg.ticks(low, high, 4)
    divisor, word = in_units(max(abs(levels[0]), abs(levels[-1])))
    left = max(svg.text_width(label) for label in labels) + 8
    across = svg.Scale(levels[0], levels[-1], left + 4, WIDTH - 24)
    bottom = 22 + BAR_STEP * len(labels)
    parts = [svg.text(2, 12, word + unit, kind="muted")]
    for level, label in zip(levels, svg.tick_labels(levels, divisor), strict=True):
        x = across(level)
        parts.append(svg.line(x, 18, x, bottom, "axis" if level == 0 else "grid"))
        parts.append(svg.text(x, bottom + 15, label, "middle", "muted"))
    for place, i in enumerate(order):
        y = 22 + BAR_STEP * place
        mean = float(spread.mean[i])
        begin, end = sorted((across(0.0), across(mean)))
        parts.append(svg.text(left - 4, y + 13, labels[i], "end"))
        parts.append(svg.rect(begin, y + 3, end - begin, BAR_STEP - 7, f"fill{int(mean < 0)}"))
        if band is not None:
            parts += _whisker(across(float(band[0][i])), across(float(band[1][i])), y + 9)
    return svg.drawing(WIDTH, bottom + 22, title, parts)


def _whisker(low: float, high: float, y: float) -> list[str]:
    ends = [svg.line(x, y - 3, x, y + 3, "whisker") for x in (low, high)]
    return [svg.line(low, y, high, y, "whisker"), *ends] if high - low > 1 else []


@dataclass(frozen=True)
class Pyramid:
    """People by age group (rows) and two sexes (columns), at two times, with the words for each."""

    ages: Sequence[str]
    sexes: Sequence[str]
    start: Floats
    end: Floats
    start_label: str
    end_label: str


def pyramid_chart(title: str, people: Pyramid, unit: str) -> str:
    """Filled bars for the end, an outline for the start; the oldest on top."""
    step = 15.0
    parts, top = legend([people.end_label], 14.0, ["fill0"])
    x = 18 + svg.text_width(people.end_label) + 16
    parts += [
        svg.line(x, 9.5, x + 16, 9.5, "outline"),
        svg.text(x + 21, 14.0, people.start_label),
    ]
    levels = svg.ticks(0.0, float(max(people.start.max(), people.end.max())), 3)
    divisor, word = in_units(levels[-1])
    top += 40
    bottom = top + step * len(people.ages)
    middle, gap = WIDTH / 2, 22.0
    sides = [
        svg.Scale(0, levels[-1], middle - gap, 24),
        svg.Scale(0, levels[-1], middle + gap, WIDTH - 24),
    ]
    parts.append(svg.text(2, top - 20, word + unit, kind="muted"))
    for column, side in enumerate(sides):
        parts.append(svg.text(side(levels[-1] / 2), top - 4, people.sexes[column], "middle"))
        for level, label in zip(levels, svg.tick_labels(levels, divisor), strict=True):
            parts.append(svg.line(side(level), top, side(level), bottom, "grid"))
            parts.append(svg.text(side(level), bottom + 15, label, "middle", "muted"))
        parts += _pyramid_side(people, column, side, bottom, step)
    for row, age in enumerate(people.ages):
        if row % 2 == 0 or len(people.ages) <= 12:
            parts.append(svg.text(middle, bottom - step * row - 3.5, age, "middle", "muted"))
    return svg.drawing(WIDTH, bottom + 22, title, parts)


def _pyramid_side(
    people: Pyramid, column: int, side: svg.Scale, bottom: float, step: float
) -> list[str]:
    parts, outline = [], [(side(0), bottom)]
    for row in range(len(people.ages)):
        y = bottom - step * (row + 1)
        begin, end = sorted((side(0), side(float(people.end[row, column]))))
        parts.append(svg.rect(begin, y + 1, end - begin, step - 2, f"fill{column}"))
        x = side(float(people.start[row, column]))
        outline += [(x, y + step), (x, y)]
    outline.append((side(0), bottom - step * len(people.ages)))
    return [*parts, svg.path(outline, "outline")]
