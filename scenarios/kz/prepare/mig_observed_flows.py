"""Observed flows with old borders, parts of years and single origin-destination cells."""

from __future__ import annotations

from common_migration import Key, RawFolder, Row, Table, addresses, index
from mig_internal import FILE

OLD_UNIT = {"KZ-19": "KZ-19+KZ-33", "KZ-35": "KZ-35+KZ-62", "KZ-63": "KZ-63+KZ-10"}
SOUTH = "KZ-61+KZ-79"
OD = "internal_migration_od.csv"


def flow_tables(raw: RawFolder) -> list[Table]:
    """Series that need more than region and year."""
    return [
        *_net_all_flows(raw),
        _half_year_nets(raw),
        _gross_parts(raw),
        *_cells(raw),
        _registered(raw),
        _between_regions(raw),
    ]


def old_unit(code: str, last_month: str) -> str:
    """Region as it was when a period ended: units of today are joined before their split."""
    if last_month < "2018-06" and code == "KZ-61":
        return SOUTH
    return OLD_UNIT.get(code, code) if last_month < "2022-06" else code


def span(period: str) -> tuple[str, str]:
    """First and last month of `2022`, `2023-01..06` or `2024-05`."""
    if ".." in period:
        first, last = period.split("..")
        return first, f"{first[:4]}-{last}"
    return (period, period) if "-" in period else (f"{period}-01", f"{period}-12")


def _net_all_flows(raw: RawFolder) -> list[Table]:
    rows = [
        r
        for r in raw.rows(FILE, indicator="net_total_all_flows")
        if r["region_code"] != "KZ" and len(r["period"]) == 4
    ]
    made = []
    for stem, first, last in (
        ("net_total_all_flows", 2022, 2024),
        ("net_total_all_flows_2018", 2018, 2021),
        ("net_total_all_flows_2010", 2010, 2017),
    ):
        kept = [r for r in rows if first <= int(r["period"]) <= last]
        values: dict[Key, float] = {
            (old_unit(r["region_code"], f"{r['period']}-12"), int(r["period"])): float(r["value"])
            for r in kept
        }
        made.append(Table("observed", stem, values, addresses(kept)))
    return made


def _half_year_nets(raw: RawFolder) -> Table:
    rows = raw.rows(FILE, indicator="net_interregional", period=("2019-01..06", "2020-01..06"))
    values: dict[Key, float] = {
        (old_unit(r["region_code"], span(r["period"])[1]), *span(r["period"])): float(r["value"])
        for r in rows
    }
    return Table("observed", "internal_net_half_year", values, addresses(rows))


def _gross_parts(raw: RawFolder) -> Table:
    own = raw.rows(FILE, indicator=("arrivals_interregional", "departures_interregional"))
    press = raw.rows("migration_by_region_partial.csv", indicator="arrivals_interregional")
    rows = [r for r in [*press, *own] if r["region_code"] != "KZ" and r["period"] >= "2018"]
    values: dict[Key, float] = {
        (_unit(r), r["indicator"].removesuffix("_interregional"), *span(r["period"])): float(
            r["value"]
        )
        for r in rows
    }
    return Table("observed", "interregional_cells", values, addresses(rows))


def _unit(row: Row) -> str:
    return old_unit(row["region_code"], span(row["period"])[1])


def _cells(raw: RawFolder) -> list[Table]:
    made = []
    for stem, name, scale in (
        ("od_cells", "migrants", 1.0),
        ("od_share_of_arrivals", "share_of_arrivals", 0.01),
        ("od_share_of_departures", "share_of_departures", 0.01),
    ):
        rows = raw.rows(OD, indicator=name)
        values: dict[Key, float] = {}
        for r in rows:
            first, last = span(r["period"])
            key = (old_unit(r["origin_code"], last), old_unit(r["dest_code"], last), first, last)
            values[key] = round(float(r["value"]) * scale, 8)
        made.append(Table("observed", stem, values, addresses(rows)))
    return made


def _registered(raw: RawFolder) -> Table:
    years = ("2015", "2019", "2020", "2021", "2022", "2023", "2024")
    rows = raw.rows(FILE, region_code="KZ", indicator="all_internal_movers", period=years)
    return Table("observed", "registered_moves", index(rows, "period"), addresses(rows))


def _between_regions(raw: RawFolder) -> Table:
    own = raw.rows(FILE, region_code="KZ", indicator="interregional_movers")
    press = raw.rows(
        "migration_by_region_partial.csv", region_code="KZ", indicator="interregional_movers"
    )
    values: dict[Key, float] = {span(r["period"]): float(r["value"]) for r in [*press, *own]}
    return Table("observed", "interregional_moves", values, addresses(own, press))
