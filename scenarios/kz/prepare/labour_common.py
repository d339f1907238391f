"""Shared tools of the labour tables: sectors, typed facts, proportional fitting."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import exp, log
from pathlib import Path

from common import DATA, Source
from common_migration import REGIONS, RawFolder, Row, Table
from finished import Cells, Finished

FACTS_FILE = Path(__file__).with_name("labour_facts.csv")
DESCRIPTIONS = Path(__file__).with_name("labour_tables.toml")

SECTORS = {
    "agriculture": ("A",),
    "industry": ("B", "C", "D", "E"),
    "construction": ("F",),
    "trade": ("G",),
    "transport_ict": ("H", "J"),
    "business_services": ("K", "L", "M", "N"),
    "public_administration": ("O",),
    "education": ("P",),
    "health": ("Q",),
    "other_services": ("I", "R", "S+T"),
}
SECTOR_OF = {section: sector for sector, sections in SECTORS.items() for section in sections}
GROUPS = {
    "agriculture": ("A",),
    "industry_construction": ("B", "C", "D", "E", "F"),
    "services": tuple(s for s in SECTOR_OF if s not in "ABCDEF"),
}
SKILLS = ("low", "mid", "high")
OLD_PARTS = {"KZ-19": "KZ-33", "KZ-35": "KZ-62", "KZ-63": "KZ-10"}  # whole before 2022: part cut out
BASE_YEARS = {2022: 2022, 2025: 2024}  # 1 January: year whose mean stands for it
NATION = "KZ"

Matrix = dict[tuple[str, str], float]
Vector = dict[str, float]


class LabourRaw(RawFolder):
    """The raw figures, with the press figures typed for the labour tables."""

    def typed(self, table: str) -> list[Row]:
        """Typed figures of one table."""
        return self._select(FACTS_FILE, {"table": table})

    def values(self, table: str) -> Vector:
        """Typed figures of one table by their key, where it has one year only."""
        rows = self.typed(table)
        if len({row["key"] for row in rows}) != len(rows):
            raise ValueError(f"{table}: a key stands twice (ask for the rows instead)")
        return {row["key"]: float(row["value"]) for row in rows}


@cache
def _descriptions() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(DESCRIPTIONS.read_text(encoding="utf-8"))


class LabourTable(Table):
    """A tidy table whose description stands in `labour_tables.toml`."""

    @property
    def about(self) -> dict[str, str]:
        """Title, unit, grade and the rest of the description."""
        return _descriptions()[self.folder][self.stem]


def finished(name: str) -> tuple[Cells, list[str]]:
    """A table that another script has written, and its addresses."""
    source = Source()
    cells = Finished(DATA).cells(name, source)
    return cells, source.addresses


def total(values: Mapping[object, float]) -> float:
    """Sum of all values."""
    return sum(values.values())


def column(matrix: Mapping[tuple[str, str], float], second: str) -> Vector:
    """Values whose second key is the given one, by the first."""
    return {a: v for (a, b), v in matrix.items() if b == second}


def row(matrix: Mapping[tuple[str, str], float], first: str) -> Vector:
    """Values whose first key is the given one, by the second."""
    return {b: v for (a, b), v in matrix.items() if a == first}


def fit(seed: Matrix, rows: Vector, columns: Vector, rounds: int = 2000) -> Matrix:
    """Seed scaled in turn to row and column sums until both hold; the sums must agree."""
    if abs(total(rows) - total(columns)) > 1e-6 * total(rows):
        raise ValueError("row and column sums differ (proportional fitting cannot meet both)")
    values = dict(seed)
    for _ in range(rounds):
        sums = dict.fromkeys(columns, 0.0)
        for (_, b), v in values.items():
            sums[b] += v
        values = {(a, b): v * columns[b] / sums[b] if sums[b] else 0.0 for (a, b), v in values.items()}
        sums = dict.fromkeys(rows, 0.0)
        for (a, _), v in values.items():
            sums[a] += v
        gap = max(abs(sums[a] - rows[a]) for a in rows)
        values = {(a, b): v * rows[a] / sums[a] if sums[a] else 0.0 for (a, b), v in values.items()}
        if gap < 1e-6:
            break
    return values


def solve(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Argument at which a rising function takes the wanted value, by bisection."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2


def shifted(share: float, shift: float) -> float:
    """A share moved by `shift` on the log-odds scale; 0 and 1 stay."""
    if share <= 0.0 or share >= 1.0:
        return share
    return 1 / (1 + exp(-(log(share / (1 - share)) + shift)))


def shift_to(shares: Vector, weights: Vector, wanted: float) -> Vector:
    """Shares moved together on the log-odds scale so that their weighted sum is the wanted one."""
    level = solve(
        lambda a: sum(weights[k] * shifted(s, a) for k, s in shares.items()), wanted, -12.0, 12.0
    )
    return {k: shifted(s, level) for k, s in shares.items()}


def people(raw: RawFolder, year: str) -> Vector:
    """Mean population of the regions in a year."""
    rows = raw.rows(
        "population_by_region.csv",
        indicator="pop_annual_avg",
        sex="both",
        area="total",
        year=year,
        region_code=REGIONS,
    )
    return {r["region_code"]: float(r["value"]) for r in rows}


def spread_rest(known: Vector, weights: Vector) -> Vector:
    """Known shares, and the rest of 1 over the other keys in proportion to their weights."""
    free = 1 - total(known)
    others = {k: w for k, w in weights.items() if k not in known}
    return {k: known[k] if k in known else free * weights[k] / total(others) for k in weights}


def by_year(rows: Sequence[Row]) -> dict[tuple[str, int], float]:
    """Typed rows by key and year."""
    return {(r["key"], int(r["year"])): float(r["value"]) for r in rows}
