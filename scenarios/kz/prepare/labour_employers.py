"""Employers by kind and size, staff by sector and size, business records, entry and exit."""

from __future__ import annotations

from math import sqrt

from common_migration import REGIONS, Key, addresses
from labour_axes import SIZES
from labour_common import (
    SECTORS,
    LabourRaw,
    LabourTable,
    Matrix,
    Vector,
    fit,
    people,
    solve,
    spread_rest,
    total,
)
from labour_sectors import Sectors

FILE = "enterprises_by_region.csv"
SMALL, LARGE = ("1-4", "5-15", "16-50", "51-100"), ("251-1000", "1001+")
OWN_MEAN, OWN_MOST = 2.5, 15  # assumption: staff of an entrepreneur or farm that employs
# Assumption: staff of budget institutions by size; typical schools and clinics have 50-100.
INSTITUTION_SHARE = {
    "1-4": 0.005,
    "5-15": 0.04,
    "16-50": 0.22,
    "51-100": 0.355,
    "101-250": 0.28,
    "251-1000": 0.085,
    "1001+": 0.015,
}
# Assumption: employees by kind of employer and sector, before fitting (own, firm, institution).
KIND_SEED = {
    "agriculture": (0.60, 0.40, 0.0),
    "industry": (0.05, 0.95, 0.0),
    "construction": (0.12, 0.88, 0.0),
    "trade": (0.40, 0.60, 0.0),
    "transport_ict": (0.12, 0.86, 0.02),
    "business_services": (0.10, 0.85, 0.05),
    "public_administration": (0.0, 0.0, 1.0),
    "education": (0.03, 0.12, 0.85),
    "health": (0.05, 0.30, 0.65),
    "other_services": (0.45, 0.35, 0.20),
}
SIZE_TILT = {  # assumption: exponent on the middle of the class, above 0 for big firms
    "industry": 0.25,
    "transport_ict": 0.15,
    "trade": -0.15,
    "other_services": -0.15,
}
KINDS = ("own", "firm", "institution")
# Assumption: yearly entry and exit over the stock.
TURNOVER = {
    ("own", "entry"): 0.135,
    ("own", "exit"): 0.12,
    ("firm", "entry"): 0.09,
    ("firm", "exit"): 0.07,
    ("institution", "entry"): 0.005,
    ("institution", "exit"): 0.005,
}


