"""Estimate how far the model's own rules have missed: the yearly shocks of an uncertain forecast.

Usage: python3 outlook_shocks.py

Run it after population.py and migration.py: it reads nothing but their finished tables. Writes
data/outlook_shock_sd.csv and data/outlook_shock_persistence.csv with their entries in the register.

For each trend and each year of knowledge: errors (log) of the rule that the model follows, one to six
years ahead, over what was known by that year. A shock is x(y) = persistence * x(y - 1) + sd * draw(y);
sd is what one year ahead leaves beyond the spread of the named paths, persistence what fits the
errors further ahead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from common import AGE_GROUPS, DATA, LAST_AGE, ROOT, Source, Tables, ages_of, write_axis
from finished import Finished
from outlook_regions import old_nets, regional_errors, turnover_errors

LAST_KNOWN = (2023, 2024)  # 31 December: the backcast from 2022 and the forecast
AHEAD = range(1, 7)
WIDTH = 1.2816  # low and high paths bound 80 %: standard deviations off the base
HALF = 0.5  # of the recent fall of fertility goes on, as in fertility_path
FIRST_TARGET = 2010  # first year whose level is predicted
BREAK = 2022  # first year on the basis of the census of 2021
OLD_BASIS = 0.02  # death rates before it are so much high (mortality_rate)
TRENDS = (
    ("fertility", "Children per woman"),
    ("mortality", "Death rates"),
    ("arrivals", "Arrivals from abroad"),
    ("departures", "Departures abroad"),
    ("mobility", "Registered moves within the country, per head"),
    ("regional_net", "Net moves of a region over its moves in and out"),
    ("regional_turnover", "Moves in and out of a region relative to the nation's"),
)
NATIONAL = tuple(code for code, _ in TRENDS[:5])

Logs = Mapping[int, float]
Rule = Callable[[Logs, int, int], float]
Errors = dict[int, list[float]]  # by years ahead


def last_level(logs: Logs, year: int, ahead: int) -> float:
    """The level stays."""
    return logs[year]


def last_growth(logs: Logs, year: int, ahead: int) -> float:
    """The growth of the last year goes on."""
    return logs[year] + ahead * (logs[year] - logs[year - 1])


def mean_of_two(logs: Logs, year: int, ahead: int) -> float:
    """The mean of the last two years stays, as in external_path."""
    return math.log((math.exp(logs[year]) + math.exp(logs[year - 1])) / 2)


def fading_trend(logs: Logs, year: int, ahead: int) -> float:
    """Half of the yearly change of the last two years goes on, half of that the year after ..."""
    recent = (logs[year] - logs[year - 2]) / 2
    return logs[year] + recent * sum(HALF**step for step in range(1, ahead + 1))


def steady_fall(pace: float) -> Rule:
    """The level falls (or rises) by the same part each year."""
    return lambda logs, year, ahead: logs[year] + pace * ahead


def errors_of(logs: Logs, rule: Rule, known: int) -> Errors:
    """What came less what the rule said, where both lie in the time known."""
    found: Errors = {ahead: [] for ahead in AHEAD}
    for ahead in AHEAD:
        for year in logs:
            if FIRST_TARGET <= year + ahead <= known and year + ahead in logs:
                try:
                    found[ahead].append(logs[year + ahead] - rule(logs, year, ahead))
                except KeyError:
                    continue  # too early in the series for the rule
    return found


@dataclass(frozen=True)
class Series:
    """Logarithms of the levels of the trends of the nation."""

    logs: dict[str, dict[int, float]]
    source: Source = field(default_factory=Source)


def fertility(data: Finished, source: Source) -> dict[int, float]:
    """Children per woman; the step into the new census basis by births and the women of 2022 alone."""
    rates = data.cells("fertility_rate", source)
    people = data.people(source)["female"]
    births = data.cells("births", source)
    groups = [group for group in AGE_GROUPS if ("2021", group) in rates]
    children = {y: sum(5 * rates[str(y), group] for group in groups) for y in range(2010, 2025)}
    rate = {age: rates["2021", group] for group in groups for age in ages_of(group)}
    before = sum(rate[age] * people[min(age + 1, LAST_AGE)] for age in rate)
    now = sum(rate[age] * people[age] for age in rate)
    of_year = {y: sum(v for (_, year), v in births.items() if year == str(y)) for y in (2021, 2022)}
    step = math.log(of_year[2022] / of_year[2021]) - math.log(now / before)
    jump = math.log(children[2022] / children[2021]) - step
    return {y: math.log(level) - (jump if y >= BREAK else 0.0) for y, level in children.items()}


def mortality(data: Finished, source: Source) -> dict[int, float]:
    """Deaths that the people of 1 January 2022 would have had, at the rates of each year."""
    rates, people = data.cells("mortality_rate", source), data.people(source)
    return {
        y: math.log(
            sum(people[sex][age] * rates[str(y), str(age), sex] for sex in people for age in range(LAST_AGE + 1))
        )
        - (0.0 if y >= BREAK else OLD_BASIS)
        for y in range(2010, 2025)
    }


def external(data: Finished, observed: Finished, direction: str, source: Source) -> dict[int, float]:
    """Registered arrivals or departures; rows kept for validation are left alone."""
    cells = observed.cells("external_flow", source)
    flows = {
        int(key[1]): value
        for key, value in cells.items()
        if key[0] == direction and key[2] == "calibrate"
    }
    partners = data.cells(f"external_{direction}", source)
    flows[2024] = sum(value for (_, year), value in partners.items() if year == "2024")
    return {year: math.log(value) for year, value in flows.items()}


def series(data: Finished, observed: Finished) -> Series:
    """All trends of the nation."""
    source = Source()
    factor = data.cells("registration_factor", source)
    return Series(
        {
            "fertility": fertility(data, source),
            "mortality": mortality(data, source),
            "arrivals": external(data, observed, "arrivals", source),
            "departures": external(data, observed, "departures", source),
            "mobility": {int(year): math.log(value) for (year,), value in factor.items()},
        },
        source,
    )


def rules(known: int, pace: float) -> dict[str, Rule]:
    """What the model follows: the base paths from 2025 on, the last level or growth in a backcast."""
    if known < LAST_KNOWN[-1]:
        return {trend: last_level for trend in NATIONAL} | {"mobility": last_growth}
    return {
        "fertility": fading_trend,
        "mortality": steady_fall(pace),
        "arrivals": mean_of_two,
        "departures": mean_of_two,
        "mobility": last_level,  # the fall of its path has no past to be tried on
    }


def path_variance(data: Finished, trend: str, source: Source) -> dict[int, float]:
    """Mean square of what lies between base and low, and base and high, by years ahead."""
    table = "external_path" if trend in ("arrivals", "departures") else f"{trend}_path"
    cells = data.cells(table, source)
    key = (trend,) if table == "external_path" else ()
    variance = {}
    for ahead in AHEAD:
        year = str(LAST_KNOWN[-1] + ahead)
        base = cells[("base", *key, year)]
        sides = [math.log(cells[(side, *key, year)] / base) / WIDTH for side in ("low", "high")]
        variance[ahead] = sum(side**2 for side in sides) / len(sides)
    return variance


def mean_square(errors: list[float]) -> float:
    """About zero: a rule that leans to one side errs by that too."""
    return sum(error**2 for error in errors) / len(errors)


def spread(errors: Errors, path: Mapping[int, float]) -> tuple[float, float]:
    """Standard deviation and persistence (hundredths, least squares over two to six years ahead)."""
    first = max(0.0, mean_square(errors[1]) - path[1])

    def misfit(persistence: float) -> float:
        total, reach = 0.0, first
        for ahead in AHEAD[1:]:
            reach = first + persistence**2 * reach
            if errors[ahead]:
                beyond = mean_square(errors[ahead]) - path[ahead]
                total += len(errors[ahead]) * (beyond - reach) ** 2
        return total

    persistence = min(range(101), key=lambda hundredths: misfit(hundredths / 100)) / 100
    return math.sqrt(first), persistence


def described(errors: Errors) -> str:
    """Number and root mean square of the errors, one to six years ahead."""
    found = [(len(e), math.sqrt(mean_square(e))) for e in errors.values() if e]
    return f"{found[0][0]} to {found[-1][0]} errors, " + "/".join(f"{rms:.3f}" for _, rms in found)


def estimate(data: Finished, observed: Finished) -> tuple[dict, dict, dict[str, str], Source]:
    """Standard deviations and persistences by year of knowledge and trend, and what to say of them."""
    nation = series(data, observed)
    source = nation.source
    paths = {trend: path_variance(data, trend, source) for trend in NATIONAL}
    pace = math.log(data.cells("mortality_path", Source())["base", "2025"])
    regions = regional_errors(data, observed, LAST_KNOWN, source)
    sds, persistences, notes = {}, {}, {}
    nothing = dict.fromkeys(AHEAD, 0.0)
    for known in LAST_KNOWN:
        rule = rules(known, pace)
        for trend in NATIONAL:
            errors = errors_of(nation.logs[trend], rule[trend], known)
            path = paths[trend] if known == LAST_KNOWN[-1] else nothing
            sds[known, trend], persistences[known, trend] = spread(errors, path)
            notes[f"{trend}_{known}"] = described(errors)
        sds[known, "regional_net"], persistences[known, "regional_net"] = spread(regions[known], nothing)
        notes[f"regional_net_{known}"] = described(regions[known])
        turnover = turnover_errors(data, known, source)
        sds[known, "regional_turnover"] = math.sqrt(mean_square(turnover))
        persistences[known, "regional_turnover"] = persistences[known, "regional_net"]
        notes[f"regional_turnover_{known}"] = f"{len(turnover)} errors"
    quiet = {y: v for y, v in nation.logs["mortality"].items() if y < 2020}
    calm = errors_of(quiet, steady_fall(pace), LAST_KNOWN[-1])[1]
    notes["mortality_calm"] = f"{math.sqrt(mean_square(calm)):.3f}"
    notes["old_net"] = old_nets(observed)
    return sds, persistences, notes, source


def main() -> None:
    """Estimate, write and print."""
    data, observed = Finished(DATA), Finished(ROOT / "observed")
    sds, persistences, notes, source = estimate(data, observed)
    source.inputs = list(dict.fromkeys(source.inputs))
    write_axis("trend", ("code", "label"), TRENDS)
    tables = Tables("outlook_tables.toml")
    tables.add("outlook_shock_sd", sds, source, **notes)
    tables.add("outlook_shock_persistence", persistences, source)
    tables.write(DATA, "outlook_shocks.py")
    for known, trend in sds:
        key = known, trend
        print(f"{known} {trend:18} sd {sds[key]:.3f}  persistence {persistences[key]:.2f}  "
              f"{notes[f'{trend}_{known}']}")


if __name__ == "__main__":
    main()
