"""Matches a results file of the Kazakhstan model with figures that were observed.

A scenario folder holds `observed/` (what happened, never read by a simulation, each row with a role) and `data/`
(what a run starts from). A figure that set the start of the run says nothing about the model; its role is `start`.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .indicator import Floats, Indicator
from .results import Results

# Those who came back, over those moved since 2017: as if they had moved evenly over nine years.
YEARS_OF_RESETTLEMENT = 9
# Whom a run starts with: those resettled in so many years before (resettlement.past).
YEARS_BEFORE = 5
QUOTA_CATEGORIES = ["cat1", "cat2", "cat3", "cat4", "seasonal"]


@dataclass(frozen=True)
class Row:
    """One observed figure and what the run has for it.

    Attributes
    ----------
    figure, place, when : str
        What is counted; region, category or track (empty: the nation); year or month.
    unit : str
        `persons`, `permits`, `KZT/month`, or `share`.
    observed : float
    simulated : numpy.ndarray of float64
        One value a replicate.
    role : str
        `start`: the run starts from it. `input`: a parameter is set by it. `calibrate`: it was used, or free to
        be used, in setting parameters. Only `validate` is evidence.
    """

    figure: str
    place: str
    when: str
    unit: str
    observed: float
    simulated: Floats
    role: str

    def error(self) -> float:
        """Of the mean: relative, for shares the difference."""
        difference = float(self.simulated.mean()) - self.observed
        return difference if self.unit == "share" else difference / self.observed

    def margin(self) -> float | None:
        """Two Monte-Carlo standard errors of the mean; None for a single replicate."""
        if len(self.simulated) < 2:
            return None
        return 2 * float(self.simulated.std(ddof=1)) / math.sqrt(len(self.simulated))


class MissingTableError(LookupError):
    """A table that a folder does without: what needs it is not compared."""


class Figures:
    """A results file and the tables of a scenario folder, side by side."""

    def __init__(self, results: Results, folder: str) -> None:
        self.results = results
        self.folder = folder
        self.start_year = int(results.parameter("population.labour_year", "0"))

    def observed(self, name: str) -> pd.DataFrame:
        """A table of `observed/`; raises a MissingTableError where the folder does without it."""
        return self._table("observed", name)

    def data(self, name: str) -> pd.DataFrame:
        """A table of `data/`; raises a MissingTableError where the folder does without it."""
        return self._table("data", name)

    def _table(self, part: str, name: str) -> pd.DataFrame:
        folder = os.path.join(self.folder, part)
        path = os.path.join(folder, f"{name}.csv")
        # A folder without observed/ is another folder than was meant; one may do without data/.
        if part == "observed":
            os.listdir(folder)
        if not os.path.exists(path):
            raise MissingTableError(path)
        return pd.read_csv(path)

    def find(self, *names: str) -> list[Indicator] | None:
        """Indicators by name; None unless all are there."""
        if any(name not in self.results for name in names):
            return None
        return [self.results.indicator(name) for name in names]

    def role(self, row: pd.Series) -> str:
        """Of an observed figure on jobs or wages, which the start of the run may have used."""
        return "start" if int(row["year"]) == self.start_year else str(row["role"])


def months_of(indicator: Indicator, year: int) -> list[int]:
    """Positions of the months of a year; none unless all twelve are there."""
    found = [i for i, month in enumerate(indicator.months) if month.startswith(f"{year}-")]
    return found if len(found) == 12 else []


def place(indicator: Indicator, axis: str, code: object) -> int:
    """Position of a code."""
    return indicator.codes[axis].index(str(code))


def employment(figures: Figures) -> Iterator[Row]:
    """Employed people by region, mean of the year, and the unemployment rate."""
    found = figures.find("employees", "self_employed", "unemployed")
    if found is None:
        return
    employees, own, jobless = found
    at_work = employees.by("region") + own.by("region")
    rate = jobless.by("region") / (at_work + jobless.by("region"))
    for name, figure, unit, values in [
        ("employed", "employed", "persons", at_work),
        ("unemployment_rate", "unemployment rate", "share", rate),
    ]:
        for _, row in figures.observed(name).iterrows():
            months = months_of(own, int(row["year"]))
            if months:
                cell = values[:, months, place(own, "region", row["region"])].mean(axis=1)
                yield Row(figure, str(row["region"]), str(row["year"]), unit,
                          float(row["value"]), cell, figures.role(row))  # fmt: skip


def employment_growth(figures: Figures) -> Iterator[Row]:
    """Growth of employment since the start: free of who is counted where, as levels are not."""
    rows = [row for row in employment(figures) if row.figure == "employed"]
    start = {row.place: row for row in rows if row.role == "start"}
    for row in rows:
        if row.place in start and row.role != "start":
            first = start[row.place]
            yield Row(f"growth of employment since {first.when}", row.place, row.when, "share",
                      row.observed / first.observed - 1, row.simulated / first.simulated - 1,
                      row.role)  # fmt: skip


def wages(figures: Figures) -> Iterator[Row]:
    """Mean wage of the year, of the nation and of the regions that were published."""
    found = figures.find("employees", "pay")
    if found is None:
        return
    employees, pay = found
    for name in ("wage_national", "wage_region_cells"):
        for _, row in figures.observed(name).iterrows():
            months = months_of(pay, int(row["year"]))
            if not months:
                continue
            where = str(row["region"]) if "region" in row else ""
            paid, staff = (
                one.by("region")[:, months, place(one, "region", where)] if where
                else one.total()[:, months]
                for one in (pay, employees)
            )  # fmt: skip
            yield Row("mean wage", where, str(row["year"]), "KZT/month", float(row["value"]),
                      paid.sum(axis=1) / staff.sum(axis=1), figures.role(row))  # fmt: skip


def permits(figures: Figures) -> Iterator[Row]:
    """Foreign workers on permits at the beginning of a month, by category."""
    found = figures.find("foreign_workers")
    if found is None:
        return
    (workers,) = found
    for _, row in figures.observed("foreign_workers_status").iterrows():
        year, month = int(row["year"]), int(row["month"])
        before = f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"
        if before in workers.months:
            status = place(workers, "foreign_status", row["permit_status"])
            values = workers.by("foreign_status")[:, workers.months.index(before), status]
            yield Row("workers on permits", str(row["permit_status"]), f"{year}-{month:02d}",
                      "persons", float(row["value"]), values, str(row["role"]))  # fmt: skip


def permits_of_year(figures: Figures, kind: str, year: int) -> Floats | None:
    """Permits that took a place of a quota: issued and extended."""
    if kind == "household":
        found = figures.find("household_permits_issued")
        months = months_of(found[0], year) if found else []
        return found[0].total()[:, months].sum(axis=1) if found and months else None
    found = figures.find("permits_issued", "permits_extended")
    months = months_of(found[0], year) if found else []
    if not found or not months:
        return None
    inside = [place(found[0], "permit_status", code) for code in QUOTA_CATEGORIES]
    counted = sum(one.by("permit_status")[:, months][:, :, inside] for one in found)
    return np.asarray(np.asarray(counted).sum(axis=(1, 2)))


def quotas(figures: Figures) -> Iterator[Row]:
    """Permits of a year, and the part of the quota that they use."""
    if figures.find("permits_issued", "household_permits_issued") is None:
        return
    issued = figures.observed("permits_issued")
    used = figures.observed("quota_use")
    places = {"employer": "employer_quota_region", "household": "household_quota"}
    for table, figure in [(issued, "permits issued"), (used, "use of the quota")]:
        for _, row in table.iterrows():
            kind, year = str(row["quota_kind"]), int(row["year"])
            values = permits_of_year(figures, kind, year)
            quota = figures.data(places[kind])
            if values is None:
                continue
            if table is used:
                values = values / float(quota.loc[quota["year"] == year, "value"].sum())
            yield Row(figure, kind, str(year), "share" if table is used else "permits",
                      float(row["value"]), values, str(row["role"]))  # fmt: skip


def kandas(figures: Figures) -> Iterator[Row]:
    """Kandas by track."""
    found = figures.find("kandas_granted")
    if found is None:
        return
    (granted,) = found
    for _, row in figures.observed("kandas_track").iterrows():
        months = months_of(granted, int(row["year"]))
        if months:
            track = place(granted, "kandas_track", row["kandas_track"])
            values = granted.by("kandas_track")[:, months, track].sum(axis=1)
            yield Row("kandas by track", str(row["kandas_track"]), str(row["year"]), "persons",
                      float(row["value"]), values, str(row["role"]))  # fmt: skip


def received(figures: Figures) -> Iterator[Row]:
    """People received under the quotas, by region (both tracks) and by track."""
    found = figures.find("resettlers_received", "kandas_quota_used")
    if found is None:
        return
    resettlers, quota_kandas = found
    by_track = {"resettler": [resettlers], "kandas": [quota_kandas]}
    for name, axis in (("received", "region"), ("received_track", "track")):
        for _, row in figures.observed(name).iterrows():
            months = months_of(resettlers, int(row["year"]))
            if not months:
                continue
            code = str(row[axis])
            counted = found if axis == "region" else by_track[code]
            values = sum(
                one.by("region")[:, months, place(one, "region", code)].sum(axis=1)
                if axis == "region" else one.total()[:, months].sum(axis=1)
                for one in counted
            )  # fmt: skip
            yield Row(f"received, by {axis}", code, str(row["year"]), "persons",
                      float(row["value"]), np.asarray(values), str(row["role"]))  # fmt: skip


def permanent_jobs(figures: Figures) -> Iterator[Row]:
    """Those received who hold a permanent job at the end of the year: of all, and of those of working age.

    Who counts as of working age in the published figure is not known: 48 % of those received. The share of
    all needs no such definition.
    """
    found = figures.find("resettlers_work")
    if found is None:
        return
    (work,) = found
    for _, row in figures.observed("permanent_job_share").iterrows():
        months = months_of(work, int(row["year"]))
        if not months:
            continue
        people = work.total()[:, months[-1]]
        count = {code: work.by("settler_work")[:, months[-1], place(work, "settler_work", code)]
                 for code in ("permanent_job", "other_ages")}  # fmt: skip
        of_working_age = people - count["other_ages"]
        shares = {
            "received_all_ages": ("received, in permanent jobs, of all", count["permanent_job"] / people),
            "received_of_working_age": ("received, of working age", of_working_age / people),
            "received_working_age": (
                "received, in permanent jobs, of working age", count["permanent_job"] / of_working_age),
        }  # fmt: skip
        if row["job_group"] in shares:
            name, share = shares[row["job_group"]]
            yield Row(name, "", str(row["year"]), "share", float(row["value"]), share,
                      str(row["role"]))  # fmt: skip


# Tables that `qonys ingest` writes, the indicators that count the same, and what they are called.
REGISTERS = {
    "register_contract": (("employees",), "people with a labour contract"),
    "register_kandas": (("kandas_granted",), "kandas, by register"),
    "register_resettled": (("resettlers_received",), "resettlers received, by register"),
}


def registers(figures: Figures) -> Iterator[Row]:
    """Linked registers of agencies, by region and month."""
    for name, (indicators, figure) in REGISTERS.items():
        found = figures.find(*indicators)
        if found is None or "region" not in found[0].axes:
            continue
        try:
            table = figures.observed(name)
        except MissingTableError:
            continue
        (one,) = found
        values, regions = one.by("region"), one.codes["region"]
        for _, row in table.iterrows():
            month, where = f"{int(row['year'])}-{int(row['month']):02d}", str(row["region"])
            if month in one.months and where in regions and float(row["value"]):
                cell = values[:, one.months.index(month), regions.index(where)]
                yield Row(figure, where, month, "persons", float(row["value"]), cell,
                          str(row["role"]))  # fmt: skip


def returns(figures: Figures) -> Iterator[Row]:
    """Yearly chance of the resettled to go back: of those of the run, and of the five years before it."""
    found = figures.find("resettlers_received", "resettlers_returned")
    if found is None:
        return
    came, left = (one.total() for one in found)
    facts = figures.data("resettlement_cumulative").set_index("fact")["value"]
    back = float(facts["returned_2017_2025"]) / float(facts["moved_2017_2025"])
    observed = -math.log(1 - back) / (YEARS_OF_RESETTLEMENT / 2)
    before = YEARS_BEFORE * float(facts["moved_2017_2025"]) / YEARS_OF_RESETTLEMENT
    there = before + np.cumsum(came, axis=1) - np.cumsum(left, axis=1)
    first = np.full((len(there), 1), before)
    exposed = (there + np.concatenate([first, there[:, :-1]], axis=1)) / 24
    for year in sorted({month[:4] for month in found[0].months}):
        months = months_of(found[0], int(year))
        if months:
            rate = left[:, months].sum(axis=1) / exposed[:, months].sum(axis=1)
            yield Row("resettled who go back, a year", "", year, "share", observed, rate, "input")


SOURCES: dict[str, Callable[[Figures], Iterator[Row]]] = {
    "employment and unemployment": employment,
    "growth of employment": employment_growth,
    "wages": wages,
    "permits by category": permits,
    "use of the quotas": quotas,
    "kandas by track": kandas,
    "people received under the quotas": received,
    "permanent jobs of those received": permanent_jobs,
    "return of the resettled": returns,
}


def compare(results: Results, folder: str) -> tuple[list[Row], list[str]]:
    """All figures that both the file and the folder have, and the names of those that the file lacks."""
    figures = Figures(results, folder)
    rows: list[Row] = []
    missing: list[str] = []
    for name, source in SOURCES.items():
        try:
            found = list(source(figures))
        except MissingTableError:
            found = []
        rows.extend(found)
        if not found:
            missing.append(name)
    # Few folders have them: not worth a word where they are not there.
    return [*rows, *registers(figures)], missing
