"""Permanent arrivals from abroad and departures abroad."""

from __future__ import annotations

from common_migration import (
    REGIONS,
    Key,
    RawFolder,
    Row,
    Table,
    addresses,
    by_region_year,
    largest_remainder,
    shares,
)
from mig_internal import YOUNG, population_by_age

NATION = "migration_external_national.csv"
REGIONAL = "external_migration_by_region.csv"
PROFILES = "migrant_profiles.csv"
YEARS = tuple(range(2016, 2025))
DIRECTIONS = ("arrivals", "departures")
NAMED_CIS = ("RUS", "UZB", "KGZ", "TJK", "TKM")
FLOW_PARTNERS = (*NAMED_CIS, "CHN", "MNG", "DEU", "TUR", "other")
WORKING = range(16, 63)


def tables(raw: RawFolder) -> list[Table]:
    """Inputs of the external migration process."""
    return [
        *(_by_partner(raw, d) for d in DIRECTIONS),
        _net_by_region(raw),
        *_gross_by_region(raw),
        *_ages(raw),
        *_schooling(raw),
    ]


def national_rows(raw: RawFolder, direction: str) -> list[Row]:
    """National flows by partner, 2016-2024."""
    return raw.rows(NATION, flow=direction, year=[str(y) for y in YEARS])


def _by_partner(raw: RawFolder, direction: str) -> Table:
    rows = national_rows(raw, direction)
    flow = {(r["partner"], int(r["year"])): float(r["value"]) for r in rows}
    values: dict[Key, float] = {(p, y): flow[p, y] for p in NAMED_CIS for y in YEARS}
    far = {p: flow.get((p, 2024), 0.0) for p in ("CHN", "MNG", "DEU", "TUR")}
    far["rest"] = flow["NON_CIS", 2024] - sum(far.values())
    for year in YEARS:
        split = largest_remainder(int(flow["NON_CIS", year]), far)
        rest = split.pop("rest")
        other_cis = flow["CIS", year] - sum(flow[p, year] for p in NAMED_CIS)
        values |= {(p, year): float(n) for p, n in split.items()}
        values["other", year] = rest + other_cis
    return Table("data", f"external_{direction}", values, addresses(rows))


def _net_by_region(raw: RawFolder) -> Table:
    rows = net_rows(raw)
    return Table("data", "external_net", by_region_year(rows, "period"), addresses(rows))


def net_rows(raw: RawFolder) -> list[Row]:
    """Yearly net external migration of the 20 regions."""
    return raw.rows(
        REGIONAL, indicator="net_external", period=("2022", "2023", "2024"), region_code=REGIONS
    )


def _known_departures(
    raw: RawFolder, national: dict[str, float]
) -> tuple[dict[str, float], list[Row]]:
    """Departures of 2024 that a source gives, with Pavlodar and Kostanay carried to 2024."""
    partial = raw.rows(
        "migration_by_region_partial.csv", period="2024", scope="external", indicator="departures"
    )
    derived = raw.rows(REGIONAL, period="2024", indicator="departures_external")
    known = {r["region_code"]: float(r["value"]) for r in [*partial, *derived]}
    months = raw.rows(
        REGIONAL, period="2024-01..05", indicator="departures_external", region_code="KZ-55"
    )
    before = raw.rows(REGIONAL, period="2023", indicator="departures_external", region_code="KZ-39")
    known["KZ-55"] = float(round(float(months[0]["value"]) * 12 / 5))
    known["KZ-39"] = float(round(float(before[0]["value"]) * national["2024"] / national["2023"]))
    return known, [*partial, *derived, *months, *before]


def _gross_by_region(raw: RawFolder) -> list[Table]:
    nation_rows = raw.rows(NATION, flow="departures", partner="WORLD", year=("2023", "2024"))
    nation = {r["year"]: float(r["value"]) for r in nation_rows}
    known, rows = _known_departures(raw, nation)
    balances = net_rows(raw)
    net = by_region_year(balances, "period")
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
    unknown = [r for r in REGIONS if r not in known]
    floor = {r: max(0.0, -net[r, 2024]) for r in unknown}
    weight = {r: max(0.0, -net[r, 2022]) + people[r, 2024] / 4000 for r in unknown}
    left = int(nation["2024"] - sum(known.values()) - sum(floor.values()))
    spread = largest_remainder(left, weight)
    out: dict[Key, float] = {
        (r, 2024): known.get(r, floor.get(r, 0.0) + spread.get(r, 0)) for r in REGIONS
    }
    inward: dict[Key, float] = {k: v + net[k] for k, v in out.items()}
    links = addresses(rows, balances, nation_rows)
    return [
        Table("data", "external_departures_region", out, links),
        Table("data", "external_arrivals_region", inward, links),
    ]


def _ages(raw: RawFolder) -> list[Table]:
    """Share of 14-34 as published, and an age composition that honours it."""
    population, _ = population_by_age(raw)
    young_rows = raw.rows(
        PROFILES,
        region_code="KZ",
        period="2024",
        age="14-34",
        indicator=("arrivals_external", "departures_external"),
    )
    total_rows = raw.rows(NATION, year="2024", partner="WORLD", flow=DIRECTIONS)
    work_rows = raw.rows(
        PROFILES, indicator="departures_external_share_working_age", period="2019..2024"
    )
    total = {r["flow"]: float(r["value"]) for r in total_rows}
    young = {r["indicator"].split("_")[0]: float(r["value"]) for r in young_rows}
    young = {d: young[d] / total[d] for d in DIRECTIONS}
    values: dict[Key, float] = {}
    for direction in DIRECTIONS:
        working = float(work_rows[0]["value"]) / 100
        composition = _composition(population, young[direction], working)
        values |= {(direction, age): share for age, share in composition.items()}
    links = addresses(young_rows, total_rows, work_rows)
    return [
        Table("data", "external_young_share", {(d,): s for d, s in young.items()}, links),
        Table("data", "external_age_share", values, links),
    ]


def _composition(population: dict[int, float], young: float, working: float) -> dict[int, float]:
    """Ages by band: young, older workers, and all others, each in population shape."""
    total = sum(population[a] for a in YOUNG)
    teens = young * sum(population[a] for a in YOUNG if a not in WORKING) / total
    bands = {
        "young": ([a for a in population if a in YOUNG], young),
        "worker": (
            [a for a in population if a in WORKING and a not in YOUNG],
            working - young + teens,
        ),
        "other": (
            [a for a in population if a not in WORKING and a not in YOUNG],
            1 - working - teens,
        ),
    }
    found: dict[int, float] = {}
    for ages, weight in bands.values():
        inside = shares({str(a): population[a] for a in ages})
        found |= {a: weight * inside[str(a)] for a in ages}
    return found


def _schooling(raw: RawFolder) -> list[Table]:
    names = {
        "higher": "higher",
        "secondary_vocational": "vocational",
        "general_secondary": "general_secondary",
        "basic_secondary": "basic_secondary",
    }
    stem = "departures_external_education_"
    rows = raw.rows(PROFILES, indicator=[stem + n for n in names])
    counts = {names[r["indicator"].removeprefix(stem)]: float(r["value"]) for r in rows}
    arrive = raw.rows(PROFILES, indicator="arrivals_external_share_higher_education")
    return [
        Table(
            "data",
            "external_departures_schooling",
            {(k,): v for k, v in shares(counts).items()},
            addresses(rows),
        ),
        Table(
            "data",
            "external_higher_share",
            {
                ("arrivals",): float(arrive[0]["value"]) / 100,
                ("departures",): shares(counts)["higher"],
            },
            addresses(rows, arrive),
        ),
    ]
