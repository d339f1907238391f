"""What is known of ages by region about 1 January 2022: first guesses and targets of the regional fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from common import LAST_AGE, SEX_OF_RAW, SEXES, Raw, Source
from geography import OLD_UNITS, REGIONS
from pyramid import People

PENSION = {"male": 63, "female": 59}  # ages of the table of 1 January 2020
ADULT_BANDS = {"15-49": range(15, 50), "50+": range(50, LAST_AGE + 1)}
RECENT = (2022, 2023, 2024)
Pyramids = dict[str, People]  # region -> sex -> persons by single year


class Known(Protocol):
    """The part of the inputs that the evidence uses."""

    births: Mapping[tuple[str, int], int]
    deaths: Mapping[tuple[str, int], int]
    count_sex: Mapping[tuple[str, int, str], int]
    national: Mapping[int, People]


@dataclass
class Targets:
    """Children per woman in 2022, and persons of pension age on 1 January 2022."""

    fertility: dict[str, float]
    pensioners: dict[str, float]


def census_bands(raw: Raw, source: Source) -> dict[tuple[str, str, str], int]:
    """Census 2021 persons by old unit, sex and band 10-14, 15-49, 50+."""
    rows = raw.select(
        "age_structure_by_region",
        source,
        lambda row: row["region_code"] != "KZ",
        year="2021",
        indicator="literate_population",
        area="total",
        sex=("men", "women"),
    )
    return {(row["region_code"], SEX_OF_RAW[row["sex"]], row["age"]): int(row["value"]) for row in rows}


def broad_ages_2020(raw: Raw, source: Source) -> dict[str, dict[tuple[str, bool], float]]:
    """Thousands by region of the time, sex, and whether of pension age, on 1 January 2020."""
    rows = raw.select("population_age_sex", source, year="2020", age=("0-15", "16-62", "63+", "16-58", "59+"))
    result: dict[str, dict[tuple[str, bool], float]] = {}
    for row in rows:
        cell, key = (
            result.setdefault(row["region_code"], {}),
            (SEX_OF_RAW[row["sex"]], row["age"] in ("63+", "59+")),
        )
        cell[key] = cell.get(key, 0.0) + float(row["value"])
    return result


def old_share(cell: Mapping[tuple[str, bool], float]) -> float:
    """Part of a population that is of pension age."""
    return sum(value for (_, old), value in cell.items() if old) / sum(cell.values())


def unit_seed(unit: str, sex: str, bands: Mapping[tuple[str, str, str], int]) -> list[float]:
    """Relative size of an old unit by age from 15: its part of the census band."""
    whole = {band: sum(bands[other, sex, band] for other in OLD_UNITS) for band in ADULT_BANDS}
    return [0.0] * 15 + [
        bands[unit, sex, band] / whole[band] for band, ages in ADULT_BANDS.items() for _ in ages
    ]


def published_children(raw: Raw, inputs: Known, source: Source) -> dict[str, float]:
    """Persons 0-14 on 1 January 2022: published 0-15 of 2023 or 0-17 of 2024, less later births."""
    known: dict[str, float] = {}
    for row in raw.select(
        "age_structure_by_region",
        source,
        lambda row: row["region_code"] in REGIONS,
        indicator="population",
        year="2023",
        age="0-15",
        area="total",
    ):
        known[row["region_code"]] = float(row["value"]) - inputs.births[row["region_code"], 2022]
    nation = inputs.national[2022]
    part = sum(sum(nation[sex][:15]) for sex in SEXES) / sum(sum(nation[sex][:16]) for sex in SEXES)
    for row in raw.select(
        "age_structure_by_region",
        source,
        lambda row: row["region_code"] in REGIONS,
        indicator="share_of_population",
        year="2024",
        age="0-17",
    ):
        region = row["region_code"]
        people = sum(inputs.count_sex[region, 2024, sex] for sex in SEXES)
        born = inputs.births[region, 2022] + inputs.births[region, 2023]
        known.setdefault(region, (float(row["value"]) / 100 * people - born) * part)
    return known


def staying(inputs: Known, sex: str) -> dict[str, list[float]]:
    """Ages 0-14 if every child lived where it was born: births of the region, survived nationally."""
    nation = inputs.national[2022][sex]
    births = {age: sum(inputs.births[region, 2021 - age] for region in REGIONS) for age in range(15)}
    return {
        region: [nation[age] * inputs.births[region, 2021 - age] / births[age] for age in range(15)]
        for region in REGIONS
    }


def children_2022(raw: Raw, inputs: Known, source: Source) -> Pyramids:
    """Ages 0-14: births, changed with age by the net moves of children.

    The change grows in a straight line from birth to age 12, up to the census of ages 10-14 against births
    (and against the nation), or what meets the published number of children where there is one."""
    bands, known = census_bands(raw, source), published_children(raw, inputs, source)
    stay, nation = {sex: staying(inputs, sex) for sex in SEXES}, inputs.national[2022]
    moved: dict[tuple[str, str], float] = {}
    for sex in SEXES:
        relative = sum(nation[sex][10:15]) / sum(bands[unit, sex, "10-14"] for unit in OLD_UNITS)
        for unit, parts in OLD_UNITS.items():
            born = sum(sum(stay[sex][part][10:]) for part in parts)
            moved |= {(part, sex): bands[unit, sex, "10-14"] * relative / born - 1 for part in parts}
    for _ in range(40):
        result = spread_children(stay, moved, nation)
        for region, target in known.items():
            found = sum(sum(result[region][sex]) for sex in SEXES)
            for sex in SEXES:
                moved[region, sex] += 1.5 * (target / found - 1)
    return spread_children(stay, moved, nation)


def spread_children(
    stay: Mapping[str, Mapping[str, list[float]]], moved: Mapping[tuple[str, str], float], nation: People
) -> Pyramids:
    """Apply the moves of children and restore the national number of each age."""
    result: Pyramids = {region: {} for region in REGIONS}
    for sex in SEXES:
        guess = {
            region: [
                number * (1 + moved[region, sex] * min(age, 12) / 12)
                for age, number in enumerate(stay[sex][region])
            ]
            for region in REGIONS
        }
        total = [sum(guess[region][age] for region in REGIONS) for age in range(15)]
        for region in REGIONS:
            result[region][sex] = [
                number * nation[sex][age] / total[age] for age, number in enumerate(guess[region])
            ]
    return result


def adults_2022(raw: Raw, inputs: Known, children: Pyramids, source: Source) -> Pyramids:
    """First guess for ages 15 and over: census bands with the national pattern inside.

    Where a unit was cut, 50+ go by deaths of 2022-2024 and 15-49 fill what is left of the total."""
    bands, nation = census_bands(raw, source), inputs.national[2022]
    deaths = lambda region: sum(inputs.deaths[region, year] for year in RECENT)
    result: Pyramids = {region: {} for region in REGIONS}
    for sex in SEXES:
        for unit, parts in OLD_UNITS.items():
            seed = [part * number for part, number in zip(unit_seed(unit, sex, bands), nation[sex])]
            adults = {part: inputs.count_sex[part, 2022, sex] - sum(children[part][sex]) for part in parts}
            scale = sum(adults.values()) / sum(seed)
            for part in parts:
                old = deaths(part) / sum(deaths(other) for other in parts)
                middle = (adults[part] / scale - old * sum(seed[50:])) / sum(seed[15:50])
                result[part][sex] = [
                    number * (old if age >= 50 else middle) for age, number in enumerate(seed)
                ]
    return result


def targets_2022(raw: Raw, inputs: Known, source: Source) -> Targets:
    """Published fertility of 2022; pension age at the shares of 2020, lifted as the nation's.

    Where a unit was cut, its persons of pension age go by deaths of 2022-2024."""
    rows = raw.select(
        "births_deaths_by_region", source, indicator="total_fertility_rate", year="2022", region_code=REGIONS
    )
    fertility = {row["region_code"]: float(row["value"]) for row in rows}
    broad, nation = broad_ages_2020(raw, source), inputs.national[2022]
    level = (
        sum(sum(nation[sex][PENSION[sex] :]) for sex in SEXES)
        / sum(sum(nation[sex]) for sex in SEXES)
        / old_share(broad["KZ"])
    )
    pensioners = {}
    for parts in OLD_UNITS.values():
        people = sum(inputs.count_sex[part, 2022, sex] for part in parts for sex in SEXES)
        deaths = {part: sum(inputs.deaths[part, year] for year in RECENT) for part in parts}
        unit = people * level * old_share(broad[parts[0]])
        pensioners |= {part: unit * deaths[part] / sum(deaths.values()) for part in parts}
    return Targets(fertility, pensioners)
