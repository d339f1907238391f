"""Prepare regions, population, ages, vital events, households, education and kin of Kazakhstan.

Usage: python3 population.py --raw FOLDER
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import age_tables
import checks
import geography
import outlook_tables
import rates
import registered
import social_tables
import vital
from common import DATA, LAST_AGE, SEXES, Raw, Source, Tables, group_of
from geography import REGIONS


def main() -> int:
    """Read the raw folder, write axes, tables and the register of sources, and check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder with the raw CSV files")
    raw, tables = Raw(parser.parse_args().raw), Tables()
    geography.write_axes(raw)
    count, count_sex = registered.add_tables(raw, tables)
    births, deaths = vital.add_tables(raw, tables)
    net = registered.net_migration(raw, Source())
    demography = rates.build(
        raw,
        {
            year: {sex: sum(count_sex[region, year, sex] for region in REGIONS) for sex in SEXES}
            for year in registered.YEARS
        },
        {year: sum(net[region, year] for region in REGIONS) for year in (2022, 2023, 2024)},
    )
    schedule = [demography.fertility.get((2022, group_of(age)), 0.0) for age in range(LAST_AGE + 1)]
    inputs = age_tables.Inputs(
        births, deaths, net, count_sex, demography.pyramids, demography.mortality, schedule
    )
    age_tables.add_tables(raw, tables, demography, inputs)
    social_tables.add_tables(raw, tables)
    outlook_tables.add_tables(raw, tables, demography)
    tables.write(DATA, "population.py")
    print("\n".join(registered.accounting(raw, count)))
    failures = checks.run(raw, tables, demography)
    print(f"{len(tables.items)} tables, {failures} failed checks")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
