"""Foreign students: totals by academic year, and stocks by origin at the starts of runs."""

from __future__ import annotations

from common_migration import Key, RawFolder, Row, Table, addresses, largest_remainder
from mig_axes import COUNTRY_AXES

FILE = "abroad_remittances_students.csv"
ORIGINS = {
    "India": "IND",
    "Uzbekistan": "UZB",
    "Turkmenistan": "TKM",
    "Tajikistan as printed": "TKM",
    "Russia": "RUS",
    "Mongolia": "MNG",
    "China": "CHN",
    "Kyrgyzstan": "KGZ",
    "Afghanistan": "AFG",
}
LAST, FIRST = "2024/2025", "2018"
# Within the rest of 2024/25, which nobody has split: no more than Afghanistan, the least that is named.
REST_PARTS = {"KGZ": 500, "TJK": 500}


def tables(raw: RawFolder) -> list[Table]:
    """Totals by year in which the academic year begins, and stocks of 1 January by origin."""
    rows = raw.rows(FILE, indicator="foreign_students")
    totals = {int(r["period"][:4]): float(r["value"]) for r in rows if r["dimension"] == "all"}
    stocks = {(o, 2025): n for o, n in _last(rows, totals[2024]).items()}
    stocks |= {(o, 2022): n for o, n in _earlier(rows, totals).items()}
    by_year: dict[Key, float] = {(year,): value for year, value in totals.items()}
    by_origin: dict[Key, float] = {(o, y): float(n) for (o, y), n in stocks.items()}
    return [
        Table("data", "foreign_students_total", by_year, addresses(rows)),
        Table("data", "foreign_students", by_origin, addresses(rows)),
    ]


def _named(rows: list[Row], period: str) -> dict[str, int]:
    found = [r for r in rows if r["period"] == period and r["dimension"] in ORIGINS]
    return {ORIGINS[r["dimension"]]: int(r["value"]) for r in found}


def _last(rows: list[Row], total: float) -> dict[str, int]:
    stock = _named(rows, LAST) | REST_PARTS
    stock["other"] = round(total) - sum(stock.values())
    return stock


def _earlier(rows: list[Row], totals: dict[int, float]) -> dict[str, int]:
    """2021/22: steady growth from 2018 to 2023/24, origins half-way from 2018 to 2024/25."""
    total = totals[2018] * (totals[2023] / totals[2018]) ** 0.6
    last = _last(rows, totals[2024])
    before = _named(rows, FIRST)
    unnamed = [o for o in COUNTRY_AXES["student_origin"] if o not in before]
    rest = (totals[2018] - sum(before.values())) / sum(last[o] for o in unnamed)
    first = {o: float(before.get(o, last[o] * rest)) for o in COUNTRY_AXES["student_origin"]}
    share = {o: first[o] / totals[2018] + last[o] / totals[2024] for o in first}
    return largest_remainder(round(total), share)
