"""Invented people of testland with lives of a year, in twelve regions."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from . import invented
from .person import Happening, Person, State

REGIONS = [f"TL-{at:02d}" for at in range(1, 13)]
START, END = date(2025, 1, 1), date(2025, 12, 31)
EAEU = ["RUS", "KGZ"]
WORKERS = ["UZB", "UZB", "UZB", "CHN", "TUR", "IND", "RUS", "KGZ"]
STUDENTS = ["IND", "CHN", "UZB", "TKM", "RUS"]
# Share of people who have birth date and surname in common with another.
TWINS = 0.01
KANDAS = ["UZB", "CHN", "MNG", "TKM", "RUS"]


def make_people(count: int, seed: int) -> list[Person]:
    """So many people; the same for a seed."""
    return _Maker(seed).people(count)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.iins: set[str] = set()
        self.twin_of: Person | None = None

    def people(self, count: int) -> list[Person]:
        kinds = self.rng.choice(
            ["native", "kandas", "worker", "student", "abroad", "resettler"],
            count,
            p=[0.74, 0.04, 0.12, 0.03, 0.03, 0.04],
        )
        made: list[Person] = []
        for number, kind in enumerate(kinds):
            self.twin_of = made[-1] if made and self.chance(TWINS) else None
            made.append(getattr(self, f"_{kind}")(number))
        return made

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, options: list[str]) -> str:
        return invented.pick(self.rng, options)

    def day(self, first: date = START, last: date = END) -> date:
        return first + timedelta(days=int(self.rng.integers((last - first).days + 1)))

    def _person(
        self, number: int, ages: tuple[int, int], citizenship: str, iin_share: float
    ) -> Person:
        born = START - timedelta(days=int(self.rng.integers(ages[0] * 365 + 2, ages[1] * 365)))
        surname = invented.surname(self.rng)
        if self.twin_of is not None:
            born, surname = self.twin_of.birth, self.twin_of.surname
        return Person(
            number,
            surname,
            invented.given_name(self.rng),
            born,
            self.pick(["m", "f"]),
            citizenship,
            "",
            invented.iin(self.rng, born, self.iins) if self.chance(iin_share) else "",
            invented.document(self.rng),
            self.pick(REGIONS),
        )

    def _registered(self, who: Person, begin: date, end: date | None, kind: str) -> None:
        who.states.append(
            State(
                "interior",
                "registration",
                "deregistration",
                "registered",
                begin,
                end,
                who.region,
                {"residence_kind": kind},
            )
        )

    def _native(self, number: int) -> Person:
        who = self._person(number, (0, 75), "KAZ", 1.0)
        if self.chance(0.96):
            self._registered(
                who,
                self.day(max(who.birth, date(2015, 1, 1)), date(2024, 12, 31)),
                None,
                "permanent",
            )
        self._study_and_work(who)
        if self.chance(0.06):
            out = self.day(START, date(2025, 11, 30))
            who.happenings.append(Happening("interior", "exit", out, "", {"purpose": "private"}))
            back = out + timedelta(days=int(self.rng.integers(3, 30)))
            who.states.append(
                State(
                    "interior",
                    "entry",
                    "exit",
                    "in_country",
                    back,
                    None,
                    "",
                    {"purpose": "private"},
                )
            )
        return who

    def _study_and_work(self, who: Person) -> None:
        age = who.age(date(2025, 6, 1))
        if 6 <= age <= 16 and self.chance(0.97):
            self._school(who)
        elif 17 <= age <= 22 and self.chance(0.5):
            self._university(who, graduates=age >= 21)
        elif 18 <= age <= 62:
            self._work(who)

    def _school(self, who: Person) -> None:
        school = {
            "school_id": f"S{int(self.rng.integers(400)):04d}",
            "language": self.pick(["kk", "ru"]),
            "grade": str(max(1, who.age(START) - 5)),
        }
        who.states.append(
            State(
                "nobd",
                "enrolled",
                "left",
                "school",
                date(2024, 9, 1),
                None,
                who.region,
                school,
            )
        )

    def _university(self, who: Person, graduates: bool) -> None:
        details = {
            "university_id": f"U{int(self.rng.integers(40)):02d}",
            "field": self.pick(["01", "04", "06", "07"]),
            "funding": self.pick(["grant", "own"]),
        }
        end = date(2025, 6, 30) if graduates else None
        who.states.append(
            State(
                "higher_education",
                "enrolled",
                "graduated",
                "university",
                date(2025 - int(self.rng.integers(1, 4)), 9, 1),
                end,
                who.region,
                details,
            )
        )
        if graduates and self.chance(0.6):
            self._contract(who, self.day(date(2025, 7, 1), END), None)
        elif not graduates and self.chance(0.25):
            self._contract(who, self.day(date(2024, 10, 1), END), None)

    def _work(self, who: Person) -> None:
        draw = self.rng.random()
        if draw < 0.5:
            self._contract(who, self.day(date(2018, 1, 1), date(2024, 12, 31)), None)
        elif draw < 0.62:
            self._contract(who, self.day(date(2018, 1, 1), date(2024, 12, 31)), self.day())
        elif draw < 0.75:
            self._contract(who, self.day(), None)
        elif draw < 0.85:
            begin = self.day(date(2024, 10, 1), date(2025, 9, 30))
            end = begin + timedelta(days=int(self.rng.integers(30, 200)))
            who.states.append(
                State(
                    "labour",
                    "unemployed_registered",
                    "unemployed_ended",
                    "unemployed",
                    begin,
                    end if end <= END else None,
                    who.region,
                )
            )

    def _contract(self, who: Person, begin: date, end: date | None, region: str = "") -> None:
        details = {
            "employer_id": f"E{int(self.rng.integers(3000)):05d}",
            "occupation": self.pick(list("123456789")),
            "wage": str(int(self.rng.integers(85, 900)) * 1000),
        }
        begin = max(begin, who.birth + timedelta(days=17 * 366))
        end = end if end is not None and end > begin else None
        elsewhere = self.pick(REGIONS) if self.chance(0.06) else who.region
        who.states.append(
            State(
                "contracts",
                "signed",
                "ended",
                "contract",
                begin,
                end,
                region or elsewhere,
                details,
            )
        )

    def _came(self, who: Person, purpose: str, last: date) -> date:
        """Visa where one is needed, entry, registration; the day of entry."""
        entry = self.day(START, last)
        if who.citizenship in ("CHN", "TUR", "IND"):
            until = entry + timedelta(days=360)
            who.states.append(
                State(
                    "foreign_affairs",
                    "visa_issued",
                    "",
                    "visa",
                    entry - timedelta(days=int(self.rng.integers(10, 40))),
                    until,
                    "",
                    {"visa_kind": purpose},
                    until,
                )
            )
        who.states.append(
            State(
                "interior",
                "entry",
                "exit",
                "in_country",
                entry,
                None,
                "",
                {"purpose": purpose},
            )
        )
        if self.chance(0.85):
            kind = "permanent" if purpose == "permanent" else "temporary"
            self._registered(who, entry + timedelta(days=int(self.rng.integers(1, 10))), None, kind)
        return entry

    def _leaves(self, who: Person, after: date) -> None:
        """Out of the country, and out of every state."""
        out = self.day(min(after + timedelta(days=20), END), END)
        for state in who.states:
            if state.end is None and state.begin <= out:
                state.end = out

    def _worker(self, number: int) -> Person:
        who = self._person(number, (19, 55), self.pick(WORKERS), 0.45)
        entry = self._came(who, "work", date(2025, 10, 31))
        begin = entry + timedelta(days=int(self.rng.integers(2, 20)))
        if who.citizenship not in EAEU and self.chance(0.9):
            until = begin + timedelta(days=int(self.rng.integers(90, 330)))
            details = {
                "permit_category": self.pick(["cat3", "cat4", "seasonal"]),
                "employer_id": f"E{int(self.rng.integers(3000)):05d}",
            }
            who.states.append(
                State(
                    "labour",
                    "permit_issued",
                    "permit_ended",
                    "permit",
                    begin,
                    until,
                    who.region,
                    details,
                    until,
                )
            )
        if self.chance(0.8):
            self._contract(who, begin, None, who.region)
        if self.chance(0.4):
            self._leaves(who, begin)
        return who

    def _student(self, number: int) -> Person:
        who = self._person(number, (17, 25), self.pick(STUDENTS), 0.5)
        self._came(who, "study", date(2025, 8, 31))
        details = {
            "university_id": f"U{int(self.rng.integers(40)):02d}",
            "field": "09",
            "funding": "own",
        }
        who.states.append(
            State(
                "higher_education",
                "enrolled",
                "graduated",
                "university",
                date(2025, 9, 1),
                None,
                who.region,
                details,
            )
        )
        return who

    def _kandas(self, number: int) -> Person:
        who = self._person(number, (1, 65), self.pick(KANDAS), 0.7)
        who.origin = who.citizenship
        entry = self._came(who, "permanent", date(2025, 9, 30))
        granted = entry + timedelta(days=int(self.rng.integers(5, 90)))
        who.happenings.append(Happening("labour", "kandas_granted", granted, who.region))
        if 19 <= who.age(START) <= 60:
            if self.chance(0.5):
                self._contract(who, self.day(min(granted, END), END), None, who.region)
        elif 7 <= who.age(START) <= 15 and self.chance(0.9):
            self._school(who)
            who.states[-1].begin = min(entry + timedelta(days=10), END)
        return who

    def _abroad(self, number: int) -> Person:
        who = self._person(number, (18, 60), "KAZ", 1.0)
        out = self.day(START, date(2025, 11, 30))
        self._registered(who, date(2019, 5, 1), out if self.chance(0.7) else None, "permanent")
        who.happenings.append(Happening("interior", "exit", out, "", {"purpose": "work"}))
        if self.chance(0.7):
            begin = min(out + timedelta(days=int(self.rng.integers(5, 60))), END)
            who.states.append(
                State(
                    "foreign_affairs",
                    "consular_registered",
                    "consular_removed",
                    "abroad",
                    begin,
                    None,
                    "",
                    {"host_country": self.pick(["RUS", "DEU", "KOR"])},
                )
            )
        return who

    def _resettler(self, number: int) -> Person:
        who = self._person(number, (19, 58), "KAZ", 1.0)
        moved = self.day(date(2025, 2, 1), date(2025, 10, 31))
        self._registered(who, date(2018, 3, 1), moved, "permanent")
        who.region = self.pick([region for region in REGIONS if region != who.region])
        self._registered(who, moved, None, "permanent")
        who.happenings.append(
            Happening("labour", "resettled", moved, who.region, {"programme": "resettlement"})
        )
        if self.chance(0.55):
            self._contract(
                who,
                moved + timedelta(days=int(self.rng.integers(5, 60))),
                None,
                who.region,
            )
        return who
