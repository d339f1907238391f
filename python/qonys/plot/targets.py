"""Target indicators of a results file, replicate by replicate."""

from __future__ import annotations

from dataclasses import dataclass

import h5py
import numpy as np

from ..indicator import Floats, texts
from ..results import Results


@dataclass(frozen=True)
class Target:
    """One target indicator.

    Attributes
    ----------
    id, unit : str
    names : dict of str to str
        By language.
    base, base_year : float, str
        As published; not a number and empty where nothing was.
    target, target_year : float
        Not a number where none was published.
    met : str
        `at least` or `at most`.
    years : list of int
    values : numpy.ndarray of float64
        [replicate, year]
    """

    id: str
    names: dict[str, str]
    unit: str
    base: float
    base_year: str
    target: float
    target_year: float
    met: str
    years: list[int]
    values: Floats

    def judged_in(self) -> int | None:
        """The year of the target; None where there is none, or the run does not reach it."""
        is_due = bool(np.isfinite(self.target)) and self.target_year in self.years
        return int(self.target_year) if is_due else None

    def num_met(self, year: int) -> tuple[int, int]:
        """Replicates that meet the target in a year, and those that have a number of it."""
        column = self.values[:, self.years.index(year)]
        known = column[np.isfinite(column)]
        met = known >= self.target if self.met == "at least" else known <= self.target
        return int(met.sum()), len(known)


def targets_of(results: Results) -> list[Target]:
    """All target indicators.

    Raises
    ------
    KeyError
        When the scenario has no catalogue.
    """
    with h5py.File(results.path, "r") as file:
        group = file.get("target_indicators")
        if group is None:
            raise KeyError(
                f"{results.path}: no target indicators; run a scenario that has a [catalogue]"
            )
        columns = {
            name: texts(group[name])
            for name in ("id", "name_kk", "name_ru", "name_en", "unit", "base_year", "met")
        }
        numbers = {name: group[name][()] for name in ("base", "target", "target_year")}
        years = [int(year) for year in group["year"][()]]
        values = np.asarray(group["values"][()], dtype=np.float64)
    return [
        Target(
            columns["id"][i],
            {language: columns[f"name_{language}"][i] for language in ("kk", "ru", "en")},
            columns["unit"][i],
            float(numbers["base"][i]),
            columns["base_year"][i],
            float(numbers["target"][i]),
            float(numbers["target_year"][i]),
            columns["met"][i],
            years,
            values[:, i, :],
        )
        for i in range(len(columns["id"]))
    ]
