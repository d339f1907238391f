"""An invented person: who it is, its states and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass
class State:
    """A state of a life: `agency` keeps it from `begin` to `end` (None: it goes on)."""

    agency: str
    begins: str
    ends: str
    name: str
    begin: date
    end: date | None
    region: str
    details: dict[str, str] = field(default_factory=dict)
    until: date | None = None


@dataclass
class Happening:
    """An event that begins and ends nothing."""

    agency: str
    event: str
    day: date
    region: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass
class Person:
    """Who an invented person is, and what the year brought."""

    number: int
    surname: str
    given_name: str
    birth: date
    sex: str
    citizenship: str
    origin: str
    iin: str
    document: str
    region: str
    states: list[State] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)

    def age(self, day: date) -> int:
        return (
            day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))
        )
