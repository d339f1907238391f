"""Turns a folder of extracts into tables: `python -m qonys.ingest FOLDER [--out DIR]`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .contour import Contour

DONE, BAD_INPUT = 0, 2
THRESHOLD = 0.9


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints how well the records were linked and where the tables are; on trouble 2."""
    options = _parse(arguments)
    try:
        from . import contour  # noqa: F401
    except ModuleNotFoundError as error:
        return _tell(
            f"{sys.executable}: the package '{error.name}' is missing (ingests need it); run "
            "./run.sh once, or install what python/requirements.txt names",
            options.json,
        )
    started = time.perf_counter()
    out = options.out or default_folder(options.folder)
    try:
        made, told = _ingest(options, out)
    except (OSError, ValueError) as error:
        return _tell(_sentence(error), options.json)
    seconds = time.perf_counter() - started
    _warn(made)
    if options.json:
        head = {"command": "ingest", "status": "done", "exit_code": DONE, "folder": out}
        print(json.dumps({**head, "seconds": round(seconds, 3), **told}, ensure_ascii=False))
    else:
        print(quality_text(told))
        print(_closing(options, out, seconds))
    return DONE


def _ingest(options: argparse.Namespace, out: str) -> tuple[Contour, dict[str, Any]]:
    from . import contour, monitoring, quality, truth, writing

    _check_options(options)
    writing.refuse_existing(out, options.folder, options.force)
    true = truth.read_truth(options.truth) if options.truth else None
    made = contour.contour_of(options.folder, options.threshold)
    _refuse_truth_of_people(options, made)
    counts = monitoring.counts_of(made.linked, made.alone, made.person_of_rows())
    told = quality.quality_of(made, counts, true, options.suppress_below)
    followed = monitoring.follow(made.linked)
    files = writing.files_of(made, (counts, followed), told, options.suppress_below)
    if options.records:
        files.update(writing.record_files(made))
    writing.write_folder(out, files)
    return made, told


def quality_text(told: dict[str, Any]) -> str:
    """The quality report for people."""
    from .quality import text_of

    return text_of(told)


def default_folder(folder: str) -> str:
    """`results/NAME-ingest` of a folder NAME."""
    return os.path.join("results", os.path.basename(os.path.abspath(folder)) + "-ingest")


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="qonys ingest",
        description="Check and link extracts of agencies' registers, and make monitoring tables.",
    )
    parser.add_argument(
        "folder", metavar="FOLDER", help="folder with manifest.toml and the extracts"
    )
    parser.add_argument("--out", metavar="DIR", help="folder to write; below results/ by default")
    parser.add_argument(
        "--truth", metavar="FILE", help="who the records are of, where the people were invented"
    )
    parser.add_argument(
        "--threshold",
        metavar="X",
        type=float,
        default=THRESHOLD,
        help="probability from which a probable pair is a link; 0.9 by default",
    )
    parser.add_argument(
        "--suppress-below",
        metavar="N",
        type=int,
        default=0,
        help="leave cells of fewer than N persons empty",
    )
    parser.add_argument(
        "--records",
        action="store_true",
        help="also write who was linked with whom, and rejected records in full: personal data",
    )
    parser.add_argument("--force", action="store_true", help="overwrite an earlier ingest")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
    return parser.parse_args(arguments)


def _check_options(options: argparse.Namespace) -> None:
    if not 0.5 <= options.threshold <= 1:
        raise ValueError(
            f"--threshold: {options.threshold:g} is outside [0.5, 1] (it is a probability); "
            "give a number within it"
        )
    if options.suppress_below < 0:
        raise ValueError("--suppress-below: is below 0 (it is a number of persons); give 0 or more")


def _refuse_truth_of_people(options: argparse.Namespace, made: Contour) -> None:
    if options.truth and not made.manifest.synthetic:
        raise ValueError(
            f"{options.truth}: stands beside extracts of people who were not invented (nobody "
            "knows the truth of them, and such a list would be personal data); leave --truth out, "
            "or say 'synthetic = true' in the manifest"
        )


def _warn(made: Contour) -> None:
    """Sentences on what was set aside; all of them stand in rejects.csv."""
    from .problems import sentences

    for one in made.checked.values():
        for line in sentences([*one.rejected, *one.blanked]):
            print(line, file=sys.stderr)


def _closing(options: argparse.Namespace, out: str, seconds: float) -> str:
    lines = [f"Tables:  {out}  ({seconds:.1f} s)"]
    if options.records:
        lines.append(
            f"Personal data:  {os.path.join(out, 'records')}; keep it where the extracts are kept."
        )
    if options.suppress_below <= 1:
        lines.append("Small cells are shown; --suppress-below 5 leaves them empty.")
    return "\n".join(lines)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return (
            f"{error.filename}: {error.strerror}; check the name, and that there is space and "
            "leave to write"
        )
    return str(error)


def _tell(text: str, as_json: bool) -> int:
    """On standard error, and as one object where JSON is wanted, as the program itself does."""
    print(text, file=sys.stderr)
    if as_json:
        failed = {"command": "ingest", "status": "failed", "exit_code": BAD_INPUT}
        print(json.dumps({**failed, "problems": text.splitlines()}, ensure_ascii=False))
    return BAD_INPUT
