"""Population pyramid: men on the left, women on the right."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from ..indicator import Floats, Indicator
from ..regions import is_uncertain
from ..results import Results
from ..spread import Spread
from .about import band_remark, source_line
from .colours import BLUE, INK, ORANGE, PAPER
from .layout import Sheet, number_axis, put_on
from .series import axis_of, counted_spread, in_year, one_of, position, told
from .words import Words

BAR_HEIGHT = 19


def pyramid(
    results: Results,
    year: int | None = None,
    *,
    compare_year: int | None = None,
    region: str | None = None,
    name: str = "population_by_age",
    language: str = "en",
) -> go.Figure:
    """Ages of men and women at the end of a year, another year as outlines.

    Parameters
    ----------
    results
        A run whose `name` has the axes `age_group` and `sex`.
    year, compare_year
        Calendar years at whose ends people are counted; the last one by default, and none.
    region
        Code of a region; all together by default.
    name
        Indicator of people by age and sex.
    language
        `en`, `ru` or `kk`.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    KeyError
        When there is no such indicator, axis or region.
    ValueError
        When there is no such year, or there are not two sexes.

    Examples
    --------
    >>> men, women = pyramid(results, 2025).data
    >>> men.x
    (-700.0, -1100.0, -1500.0)
    """
    words = Words(language)
    people = results.indicator(name)
    values = _by_age_and_sex(people, region)
    uncertain = is_uncertain(results)
    now, month = in_year(people, values, year)
    spread = counted_spread(now, people.replicates, uncertain)
    ages = words.codes(people, "age_group")
    unit = words.unit(people.unit)
    divisor, scaled = words.scaled_unit(float(np.abs(spread.mean).max()), people.unit)
    figure = go.Figure()
    _bars(figure, people, spread, ages, (unit, words.month(month)), words)
    said = words.ui("end_of", month=words.month(month))
    if compare_year is not None:
        then, other = in_year(people, values, compare_year)
        before = counted_spread(then, people.replicates, uncertain)
        _bars(figure, people, before, ages, (unit, words.month(other)), words, is_outline=True)
        said = words.ui("bars_and_outline", month=words.month(month), other=words.month(other))
    _axes(figure, scaled, divisor, words)
    place = words.ui("whole_country")
    if region is not None:
        label = people.labels["region"][position(people, "region", region)]
        place = words.code("region", region, label)
    source = source_line([("", results)], words, band_remark(spread, words=words))
    sheet = Sheet(
        f"{words.ui('pyramid')}, {place}",
        said,
        source,
        max(160, BAR_HEIGHT * len(ages)),
        left=74,
        legend_rows=1 if compare_year is None else 2,
    )
    return put_on(figure, sheet, words)


def _by_age_and_sex(people: Indicator, region: str | None) -> Floats:
    """Values [replicate, time, age group, men and women]."""
    values = people.values
    kept = [2 + axis_of(people, axis) for axis in ("age_group", "sex")]
    if len(people.codes["sex"]) != 2:
        raise ValueError(f"{people.name}: a pyramid needs two sexes; choose another indicator")
    if region is not None:
        place = 2 + axis_of(people, "region")
        values = np.take(values, [position(people, "region", region)], axis=place)
    moved = np.moveaxis(values, kept, [2, 3])
    summed = moved.sum(axis=tuple(range(4, moved.ndim)))
    men = 0 if people.codes["sex"][0].lower().startswith("m") else 1
    return np.asarray(summed[..., [men, 1 - men]])


def _bars(
    figure: go.Figure,
    people: Indicator,
    spread: Spread,
    ages: list[str],
    said: tuple[str, str],
    words: Words,
    is_outline: bool = False,
) -> None:
    unit, month = said
    for sex, key in enumerate(("men", "women")):
        one = one_of(spread, sex)
        side = -1.0 if sex == 0 else 1.0
        hover = [
            f"{words.ui(key)}, {age}, {words.ui('end_of', month=month)}:<br>"
            f"{told(one, i, words, unit)}"
            for i, age in enumerate(ages)
        ]
        figure.add_bar(
            x=[side * float(value) for value in one.mean],
            y=ages,
            orientation="h",
            name=f"{words.ui(key)}, {month}",
            marker=_outline() if is_outline else _filled(sex),
            text=hover,
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
            width=0.92,
        )


def _filled(sex: int) -> dict[str, Any]:
    """Women hatched, so that both sides are told apart in grey too."""
    colour = (BLUE, ORANGE)[sex]
    pattern = {
        "shape": ("", "/")[sex],
        "bgcolor": colour,
        "fgcolor": PAPER,
        "size": 6,
        "solidity": 0.2,
    }
    return {"color": colour, "pattern": pattern, "line": {"width": 0}}


def _outline() -> dict[str, Any]:
    return {"color": "rgba(0,0,0,0)", "line": {"color": INK, "width": 1.4}}


def _axes(figure: go.Figure, unit: str, divisor: float, words: Words) -> None:
    largest = max(abs(value) for trace in figure.data for value in trace.x) or 1.0
    axis = number_axis(unit, -largest, largest, words, divisor)
    # Both sides count upwards: no minus signs.
    axis["ticktext"] = [text.lstrip("\N{MINUS SIGN}") for text in axis["ticktext"]]
    figure.update_xaxes(**axis)
    figure.update_yaxes(
        title={"text": words.ui("age"), "standoff": 8},
        type="category",
        dtick=1,
        automargin=True,
    )
    figure.update_layout(barmode="overlay", bargap=0.08)
