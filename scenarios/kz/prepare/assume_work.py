"""Studying, working and seeking work by age."""

from __future__ import annotations

from common import SEXES, Raw, Source, Tables, write_axis
from finished import Finished, to_one

STUDY_AGES = range(6, 26)
EARLY_ENTRY = 0.6  # of children are 6 on 1 January of their first school year, the others 7
COMPLETION = 0.85  # of those who begin a college or university leave it with a diploma
AFTER_NINTH = 0.6  # of college students come after the ninth year of school, the others after the eleventh
UNIVERSITY_LEVELS = ("incomplete_higher", "higher", "postgraduate")
COMPULSORY, UPPER = 0.99, 0.97
LATER_YEARS = {16: 0.30, 17: 0.20, 18: 0.10, 19: 0.06, 20: 0.04}  # of university entrants still studying
WORK_AGES = range(16, 75)
YOUTH = range(15, 29)  # ages of the published share neither at work nor in education
SETTLED = 40  # from here to the decline the same probability
DECLINE = {"male": 55, "female": 53}
RETIREMENT = range(58, 66)  # ages that the law may set
PENSION = {"male": 63, "female": 59}  # in 2019, the year of the published rates
AT_UNEMPLOYMENT = {"male": 63, "female": 61}  # in 2023, the year of the rates of unemployment by age
PUBLISHED_LAST = {"male": 62, "female": 58}  # last year of working age in 2019
AT_PENSION = 0.75  # of the settled level just before retirement
AFTER_PENSION = {"male": 0.30, "female": 0.25}  # of the settled level just after, down to 0 at 75
RAW_NAMES = {"male": "men", "female": "women"}
JOBLESS_LAST = 64


def share_of(counts: dict[tuple[str, str], float], group: str, levels: tuple[str, ...]) -> float:
    """Share of an age group with one of the levels of education."""
    everybody = sum(value for (of_group, _), value in counts.items() if of_group == group)
    return sum(counts[group, level] for level in levels) / everybody


def add_enrolment(tables: Tables, finished: Finished) -> dict[int, float]:
    """Share of each age in school, college or university on 1 January."""
    source = Source()
    cells = finished.cells("education", source)
    counts: dict[tuple[str, str], float] = {}
    for (group, _, _, level), value in cells.items():
        counts[group, level] = counts.get((group, level), 0.0) + value
    university = share_of(counts, "25-29", UNIVERSITY_LEVELS) / COMPLETION
    college = share_of(counts, "20-24", ("vocational",)) / COMPLETION
    year = dict.fromkeys(range(1, 10), COMPULSORY) | {10: UPPER, 11: UPPER}
    year[12] = min(university + college, UPPER)
    year[13] = university + college * (AFTER_NINTH / 2 + 1 - AFTER_NINTH)
    year |= {14: university, 15: university}
    year |= {grade: share * university for grade, share in LATER_YEARS.items()}
    enrolled = {
        age: EARLY_ENTRY * year.get(age - 5, 0.0) + (1 - EARLY_ENTRY) * year.get(age - 6, 0.0)
        for age in STUDY_AGES
    }
    shares = {"university": f"{university:.0%}", "college": f"{college:.0%}"}
    tables.add("enrolment", {(age,): share for age, share in enrolled.items()}, source, **shares)
    return enrolled


def idle_share(raw: Raw, sex: str, people: list[float], enrolled: dict[int, float], source: Source) -> float:
    """Share without work among young people who do not study, from the published share of all."""
    row = raw.select(
        "employment_detail",
        source,
        region_code="KZ",
        period="2019",
        indicator="neet_15_28_share",
        dimension=RAW_NAMES[sex],
    )[0]
    outside = sum(people[age] * (1 - enrolled.get(age, 0.0)) for age in YOUTH)
    return float(row["value"]) / 100 * sum(people[age] for age in YOUTH) / outside


def settled_part(age: int, sex: str, pension: int) -> float:
    """Probability from 40 on, over that of the settled ages."""
    if age >= pension:
        return AFTER_PENSION[sex] * (75 - age) / (75 - pension)
    first, last = DECLINE[sex], pension - 1
    return 1 - (1 - AT_PENSION) * max(0, age - first) / (last - first)


