"""Target indicators by year against their targets, as a table."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from ..regions import is_uncertain
from ..results import Results
from ..spread import Spread, spread_of
from .about import Run, band_remark, source_line
from .colours import GRID, INK, PAPER
from .layout import Sheet, put_on
from .paired import Paired, paired
from .targets import Target, targets_of
from .words import NO_BREAK, Words

MOST_YEARS = 4  # one less beside a baseline: all columns must fit into 640 pixels
NAME_CHARACTERS = 23
CELL_LINE, CELL_PAD = 15, 14
MET_FILL, NOT_MET_FILL = "#dfeaf3", "#f6ead2"
FONT_SIZE = 11


def scorecard(
    results: Results,
    baseline: Results | None = None,
    *,
    years: Sequence[int] | None = None,
    language: str = "en",
) -> go.Figure:
    """Each target indicator by year, its base and target, and in how many replicates it is met.

    Parameters
    ----------
    results
        A run of a scenario with a catalogue.
    baseline
        A run with the same draws; a column then shows the last year less the baseline's, pair by
        pair, in brackets where it is within noise.
    years
        Years to show; by default up to four, evenly spread, with the first and the last.
    language
        `en`, `ru` or `kk`.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    KeyError
        When the file has no target indicators.
    ValueError
        When there is no such year.

    Examples
    --------
    >>> table = scorecard(results, language="kk").data[0]
    >>> table.header.values[0]
    '<b>Индикатор, өлшем бірлігі</b>'
    """
    words = Words(language)
    targets = targets_of(results)
    shown = _years(targets, years, MOST_YEARS if baseline is None else MOST_YEARS - 1)
    uncertain = is_uncertain(results)
    spreads = [spread_of(each.values, results.replicates, uncertain) for each in targets]
    header = [words.ui("indicator"), words.ui("base_value"), *map(str, shown)]
    columns = [
        [_name(each, words) for each in targets],
        [_base(each, words) for each in targets],
        *(
            [_value(e, s, year, words) for e, s in zip(targets, spreads, strict=True)]
            for year in shown
        ),
    ]
    if baseline is not None:
        header.append(f"Δ{NO_BREAK}{shown[-1]}")
        columns.append(_differences(results, targets, baseline, shown[-1], words))
    header += [words.ui("target"), words.ui("met")]
    columns += [[_target(e, words) for e in targets], [_met(e, words) for e in targets]]
    figure = go.Figure(_table(header, columns, _fills(targets, columns)))
    runs: list[Run] = [("", results)] if baseline is None else [("", results), ("", baseline)]
    remarks = [band_remark(Spread(spreads[0].mean, spreads[0].error), words=words)]
    if baseline is not None:
        remarks.append(words.ui("about_paired"))
    source = source_line(runs, words, *remarks)
    note = words.ui("scorecard_note")
    if baseline is not None:
        against = words.ui("against", scenario=baseline.scenario)
        note = f"{note} Δ: {against} Δ ±: {words.ui('interval')}. {words.ui('brackets')}"
    sheet = Sheet(words.ui("scorecard"), note, source, _height(columns), 12, 12, below=8)
    return put_on(figure, sheet, words)


def _years(targets: Sequence[Target], years: Sequence[int] | None, most: int) -> list[int]:
    there = targets[0].years
    if years is None:
        count = min(most, len(there))
        places = np.linspace(0, len(there) - 1, count)
        return [there[int(place)] for place in places]
    for year in years:
        if year not in there:
            listed = ", ".join(str(each) for each in there)
            raise ValueError(f"target indicators: no year {year}; they have {listed}")
    return list(years)


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _name(target: Target, words: Words) -> str:
    name = f"{target.id} {target.names[words.language] or target.names['en']}"
    lines = textwrap.wrap(f"{name}, {words.unit(target.unit)}", NAME_CHARACTERS)
    return "<br>".join(_plain(line) for line in lines)


def _base(target: Target, words: Words) -> str:
    if not np.isfinite(target.base):
        return words.ui("not_known")
    return f"{words.number(target.base)}<br>{_plain(target.base_year)}"


def _value(target: Target, spread: Spread, year: int, words: Words) -> str:
    place = target.years.index(year)
    mean = float(spread.mean[place])
    if not np.isfinite(mean):
        return words.ui("not_known")
    if spread.error is None:
        return words.number(mean)
    return f"{words.number(mean)}<br>{words.error(float(spread.error[place]))}"


def _differences(
    results: Results, targets: Sequence[Target], baseline: Results, year: int, words: Words
) -> list[str]:
    others = {each.id: each for each in targets_of(baseline)}
    cells = []
    for each in targets:
        other = others.get(each.id)
        if other is None or year not in other.years:
            cells.append(words.ui("not_known"))
            continue
        mine = each.values[:, each.years.index(year)]
        its = other.values[:, other.years.index(year)]
        pairs = paired(mine, results.replicates, its, baseline.replicates)
        cells.append(_difference(pairs, words))
    return cells


def _difference(pairs: Paired, words: Words) -> str:
    mean = float(pairs.mean)
    if not np.isfinite(mean):
        return words.ui("not_known")
    text = words.signed(mean)
    if pairs.high is None:
        return text
    text = f"{text}<br>{words.error(float(pairs.high) - mean)}"
    return f"({text})" if pairs.is_within_noise() else text


def _target(target: Target, words: Words) -> str:
    if not np.isfinite(target.target):
        return words.ui("not_known")
    sign = "≥" if target.met == "at least" else "≤"
    return f"{sign} {words.number(target.target)}<br>{target.target_year:.0f}"


def _met(target: Target, words: Words) -> str:
    year = target.judged_in()
    if year is None:
        return words.ui("not_known")
    count, known = target.num_met(year)
    if known == 0:
        return words.ui("not_known")
    sign = "✓" if 2 * count > known else "✗"
    return f"{sign} {words.ui('of', count=count, all=known)}<br>{year}"


def _fills(targets: Sequence[Target], columns: Sequence[Sequence[str]]) -> list[list[str]]:
    """Two pale grounds in the last column, beside the signs that say the same."""
    plain = [[PAPER] * len(targets) for _ in columns[:-1]]
    judged = [
        MET_FILL if cell.startswith("✓") else NOT_MET_FILL if cell.startswith("✗") else PAPER
        for cell in columns[-1]
    ]
    return [*plain, judged]


def _table(
    header: Sequence[str], columns: Sequence[Sequence[str]], fills: list[list[str]]
) -> go.Table:
    return go.Table(
        header={
            "values": [f"<b>{text}</b>" for text in header],
            "align": "left",
            "fill": {"color": GRID},
            "font": {"size": FONT_SIZE, "color": INK},
            "line": {"color": GRID},
        },
        cells={
            "values": [list(column) for column in columns],
            "align": "left",
            "fill": {"color": fills},
            "font": {"size": FONT_SIZE, "color": INK},
            "line": {"color": GRID},
            "height": CELL_LINE + CELL_PAD,
        },
        columnwidth=[178, 76, *[61] * (len(header) - 4), 76, 68],
    )


def _height(columns: Sequence[Sequence[str]]) -> int:
    """Room for every row, of which each is as high as its highest cell."""
    rows = [max(cell.count("<br>") + 1 for cell in row) for row in zip(*columns, strict=True)]
    return int(sum(CELL_LINE * lines + CELL_PAD for lines in [1, *rows]) + 12)
