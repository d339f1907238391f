"""Effects side by side with their intervals, the largest on top."""

from __future__ import annotations

import os
import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from ..results import Results
from .about import source_line
from .colours import BLUE, INK, PALE
from .layout import Sheet, number_axis, put_on
from .words import LANGUAGES, Words

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("name", "effect", "low", "high")
LABEL_CHARACTERS = 34
LABEL_CHARACTER = 7.6
LINE_HEIGHT = 15
Row = tuple[str, float, float, float]


@dataclass(frozen=True)
class _Effect:
    """One bar; `name` in lines."""

    name: str
    value: float
    low: float
    high: float

    def is_clear(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0.0 or self.high < 0.0


def tornado(
    rows: pd.DataFrame | Sequence[Row],
    *,
    unit: str,
    source: Results | str,
    title: str = "",
    names: Mapping[str, str] | None = None,
    language: str = "en",
) -> go.Figure:
    """Effects with their intervals, sorted by size; those whose interval holds zero are hatched.

    Parameters
    ----------
    rows
        Name, effect, low and high of each; a DataFrame has columns of these names.
    unit
        Unit of effects and intervals.
    source
        The run that the effects are of, or a sentence that says where they come from.
    title
        `Effects of measures` by default.
    names
        Names for people by the names in `rows`, from `measure_names` for example.
    language
        `en`, `ru` or `kk`.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ValueError
        When there are no rows, two of one name, or an effect lies outside its interval.

    Examples
    --------
    >>> rows = [("M38", 120.0, 90.0, 150.0), ("M60", -4.0, -20.0, 12.0)]
    >>> tornado(rows, unit="persons", source="Invented.").layout.yaxis.categoryarray
    ('M60', 'M38')
    """
    words = Words(language)
    effects = _sorted(_rows(rows), names or {})
    said = words.unit(unit)
    figure = go.Figure()
    _draw(figure, effects, said, words)
    ends = [end for each in effects for end in (each.low, each.high, each.value, 0.0)]
    low, high = min(ends), max(ends)
    divisor, scaled = words.scaled_unit(max(abs(low), abs(high)), unit)
    figure.update_xaxes(**number_axis(f"{words.ui('effect')}, {scaled}", low, high, words, divisor))
    figure.update_layout(barmode="overlay")
    longest = max(len(line) for each in effects for line in each.name.split("<br>"))
    lines = max(each.name.count("<br>") + 1 for each in effects)
    figure.update_yaxes(type="category", dtick=1, automargin=True)
    text = source if isinstance(source, str) else source_line([("", source)], words)
    sheet = Sheet(
        title or words.ui("effects"),
        "",
        text,
        max(120, len(effects) * (LINE_HEIGHT * lines + 8)),
        left=int(16 + LABEL_CHARACTER * longest),
        legend_rows=2,
    )
    return put_on(figure, sheet, words)


def measure_names(file: str | os.PathLike[str], language: str = "en") -> dict[str, str]:
    """Names of measures by identifier, `M38` and so on, from a catalogue's measures.toml.

    Parameters
    ----------
    file
        The catalogue, `scenarios/kz/catalogue/measures.toml` for example.
    language
        `en`, `ru` or `kk`; English where a measure has no name in it.

    Returns
    -------
    dict of str to str
        Identifier, then the name.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "measures.toml"
    >>> _ = file.write_text('measure = [{ id = "M1", name = { en = "Language courses" } }]')
    >>> measure_names(file)
    {'M1': 'M1 Language courses'}
    """
    if language not in LANGUAGES:
        Words(language)
    with open(file, "rb") as handle:
        table = tomllib.load(handle)
    listed = table.get("measure", [])
    return {
        each["id"]: f"{each['id']} {each['name'].get(language, each['name'].get('en', ''))}".strip()
        for each in listed
    }


def _rows(rows: pd.DataFrame | Sequence[Row]) -> list[Row]:
    listed = rows if isinstance(rows, Sequence) else _of_frame(rows)
    made = [(str(name), float(value), float(low), float(high)) for name, value, low, high in listed]
    if not made:
        raise ValueError("rows: there are none; give name, effect, low and high of each")
    names = [name for name, *_ in made]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"rows: {twice[0]} is there twice (its bars would hide each other); name them apart")
    for name, value, low, high in made:
        if not low <= value <= high:
            raise ValueError(f"rows: {name}: {value:g} is not within {low:g} to {high:g}; check it")
    return made


def _of_frame(frame: pd.DataFrame) -> Sequence[Row]:
    lacking = ", ".join(column for column in COLUMNS if column not in frame.columns)
    if lacking:
        raise ValueError(f"rows: no column {lacking}; {', '.join(COLUMNS)} are wanted")
    return list(frame[list(COLUMNS)].itertuples(index=False, name=None))


def _sorted(rows: Sequence[Row], names: Mapping[str, str]) -> list[_Effect]:
    """The smallest first: Plotly counts rows from the bottom."""
    ordered = sorted(rows, key=lambda row: (abs(row[1]), row[0]))
    return [
        _Effect(_in_lines(names.get(name, name)), value, low, high)
        for name, value, low, high in ordered
    ]


def _in_lines(name: str) -> str:
    lines = textwrap.wrap(name, LABEL_CHARACTERS) or [name]
    return "<br>".join(escape(line, quote=False) for line in lines)


def _draw(figure: go.Figure, effects: Sequence[_Effect], unit: str, words: Words) -> None:
    order = [each.name for each in effects]
    for clear, key in ((True, "zero_outside"), (False, "zero_inside")):
        some = [each for each in effects if each.is_clear() == clear]
        figure.add_bar(
            x=[each.value for each in some],
            y=[each.name for each in some],
            orientation="h",
            name=words.ui(key),
            showlegend=True,
            marker=_clear() if clear else _unclear(),
            error_x={
                "array": [each.high - each.value for each in some],
                "arrayminus": [each.value - each.low for each in some],
                "symmetric": False,
                "color": INK,
                "thickness": 1.4,
                "width": 4,
            },
            text=[
                f"{each.name}<br>{words.signed(each.value)} {unit}<br>"
                f"{words.signed(each.low)} – {words.signed(each.high)}"
                for each in some
            ],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
            width=0.62,
        )
    figure.update_yaxes(categoryorder="array", categoryarray=order)


def _clear() -> dict[str, Any]:
    return {"color": BLUE, "line": {"color": INK, "width": 0.5}}


def _unclear() -> dict[str, Any]:
    pattern = {"shape": "/", "fgcolor": INK, "bgcolor": PALE, "size": 6, "solidity": 0.12}
    return {"color": PALE, "pattern": pattern, "line": {"color": INK, "width": 0.5}}