def work_line(age: int, sex: str, pension: int, enrolled: dict[int, float], idle: float) -> tuple[float, float]:
    """Probability of work as a + b x the settled level."""
    if age <= YOUTH[-1]:
        return (1 - enrolled.get(age, 0.0)) * (1 - idle), 0.0
    if age < SETTLED:
        part = (age - YOUTH[-1]) / (SETTLED - YOUTH[-1])
        return (1 - part) * (1 - enrolled.get(YOUTH[-1], 0.0)) * (1 - idle), part
    return 0.0, settled_part(age, sex, pension)


def employment(
    raw: Raw, finished: Finished, enrolled: dict[int, float], source: Source
) -> tuple[dict[str, dict[int, dict[int, float]]], dict[str, list[float]], dict[str, str]]:
    """Probability of work by sex, retirement age and age, the people it is weighted with, and its levels."""
    people = finished.people(source)
    rate = finished.cells("employment_rate_sex", source)
    result, levels = {}, {}
    for sex in SEXES:
        idle = idle_share(raw, sex, people[sex], enrolled, source)
        line = {age: work_line(age, sex, PENSION[sex], enrolled, idle) for age in WORK_AGES}
        ages = [age for age in WORK_AGES if age <= PUBLISHED_LAST[sex]]
        wanted = rate["2019", sex] / 100 * sum(people[sex][age] for age in ages)
        fixed = sum(people[sex][age] * line[age][0] for age in ages)
        level = (wanted - fixed) / sum(people[sex][age] * line[age][1] for age in ages)
        result[sex] = {}
        for pension in RETIREMENT:
            lines = {age: work_line(age, sex, pension, enrolled, idle) for age in WORK_AGES}
            result[sex][pension] = {age: a + b * level for age, (a, b) in lines.items()}
        levels |= {f"idle_{sex}": f"{idle:.1%}", f"settled_{sex}": f"{level:.1%}"}
    return result, people, levels


def youth_ratio(raw: Raw, work: dict[int, float], source: Source) -> float:
    """Unemployment rate of ages 35-64 over that of 15-34, from the published 15-34 and all."""
    rows = raw.select(
        "employment_detail",
        source,
        region_code="KZ",
        period="2023-Q4",
        indicator=("unemployment_rate", "youth_unemployment_rate"),
    )
    rate = {row["indicator"]: float(row["value"]) for row in rows}
    young = sum(value for age, value in work.items() if age <= 34) / sum(work.values())
    older = (rate["unemployment_rate"] - young * rate["youth_unemployment_rate"]) / (1 - young)
    return older / rate["youth_unemployment_rate"]


def add_work(raw: Raw, tables: Tables, finished: Finished, enrolled: dict[int, float]) -> list[str]:
    """Relative probabilities of having work and of seeking it."""
    source = Source()
    chance, people, levels = employment(raw, finished, enrolled, source)
    cells = {
        (pension, age, sex): chance[sex][pension][age]
        for pension in RETIREMENT
        for age in WORK_AGES
        for sex in SEXES
    }
    write_axis("retirement_age", ("code", "label"), [(age, age) for age in RETIREMENT])
    tables.add("employment_profile", to_one(cells), source, **levels)
    workers = {
        age: sum(people[sex][age] * chance[sex][AT_UNEMPLOYMENT[sex]][age] for sex in SEXES) for age in WORK_AGES
    }
    of_jobless = Source()
    ratio = youth_ratio(raw, workers, of_jobless)
    everybody = [sum(pair) for pair in zip(*people.values())]
    seeking = {
        (age,): number / everybody[age] * (1.0 if age <= 34 else ratio)
        for age, number in workers.items()
        if age <= JOBLESS_LAST
    }
    tables.add("unemployment_profile", to_one(seeking), of_jobless + source, ratio=f"{ratio:.2f}")
    published = finished.cells("employed", Source())
    total = sum(value for (_, year), value in published.items() if year == "2022")
    return [f"employed 2022 at the profile's own level: {sum(workers.values()):,.0f}, published {total:,.0f}"]


def add_tables(raw: Raw, tables: Tables, finished: Finished) -> list[str]:
    """All tables of this theme; returns lines to compare with published figures."""
    enrolled = add_enrolment(tables, finished)
    notes = add_work(raw, tables, finished, enrolled)
    return notes
