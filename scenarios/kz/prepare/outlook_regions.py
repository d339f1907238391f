"""How far moves of single regions have strayed from the model's rule, relative to the nation's."""

from __future__ import annotations

import math
from collections.abc import Sequence

from common import Source
from finished import Cells, Finished

DAMPING = 0.5  # part of last year's change that comes again: migration.damping
AHEAD = range(1, 7)
FIRST_YEAR = 2019  # registered moves are published for every year from here on
FIRST_NEW = 2022  # first year on the borders of today


def nets(data: Finished, observed: Finished, source: Source) -> dict[tuple[str, int], float]:
    """Net of all flows on the 17 borders of 2018, which 2022 and later add up to."""
    old = observed.cells("net_total_all_flows_2018", source)
    found = {(key[0], int(key[1])): value for key, value in old.items() if key[2] == "calibrate"}
    external = data.cells("external_net", source)
    arrivals = data.cells("interregional_arrivals", source)
    departures = data.cells("interregional_departures", source)
    for group in {group for group, _ in found}:
        for year in range(FIRST_NEW, 2025):
            cells = [(region, str(year)) for region in group.split("+")]
            found[group, year] = sum(arrivals[c] - departures[c] + external[c] for c in cells)
    return found


def turnover_2022(data: Finished, source: Source) -> tuple[dict[str, float], float]:
    """Moves in and out of a region to or from others in 2022, and registered moves per unit of factor."""
    arrivals = data.cells("interregional_arrivals", source)
    departures = data.cells("interregional_departures", source)
    found = {
        region: arrivals[region, year] + departures[region, year]
        for region, year in arrivals
        if year == "2022"
    }
    return found, data.cells("registration_factor", source)[("2022",)]


def relative_nets(data: Finished, observed: Finished, source: Source) -> dict[tuple[str, int], float]:
    """Net over moves in and out. These are known from 2022 on; before, those of 2022 follow the nation's
    registered moves. The nation's external net is taken off in proportion to them."""
    net = nets(data, observed, source)
    base, factor_2022 = turnover_2022(data, source)
    factor = data.cells("registration_factor", source)
    groups = sorted({group for group, _ in net})
    whole = sum(base.values())
    result = {}
    for year in range(FIRST_YEAR, 2025):
        level = factor[(str(year),)] / factor_2022
        nation = sum(net[group, year] for group in groups)
        for group in groups:
            moves = sum(base[region] for region in group.split("+"))
            result[group, year] = (net[group, year] - nation * moves / whole) / (moves * level)
    return result


def errors(index: dict[tuple[str, int], float], last: int, damping: float) -> dict[int, list[float]]:
    """Of the damped trend, by years ahead, both years known by the end of `last`."""
    found: dict[int, list[float]] = {ahead: [] for ahead in AHEAD}
    for ahead in AHEAD:
        trend = sum(damping**step for step in range(1, ahead + 1))
        for (group, year), now in index.items():
            before, then = index.get((group, year - 1)), index.get((group, year + ahead))
            if before is not None and then is not None and year + ahead <= last:
                found[ahead].append(then - now - trend * (now - before))
    return found


def old_nets(observed: Finished) -> str:
    """How nets changed before: relative to each other, as moves of those years were not published."""
    old = change(observed.cells("net_total_all_flows_2010", Source()))
    late = change(observed.cells("net_total_all_flows_2018", Source()))
    return f"{old:.3f} a year in 2010-2017, {late:.3f} in 2018-2021"


def change(cells: Cells) -> float:
    """Root mean square of the yearly changes of nets over half of all absolute nets."""
    net = {(key[0], int(key[1])): value for key, value in cells.items() if key[2] == "calibrate"}
    half = {y: sum(abs(v) for (_, year), v in net.items() if year == y) / 2 for _, y in net}
    share = {key: value / half[key[1]] for key, value in net.items()}
    steps = [now - share[g, y - 1] for (g, y), now in share.items() if (g, y - 1) in share]
    return math.sqrt(sum(step**2 for step in steps) / len(steps))


def regional_errors(
    data: Finished, observed: Finished, years: Sequence[int], source: Source
) -> dict[int, dict[int, list[float]]]:
    """Errors of the net of regions, by year of knowledge and years ahead."""
    index = relative_nets(data, observed, source)
    return {year: errors(index, year, DAMPING) for year in years}


def turnover_errors(data: Finished, last: int, source: Source) -> list[float]:
    """Yearly changes of a region's moves in and out relative to the nation's, from 2022 on, all years on
    the share of moves between regions that was known last; beyond the damped trend where that is known."""
    arrivals = on_one_share(data, last, source)
    net = {
        key: arrivals_then - data.cells("interregional_departures", source)[key[0], str(key[1])]
        for key, arrivals_then in raw_arrivals(data, source).items()
    }
    years = range(FIRST_NEW, last + 1)
    logs = {}
    for year in years:
        nation = sum(value for (_, y), value in arrivals.items() if y == year)
        for (region, y), value in arrivals.items():
            if y == year:
                logs[region, y] = (math.log(value) + math.log(value - net[region, y])) / 2 - math.log(nation)
    steps = {(r, y): logs[r, y] - logs[r, y - 1] for r, y in logs if (r, y - 1) in logs}
    if last - FIRST_NEW < 2:
        return list(steps.values())
    return [step - DAMPING * steps[r, y - 1] for (r, y), step in steps.items() if (r, y - 1) in steps]


def raw_arrivals(data: Finished, source: Source) -> dict[tuple[str, int], float]:
    """Arrivals from other regions as published or estimated."""
    cells: Cells = data.cells("interregional_arrivals", source)
    return {(region, int(year)): value for (region, year), value in cells.items()}


def on_one_share(data: Finished, last: int, source: Source) -> dict[tuple[str, int], float]:
    """Arrivals from other regions as the fit takes them, so that a new estimate of the share of moves
    between regions does not pass for a change of the country."""
    share = data.cells("interregional_share", source)
    return {
        (region, year): value * share[region, str(last)] / share[region, str(max(year, 2023))]
        for (region, year), value in raw_arrivals(data, source).items()
        if year <= last
    }
