"""Foreign labour: stocks at the base dates, quotas, terms, fees, household and EAEU workers."""

from __future__ import annotations

from collections.abc import Mapping

from common import AXES
from common_migration import REGIONS, Key, Row, addresses, index, largest_remainder, shares
from labour_common import (
    NATION,
    SECTOR_OF,
    SECTORS,
    LabourRaw,
    LabourTable,
    Vector,
    by_year,
    people,
    spread_rest,
    total,
)
from labour_sectors import Sectors

CATEGORIES = ("cat1", "cat2", "cat3", "cat4", "seasonal")
LOCAL = ("cat1", "cat2", "cat3", "cat4")
STATUSES = (*CATEGORIES, "ict")
QUOTA_YEARS = range(2022, 2027)
PARTNERS = tuple(
    line.split(",")[0] for line in (AXES / "partner.csv").read_text(encoding="utf-8").splitlines()[1:]
)
# Assumption: fees by category inside the published corridor of 137 to 250 MCI.
FEE_MCI = {"cat1": 250.0, "cat2": 220.0, "cat3": 180.0, "cat4": 137.0, "seasonal": 24.0}
# Assumption: where the foreign workers of no named sector work.
OTHER_SECTORS = {"transport_ict": 0.25, "trade": 0.25, "education": 0.2, "health": 0.05, "other_services": 0.25}
HOUSEHOLD_MONTHS = 3  # assumption: months that one permit to work in a household covers
HOUSEHOLD_TAX_MCI = 2  # from memory: prepaid income tax of a household worker a month
KEPT = 0.5  # assumption: weight of the shares of 2018-2021 in 2025, the rest follows the sectors


