"""Single-year mortality rates, survival and life expectancy."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from common import LAST_AGE, SEX_OF_RAW, SEXES, Raw, Source

Rates = dict[str, list[float]]  # sex -> rate by single year of age 0..100 (100 = 100 and over)
SAME_YEAR = 0.85  # part of infant deaths that falls in the calendar year of birth
PERIODS = {"2010-2015": 2012, "2015-2020": 2017, "2020-2025": 2022, "2025-2030": 2027, "2030-2035": 2032}
QUIET = (2012, 2017, 2027, 2032)  # centres of periods without the pandemic of 2020-2021
PANDEMIC = (2020, 2021)


def single_ages(grouped: Mapping[int, float]) -> list[float]:
    """Log-linear interpolation of rates of groups 0, 1-4, 5-9, ... 95-99, 100+ between their middles."""
    nodes = [(age + 2.5, math.log(grouped[age])) for age in range(5, LAST_AGE, 5)]
    rates = [grouped[0]] + [grouped[1]] * 4
    for age in range(5, LAST_AGE):
        rates.append(math.exp(interpolate(nodes, age + 0.5)))
    return rates + [grouped[LAST_AGE]]


def interpolate(nodes: Sequence[tuple[float, float]], x: float) -> float:
    """Piecewise linear interpolation; flat before the first node, the last slope after the last."""
    if x <= nodes[0][0]:
        return nodes[0][1]
    right = next((i for i, (position, _) in enumerate(nodes) if position >= x), len(nodes) - 1)
    (x0, y0), (x1, y1) = nodes[right - 1], nodes[right]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def world_population_rates(raw: Raw, source: Source) -> dict[tuple[int, str], list[float]]:
    """Rates of the UN by centre of period and sex, in single years of age."""
    rows = raw.select("age_specific_rates", source, indicator="mx", sex=("men", "women"))
    grouped: dict[tuple[int, str], dict[int, float]] = {}
    for row in rows:
        key = (PERIODS[row["period"]], SEX_OF_RAW[row["sex"]])
        grouped.setdefault(key, {})[int(row["age"].rstrip("+"))] = float(row["value"])
    return {key: single_ages(rates) for key, rates in grouped.items()}


def shape(rates: Mapping[tuple[int, str], Sequence[float]], year: int) -> Rates:
    """Age pattern of a year: between quiet periods, or the pandemic period itself for 2020 and 2021."""
    if year in PANDEMIC:
        return {sex: list(rates[2022, sex]) for sex in SEXES}
    return {
        sex: [
            math.exp(interpolate([(c, math.log(rates[c, sex][age])) for c in QUIET], year))
            for age in range(LAST_AGE + 1)
        ]
        for sex in SEXES
    }


def scaled(rates: Sequence[float], factor: float) -> list[float]:
    """Rates times a factor from age 1 on; infant mortality stays as it is."""
    return [rates[0]] + [rate * factor for rate in rates[1:]]


def life_expectancy(rates: Sequence[float]) -> float:
    """Life expectancy at birth of a schedule of single-year rates."""
    alive, years = 1.0, 0.0
    for age in range(LAST_AGE):
        lived = 0.12 if age == 0 else 0.5
        dying = rates[age] / (1 + (1 - lived) * rates[age])
        years += alive * (1 - (1 - lived) * dying)
        alive *= 1 - dying
    return years + alive / rates[LAST_AGE]


def factor_for(rates: Sequence[float], target: float) -> float:
    """The factor that gives a life expectancy, by bisection."""
    low, high = 0.2, 5.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if life_expectancy(scaled(rates, middle)) > target:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def survive_birth_year(rates: Sequence[float]) -> float:
    """Part of a year's births alive at its end."""
    return 1 - SAME_YEAR * rates[0]


def survive_year(rates: Sequence[float], age: int) -> float:
    """Part of those aged `age` on 1 January who are alive a year later."""
    if age == 0:
        return math.exp(-(1 - SAME_YEAR) * rates[0] - 0.5 * rates[1])
    return math.exp(-0.5 * (rates[age] + rates[min(age + 1, LAST_AGE)]))


def advance(people: Sequence[float], births: float, rates: Sequence[float]) -> list[float]:
    """Carry a pyramid of one sex from one 1 January to the next, without migration."""
    older = [births * survive_birth_year(rates)]
    older += [people[age] * survive_year(rates, age) for age in range(LAST_AGE)]
    older[LAST_AGE] += people[LAST_AGE] * survive_year(rates, LAST_AGE)
    return older
