"""The manifest of a folder of extracts: which agency's file is which, and what it must hold."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .description import AGENCIES
from .problems import ExtractError, Problem

NAME = "manifest.toml"
FORMAT = 1
SEE = "see python/qonys/ingest/FORMAT.md"
IDENTITIES = ("plain", "tokens")
KEYS = {
    "format",
    "title",
    "territory",
    "period",
    "identity",
    "synthetic",
    "sample",
    "complete",
    "codes",
    "extract",
}
EXTRACT_KEYS = {"file", "rows", "sha256"}


@dataclass(frozen=True)
class Extract:
    """What the manifest says of one agency's file."""

    agency: str
    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A manifest that has been checked.

    Attributes
    ----------
    title, territory : str
    start, end : datetime.date
        First and last day of the period, which covers whole months.
    identity : str
        `plain`, or `tokens` where names and numbers are keyed hashes.
    synthetic : bool
        The people were invented: a truth may be held against the links.
    sample : float
        Part of the people that the extracts are of; 1 but where they are of a simulated sample.
    complete : tuple of str or None
        Measures of which the extracts hold everybody; None: of all.
    codes : mapping of str to tuple of str
        Lists in place of those that are shipped.
    extracts : tuple of Extract
    sha256 : str
        Of the manifest itself.
    """

    title: str
    territory: str
    start: date
    end: date
    identity: str
    synthetic: bool
    sample: float
    complete: tuple[str, ...] | None
    codes: Mapping[str, tuple[str, ...]]
    extracts: tuple[Extract, ...]
    sha256: str

    @property
    def months(self) -> list[str]:
        """Months of the period, `2025-01`."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        first = self.start.year * 12 + self.start.month - 1
        return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(first, first + count)]


