"""Invariants of the labour tables; a broken one stops the preparation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from common_migration import REGIONS, Key
from labour_common import SECTORS, LabourTable

UNIT_SUMS = {  # table: axes within which it sums to one
    "skill_share": ("sector",),
    "employer_kind_share": ("sector",),
    "employees_by_size_share": ("sector",),
    "vacancy_sector_share": (),
    "resume_skill_share": (),
    "foreign_worker_sector_share": ("year",),
    "foreign_worker_origin_share": ("year",),
    "foreign_worker_region_share": ("year",),
    "household_worker_region_share": (),
    "household_worker_origin_share": (),
    "eaeu_worker_sector_share": (),
}


def sums(table: LabourTable, axes: Sequence[str]) -> dict[Key, float]:
    """Sums of a table over all axes but the given ones."""
    where = [table.axes.index(a) for a in axes]
    found: dict[Key, float] = {}
    for key, value in table.values.items():
        group = tuple(key[i] for i in where)
        found[group] = found.get(group, 0.0) + value
    return found


def _checks(data: dict[str, LabourTable], observed: dict[str, LabourTable]) -> Iterator[tuple[str, float, float]]:
    """What must hold: sentence, gap, largest gap allowed."""
    for stem, axes in UNIT_SUMS.items():
        yield f"{stem} sums to 1", max(abs(v - 1) for v in sums(data[stem], axes).values()), 1e-6
    employed = sums(data["employed_by_sector"], ("region", "year"))
    hired = sums(data["employees_by_sector"], ("region", "year"))
    own = sums(data["self_employed_by_sector"], ("region", "year"))
    yield "employees + self-employed = employed", max(abs(hired[k] + own[k] - v) for k, v in employed.items()), 0
    for name, table in (("employed", employed), ("hired", hired)):
        known = observed[name].values
        yield f"sectors add up to {name} by region", max(abs(table[k] - v) for k, v in known.items()), 2
    nation = sums(data["employed_by_sector"], ("year",))
    yield "nation of 2021 adds up", nation[(2021,)] - 8807113, 30
    for stem, table in data.items():
        if stem not in ("labour_demand_national", "cpi_path", "wage_growth_path"):
            yield f"{stem} not below 0", min(0.0, min(table.values.values())), 0
    split = sums(data["employer_quota"], ("quota_stage", "year"))
    whole = data["employer_quota_total"].values
    yield "categories add up to the employer quota", max(abs(split[k] - v) for k, v in whole.items()), 0
    region = sums(data["employer_quota_region"], ("year",))
    yield "regions add up to the employer quota", max(abs(v - whole["final", k[0]]) for k, v in region.items()), 0
    stock = sums(data["foreign_workers_start"], ("year",))
    yield "foreign workers of 2022 and 2025", abs(stock[(2022,)] - 14932) + abs(stock[(2025,)] - 13707), 0
    path = data["labour_demand_path"].values
    yield "largest yearly change of demand", max(abs(v - 1) for v in path.values()), 0.08 + 1e-12
    yield from _wages(data)


def _wages(data: dict[str, LabourTable]) -> Iterator[tuple[str, float, float]]:
    """The mean wage of the cells over the employees is the level told."""
    wage, table = data["wage_start"], data["employees_by_sector"].values
    for base, year in ((2022, 2022), (2025, 2024)):
        keys = [(r, s) for r in REGIONS for s in SECTORS]
        staff = sum(table[r, s, year] for r, s in keys)
        mean = sum(wage.values[r, s, base] * table[r, s, year] for r, s in keys) / staff
        level = float(wage.fill[f"level_{base}"].replace(",", ""))
        yield f"mean wage of {base}", mean / level - 1, 1e-4


def _cells(tables: list[LabourTable], axes: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, float, float]]:
    """Unknown codes, and tables by region or sector that miss some."""
    unknown = missing = 0
    known = axes | {"region": REGIONS}
    for table in tables:
        for i, axis in enumerate(table.axes):
            codes = {key[i] for key in table.values}
            unknown += len(codes - set(known.get(axis, codes)))
            if axis in ("region", "sector") and table.stem != "wage_region_cells":
                missing += len(set(known[axis]) - codes)
    yield "codes that no axis knows", unknown, 0
    yield "missing regions or sectors", missing, 0


def run_checks(tables: list[LabourTable], axes: dict[str, tuple[str, ...]]) -> None:
    """Print every invariant and raise if one is broken."""
    data = {t.stem: t for t in tables if t.folder == "data"}
    observed = {t.stem: t for t in tables if t.folder == "observed"}
    failures = 0
    for text, gap, limit in [*_checks(data, observed), *_cells(tables, axes)]:
        good = abs(gap) <= limit
        failures += not good
        print(f"{'ok  ' if good else 'FAIL'} {text}: {gap:.6g}")
    if failures:
        raise SystemExit(f"{failures} invariants are broken")
