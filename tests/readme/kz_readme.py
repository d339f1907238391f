#!/usr/bin/env python3
"""Holds models/kz_migration/README.md against the program.

Usage: kz_readme.py SOURCE PROGRAM [--write]

The tables of the schedule and of the parameters are made from `qonys describe --json`; --write puts them in.
Every process, lever and parameter must be named in the text, and whatever the text names must exist.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

# What a scenario is, not what the model does.
SETTINGS = re.compile(r"(name|title|model|run\..*|axes\..*)$")
MADE = "<!-- made by tests/readme/kz_readme.py --write: {} -->\n"
END = "<!-- end -->"
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
CONCEPTS = ["Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
            "Interaction", "Stochasticity", "Collectives", "Observation"]
PARTS = ["1. Purpose and patterns", "2. Entities, state variables, scales", "3. Process overview and schedule",
         "4. Design concepts", "5. Initialisation", "6. Input data", "7. Submodels"]


def schedule_table(described):
    """One row a process, in the order of a month."""
    rows = ["| stage, order | process | when | what it does |", "|---|---|---|---|"]
    for process in described["schedule"]:
        month = process["month_of_year"]
        rows.append(f"| {process['stage']} {process['order']} | `{process['name']}` "
                    f"| {'monthly' if month is None else f'month {month}'} | {process['description']} |")
    return "\n".join(rows) + "\n"


def is_setting(parameter):
    """Whether it says what is run, not how the model works."""
    key = parameter["key"]
    return not parameter["grade"] and key in {"data.as_of", "population.scale", "population.seed", "synthesis.replicate"}


def parameters_of(described):
    """Parameters of the model, by key."""
    return [one for one in sorted(described["parameters"], key=lambda one: one["key"])
            if not SETTINGS.fullmatch(one["key"])]


def parameter_table(described):
    """One row a parameter: size of a table, else its value."""
    rows = ["| key | value | unit | grade | meaning |", "|---|---|---|---|---|"]
    for one in parameters_of(described):
        value = one["value"].replace(" from data/", ": data/")
        if len(value) > 60 and ".csv" not in value:
            value = value.split(":")[0]
        rows.append(f"| `{one['key']}` | {value} | {one['unit']} | {one['grade'] or '-'} | {one['description']} |")
    return "\n".join(rows) + "\n"


def with_tables(text, described):
    """The text with both tables as the program has them now."""
    for name, table in [("schedule", schedule_table(described)), ("parameters", parameter_table(described))]:
        begin = MADE.format(name)
        before, found, rest = text.partition(begin)
        if not found:
            sys.exit(f"README.md: the line '{begin.strip()}' is missing")
        text = before + begin + table + END + rest.partition(END)[2]
    return text


def without_tables(text):
    """What is written by hand."""
    return re.sub(r"<!-- made by .*?<!-- end -->", "", text, flags=re.DOTALL)


def code_words(text):
    """Names in `code` and in indented equations."""
    spans = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^    .*$", text, flags=re.MULTILINE)
    return {word for span in spans for word in NAME.findall(span)}


def short_names(key, keys):
    """The ends of a dotted key that no other key has."""
    parts = key.split(".")
    ends = [".".join(parts[i:]) for i in range(len(parts))]
    return {end for end in ends
            if end == key or not any(other != key and ("." + other).endswith("." + end) for other in keys)}


def missing_names(text, described):
    """What the program has and the text does not name."""
    by_hand = code_words(without_tables(text))
    missing = [f"process '{one['name']}' is not in the text"
               for one in described["schedule"]
               if one["name"] not in by_hand and not names_in_order(text, one["name"])]
    missing += [f"lever '{one['name']}' is not in the text"
                for one in described["levers"] if one["name"] not in by_hand]
    keys = [one["key"] for one in described["parameters"]]
    for one in parameters_of(described):
        names = short_names(one["key"], keys) | set(re.findall(r"(\w+)\.csv", one["value"]))
        if not is_setting(one) and not names & by_hand:
            missing.append(f"parameter '{one['key']}' has no place in the text beside its equation")
    return missing


def names_in_order(text, name):
    """Whether a hand-made table names a process, as those of the section on the border do."""
    return re.search(rf"^\|[^|\n]+\| `?{name}`? \|", without_tables(text), re.MULTILINE) is not None


def words_that_exist(source):
    """Words of the model's code, its scenarios and tables, and of the engine's face."""
    folders = [("models/kz_migration", "*.[ch]pp"), ("include/qonys", "*.hpp"), ("scenarios/kz", "*.toml"),
               ("scenarios/kz/prepare", "*.py"), ("tests/models/kz_migration", "*.cpp")]
    words = set()
    for folder, pattern in folders:
        for file in (source / folder).rglob(pattern):
            words.update(re.findall(r"[A-Za-z][A-Za-z0-9_]*", file.read_text(encoding="utf-8")))
            words.add(file.stem)
    for file in (source / "scenarios/kz").rglob("*.csv"):
        words.add(file.stem)
        with open(file, encoding="utf-8") as table:
            words.update(re.split(r"[,\s]+", table.readline()))
    return words


def unknown_names(text, described, source):
    """Names in code spans that nothing of the model has."""
    words = words_that_exist(source)
    keys = [one["key"] for one in described["parameters"]] + [one["name"] for one in described["levers"]]
    sections = {key.rsplit(".", depth)[0] for key in keys for depth in (1, 2)}
    ends = {end for key in keys for end in short_names(key, keys)} | sections
    unknown = []
    for span in re.findall(r"`([a-z][a-z0-9_.]*)`", text):
        dotted = "." in span and "/" not in span and not span.endswith((".toml", ".cpp", ".py", ".csv"))
        good = span in ends if dotted else span.split(".")[0].rstrip("_") in words or span in words
        if not good:
            unknown.append(f"`{span}` is nothing that the model has")
    return unknown


def missing_parts(text):
    """Parts of ODD and its design concepts that the text leaves out."""
    missing = [f"part '{part}' is missing" for part in PARTS if f"\n## {part}\n" not in text]
    places = [text.find(f"\n## {part}\n") for part in PARTS]
    if places != sorted(places):
        missing.append("the parts are not in the order of ODD")
    concepts = text[text.find("\n## 4."):text.find("\n## 5.")]
    return missing + [f"design concept '{name}' is missing" for name in CONCEPTS if f"*{name}*:" not in concepts]


def describe(program, scenario):
    """What the program says of a scenario."""
    made = subprocess.run([program, "describe", scenario, "--json"], capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


def main(source, program, *words):
    """Compares; with --write first makes the tables."""
    source = Path(source)
    file = source / "models/kz_migration/README.md"
    text = file.read_text(encoding="utf-8")
    described = describe(program, source / "scenarios/kz/base.toml")
    current = with_tables(text, described)
    if "--write" in words:
        file.write_text(current, encoding="utf-8")
        text = current
    problems = [] if text == current else ["the tables are not those of the program; run kz_readme.py with --write"]
    problems += missing_parts(text) + unknown_names(text, described, source)
    problems += missing_names(text, described)
    for problem in problems:
        print(f"models/kz_migration/README.md: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
