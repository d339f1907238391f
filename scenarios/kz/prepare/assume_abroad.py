"""Citizens who work abroad: how many, where, by what right, who they are and what they send home."""

from __future__ import annotations

from common import AGE_GROUPS, SEXES, Raw, Source, Tables, split
from finished import Finished

YEARS = {2022: 2023, 2025: 2024}  # base date: year of the total
NOT_NAMED = {"TUR": 3.0, "DEU": 2.0, "other": 3.0}  # parts of those in countries not named
STOCK_YEARS = {2022: "first", 2023: "first", 2024: 191_000, 2025: "last"}
IRREGULAR = {"RUS": 0.05, "KOR": 0.67}
OVERSTAY = {"RUS": 0.005, "KOR": 0.4}
REMOVED = {"KOR": 0.1}
ELSEWHERE = {"irregular_start": 0.1, "overstay": 0.02, "removed": 0.05}
WAGE = {  # KZT a month, 2024
    "RUS": 450_000,
    "KOR": 1_000_000,
    "POL": 900_000,
    "GBR": 1_200_000,
    "TUR": 350_000,
    "DEU": 1_500_000,
    "other": 700_000,
}
OTHER_KIN = {"RUS": 2.0, "DEU": 2.0, "POL": 2.0}
SENT_FROM = {"RUS": "Russia", "KOR": "Korea", "TUR": "Turkey"}
HALF_YEAR = 6
MOST_OF_PAY = 0.5  # that a mean citizen sends
READY = {  # men, by first age of the group
    15: 0.4, 20: 1.0, 25: 1.0, 30: 1.0, 35: 0.8, 40: 0.7, 45: 0.5, 50: 0.35, 55: 0.2,
}  # fmt: skip
WOMEN = 0.5


def add_stocks(tables: Tables, finished: Finished) -> dict[tuple[str, int], float]:
    """Citizens abroad on 1 January of the base years by country, and all of them year by year."""
    source = Source()
    named = {country: value for (country,), value in finished.cells("citizens_abroad", source).items()}
    rest = named.pop("other")
    parts = split(round(rest), NOT_NAMED)
    weights = named | {country: float(number) for country, number in parts.items()}
    total = finished.cells("citizens_abroad_total", source)
    cells: dict[tuple[str, int], float] = {}
    for base, year in YEARS.items():
        numbers = split(round(total[str(year),]), weights)
        cells |= {(country, base): number for country, number in numbers.items()}
    tables.add("citizens_abroad_start", cells, source)
    printed = {"first": total["2023",], "last": total["2024",]}
    stock = {(year,): printed.get(str(what), what) for year, what in STOCK_YEARS.items()}
    tables.add("citizens_abroad_stock", stock, source)
    return cells


def add_terms(raw: Raw, tables: Tables, citizens: dict[tuple[str, int], float]) -> None:
    """What holds for citizens in each country."""
    source = Source()
    rows = raw.select("abroad_remittances_students", source, period="2024-H1")
    received = next(float(r["value"]) for r in rows if r["indicator"] == "money_transfers_in")
    share = {
        r["dimension"]: float(r["value"]) / 100 for r in rows if r["indicator"] == "money_transfers_in_share"
    }
    sent = {
        country: received * 1e9 * share[name] / HALF_YEAR / citizens[country, 2025]
        for country, name in SENT_FROM.items()
    }
    usual = sent["RUS"] / WAGE["RUS"]
    cells: dict[tuple[str, str], float] = {}
    for country, wage in WAGE.items():
        money = min(sent.get(country, usual * wage), MOST_OF_PAY * wage)
        cells |= {
            (country, "irregular_start"): IRREGULAR.get(country, ELSEWHERE["irregular_start"]),
            (country, "overstay"): OVERSTAY.get(country, ELSEWHERE["overstay"]),
            (country, "removed"): REMOVED.get(country, ELSEWHERE["removed"]),
            (country, "wage"): wage,
            (country, "remittance"): money,
            (country, "other_kin"): OTHER_KIN.get(country, 1.0),
        }
    tables.add("abroad_terms", cells, source, most=str(MOST_OF_PAY), part=f"{usual:.3f}")


def add_profile(tables: Tables, finished: Finished) -> None:
    """Who is ready to go, by age and sex."""
    source = Source()
    finished.cells("mover_age", source)  # what the ages lean on
    part = {"male": 1.0, "female": WOMEN}
    cells = {
        (group, sex): READY.get(int(group.rstrip("+").split("-")[0]), 0.0) * part[sex]
        for group in AGE_GROUPS
        for sex in SEXES
    }
    tables.add("abroad_profile", cells, source)


def add_tables(raw: Raw, tables: Tables, finished: Finished) -> None:
    """All tables of this theme."""
    citizens = add_stocks(tables, finished)
    add_terms(raw, tables, citizens)
    add_profile(tables, finished)
