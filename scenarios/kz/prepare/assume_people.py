"""Partners, mothers of children, living alone, and births long past."""

from __future__ import annotations

import math

from common import AGE_GROUPS, LAST_AGE, Raw, Source, Tables, ages_of, write_axis
from finished import Finished, by_group, to_one
from pyramid import cumulative

FIRST_UNION = 16  # nobody younger lives with a partner
MIDDLE, SPREAD = 23.0, 2.4  # age at which half of those who ever will have a partner, and its scale
PLATEAU_END = 54  # until here new unions make up for those that end
GAP, GAP_SPREAD = 3.0, 3.5  # years, man minus woman
ADULT = 18
ALONE_FLOOR, ALONE_MIDDLE, ALONE_SCALE, ALONE_LAST = 0.1, 45.0, 9.0, 75
MOTHER_AGES = range(15, 50)
CHILD_YEARS = range(2010, 2022)
BASE_YEARS = (2022, 2025)
CHILDHOOD = 18
OLD_LEVELS = {  # United Nations, WPP 2024, tfr5.txt: children per woman by five calendar years
    1950: 4.4559,
    1955: 4.5642,
    1960: 4.2437,
    1965: 3.6222,
    1970: 3.4832,
    1975: 3.2263,
    1980: 3.1117,
    1985: 3.0351,
    1990: 2.5395,
    1995: 2.0117,
}
OLD_ADDRESS = (
    "https://github.com/PPgp/wpp2024/blob/b27df7a9ec293be9e1a212defef88fef0f3c0ee2/data-raw/tfr5.txt"
)


def assumed() -> Source:
    """The source of a table that rests on no figure."""
    return Source(["assumption of this scenario"])


def logistic(x: float) -> float:
    """The logistic curve."""
    return 1 / (1 + math.exp(-x))


def husband_alive(mortality: dict[tuple[str, ...], float], age: int) -> float:
    """Chance that the husband of a woman of this age is alive, counted from the end of the plateau."""
    alive = 1.0
    for year in range(PLATEAU_END, age):
        his_age = min(year + round(GAP), LAST_AGE)
        rate = sum(mortality[str(period), str(his_age), "male"] for period in range(2015, 2020)) / 5
        alive *= math.exp(-rate)
    return alive


def add_partners(tables: Tables, finished: Finished) -> None:
    """Share of women who live with a partner, and the age gap of partners."""
    source = Source()
    people = finished.people(source)
    married = finished.cells("marital_status", source)["married",] / 100
    mortality = finished.cells("mortality_rate", source)
    shape = {
        age: logistic((age - MIDDLE) / SPREAD) * husband_alive(mortality, age)
        for age in range(FIRST_UNION, LAST_AGE + 1)
    }
    persons = sum(sum(people[sex][15:]) for sex in people)
    level = married * persons / 2 / sum(people["female"][age] * share for age, share in shape.items())
    cells = by_group({age: level * share for age, share in shape.items()}, people["female"])
    tables.add("partnered_share", cells, source, level=f"{level:.3f}")
    write_axis("statistic", ("code", "label"), [("mean", "Mean"), ("sd", "Standard deviation")])
    tables.add("partner_gap", {("mean",): GAP, ("sd",): GAP_SPREAD}, assumed())


def single_rates(rates: dict[tuple[str, ...], float], year: int) -> dict[int, float]:
    """Fertility by single age 10-54 of a year: monotone curve through the five-year groups."""
    groups = [group for group in AGE_GROUPS if (str(year), group) in rates]
    curve = cumulative([(ages_of(g).stop, 5 * rates[str(year), g]) for g in groups], ages_of(groups[0]).start)
    return {age: curve(age + 1) - curve(age) for age in range(10, 55)}


