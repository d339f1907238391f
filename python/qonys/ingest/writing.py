"""Writes the folder of an ingest: all of it, or nothing under its name."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import Any

import pandas as pd

from ..folders import made_whole
from .checking import Checked
from .contour import Contour
from .measures import TABLES
from .monitoring import CELL, suppress
from .observations import observations_of
from .problems import Problem
from .quality import text_of

COLUMNS = [*CELL, "view", "persons"]
FOLLOW_CELL = ["cohort", "region", "cohort_month", "months_since"]
REJECTS = ["agency", "file", "line", "column", "kind", "action", "sentence"]


def files_of(
    contour: Contour, tables: tuple[pd.DataFrame, pd.DataFrame], quality: dict[str, Any], below: int
) -> dict[str, str]:
    """All files by path within the folder; none tells of a single person."""
    counts, followed = tables
    shown = suppress(counts, ["table", *CELL], below)
    files = {f"{table}.csv": _csv(shown[shown["table"] == table][COLUMNS]) for table in TABLES}
    files["follow.csv"] = _csv(suppress(followed, FOLLOW_CELL, below))
    files["rejects.csv"] = rejects_text(contour)
    for name, text in observations_of(contour, counts, below).items():
        files[f"observed/{name}"] = text
    files["quality.json"] = json.dumps(quality, indent=1, ensure_ascii=False) + "\n"
    files["quality.txt"] = text_of(quality)
    return files


def record_files(contour: Contour) -> dict[str, str]:
    """What tells of single people, for those who asked: the links, and the rejected records."""
    links = []
    persons = contour.clusters.person
    for agency, held in contour.held.items():
        for record, entity in held.items():
            links.append((f"{persons[entity]:08d}", agency, str(record)))
    files = {"records/links.csv": _rows_text(["person", "agency", "record_id"], sorted(links))}
    for agency, one in contour.checked.items():
        if one.rejected_rows:
            rows = [
                [problem.line, *row]
                for problem, row in zip(one.rejected, one.rejected_rows, strict=True)
            ]
            files[f"records/rejected-{agency}.csv"] = _rows_text(
                ["line", *one.description.names], rows
            )
    return files


def rejects_text(contour: Contour) -> str:
    """Where every record set aside and every value taken for missing stands, with reasons."""
    rows: list[list[object]] = []
    for agency, one in contour.checked.items():
        told = [(problem, action) for problem, action in _actions(one)]
        told.sort(key=lambda each: each[0].line)
        rows += [
            [
                agency,
                one.file,
                problem.line,
                problem.column,
                problem.kind,
                action,
                problem.sentence(),
            ]
            for problem, action in told
        ]
    return _rows_text(REJECTS, rows)


def _actions(one: Checked) -> list[tuple[Problem, str]]:
    return [
        *((problem, "record rejected") for problem in one.rejected),
        *((problem, "value taken for missing") for problem in one.blanked),
    ]


def _csv(table: pd.DataFrame) -> str:
    return str(table.to_csv(index=False, lineterminator="\n"))


def _rows_text(head: list[str], rows: Any) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return made.getvalue()


def refuse_existing(folder: str, source: str, force: bool) -> None:
    """Before anything is computed: raises a ValueError where the folder may not be written."""
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise ValueError(
            f"{folder}: is a file (an ingest writes a folder); give another name with --out"
        )
    if os.path.exists(folder) and os.path.exists(source) and os.path.samefile(folder, source):
        raise ValueError(f"{folder}: holds the extracts themselves; give another name with --out")
    if not os.path.exists(folder):
        return
    if os.listdir(folder) and not os.path.exists(os.path.join(folder, "quality.json")):
        raise ValueError(
            f"{folder}: is not empty and holds no earlier ingest (it would be replaced as a "
            "whole); give another name with --out"
        )
    if not force:
        raise ValueError(
            f"{folder}: exists already (nothing is overwritten unasked); give another name with "
            "--out, or use --force"
        )


def write_folder(folder: str, files: dict[str, str]) -> None:
    """The folder bears its name only when it is whole; one that is replaced goes last."""
    with made_whole(folder) as partial:
        for name, text in files.items():
            path = partial / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
