"""Wages by region, sector and skill at the base dates, their spread, and nominal paths."""

from __future__ import annotations

from math import exp, log, sqrt
from statistics import NormalDist, fmean

from common_migration import REGIONS, Key, addresses, by_region_year, index
from labour_common import (
    SECTORS,
    SKILLS,
    LabourRaw,
    LabourTable,
    Matrix,
    Vector,
    finished,
    fit,
    total,
)
from labour_sectors import Sectors

WAGES, LABOUR = "wages_by_region.csv", "labour_by_region.csv"
PATH_YEARS = range(2025, 2041)
QUARTER_SECTIONS = ("A", "industry", "F", "G", "H", "P")  # printed for the last quarter of 2024
# Assumption: wages over the mean where no figure was found.
GUESSED = {"I": 0.75, "L": 0.75, "N": 0.80, "O": 0.90, "R": 0.80, "S+T": 0.75}
PUBLIC = ("public_administration", "education", "health")
PUBLIC_POWER = 0.4  # assumption: of the region's wage over the nation's; public pay is set nationally
SKILL_OCCUPATIONS = {  # occupation: weight within the skill (assumption)
    "low": {"service_and_sales": 1, "agriculture": 1, "unqualified": 2},
    "mid": {"tech_personnel": 1, "admin_emplyees": 1, "Engineers_transport": 1, "assemblers_and_drivers": 1},
    "high": {"managers_&_civil_servants": 1, "qualified": 5},
}
LEVELS = {
    "low": ("primary", "basic", "secondary"),
    "mid": ("vocational", "incomplete_higher"),
    "high": ("higher", "postgraduate"),
}
WORK_AGES = ("25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59")
# Assumption: where people of each skill work, before fitting to the census and to the sectors.
SKILL_SEED = {
    "agriculture": (0.55, 0.35, 0.10),
    "industry": (0.20, 0.55, 0.25),
    "construction": (0.30, 0.50, 0.20),
    "trade": (0.35, 0.40, 0.25),
    "transport_ict": (0.25, 0.45, 0.30),
    "business_services": (0.15, 0.30, 0.55),
    "public_administration": (0.08, 0.27, 0.65),
    "education": (0.10, 0.20, 0.70),
    "health": (0.12, 0.43, 0.45),
    "other_services": (0.35, 0.40, 0.25),
}


