"""What must hold in the finished tables, and how they stand beside published figures."""

from __future__ import annotations

import rates
import vital
from common import LAST_AGE, SEXES, Raw, Source, Tables
from geography import REGIONS
from rates import Demography

Check = tuple[str, bool]


def totals(tables: Tables, name: str, *axes: str) -> dict[tuple, float]:
    """Sums of a table over all its axes but the given ones."""
    table = tables.items[name]
    places = [table.axes.index(axis) for axis in axes]
    sums: dict[tuple, float] = {}
    for key, value in table.cells.items():
        part = tuple(key[place] for place in places)
        sums[part] = sums.get(part, 0) + value
    return sums


def registered_nation(raw: Raw) -> dict[tuple, float]:
    """Published 1 January totals of the nation, 2022-2025."""
    rows = raw.select(
        "population_by_region",
        Source(),
        region_code="KZ",
        indicator="pop_jan1",
        sex="both",
        area="total",
        year=("2022", "2023", "2024", "2025"),
    )
    return {(int(row["year"]),): int(row["value"]) for row in rows}


def sums(raw: Raw, tables: Tables) -> list[Check]:
    """Parts equal wholes."""
    nation = registered_nation(raw)
    regions, sexes = tables.items["population_jan1"].cells, tables.items["population_jan1_sex"].cells
    result = [
        ("population_jan1 2022-2025 sums to the nation", totals(tables, "population_jan1", "year") == nation)
    ]
    for name in ("population_jan1_sex", "population_jan1_area"):
        same = totals(tables, name, "region", "year") == regions
        result.append((f"{name} sums to population_jan1 in every region and year", same))
    ages = totals(tables, "population_region_age_sex", "region", "year", "sex")
    result.append(("ages by region sum to population_jan1_sex", all(sexes[k] == v for k, v in ages.items())))
    for name in ("population_age_sex", "population_age_single"):
        years = totals(tables, name, "year")
        result.append((f"{name} sums to the nation", all(nation[k] == v for k, v in years.items())))
    for name in ("births", "deaths"):
        known = vital.national(raw, name, Source())
        years = totals(tables, name, "year")
        result.append(
            (f"{name} sum to the registered nation", all(known[y] == v for (y,), v in years.items()))
        )
    kin = totals(tables, "kin_share", "region").values()
    result.append(("kin shares sum to one", all(abs(share - 1) < 1e-9 for share in kin)))
    return result


def shapes(tables: Tables) -> list[Check]:
    """No cell missing, none negative."""
    result = []
    for name, table in sorted(tables.items.items()):
        size = 1
        for position in range(len(table.axes)):
            size *= len({key[position] for key in table.cells})
        full = size == len(table.cells)
        result.append(
            (
                f"{name}: {len(table.cells)} cells, none missing or negative",
                full and all(value >= 0 for value in table.cells.values()),
            )
        )
    return result


def comparisons(tables: Tables, demography: Demography) -> list[str]:
    """Published figures beside the tables; regions and life expectancy are not independent."""
    persons = lambda year, last: sum(sum(demography.pyramids[year][sex][: last + 1]) for sex in SEXES)
    mean = {
        sex: sum((age + 0.5) * number for age, number in enumerate(demography.pyramids[2023][sex]))
        / sum(demography.pyramids[2023][sex])
        for sex in SEXES
    }
    lines = [
        f"0-15 early 2023: {persons(2023, 15):,.0f}, published 6,162,000",
        f"0-17 on 1 January 2024: {persons(2024, 17):,.0f}, published 6,841,527",
        f"mean age early 2023: men {mean['male']:.1f}, women {mean['female']:.1f}; published 30.5, 33.7",
    ]
    retired = sum(demography.pyramids[2023]["male"][63:]) + sum(demography.pyramids[2023]["female"][61:])
    everybody = persons(2023, LAST_AGE)
    working = everybody - retired - persons(2023, 15)
    lines.append(
        f"dependants per 1000 of working age 2023: {(everybody / working - 1) * 1000:.0f}, published 740"
    )
    lines += [
        f"children per woman {year}: {rates.total_fertility(demography, year):.2f}, published {known}"
        for year, known in ((2019, 2.90), (2023, 2.96))
    ]
    for year in (2019, 2022, 2023, 2024):
        found = rates.expectancy_of(demography, year)
        lines.append(f"life expectancy {year}: men {found['male']:.2f}, women {found['female']:.2f}")
    tfr, factor = tables.items["region_tfr"].cells, tables.items["region_fertility_factor"].cells
    level = rates.total_fertility(demography, 2023)
    gaps = {region: factor[region, 2023] * level - tfr[region, 2023] for region in REGIONS}
    lines.append(
        "children per woman 2023 implied by regional ages minus published: "
        + ", ".join(f"{region} {gap:+.2f}" for region, gap in gaps.items())
    )
    people = tables.items["population_jan1"].cells
    kazakh = sum(
        tables.items["kin_share"].cells[region, "kazakh"] * people[region, 2024] for region in REGIONS
    )
    lines.append(
        f"Kazakhs of the nation by regional shares: {kazakh / sum(people[r, 2024] for r in REGIONS):.1%}, "
        "published 71.0 %"
    )
    return lines


def run(raw: Raw, tables: Tables, demography: Demography) -> int:
    """Print every check; returns the number of failures."""
    results = sums(raw, tables) + shapes(tables)
    for text, holds in results:
        print(("ok    " if holds else "FAILED ") + text)
    print("\n".join(comparisons(tables, demography)))
    return sum(not holds for _, holds in results)
