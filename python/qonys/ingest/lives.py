"""States of people month by month, as the records of one agency or of all of them tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .checking import EPOCH
from .description import Event

Matrix = np.ndarray[tuple[int, int], np.dtype[np.int16]]
Ids = np.ndarray[tuple[int], np.dtype[np.int64]]

# Where a person lives, by the first of these states that says a region.
HOME = ("registered", "school", "university", "contract", "permit", "unemployed", "in_country")
AWAY = ("out", "abroad")


@dataclass(frozen=True)
class Calendar:
    """The months of the period and the regions, as numbers.

    Attributes
    ----------
    months : sequence of str
    regions : sequence of str
        Region k is written k + 1 in a matrix, 0 means that the state does not hold.
    """

    months: Sequence[str]
    regions: Sequence[str]

    @property
    def unknown(self) -> int:
        """Number of the region that no record tells."""
        return len(self.regions) + 1

    @property
    def month_ends(self) -> Ids:
        """Last days of the months, days since 1970."""
        return np.array([first_day_after(month) - 1 for month in self.months], dtype=np.int64)

    def month_of(self, days: Ids) -> Ids:
        """Position of the month of each day; -1 before the first, their number after the last."""
        at = np.searchsorted(self.month_ends, days, side="left")
        first = _first_day(self.months[0])
        return np.where(days < first, -1, at).astype(np.int64)


def _first_day(month: str) -> int:
    return date.fromisoformat(f"{month}-01").toordinal() - EPOCH


def first_day_after(month: str) -> int:
    """Day after a month, days since 1970."""
    year, number = (int(part) for part in month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1).toordinal() - EPOCH


@dataclass
class View:
    """What somebody knows of people: one agency of its own, or all together.

    Attributes
    ----------
    name : str
        Agency, or `linked`.
    calendar : Calendar
    people : pandas.DataFrame
        `citizenship`, `origin`, `birth_date`, one row for each.
    states : dict of str to Matrix
        [person, month]: region of the state at the end of the month.
    events : pandas.DataFrame
        `who`, `event`, `month` (position), `region` (number), of events within the period.
    unbegun : dict of str to int
        Ends of states of which no record tells that they began: they count for no month.
    """

    name: str
    calendar: Calendar
    people: pd.DataFrame
    states: Mapping[str, Matrix]
    events: pd.DataFrame
    unbegun: Mapping[str, int] = field(default_factory=dict)
    _made: dict[str, Matrix] = field(default_factory=dict)

    def at(self, state: str) -> Matrix:
        """Region of a state at the end of each month, 0 where it does not hold."""
        return self.states.get(state, self._nobody())

    def _nobody(self) -> Matrix:
        if "" not in self._made:
            self._made[""] = np.zeros((len(self.people), len(self.calendar.months)), dtype=np.int16)
        return self._made[""]

    @property
    def home(self) -> Matrix:
        """Region in which a person lives by all that is known; 0 for whom no state holds."""
        if "home" not in self._made:
            made = self._nobody().copy()
            for state in HOME:
                region = self.at(state)
                made = np.where(
                    (made == 0) | ((made == self.calendar.unknown) & (region > 0)), region, made
                )
            self._made["home"] = made
        return self._made["home"]

    @property
    def away(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Who is out of the country at the end of a month."""
        return np.asarray(np.logical_or.reduce([self.at(state) > 0 for state in AWAY]))

    def placed(self, regions: Matrix) -> Matrix:
        """Regions that a record leaves open filled with where the person lives."""
        known = (self.home > 0) & (regions == self.calendar.unknown)
        return np.where(known, self.home, regions)

    def flow(self, event: str) -> Matrix:
        """Region of an event of each month, 0 where there was none; of several the last counts."""
        made = self._nobody().copy()
        of_kind = self.events[self.events["event"] == event]
        made[of_kind["who"].to_numpy(), of_kind["month"].to_numpy()] = of_kind["region"].to_numpy()
        return made


