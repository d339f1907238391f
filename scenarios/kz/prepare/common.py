"""Reading the raw rows, writing tidy tables and keeping the register of sources."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import sources

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
AXES = ROOT / "axes"

SEXES = ("male", "female")
SEX_OF_RAW = {"men": "male", "women": "female"}
AREAS = ("urban", "rural")
LAST_AGE = 100
AGE_GROUPS = tuple(f"{a}-{a + 4}" for a in range(0, 100, 5)) + ("100+",)

RETRIEVED = "2026-11"
REGISTERED = ("title", "publisher", "year", "licence", "unit", "grade", "grade_note")
Row = Mapping[str, str]


def group_of(age: int) -> str:
    """Five-year group of a single year of age; everybody from 100 on is '100+'."""
    return AGE_GROUPS[min(age, LAST_AGE) // 5]


def ages_of(group: str) -> range:
    """Single years of age in a five-year group (100 stands for 100 and over)."""
    first = int(group.rstrip("+").split("-")[0])
    return range(first, LAST_AGE + 1 if first == LAST_AGE else first + 5)


@dataclass
class Source:
    """Addresses of the raw rows, and finished tables, behind one table."""

    addresses: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    abbreviated: bool = False
    inputs: list[str] = field(default_factory=list)

    def note(self, row: Row, file: str) -> None:
        """Remember where a row came from."""
        for address in re.split(r"\s+;\s+", row.get("source_url", "").strip()):
            if address and address not in self.addresses:
                self.addresses.append(address)
        if file not in self.files:
            self.files.append(file)
        text = row.get("note", "") + row.get("source_url", "")
        self.abbreviated |= "abbreviated" in text or "shortened" in text or "…" in text

    def __add__(self, other: Source) -> Source:
        """Union of two sources, in order of first use."""
        return Source(
            list(dict.fromkeys(self.addresses + other.addresses)),
            list(dict.fromkeys(self.files + other.files)),
            self.abbreviated or other.abbreviated,
            list(dict.fromkeys(self.inputs + other.inputs)),
        )


class Raw:
    """The folder of raw CSV files; every selection records its sources."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, list[dict[str, str]]] = {}

    def rows(self, name: str) -> list[dict[str, str]]:
        """All rows of one raw file."""
        if name not in self._files:
            with open(self.folder / f"{name}.csv", encoding="utf-8", newline="") as handle:
                self._files[name] = list(csv.DictReader(handle))
        return self._files[name]

    def select(
        self,
        name: str,
        source: Source,
        test: Callable[[Row], bool] = lambda row: True,
        **equal: str | Sequence[str],
    ) -> list[dict[str, str]]:
        """Rows whose columns equal the given values (or are among them) and pass the test."""
        wanted = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in equal.items()}
        found = [
            row
            for row in self.rows(name)
            if all(row[key] in values for key, values in wanted.items()) and test(row)
        ]
        if not found:
            raise LookupError(f"{name}.csv: no row with {equal}")
        for row in found:
            source.note(row, f"{name}.csv")
        return found


@dataclass
class Table:
    """One tidy table with what must be said about it."""

    name: str
    about: dict[str, Any]
    cells: dict[tuple, float]
    source: Source

    @property
    def axes(self) -> list[str]:
        """Names of the axis columns."""
        return self.about["axes"]

    def text(self) -> str:
        """The CSV file as text, cells in the order in which they were put in."""
        lines = [",".join([*self.axes, "value"])]
        for key, value in self.cells.items():
            lines.append(",".join([*map(str, key), self.number(value)]))
        return "\n".join(lines) + "\n"

    def number(self, value: float) -> str:
        """A plain number: an integer, or so many significant digits."""
        digits = self.about.get("digits", 0)
        return format(Decimal(f"{value:.{digits}g}"), "f") if digits else str(round(value))

    def entry(self, digest: str) -> sources.Entry:
        """What the register of sources says of the table."""
        fields: sources.Entry = {key: self.about.get(key, "") for key in REGISTERED}
        fields["transformation"] = " ".join(self.about["transformation"].split())
        fields["inputs"] = self.source.inputs
        fields["address"], fields["raw"] = self.source.addresses, self.source.files
        fields["address_abbreviated"], fields["retrieved"] = self.source.abbreviated, RETRIEVED
        fields["sha256"] = digest
        return fields


class Tables:
    """All tables of one script; what is said of them stands in a TOML file beside it."""

    def __init__(self, descriptions: str = "tables.toml") -> None:
        with open(Path(__file__).parent / descriptions, "rb") as handle:
            self.about = tomllib.load(handle)
        self.items: dict[str, Table] = {}

    def add(self, name: str, cells: Mapping[Any, float], source: Source, **values: str) -> None:
        """Keep a table; values fill the names in braces of its transformation."""
        if name in self.items:
            raise ValueError(f"table {name} written twice")
        about = dict(self.about[name])
        about["transformation"] = about["transformation"].format(**values)
        self.items[name] = Table(name, about, dict(cells), source)

    def write(self, folder: Path, made_by: str) -> None:
        """Write every table, and the entries of this script in the register of sources."""
        folder.mkdir(parents=True, exist_ok=True)
        entries = {}
        for name, table in self.items.items():
            text = table.text()
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
            entries[name] = table.entry(hashlib.sha256(text.encode()).hexdigest())
        sources.update(folder, made_by, entries)


def write_axis(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one axis file."""
    AXES.mkdir(parents=True, exist_ok=True)
    with open(AXES / f"{name}.csv", "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def largest_remainder(weights: Sequence[float], total: int) -> list[int]:
    """Split `total` in proportion to the weights into integers that sum to it exactly."""
    whole = sum(weights)
    exact = [weight * total / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def split(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """`largest_remainder` over named parts."""
    return dict(zip(weights, largest_remainder(list(weights.values()), total)))
