"""Drawing in SVG: just what the charts of a report need, without any library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

FONT_SIZE = 12
CHARACTER_WIDTH = 7.0  # of a wide sans-serif face at FONT_SIZE


def text_width(text: str) -> float:
    """Roughly how wide a text will be."""
    return len(text) * CHARACTER_WIDTH


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    """A text whose baseline begins, ends or centres (`start`, `end`, `middle`) at (x, y)."""
    kind = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line of a CSS class."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A rectangle of a CSS class."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" '
        f'height="{max(height, 0):.1f}" class="{kind}"/>'
    )


def path(points: Sequence[tuple[float, float]], kind: str, closed: bool = False) -> str:
    """A line through points, or the area inside them."""
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<{"polygon" if closed else "polyline"} points="{way}" class="{kind}"/>'


def circle(x: float, y: float, radius: float, kind: str) -> str:
    """A dot of a CSS class."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" class="{kind}"/>'


def drawing(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    """The whole picture; `title` is read out to those who cannot see it."""
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{escape(title)}" '
        f'font-size="{FONT_SIZE}">{"".join(parts)}</svg>'
    )


@dataclass(frozen=True)
class Scale:
    """Places numbers from `low` to `high` between `begin` and `end` on the page."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a number lies."""
        return self.begin + (value - self.low) / (self.high - self.low) * (self.end - self.begin)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that cover low to high; the first and the last enclose them."""
    if high <= low:
        pad = abs(low) * 0.1 or 1.0
        low, high = low - pad, high + pad
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [i * step for i in range(first, last + 1)]


def tick_labels(values: Sequence[float], divisor: float) -> list[str]:
    """Labels of ticks with as many decimals as their step needs."""
    step = (values[1] - values[0]) / divisor if len(values) > 1 else 1.0
    decimals = next((d for d in range(9) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 9)
    labels = [f"{abs(value / divisor):,.{decimals}f}" for value in values]
    return [
        ("\N{MINUS SIGN}" if value < 0 and label.strip("0.,") else "") + label
        for value, label in zip(values, labels, strict=True)
    ]
