"""Tables of ages, mortality and fertility made from the national and regional demography."""

from __future__ import annotations

from collections.abc import Mapping

import regional_ages
from common import (
    AGE_GROUPS,
    LAST_AGE,
    SEX_OF_RAW,
    SEXES,
    Raw,
    Source,
    Tables,
    ages_of,
    group_of,
    largest_remainder,
)
from geography import OLD_UNITS, REGIONS
from pyramid import People
from rates import FERTILE, YEARS, Demography, total_fertility
from regional_ages import Inputs, Pyramids, implied_fertility, mortality_factor

BASES = (2022, 2025)


def rounded(pyramids: Mapping[int, Pyramids], inputs: Inputs) -> dict[tuple, int]:
    """Regional five-year groups in whole persons; registered totals by region and sex hold exactly."""
    cells: dict[tuple, int] = {}
    for region in REGIONS:
        for year in BASES:
            for sex in SEXES:
                ages = pyramids[year][region][sex]
                parts = largest_remainder(
                    [sum(ages[age] for age in ages_of(group)) for group in AGE_GROUPS],
                    inputs.count_sex[region, year, sex],
                )
                cells |= {(region, year, group, sex): part for group, part in zip(AGE_GROUPS, parts)}
    return {
        (region, year, group, sex): cells[region, year, group, sex]
        for region in REGIONS
        for year in BASES
        for group in AGE_GROUPS
        for sex in SEXES
    }


def nation_of(cells: Mapping[tuple, int]) -> dict[tuple, int]:
    """Sums over regions."""
    return {
        (year, group, sex): sum(cells[region, year, group, sex] for region in REGIONS)
        for year in BASES
        for group in AGE_GROUPS
        for sex in SEXES
    }


def single_of(nation: Mapping[tuple, int], demography: Demography) -> dict[tuple, int]:
    """National single years of age within the five-year groups."""
    cells: dict[tuple, int] = {}
    for year, group, sex in nation:
        parts = largest_remainder(
            [demography.pyramids[year][sex][age] for age in ages_of(group)], nation[year, group, sex]
        )
        cells |= {(year, age, sex): part for age, part in zip(ages_of(group), parts)}
    return {
        (year, age, sex): cells[year, age, sex]
        for year in BASES
        for age in range(LAST_AGE + 1)
        for sex in SEXES
    }


def add_populations(
    tables: Tables, demography: Demography, cells: Mapping[tuple, int], source: Source
) -> None:
    """Pyramids of the nation and of the regions."""
    worst = max(abs(factor - 1) for year in demography.yearly_factor.values() for factor in year.values())
    factors = {sex: f"{demography.census_factor[sex]:.4f}" for sex in SEXES}
    nation = nation_of(cells)
    tables.add("population_age_sex", nation, demography.source, worst=f"{worst:.4f}", **factors)
    tables.add("population_age_single", single_of(nation, demography), demography.source)
    tables.add("population_region_age_sex", cells, source + demography.source)


def add_rates(tables: Tables, demography: Demography) -> None:
    """National rates by age."""
    mortality = {
        (year, age, sex): demography.mortality[year][sex][age]
        for year in YEARS
        for age in range(LAST_AGE + 1)
        for sex in SEXES
    }
    fertility = {(year, group): demography.fertility[year, group] for year in YEARS for group in FERTILE}
    factors = ", ".join(f"{year}: {demography.death_factor[year]:.3f}" for year in YEARS)
    totals = ", ".join(f"{year}: {total_fertility(demography, year):.2f}" for year in YEARS)
    tables.add("mortality_rate", mortality, demography.source, factors=factors)
    tables.add("fertility_rate", fertility, demography.source, totals=totals)


def add_published(raw: Raw, tables: Tables) -> None:
    """Life expectancy and total fertility of regions as published."""
    source = Source()
    rows = raw.select(
        "vital_events",
        source,
        indicator="life_expectancy",
        region_code=REGIONS,
        year="2022",
        sex=("men", "women"),
    )
    years = {(row["region_code"], SEX_OF_RAW[row["sex"]]): float(row["value"]) for row in rows}
    tables.add("region_e0", {(r, 2022, sex): years[r, sex] for r in REGIONS for sex in SEXES}, source)
    source = Source()
    rows = raw.select(
        "births_deaths_by_region",
        source,
        lambda row: row["region_code"] != "KZ",
        indicator="total_fertility_rate",
    )
    children = {
        (part, int(row["year"])): float(row["value"])
        for row in rows
        for part in OLD_UNITS.get(row["region_code"], (row["region_code"],))
    }
    tables.add(
        "region_tfr", {(r, year): children[r, year] for r in REGIONS for year in range(2018, 2024)}, source
    )


def between(first: People, last: People, weight: float) -> People:
    """A pyramid between two others."""
    return {sex: [(1 - weight) * a + weight * b for a, b in zip(first[sex], last[sex])] for sex in SEXES}


def add_factors(
    tables: Tables, demography: Demography, pyramids: Mapping[int, Pyramids], inputs: Inputs, source: Source
) -> None:
    """Levels of fertility and mortality of the regions against the national rates."""
    fertility, mortality = {}, {}
    for region in REGIONS:
        for year in (2022, 2023, 2024):
            middle = between(pyramids[2022][region], pyramids[2025][region], (year + 0.5 - 2022) / 3)
            schedule = [demography.fertility.get((year, group_of(age)), 0.0) for age in range(LAST_AGE + 1)]
            fertility[region, year] = implied_fertility(middle, inputs.births[region, year], schedule) / sum(
                schedule
            )
            mortality[region, year] = mortality_factor(
                middle, demography.mortality[year], inputs.deaths[region, year]
            )
    tables.add("region_fertility_factor", fertility, source + demography.source)
    tables.add("region_mortality_factor", mortality, source + demography.source)


def add_tables(raw: Raw, tables: Tables, demography: Demography, inputs: Inputs) -> None:
    """All tables of ages and rates."""
    source = Source()
    first = regional_ages.at_2022(raw, inputs, source)
    pyramids = {2022: first, 2025: regional_ages.at_2025(first, inputs)}
    add_populations(tables, demography, rounded(pyramids, inputs), source)
    add_rates(tables, demography)
    add_published(raw, tables)
    add_factors(tables, demography, pyramids, inputs, source)
