"""Writes folders of extracts of invented people, with the truth beside them."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from ingest_noise import Rates, Record, spoil
from ingest_people import END, REGIONS, START, make_people
from ingest_person import Person

from qonys.ingest.description import AGENCIES, description

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
NO_NOISE = Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0))


@dataclass(frozen=True)
class Made:
    """A folder of extracts, and what is true."""

    folder: Path
    truth: Path
    people: list[Person]
    records: dict[str, list[Record]]


def make(
    folder: Path, num_people: int, seed: int = 1, rates: Rates | None = None
) -> Made:
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
        write_extract(folder / f"{agency}.csv", agency, rows)
    write_manifest(folder)
    truth = folder.parent / f"{folder.name}-truth.csv"
    write_truth(truth, held)
    write_counts(folder.parent / f"{folder.name}-truth-counts.csv", people)
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
        if (
            state.ends
            and state.end is not None
            and state.end <= END
            and state.end != state.until
        ):
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
                    _record(
                        person, event.event, event.day, event.region, event.details
                    ),
                )
            )
    return made


def _record(
    person: Person, event: str, day: date, region: str, details: Record
) -> Record:
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
    return (
        date.fromisoformat(day) + timedelta(days=int(rng.exponential(mean)))
    ).isoformat()


def write_extract(path: Path, agency: str, rows: list[Record]) -> None:
    """One CSV file."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file,
            description(agency).names,
            restval="",
            extrasaction="ignore",
            lineterminator="\n",
        )
        writer.writeheader()
        writer.writerows(rows)


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
    lines = [f"{key} = {value}" for key, value in head.items()]
    lines += ["[codes]", f"region = {REGIONS}"]
    for agency in AGENCIES:
        path = folder / f"{agency}.csv"
        if path.exists():
            content = path.read_bytes()
            rows = (
                len(list(csv.reader(content.decode("utf-8", "replace").splitlines())))
                - 1
            )
            lines += [
                f"[extract.{agency}]",
                f'file = "{path.name}"',
                f"rows = {rows}",
                f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
            ]
    (folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_truth(path: Path, held: dict[str, list[Record]]) -> None:
    """Who each record is of."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["agency", "record_id", "person"])
        for agency, rows in held.items():
            seen = set()
            for row in rows:
                if row["record_id"] not in seen:
                    seen.add(row["record_id"])
                    writer.writerow([agency, row["record_id"], row["person"]])


def write_counts(path: Path, people: list[Person]) -> None:
    """People in each state at the end of each month, and entries of each month, by region and origin."""
    counts: Counter[tuple[str, ...]] = Counter()
    for person in people:
        for key in states_of(person):
            counts[key] += 1
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["measure", "region", "origin", "month", "persons"])
        writer.writerows([*key, value] for key, value in sorted(counts.items()))


def states_of(person: Person) -> set[tuple[str, str, str, str]]:
    """(state, region, origin, month) that a person truly was in; entries are in no region."""
    found = set()
    origin = person.origin or person.citizenship
    for month in range(1, 13):
        last = date(2025, month + 1, 1) - timedelta(days=1) if month < 12 else END
        at_end = {}
        for state in person.states:
            if (
                state.begin <= last
                and (state.end is None or state.end > last)
                and state.region
            ):
                at_end[state.name] = state.region
            if state.name == "in_country" and (state.begin.year, state.begin.month) == (
                2025,
                month,
            ):
                found.add(("entered", "", origin, f"2025-{month:02d}"))
        for name, region in at_end.items():
            found.add((name, region, origin, f"2025-{month:02d}"))
    return found
