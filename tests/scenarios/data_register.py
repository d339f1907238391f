"""Check the tables of the Kazakhstan scenario against their registers of sources, axes and sums.

Usage: python3 data_register.py SOURCE_FOLDER

Prints `path:line: sentence` for each offence and exits with 1 if there is any.
"""

from __future__ import annotations

import csv
import hashlib
import math
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

FOLDERS = ("data", "observed")
REQUIRED = ("title", "publisher", "year", "address", "unit", "grade", "transformation", "sha256")
MARKS = ("role", "vintage")
ROLES = ("calibrate", "validate")
SAME_AXIS = {
    "origin": "region",
    "destination": "region",
    "origin_then": "region_then",
    "destination_then": "region_then",
}
PATTERNS = {
    "year": re.compile(r"(19|20)\d\d"),
    "month": re.compile(r"[1-9]|1[0-2]"),
    "from_month": re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])"),
    "to_month": re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])"),
}
LAST_OBSERVED_YEAR = 2024
LATER_YEARS_ALLOWED = {
    "certificate_price_share": "tariff",
    "children_ever_born_past": "base-date stock",
    "citizens_abroad_start": "base-date stock",
    "citizens_abroad_stock": "base-date stock",
    "cpi_path": "path",
    "eaeu_workers_start": "base-date stock",
    "employer_quota": "quota",
    "employer_quota_region": "quota",
    "employer_quota_total": "quota",
    "external_path": "path",
    "fertility_path": "path",
    "foreign_labour_quota": "quota",
    "foreign_students": "base-date stock",
    "foreign_worker_origin_share": "base-date stock",
    "foreign_worker_region_share": "base-date stock",
    "foreign_worker_sector_share": "base-date stock",
    "foreign_workers_start": "base-date stock",
    "household_quota": "quota",
    "income_tax_free_mci": "tariff",
    "kandas_quota": "quota",
    "labour_demand_national": "path",
    "labour_demand_path": "path",
    "labour_tax_rate": "tariff",
    "loan_terms": "tariff",
    "mci": "tariff",
    "mci_path": "path",
    "minimum_wage": "tariff",
    "minimum_wage_path": "path",
    "mobility_path": "path",
    "mortality_path": "path",
    "population_age_sex": "base-date stock",
    "population_age_single": "base-date stock",
    "population_jan1": "base-date stock",
    "population_jan1_area": "base-date stock",
    "population_jan1_sex": "base-date stock",
    "population_projection": "projection",
    "population_projection_centre": "projection",
    "population_region_age_sex": "base-date stock",
    "quota_labour_force_share": "quota",
    "quota_total_first": "quota",
    "quota_total_revised": "quota",
    "resettlement_budget": "budget plan",
    "resettlement_quota": "quota",
    "retirement_age": "law",
    "support_amount_mci": "tariff",
    "support_mci": "tariff",
    "wage_forecast_official": "forecast",
    "wage_growth_path": "path",
    "wage_start": "base-date stock",
}
SUMS = (  # whole, part, axes over which both are summed up
    ("population_jan1", "population_jan1_sex", ("region", "year")),
    ("population_jan1", "population_jan1_area", ("region", "year")),
    ("population_jan1", "population_region_age_sex", ("region", "year")),
    ("population_jan1_sex", "population_region_age_sex", ("region", "year", "sex")),
    ("population_jan1", "population_age_single", ("year",)),
    ("population_jan1", "population_age_sex", ("year",)),
    ("population_jan1_sex", "population_age_sex", ("year", "sex")),
    ("population_jan1_sex", "population_age_single", ("year", "sex")),
    ("population_age_sex", "population_region_age_sex", ("year", "age_group", "sex")),
)


@dataclass
class Table:
    """One CSV file: its header and its rows with their line numbers."""

    path: Path
    header: list[str]
    rows: list[tuple[int, list[str]]]

    @property
    def axes(self) -> list[str]:
        """Columns that name a cell."""
        return [name for name in self.header if name not in ("value", *MARKS)]

    def column(self, name: str) -> list[tuple[int, str]]:
        """Line numbers and texts of one column."""
        place = self.header.index(name)
        return [(line, row[place]) for line, row in self.rows]

    def sums(self, axes: tuple[str, ...]) -> dict[tuple[str, ...], float]:
        """Values summed over all columns but the given ones."""
        places, value = [self.header.index(axis) for axis in axes], self.header.index("value")
        result: dict[tuple[str, ...], float] = {}
        for _, row in self.rows:
            key = tuple(row[place] for place in places)
            result[key] = result.get(key, 0.0) + float(row[value])
        return result


