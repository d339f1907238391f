"""Make the assumption tables: partners, mothers, living alone, studies, work by age, citizens abroad.

Usage: python3 assumptions.py --raw FOLDER

Run it after population.py and migration.py: it starts from their finished tables. FOLDER holds the raw
CSV files. Writes data/ beside this folder with its entries in data/SOURCES.toml, and prints what must hold.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import assume_abroad
import assume_people
import assume_work
from common import DATA, Raw, Tables
from finished import Finished


def checks(tables: Tables) -> list[tuple[str, bool]]:
    """What must hold in the finished tables."""
    cells = {name: table.cells for name, table in tables.items.items()}
    abroad = cells["citizens_abroad_start"]
    ever = cells["children_ever_born_past"]
    shares = [*cells["partnered_share"].values(), *cells["enrolment"].values()]
    relative = ("alone_weight", "employment_profile", "unemployment_profile")
    return [
        ("ages of mothers sum to one", abs(sum(cells["mother_age"].values()) - 1) < 1e-9),
        ("shares lie between 0 and 1", all(0 <= share <= 1 for share in shares)),
        ("largest relative value is 1", all(abs(max(cells[n].values()) - 1) < 1e-9 for n in relative)),
        ("nothing is negative", all(v >= 0 for table in cells.values() for v in table.values())),
        ("citizens abroad of 2025 sum to the published", sum_of(abroad, 2025) == 140521),
        ("citizens abroad of 2022 sum to the published", sum_of(abroad, 2022) == 194000),
        ("money sent home is no more than the pay abroad", remittances_hold(cells["abroad_terms"])),
        ("hardly a woman of 30 gave birth over 18 years before", ever[2022, 30] < 0.001),
    ]


def sum_of(abroad: dict[tuple, float], year: int) -> float:
    """Citizens abroad of one base year."""
    return sum(value for (_, base), value in abroad.items() if base == year)


def remittances_hold(terms: dict[tuple, float]) -> bool:
    """Whether nobody sends more than he earns."""
    return all(terms[c, "remittance"] < terms[c, "wage"] for c, term in terms if term == "wage")


def main() -> int:
    """Build, write and check every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--raw", type=Path, required=True, help="folder with the raw CSV files")
    raw, tables = Raw(parser.parse_args().raw), Tables("assumption_tables.toml")
    finished = Finished(DATA)
    assume_people.add_tables(raw, tables, finished)
    notes = assume_work.add_tables(raw, tables, finished)
    assume_abroad.add_tables(raw, tables, finished)
    tables.write(DATA, "assumptions.py")
    results = checks(tables)
    for text, holds in results:
        print(("ok    " if holds else "FAILED ") + text)
    print("\n".join(notes))
    failures = sum(not holds for _, holds in results)
    print(f"{len(tables.items)} tables, {failures} failed checks")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
