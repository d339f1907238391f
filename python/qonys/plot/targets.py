"""Target indicators of a results file, replicate by replicate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..indicator import Floats
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


# Where `Results.target_values` has the name in a language.
NAMES = {"en": "name", "ru": "name_ru", "kk": "name_kk"}


def targets_of(results: Results) -> list[Target]:
    """All target indicators.

    Raises
    ------
    KeyError
        When the scenario has no catalogue.
    """
    table = results.target_values()
    if table is None:
        raise KeyError(
            f"{results.path}: no target indicators; run a scenario that has a [catalogue]"
        )
    years = [int(year) for year in table["year"].values]
    return [
        Target(
            str(one["id"].item()),
            {lang: str(one[name].item()) for lang, name in NAMES.items()},
            str(one["unit"].item()),
            float(one["base"]),
            str(one["base_year"].item()),
            float(one["target"]),
            float(one["target_year"]),
            str(one["met"].item()),
            years,
            np.asarray(one["values"].values),
        )
        for one in (table.isel(id=i) for i in range(table.sizes["id"]))
    ]
