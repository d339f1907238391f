"""Flows between regions: from where on the left, to where on the right."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import plotly.graph_objects as go

from ..indicator import Floats, Indicator
from ..regions import is_uncertain
from ..results import Results
from ..spread import Spread
from .about import band_remark, source_line
from .colours import BLUE, MUTED, ORANGE, see_through
from .layout import Sheet, put_on
from .series import counted_spread, in_year, one_of, told
from .words import Words

NODE_HEIGHT = 25
LEAST_HEIGHT = 300


@dataclass(frozen=True)
class _Flow:
    """One flow: places on both axes, or -1 for those gathered."""

    origin: int
    destination: int
    value: float
    told: str


def flows(
    results: Results,
    name: str = "registered_moves",
    *,
    year: int | None = None,
    top: int = 20,
    axes: tuple[str, str] = ("origin", "destination"),
    language: str = "en",
) -> go.Figure:
    """The largest flows of a year as bands, the others gathered, with their number said.

    Parameters
    ----------
    results, name
        Run and indicator with an axis of origins and one of destinations.
    year
        Calendar year; the last one by default.
    top
        How many flows get a band of their own.
    axes
        Names of both axes.
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
        When there is no such year, `top` is below 1, or nothing moved.

    Examples
    --------
    >>> flows(results, year=2025, top=1).data[0].link.value
    (27.0, 7.0)
    """
    words = Words(language)
    if top < 1:
        raise ValueError(f"top {top}: is below 1; say how many flows get a band of their own")
    indicator = results.indicator(name)
    values, month = in_year(indicator, _matrix(indicator, axes), year)
    spread = counted_spread(values, indicator.replicates, is_uncertain(results))
    unit = words.unit(indicator.unit)
    order = _largest_first(spread.mean)
    if not order:
        raise ValueError(f"{name}: nothing moved in {month[:4]}; choose another year")
    kept, rest = order[:top], order[top:]
    shown = [_flow(spread, place, unit, words) for place in kept]
    subtitle, gathered = _gathered(spread.mean, kept, rest, unit, words)
    names = (words.codes(indicator, axes[0]), words.codes(indicator, axes[1]))
    figure = go.Figure(_sankey([*shown, *gathered], len(rest), names, words))
    subtitle = f"{words.ui('from_to', unit=unit)} {subtitle}"
    source = source_line([("", results)], words, band_remark(spread, words=words))
    sides = [len({getattr(f, side) for f in shown}) + 1 for side in ("origin", "destination")]
    height = max(LEAST_HEIGHT, NODE_HEIGHT * max(sides))
    title = f"{words.indicator(indicator)}, {month[:4]}"
    return put_on(figure, Sheet(title, subtitle, source, height, 12, 12, below=14), words)


def _matrix(indicator: Indicator, axes: tuple[str, str]) -> Floats:
    """Values [replicate, time, origin, destination], other axes summed."""
    for axis in axes:
        if axis not in indicator.axes:
            there = ", ".join(indicator.axes) or "none"
            raise KeyError(f"{indicator.name}: no axis '{axis}'; it has {there}")
    places = [2 + indicator.axes.index(axis) for axis in axes]
    moved = np.moveaxis(indicator.values, places, [2, 3])
    return np.asarray(moved.sum(axis=tuple(range(4, moved.ndim))))


def _largest_first(mean: Floats) -> list[tuple[int, int]]:
    """Places of all flows that are not zero; equal ones in the order of the codes."""
    places = [(int(i), int(j)) for i, j in np.argwhere(mean > 0)]
    return sorted(places, key=lambda place: (-float(mean[place]), place))


def _flow(spread: Spread, place: tuple[int, int], unit: str, words: Words) -> _Flow:
    origin, destination = place
    row = one_of(spread, destination)
    return _Flow(*place, float(row.mean[origin]), told(row, origin, words, unit))


def _gathered(
    mean: Floats,
    kept: list[tuple[int, int]],
    rest: list[tuple[int, int]],
    unit: str,
    words: Words,
) -> tuple[str, list[_Flow]]:
    """What is said of the others, and the band that stands for them."""
    if not rest:
        return words.ui("all_said", all=len(kept)), []
    value = float(sum(mean[place] for place in rest))
    share = value / float(mean.sum())
    said = words.ui(
        "others_said",
        top=len(kept),
        all=len(kept) + len(rest),
        rest=len(rest),
        value=words.number(value),
        unit=unit,
        share=words.share(share),
    )
    return said, [_Flow(-1, -1, value, f"{words.number(value)} {unit}")]


def _sankey(
    links: list[_Flow], num_rest: int, names: tuple[list[str], list[str]], words: Words
) -> go.Sankey:
    origins = _by_size(links, "origin")
    destinations = _by_size(links, "destination")
    left = [names[0][i] if i >= 0 else words.ui("others", rest=num_rest) for i in origins]
    right = [names[1][i] if i >= 0 else words.ui("others", rest=num_rest) for i in destinations]
    return go.Sankey(
        arrangement="fixed",
        node={
            "label": [escape(each, quote=False) for each in [*left, *right]],
            "color": [
                MUTED if i < 0 else colour
                for side, colour in ((origins, BLUE), (destinations, ORANGE))
                for i in side
            ],
            "pad": 12,
            "thickness": 14,
            "hoverinfo": "skip",
        },
        link={
            "source": [origins.index(link.origin) for link in links],
            "target": [len(origins) + destinations.index(link.destination) for link in links],
            "value": [link.value for link in links],
            "color": [see_through(MUTED, 0.18 if link.origin < 0 else 0.38) for link in links],
            "customdata": [
                f"{left[origins.index(link.origin)]} → "
                f"{right[destinations.index(link.destination)]}<br>{link.told}"
                for link in links
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
    )


def _by_size(links: list[_Flow], side: str) -> list[int]:
    """Places of one side, the largest first, those gathered last."""
    totals: dict[int, float] = {}
    for link in links:
        place = getattr(link, side)
        totals[place] = totals.get(place, 0.0) + link.value
    return sorted(totals, key=lambda place: (place < 0, -totals[place], place))
