"""The sheet a figure stands on: title, subtitle, legend, axes and source line, none over another.

Widths are free from 640 pixels on; heights are counted in lines, since Plotly neither wraps words
nor keeps room for them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from . import ticks
from .colours import GRID, INK, MUTED, PALE, PAPER
from .words import Words

FONT = "Noto Sans, DejaVu Sans, Segoe UI, Arial, sans-serif"  # all have the Kazakh letters
NARROWEST = 640
TITLE_CHARACTERS, TITLE_HEIGHT = 58, 23
SUBTITLE_CHARACTERS, SUBTITLE_HEIGHT = 84, 17
SOURCE_CHARACTERS, SOURCE_HEIGHT = 96, 14
LEGEND_HEIGHT = 24
EDGE = 12
BUTTONS = 26  # strip at the top that Plotly puts its buttons in


@dataclass(frozen=True)
class Sheet:
    """Words and room of a figure.

    Attributes
    ----------
    title, subtitle, source : str
        Of any length; they are wrapped for a width of 640.
    plot_height, left, right, below : int
        Pixels of the plot, beside it, and between it and the source line (ticks, axis title).
    legend_rows : int
        Rows kept for the legend above the plot.
    above : int
        Pixels kept above the plot for a colour bar.
    """

    title: str
    subtitle: str
    source: str
    plot_height: int = 320
    left: int = 70
    right: int = 24
    below: int = 52
    legend_rows: int = 0
    above: int = 0


def wrapped(text: str, characters: int) -> str:
    """Lines for Plotly, with signs escaped that it would take for markup."""
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(text, characters))


def num_lines(text: str) -> int:
    """Lines of a wrapped text; none of an empty one."""
    return text.count("<br>") + 1 if text else 0


def put_on(figure: go.Figure, sheet: Sheet, words: Words) -> go.Figure:
    """Gives a figure its sheet; the figure itself is given back."""
    title = wrapped(sheet.title, TITLE_CHARACTERS)
    subtitle = wrapped(sheet.subtitle, SUBTITLE_CHARACTERS)
    source = wrapped(sheet.source, SOURCE_CHARACTERS)
    under_title = BUTTONS + TITLE_HEIGHT * num_lines(title)
    head = under_title + SUBTITLE_HEIGHT * num_lines(subtitle) + 10
    top = head + LEGEND_HEIGHT * sheet.legend_rows + sheet.above + 10
    bottom = sheet.below + SOURCE_HEIGHT * num_lines(source) + EDGE
    height = top + sheet.plot_height + bottom
    figure.update_layout(
        template="none",
        autosize=True,
        height=height,
        margin={"l": sheet.left, "r": sheet.right, "t": top, "b": bottom, "autoexpand": True},
        font={"family": FONT, "size": 12, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        separators=words.separators(),
        hoverlabel={
            "align": "left",
            "bgcolor": PAPER,
            "bordercolor": MUTED,
            "font": {"color": INK},
        },
        showlegend=sheet.legend_rows > 0,
        legend=_legend(1 - head / height),
        modebar={"remove": ["select", "lasso"], "color": PALE, "activecolor": MUTED},
    )
    shift = EDGE - sheet.left
    for name, text, y, place, font in (
        ("title", f"<b>{title}</b>", 1, top - BUTTONS, {"size": 17}),
        ("subtitle", subtitle, 1, top - under_title, {"size": 13, "color": MUTED}),
        ("source", source, 0, -sheet.below, {"size": 11, "color": MUTED}),
    ):
        if text:
            figure.add_annotation(**_words_at(name, text, (shift, y, place)), font=font)
    return figure


def _words_at(name: str, text: str, place: tuple[int, int, int]) -> dict[str, Any]:
    """Lines whose upper left corner is so many pixels from the plot's; Plotly's own title moves
    with what else is drawn.
    """
    x, y, up = place
    return {
        "name": name,
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": x,
        "yshift": up,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }


def _legend(top: float) -> dict[str, Any]:
    return {
        "orientation": "h",
        "xref": "container",
        "x": EDGE / NARROWEST,
        "xanchor": "left",
        "yref": "container",
        "y": top,
        "yanchor": "top",
        "font": {"size": 12},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def number_axis(
    title: str, low: float, high: float, words: Words, divisor: float
) -> dict[str, Any]:
    """An axis from `low` to `high` whose marks are written as the language does."""
    levels = ticks.ticks(low / divisor, high / divisor)
    return {
        "title": {"text": escape(title, quote=False), "standoff": 10},
        "range": [min(low, levels[0] * divisor), max(high, levels[-1] * divisor)],
        "tickvals": [level * divisor for level in levels],
        "ticktext": [words.local(label) for label in ticks.labels(levels, 1.0)],
        "gridcolor": GRID,
        "zeroline": low < 0 < high,
        "zerolinecolor": MUTED,
        "automargin": True,
    }


def apart(wanted: Sequence[float], gap: float) -> list[float]:
    """Places as near as can be to those wanted, in their order, at least `gap` apart.

    Examples
    --------
    >>> apart([0.0, 4.0, 100.0], gap=10.0)
    [-3.0, 7.0, 100.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[tuple[float, int]] = []  # sum of the wished starts of a block, places in it
    for rank, i in enumerate(order):
        total, count = wanted[i] - rank * gap, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            last = blocks.pop()
            total, count = total + last[0], count + last[1]
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    places = [0.0] * len(wanted)
    for rank, i in enumerate(order):
        places[i] = starts[rank] + rank * gap
    return places