def tables(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    """All tables of this theme."""
    region = region_share(raw, work)
    return [
        *_stocks(raw, work, region),
        *_employer_quotas(raw, region),
        *_terms(raw),
        *_household(raw, work),
        *_eaeu(raw),
    ]


def _plain(values: Mapping[str, float]) -> dict[Key, float]:
    return {(k,): v for k, v in values.items()}


def sector_share(raw: LabourRaw) -> tuple[dict[int, Vector], list[Row]]:
    """Shares of the sectors in foreign workers, by the year of the figures."""
    rows, stock = raw.typed("foreign_sector"), raw.typed("foreign_total")
    whole = {2023: _at(stock, "2023", "8"), 2024: _at(stock, "2024", "7")}
    found: dict[int, Vector] = {}
    for year in whole:
        part = dict.fromkeys(SECTORS, 0.0)
        for r in rows:
            if r["year"] == str(year):
                part[SECTOR_OF[r["key"]]] += float(r["value"]) / whole[year]
        free = 1 - total(part)
        found[year] = {s: v + free * OTHER_SECTORS.get(s, 0.0) for s, v in part.items()}
    return found, [*rows, *stock]


def _at(rows: list[Row], year: str, month: str) -> float:
    return next(float(r["value"]) for r in rows if (r["year"], r["month"]) == (year, month))


def region_share(raw: LabourRaw, work: Sectors) -> dict[int, Vector]:
    """Shares of the regions in foreign workers on the base dates."""
    old = raw.values("foreign_region")
    issued = next(r for r in raw.typed("permits_issued") if (r["key"], r["year"]) == ("employer", "2021"))
    atyrau = (
        old["KZ-23"] / old["all"]
        + raw.values("foreign_region_permits")["KZ-23"] / float(issued["value"])
    ) / 2
    quota = by_year(raw.typed("foreign_region_quota"))
    first = by_year([r for r in raw.typed("employer_quota") if r["key"] == "first"])
    astana = {y: quota["KZ-71", y] / first["first", y] for y in (2023, 2024)}
    by_sector, _ = sector_share(raw)
    found: dict[int, Vector] = {}
    for base, year, city in ((2022, 2023, astana[2023]), (2025, 2024, astana[2024])):
        guess = {
            r: sum(by_sector[year][s] * _output_share(work, r, s) for s in SECTORS) for r in REGIONS
        }
        known = {"KZ-23": atyrau, "KZ-47": old["KZ-47"] / old["all"], "KZ-71": city}
        if base == 2025:
            for r in ("KZ-23", "KZ-47"):
                known[r] = KEPT * known[r] + (1 - KEPT) * guess[r]
        found[base] = spread_rest(known, guess)
    return found


def _output_share(work: Sectors, region: str, sector: str) -> float:
    whole = sum(work.output[NATION, s] for s in SECTORS[sector])
    return sum(work.output[region, s] for s in SECTORS[sector]) / whole


def start_stock(raw: LabourRaw) -> tuple[dict[Key, float], list[Row]]:
    """Foreign workers by category on the base dates."""
    rows, totals = raw.typed("foreign_stock"), raw.typed("foreign_total")
    spring = _categories(rows, "2021", "4")
    winter = _categories(rows, "2024", "2")
    ict = _categories(rows, "2024", "7")["ict"]
    early = largest_remainder(int(_at(totals, "2022", "1")), spring)
    late = int(_at(totals, "2024", "11")) - round(ict) - round(winter["seasonal"])
    recent = largest_remainder(late, {c: winter[c] for c in LOCAL})
    values: dict[Key, float] = {(c, 2022): float(n) for c, n in early.items()}
    values |= {(c, 2025): float(n) for c, n in recent.items()}
    values |= {("seasonal", 2025): winter["seasonal"], ("ict", 2025): ict}
    return values, [*rows, *totals]


def _categories(rows: list[Row], year: str, month: str) -> Vector:
    return {r["key"]: float(r["value"]) for r in rows if (r["year"], r["month"]) == (year, month)}


def _origins(raw: LabourRaw) -> tuple[dict[Key, float], list[Row]]:
    rows, totals = raw.typed("foreign_origin"), raw.typed("foreign_total")
    values: dict[Key, float] = {}
    for base, year, whole in (
        (2022, "2022", _at(totals, "2022", "4")),
        (2025, "2024", _at(totals, "2024", "7")),
    ):
        named = {r["key"]: float(r["value"]) / whole for r in rows if r["year"] == year}
        named["other"] = 1 - total(named)
        values |= {(p, base): named.get(p, 0.0) for p in PARTNERS}
    return values, rows


def _stocks(raw: LabourRaw, work: Sectors, region: dict[int, Vector]) -> list[LabourTable]:
    stock, stock_rows = start_stock(raw)
    sectors, sector_rows = sector_share(raw)
    origin, origin_rows = _origins(raw)
    by_region: dict[Key, float] = {(r, b): v for b, each in region.items() for r, v in each.items()}
    by_sector: dict[Key, float] = {
        (s, base): v for base, year in ((2022, 2023), (2025, 2024)) for s, v in sectors[year].items()
    }
    places = [*raw.typed("foreign_region"), *raw.typed("foreign_region_permits")]
    places += [*raw.typed("foreign_region_quota"), *work.rows]
    return [
        LabourTable("data", "foreign_workers_start", stock, addresses(stock_rows)),
        LabourTable("data", "foreign_worker_sector_share", by_sector, addresses(sector_rows)),
        LabourTable("data", "foreign_worker_origin_share", origin, addresses(origin_rows)),
        LabourTable("data", "foreign_worker_region_share", by_region, addresses(places)),
    ]


def _employer_quotas(raw: LabourRaw, region: dict[int, Vector]) -> list[LabourTable]:
    rows, totals = raw.typed("employer_quota_category"), raw.typed("employer_quota")
    names = {"cat1 heads": "cat1", "cat2 managers": "cat2", "cat3 specialists": "cat3", "cat4 workers": "cat4"}
    names["seasonal"] = "seasonal"
    later = [
        *raw.rows("foreign_labour_by_region.csv", region_code=NATION, period="2024",
                  indicator="foreign_labour_quota", dimension=list(names)),
        *raw.rows("foreign_labour_by_region_after_2024.csv", indicator="foreign_labour_quota"),
    ]
    first = {(r["key"], int(r["year"])): float(r["value"]) for r in rows}
    first |= {(names[r["dimension"]], int(r["period"])): float(r["value"]) for r in later}
    mean = shares({c: first[c, 2024] / 22000 + first[c, 2026] / 18146 for c in CATEGORIES})
    told = by_year(totals)
    whole: dict[Key, float] = {}
    split: dict[Key, float] = {}
    for year in QUOTA_YEARS:
        weights = mean if year == 2025 else {c: first[c, year] for c in CATEGORIES}
        for stage in ("first", "final"):
            number = told.get((stage, year), told["first", year])
            whole[stage, year] = number
            parts = largest_remainder(int(number), weights)
            split |= {(stage, c, year): float(n) for c, n in parts.items()}
    links = addresses(rows, totals, later)
    return [
        LabourTable("data", "employer_quota_total", whole, links),
        LabourTable("data", "employer_quota", split, links),
        LabourTable("data", "employer_quota_region", _regional(split, region), links),
        _quota_rule(raw),
    ]


def _regional(split: dict[Key, float], region: dict[int, Vector]) -> dict[Key, float]:
    """Final quotas of the categories over the regions, in whole permits."""
    values: dict[Key, float] = {}
    for year in QUOTA_YEARS:
        weights = region[2022 if year < 2024 else 2025]
        for c in CATEGORIES:
            parts = largest_remainder(int(split["final", c, year]), weights)
            values |= {(r, c, year): float(n) for r, n in parts.items()}
    return values


def _quota_rule(raw: LabourRaw) -> LabourTable:
    rows = raw.typed("quota_share")
    return LabourTable("data", "quota_labour_force_share", index(rows, "key", "year"), addresses(rows))


def _terms(raw: LabourRaw) -> list[LabourTable]:
    made = []
    for stem, axis in (("permit_months", STATUSES), ("permit_renewals", STATUSES), ("local_staff_share", LOCAL)):
        rows = raw.typed(stem)
        values = {(r["key"],): float(r["value"]) for r in rows}
        if set(values) != {(k,) for k in axis}:
            raise ValueError(f"{stem}: categories differ from {axis}")
        made.append(LabourTable("data", stem, values, addresses(rows)))
    fees, corridor = raw.typed("seasonal_fee"), raw.typed("permit_fee_corridor")
    receipts = raw.typed("permit_fee_receipts")
    values = {(r["key"],): float(r["value"]) for r in fees}
    made.append(LabourTable("data", "seasonal_fee_mci", values, addresses(fees)))
    own = addresses(fees, corridor, receipts)
    made.append(LabourTable("data", "permit_fee_mci", _plain(FEE_MCI), own))
    return made


def _household(raw: LabourRaw, work: Sectors) -> list[LabourTable]:
    rows, told = raw.typed("household_quota"), raw.typed("quota_share")
    last = raw.typed("quota_share_final")
    known = {int(r["year"]): float(r["value"]) for r in rows}
    share = {int(r["year"]): float(r["value"]) for r in told if r["key"] == "household"}
    share |= {int(r["year"]): float(r["value"]) for r in last}
    force = _labour_force(raw)
    quota = {y: known.get(y, share[y] * force[min(y, 2024)]) for y in QUOTA_YEARS}
    permits = raw.values("residence_permits")
    places = {r: v / permits["all"] for r, v in permits.items() if r in REGIONS}
    region = spread_rest(places, people(raw, "2023"))
    origin = {"UZB": permits["UZB"], "TJK": permits["TJK"]}
    by_origin = {p: shares(origin).get(p, 0.0) for p in PARTNERS}
    trips = raw.typed("household_shymkent")
    links = addresses(raw.typed("residence_permits"))
    terms: dict[Key, float] = {("mean",): float(HOUSEHOLD_MONTHS)}
    return [
        LabourTable("data", "household_quota", {(y,): float(round(v)) for y, v in quota.items()},
                    addresses(rows, told, last)),
        LabourTable("data", "household_worker_region_share", _plain(region), links),
        LabourTable("data", "household_worker_origin_share", _plain(by_origin), [*links, *addresses(trips)]),
        LabourTable("data", "household_permit_months", terms, addresses(trips)),
        LabourTable("data", "household_tax_mci", {("mean",): float(HOUSEHOLD_TAX_MCI)},
                    ["from memory; no page seen"]),
    ]


def _labour_force(raw: LabourRaw) -> dict[int, float]:
    """Employed over one minus the unemployment rate, nation."""
    file = "labour_by_region.csv"
    years = ("2022", "2023", "2024")
    work = {int(r["year"]): 1000 * float(r["value"])
            for r in raw.rows(file, indicator="employed", region_code=NATION, year=years)}
    rate = {int(r["year"]): float(r["value"]) / 100
            for r in raw.rows(file, indicator="unemployment_rate", region_code=NATION, year=years)}
    return {y: n / (1 - rate[y]) for y, n in work.items()}


def _eaeu(raw: LabourRaw) -> list[LabourTable]:
    rows, sector_rows = raw.typed("eaeu_workers"), raw.typed("eaeu_sector")
    permits = raw.values("residence_permits")
    kyrgyz = permits["KGZ"] / permits["RUS"]
    russians = {2022: 2022, 2025: 2023}
    told = by_year(rows)
    values: dict[Key, float] = {}
    for base, year in russians.items():
        here = told["RUS", year]
        values |= {(p, base): 0.0 for p in PARTNERS}
        values |= {("RUS", base): here, ("KGZ", base): float(round(here * kyrgyz))}
    share = {r["key"]: float(r["value"]) for r in sector_rows}
    by_group = {"agriculture": share["agriculture"], "services": share["services"] + 100 - total(share)}
    by_group["industry_construction"] = share["industry"] + share["construction"]
    permit_rows = raw.typed("residence_permits")
    return [
        LabourTable("data", "eaeu_workers_start", values, addresses(rows, permit_rows)),
        LabourTable("data", "eaeu_worker_sector_share", _plain(shares(by_group)), addresses(sector_rows)),
    ]
