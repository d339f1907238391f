"""Employed, employees and self-employed by region and sector."""

from __future__ import annotations

from common import largest_remainder
from common_migration import REGIONS, Key, Row, addresses, by_region_year
from labour_common import (
    GROUPS,
    NATION,
    OLD_PARTS,
    SECTOR_OF,
    SECTORS,
    LabourRaw,
    LabourTable,
    Matrix,
    Vector,
    fit,
    shift_to,
    total,
)

YEARS = (2021, 2022, 2023, 2024)
DETAIL = "employment_detail.csv"
STAFF_SECTIONS = ("O", "P", "Q")  # output is mostly pay: its share is taken as that of staff
MARKET_POWER = 0.33  # of the share in output elsewhere: output per head differs, most of all by oil
# Assumption: self-employed share of the nation. Leans on individual entrepreneurs of July 2021 by
# section (trade 32 %, farming 22 %, transport 6 %) and on informal work on own plots (366 thousand).
SELF_SHARE = {
    "agriculture": 0.58,
    "industry": 0.06,
    "construction": 0.18,
    "trade": 0.38,
    "transport_ict": 0.20,
    "business_services": 0.22,
    "public_administration": 0.0,
    "education": 0.02,
    "health": 0.04,
    "other_services": 0.50,
}
Yearly = dict[int, Matrix]


class Sectors:
    """Work by region and sector, fitted once and shared by the themes."""

    def __init__(self, raw: LabourRaw) -> None:
        """Fit every year."""
        self._raw = raw
        self.rows: list[Row] = []
        self.sections = self._sections()
        self.output = self._output()
        self.groups = {g: self._regional("employment_by_sector.csv", f"employed_{g}", 1) for g in GROUPS}
        self.hired = self._regional(DETAIL, "employees_hired", 1000)
        self.employed = {year: self._employed(year) for year in YEARS}
        self.self_employed = {year: self._self_employed(year) for year in YEARS}
        self.employees = {
            year: {k: v - self.self_employed[year][k] for k, v in self.employed[year].items()}
            for year in YEARS
        }

    def _take(self, rows: list[Row]) -> list[Row]:
        self.rows += rows
        return rows

    def _sections(self) -> dict[int, Vector]:
        """Employed by section of the nation."""
        rows = self._take(
            self._raw.rows(DETAIL, indicator="employed_by_section", period=[str(y) for y in YEARS])
        )
        found: dict[int, Vector] = {y: {} for y in YEARS}
        for r in rows:
            if r["dimension"] != "TOTAL":
                found[int(r["period"])][r["dimension"]] = 1000 * float(r["value"])
        return found

    def _output(self) -> Matrix:
        """Gross output by region and section, 2024."""
        rows = self._take(self._raw.rows(DETAIL, indicator="gross_output_by_section"))
        names = {s: s for s in SECTOR_OF} | {"S": "S+T"}
        return {
            (r["region_code"], names[r["dimension"]]): float(r["value"])
            for r in rows
            if r["dimension"] in names
        }

    def _regional(self, file: str, indicator: str, scale: float) -> dict[int, Vector]:
        """A published figure by year and region of today; 2021 cut in the shares of 2022."""
        period = "year" if file.startswith("employment_by") else "period"
        wanted = {period: [str(y) for y in YEARS], "indicator": indicator}
        rows = self._take(self._raw.rows(file, **wanted))
        cells = by_region_year(rows, period, scale)
        found = {y: {r: cells[r, y] for r in REGIONS if (r, y) in cells} for y in YEARS}
        for whole, part in OLD_PARTS.items():
            share = found[2022][part] / (found[2022][part] + found[2022][whole])
            found[2021][part] = found[2021][whole] * share
            found[2021][whole] *= 1 - share
        return found

    def seed(self, group: str, year: int) -> Matrix:
        """First guess by region and section of one group, before fitting."""
        work = self.groups[group][year]
        guess: Matrix = {}
        for r in REGIONS:
            workers = work[r] / total(work)
            for s in GROUPS[group]:
                share = max(self.output[r, s] / self.output[NATION, s], 1e-4)
                power = 1.0 if s in STAFF_SECTIONS else MARKET_POWER
                guess[r, s] = self.sections[year][s] * share**power * workers ** (1 - power)
        return guess

    def _employed(self, year: int) -> Matrix:
        """Employed by region and sector; each region keeps its three published groups."""
        values: Matrix = {(r, s): 0.0 for r in REGIONS for s in SECTORS}
        for group, sections in GROUPS.items():
            work = self.groups[group][year]
            scale = total(work) / sum(self.sections[year][s] for s in sections)
            nation = {s: self.sections[year][s] * scale for s in sections}
            fitted = fit(self.seed(group, year), work, nation)
            for r in REGIONS:
                parts: Vector = {}
                for s in sections:
                    parts[SECTOR_OF[s]] = parts.get(SECTOR_OF[s], 0.0) + fitted[r, s]
                whole = largest_remainder(list(parts.values()), round(work[r]))
                values |= {(r, s): float(n) for s, n in zip(parts, whole)}
        return values

    def _self_employed(self, year: int) -> Matrix:
        """Self-employed: the national shares moved on the log-odds scale to each region's total."""
        values: Matrix = {}
        for r in REGIONS:
            work = {s: self.employed[year][r, s] for s in SECTORS}
            wanted = round(total(work)) - round(self.hired[year][r])
            share = shift_to(SELF_SHARE, work, wanted)
            parts = largest_remainder([work[s] * share[s] for s in SECTORS], wanted)
            values |= {(r, s): float(n) for s, n in zip(SECTORS, parts)}
        return values

    def nation(self, table: Yearly, year: int) -> Vector:
        """Sums of the regions by sector."""
        return {s: sum(table[year][r, s] for r in REGIONS) for s in SECTORS}


def _long(table: Yearly) -> dict[Key, float]:
    return {(r, s, y): v for y, cells in table.items() for (r, s), v in cells.items()}


def growth(work: Sectors) -> dict[Key, float]:
    """Growth factor of employees against the year before."""
    values: dict[Key, float] = {}
    for year in YEARS[1:]:
        now, before = work.nation(work.employees, year), work.nation(work.employees, year - 1)
        for r in REGIONS:
            for s in SECTORS:
                here, then = work.employees[year][r, s], work.employees[year - 1][r, s]
                values[r, s, year] = now[s] / before[s] if year == 2022 or not then else here / then
    return values


def tables(work: Sectors) -> list[LabourTable]:
    """All tables of this theme."""
    links = addresses(work.rows)
    return [
        LabourTable("data", "employed_by_sector", _long(work.employed), links),
        LabourTable("data", "employees_by_sector", _long(work.employees), links),
        LabourTable("data", "self_employed_by_sector", _long(work.self_employed), links),
        LabourTable("data", "employees_growth", growth(work), links),
    ]
