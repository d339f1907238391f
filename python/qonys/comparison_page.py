"""A page about two runs that share their draws: what the second changes."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd

from . import drawings, notes
from .charts import figures_of_comparison
from .comparison import Comparison
from .html import Cell, bullets, details, paragraph, row, section, table, word
from .numbers import counted, human, interval, number, signed
from .page import document
from .results import Results

VERDICTS = {
    "same": "the same",
    "within_noise": "within noise",
    "differs": "differs",
    "not_known": "not known",
}


def page_of_comparison(comparison: Comparison) -> str:
    """The whole page as text; equal results give an equal page."""
    labels = _labels(comparison.a, comparison.b)
    figures = figures_of_comparison(comparison, labels)
    title = f"{_title(comparison.b)} against {_title(comparison.a)}"
    body = [
        f'<header><p class="kind">Qonys comparison</p><h1>{escape(title)}</h1></header>',
        section("In short", _in_short(comparison)),
        section("Target indicators", _targets(comparison.targets)),
        section("Charts", drawings.grid(figures)),
        section("Indicator by indicator", _indicators(comparison.table)),
        section("How to read it", bullets(_how_to_read(comparison))),
        section("What it is not", notes.what_it_is_not()),
        section(f"A: {_title(comparison.a)}", _run(comparison.a)),
        section(f"B: {_title(comparison.b)}", _run(comparison.b)),
        _footer(comparison),
    ]
    return document(title, "".join(body), bool(figures))


def _title(results: Results) -> str:
    return results.title or results.scenario


def _labels(a: Results, b: Results) -> tuple[str, str]:
    """Short names of both; letters where the scenarios are called the same."""
    return (a.scenario, b.scenario) if a.scenario != b.scenario else ("A", "B")


def _in_short(comparison: Comparison) -> str:
    verdicts = comparison.table["verdict"].value_counts()
    tiles = [
        f"<div><span>{escape(words)}</span><b>{int(verdicts.get(verdict, 0))}</b>"
        f"<small>of {counted(len(comparison.table), 'indicator')}</small></div>"
        for verdict, words in (
            ("differs", "differ by more than noise"),
            ("within_noise", "within noise"),
            ("same", "the same in every replicate"),
        )
    ]
    said = "".join(paragraph(note) for note in comparison.notes())
    return f'<div class="tiles">{"".join(tiles)}</div>{said}'


def _how_to_read(comparison: Comparison) -> list[str]:
    return [
        "A difference is B less A. The same replicate of both runs has met the same luck, so that "
        "what differs is what the scenarios changed, and little else.",
        "Intervals are 95 %, Student's t over pairs of replicates: Monte-Carlo error, not the "
        "uncertainty of a forecast, and nothing about whether the assumptions hold.",
        "Within noise: the interval holds zero. Of twenty indicators without any effect, one is "
        "expected to differ by chance.",
        "Flows are totals over the run, stocks are as they are at its end, all cells together.",
    ]


def _numbers(line: Any) -> list[Cell]:
    is_known = np.isfinite(line.difference)
    has_interval = np.isfinite(line.low) and np.isfinite(line.high)
    difference = signed(line.difference) if is_known else "-"
    if is_known and line.verdict == "within_noise":
        difference = f"({difference})"
    return [
        Cell(number(line.mean_a) if np.isfinite(line.mean_a) else "-"),
        Cell(number(line.mean_b) if np.isfinite(line.mean_b) else "-"),
        Cell(difference),
        Cell(interval(line.low, line.high, True) if has_interval else "-"),
        word(VERDICTS[line.verdict]),
    ]


def _heads(*first: str) -> list[Cell]:
    return [*map(word, first), *map(Cell, ("A", "B", "B less A", "95 % interval")), word("verdict")]


def _indicators(lines: pd.DataFrame) -> str:
    """Those that differ first in the page, the rest on demand."""

    def rows(chosen: pd.DataFrame) -> list[str]:
        return [
            row([word(human(line.indicator)), word(line.unit), *_numbers(line)])
            for line in chosen.itertuples()
        ]

    differs = lines["verdict"] == "differs"
    heads = _heads("Indicator", "unit")
    made = ""
    if differs.any():
        made = table(
            "Indicators that differ by more than noise", heads, rows(lines[differs]), "compared"
        )
    rest = lines[~differs]
    if len(rest):
        said = "The others: within noise, the same, or not known"
        made += details(f"{said} ({len(rest)})", table(said, heads, rows(rest), "compared"))
    return made


def _targets(lines: pd.DataFrame) -> str:
    if not len(lines):
        return ""
    last = lines[lines["year"] == lines["year"].max()]
    year = int(last["year"].iloc[0])
    rows = [
        row([word(f"{line.id} {line.title}"), word(line.unit), *_numbers(line)])
        for line in last.rename(columns={"name": "title"}).itertuples(index=False)
    ]
    return table(f"Target indicators in {year}", _heads("Indicator", "unit"), rows, "compared")


def _run(results: Results) -> str:
    return notes.what_was_run(results) + bullets(results.measures())


def _footer(comparison: Comparison) -> str:
    lines = [
        f"{letter}: scenario and data {escape(each.digest)}, results {escape(each.hash)}"
        for letter, each in (("A", comparison.a), ("B", comparison.b))
    ]
    version = escape(f"Qonys {comparison.b.version}, results of {comparison.b.created}")
    return f"<footer><p>{version}</p><p>{'<br>'.join(lines)}</p></footer>"
