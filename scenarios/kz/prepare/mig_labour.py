"""Employment, wages, prices and regional product."""

from __future__ import annotations

from common_migration import REGIONS, Key, RawFolder, Row, Table, addresses, by_region_year, index

LABOUR = "labour_by_region.csv"
RECENT = ("2022", "2023", "2024")
RETIREMENT_YEARS = range(2022, 2032)
SECTORS = ("agriculture", "industry_construction", "services")


def tables(raw: RawFolder) -> list[Table]:
    """All tables on labour, wages and product."""
    return [*_employment(raw), *_wages(raw), *_product(raw), *_prices(raw), _labour_balance(raw), _retirement_age(raw)]


def _growth(levels: dict[Key, float]) -> dict[Key, float]:
    """Yearly growth of (..., year) levels, where the year before is known."""
    before = {k: levels.get((*k[:-1], int(k[-1]) - 1)) for k in levels}
    return {k: levels[k] / b - 1 for k, b in before.items() if b}


def _unemployment_rows(raw: RawFolder) -> list[Row]:
    """Yearly unemployment rates; the mis-parsed cell is taken from the fourth quarter."""
    yearly = raw.rows(LABOUR, indicator="unemployment_rate", year=RECENT, region_code=REGIONS)
    kept = [r for r in yearly if (r["region_code"], r["year"]) != ("KZ-63", "2023")]
    quarter = raw.rows(LABOUR, indicator="unemployment_rate_q4", year="2023", region_code="KZ-63")
    return [*kept, *quarter]


def _employment(raw: RawFolder) -> list[Table]:
    work_rows = raw.rows(LABOUR, indicator="employed", year=RECENT)
    hired_rows = raw.rows("employment_detail.csv", indicator="employees_hired", period=RECENT)
    rate_rows = _unemployment_rows(raw)
    employed = by_region_year(work_rows, "year", 1000)
    hired = by_region_year(hired_rows, "period", 1000)
    rate = by_region_year(rate_rows, "year", 0.01)
    unemployed = {k: float(round(n * rate[k] / (1 - rate[k]))) for k, n in employed.items()}
    chance = {k: n / (n + unemployed[k]) for k, n in employed.items()}
    wage_job = {k: hired[k] / (n + unemployed[k]) for k, n in employed.items()}
    sources = addresses(work_rows, rate_rows)
    return [
        Table("data", "employed", employed, addresses(work_rows)),
        Table("data", "hired", hired, addresses(hired_rows)),
        Table("data", "unemployed", unemployed, sources),
        Table("data", "job_chance", chance, sources),
        Table("data", "wage_job_chance", wage_job, addresses(work_rows, rate_rows, hired_rows)),
        Table("data", "employment_growth", _growth(employed), addresses(work_rows)),
        _employed_by_sector(raw),
    ]


def _employed_by_sector(raw: RawFolder) -> Table:
    rows: list[Row] = []
    values: dict[Key, float] = {}
    for sector in SECTORS:
        found = raw.rows("employment_by_sector.csv", indicator=f"employed_{sector}", year=RECENT)
        rows += found
        values |= {(r, sector, y): v for (r, y), v in by_region_year(found, "year").items()}
    return Table("data", "employed_sector", values, addresses(rows))


def _wages(raw: RawFolder) -> list[Table]:
    region_rows = raw.rows(LABOUR, indicator="avg_monthly_wage", year="2022")
    nation_rows = raw.rows(
        "wages_by_region.csv", region_code="KZ", indicator="avg_monthly_wage", dimension="annual"
    )
    income_rows = raw.rows(
        "wages_by_region.csv",
        indicator="cash_income_per_capita",
        dimension="annual monthly average",
        period=("2021", "2022"),
    )
    wage = by_region_year(region_rows, "year")
    nation = index(nation_rows, "period")
    carried: dict[Key, float] = {
        (r, y): value * nation[(y,)] / nation[(2022,)]
        for (r, _), value in wage.items()
        for y in (2022, 2023, 2024)
    }
    return [
        Table("data", "wage_mean", wage, addresses(region_rows)),
        Table(
            "data",
            "wage_estimate",
            carried,
            addresses(region_rows, nation_rows),
            _press_check(raw, carried),
        ),
        Table("data", "wage_national", nation, addresses(nation_rows)),
        Table("data", "wage_growth", _growth(nation), addresses(nation_rows)),
        Table("data", "cash_income", by_region_year(income_rows, "period"), addresses(income_rows)),
        _occupation_wages(raw),
    ]


