"""The described headers: which columns, types, codes and events the extract of each agency has."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "formats"
AGENCIES = (
    "labour",
    "interior",
    "foreign_affairs",
    "higher_education",
    "nobd",
    "contracts",
)


@dataclass(frozen=True)
class Column:
    """A column of an extract.

    Attributes
    ----------
    name, what : str
    type : str
        `text`, `name`, `code`, `date`, `integer` or `iin`.
    required, key : bool
        May not be empty; may stand once in a file only.
    identifying : bool
        Tells who a person is: no sentence or output quotes it.
    on_error : str
        `reject` the record, or `blank` the value and keep the record.
    codes : str
        Name of the list of codes.
    unit : str
    low, high : int or None
        Bounds of an integer.
    """

    name: str
    what: str
    type: str
    required: bool = False
    key: bool = False
    identifying: bool = False
    on_error: str = "reject"
    codes: str = ""
    unit: str = ""
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Event:
    """What a code of the column `event` means.

    Attributes
    ----------
    name, what : str
    begins, ends : str
        State that begins or ends; empty for an event alone.
    state_key : str
        Column that tells several states of a person apart, such as `employer_id`.
    cohort : str
        Group whose later lives are followed from this event on.
    """

    name: str
    what: str
    begins: str = ""
    ends: str = ""
    state_key: str = ""
    cohort: str = ""


@dataclass(frozen=True)
class Description:
    """The described header of one agency's extract."""

    agency: str
    title: str
    columns: tuple[Column, ...]
    events: Mapping[str, Event]
    codes: Mapping[str, tuple[str, ...]]
    max_rejected_share: float

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in the order of the header."""
        return tuple(column.name for column in self.columns)

    @property
    def own_columns(self) -> tuple[str, ...]:
        """Names of the columns that this agency alone has."""
        return self.names[len(_person()["column"]) :]

    def with_codes(self, codes: Mapping[str, tuple[str, ...]]) -> Description:
        """The same with other lists of codes, such as the regions of another country."""
        return Description(
            self.agency,
            self.title,
            self.columns,
            self.events,
            {**self.codes, **codes},
            self.max_rejected_share,
        )


@functools.cache
def description(agency: str) -> Description:
    """The description that is shipped for an agency."""
    own = _table(agency)
    events = {name: Event(name=name, **event) for name, event in own["event"].items()}
    lists = {**_person()["codes"], **own.get("codes", {}), "event": list(events)}
    columns = [Column(**column) for column in [*_person()["column"], *own["column"]]]
    return Description(
        own["agency"],
        own["title"],
        tuple(columns),
        events,
        {name: tuple(codes) for name, codes in lists.items()},
        float(own["max_rejected_share"]),
    )


@functools.cache
def _person() -> dict[str, Any]:
    return _table("person")


def _table(name: str) -> dict[str, Any]:
    with open(FOLDER / f"{name}.toml", "rb") as file:
        return tomllib.load(file)
