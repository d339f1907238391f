"""Dresses the people of a run: invented names, days and numbers around what its journal knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from . import invented
from .folder import Cell
from .journal import Followed
from .noise import Rates, Record, spoil
from .registers import Fact, facts_of

CITIZENS = ("abroad", "resettler")
HERE, NOT_STATED = "KAZ", "XXX"
# Of those whose month of birth the model does not know: workers.
AGES = (20, 55)
# What begins in a month does so in its later half, what ends in its first: one gives way to the
# other.
CROSSING, BEGINNING, ENDING = (11, 14), (15, 28), (1, 10)
# Numbers and gaps are the model's; the agencies' slips of the pen are not.
SLIPS = Rates(no_iin=0.0, two_numbers=0.0, lost=0.0)


@dataclass(frozen=True)
class Period:
    """The months of a run, `YYYY-MM`."""

    start: str
    end: str

    @property
    def before(self) -> str:
        """The month in which those stand who are there at the start."""
        return _shifted(self.start, -1)

    @property
    def months(self) -> list[str]:
        """From the first to the last."""
        made = [self.start]
        while made[-1] < self.end:
            made.append(_shifted(made[-1], 1))
        return made


@dataclass(frozen=True)
class Dressed:
    """Records of a run by agency, spoilt as agencies do, and what is true.

    Attributes
    ----------
    records : dict of str to list of Record
    counts : collections.Counter
        Persons by measure, region, origin and month.
    """

    records: dict[str, list[Record]]
    counts: Counter[Cell]


def dress(people: Iterable[Followed], period: Period, seed: int, rates: Rates) -> Dressed:
    """The same for a seed. Who somebody is hangs on the seed and the person's key alone."""
    clean: dict[str, list[Record]] = defaultdict(list)
    counts: Counter[Cell] = Counter()
    taken: set[str] = set()
    for person in people:
        if not any(stand.followed for stand in person.stands):
            continue
        rng = np.random.default_rng([seed, int(person.key, 16)])
        who = _identity(person, period, rng, taken)
        facts = facts_of(person)
        for fact in facts:
            counts.update(_true_cells(fact, who["origin"] or who["citizenship"], period))
            for record in _records(person, fact, period, rng):
                clean[fact.agency].append({**_as_held(who, person, fact.agency), **record})
    held = {agency: spoil(rows, agency, rates, seed) for agency, rows in sorted(clean.items())}
    return Dressed(held, counts)


def _shifted(month: str, by: int) -> str:
    at = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{at // 12}-{at % 12 + 1:02d}"


def _identity(
    person: Followed, period: Period, rng: np.random.Generator, taken: set[str]
) -> Record:
    """Draws are made whether they are needed or not: what is known changes nothing else."""
    age, month = int(rng.integers(*AGES)), int(rng.integers(1, 13))
    sex = invented.pick(rng, ["m", "f"])
    birth = person.birth_month or f"{int(period.start[:4]) - age}-{month:02d}"
    born = date.fromisoformat(f"{birth}-{int(rng.integers(1, 29)):02d}")
    is_citizen = {stand.followed for stand in person.stands} <= {*CITIZENS, ""}
    origin = person.origin if len(person.origin) == 3 and person.origin.isupper() else NOT_STATED
    return {
        "person": person.key,
        "iin": invented.iin(rng, born, taken),
        "document": invented.document(rng),
        "surname": invented.surname(rng),
        "given_name": invented.given_name(rng),
        "birth_date": born.isoformat(),
        "sex": person.sex or sex,
        "citizenship": HERE if is_citizen else origin,
        "origin": "",
    }


def _as_held(who: Record, person: Followed, agency: str) -> Record:
    """An agency that is not linked has nothing by which it could be: no number, no document."""
    return who if agency in person.linked else {**who, "iin": "", "document": ""}


def _records(
    person: Followed, fact: Fact, period: Period, rng: np.random.Generator
) -> Iterator[Record]:
    """Of what the agency knows: a beginning, and an end where there is one; under each number."""
    entry = fact.entry
    is_crossing = entry.begins in ("entry", "exit")
    is_old = fact.begin == period.before
    month = min(person.since or fact.begin, fact.begin) if is_old else fact.begin
    began = _day(month, CROSSING if is_crossing else BEGINNING, rng)
    ended = _day(fact.end or period.end, ENDING, rng)
    late = int(rng.integers(1, 29))
    if not fact.recorded or (entry.is_state and fact.begin == fact.end):
        return
    details = dict(entry.details)
    if entry.measure == "abroad":
        details["host_country"] = person.host if len(person.host) == 3 else NOT_STATED
    for number in range(fact.numbers):
        common = {"holder": f"{person.key}/{number}", "region": fact.region, **details}
        begin = {**common, "event": entry.begins, "date": began, "end_date": ""}
        if entry.is_state and fact.end and not entry.ends:
            begin["end_date"] = ended
        yield _written(begin, fact.recorded, late)
        if fact.end and entry.ends:
            yield _written(
                {**common, "event": entry.ends, "date": ended, "end_date": ""},
                max(fact.end, fact.recorded),
                late,
            )


def _written(record: Record, month: str, day: int) -> Record:
    """With the day on which the agency wrote it, in a month that the model knows."""
    written = f"{month}-{day:02d}"
    return {
        **record,
        "record_id": "",
        "corrects": "",
        "agency_id": "",
        "recorded_on": max(written, record["date"]),
    }


def _day(month: str, days: tuple[int, int], rng: np.random.Generator) -> str:
    return f"{month}-{int(rng.integers(days[0], days[1] + 1)):02d}"


def _true_cells(fact: Fact, origin: str, period: Period) -> list[Cell]:
    """What is true, recorded or not: states at the ends of months, events of months."""
    entry = fact.entry
    if not entry.measure:
        return []
    if not entry.is_state:
        months = [fact.begin] if fact.begin >= period.start else []
    else:
        months = [
            month
            for month in period.months
            if fact.begin <= month and (not fact.end or month < fact.end)
        ]
    return [(entry.measure, fact.region, origin, month) for month in months]
