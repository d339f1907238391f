"""Axes of the migration tables (region, sex, area and age are made elsewhere)."""

from __future__ import annotations

from pathlib import Path

from common_migration import REGIONS, write_rows

COUNTRIES = {
    "RUS": "Russia",
    "UZB": "Uzbekistan",
    "CHN": "China",
    "MNG": "Mongolia",
    "TKM": "Turkmenistan",
    "KGZ": "Kyrgyzstan",
    "TJK": "Tajikistan",
    "KOR": "Republic of Korea",
    "DEU": "Germany",
    "POL": "Poland",
    "GBR": "United Kingdom",
    "TUR": "Turkey",
    "USA": "United States",
    "other": "Other countries",
}
STUDENT_COUNTRIES = {"IND": "India", "AFG": "Afghanistan"}
COUNTRY_AXES = {
    "partner": tuple(COUNTRIES),
    "flow_partner": ("RUS", "UZB", "CHN", "MNG", "TKM", "KGZ", "TJK", "DEU", "TUR", "other"),
    "work_partner": ("RUS", "KOR", "POL", "GBR", "TUR", "DEU", "other"),
    "kandas_origin": ("UZB", "CHN", "MNG", "TKM", "RUS", "other"),
    "student_origin": ("IND", "UZB", "TKM", "RUS", "MNG", "CHN", "KGZ", "AFG", "TJK", "other"),
}
PLAIN_AXES = {
    "direction": {"arrivals": "Arrivals from abroad", "departures": "Departures abroad"},
    "abroad_term": {
        "irregular_start": "Share without a right to work at the start",
        "overstay": "Share of those who stay on after a contract, without a new one",
        "removed": "Irregular citizens sent home in a year",
        "wage": "Usual pay, KZT a month",
        "remittance": "Money sent home, KZT a month and citizen",
        "other_kin": "Readiness of others than Kazakhs to go there, to that of Kazakhs",
    },
    "path": {"base": "Base path", "low": "Low path", "high": "High path"},
    "track": {"kandas": "Kandas inside the quota", "resettler": "Internal resettlers"},
    "kandas_track": {"quota": "Quota track", "general": "General track"},
    "kandas_age": {
        "younger": "Below working age",
        "working_age": "Working age",
        "pension": "Above working age",
    },
    "kandas_schooling": {
        "higher": "Higher",
        "vocational": "Vocational",
        "secondary": "General secondary",
        "none": "None",
    },
    "schooling": {
        "higher": "Higher",
        "vocational": "Vocational secondary",
        "general_secondary": "General secondary",
        "basic_secondary": "Basic secondary",
    },
    "sector_group": {
        "agriculture": "Agriculture",
        "industry_construction": "Industry and construction",
        "services": "Services",
    },
    "occupation": {
        "managers": "Managers and civil servants",
        "professionals": "Professionals",
        "technicians": "Technicians",
        "clerks": "Clerks",
        "service": "Service and sales workers",
        "agriculture": "Agricultural workers",
        "craft": "Craft and related workers",
        "operators": "Operators, assemblers and drivers",
        "elementary": "Unskilled workers",
        "other": "Other",
    },
    "instrument": {
        "relocation_subsidy": "Relocation subsidy per family member",
        "rent_month_min": "Monthly rent support, least",
        "rent_month_max": "Monthly rent support, most",
        "housing_certificate_cap": "Housing certificate, cap",
        "employer_subsidy": "Employer subsidy per worker",
        "business_grant": "Business grant",
    },
    "study_field": {
        "health": "Health",
        "engineering": "Engineering, manufacturing and construction",
        "it": "Information technology and science",
        "education": "Education",
        "business": "Business, administration and law",
        "agriculture": "Agriculture and veterinary",
        "other": "Arts, humanities, social sciences and services",
    },
    "support_term": {"rent": "Rent support", "social_contract": "Social contract"},
    "permit_category": {
        "cat1": "Heads",
        "cat2": "Managers",
        "cat3": "Specialists",
        "cat4": "Workers",
        "seasonal": "Seasonal workers",
    },
    "permit_status": {
        "cat1": "Heads",
        "cat2": "Managers",
        "cat3": "Specialists",
        "cat4": "Workers",
        "seasonal": "Seasonal workers",
        "ict": "Intra-company transfers",
    },
    "published_partner": {
        "RUS": "Russia",
        "UZB": "Uzbekistan",
        "KGZ": "Kyrgyzstan",
        "TJK": "Tajikistan",
        "TKM": "Turkmenistan",
        "CIS": "All CIS countries",
        "NON_CIS": "All other countries",
    },
    "job_group": {
        "received_working_age": "People received under the quota, working age",
        "received_all_ages": "People received under the quota, all ages",
        "received_of_working_age": "People received under the quota who are of working age",
        "kandas_in_quota_all_ages": "Kandas settled inside the quota, all ages",
    },
    "fact": {
        "moved_2017_2025": "Moved under the programme, 2017-2025",
        "returned_2017_2025": "Of them returned",
        "moved_to_pavlodar_since_2017": "Moved to Pavlodar region since 2017",
        "left_pavlodar_again_since_2017": "Of them left again",
        "moved_since_2022": "Moved since 2022",
        "from_turkistan_2015_2024": "Moved from Turkistan region, 2015-2024",
    },
}
JOINED = {
    "KZ-19": "KZ-19+KZ-33",
    "KZ-35": "KZ-35+KZ-62",
    "KZ-63": "KZ-63+KZ-10",
    "KZ-61": "KZ-61+KZ-79",
}


def axis_codes() -> dict[str, tuple[str, ...]]:
    """Codes of every axis made here."""
    plain = {name: tuple(codes) for name, codes in PLAIN_AXES.items()}
    old = {"region_2010": _regions_2010(), "region_then": _regions_then()}
    return COUNTRY_AXES | plain | old


def _regions_2010() -> tuple[str, ...]:
    """The 16 regions of 2010-2017 as joins of regions of today."""
    inside = {part for join in JOINED.values() for part in join.split("+")[1:]}
    return tuple(JOINED.get(r, r) for r in REGIONS if r not in inside)


def _regions_then() -> tuple[str, ...]:
    """All regions that any period knew: those of today and the joined ones."""
    return (*REGIONS, *sorted(JOINED.values()))


def write_axes(folder: Path) -> None:
    """Write one CSV file per axis."""
    names = COUNTRIES | STUDENT_COUNTRIES
    for name, codes in COUNTRY_AXES.items():
        write_rows(folder / f"{name}.csv", ("code", "name_en"), [(c, names[c]) for c in codes])
    for name, labels in PLAIN_AXES.items():
        write_rows(folder / f"{name}.csv", ("code", "label"), list(labels.items()))
    for name, codes in (("region_2010", _regions_2010()), ("region_then", _regions_then())):
        write_rows(
            folder / f"{name}.csv",
            ("code", "label", "parts"),
            [(code, f"Region {code}", code.replace("+", " ")) for code in codes],
        )
