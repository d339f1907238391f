"""Invariants of the finished tables; a broken one stops the preparation."""

from __future__ import annotations

from collections.abc import Iterator

from common_migration import REGIONS, Key, Table

YEARS = (2022, 2023, 2024)
UNIT_SUMS = {
    "move_month_share": (),
    "quota_release": (),
    "kandas_origin_share": ("year",),
    "kandas_settlement_share": ("year",),
    "kandas_age_share": ("year",),
    "kandas_schooling_share": ("year",),
    "external_age_share": ("direction",),
    "external_departures_schooling": (),
    "resettler_origin_share": (),
}


class Checker:
    """Collects failures while the invariants are printed."""

    def __init__(self, tables: list[Table], axes: dict[str, tuple[str, ...]]) -> None:
        """Take the finished tables and the codes of their axes."""
        self._tables = {(t.folder, t.stem): t for t in tables}
        self._axes = axes | dict.fromkeys(("region", "origin", "destination"), REGIONS)
        self._axes |= dict.fromkeys(("origin_then", "destination_then"), axes["region_then"])
        self._failures = 0

    def run(self) -> None:
        """Print every invariant and raise if one is broken."""
        for text, gap, limit in self._all():
            good = abs(gap) <= limit
            self._failures += not good
            print(f"{'ok  ' if good else 'FAIL'} {text}: {gap:.6g}")
        if self._failures:
            raise SystemExit(f"{self._failures} invariants are broken")

    def _all(self) -> Iterator[tuple[str, float, float]]:
        yield from self._balances()
        yield from self._sums()
        yield from self._cells()

    def _values(self, folder: str, stem: str) -> dict[Key, float]:
        return self._tables[(folder, stem)].values

    def _balances(self) -> Iterator[tuple[str, float, float]]:
        net = self._values("observed", "internal_net")
        abroad = self._values("observed", "external_net")
        flow = self._values("observed", "external_flow")
        inward = self._values("observed", "internal_arrivals")
        outward = self._values("observed", "internal_departures")
        every = self._values("observed", "net_total_all_flows")
        end, change = (self._values("observed", s) for s in ("population_end", "population_change"))
        births, deaths = (self._values("observed", s) for s in ("births", "deaths"))
        for year in YEARS:
            keys = [(r, year) for r in REGIONS]
            yield f"nets between regions sum to 0 in {year}", sum(net[k] for k in keys), 0
            total = flow[("arrivals", year)] - flow[("departures", year)]
            yield (
                f"external nets sum to the nation in {year}",
                sum(abroad[k] for k in keys) - total,
                0,
            )
            gap = max(abs(inward[k] - outward[k] - net[k]) for k in keys)
            yield f"arrivals - departures = net in {year}, largest gap", gap, 0
            gap = max(abs(net[k] + abroad[k] - every[k]) for k in keys)
            yield f"internal + external net = net of all flows in {year}, largest gap", gap, 0
            gap = max(
                abs(end[(r, year - 1)] + births[k] - deaths[k] + every[k] - end[k])
                for r, k in zip(REGIONS, keys, strict=True)
            )
            yield f"population accounting closes in {year}, largest gap", gap, 0
            gap = sum(change[k] for k in keys) - sum(end[k] - end[(k[0], year - 1)] for k in keys)
            yield f"changes add up to the growth of the nation in {year}", gap, 0

    def _sums(self) -> Iterator[tuple[str, float, float]]:
        for stem, groups in UNIT_SUMS.items():
            table = self._tables[("data", stem)]
            where = [table.axes.index(g) for g in groups]
            totals: dict[Key, float] = {}
            for key, value in table.values.items():
                group = tuple(key[i] for i in where)
                totals[group] = totals.get(group, 0.0) + value
            yield f"{stem} sums to 1, largest gap", max(abs(t - 1) for t in totals.values()), 1e-6
        yield "presence_gap sums to 0", sum(self._values("data", "presence_gap").values()), 0
        for stem, track in (("kandas_quota", "kandas"), ("resettlement_quota", "resettler")):
            quota = self._values("data", stem)
            total = {
                k: v
                for n in ("first", "revised")
                for k, v in self._values("data", f"quota_total_{n}").items()
            }
            gap = max(
                abs(sum(quota[(r, y)] for r in REGIONS) - total[(track, y)])
                for y in range(2022, 2027)
            )
            yield f"{stem} adds up to the national total, largest gap", gap, 0
        for name in ("arrivals", "departures"):
            region = sum(self._values("data", f"external_{name}_region").values())
            flow = self._values("observed", "external_flow")[(name, 2024)]
            yield f"external {name} by region add up to the nation", region - flow, 0
            partner = sum(
                v for (_, y), v in self._values("data", f"external_{name}").items() if y == 2024
            )
            yield f"external {name} by partner add up to the nation", partner - flow, 0
        yield from self._signs()
        distance = self._values("data", "distance_km")
        yield (
            "distance is symmetric, largest gap",
            max(abs(d - distance[k[::-1]]) for k, d in distance.items()),
            0,
        )

    def _signs(self) -> Iterator[tuple[str, float, float]]:
        """Counts and shares that must not be negative."""
        for stem in (
            *UNIT_SUMS,
            "external_arrivals_region",
            "external_departures_region",
            "external_arrivals",
            "external_departures",
            "interregional_departures",
            "kandas_quota",
            "resettlement_quota",
            "mover_age",
        ):
            least = min(self._values("data", stem).values())
            yield f"{stem} not below 0", min(0.0, least), 0

    def _cells(self) -> Iterator[tuple[str, float, float]]:
        """Unknown codes, and missing cells of tables that cover whole axes."""
        unknown = missing = 0
        for table in self._tables.values():
            for i, axis in enumerate(table.axes):
                if axis in self._axes:
                    unknown += sum(key[i] not in self._axes[axis] for key in table.values)
            missing += _missing_regions(table)
        yield "codes that no axis knows", unknown, 0
        yield "missing regions in tables by region", missing, 0
        pairs = len(self._values("data", "distance_km"))
        yield "missing pairs of regions", len(REGIONS) * (len(REGIONS) - 1) - pairs, 0


PARTIAL = {"external_region_cells", "received"}


def _missing_regions(table: Table) -> int:
    """Cells that a table by region lacks, given the other keys that occur."""
    if "region" not in table.axes or table.stem in PARTIAL:
        return 0
    where = table.axes.index("region")
    others = {key[:where] + key[where + 1 :] for key in table.values}
    return len(others) * len(REGIONS) - len(table.values)
