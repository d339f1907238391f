"""Census bands, education, households, marital status, employment and kin."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

from common import AGE_GROUPS, AREAS, SEX_OF_RAW, SEXES, Raw, Source, Tables, write_axis
from geography import OLD_UNITS, REGIONS

BANDS = ("10-14", "15-49", "50+")
EDUCATION = {
    "primary": ("Primary or less", ("no_level_illiterate", "no_level_literate", "primary")),
    "basic": ("Basic secondary (9 years)", ("basic_secondary",)),
    "secondary": ("General secondary", ("general_secondary",)),
    "vocational": (
        "Vocational: initial, technical, secondary special",
        ("initial_vocational", "technical_vocational", "secondary_special"),
    ),
    "incomplete_higher": ("Incomplete higher", ("incomplete_higher",)),
    "higher": ("Higher", ("higher",)),
    "postgraduate": ("Postgraduate", ("postgraduate",)),
}
SIZES = ("1", "2", "3", "4", "5", "6", "7", "8+")
LARGEST = 12
EMPLOYMENT_YEARS = (2015, 2016, 2017, 2019)  # 2018 lacks women; the rows of 2020 are mixed up
KIN = ("kazakh", "other")
FILE = "households_education_by_region"
FILE_AGES = "age_structure_by_region"
CENSUS_KEYS: dict[str, Any] = {"sex": ("men", "women"), "region_code": tuple(OLD_UNITS), "area": AREAS}
MARITAL = ("never_married", "married", "divorced", "widowed")


def write_axes() -> None:
    """Axis files of these tables."""
    write_axis("age_band", ("code", "label"), [(band, band) for band in BANDS])
    write_axis(
        "education",
        ("code", "label", "census_levels"),
        [(code, label, " ".join(levels)) for code, (label, levels) in EDUCATION.items()],
    )
    write_axis("household_size", ("code", "label"), [(size, f"{size} persons") for size in SIZES])
    write_axis(
        "marital_status", ("code", "label"), [(code, code.replace("_", " ").capitalize()) for code in MARITAL]
    )


def add_census(raw: Raw, tables: Tables) -> None:
    """Bands of the censuses of 2009 and 2021, and persons aged 10 and over."""
    source = Source()
    rows = raw.select(FILE_AGES, source, indicator="literate_population", **CENSUS_KEYS)
    bands = {
        (row["region_code"], int(row["year"]), SEX_OF_RAW[row["sex"]], row["area"], row["age"]): int(
            row["value"]
        )
        for row in rows
    }
    keys = product(OLD_UNITS, (2009, 2021), SEXES, AREAS, BANDS)
    tables.add("population_census_band", {key: bands.get(key, 0) for key in keys}, source)
    source = Source()
    rows = raw.select(FILE_AGES, source, indicator="population_census", age="10+", **CENSUS_KEYS)
    whole = {(row["region_code"], SEX_OF_RAW[row["sex"]], row["area"]): int(row["value"]) for row in rows}
    units = product(OLD_UNITS, SEXES, AREAS)
    tables.add("population_census_10plus", {key: whole.get(key, 0) for key in units}, source)


def add_education(raw: Raw, tables: Tables) -> None:
    """Education by age, sex and area, nation."""
    source = Source()
    names = {f"education_{level}": code for code, (_, levels) in EDUCATION.items() for level in levels}
    rows = raw.select(
        FILE,
        source,
        region_code="KZ",
        indicator=tuple(names),
        sex=("men", "women"),
        area=AREAS,
        age=AGE_GROUPS,
    )
    cells = dict.fromkeys(product(AGE_GROUPS[2:], SEXES, AREAS, EDUCATION), 0)
    for row in rows:
        cells[row["age"], SEX_OF_RAW[row["sex"]], row["area"], names[row["indicator"]]] += int(row["value"])
    tables.add("education", cells, source)


def size_distribution(mean: float, large: float) -> list[float]:
    """Sizes 1-12 nearest to one plus a Poisson number, with a given mean and part of five and more."""

    def shares(rate: float) -> list[float]:
        weight = [rate ** (size - 1) / math.factorial(size - 1) for size in range(1, LARGEST + 1)]
        small, big = sum(weight[:4]), sum(weight[4:])
        return [w / small * (1 - large) for w in weight[:4]] + [w / big * large for w in weight[4:]]

    low, high = 0.01, 20.0
    for _ in range(80):
        rate = (low + high) / 2
        found = sum(size * share for size, share in enumerate(shares(rate), 1))
        low, high = (rate, high) if found < mean else (low, rate)
    return shares(rate)


def add_households(raw: Raw, tables: Tables) -> None:
    """Number of households, mean size, and an assumed distribution of sizes."""
    source = Source()
    rows = raw.select(FILE, source, indicator="households")
    tables.add("households", {(int(row["year"]),): int(row["value"]) for row in rows}, source)
    source = Source()
    mean = float(raw.select(FILE, source, indicator="mean_household_size")[0]["value"])
    tables.add("household_mean_size", {(2021,): mean}, source)
    survey = Source()
    large = raw.select(FILE, survey, indicator="share_of_population_in_households_5plus")[0]
    exact = size_distribution(mean, float(large["value"]) / 100)
    shares = [*exact[:7], sum(exact[7:])]
    persons = sum(size * share for size, share in enumerate(exact, 1) if size >= 5) / mean
    cells = {(size,): share for size, share in zip(SIZES, shares)}
    tables.add("household_size", cells, source + survey, persons=f"{persons:.0%}")


def add_persons(raw: Raw, tables: Tables) -> None:
    """Marital status, employment rates by sex, kin groups."""
    source = Source()
    rows = raw.select(FILE, source, indicator=tuple(f"marital_{code}" for code in MARITAL))
    status = {row["indicator"].removeprefix("marital_"): float(row["value"]) for row in rows}
    tables.add("marital_status", {(code,): status[code] for code in MARITAL}, source)
    source = Source()
    rows = raw.select(
        "employment_detail",
        source,
        region_code="KZ",
        indicator="employment_rate",
        dimension=("men", "women"),
        period=tuple(map(str, EMPLOYMENT_YEARS)),
    )
    rate = {(int(row["period"]), SEX_OF_RAW[row["dimension"]]): float(row["value"]) for row in rows}
    tables.add("employment_rate_sex", {key: rate[key] for key in product(EMPLOYMENT_YEARS, SEXES)}, source)
    source = Source()
    rows = raw.select(FILE, source, indicator="ethnic_kazakhs_share", region_code=REGIONS)
    kazakh = {row["region_code"]: float(row["value"]) / 100 for row in rows}
    shares = {(r, kin): kazakh[r] if kin == "kazakh" else 1 - kazakh[r] for r in REGIONS for kin in KIN}
    tables.add("kin_share", shares, source)


def add_tables(raw: Raw, tables: Tables) -> None:
    """All tables of this theme."""
    write_axes()
    add_census(raw, tables)
    add_education(raw, tables)
    add_households(raw, tables)
    add_persons(raw, tables)
