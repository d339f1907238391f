"""Registered population on 1 January: totals, sex, urban and rural; and the yearly accounting."""

from __future__ import annotations

from common import AREAS, SEX_OF_RAW, SEXES, Raw, Source, Tables, split
from geography import REGIONS

YEARS = (2022, 2023, 2024, 2025)
Count = dict[tuple, int]


def flows(raw: Raw, source: Source) -> dict[tuple[str, int], int]:
    """Natural increase plus net migration of all kinds, by region and year 2022-2024."""
    natural = raw.select(
        "vital_events_by_region_2010_2024",
        source,
        indicator="natural_increase",
        region_code=REGIONS,
        period=("2022", "2023", "2024"),
    )
    net = raw.select(
        "internal_migration_by_region",
        source,
        indicator="net_total_all_flows",
        region_code=REGIONS,
        period=("2022", "2023", "2024"),
    )
    total: dict[tuple[str, int], int] = {}
    for row in natural + net:
        key = (row["region_code"], int(row["period"]))
        total[key] = total.get(key, 0) + int(row["value"])
    return total


def net_migration(raw: Raw, source: Source) -> dict[tuple[str, int], int]:
    """Net migration of all kinds (internal and external), by region and year 2022-2024."""
    rows = raw.select(
        "internal_migration_by_region",
        source,
        indicator="net_total_all_flows",
        region_code=REGIONS,
        period=("2022", "2023", "2024"),
    )
    return {(row["region_code"], int(row["period"])): int(row["value"]) for row in rows}


def totals(raw: Raw, source: Source) -> Count:
    """1 January totals: published for 2022 and 2023, carried on by the accounting to 2024 and 2025."""
    rows = raw.select(
        "population_by_region",
        source,
        indicator="pop_jan1",
        sex="both",
        area="total",
        region_code=REGIONS,
        year=("2022", "2023"),
    )
    count = {(row["region_code"], int(row["year"])): int(row["value"]) for row in rows}
    change = flows(raw, source)
    for year in (2023, 2024):
        for region in REGIONS:
            count[region, year + 1] = count[region, year] + change[region, year]
    return {(region, year): count[region, year] for region in REGIONS for year in YEARS}


def by_sex(raw: Raw, count: Count, source: Source) -> Count:
    """Exact for 2022-2023; later years take the latest published shares of the region."""
    rows = raw.select(
        "population_by_region",
        source,
        indicator="pop_jan1",
        area="total",
        region_code=REGIONS,
        year=("2022", "2023"),
        sex=("men", "women"),
    )
    weight = {
        (row["region_code"], int(row["year"]), SEX_OF_RAW[row["sex"]]): int(row["value"]) for row in rows
    }
    recent = raw.select("age_structure_by_region", source, indicator="population_jan1", year="2024")
    weight |= {(row["region_code"], 2024, SEX_OF_RAW[row["sex"]]): int(row["value"]) for row in recent}
    result: Count = {}
    for region in REGIONS:
        for year in YEARS:
            shares = max(y for y in (2022, 2023, 2024) if y <= year and (region, y, "male") in weight)
            parts = split(count[region, year], {sex: weight[region, shares, sex] for sex in SEXES})
            result |= {(region, year, sex): parts[sex] for sex in SEXES}
    return result


def average_by_area(raw: Raw, source: Source) -> dict[tuple[str, int, str], float]:
    """Mean annual population, urban and rural, on today's borders 2015-2024; cities are all urban."""
    rows = raw.select(
        "population_by_region", source, indicator="pop_annual_avg", area=AREAS, region_code=REGIONS
    )
    found = {(row["region_code"], int(row["year"]), row["area"]): float(row["value"]) for row in rows}
    return {
        (region, year, area): found.get((region, year, area), 0.0)
        for region in REGIONS
        for year in range(2015, 2025)
        for area in AREAS
    }


def by_area(raw: Raw, count: Count, average: dict[tuple[str, int, str], float], source: Source) -> Count:
    """Exact for 2022-2023; 2024 and 2025 take the urban share of the mean population nearest in time."""
    rows = raw.select(
        "population_by_region",
        source,
        lambda row: row["sex"] != "both",
        indicator="pop_jan1",
        area=AREAS,
        region_code=REGIONS,
        year=("2022", "2023"),
    )
    exact: Count = {}
    for row in rows:
        key = (row["region_code"], int(row["year"]), row["area"])
        exact[key] = exact.get(key, 0) + int(row["value"])
    result: Count = {}
    for region in REGIONS:
        for year in YEARS:
            around = [y for y in (year - 1, year) if y <= 2024]
            weight = {
                area: exact.get((region, year, area), 0)
                if year <= 2023
                else sum(average[region, y, area] for y in around)
                for area in AREAS
            }
            parts = split(count[region, year], weight)
            result |= {(region, year, area): parts[area] for area in AREAS}
    return result


def accounting(raw: Raw, count: Count) -> list[str]:
    """Where the published or derived 1 January totals do not close with births, deaths and migration."""
    source = Source()
    rows = raw.select(
        "population_by_region",
        source,
        indicator="pop_jan1",
        sex="both",
        area="total",
        year=("2022", "2023", "2024", "2025"),
    )
    published = {(row["region_code"], int(row["year"])): int(row["value"]) for row in rows}
    change = flows(raw, source)
    lines = []
    for year in (2022, 2023, 2024):
        nation = sum(count[region, year] + change[region, year] for region in REGIONS)
        lines.append(
            f"{year}->{year + 1}: nation by accounting {nation}, published {published['KZ', year + 1]}, "
            f"gap {published['KZ', year + 1] - nation}"
        )
        gaps = {
            region: published[region, year + 1] - count[region, year] - change[region, year]
            for region in REGIONS
        }
        lines.append(
            "  regions, published or 2*mean-previous minus accounting: "
            + ", ".join(f"{region} {gap:+d}" for region, gap in gaps.items() if gap)
        )
    return lines


def add_tables(raw: Raw, tables: Tables) -> tuple[Count, Count]:
    """Add the tables of registered population; returns totals and the split by sex."""
    source, sexes, means, areas = Source(), Source(), Source(), Source()
    count = totals(raw, source)
    count_sex = by_sex(raw, count, sexes)
    average = average_by_area(raw, means)
    tables.add("population_jan1", count, source)
    tables.add("population_jan1_sex", count_sex, source + sexes)
    tables.add("population_average", average, means)
    tables.add("population_jan1_area", by_area(raw, count, average, areas), source + means + areas)
    return count, count_sex