def add_mothers(tables: Tables, finished: Finished) -> None:
    """Ages of the mothers of the births of 2010-2021."""
    source = Source()
    women = finished.people(source)["female"]
    rates = finished.cells("fertility_rate", source)
    births = dict.fromkeys(MOTHER_AGES, 0.0)
    for year in CHILD_YEARS:
        for age, rate in single_rates(rates, year).items():
            later = age + 2022 - year
            mothers = (women[later - 1] + women[later]) / 2
            births[min(max(age, MOTHER_AGES[0]), MOTHER_AGES[-1])] += rate * mothers
    total = sum(births.values())
    mean = sum((age + 0.5) * number for age, number in births.items()) / total
    cells = {(age,): number / total for age, number in births.items()}
    tables.add("mother_age", cells, source, mean=f"{mean:.1f}")


def add_alone(tables: Tables, finished: Finished) -> None:
    """Relative inclination of an unattached adult to live alone."""
    source = assumed()
    adults = {age: ALONE_FLOOR + (1 - ALONE_FLOOR) * inclination(age) for age in range(ADULT, LAST_AGE + 1)}
    cells = {}
    for group in AGE_GROUPS:
        values = [adults[age] for age in ages_of(group) if age in adults]
        cells[group,] = sum(values) / len(values) if values else 0.0
    tables.add("alone_weight", to_one(cells), source)


def inclination(age: int) -> float:
    """Rise of the inclination to live alone, flat from the last age on."""
    return logistic((min(age, ALONE_LAST) - ALONE_MIDDLE) / ALONE_SCALE)


def levels(raw: Raw, rates: dict[tuple[str, ...], float], source: Source) -> dict[int, float]:
    """Children per woman by calendar year before 2010, over those of 2010."""
    years = tuple(map(str, range(2000, 2011)))
    children, theirs, births = (
        {
            int(row["year"]): float(row["value"])
            for row in raw.select("vital_events", source, region_code="KZ", indicator=name, year=years)
        }
        for name in ("wpp2024_tfr", "wpp2024_crude_birth_rate", "births")
    )
    means = registered_means(raw, source)
    ratio = {year: births[year] / means[year] * 1000 / theirs[year] for year in births}
    recent = {year: children[year] * ratio[year] / ratio[2010] for year in children}
    source.addresses.append(OLD_ADDRESS)
    of_2010 = sum(single_rates(rates, 2010).values())
    old = {year: OLD_LEVELS[max(year - year % 5, 1950)] for year in range(1900, 2000)}
    return {year: level / of_2010 for year, level in (old | recent).items()}


def registered_means(raw: Raw, source: Source) -> dict[int, float]:
    """Mean registered population 2000-2010."""
    rows = raw.select(
        "population_by_region",
        source,
        region_code="KZ",
        indicator="pop_jan1",
        sex="both",
        area="total",
        year=tuple(map(str, range(2000, 2012))),
    )
    count = {int(row["year"]): int(row["value"]) for row in rows}
    return {year: (count[year] + count[year + 1]) / 2 for year in range(2000, 2011)}


def add_births_past(raw: Raw, tables: Tables, finished: Finished) -> None:
    """Births per woman that happened more than 18 years before a base date."""
    source = Source()
    rates = finished.cells("fertility_rate", source)
    pattern, level = single_rates(rates, 2010), levels(raw, rates, source)
    cells = {}
    for base in BASE_YEARS:
        for age in range(15, LAST_AGE + 1):
            total = 0.0
            for year in range(base - age, base - CHILDHOOD):
                on_1_january = age - (base - year)
                rate = (pattern.get(on_1_january, 0.0) + pattern.get(on_1_january + 1, 0.0)) / 2
                total += rate * level[year]
            cells[base, age] = total
    low, high = level[2000] / level[2010] * 100, level[2006] / level[2010] * 100
    tables.add("children_ever_born_past", cells, source, low=f"{low:.0f}", high=f"{high:.0f}")


def add_tables(raw: Raw, tables: Tables, finished: Finished) -> None:
    """All tables of this theme."""
    add_partners(tables, finished)
    add_mothers(tables, finished)
    add_alone(tables, finished)
    add_births_past(raw, tables, finished)
