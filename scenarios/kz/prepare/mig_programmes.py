"""Kandas, resettlers and their quotas."""

from __future__ import annotations

from itertools import pairwise

from common_migration import (
    REGIONS,
    Key,
    RawFolder,
    Row,
    Table,
    addresses,
    by_region_year,
    index,
    largest_remainder,
    shares,
)

FILE = "kandas_resettlers.csv"
ORIGINS = ("UZB", "CHN", "MNG", "TKM", "RUS")
PERIODS = {2022: "2022-01..11", 2023: "2023-01..04", 2024: "2024-01..08"}
GRANTS = {2021: "2021", 2022: "2022", 2023: "2023", 2024: "2024"}
Split = dict[str, float]


def tables(raw: RawFolder) -> list[Table]:
    """Inputs of the kandas and resettlement programmes."""
    quotas = [quota(raw, track) for track in ("kandas", "resettler")]
    return [
        grants(raw),
        _origins(raw),
        _settlement(raw, quotas[0]),
        *_kandas_people(raw),
        *quotas,
        *_quota_totals(raw),
        _release(raw),
        _received_by_track(raw),
        _sending(raw),
        _senders_share(raw),
        _cumulative(raw),
    ]


def grants(raw: RawFolder) -> Table:
    """Yearly kandas status grants."""
    rows = raw.rows(
        FILE, indicator="kandas_status_grants", period=list(GRANTS.values()), dimension="total"
    )
    return Table("data", "kandas_grants", index(rows, "period"), addresses(rows))


def _origins(raw: RawFolder) -> Table:
    rows = raw.rows(FILE, indicator="kandas_origin_share", period=list(PERIODS.values()))
    values: dict[Key, float] = {}
    for year, period in PERIODS.items():
        share = {o: _percent(rows, period, f"origin={o}") for o in ORIGINS}
        values |= {(o, year): s for o, s in share.items()}
        values["other", year] = 1 - sum(share.values())
    return Table("data", "kandas_origin_share", values, addresses(rows))


def _percent(rows: list[Row], period: str, dimension: str) -> float:
    return next(
        float(r["value"]) / 100
        for r in rows
        if (r["period"], r["dimension"]) == (period, dimension)
    )


def _settlement(raw: RawFolder, quotas: Table) -> Table:
    rows = raw.rows(
        FILE, indicator="kandas_settlement_share", period=[PERIODS[2022], PERIODS[2023]]
    )
    people = by_region_year(
        raw.rows(
            "population_by_region.csv",
            indicator="pop_annual_avg",
            sex="both",
            area="total",
            year=("2022", "2023"),
        ),
        "year",
    )
    granted = grants(raw).values
    values: dict[Key, float] = {}
    for year in (2022, 2023):
        named = {
            r["region_code"]: float(r["value"]) / 100 for r in rows if r["period"] == PERIODS[year]
        }
        others = [r for r in REGIONS if r not in named]
        within = {r: quotas.values[r, year] / granted[(year,)] for r in others}
        free = 1 - sum(named.values()) - sum(within.values())
        inhabitants = shares({r: people[r, year] for r in others})
        values |= {(r, year): s for r, s in named.items()}
        values |= {(r, year): within[r] + free * inhabitants[r] for r in others}
    return Table("data", "kandas_settlement_share", values, addresses(rows))


def _kandas_people(raw: RawFolder) -> list[Table]:
    age_rows = raw.rows(FILE, indicator="kandas_age_share", period=["2021", *PERIODS.values()])
    school_rows = raw.rows(
        FILE, indicator="kandas_education_share_working_age", period=("2021", PERIODS[2024])
    )

    def by_year(rows: list[Row]) -> dict[Key, float]:
        raw_shares = {(r["dimension"], int(r["period"][:4])): float(r["value"]) for r in rows}
        total = {y: sum((v for (_, z), v in raw_shares.items() if z == y)) for _, y in raw_shares}
        return {(d, y): v / total[y] for (d, y), v in raw_shares.items()}

    return [
        Table("data", "kandas_age_share", by_year(age_rows), addresses(age_rows)),
        Table("data", "kandas_schooling_share", by_year(school_rows), addresses(school_rows)),
    ]


def _total_rows(raw: RawFolder, track: str) -> tuple[dict[int, int], list[Row]]:
    """Last known quota total of each year (revised where a revision is known)."""
    rows = [
        r
        for t in ("quota_total_first", "quota_total_revised")
        for r in raw.facts(t)
        if r["key"] == track
    ]
    return ({int(r["year"]): int(r["value"]) for r in rows}, rows)


