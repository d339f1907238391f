"""National mortality and fertility rates 2010-2024, scaled to registered events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import vital
from common import AGE_GROUPS, LAST_AGE, SEX_OF_RAW, SEXES, Raw, Source, ages_of
from lifetable import Rates, factor_for, life_expectancy, scaled, shape, world_population_rates
from pyramid import People, at_2022, next_year, single_years, to_totals

YEARS = range(2010, 2025)
FERTILE = AGE_GROUPS[2:11]


@dataclass
class Demography:
    """National pyramids, exposures and rates that fit together."""

    pyramids: dict[int, People] = field(default_factory=dict)  # on 1 January
    exposure: dict[int, People] = field(default_factory=dict)  # mean of the year
    mortality: dict[int, Rates] = field(default_factory=dict)
    fertility: dict[tuple[int, str], float] = field(default_factory=dict)
    census_factor: dict[str, float] = field(default_factory=dict)
    yearly_factor: dict[int, dict[str, float]] = field(default_factory=dict)
    death_factor: dict[int, float] = field(default_factory=dict)
    birth_factor: dict[int, float] = field(default_factory=dict)
    source: Source = field(default_factory=Source)


def registered_means(raw: Raw, source: Source) -> dict[tuple[int, str], float]:
    """Registered mean population 2010-2021 by year and sex; 2021 by the published mean of both sexes."""
    rows = raw.select(
        "population_by_region",
        source,
        region_code="KZ",
        indicator="pop_jan1",
        area="total",
        sex=("men", "women"),
        year=tuple(map(str, range(2010, 2022))),
    )
    count = {(int(row["year"]), SEX_OF_RAW[row["sex"]]): int(row["value"]) for row in rows}
    mean = raw.select(
        "population_by_region",
        source,
        region_code="KZ",
        indicator="pop_annual_avg",
        area="total",
        year="2021",
    )
    growth = float(mean[0]["value"]) / sum(count[2021, sex] for sex in SEXES)
    means = {(y, sex): (count[y, sex] + count[y + 1, sex]) / 2 for y in range(2010, 2021) for sex in SEXES}
    return means | {(2021, sex): count[2021, sex] * growth for sex in SEXES}


def old_exposures(raw: Raw, source: Source) -> dict[int, People]:
    """Mean populations 2010-2021: UN 2019 age shapes on registered means by sex (pre-census level)."""
    rows = raw.select(
        "population_age_sex",
        source,
        region_code="KZ",
        age=AGE_GROUPS,
        year=("2010", "2015", "2020", "2025"),
        derived="0",
    )
    shapes = {(int(row["year"]), SEX_OF_RAW[row["sex"]], row["age"]): float(row["value"]) for row in rows}
    result: dict[int, People] = {year: {} for year in range(2010, 2022)}
    for (year, sex), mean in registered_means(raw, source).items():
        left, part = year - year % 5, year % 5 / 5
        ages = single_years(
            {
                group: (1 - part) * shapes[left, sex, group] + part * shapes[left + 5, sex, group]
                for group in AGE_GROUPS
            }
        )
        result[year][sex] = [number * mean / sum(ages) for number in ages]
    return result


def build_pyramids(
    raw: Raw,
    demography: Demography,
    births: Mapping[int, int],
    net: Mapping[int, int],
    registered: Mapping[int, Mapping[str, int]],
) -> None:
    """Pyramids of 1 January 2022-2025 and mean populations 2022-2024 under the present rates."""
    people, demography.census_factor = at_2022(
        raw, births, demography.mortality, registered[2022], demography.source
    )
    demography.pyramids[2022] = people
    for year in (2022, 2023, 2024):
        later = next_year(demography.pyramids[year], births[year], demography.mortality[year], net[year])
        demography.pyramids[year + 1], demography.yearly_factor[year + 1] = to_totals(
            later, registered[year + 1]
        )
        demography.exposure[year] = {
            sex: [
                (a + b) / 2
                for a, b in zip(demography.pyramids[year][sex], demography.pyramids[year + 1][sex])
            ]
            for sex in SEXES
        }


def registered_life_expectancy(raw: Raw, source: Source) -> dict[tuple[int, str], float]:
    """Published life expectancy of the nation by year and sex."""
    rows = raw.select(
        "vital_events", source, region_code="KZ", indicator="life_expectancy", sex=("men", "women")
    )
    return {(int(row["year"]), SEX_OF_RAW[row["sex"]]): float(row["value"]) for row in rows}


def calibrate_mortality(
    demography: Demography,
    shapes: Mapping[int, Rates],
    deaths: Mapping[int, int],
    expectancy: Mapping[tuple[int, str], float],
) -> None:
    """Levels by sex from published life expectancy, then one factor of the year to registered deaths."""
    ratio = {}
    for year in YEARS:
        if (year, "male") in expectancy:
            ratio = {sex: factor_for(shapes[year][sex], expectancy[year, sex]) for sex in SEXES}
        rates = {sex: scaled(shapes[year][sex], ratio[sex]) for sex in SEXES}
        people = demography.exposure[year]
        infants = sum(rates[sex][0] * people[sex][0] for sex in SEXES)
        others = sum(rates[sex][age] * people[sex][age] for sex in SEXES for age in range(1, LAST_AGE + 1))
        demography.death_factor[year] = (deaths[year] - infants) / others
        demography.mortality[year] = {sex: scaled(rates[sex], demography.death_factor[year]) for sex in SEXES}


def calibrate_fertility(raw: Raw, demography: Demography, births: Mapping[int, int]) -> None:
    """UN rates of the year times one factor, so that women of the year have the registered births."""
    rows = raw.select(
        "age_specific_rates", demography.source, indicator="asfr", period=tuple(str(year) for year in YEARS)
    )
    shapes = {(int(row["period"]), row["age"]): float(row["value"]) / 1000 for row in rows}
    for year in YEARS:
        women = {
            group: sum(demography.exposure[year]["female"][age] for age in ages_of(group))
            for group in FERTILE
        }
        factor = births[year] / sum(shapes[year, group] * women[group] for group in FERTILE)
        demography.birth_factor[year] = factor
        demography.fertility |= {(year, group): shapes[year, group] * factor for group in FERTILE}


def total_fertility(demography: Demography, year: int) -> float:
    """Children per woman at the rates of a year."""
    return 5 * sum(demography.fertility[year, group] for group in FERTILE)


def expectancy_of(demography: Demography, year: int) -> dict[str, float]:
    """Life expectancy at the calibrated rates of a year."""
    return {sex: life_expectancy(demography.mortality[year][sex]) for sex in SEXES}


def build(raw: Raw, registered: Mapping[int, Mapping[str, int]], net: Mapping[int, int]) -> Demography:
    """Everything national: two passes, since pyramids need rates and rates need pyramids."""
    demography = Demography()
    source = demography.source
    births, deaths = vital.national(raw, "births", source), vital.national(raw, "deaths", source)
    world = world_population_rates(raw, source)
    shapes = {year: shape(world, year) for year in YEARS}
    expectancy = registered_life_expectancy(raw, source)
    demography.mortality = dict(shapes)
    demography.exposure = old_exposures(raw, source)
    for _ in range(3):
        build_pyramids(raw, demography, births, net, registered)
        calibrate_mortality(demography, shapes, deaths, expectancy)
    build_pyramids(raw, demography, births, net, registered)
    calibrate_fertility(raw, demography, births)
    return demography
