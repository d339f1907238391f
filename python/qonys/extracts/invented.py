"""Invents who people are: names of invented syllables, documents, identification numbers.

The seventh digit of every identification number is 9, which no person's is.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from ..ingest.values import control_digit

FIRST = [
    "Бәл",
    "Дүрм",
    "Жөңк",
    "Кіқ",
    "Лөрт",
    "Мұңғ",
    "Нәзд",
    "Өлқ",
    "Пірш",
    "Рүст",
    "Сәғл",
    "Тіңм",
    "Ұрғ",
    "Үмб",
    "Шөлп",
    "Зұрт",
    "Гәлқ",
    "Ырд",
    "Әнш",
    "Қоңж",
]
MIDDLE = [
    "ант",
    "емір",
    "ожы",
    "үлбе",
    "ірқа",
    "ұмша",
    "әздо",
    "өрке",
    "ыстау",
    "инғо",
    "абзе",
    "ерлі",
]
LAST = ["ков", "бай", "улы", "ева", "лин", "шар"]
GIVEN = [
    "Ақ",
    "Бер",
    "Дұл",
    "Ер",
    "Жіг",
    "Күн",
    "Мөл",
    "Нүр",
    "Сұл",
    "Тал",
    "Үлп",
    "Шың",
    "Ғал",
    "Һән",
]
GIVEN_END = [
    "даш",
    "міра",
    "боз",
    "қыза",
    "лен",
    "тұна",
    "ғоя",
    "жуан",
    "сері",
    "пана",
    "хыр",
    "яул",
]


def pick(rng: np.random.Generator, options: list[str]) -> str:
    """One of them."""
    return options[int(rng.integers(len(options)))]


def surname(rng: np.random.Generator) -> str:
    """In Kazakh letters."""
    return pick(rng, FIRST) + pick(rng, MIDDLE) + pick(rng, LAST)


def given_name(rng: np.random.Generator) -> str:
    """In Kazakh letters."""
    return pick(rng, GIVEN) + pick(rng, GIVEN_END)


def document(rng: np.random.Generator) -> str:
    """Number of a passport or an identity card."""
    return f"{pick(rng, list('NKCU'))}{int(rng.integers(10**8)):08d}"


def iin(rng: np.random.Generator, born: date, taken: set[str]) -> str:
    """An identification number that nobody has yet; it is taken from then on."""
    while True:
        digits = f"{born:%y%m%d}9{int(rng.integers(10_000)):04d}"
        control = control_digit(digits)
        if control is not None and digits not in taken:
            taken.add(digits)
            return f"{digits}{control}"
