"""Colours that stay apart in grey and for the colour-blind, with dashes and shapes beside them.

Source: M. Okabe and K. Ito, Color Universal Design (2002, revised 2008), whose eight colours these
are, the darkest first; yellow, sky blue and green are left out: too pale, or alike in grey.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1a1a1a"
MUTED = "#595959"
GRID = "#e2e2e2"
PAPER = "#ffffff"
PALE = "#c9c9c9"
SEQUENTIAL = "Cividis"  # lightness rises evenly, so that a map reads in grey


@dataclass(frozen=True)
class Style:
    """How one line is told from another: each of the first three alone is enough.

    `sign` is the marker as a letter, for words beside the line.
    """

    colour: str
    dash: str
    marker: str
    sign: str


STYLES = (
    Style("#000000", "solid", "circle", "●"),
    Style("#0072B2", "dash", "square", "■"),
    Style("#D55E00", "dot", "diamond", "◆"),
    Style("#CC79A7", "dashdot", "triangle-up", "▲"),
    Style("#E69F00", "longdash", "cross", "✚"),
)
BLUE = STYLES[1].colour
ORANGE = STYLES[4].colour


def lightness(colour: str) -> float:
    """CIE lightness of `#rrggbb`, 0 black to 100 white: what is left of a colour in grey.

    Examples
    --------
    >>> round(lightness("#ffffff")), round(lightness("#000000"))
    (100, 0)
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    if luminance <= 0.008856:
        return 903.3 * luminance
    return float(116 * luminance ** (1 / 3) - 16)


def see_through(colour: str, opacity: float) -> str:
    """`rgba(...)` of `#rrggbb`."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
