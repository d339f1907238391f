"""Checks records one by one: good ones are kept, bad ones set aside with a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from .description import Column, Description
from .manifest import Manifest
from .problems import Problem, shown
from .reading import Raw
from .values import check_of

EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.iinfo(np.int32).max
DATES = ("date", "end_date", "recorded_on")


@dataclass
class Checked:
    """The records of one agency.

    Attributes
    ----------
    description : Description
    file : str
    read : int
        Records in the file.
    records : pandas.DataFrame
        Accepted records in the order of the file: the columns as text, `line`, and `day`,
        `end_day`, `recorded_day` (days since 1970, NO_DAY where empty).
    rejected, blanked : list of Problem
        Why records were set aside (the first reason of each), and which values were taken for
        missing.
    rejected_rows : list of list of str
        The records set aside, as they stand in the file.
    duplicates : dict of str to int
        Records that say again what another says, by kind.
    """

    description: Description
    file: str
    read: int
    records: pd.DataFrame
    rejected: list[Problem]
    blanked: list[Problem]
    rejected_rows: list[list[str]]
    duplicates: dict[str, int] = field(default_factory=dict)


def check_extract(raw: Raw, manifest: Manifest) -> Checked:
    """Checks every value of every record."""
    return _Checker(raw, manifest).checked()


def too_many_rejected(checked: Checked) -> list[Problem]:
    """A file with so many bad records is another file than was described."""
    share = checked.description.max_rejected_share
    if len(checked.rejected) <= max(share * checked.read, 1):
        return []
    return [
        Problem(
            checked.file,
            0,
            "",
            "rejected",
            f"{len(checked.rejected):,} of {checked.read:,} records are bad",
            f"more than {share:.0%}: tables made of the rest would be wrong",
            "mend the extract",
        )
    ]


class _Checker:
    def __init__(self, raw: Raw, manifest: Manifest) -> None:
        self.raw = raw
        self.manifest = manifest
        self.columns: dict[str, list[str]] = {}
        self.bad: dict[int, Problem] = {}
        self.blanked: list[Problem] = []
        self.repeated: set[int] = set()

    def checked(self) -> Checked:
        raw = self.raw
        self._widths()
        good = [at for at in range(len(raw.rows)) if at not in self.bad]
        for column in raw.description.columns:
            place = raw.places[column.name]
            values = [""] * len(raw.rows)
            for at in good:
                values[at] = raw.rows[at][place].strip()
            self.columns[column.name] = values
            self._column(column)
        self._keys()
        self._order_of_days()
        kept = [at for at in good if at not in self.bad and at not in self.repeated]
        rejected = sorted(self.bad)
        return Checked(
            raw.description,
            raw.file,
            len(raw.rows),
            self._frame(kept),
            [self.bad[at] for at in rejected],
            self.blanked,
            [raw.rows[at] for at in rejected],
            {"same row": len(self.repeated)},
        )

    def _problem(self, at: int, column: str, kind: str, fault: tuple[str, str, str]) -> Problem:
        return Problem(self.raw.file, self.raw.lines[at], column, kind, *fault)

    def _reject(self, at: int, column: str, kind: str, fault: tuple[str, str, str]) -> None:
        self.bad.setdefault(at, self._problem(at, column, kind, fault))

    def _widths(self) -> None:
        width = len(self.raw.places)
        for at, row in enumerate(self.raw.rows):
            if len(row) != width:
                self._reject(
                    at,
                    "",
                    "width",
                    (
                        f"has {len(row)} values, the header {width} columns",
                        "which value is which is not known",
                        "quote values that hold commas",
                    ),
                )

    def _column(self, column: Column) -> None:
        values = self.columns[column.name]
        if column.required:
            for at, value in enumerate(values):
                if not value:
                    self._reject(
                        at, column.name, "missing", ("is empty", "a record needs it", "fill it in")
                    )
        check = check_of(column, self.raw.description, self.manifest.identity)
        if check is None:
            return
        faults = {value: fault for value in set(values) if value and (fault := check(value))}
        for at, value in enumerate(values) if faults else ():
            if value in faults and at not in self.bad:
                if column.on_error == "reject":
                    self._reject(at, column.name, column.type, faults[value])
                else:
                    values[at] = ""
                    self.blanked.append(self._problem(at, column.name, column.type, faults[value]))

    def _keys(self) -> None:
        """A second record with a number is the same again, or nobody knows which one counts."""
        for column in (column for column in self.raw.description.columns if column.key):
            first: dict[str, int] = {}
            for at, value in enumerate(self.columns[column.name]):
                if at in self.bad or first.setdefault(value, at) == at:
                    continue
                other = first[value]
                if self.raw.rows[at] == self.raw.rows[other]:
                    self.repeated.add(at)
                else:
                    line = self.raw.lines[other]
                    self._reject(
                        at,
                        column.name,
                        "key",
                        (
                            f"{shown(value, column.identifying)} stands on line {line} already, "
                            "with other contents",
                            "a number names one record",
                            "give it another, or fill in 'corrects'",
                        ),
                    )

    def _order_of_days(self) -> None:
        columns, last = self.columns, self.manifest.end.isoformat()
        for at, day in enumerate(columns["date"]):
            if not day or at in self.bad:
                continue
            if day > last:
                self._reject(
                    at,
                    "date",
                    "period",
                    (
                        f"{shown(day, False)} is after the period, which ends on {last}",
                        "what has not happened cannot be counted",
                        "check the day, or the manifest",
                    ),
                )
            for name in ("end_date", "recorded_on"):
                if columns[name][at] and columns[name][at] < day:
                    self._reject(
                        at,
                        name,
                        "order",
                        (
                            f"{shown(columns[name][at], False)} is before the event, {day}",
                            "nothing ends or is recorded before it happens",
                            "check both days",
                        ),
                    )
            if columns["birth_date"][at] > day:
                columns["birth_date"][at] = ""
                self.blanked.append(
                    self._problem(
                        at,
                        "birth_date",
                        "order",
                        (
                            "is after the event",
                            "nobody does anything before birth",
                            "check both days",
                        ),
                    )
                )

    def _frame(self, kept: list[int]) -> pd.DataFrame:
        frame = pd.DataFrame(
            {name: [values[at] for at in kept] for name, values in self.columns.items()},
            dtype=object,
        )
        frame["line"] = np.array([self.raw.lines[at] for at in kept], dtype=np.int64)
        for name, made in zip(DATES, ("day", "end_day", "recorded_day"), strict=True):
            frame[made] = days_of(list(frame[name]))
        return frame


def days_of(texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Days since 1970 of dates as text; NO_DAY of an empty one."""
    known = {text: date.fromisoformat(text).toordinal() - EPOCH for text in set(texts) if text}
    return np.array([known.get(text, NO_DAY) for text in texts], dtype=np.int32)


def accepted(checked: Checked) -> int:
    """What is left: read = accepted + rejected + duplicates."""
    return checked.read - len(checked.rejected) - sum(checked.duplicates.values())