def tables(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    """All tables of this theme."""
    staff, counts, links, fill = _by_size(raw, work)
    kinds = _kinds(work, {k: sum(staff[k, s] for s in SIZES) for k in KINDS})
    size_share = _sector_sizes(work, kinds, staff)
    return [
        LabourTable("data", "employer_count", dict(counts), links, fill),
        LabourTable("data", "employees_by_size", dict(staff), links, fill),
        LabourTable("data", "employer_kind_share", kinds, links),
        LabourTable("data", "employees_by_size_share", size_share, links),
        LabourTable("data", "firm_turnover_rate", dict(TURNOVER), _turnover_links(raw)),
        *_records(raw, work),
    ]


def power_law(first: int, last: int, mean: float) -> list[float]:
    """Shares of units with first..last staff, falling as a power of the size, of the given mean."""
    sizes = range(first, last + 1)

    def shares(power: float) -> list[float]:
        weights = [(n / first) ** -power for n in sizes]
        whole = sum(weights)
        return [w / whole for w in weights]

    def average(power: float) -> float:
        return -sum(n * p for n, p in zip(sizes, shares(power)))

    return shares(solve(average, -mean, -2.0, 8.0))


def _classes(first: int, shares: list[float], names: tuple[str, ...]) -> tuple[Vector, Vector]:
    """Units and staff by size class, of one unit in all."""
    units, staff = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    for n, p in enumerate(shares, first):
        name = next(c for c in names if SIZES[c][0] <= n <= SIZES[c][1])
        units[name] += p
        staff[name] += n * p
    return units, staff


def _add(counts: Matrix, staff: Matrix, kind: str, number: float, found: tuple[Vector, Vector]) -> None:
    for c, units in found[0].items():
        counts[kind, c] = counts.get((kind, c), 0.0) + number * units
        staff[kind, c] = staff.get((kind, c), 0.0) + number * found[1][c]


def _by_size(raw: LabourRaw, work: Sectors) -> tuple[Matrix, Matrix, list[str], dict[str, str]]:
    """Staff and employers by kind and size; all employees of 2024 are in it."""
    rows = raw.rows(FILE, region_code="KZ", period=("2023", "2024"))
    told = {(r["indicator"], r["dimension"]): float(r["value"]) for r in rows}
    place_rows = raw.rows("employment_detail.csv", indicator="hired_by_place_of_work")
    place = {r["dimension"]: float(r["value"]) for r in place_rows}
    hired = total(work.nation(work.employees, 2024))
    own_staff = hired * (place["individuals"] + place["farms"]) / sum(place.values())
    small = told["small_firms", "legal entities up to 100 employees"]
    payroll = 1000 * told["small_firms_payroll", "legal entities up to 100 employees"]
    in_firms = 1000 * told["wage_earners_in_firms", "total"]
    in_large = in_firms * told["wage_earners_share_large_firms", "large"] / 100
    medium, large = told["firms_over_100_employees", "medium"], told["firms_over_100_employees", "large"]
    counts: Matrix = {(k, c): 0.0 for k in KINDS for c in SIZES}
    staff = dict(counts)
    _add(counts, staff, "own", own_staff / OWN_MEAN, _classes(1, power_law(1, OWN_MOST, OWN_MEAN), SMALL))
    _add(counts, staff, "firm", small, _classes(1, power_law(1, 100, payroll / small), SMALL))
    in_medium = in_firms - in_large - payroll
    _add(counts, staff, "firm", medium, ({"101-250": 1.0}, {"101-250": in_medium / medium}))
    _add(counts, staff, "firm", large, _classes(251, power_law(251, 30000, in_large / large), LARGE))
    rest = hired - own_staff - in_firms
    for c, share in INSTITUTION_SHARE.items():
        low, high = SIZES[c]
        staff["institution", c] = rest * share
        counts["institution", c] = rest * share / sqrt(low * min(high, 3000))
    counts = {k: float(round(v)) for k, v in counts.items()}
    fill = {"rest": f"{rest / 1000:,.0f}", "own": f"{own_staff / 1000:,.0f}"}
    return {k: float(round(v)) for k, v in staff.items()}, counts, addresses(rows, place_rows), fill


def _kinds(work: Sectors, by_kind: Vector) -> dict[Key, float]:
    """Share of each kind of employer in the employees of a sector."""
    here = work.nation(work.employees, 2024)
    scale = total(here) / total(by_kind)
    seed = {(s, k): max(p, 1e-6) * here[s] for s, row in KIND_SEED.items() for k, p in zip(KINDS, row)}
    fitted = fit(seed, here, {k: v * scale for k, v in by_kind.items()})
    return {(s, k): v / here[s] for (s, k), v in fitted.items()}


def _sector_sizes(work: Sectors, kinds: dict[Key, float], staff: Matrix) -> dict[Key, float]:
    """Share of each size class in the employees of a sector."""
    here = work.nation(work.employees, 2024)
    seed: Matrix = {}
    for s in SECTORS:
        for c, (low, high) in SIZES.items():
            mixed = sum(
                kinds[s, k] * staff[k, c] / sum(staff[k, x] for x in SIZES) for k in KINDS
            )
            seed[s, c] = here[s] * mixed * sqrt(low * min(high, 3000)) ** SIZE_TILT.get(s, 0.0)
    sizes = {c: sum(staff[k, c] for k in KINDS) for c in SIZES}
    scale = total(here) / total(sizes)
    fitted = fit(seed, here, {c: v * scale for c, v in sizes.items()})
    return {(s, c): v / here[s] for (s, c), v in fitted.items()}


def _turnover_links(raw: LabourRaw) -> list[str]:
    return addresses(raw.rows(FILE, indicator=("firm_closures", "sme_active")))


def _records(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    """Active businesses by kind, and by region, on 1 January 2024."""
    rows = raw.rows(FILE, indicator=("sme_active", "sme_active_structure"))
    nation = [r for r in rows if r["period"] == "2024-01-01"]
    active = next(1000 * float(r["value"]) for r in nation if r["indicator"] == "sme_active")
    cities = {r["region_code"]: r for r in rows if r["period"] in ("2022-12", "2023-08")}
    known = {r: 1000 * float(cities[r]["value"]) / active for r in ("KZ-71", "KZ-75")}
    west = raw.rows(
        FILE, indicator="individual_entrepreneurs_active", region_code=("KZ-23", "KZ-43", "KZ-47")
    )
    structure = {r["dimension"]: float(r["value"]) / 100 for r in nation if r["unit"] == "%"}
    one_person = structure["individual entrepreneurs"] + structure["farms"]
    known |= {r["region_code"]: 1000 * float(r["value"]) / one_person / active for r in west}
    heads = people(raw, "2024")
    share = spread_rest(known, heads)
    values: dict[Key, float] = {(r,): float(round(active * share[r])) for r in REGIONS}
    own: dict[Key, float] = {
        (r,): float(round(min(active * share[r] * one_person, _workers(work, r)))) for r in REGIONS
    }
    return [
        LabourTable("data", "business_count", values, addresses(nation, list(cities.values()), west)),
        LabourTable("data", "business_records_own", own, addresses(nation, west)),
    ]


def _workers(work: Sectors, region: str) -> float:
    """Employed people of a region, an upper bound for records of single persons."""
    return sum(work.employed[2024][region, s] for s in SECTORS)
