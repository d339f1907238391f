"""Borders on the plane: a map from plain lines, which needs no tiles and no network."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

Point = tuple[float, float]
# Regions of less than this, in square kilometres, are circles too: cities.
CITY_KM2 = 3_000.0
EARTH_KM = 6_371.0
PARALLELS = (43.0, 53.0)


@dataclass(frozen=True)
class Shape:
    """One region: outer rings, the place for its number, and whether it is a city."""

    rings: list[list[Point]]
    label: Point
    is_city: bool

    def outline(self) -> tuple[list[float | None], list[float | None]]:
        """All rings as one line with gaps."""
        x: list[float | None] = []
        y: list[float | None] = []
        for ring in self.rings:
            x += [*(round(point[0], 2) for point in ring), None]
            y += [*(round(point[1], 2) for point in ring), None]
        return x[:-1], y[:-1]


def shapes_of(borders: Mapping[str, Any] | None) -> dict[str, Shape]:
    """Shapes by code, from GeoJSON with codes as `id`; those of Kazakhstan by default."""
    given = _kazakhstan() if borders is None else borders
    features = given["features"]
    points = [p for each in features for ring in _rings(each) for p in ring]
    middle = (min(p[0] for p in points) + max(p[0] for p in points)) / 2
    return {each["id"]: _shape(each, middle) for each in features}


@cache
def _kazakhstan() -> Mapping[str, Any]:
    text = (resources.files(__package__) / "borders.geojson").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _rings(feature: Mapping[str, Any]) -> list[list[Sequence[float]]]:
    """Outer rings; what lies in a hole is drawn over it."""
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    return [polygon[0] for polygon in (parts if geometry["type"] == "MultiPolygon" else [parts])]


def _shape(feature: Mapping[str, Any], middle: float) -> Shape:
    rings = [[projected(p[0], p[1], middle) for p in ring] for ring in _rings(feature)]
    label = feature["properties"]["label"]
    size = sum(abs(_area(ring)) for ring in rings)
    return Shape(rings, projected(label[0], label[1], middle), size < CITY_KM2)


def projected(longitude: float, latitude: float, middle: float) -> Point:
    """Kilometres east and north on Albers' conic equal-area projection.

    Source: J. P. Snyder, Map Projections: A Working Manual (USGS, 1987), equations 14-1 to 14-6.
    """
    first, second = (math.sin(math.radians(parallel)) for parallel in PARALLELS)
    n = (first + second) / 2
    c = 1 - first**2 + 2 * n * first
    origin = math.sqrt(c - 2 * n * math.sin(math.radians(sum(PARALLELS) / 2))) / n
    radius = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
    angle = n * math.radians(longitude - middle)
    return EARTH_KM * radius * math.sin(angle), EARTH_KM * (origin - radius * math.cos(angle))


def _area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) / 2
