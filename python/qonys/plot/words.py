"""Words of figures in three languages, from one table, and numbers as each writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from .. import numbers
from ..indicator import Indicator

LANGUAGES = ("en", "ru", "kk")
NO_BREAK = "\N{NO-BREAK SPACE}"
# Russian and Kazakh write 1 234,5 where English writes 1,234.5.
_COMMA = str.maketrans({",": NO_BREAK, ".": ","})


class Words:
    """Words and numbers of one language.

    What the table lacks is said as the results file says it, so that a new indicator never fails.

    Parameters
    ----------
    language
        `en`, `ru` or `kk`.

    Raises
    ------
    ValueError
        When there are no words in that language.

    Examples
    --------
    >>> Words("en").number(20_283_456.0)
    '20,280,000'
    >>> Words("ru").number(12.44).replace("\\xa0", " ")
    '12,4'
    """

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            raise ValueError(
                f"language '{language}': there are no words in it; choose one of "
                + ", ".join(LANGUAGES)
            )
        self.language = language

    def ui(self, key: str, **fields: object) -> str:
        """A sentence or word of the figures themselves; `fields` are set in."""
        return str(_table()["ui"][key][self.language]).format(**fields)

    def indicator(self, indicator: Indicator) -> str:
        """Name of an indicator for people; else its description in the file."""
        return self.find("indicator", indicator.name) or numbers.human(
            indicator.description or indicator.name
        )

    def unit(self, unit: str) -> str:
        """A unit; `%` and what the table lacks stay as they are."""
        return self.find("unit", unit) or unit

    def code(self, axis: str, code: str, label: str) -> str:
        """Name of a position of an axis; else its label in the file."""
        return self.find("axis", axis, code) or self.find("axis", "region", code) or label

    def codes(self, indicator: Indicator, axis: str) -> list[str]:
        """Names of all positions of an axis."""
        pairs = zip(indicator.codes[axis], indicator.labels[axis], strict=True)
        return [self.code(axis, code, label) for code, label in pairs]

    def find(self, *path: str) -> str:
        """The word at a place of the table, or nothing."""
        place: Any = _table()
        for part in path:
            place = place.get(part, {})
        return str(place.get(self.language, ""))

    def number(self, value: float) -> str:
        """As `numbers.number`, in the manner of the language."""
        return self.local(numbers.number(value))

    def signed(self, value: float) -> str:
        """As `numbers.signed`."""
        return self.local(numbers.signed(value))

    def error(self, value: float) -> str:
        """As `numbers.error`: `± 41`."""
        return self.local(numbers.error(value))

    def share(self, value: float) -> str:
        """`57 %` of a share of 0.57."""
        return self.local(f"{100 * value:.3g}{NO_BREAK}%")

    def scaled_unit(self, largest: float, unit: str) -> tuple[float, str]:
        """Divisor and unit of an axis whose largest number this is: `(1e6, "million persons")`."""
        divisor, word = numbers.in_units(largest)
        named = self.unit(unit)
        return divisor, f"{self.ui(word.strip())} {named}" if word else named

    def month(self, month: str) -> str:
        """`Jan 2025` of `2025-01`."""
        year, number = month.split("-")
        return f"{_table()['months'][self.language][int(number) - 1]} {year}"

    def separators(self) -> str:
        """Decimal sign and thousands, as Plotly wants them."""
        return ".," if self.language == "en" else "," + NO_BREAK

    def local(self, text: str) -> str:
        """An English number in the manner of the language."""
        return text if self.language == "en" else text.translate(_COMMA)


@cache
def _table() -> Mapping[str, Any]:
    text = (resources.files(__package__) / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
