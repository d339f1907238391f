"""Projections of others, to compare with; and the assumed paths of fertility and mortality after 2024."""

from __future__ import annotations

import math
from itertools import product

from common import LAST_AGE, SEXES, Raw, Source, Tables, write_axis
from lifetable import world_population_rates
from rates import Demography, total_fertility

VARIANTS = {
    "WPP2024 medium": "medium",
    "WPP2024 low": "low",
    "WPP2024 high": "high",
    "WPP2024 lower 80": "lower80",
    "WPP2024 upper 80": "upper80",
    "WPP2024 lower 95": "lower95",
    "WPP2024 upper 95": "upper95",
}
OTHERS = {
    "CWRD 2022 base": "cwrd2022_base",
    "CWRD 2022 optimistic": "cwrd2022_optimistic",
    "CWRD 2022 pessimistic": "cwrd2022_pessimistic",
}
PATHS = ("base", "low", "high")
FUTURE = range(2025, 2051)
RAMP = 6  # years over which the high and low variants of the UN open fully
HALF = 0.5  # of the excess of the recent fall over the UN's survives each year


def add_projections(raw: Raw, tables: Tables) -> None:
    """Population of the UN variants and of national centres: for comparison only."""
    write_axis("un_variant", ("code", "label"), [(code, name) for name, code in VARIANTS.items()])
    write_axis("centre_variant", ("code", "label"), [(code, name) for name, code in OTHERS.items()])
    source = Source()
    rows = raw.select(
        "projections", source, region_code="KZ", indicator="population_mid_year", scenario=tuple(VARIANTS)
    )
    cells = {(VARIANTS[row["scenario"]], int(row["year"])): float(row["value"]) for row in rows}
    keys = product(VARIANTS.values(), range(2024, 2051))
    tables.add("population_projection", {key: cells[key] for key in keys}, source)
    source = Source()
    rows = raw.select(
        "projections",
        source,
        region_code="KZ",
        indicator="population",
        scenario=tuple(OTHERS),
        year=("2030", "2050"),
    )
    cells = {(OTHERS[row["scenario"]], int(row["year"])): float(row["value"]) for row in rows}
    keys = product(OTHERS.values(), (2030, 2050))
    tables.add("population_projection_centre", {key: cells[key] for key in keys}, source)


def un_fertility(raw: Raw, source: Source) -> dict[tuple[str, int], float]:
    """Children per woman of the UN, medium, low and high, 2024-2035."""
    names = {"wpp2024_tfr": "medium", "wpp2024_tfr_low": "low", "wpp2024_tfr_high": "high"}
    rows = raw.select(
        "vital_events",
        source,
        region_code="KZ",
        indicator=tuple(names),
        year=tuple(str(year) for year in range(2024, 2036)),
    )
    return {(names[row["indicator"]], int(row["year"])): float(row["value"]) for row in rows}


def add_fertility(raw: Raw, tables: Tables, demography: Demography) -> None:
    """Factors on the fertility rates of 2024."""
    source = Source()
    children = un_fertility(raw, source)
    recent = math.log(total_fertility(demography, 2024) / total_fertility(demography, 2022)) / 2
    foreseen = math.log(children["medium", 2035] / children["medium", 2024]) / 11
    half_width = (children["high", 2035] - children["low", 2035]) / 2 / children["medium", 2024]
    cells = {}
    for path, sign in zip(PATHS, (0, -1, 1)):
        for year in FUTURE:
            ahead = year - 2024
            fall = (recent - foreseen) * sum(HALF**step for step in range(1, ahead + 1))
            base = children["medium", min(year, 2035)] / children["medium", 2024] * math.exp(fall)
            cells[path, year] = base + sign * half_width * min(1.0, ahead / RAMP)
    tables.add(
        "fertility_path",
        cells,
        source + demography.source,
        recent=f"{recent:.1%}",
        foreseen=f"{foreseen:.1%}",
        half_width=f"{half_width:.3f}",
    )


def deaths_at(rates: dict[str, list[float]], demography: Demography) -> float:
    """Deaths that the people of 2024 would have at some rates."""
    people = demography.exposure[2024]
    return sum(people[sex][age] * rates[sex][age] for sex in SEXES for age in range(LAST_AGE + 1))


def add_mortality(raw: Raw, tables: Tables, demography: Demography) -> None:
    """Factors on the mortality rates of 2024."""
    source = Source()
    world = world_population_rates(raw, source)
    of_period = lambda centre: deaths_at({sex: world[centre, sex] for sex in SEXES}, demography)
    foreseen = (of_period(2032) / of_period(2027)) ** (1 / 5)
    past = (
        deaths_at(demography.mortality[2019], demography) / deaths_at(demography.mortality[2012], demography)
    ) ** (1 / 7)
    pace = {"base": foreseen, "low": math.sqrt(foreseen * past), "high": 1.0}
    cells = {(path, year): pace[path] ** (year - 2024) for path in PATHS for year in FUTURE}
    tables.add(
        "mortality_path",
        cells,
        source + demography.source,
        foreseen=f"{foreseen - 1:.2%}",
        past=f"{past - 1:.2%}",
    )


def add_tables(raw: Raw, tables: Tables, demography: Demography) -> None:
    """All tables of this theme."""
    write_axis("path", ("code", "label"), [(path, f"{path.capitalize()} path") for path in PATHS])
    add_projections(raw, tables)
    add_fertility(raw, tables, demography)
    add_mortality(raw, tables, demography)
