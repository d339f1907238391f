"""Spoils clean records as agencies do: spellings, slips of the pen, gaps, records written twice.

Works on any list of clean records (dictionaries by column), whoever wrote it: `person` is the
truth, and `holder`, where it is there, tells several numbers of one person apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

Record = dict[str, str]

RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮІҺ", "агкноуухиАГКНОУУИХ")
LATIN = {
    "а": "a",
    "ә": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "ғ": "g",
    "д": "d",
    "е": "e",
    "ж": "zh",
    "з": "z",
    "и": "i",
    "й": "i",
    "к": "k",
    "қ": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "ң": "n",
    "о": "o",
    "ө": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ұ": "u",
    "ү": "u",
    "х": "kh",
    "һ": "kh",
    "ш": "sh",
    "щ": "shch",
    "ы": "y",
    "і": "i",
    "ь": "",
    "ъ": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
    "ф": "f",
    "ч": "ch",
}
SCRIPTS = {
    "labour": "kazakh",
    "interior": "russian",
    "foreign_affairs": "latin",
    "higher_education": "kazakh",
    "nobd": "kazakh",
    "contracts": "russian",
}


@dataclass(frozen=True)
class Rates:
    """Shares of people or records that each kind of trouble befalls.

    Attributes
    ----------
    typo, birth_slip, document_slip, no_iin, no_document, no_birth : float
        Of the people whom an agency holds.
    other_document, other_surname, wrong_sex : float
        Of the people: held with an earlier document, a name before marriage, the other sex.
    other_script : float
        Of the people: written in a script that is not the agency's.
    no_region, copied, said_twice, corrected : float
        Of the records.
    two_numbers : float
        Of the people with several records: held under two numbers.
    lost : float
        Records that never reached the agency.
    """

    typo: float = 0.1
    birth_slip: float = 0.03
    document_slip: float = 0.03
    no_iin: float = 0.2
    no_document: float = 0.25
    no_birth: float = 0.01
    other_document: float = 0.06
    other_surname: float = 0.02
    wrong_sex: float = 0.003
    other_script: float = 0.1
    no_region: float = 0.01
    copied: float = 0.005
    said_twice: float = 0.01
    corrected: float = 0.01
    two_numbers: float = 0.02
    lost: float = 0.03


NONE = Rates(**dict.fromkeys(Rates.__dataclass_fields__, 0.0))


def spoil(records: list[Record], agency: str, rates: Rates, seed: int) -> list[Record]:
    """The records of one agency as it would hold them; the same for a seed."""
    return _Spoiler(agency, rates, seed).spoiled(records)


class _Spoiler:
    def __init__(self, agency: str, rates: Rates, seed: int) -> None:
        self.agency = agency
        self.rates = rates
        self.rng = np.random.default_rng([seed, sum(agency.encode())])
        self.next = 0
        self.people = 0

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def spoiled(self, records: list[Record]) -> list[Record]:
        people: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            if not self.chance(self.rates.lost):
                people[record.get("holder", record["person"])].append(dict(record))
        held = [record for own in people.values() for record in self._held(own)]
        held.sort(key=lambda record: (record["recorded_on"], record["record_id"]))
        return self._repeated(held)

    def _held(self, records: list[Record]) -> list[Record]:
        self.people += 1
        number = f"{self.agency[0].upper()}P{self.people:07d}"
        two = len(records) > 1 and self.chance(self.rates.two_numbers)
        first = self._written(records[0])
        second = self._written(records[0]) if two else first
        other = f"{number}D" if two else number
        for at, record in enumerate(records):
            second_half = at >= (len(records) + 1) // 2
            record.update(second if second_half else first)
            record["agency_id"] = other if second_half else number
            record["record_id"] = self._number()
            if self.chance(self.rates.no_region):
                record["region"] = ""
        return records

    def _number(self) -> str:
        self.next += 1
        return f"{self.agency[:3].upper()}-{self.next:07d}"

    def _written(self, record: Record) -> Record:
        """How the agency has written who the person is."""
        rates = self.rates
        script = SCRIPTS[self.agency]
        if self.chance(rates.other_script):
            script = ["kazakh", "russian", "latin"][int(self.rng.integers(3))]
        made = {name: written(record[name], script) for name in ("surname", "given_name")}
        if self.chance(rates.other_surname):
            made["surname"] = written(f"{record['given_name'][:3]}{record['surname'][3:]}", script)
        if self.chance(rates.typo):
            name = ["surname", "given_name"][int(self.rng.integers(2))]
            made[name] = self._slip(made[name])
        made["birth_date"] = record["birth_date"]
        if self.chance(rates.birth_slip):
            made["birth_date"] = self._birth_slip(record["birth_date"])
        if self.chance(rates.no_birth):
            made["birth_date"] = ""
        made["document"] = record["document"]
        if self.chance(rates.document_slip):
            made["document"] = self._slip(record["document"])
        if self.chance(rates.other_document) and record["document"]:
            made["document"] = f"{record['document'][0]}{int(self.rng.integers(10**8)):08d}"
        if self.chance(rates.no_document):
            made["document"] = ""
        made["sex"] = record["sex"]
        if self.chance(rates.wrong_sex):
            made["sex"] = "f" if record["sex"] == "m" else "m"
        made["iin"] = "" if self.chance(rates.no_iin) else record["iin"]
        return made

    def _slip(self, text: str) -> str:
        if len(text) < 3:
            return text
        at = int(self.rng.integers(1, len(text) - 1))
        kind = int(self.rng.integers(3))
        if kind == 0:
            return text[:at] + text[at + 1 :]
        if kind == 1:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        letter = text[int(self.rng.integers(len(text)))].lower()
        return (
            text[:at]
            + (letter if text[at].isalpha() else str((int(text[at]) + 1) % 10))
            + text[at + 1 :]
        )

    def _birth_slip(self, text: str) -> str:
        born = date.fromisoformat(text)
        if born.day <= 12 and born.day != born.month and self.chance(0.5):
            return f"{born.year}-{born.day:02d}-{born.month:02d}"
        other = born.replace(day=born.day % 28 + 1 if self.chance(0.5) else max(born.day - 1, 1))
        # No slip makes anybody born after the records begin who was born before.
        return min(other, max(born, date(2025, 1, 1))).isoformat()

    def _repeated(self, records: list[Record]) -> list[Record]:
        made = []
        for record in records:
            made.append(record)
            if self.chance(self.rates.copied):
                made.append(dict(record))
            if self.chance(self.rates.said_twice):
                made.append(
                    {
                        **record,
                        "record_id": self._number(),
                        "recorded_on": later(record),
                    }
                )
            elif self.chance(self.rates.corrected):
                made.append(
                    {
                        **record,
                        "record_id": self._number(),
                        "corrects": record["record_id"],
                        "recorded_on": later(record),
                    }
                )
        return made


def later(record: Record) -> str:
    """Ten days after a record was written."""
    return (date.fromisoformat(record["recorded_on"]) + timedelta(days=10)).isoformat()


def written(name: str, script: str) -> str:
    """A Kazakh name in a script."""
    if script == "russian":
        return name.translate(RUSSIAN)
    if script == "latin":
        return "".join(LATIN.get(letter, letter) for letter in name.lower()).title()
    return name
