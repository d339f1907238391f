"""National age structure in single years: 1 January 2022 from the census, then year by year to 2025."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from common import AGE_GROUPS, LAST_AGE, SEX_OF_RAW, SEXES, Raw, Source, ages_of
from lifetable import Rates, advance, survive_birth_year, survive_year

People = dict[str, list[float]]  # sex -> persons by single year of age 0..100
BOYS = 1.063 / 2.063  # sex ratio at birth 1.063, as in the raw row of the derived pyramid
CENSUS_LAG = 1 / 3  # years from 1 September 2021 to 1 January 2022
MOBILE_SHARE = 0.43  # ages 14-34 in Astana's net migration of 2024 (rounded, published)
MOBILE_WEIGHT = {
    range(14, 18): 0.8,
    range(18, 20): 1.2,
    range(20, 25): 1.6,
    range(25, 30): 1.0,
    range(30, 35): 0.8,
}


def sex_share(sex: str) -> float:
    """Part of births that is of one sex."""
    return BOYS if sex == "male" else 1 - BOYS


def census_groups(raw: Raw, source: Source) -> dict[tuple[str, str], int]:
    """Census population of 1 September 2021 by sex and five-year group from age 10."""
    rows = raw.select(
        "age_structure_by_region",
        source,
        region_code="KZ",
        year="2021",
        area="total",
        indicator="population_census",
        sex=("men", "women"),
        age=AGE_GROUPS,
    )
    return {(SEX_OF_RAW[row["sex"]], row["age"]): int(row["value"]) for row in rows}


def cumulative(groups: Sequence[tuple[float, float]], first: float) -> MonotoneCurve:
    """Curve of persons younger than x, from (upper age, persons) of successive groups."""
    points, total = [(first, 0.0)], 0.0
    for upper, persons in groups:
        total += persons
        points.append((upper, total))
    return MonotoneCurve(points)


class MonotoneCurve:
    """Monotone cubic interpolation (Fritsch-Carlson slopes)."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        self.x = [x for x, _ in points]
        self.y = [y for _, y in points]
        width = [b - a for a, b in zip(self.x, self.x[1:])]
        rise = [(b - a) / w for a, b, w in zip(self.y, self.y[1:], width)]
        inner = [
            0.0 if a * b <= 0 else (u + v) * 3 / ((2 * v + u) / a + (v + 2 * u) / b)
            for a, b, u, v in zip(rise, rise[1:], width, width[1:])
        ]
        self.slope = [rise[0], *inner, rise[-1]]

    def __call__(self, x: float) -> float:
        """Value at x, held at the ends."""
        if x <= self.x[0] or x >= self.x[-1]:
            return self.y[0] if x <= self.x[0] else self.y[-1]
        i = max(k for k, left in enumerate(self.x) if left <= x)
        width = self.x[i + 1] - self.x[i]
        t = (x - self.x[i]) / width
        return (
            (2 * t**3 - 3 * t**2 + 1) * self.y[i]
            + (t**3 - 2 * t**2 + t) * width * self.slope[i]
            + (3 * t**2 - 2 * t**3) * self.y[i + 1]
            + (t**3 - t**2) * width * self.slope[i + 1]
        )


def single_years(groups: Mapping[str, float]) -> list[float]:
    """Five-year groups 0-4 ... 100+ in single years of age."""
    ends = [(ages_of(group)[-1] + 1, groups[group]) for group in AGE_GROUPS if group != "100+"]
    curve = cumulative(ends, 0)
    return [curve(age + 1) - curve(age) for age in range(LAST_AGE)] + [groups["100+"]]


def survivors(births: Mapping[int, int], rates: Mapping[int, Rates], sex: str, born: int, at: int) -> float:
    """Births of one year alive on 1 January `at`, without migration."""
    alive = births[born] * sex_share(sex) * survive_birth_year(rates[max(born, 2010)][sex])
    for year in range(born + 1, at):
        alive *= survive_year(rates[max(year, 2010)][sex], year - 1 - born)
    return alive


def at_2022(
    raw: Raw,
    births: Mapping[int, int],
    rates: Mapping[int, Rates],
    registered: Mapping[str, int],
    source: Source,
) -> tuple[People, dict[str, float]]:
    """The pyramid of 1 January 2022 and the factors that bring ages 10+ to the registered totals."""
    census = census_groups(raw, source)
    people, factors = {}, {}
    for sex in SEXES:
        young = [survivors(births, rates, sex, 2021 - age, 2022) for age in range(20)]
        for group in ("10-14", "15-19"):
            expected = sum(
                survivors(births, rates, sex, 2021 - age - back, 2022) * part
                for age in ages_of(group)
                for back, part in ((1, CENSUS_LAG), (0, 1 - CENSUS_LAG))
            )
            for age in ages_of(group):
                young[age] *= census[sex, group] / expected
        curve = cumulative(
            [
                (ages_of(g)[-1] + 1 if g != "100+" else 106, census[sex, g])
                for g in AGE_GROUPS
                if (sex, g) in census
            ],
            10,
        )
        grown = [curve(age + 1 - CENSUS_LAG) - curve(age - CENSUS_LAG) for age in range(20, LAST_AGE)]
        grown.append(curve(106) - curve(LAST_AGE - CENSUS_LAG))
        old = [number * math.exp(-rates[2021][sex][age] * CENSUS_LAG) for age, number in enumerate(grown, 20)]
        factors[sex] = (registered[sex] - sum(young[:10])) / (sum(young[10:]) + sum(old))
        people[sex] = young[:10] + [number * factors[sex] for number in young[10:] + old]
    return people, factors


def movers(people: People) -> People:
    """Assumed pattern of net migration by age and sex, summing to one, with a peak at 20-24."""
    weight = {age: w for ages, w in MOBILE_WEIGHT.items() for age in ages}
    raw = {sex: [people[sex][age] * weight.get(age, 1.0) for age in range(LAST_AGE + 1)] for sex in SEXES}
    mobile = sum(raw[sex][age] for sex in SEXES for age in weight)
    rest = sum(sum(raw[sex]) for sex in SEXES) - mobile
    return {
        sex: [
            raw[sex][age] * (MOBILE_SHARE / mobile if age in weight else (1 - MOBILE_SHARE) / rest)
            for age in range(LAST_AGE + 1)
        ]
        for sex in SEXES
    }


def next_year(people: People, births: float, rates: Rates, net: float) -> People:
    """One year on: survivors, newborns, and net migration in the assumed age pattern."""
    pattern = movers(people)
    return {
        sex: [
            max(0.0, number + net * moved)
            for number, moved in zip(advance(people[sex], births * sex_share(sex), rates[sex]), pattern[sex])
        ]
        for sex in SEXES
    }


def to_totals(people: People, registered: Mapping[str, int]) -> tuple[People, dict[str, float]]:
    """Scale ages 1 and over of each sex to a registered total; newborns stay."""
    factor = {sex: (registered[sex] - people[sex][0]) / sum(people[sex][1:]) for sex in SEXES}
    return {
        sex: [people[sex][0]] + [number * factor[sex] for number in people[sex][1:]] for sex in SEXES
    }, factor
