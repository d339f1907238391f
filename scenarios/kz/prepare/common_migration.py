"""Shared tools of the migration tables: raw rows, tables with provenance."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import sources

Row = dict[str, str]
Cell = str | int | float
Key = tuple[Cell, ...]

REGIONS = (
    "KZ-10",
    "KZ-11",
    "KZ-15",
    "KZ-19",
    "KZ-23",
    "KZ-27",
    "KZ-31",
    "KZ-33",
    "KZ-35",
    "KZ-39",
    "KZ-43",
    "KZ-47",
    "KZ-55",
    "KZ-59",
    "KZ-61",
    "KZ-62",
    "KZ-63",
    "KZ-71",
    "KZ-75",
    "KZ-79",
)
BNS = "Bureau of National Statistics of Kazakhstan, through public copies"
FIRST_VALIDATION_YEAR = 2024
VINTAGE_NOTE = (
    " Vintage: last day of the reference period (convention; the figures are published one to two"
    " months later)."
)
SHORTENED_NOTE = (
    " Addresses with an ellipsis are shortened in the compilation; find them again before citing."
)
FACTS_FILE = Path(__file__).with_name("published_facts.csv")
DESCRIPTIONS = Path(__file__).with_name("migration_tables.toml")


class RawFolder:
    """The folder of compiled public figures, read once per file."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; files are read when first asked for."""
        self._folder = folder
        self._files: dict[Path, list[Row]] = {}

    def rows(self, file: str, **wanted: str | Iterable[str]) -> list[Row]:
        """Rows of `file` whose columns hold the wanted text, or one of the wanted texts."""
        return self._select(self._folder / file, wanted)

    def facts(self, table: str) -> list[Row]:
        """Hand-transcribed press figures kept beside the scripts."""
        return self._select(FACTS_FILE, {"table": table})

    def _select(self, path: Path, wanted: Mapping[str, str | Iterable[str]]) -> list[Row]:
        if path not in self._files:
            with path.open(encoding="utf-8", newline="") as stream:
                self._files[path] = list(csv.DictReader(stream))
        sets = {k: {v} if isinstance(v, str) else set(v) for k, v in wanted.items()}
        found = [r for r in self._files[path] if all(r[k] in v for k, v in sets.items())]
        if not found:
            raise LookupError(f"{path.name}: no row with {wanted} (a table depends on it)")
        return found


@cache
def _descriptions() -> dict[str, dict[str, dict[str, str]]]:
    """Descriptions of all tables by folder and stem."""
    return tomllib.loads(DESCRIPTIONS.read_text(encoding="utf-8"))


@dataclass
class Table:
    """One tidy table and everything that the register of sources says about it."""

    folder: str
    stem: str
    values: dict[Key, float]
    address: list[str]
    fill: dict[str, str] = field(default_factory=dict)

    @property
    def about(self) -> dict[str, str]:
        """Title, unit, grade and the rest of the description beside the scripts."""
        return _descriptions()[self.folder][self.stem]

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the key columns."""
        return tuple(self.about["axes"])

    @property
    def header(self) -> list[str]:
        """Column names in file order."""
        return [*self.axes, "value", *(["role", "vintage"] if self.folder == "observed" else [])]

    def lines(self) -> list[list[str]]:
        """File content without the header, sorted by key."""
        return [
            [*(str(part) for part in key), number(self.values[key]), *self._marks(key)]
            for key in sorted(self.values)
        ]

    def _marks(self, key: Key) -> list[str]:
        """Role and vintage of an observation; the vintage is the last day of its period."""
        if self.folder != "observed":
            return []
        last = dict(zip(self.axes, key, strict=True))
        stamp = str(last["to_month"]) if "to_month" in last else f"{last['year']}-12"
        if "month" in last:
            stamp = f"{last['year']}-{int(last['month']):02d}"
        role = "validate" if int(stamp[:4]) >= FIRST_VALIDATION_YEAR else "calibrate"
        return [role, f"{stamp}-{last_day(stamp):02d}"]


def last_day(stamp: str) -> int:
    """Last day of the month `YYYY-MM`."""
    year, month = int(stamp[:4]), int(stamp[5:7])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (
        29 if month == 2 and leap else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    )


def number(value: float) -> str:
    """Plain decimal text: integers without a point, else at most eight decimals."""
    rounded = round(float(value), 8)
    if rounded == int(rounded):
        return str(int(rounded))
    return f"{rounded:.8f}".rstrip("0")


def index(rows: Sequence[Row], *columns: str, scale: float = 1.0) -> dict[Key, float]:
    """Values of `rows` by the given columns; integers where the text is a year."""
    found: dict[Key, float] = {}
    for row in rows:
        key = tuple(int(row[c]) if re.fullmatch(r"\d{4}", row[c]) else row[c] for c in columns)
        if key in found:
            raise ValueError(f"two rows for {key} (each cell needs one value)")
        found[key] = round(float(row["value"]) * scale, 8)
    return found


def by_region_year(rows: Sequence[Row], period: str, scale: float = 1.0) -> dict[Key, float]:
    """Values of the 20 present regions by (region, year)."""
    kept = [r for r in rows if r["region_code"] in REGIONS]
    return index(kept, "region_code", period, scale=scale)


def addresses(*groups: Sequence[Row]) -> list[str]:
    """Distinct source addresses of the rows, in alphabetical order."""
    found: set[str] = set()
    for row in (r for group in groups for r in group):
        text = row.get("source_url", "")
        links = re.findall(r"https?://[^\s;\",)]+", text)
        found.update(links or ([text] if text else []))
    return sorted(found)


def largest_remainder(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split `total` into whole persons in proportion to the weights."""
    scale = total / sum(weights.values())
    exact = {k: w * scale for k, w in weights.items()}
    floors = {k: int(x) for k, x in exact.items()}
    order = sorted(exact, key=lambda k: (floors[k] - exact[k], k))
    for k in order[: total - sum(floors.values())]:
        floors[k] += 1
    return floors


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights scaled to a sum of one."""
    total = sum(weights.values())
    return {k: w / total for k, w in weights.items()}


def write_rows(path: Path, header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Write a CSV file and return its sha256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_table(table: Table, root: Path) -> sources.Entry:
    """Write one table under `root` and return what the register of sources says of it."""
    digest = write_rows(root / table.folder / f"{table.stem}.csv", table.header, table.lines())
    about = table.about
    note = about["transformation"].format(**table.fill)
    if table.folder == "observed":
        note += VINTAGE_NOTE
    if any("…" in a for a in table.address):
        note += SHORTENED_NOTE
    return {
        "title": about["title"],
        "publisher": about.get("publisher", BNS),
        "year": about["year"],
        "address": table.address,
        "retrieved": "2026-11",
        "licence": about.get("licence", "not stated"),
        "unit": about["unit"],
        "grade": about["grade"],
        "transformation": " ".join(note.split()),
        "sha256": digest,
    }
