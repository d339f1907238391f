"""Observed series on people: used to calibrate and validate, never by a simulation."""

from __future__ import annotations

from common_migration import REGIONS, Key, RawFolder, Row, Table, addresses, by_region_year, index
from mig_external import DIRECTIONS, NAMED_CIS, national_rows, net_rows
from mig_internal import FILE
from mig_observed_flows import flow_tables
from mig_programmes import grants

RECENT = ("2022", "2023", "2024")


def tables(raw: RawFolder) -> list[Table]:
    """All observed tables."""
    return [*_internal(raw), *flow_tables(raw), *_balance(raw), *_external(raw), *_programmes(raw)]


def _internal(raw: RawFolder) -> list[Table]:
    made = []
    for stem, name in (
        ("internal_net", "net_interregional"),
        ("internal_arrivals", "arrivals_internal_all"),
        ("internal_departures", "departures_internal_all"),
    ):
        rows = raw.rows(FILE, indicator=name, period=RECENT, region_code=REGIONS)
        made.append(Table("observed", stem, by_region_year(rows, "period"), addresses(rows)))
    months = [f"2024-{m:02d}" for m in range(1, 13)]
    rows = raw.rows(FILE, indicator="net_interregional", period=months, region_code=REGIONS)
    values: dict[Key, float] = {
        (r["region_code"], 2024, int(r["period"][5:])): float(r["value"]) for r in rows
    }
    made.append(Table("observed", "internal_net_month", values, addresses(rows)))
    return made


def _chain(raw: RawFolder) -> tuple[dict[Key, float], dict[Key, float], list[Row]]:
    """Population at the end of 2021-2024 and its yearly change, from the balance."""
    file, span = "vital_events_by_region_2010_2024.csv", ("2022", "2023", "2024")
    start = raw.rows(
        "population_by_region.csv", indicator="pop_jan1", sex="both", area="total", year="2022"
    )
    natural = raw.rows(file, indicator="natural_increase", period=span, region_code=REGIONS)
    net = raw.rows(FILE, indicator="net_total_all_flows", period=span, region_code=REGIONS)
    people = by_region_year(start, "year")
    growth, moved = by_region_year(natural, "period"), by_region_year(net, "period")
    end: dict[Key, float] = {(r, 2021): people[r, 2022] for r in REGIONS}
    change: dict[Key, float] = {}
    for key in ((r, y) for y in (2022, 2023, 2024) for r in REGIONS):
        change[key] = growth[key] + moved[key]
        end[key] = end[key[0], int(key[1]) - 1] + change[key]
    return end, change, [*start, *natural, *net]


def _balance(raw: RawFolder) -> list[Table]:
    end, change, rows = _chain(raw)
    made = [
        Table("observed", "population_end", end, addresses(rows)),
        Table("observed", "population_change", change, addresses(rows)),
    ]
    for name in ("births", "deaths"):
        found = raw.rows(
            "vital_events_by_region_2010_2024.csv",
            indicator=name,
            period=RECENT,
            region_code=REGIONS,
        )
        made.append(Table("observed", name, by_region_year(found, "period"), addresses(found)))
    return made


def _external(raw: RawFolder) -> list[Table]:
    net = net_rows(raw)
    world = raw.rows("migration_external_national.csv", partner="WORLD", flow=DIRECTIONS)
    rows = [r for d in DIRECTIONS for r in national_rows(raw, d)]
    kept = [r for r in rows if r["partner"] in (*NAMED_CIS, "CIS", "NON_CIS")]
    return [
        Table("observed", "external_net", by_region_year(net, "period"), addresses(net)),
        Table("observed", "external_flow", index(world, "flow", "year"), addresses(world)),
        Table(
            "observed", "external_partner", index(kept, "flow", "partner", "year"), addresses(kept)
        ),
        _external_cells(raw),
    ]


def _external_cells(raw: RawFolder) -> Table:
    """Gross external flows of single regions that some source gives."""
    partial = raw.rows(
        "migration_by_region_partial.csv",
        scope="external",
        period=("2023", "2024"),
        indicator=DIRECTIONS,
    )
    derived = raw.rows(
        "external_migration_by_region.csv",
        period=RECENT,
        indicator=[f"{d}_external" for d in DIRECTIONS],
    )
    rows = [*partial, *derived]
    values: dict[Key, float] = {
        (r["region_code"], r["indicator"].removesuffix("_external"), int(r["period"])): float(
            r["value"]
        )
        for r in rows
    }
    return Table("observed", "external_region_cells", values, addresses(rows))


def _programmes(raw: RawFolder) -> list[Table]:
    within = raw.facts("kandas_track")
    granted = grants(raw)
    track: dict[Key, float] = dict(index(within, "key", "year"))
    for (year,), total in granted.values.items():
        if ("quota", year) in track:
            track["general", year] = total - track["quota", year]
    received = raw.facts("received")
    jobs = {r["key"]: float(r["value"]) for r in raw.facts("jobs")}
    kandas = {r["key"]: float(r["value"]) for r in raw.facts("kandas_jobs")}
    placed: dict[Key, float] = {
        ("received_working_age", 2024): jobs["permanent_job"] / jobs["working_age"],
        ("received_all_ages", 2024): jobs["permanent_job"] / sum(float(r["value"]) for r in received),
        ("received_of_working_age", 2024): jobs["working_age"] / sum(float(r["value"]) for r in received),
        ("kandas_in_quota_all_ages", 2024): kandas["permanent_job"] / kandas["settled"],
    }
    return [
        Table("observed", "kandas_track", track, sorted({*addresses(within), *granted.address})),
        Table(
            "observed",
            "received",
            {(r["key"], 2024): float(r["value"]) for r in received},
            addresses(received),
        ),
        Table(
            "observed",
            "permanent_job_share",
            placed,
            addresses(raw.facts("jobs"), raw.facts("kandas_jobs"), received),
        ),
    ]