def _press_check(raw: RawFolder, carried: dict[Key, float]) -> dict[str, str]:
    """Gaps between the carried wages and the partial press ranking of 2024, in per cent."""
    rows = raw.rows(
        "wages_by_region.csv", indicator="avg_monthly_wage", period="2024", dimension="period"
    )
    gaps = [abs(carried[r["region_code"], 2024] / float(r["value"]) - 1) for r in rows]
    return {
        "named": str(len(rows)),
        "mean_gap": f"{100 * sum(gaps) / len(gaps):.1f}",
        "largest_gap": f"{100 * max(gaps):.1f}",
    }


def _occupation_wages(raw: RawFolder) -> Table:
    rows = raw.rows(
        "wages_by_region.csv", indicator="avg_monthly_wage_by_occupation", region_code=REGIONS
    )
    names = {
        "managers_&_civil_servants": "managers",
        "qualified": "professionals",
        "tech_personnel": "technicians",
        "admin_emplyees": "clerks",
        "service_and_sales": "service",
        "agriculture": "agriculture",
        "Engineers_transport": "craft",
        "assemblers_and_drivers": "operators",
        "unqualified": "elementary",
        "not_members_of_other_groups": "other",
    }
    values: dict[Key, float] = {
        (r["region_code"], names[r["dimension"]], 2022): float(r["value"]) for r in rows
    }
    return Table("data", "wage_occupation", values, addresses(rows))


def _product(raw: RawFolder) -> list[Table]:
    rows = raw.rows(LABOUR, indicator="grp_nominal", year=("2021", *RECENT), region_code=REGIONS)
    inflation = raw.rows(LABOUR, indicator="inflation_cpi_dec_dec")
    level = by_region_year(rows, "year")
    cpi = index(inflation, "year", scale=0.01)
    nominal = _growth(level)
    deflator = {y: (cpi[(y,)] + cpi[(y - 1,)]) / 2 for y in (2022, 2023, 2024)}
    real: dict[Key, float] = {
        (r, y): (1 + g) / (1 + deflator[int(y)]) - 1 for (r, y), g in nominal.items()
    }
    return [
        Table("data", "grp", level, addresses(rows)),
        Table("data", "grp_growth_nominal", nominal, addresses(rows)),
        Table("data", "grp_growth_real", real, addresses(rows, inflation)),
    ]


def _prices(raw: RawFolder) -> list[Table]:
    cpi = raw.rows(LABOUR, indicator="inflation_cpi_dec_dec")
    floor = [r for r in raw.rows(LABOUR, indicator="minimum_wage") if int(r["year"]) >= 2019]
    return [
        Table("data", "cpi_inflation", index(cpi, "year", scale=0.01), addresses(cpi)),
        Table("data", "minimum_wage", index(floor, "year"), addresses(floor)),
    ]


def _retirement_age(raw: RawFolder) -> Table:
    """Legal age of each year; a fact holds until the next one of its sex."""
    rows = raw.facts("retirement_age")
    changes = {(r["key"], int(r["year"])): float(r["value"]) for r in rows}
    values: dict[Key, float] = {}
    for sex in ("male", "female"):
        for year in RETIREMENT_YEARS:
            before = values.get((sex, year - 1), 0.0)
            values[sex, year] = changes.get((sex, year), before)
    return Table("data", "retirement_age", values, addresses(rows))


def _labour_balance(raw: RawFolder) -> Table:
    file = "vacancies_forecasts_after_2024.csv"
    short = raw.rows(file, indicator="labour_deficit_region")
    rich = raw.rows(file, indicator="labour_surplus_region")
    mark = {r["region_code"]: -1.0 for r in short} | {r["region_code"]: 1.0 for r in rich}
    values: dict[Key, float] = {(r,): mark.get(r, 0.0) for r in REGIONS}
    return Table("data", "labour_balance", values, addresses(short, rich))
