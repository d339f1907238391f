"""Writes what a folder of extracts holds, and the truth beside it: qonys/ingest/FORMAT.md."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..ingest.description import AGENCIES, description
from ..ingest.manifest import NAME
from ..ingest.truth import COUNTS_HEADER, HEADER
from .noise import Record

# measure, region, origin, month
Cell = tuple[str, str, str, str]


def write_extract(path: Path, agency: str, rows: Iterable[Record]) -> None:
    """One CSV file."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file,
            description(agency).names,
            restval="",
            extrasaction="ignore",
            lineterminator="\n",
        )
        writer.writeheader()
        writer.writerows(rows)


def write_manifest(folder: Path, head: Mapping[str, str], regions: list[str]) -> None:
    """A manifest that fits the files as they are; `head` has its first lines by key."""
    lines = [f"{key} = {value}" for key, value in head.items()]
    lines += ["[codes]", f"region = {regions}"]
    for agency in AGENCIES:
        path = folder / f"{agency}.csv"
        if path.exists():
            content = path.read_bytes()
            rows = len(list(csv.reader(content.decode("utf-8", "replace").splitlines()))) - 1
            lines += [
                f"[extract.{agency}]",
                f'file = "{path.name}"',
                f"rows = {rows}",
                f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            ]
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


def truth_of(folder: str | os.PathLike[str]) -> Path:
    """The truth stands beside the folder, not in it: an ingest must not stumble on it."""
    whole = Path(folder)
    return whole.parent / f"{whole.name}-truth.csv"


def write_truth(path: Path, held: Mapping[str, list[Record]]) -> None:
    """Who each record is of."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for agency, rows in held.items():
            seen = set()
            for row in rows:
                if row["record_id"] not in seen:
                    seen.add(row["record_id"])
                    writer.writerow([agency, row["record_id"], row["person"]])


def write_counts(truth: Path, counts: Mapping[Cell, int]) -> None:
    """Beside the truth of the records: people truly in a state, or to whom something happened."""
    path = truth.with_name(f"{truth.stem}-counts{truth.suffix}")
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COUNTS_HEADER)
        writer.writerows([*cell, number] for cell, number in sorted(counts.items()))
