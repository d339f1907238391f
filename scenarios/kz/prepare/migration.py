"""Make the tables on migration, labour, housing and programmes from the compiled public figures.

Usage: python3 migration.py --raw FOLDER

FOLDER holds the compiled CSV files. Writes axes/, data/ and observed/ beside this folder, its
entries in the registers data/SOURCES.toml and observed/SOURCES.toml, and prints the invariants.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import mig_external
import mig_geography
import mig_housing
import mig_internal
import mig_labour
import mig_money
import mig_observed
import mig_paths
import mig_programmes
import mig_students
import sources
from common_migration import RawFolder, Table, write_table
from mig_axes import axis_codes, write_axes
from mig_checks import Checker

THEMES = (
    mig_geography,
    mig_internal,
    mig_external,
    mig_programmes,
    mig_labour,
    mig_housing,
    mig_money,
    mig_students,
    mig_paths,
    mig_observed,
)
FOLDERS = ("data", "observed")


def write_folder(tables: list[Table], folder: str, root: Path) -> None:
    """Write the tables of one folder and their entries in its register of sources."""
    entries = {t.stem: write_table(t, root) for t in tables if t.folder == folder}
    sources.update(root / folder, "migration.py", entries)


def main() -> None:
    """Build, write and check every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raw", type=Path, required=True, help="folder of the compiled CSV files")
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).resolve().parent.parent,
        help="folder of the scenario (default: the parent of this folder)",
    )
    options = parser.parse_args()
    raw = RawFolder(options.raw)
    tables = [table for theme in THEMES for table in theme.tables(raw)]
    write_axes(options.out / "axes")
    for folder in FOLDERS:
        write_folder(tables, folder, options.out)
    Checker(tables, axis_codes()).run()
    print(f"{len(tables)} tables, {sum(len(t.values) for t in tables)} cells")


if __name__ == "__main__":
    main()
