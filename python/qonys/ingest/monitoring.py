"""Counts people by measure, region, origin and month: each agency alone, and all of them linked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .lives import Ids, View
from .measures import MEASURES, Measure

LINKED, LINKED_ONLY = "linked", "linked_only"
CELL = ["measure", "region", "origin", "month"]
OUTCOMES = ("contract", "unemployed", "university", "away", "none_of_these")
COHORTS = {
    "graduates": "graduated",
    "kandas": "kandas_granted",
    "resettlers": "resettled",
    "participants": "programme_joined",
}


def counts_of(
    linked: View, agencies: Mapping[str, View], person: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Counts of all measures.

    Parameters
    ----------
    linked
        View of all records, one row for each person.
    agencies
        Views of the agencies, one row for each number that they give.
    person
        For each agency the person of each of its rows.

    Returns
    -------
    pandas.DataFrame
        `table`, `measure`, `region`, `origin` (both empty where not known), `month`, `view`,
        `persons`. The view `linked_only` has those people of `linked` whom no agency counts in
        that cell.
    """
    grid = _Grid(linked, agencies)
    parts = []
    for measure in MEASURES:
        here, cells = grid.cells(measure, linked)
        parts.append(grid.counted(cells, measure, LINKED))
        seen = np.zeros(0, dtype=np.int64)
        for agency in measure.agencies:
            if agency in agencies:
                rows, alone = grid.cells(measure, agencies[agency])
                parts.append(grid.counted(alone, measure, agency))
                seen = np.concatenate([seen, grid.with_person(person[agency][rows], alone)])
        unseen = ~np.isin(grid.with_person(here, cells), seen)
        parts.append(grid.counted(cells[unseen], measure, LINKED_ONLY))
    made = pd.concat(parts, ignore_index=True)
    return made.sort_values(["table", *CELL, "view"], kind="stable").reset_index(drop=True)


class _Grid:
    """Numbers the cells region x origin x month."""

    def __init__(self, linked: View, agencies: Mapping[str, View]) -> None:
        views = [linked, *agencies.values()]
        self.months = np.array(linked.calendar.months, dtype=object)
        self.regions = np.array(["", *linked.calendar.regions, ""], dtype=object)
        self.origins = np.unique(
            np.concatenate([view.people["origin"].to_numpy(str) for view in views])
        )
        self.origin_of = {
            view.name: np.searchsorted(self.origins, view.people["origin"].to_numpy(str))
            for view in views
        }

    def cells(self, measure: Measure, view: View) -> tuple[Ids, Ids]:
        """Row of the view and cell of each person and month that counts."""
        matrix = measure.count(view)
        rows, months = np.nonzero(matrix)
        region = matrix[rows, months].astype(np.int64)
        cell = (region * len(self.origins) + self.origin_of[view.name][rows]) * len(
            self.months
        ) + months
        return rows, cell

    def with_person(self, person: Ids, cells: Ids) -> Ids:
        """One number for a person in a cell."""
        size = len(self.regions) * len(self.origins) * len(self.months)
        return person.astype(np.int64) * size + cells

    def counted(self, cells: Ids, measure: Measure, view: str) -> pd.DataFrame:
        found, persons = np.unique(cells, return_counts=True)
        rest, month = np.divmod(found, len(self.months))
        region, origin = np.divmod(rest, len(self.origins))
        return pd.DataFrame(
            {
                "table": measure.table,
                "measure": measure.name,
                "region": self.regions[region],
                "origin": self.origins[origin].astype(object),
                "month": self.months[month],
                "view": view,
                "persons": persons,
            }
        )


def follow(linked: View) -> pd.DataFrame:
    """What became of those who graduated, came as kandas, were resettled or joined a programme.

    Returns
    -------
    pandas.DataFrame
        `cohort`, `region` and `cohort_month` of the event, `months_since`, `outcome` at the end of
        that month, `persons`. The outcomes part the cohort: the first of contract, unemployed,
        university, away that holds, or none of these.
    """
    outcome = _outcomes(linked)
    parts = []
    for cohort, event in COHORTS.items():
        events = linked.events[linked.events["event"] == event].drop_duplicates("who")
        for since in range(len(linked.calendar.months)):
            still = events[events["month"] + since < len(linked.calendar.months)]
            parts.append(
                pd.DataFrame(
                    {
                        "cohort": cohort,
                        "region": np.array(["", *linked.calendar.regions, ""], dtype=object)[
                            still["region"]
                        ],
                        "cohort_month": np.array(linked.calendar.months, dtype=object)[
                            still["month"]
                        ],
                        "months_since": since,
                        "outcome": outcome[still["who"], still["month"] + since],
                    }
                )
            )
    whole = pd.concat(parts, ignore_index=True)
    return whole.groupby(list(whole.columns), sort=True).size().reset_index(name="persons")


def _outcomes(view: View) -> np.ndarray[tuple[int, int], np.dtype[np.object_]]:
    held = {name: view.at(name) > 0 for name in OUTCOMES[:3]}
    held["away"] = view.away
    made = np.full(view.home.shape, OUTCOMES[-1], dtype=object)
    for name in reversed(OUTCOMES[:-1]):
        made[held[name]] = name
    return made


def rounded(persons: int, below: int) -> int:
    """A sum to the nearest multiple of what is suppressed: no difference tells a small cell."""
    return persons if below <= 1 else (2 * persons + below) // (2 * below) * below


def suppress(counts: pd.DataFrame, keys: list[str], below: int) -> pd.DataFrame:
    """Empties the cells that hold few people: all views of a cell as soon as one of them does."""
    if below <= 1:
        return counts.assign(persons=counts["persons"].astype("Int64"))
    least = counts.groupby(keys, sort=False)["persons"].transform("min")
    return counts.assign(persons=counts["persons"].astype("Int64").mask(least < below))
