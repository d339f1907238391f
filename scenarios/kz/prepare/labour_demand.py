"""Demand for hired labour to 2040, and open vacancies."""

from __future__ import annotations

from common_migration import REGIONS, Key, Row, addresses
from labour_common import NATION, SECTORS, LabourRaw, LabourTable, Vector, spread_rest, total
from labour_sectors import Sectors

AFTER, BEFORE = "vacancies_forecasts_after_2024.csv", "vacancies_forecasts.csv"
YEARS = range(2025, 2041)
LAST_FORECAST = 2035
LATER_FORCE = ("2031", "2040")  # years of the official forecast of the labour force
NEED_SECTOR = {"A": "agriculture", "F": "construction", "G": "trade", "P": "education", "Q": "health"}
SECTOR_WEIGHT = 0.5  # assumption: of a sector's lead in need is growth, the rest more to be replaced
BOUNDS = (-0.05, 0.08)
HIGH_REPLACEMENT = 1 / 60  # assumption: people leave work for good after 60 rather than 45 years
# Assumption: open vacancies over filled and vacant posts; the portals show 1.1 to 1.9 %.
VACANCY_RATE = 0.02


def tables(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    """All tables of this theme."""
    return [*_demand(raw, work), *_vacancies(raw, work)]


def _yearly_need(raw: LabourRaw) -> tuple[dict[int, float], list[Row]]:
    """People needed a year, straight lines between the years named."""
    rows = raw.rows(AFTER, indicator="labour_demand_forecast_annual")
    known = {int(r["period"]): 1000 * float(r["value"]) for r in rows}
    years = sorted(known)
    need: dict[int, float] = {}
    for a, b in zip(years, years[1:]):
        need |= {y: known[a] + (known[b] - known[a]) * (y - a) / (b - a) for y in range(a, b + 1)}
    return need, rows


def _need_by(raw: LabourRaw) -> tuple[float, Vector, Vector, list[Row]]:
    """Need of 2025-2035: in all, by the sections and by the regions named."""
    rows = [
        r
        for r in raw.rows(AFTER, indicator="labour_demand_forecast", period="2025-2035")
        if r["dimension"] not in ("skilled", "blue collar")
    ]
    of = {(r["region_code"], r["dimension"]): 1000 * float(r["value"]) for r in rows}
    sections = {d: v for (c, d), v in of.items() if c == NATION and d != "all"}
    regions = {c: v for (c, d), v in of.items() if c != NATION and d == "all"}
    return of[NATION, "all"], sections, regions, rows


def _sector_needs(raw: LabourRaw, work: Sectors, sections: Vector, whole: float) -> Vector:
    """Need by sector: industry takes that of manufacturing at its share of industrial work."""
    staff = work.nation(work.employees, 2024)
    of = {
        r["dimension"]: float(r["value"])
        for r in raw.rows("employment_detail.csv", indicator="employed_by_section", period="2024")
    }
    need = {sector: sections[s] for s, sector in NEED_SECTOR.items()}
    need["industry"] = sections["C"] * sum(of[s] for s in "BCDE") / of["C"]
    rest = {s: staff[s] for s in SECTORS if s not in need}
    free = whole - total(need)
    return {s: need[s] if s in need else free * staff[s] / total(rest) for s in SECTORS}


def relative_need(needs: Vector, staff: Vector) -> Vector:
    """Need per employee over that of the nation, weighted mean one."""
    mean = total(needs) / total(staff)
    return {k: needs[k] / staff[k] / mean for k in staff}


def replacement(work: Sectors, need: float) -> float:
    """Share of employees to be replaced a year, so that demand of 2025 goes on as in 2022-2024."""
    now, then = (total(work.nation(work.employees, y)) for y in (2024, 2022))
    return need / now - ((now / then) ** 0.5 - 1)


def _demand(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    yearly, year_rows = _yearly_need(raw)
    whole, sections, named, rows = _need_by(raw)
    staff = work.nation(work.employees, 2024)
    here = {r: sum(work.employees[2024][r, s] for s in SECTORS) for r in REGIONS}
    free = whole - total(named)
    others = sum(n for r, n in here.items() if r not in named)
    region_need = {r: named.get(r, free * n / others) for r, n in here.items()}
    by_sector = relative_need(_sector_needs(raw, work, sections, whole), staff)
    by_region = relative_need(region_need, here)
    leave = replacement(work, yearly[2025])
    force_rows = raw.typed("labour_force_forecast")
    force = {int(r["year"]): float(r["value"]) for r in force_rows}
    slow = (force[2030] / force[2026]) ** 0.25 - 1
    later_rows = raw.rows(AFTER, region_code=NATION, indicator="labour_force_forecast", period=LATER_FORCE)
    later = {int(r["period"]): float(r["value"]) for r in later_rows}
    first, last = (int(year) for year in LATER_FORCE)
    with_force = (later[last] / later[first]) ** (1 / (last - first)) - 1
    rates = _rates(yearly, total(staff), leave)
    values: dict[Key, float] = {}
    nation: dict[Key, float] = {}
    for year, rate in rates.items():
        is_forecast = year <= LAST_FORECAST
        growth = {"base": rate - leave if is_forecast else with_force, "low": slow, "high": rate - HIGH_REPLACEMENT}
        nation |= {(path, year): value for path, value in growth.items()}
        for r in REGIONS:
            for s in SECTORS:
                need = rate * by_region[r] * (1 + SECTOR_WEIGHT * (by_sector[s] - 1))
                lead = need - rate if is_forecast else 0.0  # nothing is said of regions and sectors later
                paths = {path: value + lead for path, value in growth.items()}
                values |= {
                    (p, r, s, year): 1 + min(max(g, BOUNDS[0]), BOUNDS[1]) for p, g in paths.items()
                }
    links = addresses(year_rows, rows, force_rows, later_rows, work.rows)
    fill = {"force": f"{100 * with_force:.2f}", "leave": f"{100 * leave:.2f}", "slow": f"{100 * slow:.2f}", "high": f"{100 * HIGH_REPLACEMENT:.2f}"}
    return [
        LabourTable("data", "labour_demand_path", values, links, fill),
        LabourTable("data", "labour_demand_national", nation, links, fill),
        LabourTable("data", "labour_need_region", {(r,): v for r, v in by_region.items()}, addresses(rows)),
        LabourTable("data", "labour_need_sector", {(s,): v for s, v in by_sector.items()}, addresses(rows)),
    ]


def _rates(yearly: dict[int, float], staff: float, leave: float) -> dict[int, float]:
    """Need over the employees of the year before; the last rate is kept."""
    rates: dict[int, float] = {}
    for year in YEARS:
        if year <= LAST_FORECAST:
            rates[year] = yearly[year] / staff
        else:
            rates[year] = rates[LAST_FORECAST]
        staff *= 1 + rates[year] - leave
    return rates


def _vacancies(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    rows = raw.rows(BEFORE, indicator="vacancies", period="2024-03")
    march = {r["region_code"]: float(r["value"]) for r in rows}
    staff = {r: sum(work.employees[2024][r, s] for s in SECTORS) for r in REGIONS}
    known = {r: v / march[NATION] for r, v in march.items() if r != NATION}
    share = spread_rest(known, staff)
    rate = {r: VACANCY_RATE * share[r] / (staff[r] / total(staff)) for r in REGIONS}
    autumn = raw.rows(BEFORE, indicator="vacancies", period="2024-09")
    named = {r["dimension"]: float(r["value"]) for r in autumn}
    all_posts = named["enbek.kz all"]
    sectors = {"education": named["enbek.kz P education"] / all_posts}
    sectors["health"] = named["enbek.kz Q health"] / all_posts
    sectors["other_services"] = named["enbek.kz other services"] / all_posts
    by_sector = spread_rest(sectors, work.nation(work.employees, 2024))
    seekers = raw.rows(BEFORE, indicator="resumes", period="2024-03")
    skilled = {r["dimension"].removeprefix("enbek.kz "): float(r["value"]) for r in seekers}
    parts = {"low": skilled["unskilled"], "mid": skilled["mid skill"], "high": skilled["high skill"]}
    return [
        LabourTable("data", "vacancy_rate_start", {(r,): v for r, v in rate.items()}, addresses(rows)),
        LabourTable("data", "vacancy_sector_share", {(s,): v for s, v in by_sector.items()}, addresses(autumn)),
        LabourTable(
            "data", "resume_skill_share", {(k,): v / total(parts) for k, v in parts.items()}, addresses(seekers)
        ),
    ]
