"""Reads the file of an extract and refuses it where it cannot be used as a whole."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import os
from collections import Counter
from dataclasses import dataclass

from .description import Description
from .manifest import Extract
from .problems import Problem

ASK_AGAIN = "ask the agency for the file again"
LONGEST_VALUE = 1 << 20


@dataclass(frozen=True)
class Raw:
    """The records of a file as they stand in it.

    Attributes
    ----------
    description : Description
    file : str
    lines : list of int
        Line on which each record ends.
    rows : list of list of str
        As many values as the file has there, which may not be as many as there are columns.
    places : dict of str to int
        Where a column stands.
    """

    description: Description
    file: str
    lines: list[int]
    rows: list[list[str]]
    places: dict[str, int]


def read_extract(folder: str, extract: Extract, description: Description) -> Raw | list[Problem]:
    """The records, or all that makes the file unusable."""
    try:
        with open(os.path.join(folder, extract.file), "rb") as file:
            content = file.read()
    except OSError as error:
        return [
            _problem(
                extract,
                0,
                "missing",
                f"cannot be read: {error.strerror}",
                f"the manifest names it for {extract.agency}",
                ASK_AGAIN,
            )
        ]
    if not content.strip():
        return [
            _problem(extract, 0, "empty", "is empty", "not even the header is there", ASK_AGAIN)
        ]
    text = _decoded(extract, content)
    if isinstance(text, Problem):
        return [text]
    made = _parsed(extract, description, text)
    if isinstance(made, Raw):
        return _compared(extract, made, content)
    return made


def _problem(extract: Extract, line: int, kind: str, what: str, why: str, hint: str) -> Problem:
    return Problem(extract.file, line, "", kind, what, why, hint)


def _decoded(extract: Extract, content: bytes) -> str | Problem:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        guess = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1251"
        return _problem(
            extract,
            line,
            "encoding",
            f"byte {content[error.start]:#04x} is not UTF-8",
            f"the file may be {guess}: names would be garbled",
            "save the file as UTF-8",
        )


def _parsed(extract: Extract, description: Description, text: str) -> Raw | list[Problem]:
    csv.field_size_limit(LONGEST_VALUE)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    try:
        header = next(reader)
        problems = _header_problems(extract, description, header)
        if problems:
            return problems
        for row in reader:
            if row:
                lines.append(reader.line_num)
                rows.append(row)
    except csv.Error as error:
        return [
            _problem(
                extract,
                reader.line_num,
                "csv",
                f"is no CSV from here on: {error}",
                "a quotation mark may not be closed, or the file is cut off",
                ASK_AGAIN,
            )
        ]
    places = {name: at for at, name in enumerate(header)}
    return Raw(description, extract.file, lines, rows, places)


def _header_problems(
    extract: Extract, description: Description, header: list[str]
) -> list[Problem]:
    wanted = description.names
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        return [
            _problem(
                extract,
                1,
                "header",
                "the columns are not parted by commas",
                "the whole header reads as one column",
                "save the file as CSV with commas",
            )
        ]
    problems = []
    for name in wanted:
        if name not in header:
            problems.append(
                _problem(
                    extract,
                    1,
                    "header",
                    f"column '{name}' is missing",
                    f"the extract of {description.agency} has {len(wanted)} columns, empty where "
                    "nothing is known",
                    "add it; FORMAT.md lists the columns",
                )
            )
    for name, count in Counter(header).items():
        if name not in wanted:
            near = difflib.get_close_matches(name, wanted, 1)
            hint = (
                f"did you mean '{near[0]}'?"
                if near
                else "leave it out; FORMAT.md lists the columns"
            )
            problems.append(
                _problem(
                    extract,
                    1,
                    "header",
                    f"column '{name}' is not known",
                    "what it means is not described",
                    hint,
                )
            )
        elif count > 1:
            problems.append(
                _problem(
                    extract,
                    1,
                    "header",
                    f"column '{name}' stands {count} times",
                    "which one counts is not known",
                    "leave one",
                )
            )
    return problems


def _compared(extract: Extract, raw: Raw, content: bytes) -> Raw | list[Problem]:
    """Holds what was read against the manifest."""
    read = len(raw.rows)
    if read < extract.rows:
        whole = "" if content.endswith(b"\n") else ", and the last line has no end"
        return [
            _problem(
                extract,
                0,
                "truncated",
                f"is cut off: {read:,} of {extract.rows:,} records are there{whole}",
                "the manifest says how many",
                ASK_AGAIN,
            )
        ]
    if read > extract.rows:
        return [
            _problem(
                extract,
                0,
                "rows",
                f"has {read:,} records, the manifest says {extract.rows:,}",
                "records were added after it was made",
                ASK_AGAIN,
            )
        ]
    if hashlib.sha256(content).hexdigest() != extract.sha256:
        return [
            _problem(
                extract,
                0,
                "sum",
                "is not the file that the manifest names",
                "its SHA-256 differs: it was changed or damaged on the way",
                ASK_AGAIN,
            )
        ]
    return raw
