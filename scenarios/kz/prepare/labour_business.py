"""Money for businesses: loans by programme, and their terms."""

from __future__ import annotations

from common_migration import Key, addresses
from labour_common import LabourRaw, LabourTable

DAMU_YEARS = range(2015, 2025)
TERM_YEARS = range(2022, 2026)
BN_IN_MILLION = 1000.0

# Share a year, MCI, months. Programmes of newcomers and rural projects have no published terms: those of Auyl amanaty.
AMANATY = {"rate": 0.025, "cap": 2500.0, "months": 60.0}
PROXIES = ("newcomers", "rural_projects")


def tables(raw: LabourRaw) -> list[LabourTable]:
    """All tables of this theme."""
    return [_damu(raw), _amanaty(raw), _terms(raw)]


def _damu(raw: LabourRaw) -> LabourTable:
    """Loans whose rate the state subsidises, of all sizes of business."""
    rows = raw.rows("business_support.csv", indicator="damu_subsidised_loans_amount", dimension="all")
    values: dict[Key, float] = {
        (r["region_code"], int(r["period"])): round(BN_IN_MILLION * float(r["value"]), 3)
        for r in rows
        if r["region_code"] != "KZ"
    }
    return LabourTable("data", "damu_loans", values, addresses(rows))


def _amanaty(raw: LabourRaw) -> LabourTable:
    """Of 2022 the plan is known, of 2023 what was lent."""
    plan = raw.rows("business_support.csv", indicator="auyl_amanaty_amount", dimension="plan", period="2022")
    lent = raw.rows("business_support.csv", indicator="auyl_amanaty_amount", dimension="issued", period="2023")
    values: dict[Key, float] = {
        (int(r["period"]),): BN_IN_MILLION * float(r["value"]) for r in (*plan, *lent)
    }
    return LabourTable("data", "auyl_amanaty_loans", values, addresses(plan, lent))


def _terms(raw: LabourRaw) -> LabourTable:
    rows = raw.typed("loan_terms")
    told = {(r["key"], int(r["year"])): float(r["value"]) for r in rows}
    values: dict[Key, float] = {}
    for year in TERM_YEARS:
        since = 2025 if year >= 2025 else 2022
        for term, usual in AMANATY.items():
            for programme in ("auyl_amanaty", *PROXIES):
                values[programme, term, year] = usual
            values["small_business", term, year] = told[term, since]
    return LabourTable("data", "loan_terms", values, addresses(rows))
