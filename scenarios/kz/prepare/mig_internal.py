"""Internal migration: seasonality, share across borders, age of movers."""

from __future__ import annotations

from math import exp

from common_migration import REGIONS, Key, RawFolder, Row, Table, addresses, by_region_year

FILE = "internal_migration_by_region.csv"
OLDEST = 100
YOUNG = range(14, 35)
# Rogers and Castro (1981) standard schedule: childhood and labour force components.
CHILD_LEVEL, CHILD_SLOPE = 0.02, 0.1
LABOUR_LEVEL, LABOUR_PEAK, LABOUR_DESCENT, LABOUR_ASCENT = 0.06, 20.0, 0.1, 0.4


def tables(raw: RawFolder) -> list[Table]:
    """Inputs of the internal migration process."""
    return [_months(raw), *_across_borders(raw), _age_schedule(raw)]


def _months(raw: RawFolder) -> Table:
    rows = [
        r
        for r in raw.rows(FILE, region_code="KZ", indicator="all_internal_movers")
        if r["period"].startswith("2024-") and len(r["period"]) == 7
    ]
    total = sum(float(r["value"]) for r in rows)
    values: dict[Key, float] = {(int(r["period"][5:]),): float(r["value"]) / total for r in rows}
    return Table("data", "move_month_share", values, addresses(rows))


def _nine_months(raw: RawFolder) -> tuple[dict[str, float], float, list[Row]]:
    """Shares of four regions and of the nation from January-September 2022."""
    partial, period = "migration_by_region_partial.csv", "2022-01..09"
    rows = raw.rows(partial, indicator="arrivals_interregional", period=period)
    nation = raw.rows(partial, indicator="interregional_movers", period=period)
    arrivals = by_region_year(
        raw.rows(FILE, indicator="arrivals_internal_all", period="2022"), "period"
    )
    to_september = sum(v for (m,), v in _months(raw).values.items() if int(m) <= 9)
    part = {r: n * to_september for (r, _), n in arrivals.items()}
    known = {r["region_code"]: float(r["value"]) / part[r["region_code"]] for r in rows}
    return known, float(nation[0]["value"]) / sum(part.values()), [*rows, *nation]


def _single_shares(raw: RawFolder) -> tuple[dict[str, float], list[Row]]:
    """Shares of Pavlodar in 2022 and of Kostanay in January-June 2023."""
    year = raw.rows(FILE, indicator="arrivals_interregional", period="2022", region_code="KZ-55")
    whole = raw.rows(FILE, indicator="arrivals_internal_all", period="2022", region_code="KZ-55")
    half = {"period": "2023-01..06", "region_code": "KZ-39"}
    across = raw.rows(FILE, indicator="arrivals_interregional", **half)
    within = raw.rows(FILE, indicator="intraregional_movers", **half)
    moved = float(across[0]["value"])
    known = {
        "KZ-55": float(year[0]["value"]) / float(whole[0]["value"]),
        "KZ-39": moved / (moved + float(within[0]["value"])),
    }
    return known, [*year, *across, *within]


def _known_shares(
    raw: RawFolder,
) -> tuple[dict[int, dict[str, float]], dict[int, float], list[Row]]:
    """Shares known at the end of 2023 and of 2024: by region, and of the nation."""
    early, nation, nine_rows = _nine_months(raw)
    single, single_rows = _single_shares(raw)
    late_rows = raw.rows(FILE, indicator="arrivals_interregional", period="2024")
    movers = raw.rows(
        FILE,
        region_code="KZ",
        period="2024",
        indicator=("interregional_movers", "all_internal_movers"),
    )
    arrivals = by_region_year(
        raw.rows(FILE, indicator="arrivals_internal_all", period="2024"), "period"
    )
    late = {
        r["region_code"]: float(r["value"]) / arrivals[(r["region_code"], 2024)] for r in late_rows
    }
    total = {r["indicator"]: float(r["value"]) for r in movers}
    whole = {2023: nation, 2024: total["interregional_movers"] / total["all_internal_movers"]}
    by_year = {2023: early | single, 2024: early | single | late}
    return by_year, whole, [*nine_rows, *single_rows, *late_rows, *movers]