def tables(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    """All tables of this theme."""
    skills, skill_links = skill_share(work)
    ratio, ratio_links = _skill_ratio(raw, skills, work)
    start, start_links, levels = _start(raw, work)
    return [
        LabourTable("data", "wage_sector_ratio", *_keyed(_sector_ratio(raw))),
        LabourTable("data", "wage_start", start, start_links, levels),
        LabourTable("data", "skill_share", dict(skills), skill_links),
        LabourTable("data", "wage_skill_ratio", {(k,): v for k, v in ratio.items()}, ratio_links),
        _spread(raw, work, start, skills, ratio),
        *_paths(raw),
        _forecast(raw),
    ]


def _keyed(found: tuple[Vector, list[str]]) -> tuple[dict[Key, float], list[str]]:
    return {(k,): v for k, v in found[0].items()}, found[1]


def _sector_ratio(raw: LabourRaw) -> tuple[Vector, list[str]]:
    """Wage of each sector over the national mean, sections weighted by the employed of 2024."""
    rows, base_rows = raw.typed("wage_section"), raw.typed("wage_base")
    base = {r["key"]: float(r["value"]) for r in base_rows}
    known = {
        r["key"]: float(r["value"]) / base["quarter" if r["key"] in QUARTER_SECTIONS else "year"]
        for r in rows
    }
    staff = raw.rows("employment_detail.csv", indicator="employed_by_section", period="2024")
    weight = {r["dimension"]: float(r["value"]) for r in staff}
    ratio = {"industry": known["industry"]}
    for sector, sections in SECTORS.items():
        if sector != "industry":
            each = {s: known.get(s, GUESSED.get(s, 0.0)) for s in sections}
            ratio[sector] = sum(weight[s] * v for s, v in each.items()) / sum(weight[s] for s in sections)
    return ratio, addresses(rows, base_rows, staff)


def national_start(nation: dict[Key, float], base: int) -> float:
    """National wage on 1 January: the mean of the year before, half a year of its growth later."""
    return nation[base - 1,] * sqrt(nation[base - 1,] / nation[base - 2,])


def _start(raw: LabourRaw, work: Sectors) -> tuple[dict[Key, float], list[str], dict[str, str]]:
    region_rows = raw.rows(LABOUR, indicator="avg_monthly_wage", year="2022", region_code=REGIONS)
    nation_rows = raw.rows(WAGES, region_code="KZ", indicator="avg_monthly_wage", dimension="annual")
    shape, nation = by_region_year(region_rows, "year"), index(nation_rows, "period")
    ratio, links = _sector_ratio(raw)
    values: dict[Key, float] = {}
    levels = {}
    for base, year in ((2022, 2022), (2025, 2024)):
        staff = work.employees[year]
        level = national_start(nation, base)
        cells: Matrix = {}
        for r in REGIONS:
            here = {s: staff[r, s] for s in SECTORS}
            cells |= {(r, s): v for s, v in _inside(here, ratio, shape[r, 2022] / nation[2022,]).items()}
        mean = sum(cells[k] * n for k, n in staff.items()) / total(staff)
        values |= {(r, s, base): float(round(v * level / mean)) for (r, s), v in cells.items()}
        levels[f"level_{base}"] = f"{level:,.0f}"
    return values, sorted({*addresses(region_rows, nation_rows), *links}), levels


def _inside(staff: Vector, ratio: Vector, relative: float) -> Vector:
    """Wages of the sectors of a region, over the national mean; their mean is `relative`."""
    public = {s: ratio[s] * relative**PUBLIC_POWER for s in PUBLIC}
    left = relative * total(staff) - sum(staff[s] * v for s, v in public.items())
    market = [s for s in SECTORS if s not in PUBLIC]
    scale = left / sum(staff[s] * ratio[s] for s in market)
    return {s: public[s] if s in PUBLIC else ratio[s] * scale for s in SECTORS}


def skill_share(work: Sectors) -> tuple[Matrix, list[str]]:
    """Skills of the employed by sector, fitted to the sectors and to the schooling at 25-59."""
    cells, links = finished("education")
    counts = dict.fromkeys(SKILLS, 0.0)
    for (group, _, _, level), n in cells.items():
        for skill, levels in LEVELS.items():
            if group in WORK_AGES and level in levels:
                counts[skill] += n
    staff = work.nation(work.employed, 2024)
    whole = total(staff)
    wanted = {k: n / total(counts) * whole for k, n in counts.items()}
    seed = {(s, k): staff[s] * p for s, row in SKILL_SEED.items() for k, p in zip(SKILLS, row)}
    fitted = fit(seed, staff, wanted)
    return {(s, k): v / staff[s] for (s, k), v in fitted.items()}, links


def _skill_ratio(raw: LabourRaw, skills: Matrix, work: Sectors) -> tuple[Vector, list[str]]:
    """Wage of each skill over the mean; the mean over the employees is one."""
    rows = raw.rows(WAGES, indicator="avg_monthly_wage_by_occupation", region_code="KZ")
    wage = {r["dimension"]: float(r["value"]) for r in rows}
    level = {
        k: sum(wage[o] * w for o, w in each.items()) / sum(each.values())
        for k, each in SKILL_OCCUPATIONS.items()
    }
    staff = work.nation(work.employees, 2024)
    share = {k: sum(staff[s] * skills[s, k] for s in SECTORS) / total(staff) for k in SKILLS}
    mean = sum(share[k] * level[k] for k in SKILLS)
    return {k: v / mean for k, v in level.items()}, addresses(rows)


def _spread(
    raw: LabourRaw, work: Sectors, start: dict[Key, float], skills: Matrix, ratio: Vector
) -> LabourTable:
    """Standard deviation of log wages: in all, between cells, inside cells."""
    rows = raw.typed("wage_distribution")
    median_rows = raw.rows(WAGES, indicator="median_monthly_wage", period="2023", dimension="annual")
    median, below = float(median_rows[0]["value"]), 0.0
    found = []
    for r in rows[:-1]:
        below += float(r["value"]) / 100
        if abs(below - 0.5) > 0.2:
            found.append(log(float(r["key"]) / median) / NormalDist().inv_cdf(min(below, 0.9999)))
    in_all = fmean(found)
    cells = [
        (work.employees[2024][r, s] * skills[s, k], log(start[r, s, 2025] * ratio[k]))
        for r in REGIONS
        for s in SECTORS
        for k in SKILLS
    ]
    weight = sum(w for w, _ in cells)
    middle = sum(w * x for w, x in cells) / weight
    between = sqrt(sum(w * (x - middle) ** 2 for w, x in cells) / weight)
    inside = sqrt(max(in_all**2 - between**2, 0.0))
    values: dict[Key, float] = {("total",): in_all, ("between",): between, ("within",): inside}
    fill = {"low": f"{min(found):.2f}", "high": f"{max(found):.2f}"}
    return LabourTable("data", "wage_log_sd", values, addresses(rows, median_rows), fill)


def real_growth(raw: LabourRaw) -> float:
    """Mean yearly growth of the real national wage, 2017-2024."""
    nation = index(
        raw.rows(WAGES, region_code="KZ", indicator="avg_monthly_wage", dimension="annual"), "period"
    )
    cpi = index(raw.rows(LABOUR, indicator="inflation_cpi_dec_dec"), "year", scale=0.01)
    steps = [
        log(nation[y,] / nation[y - 1,]) - (log(1 + cpi[y,]) + log(1 + cpi[y - 1,])) / 2
        for y in range(2017, 2025)
    ]
    return fmean(steps)


def _paths(raw: LabourRaw) -> list[LabourTable]:
    rows = raw.typed("inflation_forecast")
    near = {int(r["year"]): float(r["value"]) for r in rows}
    past = real_growth(raw)
    real = {"base": past / 2, "low": 0.0, "high": past}
    extra = {"base": 0.0, "low": -0.01, "high": 0.02}
    cpi: dict[Key, float] = {}
    wage: dict[Key, float] = {}
    for path in real:
        for year in PATH_YEARS:
            cpi[path, year] = near.get(year, near[2026]) + extra[path]
            wage[path, year] = (1 + cpi[path, year]) * exp(real[path]) - 1
    links = addresses(rows)
    more = addresses(raw.rows(WAGES, region_code="KZ", indicator="avg_monthly_wage", dimension="annual"))
    fill = {"past": f"{100 * past:.1f}", "half": f"{50 * past:.1f}"}
    return [
        LabourTable("data", "cpi_path", cpi, links),
        LabourTable("data", "wage_growth_path", wage, sorted({*links, *more}), fill),
        *_tariff_paths(raw, cpi, links),
    ]


def _tariff_paths(raw: LabourRaw, cpi: dict[Key, float], links: list[str]) -> list[LabourTable]:
    """Calculation index and minimum wage beyond the last one set."""
    index_rows = raw.facts("mci")
    last = {int(r["year"]): float(r["value"]) for r in index_rows}
    floor = {y: v for (y,), v in index(raw.rows(LABOUR, indicator="minimum_wage"), "year").items()}
    made = []
    for stem, known, own in (
        ("mci_path", last, addresses(index_rows)),
        ("minimum_wage_path", floor, addresses(raw.rows(LABOUR, indicator="minimum_wage"))),
    ):
        values: dict[Key, float] = {}
        for path in ("base", "low", "high"):
            values |= {(path, y): known[y] for y in (2025, 2026)}
            for year in range(2027, PATH_YEARS.stop):
                values[path, year] = float(round(values[path, year - 1] * (1 + cpi[path, year - 1])))
        made.append(LabourTable("data", stem, values, sorted({*own, *links})))
    return made


def _forecast(raw: LabourRaw) -> LabourTable:
    rows = raw.typed("wage_forecast")
    return LabourTable("data", "wage_forecast_official", index(rows, "key", "year"), addresses(rows))
