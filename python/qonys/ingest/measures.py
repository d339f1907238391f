"""What is counted: entry, stay, study, work and social status of people month by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .lives import Matrix, View

# Nationals of these work without a permit: the Eurasian Economic Union.
FREE_TO_WORK = ("KAZ", "RUS", "BLR", "ARM", "KGZ")
SCHOOL_AGES = (7, 15)


@dataclass(frozen=True)
class Measure:
    """One thing that is counted, in persons.

    Attributes
    ----------
    table, name, what : str
    agencies : tuple of str
        Agencies that can count it by themselves; none where it takes the registers of several.
    count : callable
        [person, month] of a view: the region in which a person counts, 0 for not at all.
    is_flow : bool
        Events of the month; otherwise states at its end.
    """

    table: str
    name: str
    what: str
    agencies: tuple[str, ...]
    count: Callable[[View], Matrix]
    is_flow: bool = False


def _where(condition: np.ndarray[tuple[int, int], np.dtype[np.bool_]], regions: Matrix) -> Matrix:
    return np.where(condition, regions, 0).astype(np.int16)


def _flow(event: str) -> Callable[[View], Matrix]:
    return lambda view: view.placed(view.flow(event))


def _state(name: str) -> Callable[[View], Matrix]:
    return lambda view: view.placed(view.at(name))


def _either(*states: str) -> Callable[[View], Matrix]:
    """Region of the first of the states that holds."""

    def count(view: View) -> Matrix:
        made = view.at(states[0])
        for state in states[1:]:
            made = np.where(made > 0, made, view.at(state))
        return view.placed(made)

    return count


def present(view: View) -> Matrix:
    """Known to live in the country, and not known to be away."""
    return _where(~view.away, view.home)


def _first_seen(view: View) -> Matrix:
    """The month in which foreigners without a record of entry are first seen."""
    here = present(view)
    before = np.zeros(here.shape, dtype=bool)
    before[:, 1:] = np.cumsum(here[:, :-1] > 0, axis=1) > 0
    before[:, 0] = True
    entered = (view.flow("entry") > 0).any(axis=1) | (view.at("in_country") > 0).any(axis=1)
    foreign = ~view.people["citizenship"].isin(["KAZ", ""]).to_numpy()
    return _where(~before & (foreign & ~entered)[:, None], here)


def _out_of_school(view: View) -> Matrix:
    """Registered children of school age whom no school has."""
    births = view.people["birth_date"].str.slice(0, 7).to_numpy(dtype=object)
    low, high = SCHOOL_AGES
    made = np.zeros(view.home.shape, dtype=bool)
    for at, month in enumerate(view.calendar.months):
        year, rest = int(month[:4]), month[4:]
        oldest, youngest = f"{year - high - 1}{rest}", f"{year - low}{rest}"
        made[:, at] = [oldest < birth < youngest for birth in births]
    return _where(made & (view.at("school") == 0) & ~view.away, view.placed(view.at("registered")))


def _foreign_without_permit(view: View) -> Matrix:
    needs = ~view.people["citizenship"].isin([*FREE_TO_WORK, ""]).to_numpy()
    kandas = (np.cumsum(view.flow("kandas_granted") > 0, axis=1)) > 0
    return _where(
        needs[:, None] & (view.at("permit") == 0) & ~kandas, view.placed(view.at("contract"))
    )


def _works_elsewhere(view: View) -> Matrix:
    job, home, open_ = view.at("contract"), view.at("registered"), view.calendar.unknown
    known = (job > 0) & (home > 0) & (job != open_) & (home != open_)
    return _where(known & (job != home), home)


def _both(first: str, *others: str) -> Callable[[View], Matrix]:
    """Region of the first state, of people in one of the others too."""

    def count(view: View) -> Matrix:
        any_other = np.logical_or.reduce([view.at(state) > 0 for state in others])
        return _where(any_other, view.placed(view.at(first)))

    return count


def _without(first: str, other: str) -> Callable[[View], Matrix]:
    return lambda view: _where(view.at(other) == 0, view.placed(view.at(first)))


def _status(name: str) -> Callable[[View], Matrix]:
    """One social position for each person who is present."""

    def count(view: View) -> Matrix:
        works = (view.at("contract") > 0) | (view.at("permit") > 0)
        pupil, student = view.at("school") > 0, view.at("university") > 0
        studies, jobless = pupil | student, view.at("unemployed") > 0
        kinds = {
            "works": works & ~studies,
            "works_and_studies": works & studies,
            "student": ~works & student,
            "pupil": ~works & pupil & ~student,
            "unemployed": ~works & ~studies & jobless,
            "no_known_activity": ~works & ~studies & ~jobless,
        }
        return _where(kinds[name], present(view))

    return count


STUDY, WORK = ("higher_education", "nobd"), ("contracts", "labour")
EVERY = ("interior", *WORK, *STUDY)
MEASURES = (
    Measure(
        "entry",
        "entered",
        "crossed the border into the country",
        ("interior",),
        _flow("entry"),
        True,
    ),
    Measure(
        "entry", "left", "crossed the border out of the country", ("interior",), _flow("exit"), True
    ),
    Measure(
        "entry", "visas_issued", "received a visa", ("foreign_affairs",), _flow("visa_issued"), True
    ),
    Measure(
        "entry",
        "kandas_granted",
        "received the status of kandas",
        ("labour",),
        _flow("kandas_granted"),
        True,
    ),
    Measure(
        "entry",
        "resettled",
        "received in a region as resettlers",
        ("labour",),
        _flow("resettled"),
        True,
    ),
    Measure(
        "entry",
        "first_seen",
        "foreigners without a record of entry, when they are first seen",
        (),
        _first_seen,
        True,
    ),
    Measure(
        "stay",
        "registered",
        "registered at a place of residence",
        ("interior",),
        _state("registered"),
    ),
    Measure("stay", "visa", "hold a visa that is in force", ("foreign_affairs",), _state("visa")),
    Measure(
        "stay",
        "abroad",
        "citizens registered at a consulate",
        ("foreign_affairs",),
        _state("abroad"),
    ),
    Measure(
        "stay", "present", "known to live in the country and not known to be away", EVERY, present
    ),
    Measure(
        "stay",
        "present_unregistered",
        "present without a registration of residence",
        (),
        lambda view: _where(view.at("registered") == 0, present(view)),
    ),
    Measure(
        "stay",
        "gone_but_registered",
        "left the country and are still registered",
        ("interior",),
        lambda view: _where(view.away, view.placed(view.at("registered"))),
    ),
    Measure("study", "school", "pupils", ("nobd",), _state("school")),
    Measure("study", "university", "students", ("higher_education",), _state("university")),
    Measure("study", "studies", "pupils and students", STUDY, _either("school", "university")),
    Measure(
        "study",
        "studies_and_works",
        "pupils and students with a labour contract",
        (),
        lambda view: _where(view.at("contract") > 0, _either("school", "university")(view)),
    ),
    Measure("study", "out_of_school", "registered, aged 7 to 15, in no school", (), _out_of_school),
    Measure("work", "contract", "with a labour contract", ("contracts",), _state("contract")),
    Measure("work", "permit", "with a permit to work", ("labour",), _state("permit")),
    Measure(
        "work", "works", "with a labour contract or a permit", WORK, _either("contract", "permit")
    ),
    Measure("work", "unemployed", "registered as unemployed", ("labour",), _state("unemployed")),
    Measure(
        "work",
        "permit_without_contract",
        "with a permit, without a contract",
        (),
        _without("permit", "contract"),
    ),
    Measure(
        "work",
        "foreign_without_permit",
        "foreigners with a contract who need a permit and have none",
        (),
        _foreign_without_permit,
    ),
    Measure(
        "work",
        "unemployed_with_contract",
        "registered as unemployed, with a contract",
        (),
        _both("unemployed", "contract"),
    ),
    Measure(
        "work",
        "gone_with_contract",
        "with a contract, out of the country",
        (),
        _both("contract", "out", "abroad"),
    ),
    Measure(
        "work",
        "works_elsewhere",
        "registered in one region, at work in another",
        (),
        _works_elsewhere,
    ),
    *(
        Measure("status", name, what, (*WORK, *STUDY), _status(name))
        for name, what in {
            "works": "at work",
            "works_and_studies": "at work, and pupils or students",
            "student": "students",
            "pupil": "pupils",
            "unemployed": "unemployed",
            "no_known_activity": "present, in no register of work or study",
        }.items()
    ),
)
TABLES = tuple(dict.fromkeys(measure.table for measure in MEASURES))