def view_of(
    name: str,
    records: pd.DataFrame,
    people: pd.DataFrame,
    calendar: Calendar,
    events: Mapping[tuple[str, str], Event],
) -> View:
    """Makes states of records.

    Parameters
    ----------
    name
    records
        `who` (row in `people`), `agency`, `event`, `key`, `day`, `end_day` and `region` (number).
    people
    calendar
    events
        What the events of each agency mean.
    """
    records = records.sort_values(["day", "agency", "line"], kind="stable")
    months = calendar.month_of(records["day"].to_numpy(dtype=np.int64))
    inside = (months >= 0) & (months < len(calendar.months))
    flows = records[["who", "event", "region"]].assign(month=months)[inside]
    spells, unbegun = _spells(_steps(records, events))
    return View(name, calendar, people, _matrices(spells, len(people), calendar), flows, unbegun)


def _steps(records: pd.DataFrame, events: Mapping[tuple[str, str], Event]) -> list[tuple[Any, ...]]:
    """Beginnings and ends of states, state by state and person by person in the order of time."""
    steps: list[tuple[Any, ...]] = []
    columns = ["who", "agency", "event", "key", "day", "end_day", "region"]
    for at, row in enumerate(records[columns].itertuples(index=False, name=None)):
        who, agency, name, key, day, end_day, region = row
        event = events[agency, name]
        # Of one day, a state without a key ends before the next begins, as in a move of residence.
        if event.ends:
            steps.append(
                (event.ends, who, day, bool(event.state_key), at, "ends", key, end_day, region)
            )
        if event.begins:
            steps.append(
                (event.begins, who, day, not event.state_key, at, "begins", key, end_day, region)
            )
    return sorted(steps, key=lambda step: step[:5])


def _spells(steps: list[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], dict[str, int]]:
    """(state, who, begin, end, region) in the order of their beginnings, and ends without one."""
    made: list[tuple[Any, ...]] = []
    unbegun: Counter[str] = Counter()
    held: dict[str, tuple[int, int, int]] = {}
    former: tuple[str, int] | None = None
    for state, who, day, _, _, what, key, end_day, region in steps:
        if former != (state, who):
            _close_all(made, held, former)
            former = (state, who)
        begun = key if what == "begins" or key in held else _nearest(key, held)
        if begun in held:
            begin, until, place = held.pop(begun)
            made.append((state, who, begin, min(day, until), place))
        elif what == "ends":
            unbegun[state] += 1
        if what == "begins":
            held[key] = (day, end_day, region)
    _close_all(made, held, former)
    return sorted(made, key=lambda spell: (spell[0], spell[2])), dict(sorted(unbegun.items()))


def _nearest(key: str, held: dict[str, tuple[int, int, int]]) -> str:
    """Where one of the two records does not say which state it means: the last begun."""
    return "" if key else next(reversed(held), "")


def _close_all(
    made: list[tuple[Any, ...]], held: dict[str, tuple[int, int, int]], of: tuple[str, int] | None
) -> None:
    if of is not None:
        made.extend((*of, begin, until, place) for begin, until, place in held.values())
    held.clear()


def _matrices(
    spells: list[tuple[Any, ...]], num_people: int, calendar: Calendar
) -> dict[str, Matrix]:
    made: dict[str, Matrix] = {}
    if not spells:
        return made
    frame = pd.DataFrame(spells, columns=["state", "who", "begin", "end", "region"])
    ends = calendar.month_ends
    frame["first"] = np.searchsorted(ends, frame["begin"].to_numpy(dtype=np.int64), side="left")
    frame["stop"] = np.searchsorted(ends, frame["end"].to_numpy(dtype=np.int64), side="left")
    for state, part in frame.groupby("state", sort=True):
        matrix = np.zeros((num_people, len(ends)), dtype=np.int16)
        lengths = (part["stop"] - part["first"]).clip(lower=0).to_numpy()
        rows = np.repeat(part["who"].to_numpy(), lengths)
        starts = np.repeat(part["first"].to_numpy(), lengths)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        matrix[rows, starts + within] = np.repeat(part["region"].to_numpy(), lengths)
        made[str(state)] = matrix
    return made
