"""What is wrong with extracts, gathered and told in sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import DataError

SHOWN_OF_A_KIND = 3


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    file : str
        Name of the file in its folder.
    line : int
        1 is the header; 0 where it is the file as a whole.
    column : str
        Empty where it is the record as a whole.
    kind : str
        One word for counting, such as `date`.
    what, why, hint : str
        What is wrong, why it matters (may be empty), what to do.
    """

    file: str
    line: int
    column: str
    kind: str
    what: str
    why: str
    hint: str

    def sentence(self) -> str:
        """`interior.csv:17: column 'date': '31.13.2025' is no day (...); write it as ...`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f"column '{self.column}': " if self.column else ""
        reason = f" ({self.why})" if self.why else ""
        return f"{place}: {column}{self.what}{reason}; {self.hint}"


class ExtractError(DataError):
    """A folder that cannot be used, with all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.file, first.what, first.why, first.hint)

    def __str__(self) -> str:
        return "\n".join(sentences(self.problems))


def sentences(problems: Iterable[Problem]) -> list[str]:
    """The first few of a kind in a column, and how many more there are."""
    lines: list[str] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for problem in problems:
        key = (problem.file, problem.column, problem.kind)
        seen[key] += 1
        if seen[key] <= SHOWN_OF_A_KIND:
            lines.append(problem.sentence())
    for (file, column, kind), count in seen.items():
        if count > SHOWN_OF_A_KIND:
            where = f"column '{column}': " if column else ""
            lines.append(f"{file}: {where}{count - SHOWN_OF_A_KIND} more of this kind ({kind})")
    return lines


def shape(value: str) -> str:
    """The value of an identifying column without what identifies: `99.99.9999` of a day."""
    return re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", value))


def shown(value: str, identifying: bool) -> str:
    """A value in quotes as a sentence may print it."""
    text = shape(value) if identifying else value
    return f"'{text if len(text) <= 40 else text[:37] + '...'}'"
