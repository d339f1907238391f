"""Make the tables of the labour market, foreign labour and programmes from the raw figures.

Usage: python3 labour_market.py --raw FOLDER

Run it after population.py, migration.py and assumptions.py: it reads finished tables of theirs. FOLDER holds
the raw CSV files. Writes axes/, data/ and observed/ beside this folder with its entries in the registers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import labour_business
import labour_demand
import labour_employers
import labour_foreign
import labour_observed
import labour_programmes
import labour_sectors
import labour_wages
import sources
from common_migration import write_table
from labour_axes import axis_codes, write_axes
from labour_checks import run_checks
from labour_common import LabourRaw, LabourTable

FOLDERS = ("data", "observed")


def build(raw: LabourRaw) -> list[LabourTable]:
    """Every table, in the order of the themes."""
    work = labour_sectors.Sectors(raw)
    return [
        *labour_sectors.tables(work),
        *labour_wages.tables(raw, work),
        *labour_employers.tables(raw, work),
        *labour_demand.tables(raw, work),
        *labour_foreign.tables(raw, work),
        *labour_programmes.tables(raw),
        *labour_business.tables(raw),
        *labour_observed.tables(raw),
    ]


def main() -> None:
    """Build, write and check every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raw", type=Path, required=True, help="folder with the raw CSV files")
    root = Path(__file__).resolve().parent.parent
    tables = build(LabourRaw(parser.parse_args().raw))
    write_axes(root / "axes")
    for folder in FOLDERS:
        entries = {t.stem: write_table(t, root) for t in tables if t.folder == folder}
        sources.update(root / folder, "labour_market.py", entries)
    run_checks(tables, axis_codes())
    print(f"{len(tables)} tables, {sum(len(t.values) for t in tables)} cells")


if __name__ == "__main__":
    main()
