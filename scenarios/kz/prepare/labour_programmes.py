"""Support, integration, budget and taxes: terms by year."""

from __future__ import annotations

from common_migration import Key, addresses, index
from labour_common import LabourRaw, LabourTable, by_year

SUPPORT_YEARS = range(2022, 2027)
CERTIFICATE_FROM = 2023  # first certificates by August 2023
# Assumptions of the integration standard: no figure was found.
COURSE_HOURS, COST_HOUR_MCI = 72.0, 0.5
INCOME_TAX_FREE = {2022: 14.0, 2023: 14.0, 2024: 14.0, 2025: 14.0}  # MCI a month, from memory
INCOME_TAX_FREE_LATER = 30.0


def tables(raw: LabourRaw) -> list[LabourTable]:
    """All tables of this theme."""
    return [_support(raw), _terms(raw), _integration(raw), _budget(raw), *_taxes(raw), _informal(raw)]


def _support(raw: LabourRaw) -> LabourTable:
    """Amounts of support by year; before 2025 the terms of 2025 but for the certificate."""
    rows = raw.facts("support")
    told = by_year(rows)
    values: dict[Key, float] = {}
    for instrument in sorted({r["key"] for r in rows}):
        for year in SUPPORT_YEARS:
            values[instrument, year] = told[instrument, max(year, 2025)]
    for year in range(SUPPORT_YEARS.start, CERTIFICATE_FROM):
        values["housing_certificate_cap", year] = 0.0
    certificates = raw.typed("certificates")
    return LabourTable("data", "support_amount_mci", values, addresses(rows, certificates))


def _terms(raw: LabourRaw) -> LabourTable:
    months, jobs = raw.facts("support_months"), raw.facts("jobs")
    told = {r["key"]: float(r["value"]) for r in months}
    working = next(float(r["value"]) for r in jobs if r["key"] == "working_age")
    received = sum(float(r["value"]) for r in raw.facts("received"))
    values: dict[Key, float] = {
        ("refund_share",): 1.0,
        ("rent_months",): told["rent"],
        ("contract_months",): told["social_contract"],
        ("working_age_share",): working / received,
    }
    return LabourTable("data", "programme_terms", values, addresses(months, jobs, raw.facts("received")))


def _integration(raw: LabourRaw) -> LabourTable:
    rows = raw.typed("integration")
    served = {r["key"]: float(r["value"]) for r in rows}
    grants = raw.rows("kandas_resettlers.csv", indicator="kandas_status_grants", period="2023", dimension="total")
    year = float(grants[0]["value"])
    quota = next(
        float(r["value"]) for r in raw.facts("quota_total_revised") if (r["key"], r["year"]) == ("resettler", "2023")
    )
    values: dict[Key, float] = {
        ("coverage_kandas",): served["kandas"] / (year * 10 / 12),
        ("coverage_resettler",): served["resettler"] / (quota * 10 / 12),
        ("course_hours",): COURSE_HOURS,
        ("cost_hour_mci",): COST_HOUR_MCI,
    }
    return LabourTable("data", "integration_terms", values, addresses(rows, grants))


def _budget(raw: LabourRaw) -> LabourTable:
    rows = raw.typed("resettlement_budget")
    values: dict[Key, float] = {tuple(r["key"].split("..")): float(r["value"]) for r in rows}
    return LabourTable("data", "resettlement_budget", values, addresses(rows))


def _taxes(raw: LabourRaw) -> list[LabourTable]:
    rows = raw.typed("labour_tax")
    free: dict[Key, float] = {(y,): INCOME_TAX_FREE.get(y, INCOME_TAX_FREE_LATER) for y in range(2022, 2031)}
    return [
        LabourTable("data", "labour_tax_rate", index(rows, "key", "year"), addresses(rows)),
        LabourTable("data", "income_tax_free_mci", free, ["from memory; no page seen"]),
    ]


def _informal(raw: LabourRaw) -> LabourTable:
    """Informal share of employees and of the self-employed, from the places of informal work."""
    rows = raw.rows("employment_detail.csv", indicator="informal_employment", period="2023", region_code="KZ")
    place = {r["dimension"].removeprefix("place: "): 1000 * float(r["value"]) for r in rows}
    hired_rows = raw.rows("employment_detail.csv", indicator="employees_hired", period="2023", region_code="KZ")
    own_rows = raw.rows("employment_detail.csv", indicator="self_employed_and_other", period="2023", region_code="KZ")
    hired, own = (1000 * float(r[0]["value"]) for r in (hired_rows, own_rows))
    half = place["farms"] / 2
    employees = place["enterprises, shops"] + place["construction"] + half
    alone = place["own household plots"] + place["client homes"] + place["own transport"] + place["markets"] + half
    scale = place["total"] / (employees + alone)
    values: dict[Key, float] = {("employee",): employees * scale / hired, ("self_employed",): alone * scale / own}
    return LabourTable("data", "informal_share", values, addresses(rows, hired_rows, own_rows))
