"""Reads the journal of registers of `qonys run --journal`: what agencies record of whom."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from ..errors import DataError

COLUMNS = [
    "month",
    "person",
    "event",
    "agency",
    "followed",
    "region",
    "numbers",
    "since",
    "recorded",
    "sex",
    "birth_month",
    "origin",
    "host",
    "permit",
]
KEEP = "run the scenario again with --journal"

Line = dict[str, str]


@dataclass
class Stand:
    """As what, and where, somebody is followed from a month on; nobody: no longer."""

    month: str
    followed: str
    region: str
    permit: str = ""


@dataclass
class Spell:
    """An agency should know somebody, from the end of `begin` to `end` (empty: it goes on).

    Attributes
    ----------
    agency, begin, end : str
    recorded : str
        Month in which the record was made; empty where it was not.
    numbers : int
        Records under so many numbers.
    is_first : bool
        The agency was not to know this person before.
    """

    agency: str
    begin: str
    recorded: str = ""
    numbers: int = 0
    end: str = ""
    is_first: bool = True


@dataclass
class Followed:
    """All that a journal has of one person.

    Attributes
    ----------
    key : str
    sex, birth_month, origin, host, since : str
        Empty where the model does not know it. `since` is when the person came or left.
    stands : list of Stand
    spells : list of Spell
    linked : set of str
        Agencies whose record of this person is linked with those of others at the end.
    died : str
        Month; empty for the living.
    """

    key: str
    sex: str = ""
    birth_month: str = ""
    origin: str = ""
    host: str = ""
    since: str = ""
    stands: list[Stand] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    died: str = ""
    permit: str = ""

    def stand(self, month: str) -> Stand | None:
        """As what he is followed in a month: what came last."""
        return next((one for one in reversed(self.stands) if one.month <= month), None)


def journal_of(results: str | os.PathLike[str]) -> Path:
    """`results/base-journal.csv` of `results/base.h5`."""
    whole = Path(results)
    return whole.with_name(f"{whole.stem}-journal.csv")


def read_journal(path: Path) -> list[Followed]:
    """Everybody in it, in the order of keys.

    Raises
    ------
    DataError
        When the file is no journal of registers.
    """
    try:
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != COLUMNS:
                raise DataError(str(path), "is no journal of registers", "", KEEP)
            lines = list(_whole(reader, path))
    except FileNotFoundError as error:
        raise DataError(
            str(path), "is not there", "extracts are made of the journal of a run", KEEP
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(str(path), "is no journal of registers", "", KEEP) from error
    # Lines come month by month; those of a month and a person stand in the order of what happened.
    lines.sort(key=lambda line: line["person"])
    return [
        _person(key, list(own), path) for key, own in groupby(lines, lambda line: line["person"])
    ]


def _whole(reader: csv.DictReader[str], path: Path) -> Iterator[Line]:
    for line in reader:
        if line.get("permit") is None or None in line:
            raise DataError(str(path), f"is broken at line {reader.line_num}", "", KEEP)
        yield line


def _person(key: str, lines: list[Line], path: Path) -> Followed:
    person = Followed(key)
    for line in lines:
        try:
            _read(person, line)
        except (LookupError, ValueError) as error:
            what = f"makes no sense where person {key} is '{line['event']}' in {line['month']}"
            raise DataError(str(path), what, "", KEEP) from error
    return person


def _read(person: Followed, line: Line) -> None:
    month, event, agency = line["month"], line["event"], line["agency"]
    if event == "person":
        for name in ("sex", "birth_month", "origin", "host", "since", "permit"):
            setattr(person, name, line[name] or getattr(person, name))
    elif event in ("followed", "changed"):
        person.stands.append(Stand(month, line["followed"], line["region"], person.permit))
    elif event == "left":
        person.stands.append(Stand(month, "", line["region"]))
    elif event == "died":
        person.died = month
    elif event in ("asked", "again"):
        person.spells.append(Spell(agency, month, is_first=event == "asked"))
    elif event == "recorded":
        spell = _open(person, agency)
        spell.recorded, spell.numbers = month, int(line["numbers"])
    elif event == "ended":
        _open(person, agency).end = month
    elif event == "linked":
        person.linked.add(agency)
    elif event == "unlinked":
        person.linked.discard(agency)


def _open(person: Followed, agency: str) -> Spell:
    return [spell for spell in person.spells if spell.agency == agency and not spell.end][-1]
