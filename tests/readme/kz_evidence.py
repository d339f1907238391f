#!/usr/bin/env python3
"""The table of evidence in models/kz_migration/README.md.

Usage: kz_evidence.py SOURCE [TABLE.csv]

With the table that `qonys evidence` wrote, puts it into the text. Without, holds the text against
scenarios/kz/evidence.toml: every outcome of every case must have its row, with what is expected of it now.
"""

import csv
import re
import subprocess
import sys
import tomllib
from pathlib import Path

BEGIN = "<!-- made by tests/readme/kz_evidence.py with the table of `qonys evidence` -->\n"
END = "<!-- end -->"
COMMAND = "`./qonys evidence scenarios/kz/base.toml --cases scenarios/kz/evidence.toml`"
HEAD = "| lever | change: outcome | expected | ground | run | effect, 95 % interval | half-width | verdict |"


def effect(value, absolute):
    """With a sign; shares in per cent."""
    value = float(value)
    digits = ".1f" if abs(value) >= 0.001 else ".1g"
    text = f"{value:+.3g}" if absolute else f"{100 * value:+{digits}} %"
    return re.sub(r"^[+-](0(\.0+)?( %)?)$", r"\1", text)


def expected(direction, low, high, absolute):
    """Sign, and range where there is one."""
    if low in ("", None):
        return direction
    ends = [effect(low, absolute), effect(high, absolute)]
    return f"{direction}, {ends[0]}" if ends[0] == ends[1] else f"{direction}, {ends[0]} to {ends[1]}"


def ground(row):
    """Source, year, grade; what makes agreement less than evidence."""
    year = "" if row["year"] == "-" else f" ({row['year']})"
    own = "; set a parameter too" if row["sets_parameter"] == "true" else ""
    return f"{row['source']}{year}; {row['grade']}{own}".replace("|", "/")


def line_of(row):
    """One row of the README for one of the CSV."""
    absolute = row["absolute"] == "true"
    want = expected(row["expect"], row["expected_low"], row["expected_high"], absolute)
    if row["verdict"] == "no lever":
        return f"| none | {row['change']} | {want} | {ground(row)} | - | - | - | {row['outcome']} |"
    what = f"{row['change']}: {row['outcome']}"
    run = f"{row['scale']} x {row['replicates']}, to {row['end']}"
    if not row["effect"]:
        return f"| `{row['lever']}` | {what} | {want} | {ground(row)} | {run} | nobody there | - | {row['verdict']} |"
    got = [effect(row[name], absolute) for name in ("effect", "low", "high")]
    unit = 1.0 if absolute else 100.0
    width, allowed = (unit * float(row[name]) for name in ("half_width", "allowed"))
    sharp = f"{width:.2g} {'<' if width < allowed else '**not** <'} {allowed:.2g}"
    if got == [effect(0, absolute)] * 3 and width == 0:
        sharp = "equal in every pair"
    verdict = row["verdict"] if row["verdict"] == "agrees" else f"**{row['verdict']}**"
    return (f"| `{row['lever']}` | {what} | {want} | {ground(row)} | {run} | {got[0]} ({got[1]} to {got[2]}) "
            f"| {sharp} | {verdict} |")


def counted(rows):
    """How many agree, by what their ground is."""
    run = [row for row in rows if row["verdict"] != "no lever"]
    kinds = [("by law or arithmetic", [row for row in run if row["grade"] == "identity"]),
             ("by a source that set a parameter too", [row for row in run if row["sets_parameter"] == "true"])]
    taken = [row for _, some in kinds for row in some]
    kinds.append(("assumed", [row for row in run if row["grade"] == "D" and row not in taken]))
    taken = [row for _, some in kinds for row in some]
    kinds.append(("by other evidence", [row for row in run if row not in taken]))
    texts = []
    for name, some in kinds:
        verdicts = [sum(row["verdict"] == verdict for row in some) for verdict in ("agrees", "disagrees", "too wide")]
        texts.append(f"{name} {verdicts[0]} of {len(some)} agree, {verdicts[1]} disagree, {verdicts[2]} too wide")
    return "; ".join(texts)


def table(rows, day):
    """All that stands between the markers."""
    lines = [f"Made by {COMMAND} as of {day}, seed 1; *run*: scale x pairs, last month. Expected: {counted(rows)}.", "",
             HEAD, "|---|---|---|---|---|---|---|---|"]
    return "\n".join(lines + [line_of(row) for row in rows]) + "\n"


def commit_day(source):
    """Of the program that the table is of."""
    made = subprocess.run(["git", "-C", source, "log", "-1", "--format=%cs"], capture_output=True, text=True, check=True)
    return made.stdout.strip()


def problems_of(text, source):
    """Outcomes of the file that the table does not have, or has otherwise."""
    found = text.partition(BEGIN)[2].partition(END)[0]
    with open(source / "scenarios/kz/evidence.toml", "rb") as file:
        cases = tomllib.load(file)
    problems = []
    for case in cases["case"]:
        for outcome in case["outcome"]:
            want = expected(outcome["expect"], outcome.get("low"), outcome.get("high"), outcome.get("absolute", False))
            row = f"| `{case['lever']}` | {case['change']}: {outcome['name']} | {want} |"
            if row not in found:
                problems.append(f"the table of evidence has no row '{row}'; make it anew with kz_evidence.py")
    rows = len(re.findall(r"^\| `", found, flags=re.MULTILINE))
    outcomes = sum(len(case["outcome"]) for case in cases["case"])
    if rows != outcomes:
        problems.append(f"the table of evidence has {rows} rows for {outcomes} outcomes")
    return problems


def main(source, *tables):
    """Writes the table, or holds it against the cases."""
    source = Path(source)
    file = source / "models/kz_migration/README.md"
    text = file.read_text(encoding="utf-8")
    if BEGIN not in text:
        sys.exit(f"models/kz_migration/README.md: the line '{BEGIN.strip()}' is missing")
    if tables:
        with open(tables[0], encoding="utf-8", newline="") as rows:
            made = table(list(csv.DictReader(rows)), commit_day(source))
        before, _, rest = text.partition(BEGIN)
        text = before + BEGIN + made + END + rest.partition(END)[2]
        file.write_text(text, encoding="utf-8")
    problems = problems_of(text, source)
    for problem in problems:
        print(f"models/kz_migration/README.md: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
