"""Births and deaths by region on the borders of today, 2000-2024 and 2010-2024."""

from __future__ import annotations

from collections.abc import Mapping

from common import Raw, Source, Tables, split
from geography import REGIONS, SPLIT_2018, SPLIT_2022, divide

Event = dict[tuple[str, int], int]
LUMP = "KZ-63+KZ-10+KZ-71+KZ-75"


def recent(raw: Raw, indicator: str, source: Source) -> dict[tuple[str, int], int]:
    """Published counts 2010-2024 under the code of the region of the time."""
    rows = raw.select("vital_events_by_region_2010_2024", source, indicator=indicator)
    return {(row["region_code"], int(row["period"])): int(row["value"]) for row in rows}


def shares_at(
    count: dict[tuple[str, int], int], cuts: Mapping[str, tuple[str, ...]], year: int
) -> dict[str, dict[str, float]]:
    """Shares of the parts of each cut region in one year."""
    return {unit: {part: count[part, year] for part in parts} for unit, parts in cuts.items()}


def early(raw: Raw, indicator: str, year: int, source: Source) -> dict[str, int]:
    """Counts of 2000-2009 on the borders of 16 units; one row covers three of them together."""
    rows = raw.select(
        "births_deaths_by_region",
        source,
        lambda row: row["region_code"] != "KZ",
        indicator=indicator,
        year=str(year),
    )
    return {
        row["region_code"].split("+")[0] if row["region_code"] != LUMP else LUMP: int(row["value"])
        for row in rows
    }


def lump_weights(raw: Raw, count: dict[tuple[str, int], int], year: int, source: Source) -> dict[str, float]:
    """East Kazakhstan, Astana and Almaty city: rate of 2010 times the 1 January population of the year."""
    rows = raw.select(
        "population_by_region",
        source,
        indicator="pop_jan1",
        sex="both",
        area="total",
        region_code=("KZ-63", "KZ-71", "KZ-75"),
        year=("2010", str(year)),
    )
    people = {(row["region_code"], int(row["year"])): int(row["value"]) for row in rows}
    return {
        code: count[code, 2010] / people[code, 2010] * people[code, year]
        for code in ("KZ-63", "KZ-71", "KZ-75")
    }


def on_present_borders(raw: Raw, indicator: str, first: int, source: Source) -> Event:
    """Counts by region of today and year; old units are cut in the earliest shares observed."""
    count = recent(raw, indicator, source)
    cut_2022 = shares_at(count, SPLIT_2022, 2022)
    cut_2018 = shares_at(count, SPLIT_2018, 2017)
    result: Event = {}
    for year in range(first, 2025):
        old = {code: value for (code, y), value in count.items() if y == year}
        if year < 2010:
            old = early(raw, indicator, year, source)
            old |= split(old.pop(LUMP), lump_weights(raw, count, year, source))
        shares = (cut_2018 if year < 2017 else {}) | (cut_2022 if year < 2022 else {})
        result |= {(region, year): value for region, value in divide(old, shares).items()}
    return {(region, year): result[region, year] for region in REGIONS for year in range(first, 2025)}


def national(raw: Raw, indicator: str, source: Source) -> dict[int, int]:
    """Registered national totals 2000-2024."""
    rows = raw.select("vital_events", source, region_code="KZ", indicator=indicator, sex="both")
    return {int(row["year"]): int(row["value"]) for row in rows}


def add_tables(raw: Raw, tables: Tables) -> tuple[Event, Event]:
    """Add births 2000-2024 and deaths 2010-2024."""
    of_births, of_deaths = Source(), Source()
    births = on_present_borders(raw, "births", 2000, of_births)
    deaths = on_present_borders(raw, "deaths", 2010, of_deaths)
    tables.add("births", births, of_births)
    tables.add("deaths", deaths, of_deaths)
    return births, deaths