@dataclass
class Report:
    """Offences found so far."""

    root: Path
    lines: list[str] = field(default_factory=list)

    def add(self, path: Path, line: int, sentence: str) -> None:
        """Note one offence."""
        self.lines.append(f"{path.relative_to(self.root)}:{line}: {sentence}")


def read_table(path: Path, report: Report) -> Table | None:
    """The table of a file, or nothing if its shape is broken."""
    with open(path, encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = next(reader, [])
        rows = [(reader.line_num, row) for row in reader]
    if "value" not in header or len(set(header)) != len(header):
        report.add(path, 1, "the header needs one column 'value' and no column twice")
        return None
    ragged = [line for line, row in rows if len(row) != len(header)]
    for line in ragged:
        report.add(path, line, f"the row has not the {len(header)} fields of the header")
    if not rows:
        report.add(path, 1, "the table has no rows")
    return None if ragged or not rows else Table(path, header, rows)


def read_axes(folder: Path, report: Report) -> dict[str, set[str]]:
    """Codes of every axis file."""
    axes = {}
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            codes = [row.get("code") or "" for row in reader]
        for code, times in Counter(codes).items():
            if times > 1 or not code:
                report.add(path, 1, f"code '{code}' stands {times} times or is empty")
        axes[path.stem] = set(codes)
    return axes


def entry_lines(path: Path) -> dict[str, int]:
    """Line of the heading of each entry."""
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = ((n, re.fullmatch(r"\[table\.([\w-]+)\]\s*", text)) for n, text in enumerate(lines, 1))
    return {head[1]: number for number, head in heads if head}


def check_register(folder: Path, report: Report) -> None:
    """One whole entry for each file, and a file for each entry."""
    path = folder / "SOURCES.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("table", {})
    except (OSError, tomllib.TOMLDecodeError) as error:
        report.add(path, 1, f"the register cannot be read ({error}); each table needs exactly one entry")
        return
    lines = entry_lines(path)
    for other in sorted(folder.glob("SOURCES*")):
        if other != path:
            report.add(other, 1, "a folder has one register of sources, SOURCES.toml")
    files = {file.stem: file for file in folder.glob("*.csv")}
    for name in sorted(set(files) - set(entries)):
        report.add(files[name], 1, f"no entry [table.{name}] in SOURCES.toml")
    for name, entry in entries.items():
        line = lines.get(name, 1)
        check_entry(path, line, name, entry, report)
        if name not in files:
            report.add(path, line, f"entry '{name}' has no file {name}.csv")
        elif hashlib.sha256(files[name].read_bytes()).hexdigest() != entry.get("sha256"):
            report.add(path, line, f"sha256 of '{name}' is not that of the file (run its script again)")


def check_entry(path: Path, line: int, name: str, entry: dict[str, object], report: Report) -> None:
    """Fields of one entry."""
    for key in REQUIRED:
        value = entry.get(key)
        if not (value and (isinstance(value, str) and value.strip() or isinstance(value, list))):
            report.add(path, line, f"entry '{name}' lacks '{key}'")
    if entry.get("grade") not in (None, "A", "B", "C", "D"):
        report.add(path, line, f"grade '{entry['grade']}' of '{name}' is not A, B, C or D")


def check_codes(table: Table, axes: dict[str, set[str]], report: Report) -> None:
    """Columns are axes, and every code stands on its axis."""
    for name in table.axes:
        axis = SAME_AXIS.get(name, name)
        if name in PATTERNS:
            pattern = PATTERNS[name]
            wrong = [(line, text) for line, text in table.column(name) if not pattern.fullmatch(text)]
        elif axis in axes:
            wrong = [(line, text) for line, text in table.column(name) if text not in axes[axis]]
        else:
            report.add(table.path, 1, f"column '{name}' is no axis (no file axes/{axis}.csv)")
            continue
        for line, text in wrong:
            report.add(table.path, line, f"'{text}' is no code of '{name}'")


def check_cells(table: Table, report: Report) -> None:
    """Each cell once, each value a finite number."""
    places = [table.header.index(name) for name in table.axes]
    seen: dict[tuple[str, ...], int] = {}
    for line, row in table.rows:
        key = tuple(row[place] for place in places)
        if key in seen:
            report.add(table.path, line, f"cell {', '.join(key)} stands already in line {seen[key]}")
        seen.setdefault(key, line)
    for line, text in table.column("value"):
        try:
            good = math.isfinite(float(text))
        except ValueError:
            good = False
        if not good:
            report.add(table.path, line, f"value '{text}' is no finite number")


def check_marks(table: Table, folder: str, report: Report) -> None:
    """Role and vintage of observations; inputs have neither."""
    wanted = set(MARKS) if folder == "observed" else set()
    if set(MARKS) & set(table.header) != wanted:
        report.add(table.path, 1, "columns role and vintage belong to the tables of observed/ and to no other")
        return
    if not wanted:
        return
    for line, text in table.column("role"):
        if text not in ROLES:
            report.add(table.path, line, f"role '{text}' is not calibrate or validate")
    for line, text in table.column("vintage"):
        if not is_day(text):
            report.add(table.path, line, f"vintage '{text}' is no ISO date")


def is_day(text: str) -> bool:
    """Whether the text is a date like 2023-12-31."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_years(table: Table, report: Report) -> None:
    """No input looks beyond the last observed year, unless its kind allows it."""
    if table.path.stem in LATER_YEARS_ALLOWED:
        return
    for name in ("year", "from_month", "to_month"):
        for line, text in table.column(name) if name in table.header else []:
            if text[:4] > str(LAST_OBSERVED_YEAR):
                report.add(
                    table.path,
                    line,
                    f"year {text} is after {LAST_OBSERVED_YEAR} (only quotas, tariffs, paths, projections and "
                    "base-date stocks may be; see LATER_YEARS_ALLOWED)",
                )


def check_sums(tables: dict[str, Table], report: Report) -> None:
    """Regions, sexes and ages add up to the same people in every population table."""
    for whole_name, part_name, axes in SUMS:
        if whole_name not in tables or part_name not in tables:
            continue  # the broken or missing file is reported elsewhere
        whole, part = tables[whole_name].sums(axes), tables[part_name].sums(axes)
        place = axes.index("year")
        years = {key[place] for key in part}
        for key in sorted(set(part) | {key for key in whole if key[place] in years}):
            found, wanted = part.get(key, math.nan), whole.get(key, math.nan)
            if not abs(found - wanted) < 0.5:
                sentence = f"{', '.join(key)} sums to {found:.0f}, but to {wanted:.0f} in {whole_name}"
                report.add(tables[part_name].path, 1, sentence)


def numeric(table: Table) -> bool:
    """Whether every value can be added up."""
    try:
        return all(math.isfinite(float(text)) for _, text in table.column("value"))
    except ValueError:
        return False


def check_folder(folder: Path, axes: dict[str, set[str]], report: Report) -> dict[str, Table]:
    """All checks of one folder; returns its readable tables."""
    check_register(folder, report)
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        if (table := read_table(path, report)) is None:
            continue
        check_codes(table, axes, report)
        check_cells(table, report)
        check_marks(table, folder.name, report)
        if folder.name == "data":
            check_years(table, report)
        tables[path.stem] = table
    return tables


def main(arguments: list[str]) -> int:
    """Check both folders and print the offences."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(arguments[0]).resolve()
    scenario, report = root / "scenarios" / "kz", Report(root)
    axes = read_axes(scenario / "axes", report)
    tables = {name: check_folder(scenario / name, axes, report) for name in FOLDERS}
    check_sums({name: t for name, t in tables["data"].items() if numeric(t)}, report)
    for name in sorted(set(LATER_YEARS_ALLOWED) - set(tables["data"])):
        report.add(scenario / "data" / "SOURCES.toml", 1, f"'{name}' may have later years but is no table")
    print("\n".join([*report.lines, f"{sum(map(len, tables.values()))} tables checked"]))
    return 1 if report.lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
