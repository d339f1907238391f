"""Puts a page together: one HTML file that needs nothing from elsewhere."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from . import drawings, notes
from .charts import figures_of, other_figures
from .html import bullets, details, paragraph, section
from .numbers import day_after, error, interval, number, percent, signed
from .regions import RegionTable, find, is_uncertain, region_table
from .results import Results
from .spread import Spread, spread_of
from .tables import indicator_html, region_html, year_html


def page_of(results: Results) -> str:
    """The whole page as text; equal results give an equal page."""
    table = region_table(results)
    charts, used = figures_of(results)
    # Of a model that the page knows, the tables tell the rest.
    others = [] if charts else other_figures(results, used)
    by_region = region_html(table) if table is not None else ""
    indicators = indicator_html(results)
    body = [
        _header(results),
        section("In short", _in_short(results, table)),
        section("What was run", notes.what_was_run(results)),
        section("Region by region", by_region),
        section("Charts", drawings.grid(charts)),
        section("Year by year", year_html(results)),
        section("Charts", drawings.grid(others)),
        section(
            "Everything recorded", details("All indicators", indicators) if charts else indicators
        ),
        section("How to read it", notes.how_to_read(results)),
        section("What it is not", notes.what_it_is_not()),
        section("Measures in force", bullets(results.measures())),
        section("Remarks of the run", bullets(results.notes())),
        section("Sources and assumptions", notes.sources(results)),
        _footer(results),
    ]
    return document(results.title or results.scenario, "".join(body), bool(charts or others))


def document(title: str, body: str, has_figures: bool) -> str:
    """A whole HTML document around a body."""
    scripts = "\n" + drawings.scripts() if has_figures else ""
    style = files("qonys").joinpath("page.css").read_text(encoding="utf-8")
    return (
        (
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(title)}</title><style>\n{style}</style></head>\n"
            f"<body><main>{body}</main></body></html>\n"
        )
        .replace("</section>", "</section>\n")
        .replace("</main>", "</main>" + scripts)
    )


def _header(results: Results) -> str:
    title = escape(results.title or results.scenario)
    kind = "Ensemble" if results.command == "ensemble" else "Run"
    return f'<header><p class="kind">Qonys {kind.lower()} report</p><h1>{title}</h1></header>'


def _footer(results: Results) -> str:
    version = f"Qonys {results.version}"
    if results.git_commit not in ("", "unknown"):
        version += f" ({results.git_commit})"
    return (
        f"<footer><p>{escape(version)}, results of {escape(results.created)}</p>"
        f"<p>Scenario and data: {escape(results.digest)}<br>"
        f"Results: {escape(results.hash)}</p></footer>"
    )


def _in_short(results: Results, table: RegionTable | None) -> str:
    if table is None:
        return ""
    tiles = [_population_tile(table)]
    for key, title in (("natural", "Births less deaths"), ("external", "Net external migration")):
        column = table.column(key)
        if column is not None:
            spread = table.nation(column)
            tiles.append(_tile(title, signed(float(spread.mean)), _how_sure(spread, True)))
    moves = find(results, "registered_moves")
    if moves is not None:
        total = moves.total().sum(axis=1)
        spread = spread_of(total, moves.replicates, is_uncertain(results))
        tiles.append(_tile("Moves between regions", number(float(spread.mean)), _how_sure(spread)))
    period = f"All figures: persons, {day_after(table.start)} to {day_after(table.end)}."
    return f'<div class="tiles">{"".join(tiles)}</div>{paragraph(_extremes(table) + period)}'


def _population_tile(table: RegionTable) -> str:
    start, end = table.column("start"), table.column("end")
    assert start is not None and end is not None
    before, after = table.nation(start), table.nation(end)
    sure = _how_sure(after)
    growth = ""
    if float(before.mean) > 0:
        growth = (
            f"{percent(float(after.mean) / float(before.mean) - 1)} since {day_after(table.start)}"
        )
    return _tile(
        f"{table.what} on {day_after(table.end)}",
        number(float(after.mean)),
        "; ".join(part for part in (growth, sure) if part),
    )


def _how_sure(spread: Spread, is_change: bool = False) -> str:
    if spread.low is not None and spread.high is not None and not spread.is_within_noise():
        return "80 % forecast interval " + interval(
            float(spread.low), float(spread.high), is_change
        )
    if spread.error is not None:
        return f"{error(float(spread.error))} Monte-Carlo error"
    return ""


def _tile(title: str, value: str, small: str) -> str:
    return (
        f"<div><span>{escape(title)}</span><b>{escape(value)}</b>"
        f"<small>{escape(small)}</small></div>"
    )


def _extremes(table: RegionTable) -> str:
    column = table.column("change")
    if column is None or len(table.regions) < 2:
        return ""
    mean = table.by_region(column).mean
    most, least = int(mean.argmax()), int(mean.argmin())
    verb = "loses most" if mean[least] < 0 else "gains least"
    return (
        f"{table.regions[most]} gains most ({signed(float(mean[most]))}), "
        f"{table.regions[least]} {verb} ({signed(float(mean[least]))}). "
    )
