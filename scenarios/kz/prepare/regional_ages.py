"""Age and sex by region on 1 January 2022 and 2025, fitted to national ages and to regional totals by sex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from common import LAST_AGE, SEXES, Raw, Source
from geography import REGIONS
from lifetable import Rates, advance, scaled
from pyramid import People, movers, sex_share
from regional_evidence import PENSION, Pyramids, Targets, adults_2022, children_2022, targets_2022

ROUNDS = 60  # corrections of the seed towards the targets
SWEEPS = 12  # of the fit in each round (margins then hold to 1e-6)
YOUNG_ADULTS = range(18, 40)
Counts = Mapping[tuple[str, int], int]


@dataclass
class Inputs:
    """What the regional fit needs; `fertility` holds national rates of 2022 by single year of age."""

    births: Counts
    deaths: Counts
    net: Counts
    count_sex: Mapping[tuple[str, int, str], int]
    national: Mapping[int, People]
    mortality: Mapping[int, Rates]
    fertility: Sequence[float]

    def totals(self, year: int) -> dict[tuple[str, str], int]:
        """Registered totals by region and sex on 1 January."""
        return {(region, sex): self.count_sex[region, year, sex] for region in REGIONS for sex in SEXES}


@dataclass
class Bend:
    """Corrections of the seed: young adults and pension age by region."""

    adults: dict[str, float]
    old: dict[str, float]

    def apply(self, region: str, sex: str, seed: Sequence[float]) -> list[float]:
        """The seed of one region and sex, corrected."""
        factor = lambda age: (
            self.adults[region] if age in YOUNG_ADULTS else self.old[region] if age >= PENSION[sex] else 1.0
        )
        return [number * factor(age) for age, number in enumerate(seed)]


def fit(
    seeds: Pyramids,
    national: People,
    totals: Mapping[tuple[str, str], float],
    first: int = 0,
    sweeps: int = SWEEPS,
) -> Pyramids:
    """Iterative proportional fitting, from an age on, to national ages by sex and regional totals by sex."""
    fitted: Pyramids = {region: {} for region in REGIONS}
    for sex in SEXES:
        cells = {region: list(seeds[region][sex]) for region in REGIONS}
        for _ in range(sweeps):
            for age in range(first, LAST_AGE + 1):
                factor = national[sex][age] / sum(cells[region][age] for region in REGIONS)
                for region in REGIONS:
                    cells[region][age] *= factor
            for region in REGIONS:
                factor = totals[region, sex] / sum(cells[region][first:])
                cells[region][first:] = [number * factor for number in cells[region][first:]]
        for region in REGIONS:
            fitted[region][sex] = cells[region]
    return fitted


def implied_fertility(people: People, births: float, rates: Sequence[float]) -> float:
    """Children per woman that a pyramid implies, with the national age pattern of fertility."""
    return births / sum(rate * women for rate, women in zip(rates, people["female"])) * sum(rates)


def correct(bend: Bend, fitted: Pyramids, targets: Targets, inputs: Inputs) -> None:
    """Move the corrections towards the targets."""
    for region in REGIONS:
        implied = implied_fertility(fitted[region], inputs.births[region, 2022], inputs.fertility)
        bend.adults[region] *= (implied / targets.fertility[region]) ** 0.7
        pensioners = sum(sum(fitted[region][sex][PENSION[sex] :]) for sex in SEXES)
        bend.old[region] *= (targets.pensioners[region] / pensioners) ** 0.9


def at_2022(raw: Raw, inputs: Inputs, source: Source) -> Pyramids:
    """Regional pyramids of 1 January 2022: children first, then adults bent towards the targets."""
    national = inputs.national[2022]
    children = children_2022(raw, inputs, source)
    adults = adults_2022(raw, inputs, children, source)
    totals = {key: count - sum(children[key[0]][key[1]]) for key, count in inputs.totals(2022).items()}
    targets = targets_2022(raw, inputs, source)
    bend = Bend(dict.fromkeys(REGIONS, 1.0), dict.fromkeys(REGIONS, 1.0))
    for _ in range(ROUNDS):
        bent = {
            region: {sex: bend.apply(region, sex, adults[region][sex]) for sex in SEXES} for region in REGIONS
        }
        fitted = fit(bent, national, totals, 15)
        correct(bend, fitted, targets, inputs)
    fitted = fit(fitted, national, totals, 15, 200)
    return {
        region: {sex: children[region][sex] + fitted[region][sex][15:] for sex in SEXES} for region in REGIONS
    }


def mortality_factor(people: People, rates: Rates, deaths: float) -> float:
    """Registered deaths over deaths expected at national rates."""
    return deaths / sum(people[sex][age] * rates[sex][age] for sex in SEXES for age in range(LAST_AGE + 1))


def carry(start: Pyramids, inputs: Inputs) -> Pyramids:
    """Three years on: regional births, national rates at the regional level of deaths, net migration."""
    later: Pyramids = {}
    for region in REGIONS:
        people = start[region]
        deaths = sum(inputs.deaths[region, year] for year in (2022, 2023, 2024)) / 3
        level = mortality_factor(people, inputs.mortality[2023], deaths)
        for year in (2022, 2023, 2024):
            pattern = movers(inputs.national[year])
            people = {
                sex: [
                    max(1e-6, number + inputs.net[region, year] * moved)
                    for number, moved in zip(
                        advance(
                            people[sex],
                            inputs.births[region, year] * sex_share(sex),
                            scaled(inputs.mortality[year][sex], level),
                        ),
                        pattern[sex],
                    )
                ]
                for sex in SEXES
            }
        later[region] = people
    return later


def at_2025(start: Pyramids, inputs: Inputs) -> Pyramids:
    """Regional pyramids of 1 January 2025."""
    return fit(carry(start, inputs), inputs.national[2025], inputs.totals(2025), 0, 200)
