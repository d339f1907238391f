"""Price of new housing and cost of living."""

from __future__ import annotations

from common_migration import REGIONS, Key, RawFolder, Row, Table, addresses, by_region_year

YEARS = (2021, 2022, 2023)
PUBLISHED, CARRIED, FILLED = 0.0, 1.0, 2.0


def tables(raw: RawFolder) -> list[Table]:
    """Housing prices with a status table, and consumption per head."""
    return [*_prices(raw), _consumption(raw)]


def _city_rows(raw: RawFolder) -> list[Row]:
    """Yearly city series of the statistics office, without monthly press values."""
    rows = raw.rows("housing_prices.csv", indicator="price_new_housing_m2")
    return [r for r in rows if "cost.csv" in r["source_url"]]


def _prices(raw: RawFolder) -> list[Table]:
    rows = _city_rows(raw)
    known = by_region_year(rows, "period")
    nation = {int(r["period"]): float(r["value"]) for r in rows if r["region_code"] == "KZ"}
    price: dict[Key, float] = {}
    status: dict[Key, float] = {}
    for key in ((r, y) for r in REGIONS for y in YEARS):
        region, year = key
        if key in known:
            price[key] = known[key]
            status[key] = CARRIED if known.get((region, year - 1)) == known[key] else PUBLISHED
        else:
            price[key] = float(round(known[region, 2023] * nation[year] / nation[2023]))
            status[key] = FILLED
    fill = {
        "filled": str(sum(s == FILLED for s in status.values())),
        "carried": str(sum(s == CARRIED for s in status.values())),
        "published": str(sum(s != FILLED for s in status.values())),
    }
    links = addresses(rows)
    return [
        Table("data", "housing_price", price, links, fill),
        Table("data", "housing_price_status", status, links),
    ]


def _consumption(raw: RawFolder) -> Table:
    rows = raw.rows(
        "housing_prices.csv", indicator="consumption_expenditure_per_capita", period="2022"
    )
    return Table("data", "consumption", by_region_year(rows, "period"), addresses(rows))
