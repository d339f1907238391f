"""Writes extracts of the people of a run: `python -m qonys.extracts RESULTS.h5 [--out DIR]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..results import Results
    from .journal import Followed

DONE, BAD_INPUT = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints where the extracts and their truth are; on trouble a plain sentence and 2."""
    options = _parse(arguments)
    try:
        from ..results import Results
    except ModuleNotFoundError as error:
        return _tell(
            f"{sys.executable}: the package '{error.name}' is missing (extracts need it); run "
            "./run.sh once, or install what python/requirements.txt names"
        )
    out = Path(options.out or default_folder(options.results))
    try:
        if options.seed < 0:
            raise ValueError("--seed: is below 0 (a seed is a count); give a number from 0 on")
        with Results(options.results) as results:
            rows = _extract(results, out, options)
    except OSError as error:
        return _tell(f"{error.filename}: {error.strerror}; check the name and the space there is")
    except ValueError as error:
        return _tell(str(error))
    from .folder import truth_of

    print(f"Extracts:  {out}  ({rows:,} records)\nTruth:     {truth_of(out)}")
    print(f"Link them with 'qonys ingest {out} --truth {truth_of(out)}'.")
    return DONE


def default_folder(results: str) -> str:
    """`results/base-extracts` of `results/base.h5`."""
    return f"{os.path.splitext(results)[0]}-extracts"


def _extract(results: Results, out: Path, options: argparse.Namespace) -> int:
    from ..folders import made_whole
    from ..ingest.description import AGENCIES
    from . import folder, noise
    from .journal import journal_of, read_journal
    from .people import SLIPS, Period, dress

    _refuse_existing(out, options.force)
    journal = journal_of(options.results)
    people = read_journal(journal)
    period = Period(results.start, results.end)
    _refuse_other(journal, people, period.before, period.end)
    rates = noise.NONE if options.no_errors else SLIPS
    made = dress(people, period, options.seed, rates)
    held = {agency: made.records.get(agency, []) for agency in AGENCIES}
    with made_whole(out) as partial:
        for agency, rows in held.items():
            folder.write_extract(partial / f"{agency}.csv", agency, rows)
        folder.write_manifest(partial, _head(results), _regions(people))
        truth = folder.truth_of(out)
        folder.write_truth(truth, held)
        folder.write_counts(truth, made.counts)
    return sum(len(rows) for rows in held.values())


def _head(results: Results) -> dict[str, str]:
    title = f"{results.title}: invented people of a simulation, seed {results.seed}"
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return {
        "format": "1",
        "title": f'"{quoted}"',
        "territory": f'"{results.scenario}"',
        "period": f'{{ from = "{results.start}-01", to = "{_last_day(results.end)}" }}',
        "synthetic": "true",
        "sample": f"{results.scale:g}",
        # Whom registers do not follow is in none of the others.
        "complete": '["permit", "kandas_granted", "resettled"]',
    }


def _last_day(month: str) -> str:
    import calendar

    return f"{month}-{calendar.monthrange(int(month[:4]), int(month[5:]))[1]}"


def _regions(people: list[Followed]) -> list[str]:
    """Those that are shipped, or those of another country."""
    from ..ingest.description import description

    known = description("interior").codes["region"]
    met = {stand.region for person in people for stand in person.stands if stand.region}
    return list(known) if met <= set(known) else sorted(met)


def _refuse_existing(out: Path, force: bool) -> None:
    from .folder import truth_of

    if out.exists() and not (out.is_dir() and force):
        raise ValueError(
            f"{out}: exists already (extracts are not overwritten unasked); give another name with "
            "--out, or use --force"
        )
    if out.exists() and not (out / "manifest.toml").exists():
        raise ValueError(f"{out}: is no folder of extracts; give another name with --out")
    if truth_of(out).exists() and not force:
        raise ValueError(
            f"{truth_of(out)}: exists already (the truth of earlier extracts is not overwritten "
            "unasked); give another name with --out, or use --force"
        )


def _refuse_other(journal: Path, people: list[Followed], before: str, end: str) -> None:
    months = {stand.month for person in people for stand in person.stands}
    if months and (min(months) != before or max(months) > end):
        raise ValueError(
            f"{journal}: is of another run (its months are not those of the results); run the "
            "scenario again with --journal"
        )


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="qonys extract",
        description="Write extracts of agencies' registers of the people of a run with --journal.",
    )
    parser.add_argument("results", metavar="RESULTS", help="results file of a run with --journal")
    parser.add_argument(
        "--out",
        metavar="DIR",
        help="folder to write; beside the results by default, NAME-extracts",
    )
    parser.add_argument(
        "--seed", metavar="N", type=int, default=1, help="of names, numbers, days and slips"
    )
    parser.add_argument(
        "--no-errors", action="store_true", help="write everything without slips of the pen"
    )
    parser.add_argument(
        "--force", action="store_true", help="overwrite an earlier folder of extracts"
    )
    return parser.parse_args(arguments)


def _tell(text: str) -> int:
    print(text, file=sys.stderr)
    return BAD_INPUT
