"""Registration against real mobility, and the paths to 2050."""

from __future__ import annotations

from math import exp, log

from common_migration import (
    REGIONS,
    Key,
    RawFolder,
    Table,
    addresses,
    by_region_year,
    largest_remainder,
    shares,
)
from mig_internal import FILE

BASE_YEAR = 2024
YEARS = range(2025, 2051)
NORMAL = (2019, 2020, 2021, 2022)
DIRECTIONS = ("arrivals", "departures")
PAIRS = {"KZ-61": ("KZ-61", "KZ-79"), "KZ-35": ("KZ-35", "KZ-62"), "KZ-63": ("KZ-63", "KZ-10")}


def tables(raw: RawFolder) -> list[Table]:
    """Registration factor, presence gap and the named paths."""
    return [_registration_factor(raw), _mobility(raw), _external(raw), _presence(raw)]


def _registered_per_head(raw: RawFolder) -> tuple[dict[int, float], list[str]]:
    """Registered internal moves per head of the average population, 2019-2024."""
    wanted = [str(y) for y in range(2019, 2025)]
    moves = raw.rows(FILE, region_code="KZ", indicator="all_internal_movers", period=wanted)
    people = raw.rows(
        "population_by_region.csv",
        region_code="KZ",
        indicator="pop_annual_avg",
        sex="both",
        area="total",
        year=wanted,
    )
    heads = {int(r["year"]): float(r["value"]) for r in people}
    rate = {int(r["period"]): float(r["value"]) / heads[int(r["period"])] for r in moves}
    return rate, addresses(moves, people)


def _factors(raw: RawFolder) -> tuple[dict[int, float], list[str]]:
    rate, links = _registered_per_head(raw)
    normal = sum(rate[y] for y in NORMAL) / len(NORMAL)
    return {y: r / normal for y, r in rate.items()}, links


def _registration_factor(raw: RawFolder) -> Table:
    factor, links = _factors(raw)
    return Table("data", "registration_factor", {(y,): f for y, f in factor.items()}, links)


def _mobility(raw: RawFolder) -> Table:
    factor, links = _factors(raw)
    now = factor[BASE_YEAR]
    rise = exp(log(now / factor[2022]) / 2)
    ends = {"low": (1 / now, 2028), "base": ((1 + now) / 2 / now, 2028), "high": (rise, 2026)}
    values: dict[Key, float] = {
        (path, year): 1 + (end - 1) * min(1.0, (year - BASE_YEAR) / (last - BASE_YEAR))
        for path, (end, last) in ends.items()
        for year in YEARS
    }
    fill = {path: f"{end:.3f}" for path, (end, _) in ends.items()}
    return Table("data", "mobility_path", values, links, fill)


def _external(raw: RawFolder) -> Table:
    rows = raw.rows("migration_external_national.csv", partner="WORLD", flow=DIRECTIONS)
    flow = {(r["flow"], int(r["year"])): float(r["value"]) for r in rows if int(r["year"]) >= 2016}
    values: dict[Key, float] = {}
    for d in DIRECTIONS:
        now = flow[d, BASE_YEAR]
        ends = {
            "base": ((flow[d, 2023] + now) / 2 / now, 2025),
            "low": (sum(flow[d, y] for y in range(2016, 2022)) / 6 / now, 2030),
            "high": (exp(log(now / flow[d, 2022]) / 2), 2030),
        }
        for path, (end, last) in ends.items():
            way = {y: min(1.0, (y - BASE_YEAR) / (last - BASE_YEAR)) for y in YEARS}
            values |= {(path, d, y): 1 + (end - 1) * w for y, w in way.items()}
    return Table("data", "external_path", values, addresses(rows))


def _presence(raw: RawFolder) -> Table:
    claim = raw.facts("presence")
    rows = raw.rows(
        "internal_migration_od.csv",
        dest_code="KZ-71",
        period="2018-01..05",
        indicator="share_of_arrivals",
    )
    people = by_region_year(
        raw.rows(
            "population_by_region.csv",
            indicator="pop_annual_avg",
            sex="both",
            area="total",
            year="2024",
        ),
        "year",
    )
    weight: dict[str, float] = {}
    for r in rows:
        parts = PAIRS.get(r["origin_code"], (r["origin_code"],))
        inside = shares({p: people[p, 2024] for p in parts})
        weight |= {p: float(r["value"]) * s for p, s in inside.items()}
    rest = shares({r: people[r, 2024] for r in REGIONS if r not in weight and r != "KZ-71"})
    missing = 100 - sum(weight.values())
    weight |= {r: missing * s for r, s in rest.items()}
    away = largest_remainder(int(float(claim[0]["value"])), weight)
    values: dict[Key, float] = {(r,): -float(n) for r, n in away.items()}
    values[("KZ-71",)] = float(claim[0]["value"])
    return Table("data", "presence_gap", values, addresses(claim, rows))
