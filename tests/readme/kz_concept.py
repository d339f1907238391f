#!/usr/bin/env python3
"""The tables of results in scenarios/kz/catalogue/README.md.

Usage: kz_concept.py SOURCE [COMPARED.json SCALE TABLE.csv...]

With what `qonys compare base concept-2030 --json` printed, the scale of its runs, and tables of `qonys attribute` (a
measure's row of a later table counts instead of an earlier one), puts them into the text. Without, holds the text against
the catalogue: every measure and every indicator has its rows, by the names that it has now.
"""

import csv
import json
import subprocess
import sys
import tomllib
from pathlib import Path

INDICATORS = "<!-- target indicators, made by tests/readme/kz_concept.py -->\n"
MEASURES = "<!-- measures, made by tests/readme/kz_concept.py -->\n"
END = "<!-- end -->"
PAGE = "scenarios/kz/catalogue/README.md"


def number(value, signed=False):
    """Three digits, thousands apart."""
    if value in (None, ""):
        return "-"
    value = float(value)
    if value == 0:
        return "0"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:{'+' if signed else ''},.{digits}f}"


def interval(middle, low, high):
    """A difference and its interval."""
    if middle in (None, ""):
        return "-"
    if low in (None, ""):  # of one run: without levers both runs are the same
        return "0, exactly" if float(middle) == 0 else number(middle, True)
    if float(middle) == float(low) == float(high) == 0:
        return "0, exactly"
    return f"{number(middle, True)} ({number(low, True)} to {number(high, True)})"


def indicator_rows(compared):
    """One line a year of each indicator."""
    for indicator in compared["target_indicators"]:
        for year in indicator["years"]:
            value = year["number"] or dict.fromkeys(("a", "b", "difference", "low", "high"))
            verdict = value.get("verdict") or "not known"
            met = "" if year["met_b"] is None else f"; target met in {100 * year['met_b']:.0f} % of the runs"
            yield (f"| {indicator['id']} | {indicator['name']}, {indicator['unit']} | {year['year']} | {number(value['a'])} "
                   f"| {number(value['b'])} | {interval(value['difference'], value['low'], value['high'])} | {verdict}{met} |")


def cost(row):
    """Million KZT a year."""
    if row["cost"] == "":
        return "not known"
    return interval(*(row[name] and float(row[name]) / 1e6 for name in ("cost", "cost_low", "cost_high")))


def measure_row(row, measure):
    """One line of the table of measures."""
    levers = sorted({f"`{change['lever']}`" for change in measure.get("change", [])})
    turned = " ".join(levers) if levers else f"none: {measure['why']}"
    run = f"{float(row['scale']):g} x {row['pairs']}"
    verdict = row["verdict"].split(":")[0]
    return (f"| {row['measure']} | {row['name']} | {turned} | {row['outcome']}, {row['unit']} | {number(row['without'])} "
            f"| {interval(row['effect'], row['low'], row['high'])} | {cost(row)} | {run} | {verdict} |")


def read_measures(source):
    """Measures of the catalogue by id."""
    with open(source / "scenarios/kz/catalogue/measures.toml", "rb") as file:
        return {measure["id"]: measure for measure in tomllib.load(file)["measure"]}


def put(text, begin, lines):
    """The lines between the markers."""
    before, found, rest = text.partition(begin)
    if not found:
        sys.exit(f"{PAGE}: the line '{begin.strip()}' is missing")
    return before + begin + "\n".join(lines) + "\n" + END + rest.partition(END)[2]


def made(text, source, compared, scale, tables):
    """The text with both tables."""
    day = subprocess.run(["git", "-C", source, "log", "-1", "--format=%cs"], capture_output=True, text=True, check=True)
    with open(compared, encoding="utf-8") as file:
        found = json.load(file)
    head = [f"As of {day.stdout.strip()}, {found['pairs']} pairs of runs at scale {float(scale):g}.", "",
            "| id | indicator | year | base | concept | difference, 95 % interval | |", "|---|---|---|---|---|---|---|"]
    text = put(text, INDICATORS, head + list(indicator_rows(found)))
    rows = {}
    for table in tables:
        with open(table, encoding="utf-8", newline="") as file:
            rows.update((row["measure"], row) for row in csv.DictReader(file))
    measures = read_measures(source)
    head = [f"As of {day.stdout.strip()}; *run*: scale x pairs.", "",
            "| id | measure | levers | its outcome | without | effect a year, 95 % interval | cost, million KZT a year | run | |",
            "|---|---|---|---|---|---|---|---|---|"]
    return put(text, MEASURES, head + [measure_row(rows[one], measures[one]) for one in sorted(rows)])


def problems_of(text, source):
    """Measures and indicators that the tables do not have, or by another name."""
    measures = text.partition(MEASURES)[2].partition(END)[0]
    wanted = [f"| {one} | {measure['name']['en']} | " for one, measure in read_measures(source).items()]
    problems = [f"no row '{row}'" for row in wanted if measures.count(f"\n{row}") != 1]
    indicators = text.partition(INDICATORS)[2].partition(END)[0]
    with open(source / "scenarios/kz/catalogue/indicators.toml", "rb") as file:
        for one in tomllib.load(file)["indicator"]:
            row = f"| {one['id']} | {one['name']['en']}, {one['unit']} | "
            if indicators.count(f"\n{row}") == 0:
                problems.append(f"no row '{row}'")
    return problems


def main(source, *given):
    """Writes the tables, or holds them against the catalogue."""
    source = Path(source)
    file = source / PAGE
    text = file.read_text(encoding="utf-8")
    if given:
        compared, scale, *tables = given
        text = made(text, source, compared, scale, tables)
        file.write_text(text, encoding="utf-8")
    problems = problems_of(text, source)
    for problem in problems:
        print(f"{PAGE}: {problem}; make the tables anew with kz_concept.py")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
