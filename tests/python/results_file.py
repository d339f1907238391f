"""Writes results files in the documented layout (include/qonys/output/FORMAT.md), for tests."""

from dataclasses import dataclass, field

import h5py
import numpy as np

TEXT = h5py.string_dtype("utf-8")


def months(start, count):
    """`count` months from `start` on, YYYY-MM."""
    first = int(start[:4]) * 12 + int(start[5:]) - 1
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(first, first + count)]


@dataclass
class Made:
    """An indicator to write: values [replicate, time, axes...]; axes name entries of File.axes."""

    name: str
    values: object
    kind: str = "flow"
    cadence: str = "monthly"
    axes: tuple = ()
    unit: str = "persons"
    description: str = "what is counted"


@dataclass
class File:
    """Everything else in a file."""

    indicators: list
    axes: dict  #: name -> (codes, labels)
    start: str = "2025-01"
    num_months: int = 12
    replicates: tuple = (0,)
    scale: float = 1.0
    title: str = "Testland, rules kept"
    parameters: list = field(
        default_factory=list
    )  #: (key, value, unit, words, source, grade, assumed)
    measures: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    targets: list = field(default_factory=list)  #: entries of Target
    years: tuple = (2025,)  #: of the targets
    seed: int = 7
    hash: str = "b" * 64


@dataclass
class Target:
    """A target indicator to write: values [replicate, year]."""

    id: str
    values: object
    target: float = float("nan")
    target_year: float = float("nan")
    met: str = ""


def _attributes(made):
    return {
        "filetype": "qonys-results",
        "format": np.array([1, 0], dtype=np.int32),
        "program": "qonys",
        "version": "0.1.0",
        "git_commit": "unknown",
        "created": "2026-01-02T03:04:05Z",
        "command": "ensemble" if len(made.replicates) > 1 else "run",
        "seed": np.uint64(made.seed),
        "replicates": np.int64(len(made.replicates)),
        "scale": made.scale,
        "model": "testland",
        "scenario_name": "rules_kept",
        "title": made.title,
        "start": made.start,
        "end": months(made.start, made.num_months)[-1],
        "scenario_digest": "a" * 64,
        "result_hash": made.hash,
    }


def _texts(file, place, words):
    file.create_dataset(place, data=np.array(list(words), dtype=object), dtype=TEXT)


def _times(file, made):
    before = months(made.start, 1)[0]
    year, month = int(before[:4]), int(before[5:])
    previous = f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"
    flow = months(made.start, made.num_months)
    _texts(file, "time/monthly_flow", flow)
    _texts(file, "time/monthly_stock", [previous, *flow])
    ends = [m for m in flow if m.endswith("-12") or m == flow[-1]]
    for name, last in (("yearly_flow", ends), ("yearly_stock", [previous, *ends])):
        file[f"time/{name}"] = np.array([int(m[:4]) for m in last], dtype=np.int32)
        _texts(file, f"time/{name}_month", last)


def _indicator(file, made):
    data = file.create_dataset(
        f"indicators/{made.name}/values", data=np.asarray(made.values, dtype=np.float64)
    )
    data.attrs["unit"] = made.unit
    data.attrs["description"] = made.description
    data.attrs["kind"] = made.kind
    data.attrs["cadence"] = made.cadence
    data.attrs["time"] = f"/time/{made.cadence}_{made.kind}"
    places = [f"/axes/{axis}" for axis in made.axes]
    for key, words in (("axes", made.axes), ("axis_paths", places)):
        data.attrs.create(key, np.array(list(words), dtype=object), dtype=TEXT)
    data.attrs["weighted"] = np.uint8(1)
    data.attrs["weight"] = 1.0


def _scenario(file, made):
    _texts(file, "scenario/effective", ["title = 'Testland'"])
    _texts(file, "scenario/inputs/name", ["data/population.csv"])
    _texts(file, "scenario/inputs/sha256", ["c" * 64])
    file["scenario/inputs/rows"] = np.array([42], dtype=np.uint64)
    columns = ("key", "value", "unit", "description", "source", "grade")
    for i, column in enumerate(columns):
        _texts(file, f"scenario/parameters/{column}", [p[i] for p in made.parameters])
    flags = np.array([p[6] for p in made.parameters], dtype=np.uint8)
    file["scenario/parameters/assumption"] = flags
    file["scenario/parameters/is_default"] = np.zeros_like(flags)
    _texts(file, "measures", made.measures)
    _texts(file, "log/notes", made.notes)


def _targets(file, made):
    group = "target_indicators"
    for column in ("base_year", "formula", "remark", "provenance", "source"):
        _texts(file, f"{group}/{column}", [""] * len(made.targets))
    for language in ("en", "ru", "kk"):
        _texts(file, f"{group}/name_{language}", [f"{one.id} {language}" for one in made.targets])
    _texts(file, f"{group}/id", [one.id for one in made.targets])
    _texts(file, f"{group}/unit", ["persons"] * len(made.targets))
    _texts(file, f"{group}/met", [one.met for one in made.targets])
    file[f"{group}/base"] = np.full(len(made.targets), np.nan)
    file[f"{group}/target"] = np.array([one.target for one in made.targets])
    file[f"{group}/target_year"] = np.array([one.target_year for one in made.targets])
    file[f"{group}/replicate"] = np.array(made.replicates, dtype=np.uint32)
    file[f"{group}/year"] = np.array(made.years, dtype=np.int32)
    values = np.stack([np.asarray(one.values, dtype=np.float64) for one in made.targets], axis=1)
    file[f"{group}/values"] = values


def write(path, made):
    """Writes a whole file and gives its path as text."""
    with h5py.File(path, "w", track_order=True) as file:
        for key, value in _attributes(made).items():
            file.attrs[key] = value
        file["replicates"] = np.array(made.replicates, dtype=np.uint32)
        _scenario(file, made)
        _times(file, made)
        for axis, (codes, labels) in made.axes.items():
            _texts(file, f"axes/{axis}/codes", codes)
            _texts(file, f"axes/{axis}/labels", labels)
        file.create_group("indicators", track_order=True)
        for indicator in made.indicators:
            _indicator(file, indicator)
        if made.targets:
            _targets(file, made)
        file.attrs["complete"] = np.uint8(1)
    return str(path)
