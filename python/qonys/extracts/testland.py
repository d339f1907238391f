"""A year of testland: `python -m qonys.extracts.testland FOLDER [--records N] [--seed N]`.

Writes extracts of invented people with invented lives, and the truth beside them, to try an
ingest with.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from ..ingest.description import AGENCIES
from . import folder as files
from .noise import Rates, Record, spoil
from .person import Person
from .testland_people import END, REGIONS, START, make_people

# Mean days until an event is in the register.
DELAY = {
    "labour": 5,
    "interior": 2,
    "foreign_affairs": 7,
    "higher_education": 20,
    "nobd": 30,
    "contracts": 4,
}
CUT = END + timedelta(days=20)
PEOPLE_A_RECORD = 0.395


@dataclass(frozen=True)
class Made:
    """A folder of extracts, and what is true."""

    folder: Path
    truth: Path
    people: list[Person]
    records: dict[str, list[Record]]


def make(folder: Path, num_people: int, seed: int = 1, rates: Rates | None = None) -> Made:
    """Writes extracts, manifest, truth of the links and truth of the counts."""
    folder.mkdir(parents=True, exist_ok=True)
    people = make_people(num_people, seed)
    rng = np.random.default_rng([seed, 7])
    clean: dict[str, list[Record]] = {agency: [] for agency in AGENCIES}
    for person in people:
        for agency, record in records_of(person):
            record["recorded_on"] = _recorded(record["date"], DELAY[agency], rng)
            if record["recorded_on"] <= CUT.isoformat():
                clean[agency].append(record)
    held = {a: spoil(rows, a, rates or Rates(), seed) for a, rows in clean.items()}
    for agency, rows in held.items():
        files.write_extract(folder / f"{agency}.csv", agency, rows)
    write_manifest(folder)
    truth = files.truth_of(folder)
    files.write_truth(truth, held)
    files.write_counts(truth, Counter(cell for person in people for cell in states_of(person)))
    return Made(folder, truth, people, held)


def records_of(person: Person) -> list[tuple[str, Record]]:
    """Clean records: begins and ends of states that touch the year, and events of the year."""
    made = []
    for state in person.states:
        if state.begin > END or (state.end is not None and state.end < START):
            continue
        begin = _record(person, state.begins, state.begin, state.region, state.details)
        begin["end_date"] = state.until.isoformat() if state.until else ""
        made.append((state.agency, begin))
        if state.ends and state.end is not None and state.end <= END and state.end != state.until:
            made.append(
                (
                    state.agency,
                    _record(person, state.ends, state.end, state.region, state.details),
                )
            )
    for event in person.happenings:
        if START <= event.day <= END:
            made.append(
                (
                    event.agency,
                    _record(person, event.event, event.day, event.region, event.details),
                )
            )
    return made


def _record(person: Person, event: str, day: date, region: str, details: Record) -> Record:
    return {
        "person": f"P{person.number:07d}",
        "record_id": "",
        "corrects": "",
        "agency_id": "",
        "iin": person.iin,
        "document": person.document,
        "surname": person.surname,
        "given_name": person.given_name,
        "birth_date": person.birth.isoformat(),
        "sex": person.sex,
        "citizenship": person.citizenship,
        "origin": person.origin,
        "region": region,
        "event": event,
        "date": day.isoformat(),
        "end_date": "",
        **details,
    }


def _recorded(day: str, mean: int, rng: np.random.Generator) -> str:
    return (date.fromisoformat(day) + timedelta(days=int(rng.exponential(mean)))).isoformat()


def write_manifest(folder: Path, **changes: str) -> None:
    """A manifest that fits the files as they are; `changes` are lines by key."""
    head = {
        "format": "1",
        "title": '"Testland 2025, invented people"',
        "territory": '"testland"',
        "period": '{ from = "2025-01-01", to = "2025-12-31" }',
        "synthetic": "true",
        **changes,
    }
    files.write_manifest(folder, head, REGIONS)


def states_of(person: Person) -> set[tuple[str, str, str, str]]:
    """(state, region, origin, month) that a person truly was in; entries are in no region."""
    found = set()
    origin = person.origin or person.citizenship
    for month in range(1, 13):
        last = date(2025, month + 1, 1) - timedelta(days=1) if month < 12 else END
        at_end = {}
        for state in person.states:
            if state.begin <= last and (state.end is None or state.end > last) and state.region:
                at_end[state.name] = state.region
            if state.name == "in_country" and (state.begin.year, state.begin.month) == (
                2025,
                month,
            ):
                found.add(("entered", "", origin, f"2025-{month:02d}"))
        for name, region in at_end.items():
            found.add((name, region, origin, f"2025-{month:02d}"))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints where the folder and its truth are; on trouble a plain sentence and 2."""
    parser = argparse.ArgumentParser(
        prog="python -m qonys.extracts.testland",
        description="Write a year of extracts of the invented people of testland.",
    )
    parser.add_argument("folder", metavar="FOLDER", help="folder to write")
    parser.add_argument(
        "--records", metavar="N", type=int, default=100_000, help="about so many; 100000 by default"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=1, help="1 by default")
    options = parser.parse_args(arguments)
    folder = Path(options.folder)
    if options.records < 1 or options.seed < 0:
        print(
            "--records, --seed: are counts; give at least one record, and a seed from 0 on",
            file=sys.stderr,
        )
        return 2
    if folder.exists():
        print(f"{folder}: exists already (nothing is overwritten); name another", file=sys.stderr)
        return 2
    made = make(folder, max(1, round(options.records * PEOPLE_A_RECORD)), options.seed)
    print(f"Extracts:  {made.folder}\nTruth:     {made.truth}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