def read_manifest(folder: str) -> Manifest:
    """Reads and checks `manifest.toml`; raises an ExtractError with all that is wrong."""
    if not os.path.isdir(folder):
        raise _refusal(folder, "is not a folder", "extracts lie in a folder with a manifest", SEE)
    path = os.path.join(folder, NAME)
    try:
        with open(path, "rb") as file:
            content = file.read()
        table = tomllib.loads(content.decode("utf-8"))
    except FileNotFoundError:
        raise _refusal(
            NAME, "is missing", f"it says which file in '{folder}' is whose", f"write one; {SEE}"
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refusal(NAME, f"cannot be read: {error}", "it is TOML in UTF-8", SEE) from None
    reader = _Reader(table)
    made = reader.manifest(hashlib.sha256(content).hexdigest())
    if reader.problems:
        raise ExtractError(reader.problems)
    return made


def _refusal(file: str, what: str, why: str, hint: str) -> ExtractError:
    return ExtractError([Problem(file, 0, "", "manifest", what, why, hint)])


class _Reader:
    """Takes a manifest apart and keeps what is wrong with it."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        self.problems: list[Problem] = []

    def say(self, what: str, why: str, hint: str) -> None:
        self.problems.append(Problem(NAME, 0, "", "manifest", what, why, hint))

    def manifest(self, sha256: str) -> Manifest:
        self._known(self.table, KEYS, "")
        if self.table.get("format") != FORMAT:
            self.say(
                f"format is {self.table.get('format')!r}",
                f"this program reads format {FORMAT}",
                f"write format = {FORMAT}",
            )
        identity = str(self.table.get("identity", "plain"))
        if identity not in IDENTITIES:
            self.say(
                f"identity is '{identity}'",
                "names and numbers are plain, or tokens",
                'write "plain" or "tokens"',
            )
        start, end = self._period()
        return Manifest(
            self._text("title"),
            self._text("territory"),
            start,
            end,
            identity,
            self.table.get("synthetic", False) is True,
            self._sample(),
            self._complete(),
            self._codes(),
            self._extracts(),
            sha256,
        )

    def _known(self, table: Mapping[str, Any], keys: set[str], where: str) -> None:
        for key in sorted(set(table) - keys):
            self.say(
                f"key '{where}{key}' is not known", "", f"the keys are {', '.join(sorted(keys))}"
            )

    def _text(self, key: str) -> str:
        value = self.table.get(key)
        if not isinstance(value, str) or not value:
            self.say(
                f"'{key}' is missing or no text",
                "the tables name where they come from",
                f'write {key} = "..."',
            )
            return ""
        return value

    def _sample(self) -> float:
        value = self.table.get("sample", 1.0)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0.0 < value <= 1.0:
            self.say(
                f"sample is {value!r}",
                "it is the part of the people that the extracts are of",
                "write a number above 0, up to 1, or leave it out",
            )
            return 1.0
        return float(value)

    def _complete(self) -> tuple[str, ...] | None:
        value = self.table.get("complete")
        if value is None:
            return None
        if not isinstance(value, list) or any(not isinstance(one, str) for one in value):
            self.say(
                "'complete' is no list of measures",
                "only those that hold everybody can be compared with a run",
                'write complete = ["kandas_granted"], or leave it out',
            )
            return None
        return tuple(value)

    def _period(self) -> tuple[date, date]:
        period = self.table.get("period")
        days = [period.get(key) if isinstance(period, dict) else None for key in ("from", "to")]
        first, last = (self._day(day) for day in days)
        if first is None or last is None:
            self.say(
                "'period' lacks a day",
                "the tables go by month",
                'write period = { from = "2025-01-01", to = "2025-12-31" }',
            )
            return date(2000, 1, 1), date(2000, 1, 31)
        after = date.fromordinal(min(last.toordinal() + 1, date.max.toordinal()))
        if first.day != 1 or after.day != 1 or last < first:
            self.say(
                f"the period {first} to {last} is not made of whole months",
                "the tables go by month",
                "begin with a first and end with a last day",
            )
        return first, last

    @staticmethod
    def _day(value: object) -> date | None:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            return None

    def _codes(self) -> dict[str, tuple[str, ...]]:
        lists = self.table.get("codes", {})
        if not isinstance(lists, dict) or any(not isinstance(one, list) for one in lists.values()):
            self.say(
                "'codes' is no table of lists", "", 'write region = ["TL-01", ...] below [codes]'
            )
            return {}
        return {name: tuple(str(code) for code in codes) for name, codes in lists.items()}

    def _extracts(self) -> tuple[Extract, ...]:
        tables = self.table.get("extract")
        if not isinstance(tables, dict) or not tables:
            self.say(
                "names no extract", "there is nothing to read", "add [extract.AGENCY] with a file"
            )
            return ()
        for name in tables:
            if name not in AGENCIES:
                self.say(
                    f"agency '{name}' is not known",
                    "its columns are not described",
                    f"the agencies are {', '.join(AGENCIES)}",
                )
        return tuple(self._extract(name, tables[name]) for name in AGENCIES if name in tables)

    def _extract(self, agency: str, table: Mapping[str, Any]) -> Extract:
        self._known(table, EXTRACT_KEYS, f"extract.{agency}.")
        file, rows, sha256 = (table.get(key) for key in ("file", "rows", "sha256"))
        if not isinstance(file, str) or os.path.basename(file) != file or not file:
            self.say(f"extract.{agency}.file is no file of this folder", "", "write the name alone")
        if not isinstance(rows, int) or isinstance(rows, bool) or rows < 0:
            self.say(
                f"extract.{agency}.rows is no number of records",
                "without it a file that was cut off looks whole",
                "count the lines but the header",
            )
        if not re.fullmatch(r"[0-9a-f]{64}", str(sha256)):
            self.say(
                f"extract.{agency}.sha256 is no SHA-256",
                "without it a changed file looks the same",
                f"write what sha256sum {file} prints",
            )
        return Extract(agency, str(file), rows if isinstance(rows, int) else 0, str(sha256))
