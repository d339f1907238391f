"""Calculation index, support amounts, quotas of foreign labour, citizens abroad."""

from __future__ import annotations

from common_migration import Key, RawFolder, Row, Table, addresses, index

CATEGORIES = {
    "cat1 heads": "cat1",
    "cat2 managers": "cat2",
    "cat3 specialists": "cat3",
    "cat4 workers": "cat4",
    "seasonal": "seasonal",
}


def tables(raw: RawFolder) -> list[Table]:
    """Money terms and the small tables on foreign labour and work abroad."""
    return [*_support(raw), *_foreign_labour(raw), *_abroad(raw)]


def _support(raw: RawFolder) -> list[Table]:
    mci, support = raw.facts("mci"), raw.facts("support")
    price, months = raw.facts("certificate_price_share"), raw.facts("support_months")
    return [
        Table("data", "mci", index(mci, "year"), addresses(mci)),
        Table("data", "support_mci", index(support, "key", "year"), addresses(support)),
        Table("data", "certificate_price_share", index(price, "year"), addresses(price)),
        Table(
            "data",
            "support_months",
            {(r["key"],): float(r["value"]) for r in months},
            addresses(months),
        ),
    ]


def _quota_rows(raw: RawFolder) -> list[Row]:
    return [
        *raw.rows(
            "foreign_labour_by_region.csv",
            region_code="KZ",
            period="2024",
            indicator="foreign_labour_quota",
            dimension=list(CATEGORIES),
        ),
        *raw.rows(
            "foreign_labour_by_region_after_2024.csv",
            period="2026",
            indicator="foreign_labour_quota",
            dimension=list(CATEGORIES),
        ),
    ]


def _foreign_labour(raw: RawFolder) -> list[Table]:
    quotas = _quota_rows(raw)
    homes = raw.rows(
        "foreign_labour_students.csv",
        indicator="quota_labour_immigrants_households",
        dimension="total",
    )
    workers = [
        r
        for r in raw.rows(
            "foreign_labour_students.csv",
            indicator="foreign_workers_with_permits",
            period="2023-08-01",
        )
        if r["dimension"].startswith("category=")
    ]
    by_category: dict[Key, float] = {
        (CATEGORIES[r["dimension"]], int(r["period"])): float(r["value"]) for r in quotas
    }
    at_work: dict[Key, float] = {
        (r["dimension"].removeprefix("category="),): float(r["value"]) for r in workers
    }
    return [
        Table("data", "foreign_labour_quota", by_category, addresses(quotas)),
        Table("data", "household_worker_quota", index(homes, "period"), addresses(homes)),
        Table("data", "foreign_workers", at_work, addresses(workers)),
    ]


def _abroad(raw: RawFolder) -> list[Table]:
    named, total = raw.facts("citizens_abroad"), raw.facts("citizens_abroad_total")
    people: dict[Key, float] = {(r["key"],): float(r["value"]) for r in named}
    whole = next(float(r["value"]) for r in total if r["year"] == "2023")
    people[("other",)] = whole - sum(people.values())
    return [
        Table("data", "citizens_abroad", people, addresses(named, total)),
        Table("data", "citizens_abroad_total", index(total, "year"), addresses(total)),
    ]
