"""Axes of the labour tables."""

from __future__ import annotations

from pathlib import Path

from common_migration import write_rows
from labour_common import SECTORS

SECTOR_LABELS = {
    "agriculture": "Agriculture, forestry and fishing",
    "industry": "Mining, manufacturing and utilities",
    "construction": "Construction",
    "trade": "Trade and repair",
    "transport_ict": "Transport, storage, information and communication",
    "business_services": "Finance, real estate, professional and administrative services",
    "public_administration": "Public administration and defence",
    "education": "Education",
    "health": "Health and social work",
    "other_services": "Accommodation, food, arts and other services",
}
SIZES = {
    "1-4": (1, 4),
    "5-15": (5, 15),
    "16-50": (16, 50),
    "51-100": (51, 100),
    "101-250": (101, 250),
    "251-1000": (251, 1000),
    "1001+": (1001, 30000),
}
PLAIN = {
    "skill": {
        "low": "Up to general secondary",
        "mid": "Vocational, incomplete higher",
        "high": "Higher and postgraduate",
    },
    "employer_kind": {
        "own": "Individual entrepreneurs and farms with staff",
        "firm": "Firms (legal entities outside the budget)",
        "institution": "Budget institutions",
    },
    "work_category": {"employee": "Employees", "self_employed": "Self-employed"},
    "turnover": {"entry": "Entry", "exit": "Exit"},
    "spread": {
        "total": "All employees",
        "between": "Between means of region x sector x skill",
        "within": "Inside region x sector x skill",
    },
    "wage_forecast": {
        "vintage_2022": "Ministry of National Economy, forecast of 2022",
        "vintage_2025": "Ministry of National Economy, forecast of September 2025",
    },
    "quota_kind": {
        "employer": "Quota of employers",
        "household": "Quota of household workers",
    },
    "quota_stage": {"first": "As first set", "final": "Last value of the year"},
    "permit_days": {"90": "Up to 90 days", "180": "180", "270": "270", "365": "365"},
    "programme_term": {
        "refund_share": "Share of the support to be paid back on early departure",
        "rent_months": "Months of rent support",
        "contract_months": "Months of the social contract",
        "working_age_share": "Working-age share of the people received",
    },
    "integration_term": {
        "coverage_kandas": "Share of kandas reached by services in the year of status",
        "coverage_resettler": "Share of resettlers reached by services",
        "course_hours": "Course hours of language and vocation per person reached",
        "cost_hour_mci": "Cost of one course hour per person",
    },
    "loan_programme": {
        "auyl_amanaty": "Auyl amanaty: villages and small towns",
        "small_business": "Small business, through Damu",
        "newcomers": "Kandas and resettlers",
        "rural_projects": "Projects that raise rural incomes",
    },
    "loan_term": {
        "rate": "Interest, share per year",
        "cap": "Largest loan, MCI",
        "months": "Months in which it is paid back",
    },
    "labour_tax": {
        "income_tax": "Income tax, worker",
        "pension_worker": "Pension contribution, worker",
        "medical_worker": "Medical contribution, worker",
        "social_tax": "Social tax, employer, before deduction of social contributions",
        "social_contribution": "Social contribution, employer",
        "medical_employer": "Medical contribution, employer",
        "pension_employer": "Pension contribution, employer",
    },
}


def axis_codes() -> dict[str, tuple[str, ...]]:
    """Codes of every axis made here."""
    plain = {name: tuple(codes) for name, codes in PLAIN.items()}
    return plain | {"sector": tuple(SECTORS), "firm_size": tuple(SIZES)}


def write_axes(folder: Path) -> None:
    """Write one CSV file per axis."""
    for name, labels in PLAIN.items():
        write_rows(folder / f"{name}.csv", ("code", "label"), list(labels.items()))
    sectors = [(s, SECTOR_LABELS[s], " ".join(SECTORS[s])) for s in SECTORS]
    write_rows(folder / "sector.csv", ("code", "label", "sections"), sectors)
    sizes = [(s, f"{s} staff", str(low), str(high)) for s, (low, high) in SIZES.items()]
    write_rows(folder / "firm_size.csv", ("code", "label", "from_staff", "to_staff"), sizes)