def _across_borders(raw: RawFolder) -> list[Table]:
    known, nation, rows = _known_shares(raw)
    years = ("2022", "2023", "2024")
    arrival_rows = raw.rows(FILE, indicator="arrivals_internal_all", period=years)
    net_rows = raw.rows(FILE, indicator="net_interregional", period=years)
    arrivals, net = by_region_year(arrival_rows, "period"), by_region_year(net_rows, "period")
    share: dict[Key, float] = {}
    for known_at, weights in ((2023, 2022), (2024, 2024)):
        people = {r: arrivals[(r, weights)] for r in REGIONS}
        named = known[known_at]
        left = nation[known_at] * sum(people.values()) - sum(named[r] * people[r] for r in named)
        rest = left / sum(n for r, n in people.items() if r not in named)
        share |= {(r, known_at): named.get(r, rest) for r in REGIONS}
    inward: dict[Key, float] = {
        (r, y): float(round(share[(r, max(y, 2023))] * arrivals[(r, y)]))
        for y in (2022, 2023, 2024)
        for r in REGIONS
    }
    outward: dict[Key, float] = {k: v - net[k] for k, v in inward.items()}
    links = addresses(rows, arrival_rows, net_rows)
    return [
        Table("data", "interregional_share", share, links),
        Table("data", "interregional_arrivals", inward, links),
        Table("data", "interregional_departures", outward, links),
    ]


def population_by_age(raw: RawFolder) -> tuple[dict[int, float], list[Row]]:
    """National population at 1 January 2025 by year of age, even inside five-year groups."""
    rows = [
        r
        for r in raw.rows("population_age_sex.csv", year="2025")
        if r["note"].startswith("derived 1 Jan 2025")
    ]
    ages = dict.fromkeys(range(OLDEST + 1), 0.0)
    for r in rows:
        low = int(r["age"].rstrip("+").split("-")[0])
        width = 1 if r["age"].endswith("+") else 5
        for age in range(low, low + width):
            ages[age] += float(r["value"]) / width
    return ages, rows


def rogers_castro(age: int, constant: float) -> float:
    """Standard migration rate at an age for a given constant component."""
    child = CHILD_LEVEL * exp(-CHILD_SLOPE * age)
    step = age + 0.5 - LABOUR_PEAK
    return (
        child + LABOUR_LEVEL * exp(-LABOUR_DESCENT * step - exp(-LABOUR_ASCENT * step)) + constant
    )


def solve_constant(population: dict[int, float], target: float) -> float:
    """Constant component for which ages 14-34 make up `target` of all movers (bisection)."""
    low, high = 0.0, 10.0
    for _ in range(200):
        middle = (low + high) / 2
        weight = {a: n * rogers_castro(a, middle) for a, n in population.items()}
        too_young = sum(weight[a] for a in YOUNG) / sum(weight.values()) > target
        low, high = (middle, high) if too_young else (low, middle)
    return (low + high) / 2


def _age_schedule(raw: RawFolder) -> Table:
    population, age_rows = population_by_age(raw)
    young = raw.rows(
        "migrant_profiles.csv", region_code="KZ", indicator="internal_movers", age="14-34"
    )
    total = raw.rows(FILE, region_code="KZ", period="2024", indicator="all_internal_movers")
    target = float(young[0]["value"]) / float(total[0]["value"])
    constant = solve_constant(population, target)
    rate = {a: rogers_castro(a, constant) for a in population}
    mean = sum(rate[a] * n for a, n in population.items()) / sum(population.values())
    values: dict[Key, float] = {(a,): r / mean for a, r in rate.items()}
    fill = {"constant": f"{constant:.4f}", "target": f"{target:.3f}"}
    return Table("data", "mover_age", values, addresses(young, total, age_rows), fill)
