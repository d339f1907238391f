"""What was observed on the labour market: calibration and validation only."""

from __future__ import annotations

from common_migration import REGIONS, Key, Row, addresses, by_region_year, index
from labour_common import NATION, LabourRaw, LabourTable, by_year

LABOUR = "labour_by_region.csv"
RECENT = ("2022", "2023", "2024")


def tables(raw: LabourRaw) -> list[LabourTable]:
    """All observed tables."""
    return [*_work(raw), *_groups(raw), *_wages(raw), *_permits(raw), *_vacancies(raw), *_programmes(raw), _turnover(raw)]


def _work(raw: LabourRaw) -> list[LabourTable]:
    employed = raw.rows(LABOUR, indicator="employed", year=RECENT)
    hired = raw.rows("employment_detail.csv", indicator="employees_hired", period=RECENT)
    rates = raw.rows(LABOUR, indicator="unemployment_rate", year=RECENT, region_code=REGIONS)
    kept = [r for r in rates if (r["region_code"], r["year"]) != ("KZ-63", "2023")]
    kept += raw.rows(LABOUR, indicator="unemployment_rate_q4", year="2023", region_code="KZ-63")
    return [
        LabourTable("observed", "employed", by_region_year(employed, "year", 1000), addresses(employed)),
        LabourTable("observed", "hired", by_region_year(hired, "period", 1000), addresses(hired)),
        LabourTable("observed", "unemployment_rate", by_region_year(kept, "year", 0.01), addresses(kept)),
    ]


def _groups(raw: LabourRaw) -> list[LabourTable]:
    rows: list[Row] = []
    values: dict[Key, float] = {}
    for group in ("agriculture", "industry_construction", "services"):
        found = raw.rows("employment_by_sector.csv", indicator=f"employed_{group}", year=RECENT)
        rows += found
        values |= {(r, group, y): v for (r, y), v in by_region_year(found, "year").items()}
    return [LabourTable("observed", "employed_sector", values, addresses(rows))]


def _wages(raw: LabourRaw) -> list[LabourTable]:
    nation = raw.rows(
        "wages_by_region.csv", region_code=NATION, indicator="avg_monthly_wage", dimension="annual",
        period=("2021", *RECENT),
    )
    region = raw.rows(LABOUR, indicator="avg_monthly_wage", year="2022", region_code=REGIONS)
    press = raw.rows("wages_by_region.csv", indicator="avg_monthly_wage", period="2024", dimension="period")
    cells = by_region_year(region, "year") | by_region_year(press, "period")
    return [
        LabourTable("observed", "wage_national", index(nation, "period"), addresses(nation)),
        LabourTable("observed", "wage_region_cells", cells, addresses(region, press)),
    ]


def _permits(raw: LabourRaw) -> list[LabourTable]:
    stock, totals = raw.typed("foreign_stock"), raw.typed("foreign_total")
    issued, quota = raw.typed("permits_issued"), raw.typed("household_quota")
    use_rows = raw.typed("quota_use")
    granted, limit = by_year(issued), by_year(quota)
    first = by_year([r for r in raw.typed("employer_quota") if r["key"] == "first"])
    use: dict[Key, float] = {
        ("employer", 2021): granted["employer", 2021] / first["first", 2021],
        ("employer", 2023): float(use_rows[0]["value"]),
        ("household", 2023): granted["household", 2023] / limit["persons", 2023],
    }
    everybody: dict[Key, float] = {(int(r["year"]), int(r["month"])): float(r["value"]) for r in totals}
    by_status: dict[Key, float] = {
        (r["key"], int(r["year"]), int(r["month"])): float(r["value"]) for r in stock
    }
    return [
        LabourTable("observed", "foreign_workers_status", by_status, addresses(stock)),
        LabourTable("observed", "foreign_workers_total", everybody, addresses(totals)),
        LabourTable("observed", "permits_issued", index(issued, "key", "year"), addresses(issued)),
        LabourTable("observed", "quota_use", use, addresses(issued, quota, use_rows, raw.typed("employer_quota"))),
    ]


def _vacancies(raw: LabourRaw) -> list[LabourTable]:
    file = "vacancies_forecasts.csv"
    months = ("2022-03", "2024-03", "2024-09", "2024-10")
    rows = [
        r
        for r in raw.rows(file, indicator="vacancies", period=months, region_code=NATION)
        if r["dimension"] in ("enbek.kz", "enbek.kz all")
    ]
    seekers = [
        r
        for r in raw.rows(file, indicator="resumes", period=months, region_code=NATION)
        if r["dimension"] in ("enbek.kz", "enbek.kz all")
    ]
    made = []
    for stem, found in (("vacancies_portal", rows), ("resumes_portal", seekers)):
        values: dict[Key, float] = {
            (int(r["period"][:4]), int(r["period"][5:])): 1000 * float(r["value"]) for r in found
        }
        made.append(LabourTable("observed", stem, values, addresses(found)))
    return made


def _programmes(raw: LabourRaw) -> list[LabourTable]:
    rows = raw.typed("certificates")
    issued: dict[Key, float] = {(int(r["year"]), int(r["month"])): float(r["value"]) for r in rows}
    tracks = [r for r in raw.facts("received_track")]
    return [
        LabourTable("observed", "certificates_issued", issued, addresses(rows)),
        LabourTable("observed", "received_track", index(tracks, "key", "year"), addresses(tracks)),
    ]


def _turnover(raw: LabourRaw) -> LabourTable:
    """Monthly rates of people taken on and leaving, quarterly ones divided by three."""
    rows = raw.typed("staff_turnover")
    values: dict[Key, float] = {}
    for r in rows:
        months = 3 if r["unit"] == "share per quarter" else 1
        values[r["key"], int(r["year"]), int(r["month"])] = float(r["value"]) / months
    return LabourTable("observed", "staff_turnover", values, addresses(rows))
