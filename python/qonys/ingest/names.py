"""Names in Kazakh, Russian and Latin letters, reduced to what all spellings share."""

from __future__ import annotations

import functools
import re
import unicodedata

CYRILLIC = {
    "а": "a",
    "ә": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "ғ": "g",
    "д": "d",
    "е": "e",
    "ё": "e",
    "ж": "j",
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
    "ф": "f",
    "х": "h",
    "һ": "h",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sh",
    "ъ": "",
    "ы": "i",
    "і": "i",
    "ь": "",
    "э": "e",
    "ю": "iu",
    "я": "ia",
}
LATIN = [
    ("ş", "sh"),
    ("š", "sh"),
    ("ç", "ch"),
    ("č", "ch"),
    ("ž", "j"),
    ("ı", "i"),
    ("shch", "sh"),
    ("zh", "j"),
    ("dzh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("y", "i"),
]


@functools.cache
def skeleton(name: str) -> str:
    """Latin letters that the spellings of a name have in common.

    >>> skeleton("Нұрғали"), skeleton("Нургали"), skeleton("Nurgali"), skeleton("Nūrğaly")
    ('nurgali', 'nurgali', 'nurgali', 'nurgali')
    """
    text = unicodedata.normalize("NFC", name).casefold()
    text = "".join(CYRILLIC.get(letter, letter) for letter in text)
    for written, meant in LATIN:
        text = text.replace(written, meant)
    text = unicodedata.normalize("NFKD", text)
    text = re.sub(r"[^a-z]", "", text)
    return re.sub(r"(.)\1+", r"\1", text)


@functools.cache
def number(document: str) -> str:
    """A document number without what people put between its digits, and with Latin capitals."""
    look_alike = str.maketrans("АВЕКМНОРСТХУ", "ABEKMHOPCTXY")
    return re.sub(r"[^0-9A-Z]", "", document.upper().translate(look_alike))
