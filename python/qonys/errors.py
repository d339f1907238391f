"""What can go wrong, as sentences for people.

`where: what is wrong (why it matters); what to do`
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def _sentence(where: str, what: str, why: str, hint: str) -> str:
    place = f"{where}: " if where else ""
    reason = f" ({why})" if why else ""
    return place + what + reason + (f"; {hint}" if hint else "")


def _parts(body_and_hint: str) -> tuple[str, str, str]:
    """What, why and hint of a sentence without its place, taken apart where its marks tell how."""
    body, _, hint = body_and_hint.rpartition("; ")
    if not body:
        body, hint = hint, ""
    found = re.fullmatch(r"(.*?) \((.*)\)", body, re.DOTALL)
    what, why = found.groups() if found else (body, "")
    return what, why, hint


def nearest_hint(name: str, known: Sequence[str], otherwise: str) -> str:
    """What to do about a name that nobody knows.

    Examples
    --------
    >>> nearest_hint("birth", ["births", "deaths"], "see indicators()")
    "did you mean 'births'?"
    """
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean '{near[0]}'?" if near else otherwise


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what the user gave.

    Parameters
    ----------
    where
        File and line, option or argument, as the user named it; may be empty.
    what
        What is wrong, lower case.
    why
        Why it matters, without brackets; may be empty.
    hint
        What to do; may be empty.
    file, line, key, value
        The same place apart: line from 1 or 0, dotted key of a scenario, the value as written.

    Examples
    --------
    >>> print(Problem("base.toml:7", "unknown key 'seeed'", "it would be ignored", "write 'seed'"))
    base.toml:7: unknown key 'seeed' (it would be ignored); write 'seed'
    """

    where: str
    what: str
    why: str = ""
    hint: str = ""
    file: str = ""
    line: int = 0
    key: str = ""
    value: str = ""

    def __str__(self) -> str:
        return _sentence(self.where, self.what, self.why, self.hint)

    @classmethod
    def of_text(cls, sentence: str) -> Problem:
        """From a whole sentence, taken apart where its marks tell how.

        Examples
        --------
        >>> problem = Problem.of_text("a.toml:7: unknown key 'seeed' (it would be ignored); drop it")
        >>> problem.file, problem.line, problem.what, problem.hint
        ('a.toml', 7, "unknown key 'seeed'", 'drop it')
        """
        where, _, rest = sentence.partition(": ")
        if not rest:
            where, rest = "", sentence
        line = re.fullmatch(r"(.*):(\d+)", where)
        file, number = (line[1], int(line[2])) if line else ("", 0)
        return cls(where, *_parts(rest), file=file, line=number)


class InputError(ValueError):
    """Input that the user can mend; tells every problem found, not just the first.

    Parameters
    ----------
    problems
        One or more; kept as the tuple `problems`.

    Examples
    --------
    >>> error = InputError([Problem("a.toml", "no seed"), Problem("b.csv:3", "no such region")])
    >>> [problem.where for problem in error.problems]
    ['a.toml', 'b.csv:3']
    >>> print(error)
    a.toml: no seed
    b.csv:3: no such region
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class InternalError(RuntimeError):
    """A contract of the program broken: a mistake of Qonys, never of its user.

    Examples
    --------
    >>> issubclass(InternalError, RuntimeError)
    True
    """


class DataError(ValueError):
    """A file that is broken, foreign or unfinished.

    Parameters
    ----------
    file
        As the user named it.
    what, why, hint
        What is wrong, why it matters (may be empty), what to do.

    Examples
    --------
    >>> print(DataError("a.h5", "is unfinished", "its run did not come to an end", "run it again"))
    a.h5: is unfinished (its run did not come to an end); run it again
    """

    def __init__(self, file: str, what: str, why: str, hint: str) -> None:
        self.file = file
        self.what = what
        self.why = why
        self.hint = hint
        super().__init__(_sentence(file, what, why, hint))

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str, str, str]]:
        return type(self), (self.file, self.what, self.why, self.hint)

    @classmethod
    def of_text(cls, file: str, sentence: str) -> DataError:
        """From a whole sentence about `file`, taken apart where its marks tell how.

        Examples
        --------
        >>> DataError.of_text("a.h5", "a.h5: is gone (it was there); open another").hint
        'open another'
        """
        return cls(file, *_parts(sentence.removeprefix(f"{file}: ")))


class StaleError(RuntimeError):
    """A column that was looked up before the simulation went on.

    Examples
    --------
    >>> with Simulation(base, scale=0.01) as simulation:
    ...     sexes = simulation.people["sex"]
    ...     _ = simulation.advance()
    ...     sexes.pieces  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    qonys.errors.StaleError: the column 'sex' of people is of the past ...; look it up again
    """
