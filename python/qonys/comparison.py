"""Two runs that share their draws, compared: the same numbers as `qonys compare`.

The same replicate of both has met the same luck, so that what is left in the difference is what the
scenarios changed, and little else.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from .errors import InputError, Problem
from .indicator import Floats, Indicator
from .numbers import counted, number
from .pairs import NOT_KNOWN, PairedDifference, paired_difference, sum_in_order
from .results import Results

_NUMBERS = ("mean_a", "mean_b", "difference", "low", "high", "variance_ratio", "verdict")
_TARGET_COLUMNS = ("id", "name", "unit", "year", *_NUMBERS, "target", "met", "met_a", "met_b")
MOST_SHOWN = 40


@dataclass(frozen=True, repr=False, eq=False)
class Comparison:
    """Run B against run A, replicate by replicate. Made by `compare`.

    Attributes
    ----------
    a, b : Results
    replicates : tuple of int
        Found in both.
    num_unpaired : int
        Replicates found in one file only; they are left out.
    table : pandas.DataFrame
        One row an indicator: indicator, unit, mean_a, mean_b, difference (of B - A), low and high
        of its 95 % interval (Student's t over pairs: Monte-Carlo error, no forecast),
        variance_ratio (of paired to independent replicates), verdict. Flows are totals over the
        run, stocks last values, all cells together. What cannot be told is not a number.
        Verdicts are `same` (to the last bit), `within_noise`, `differs`, `not_known`.
    targets : pandas.DataFrame
        Target indicators by year: id, name, unit, year, the same numbers, target, met (`at least`
        or `at most`), and the part of the replicates of A and of B that meets it in its year.
        Empty where one run has none.
    only_in_a, only_in_b : tuple of str
        Indicators without a partner.

    Examples
    --------
    >>> comparison = compare("results/base.h5", "results/other.h5")
    >>> comparison.replicates, comparison.num_unpaired
    ((0, 1, 2, 3), 0)
    >>> comparison.table[["indicator", "difference", "verdict"]].head(3)
               indicator  difference verdict
    0         population        20.0 differs
    1  population_by_age         0.0    same
    2             births         0.0    same
    """

    a: Results
    b: Results
    replicates: tuple[int, ...]
    num_unpaired: int
    table: pd.DataFrame
    targets: pd.DataFrame
    only_in_a: tuple[str, ...]
    only_in_b: tuple[str, ...]

    def cells(self, name: str) -> pd.DataFrame:
        """One indicator cell by cell: a column of codes for each axis, then the numbers of `table`.

        Of twenty cells without any effect, one is expected to differ by chance.

        Raises
        ------
        KeyError
            When the runs have no such indicator; the message names the nearest one.

        Examples
        --------
        >>> compare("results/base.h5", "results/other.h5").cells("population")[
        ...     ["region", "mean_a", "mean_b", "verdict"]
        ... ]
          region  mean_a  mean_b verdict
        0   TL-1  1152.0  1172.0 differs
        1   TL-2  1990.0  1990.0    same
        """
        a, b = self.a.indicator(name), self.b.indicator(name)
        numbers = pd.DataFrame(_columns(_by_cell(a, b, self.replicates)))
        if not a.axes:
            return numbers
        cells = pd.MultiIndex.from_product([a.codes[axis] for axis in a.axes], names=a.axes)
        return pd.concat([cells.to_frame(index=False), numbers], axis=1)

    def notes(self) -> list[str]:
        """What a reader must know before he believes the table.

        Examples
        --------
        >>> compare("results/base.h5", "results/other.h5").notes()[0]
        'Paired over 4 replicates with common draws. The interval is Monte-Carlo error, not a forecast.'
        """
        pairs = len(self.replicates)
        notes = [
            f"Paired over {counted(pairs, 'replicate')} with common draws. The interval is "
            "Monte-Carlo error, not a forecast."
        ]
        if pairs == 1:
            notes = [
                "One replicate gives a difference without an interval: whether it is more than "
                "noise cannot be told."
            ]
        if self.num_unpaired:
            notes.append(f"{counted(self.num_unpaired, 'replicate')} without a partner left out.")
        if self.a.scale != self.b.scale:
            notes.append("The scales differ: part of the difference is sampling.")
        for letter, names in (("A", self.only_in_a), ("B", self.only_in_b)):
            if names:
                notes.append(f"Only in {letter}: {', '.join(names)}")
        return notes

    def __repr__(self) -> str:
        table = self.table.to_string(
            index=False, max_rows=MOST_SHOWN, float_format=number, na_rep="-"
        )
        return "\n".join([*self._heads(), "", table, "", *self.notes()])

    def _repr_html_(self) -> str:
        heads = "<br>".join(escape(head) for head in self._heads())
        notes = "<br>".join(escape(note) for note in self.notes())
        table = self.table.to_html(
            index=False, max_rows=MOST_SHOWN, float_format=number, na_rep="-"
        )
        return f"<div><p>{heads}</p>{table}<p>{notes}</p></div>"

    def _heads(self) -> list[str]:
        runs = (("A", self.a), ("B", self.b))
        return [f"{letter}: {r.path} ({r.title}, scale {r.scale:g})" for letter, r in runs]


def compare(a: Results | str | os.PathLike[str], b: Results | str | os.PathLike[str]) -> Comparison:
    """Compares two runs or ensembles, as `qonys compare` does.

    Parameters
    ----------
    a, b
        Results or their paths, of the same model, period and seed.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        When the runs do not belong together; it tells every reason.

    Examples
    --------
    >>> comparison = compare("results/base.h5", "results/other.h5")
    >>> population = comparison.table.iloc[0]
    >>> float(population["difference"]), population["verdict"]
    (20.0, 'differs')
    """
    a = a if isinstance(a, Results) else Results(a)
    b = b if isinstance(b, Results) else Results(b)
    where = f"{a.path} and {b.path}"
    _refuse(_run_problems(a, b, where))
    replicates = tuple(sorted({*a.replicates} & {*b.replicates}))
    names_a, names_b = a.indicators(), b.indicators()
    both = [name for name in names_a if name in names_b]
    if both and not replicates:
        why = "replicates are paired by their number"
        hint = "run both with the same number of --replicates"
        _refuse([Problem(where, "no replicate is in both files", why, hint)])
    return Comparison(
        a,
        b,
        replicates,
        len(a.replicates) + len(b.replicates) - 2 * len(replicates),
        _table(a, b, both, replicates, where),
        _targets(a, b, replicates),
        tuple(name for name in names_a if name not in names_b),
        tuple(name for name in names_b if name not in names_a),
    )


def _table(
    a: Results, b: Results, names: Sequence[str], replicates: Sequence[int], where: str
) -> pd.DataFrame:
    """One row an indicator; refuses those whose cells have no partner, all of them at once."""
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for name in names:
        one, other = a.indicator(name), b.indicator(name)
        problems += _shape_problems(one, other, where)
        if not problems:
            whole = _columns(_whole(one, other, replicates))
            rows.append({"indicator": name, "unit": one.unit, **whole})
    _refuse(problems)
    return pd.DataFrame(rows, columns=["indicator", "unit", *_NUMBERS])


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _run_problems(a: Results, b: Results, where: str) -> list[Problem]:
    """Why two runs cannot be compared: another model, period or seed."""
    problems = []
    if a.model != b.model:
        what = f"models '{a.model}' and '{b.model}' differ"
        why, hint = "their indicators do not mean the same", "compare runs of one model"
        problems.append(Problem(where, what, why, hint))
    if (a.start, a.end) != (b.start, b.end):
        what = f"periods {a.start} to {a.end} and {b.start} to {b.end} differ"
        why = "totals over different months cannot be subtracted"
        problems.append(Problem(where, what, why, "run both with the same run.start and run.end"))
    if a.seed != b.seed:
        what = f"seeds {a.seed} and {b.seed} differ"
        why = "replicates are paired by their common draws"
        problems.append(Problem(where, what, why, "run both with the same --seed"))
    return problems


def _shape_problems(a: Indicator, b: Indicator, where: str) -> list[Problem]:
    if a.months != b.months:
        part = "times"
    elif (a.axes, a.codes, a.labels) != (b.axes, b.codes, b.labels):
        part = "axes"
    else:
        return []
    why = "cells of one run have no partner in the other"
    hint = "run both scenarios with the same regions and the same program"
    return [Problem(where, f"the {part} of indicator '{a.name}' differ", why, hint)]


def _headline(indicator: Indicator, replicates: Sequence[int]) -> Floats:
    """What is summed, all times of a flow, the last of a stock: [replicate, time, cell]."""
    rows = [indicator.replicates.index(number) for number in replicates]
    first = len(indicator.times) - 1 if indicator.is_stock else 0
    return indicator.values[rows, first:].reshape(len(rows), len(indicator.times) - first, -1)


def _whole(a: Indicator, b: Indicator, replicates: Sequence[int]) -> PairedDifference:
    flat = [_headline(one, replicates).reshape(len(replicates), -1) for one in (a, b)]
    return paired_difference(sum_in_order(flat[0].T), sum_in_order(flat[1].T))


def _by_cell(a: Indicator, b: Indicator, replicates: Sequence[int]) -> PairedDifference:
    sums = [sum_in_order(np.moveaxis(_headline(one, replicates), 1, 0)) for one in (a, b)]
    return paired_difference(sums[0], sums[1])


def _columns(pair: PairedDifference) -> dict[str, Any]:
    """Numbers of one pair, or lists of them."""
    return {column: getattr(pair, column).tolist() for column in _NUMBERS}


def _targets(a: Results, b: Results, replicates: Sequence[int]) -> pd.DataFrame:
    """Target indicators that both files hold."""
    of_a, of_b = a.target_values(), b.target_values()
    if of_a is None or of_b is None:
        return pd.DataFrame(columns=list(_TARGET_COLUMNS))
    rows = []
    for identity in of_a["id"].values:
        if identity not in of_b["id"].values:
            continue
        what = of_a.sel(id=identity)
        for year in what["year"].values:
            if year in of_b["year"].values:
                one, other = (
                    _numbers_of(table["values"].sel(id=identity, year=year), replicates)
                    for table in (of_a, of_b)
                )
                rows.append(_target_row(what, int(year), one, other))
    return pd.DataFrame(rows, columns=list(_TARGET_COLUMNS))


def _numbers_of(values: Any, replicates: Sequence[int]) -> Floats | None:
    """Numbers of the replicates named; None where one of them has none."""
    numbers = values.reindex(replicate=list(replicates)).values
    return None if np.isnan(numbers).any() else np.asarray(numbers, dtype=np.float64)


def _target_row(what: Any, year: int, a: Floats | None, b: Floats | None) -> dict[str, Any]:
    target, met = float(what["target"]), str(what["met"].item())
    row: dict[str, Any] = {column: float("nan") for column in (*_NUMBERS, "met_a", "met_b")}
    row |= {"verdict": NOT_KNOWN, "year": year, "target": target, "met": met}
    row |= {column: str(what[column].item()) for column in ("id", "name", "unit")}
    if a is not None and b is not None:
        row |= _columns(paired_difference(a, b))
        if year == float(what["target_year"]):
            row["met_a"] = _part_that_meets(a, target, met)
            row["met_b"] = _part_that_meets(b, target, met)
    return row


def _part_that_meets(numbers: Floats, target: float, met: str) -> float:
    meets = numbers <= target if met == "at most" else numbers >= target
    return float(meets.sum()) / len(numbers)
