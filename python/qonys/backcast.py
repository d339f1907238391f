"""Prints a run next to what was observed: `python -m qonys.backcast RESULTS.h5 [--summary]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .places import scenario_folder

if TYPE_CHECKING:
    from .observed import Row

BAD_INPUT = 2
HEAD = ["figure", "where", "when", "observed", "simulated", "+-", "error", "role"]
SUMMARY_HEAD = ["figure", "when", "role", "cells", "observed", "simulated", "+-", "error",
                "mean error of a cell", "worst cell"]  # fmt: skip
LEGEND = (
    "+-: two Monte-Carlo standard errors; error: relative, for shares the difference in percentage "
    "points (pp).\nroles: start = the run starts from it; input, calibrate = a parameter was, or could "
    "be, set by it: no evidence;\nvalidate = nothing was set by it."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; on trouble a plain sentence and 2."""
    options = _parse(arguments)
    try:
        from .observed import compare
        from .results import Results
    except ModuleNotFoundError as error:
        return _tell(
            f"{sys.executable}: the package '{error.name}' is missing (backcasts need it); run "
            "./run.sh once, or install what python/requirements.txt names"
        )
    try:
        with Results(options.results) as results:
            against = options.against or str(scenario_folder() / "kz")
            rows, missing = compare(results, against)
            title = f"{results.title}: {results.start} to {results.end}, scale {results.scale:g}, " \
                    f"seed {results.seed}, replicates {len(results.replicates)}"  # fmt: skip
    except OSError as error:
        missing_file = f"{error.filename}: {error.strerror}; name a scenario folder with --against"
        return _tell(missing_file if error.filename else str(error))
    except (ValueError, KeyError) as error:
        return _tell(str(error))
    if not rows:
        return _tell(
            f"{options.results}: nothing to compare (no observed figure falls into the run, or its "
            "model is another); run scenarios/kz/base-2022.toml"
        )
    print("\n".join([title, "", *table_of(rows, options.summary), "", LEGEND]))
    for name in missing:
        print(f"not compared: {name}; the file has no such series, or not for the years observed, "
              "or the folder no such table")  # fmt: skip
    return 0


def table_of(rows: Sequence[Row], summary: bool) -> list[str]:
    """Lines of a Markdown table with aligned columns: every cell, or one line a figure, time and role."""
    cells = [summary_cells(group) for group in groups_of(rows)] if summary else [
        row_cells(row) for row in rows
    ]  # fmt: skip
    head = SUMMARY_HEAD if summary else HEAD
    widths = [max(len(line[i]) for line in [head, *cells]) for i in range(len(head))]
    lines = [head, ["-" * width for width in widths], *cells]
    return [
        "| " + " | ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]


def row_cells(row: Row) -> list[str]:
    """One observed figure."""
    mean, margin = float(row.simulated.mean()), row.margin()
    return [
        row.figure, row.place or "nation", row.when, number(row.observed, row.unit),
        number(mean, row.unit), "-" if margin is None else number(margin, row.unit),
        error_text(row.error(), row.unit), row.role,
    ]  # fmt: skip


def groups_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of the same figure, time and role; the nation, and two or fewer cells, one by one."""
    groups: dict[tuple[str, str, str, bool], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.figure, row.when, row.role, row.place == ""), []).append(row)
    return [
        part
        for group in groups.values()
        for part in ([group] if len(group) > 2 else [[row] for row in group])
    ]


def summary_cells(group: Sequence[Row]) -> list[str]:
    """Counts are summed over the cells, rates and wages averaged."""
    from .observed import Row

    first = group[0]
    averaged = first.unit in ("share", "KZT/month")
    by = len(group) if averaged else 1
    total = Row(first.figure, "", first.when, first.unit, sum(row.observed for row in group) / by,
                sum((row.simulated for row in group[1:]), first.simulated) / by, first.role)  # fmt: skip
    worst = max(group, key=lambda row: abs(row.error()))
    mean = sum(abs(row.error()) for row in group) / len(group)
    cells = row_cells(total)
    several = len(group) > 1
    return [
        first.figure + (", mean" if averaged and several else ""), first.when, first.role,
        str(len(group)) if several else first.place or "nation", *cells[3:7],
        error_text(mean, first.unit).lstrip("+") if several else "-",
        f"{worst.place} {error_text(worst.error(), first.unit)}" if several else "-",
    ]  # fmt: skip


def number(value: float, unit: str) -> str:
    """Shares in per cent, counts whole."""
    return f"{100 * value:.1f} %" if unit == "share" else f"{value:,.0f}"


def error_text(error: float, unit: str) -> str:
    """Per cent, or percentage points."""
    return f"{100 * error:+.1f} {'pp' if unit == 'share' else '%'}"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="qonys backcast", description="Print a run next to what was observed."
    )
    parser.add_argument("results", metavar="RESULTS.h5", help="file of a run from 2022")
    parser.add_argument("--summary", action="store_true", help="one line a figure, not every cell")
    parser.add_argument(
        "--against", metavar="FOLDER",
        help="scenario folder with observed/ and data/; that of Kazakhstan by default",
    )  # fmt: skip
    return parser.parse_args(arguments)


def _tell(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