def _splits(
    raw: RawFolder, track: str, totals: dict[int, int]
) -> tuple[dict[int, Split], list[Row]]:
    """Published regional splits by year, the hidden part of 2025 filled."""
    name = "quota_kandas" if track == "kandas" else "quota_resettlers"
    rows = raw.rows(FILE, indicator=name, dimension="region")
    found: dict[int, Split] = {}
    for r in rows:
        found.setdefault(int(r["period"]), {})[r["region_code"]] = float(r["value"])
    if track == "resettler":
        extra = raw.facts("quota_resettler_split")
        found[2024] = {r["key"]: float(r["value"]) for r in extra}
        rows = [*rows, *extra]
        found[2025] |= _hidden_split(found, totals[2025])
    return found, rows


def _hidden_split(found: dict[int, Split], total: int) -> Split:
    """The resettlers of 2025 whose four regions are known without numbers."""
    hidden = ("KZ-63", "KZ-10", "KZ-62", "KZ-35")
    weight = {r: found[2024][r] + found[2026][r] for r in hidden}
    left = total - int(sum(found[2025].values()))
    return {r: float(n) for r, n in largest_remainder(left, weight).items()}


def _mean_split(first: Split, second: Split) -> Split:
    """Mean of two splits, each scaled to one."""
    a, b = shares(first), shares(second)
    return {r: (a.get(r, 0.0) + b.get(r, 0.0)) / 2 for r in a | b}


def quota(raw: RawFolder, track: str) -> Table:
    """Quota of a track by region and year, whole persons."""
    totals, total_rows = _total_rows(raw, track)
    splits, split_rows = _splits(raw, track, totals)
    splits[2022] = splits[2023]
    if track == "kandas":
        splits[2024] = _mean_split(splits[2023], splits[2025])
    values: dict[Key, float] = {(r, y): 0.0 for y in totals for r in REGIONS}
    for year, total in totals.items():
        values |= {(r, year): float(n) for r, n in largest_remainder(total, splits[year]).items()}
    stem = "kandas_quota" if track == "kandas" else "resettlement_quota"
    return Table("data", stem, values, addresses(total_rows, split_rows))


def _quota_totals(raw: RawFolder) -> list[Table]:
    made = []
    for stem in ("quota_total_first", "quota_total_revised"):
        rows = raw.facts(stem)
        made.append(Table("data", stem, index(rows, "key", "year"), addresses(rows)))
    return made


def _release(raw: RawFolder) -> Table:
    """Monthly path along which a yearly quota is used."""
    rows = [
        *raw.rows(FILE, indicator="kandas_status_grants", period=("2024-01..03", "2024-01..08")),
        *raw.facts("kandas_grants_cumulative"),
    ]
    year = grants(raw).values[(2024,)]
    points = [0.0, *sorted(float(r["value"]) / year for r in rows), 1.0]
    ends = (0, 3, 8, 10, 12)
    values: dict[Key, float] = {}
    for (a, b), (low, high) in zip(pairwise(ends), pairwise(points), strict=True):
        values |= {(month,): (high - low) / (b - a) for month in range(a + 1, b + 1)}
    return Table("data", "quota_release", values, addresses(rows))


def _received_by_track(raw: RawFolder) -> Table:
    rows = raw.facts("received_track")
    return Table("data", "received_track", index(rows, "key", "year"), addresses(rows))


def _sending(raw: RawFolder) -> Table:
    rows = raw.facts("sending_region")
    named = {r["key"] for r in rows}
    values: dict[Key, float] = {(r,): float(r in named) for r in REGIONS}
    return Table("data", "sending_region", values, addresses(rows))


def _senders_share(raw: RawFolder) -> Table:
    facts = {r["key"]: float(r["value"]) for r in raw.facts("resettlement_cumulative")}
    south = facts["from_turkistan_2015_2024"] / facts["moved_2017_2025"]
    senders = [r["key"] for r in raw.facts("sending_region") if r["key"] != "KZ-61"]
    people = by_region_year(
        raw.rows(
            "population_by_region.csv",
            indicator="pop_annual_avg",
            sex="both",
            area="total",
            year="2024",
        ),
        "year",
    )
    rest = shares({r: people[r, 2024] for r in senders})
    values: dict[Key, float] = {(r,): (1 - south) * rest.get(r, 0.0) for r in REGIONS}
    values[("KZ-61",)] = south
    return Table(
        "data",
        "resettler_origin_share",
        values,
        addresses(raw.facts("resettlement_cumulative")),
        {"south": f"{south:.3f}"},
    )


def _cumulative(raw: RawFolder) -> Table:
    rows = raw.facts("resettlement_cumulative")
    return Table(
        "data",
        "resettlement_cumulative",
        {(r["key"],): float(r["value"]) for r in rows},
        addresses(rows),
    )
