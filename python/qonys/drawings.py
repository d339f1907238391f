"""Figures of Plotly on a page that needs nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any

SETTINGS = {"displaylogo": False, "responsive": True}

# Says when everything is drawn, so that a test (or whoever prints the page) can wait for it.
DRAW = """
const places = Array.from(document.querySelectorAll("figure.plot"));
Promise.all(places.map((place) => {
  const drawing = JSON.parse(place.querySelector("script").textContent);
  return Plotly.newPlot(place.querySelector("div"), drawing.data, drawing.layout, SETTINGS);
})).then(() => { document.body.dataset.drawn = places.length; });
"""


def grid(figures: Sequence[Any]) -> str:
    """Figures side by side where the screen is wide; their data stand in the page."""
    if not figures:
        return ""
    return f'<div class="charts">{"".join(_figure(each) for each in figures)}</div>'


def scripts() -> str:
    """Plotly itself, and what draws every figure of the page; to stand behind them."""
    from plotly.offline import get_plotlyjs

    draw = DRAW.replace("SETTINGS", json.dumps(SETTINGS))
    return f"<script>{_safe(get_plotlyjs())}</script>\n<script>{draw}</script>\n"


def title_of(figure: Any) -> str:
    """The title of a figure of `qonys.plot`, without markup."""
    found = [each.text for each in figure.layout.annotations if each.name == "title"]
    words = re.sub(r"<br>", " ", found[0]) if found else ""
    return re.sub(r"<[^>]*>", "", words)


def _figure(figure: Any) -> str:
    height = int(figure.layout.height or 450)
    return (
        f'<figure class="plot" aria-label="{escape(title_of(figure))}">'
        f'<div style="height:{height}px"></div>'
        f'<script type="application/json">{_safe(figure.to_json())}</script></figure>'
    )


def _safe(text: str) -> str:
    """Nothing in a script may look like its end."""
    return text.replace("</", "<\\/")
