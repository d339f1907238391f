"""The register of sources of a folder: one file, one entry per table, kept by several scripts."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

Value = str | bool | list[str]
Entry = dict[str, Value]

FILE = "SOURCES.toml"
FIELDS = (
    "title",
    "publisher",
    "year",
    "licence",
    "unit",
    "grade",
    "grade_note",
    "transformation",
    "inputs",
    "address",
    "address_abbreviated",
    "raw",
    "retrieved",
    "made_by",
    "sha256",
)
HEAD = """\
# Where each table of this folder comes from; each entry is rewritten by the script named in made_by.
# Grades: A official exact count, B official but rounded, or derived by arithmetic alone, C estimated,
# D assumption; a table of mixed quality carries the grade of the weakest part that a run of 2022 or later
# uses, and grade_note says the rest. sha256 is that of the CSV file.
"""
OBSERVED_HEAD = """\
# Convention: vintage is the last day of the reference period; figures count as known then.
# role: calibrate up to 2023, validate from 2024. No simulation reads this folder.
"""


def load(folder: Path) -> dict[str, Entry]:
    """Entries of the register of a folder by table; empty if there is none yet."""
    path = folder / FILE
    return tomllib.loads(path.read_text(encoding="utf-8"))["table"] if path.exists() else {}


def update(folder: Path, made_by: str, entries: Mapping[str, Entry]) -> None:
    """Replace the entries of one script and leave those of the others as they are."""
    others = {name: entry for name, entry in load(folder).items() if entry["made_by"] != made_by}
    if clash := sorted(set(others) & set(entries)):
        raise ValueError(f"{folder / FILE}: {clash} made by another script (a table has one maker)")
    every = others | {name: {**entry, "made_by": made_by} for name, entry in entries.items()}
    head = HEAD + (OBSERVED_HEAD if folder.name == "observed" else "")
    blocks = [block(name, every[name]) for name in sorted(every)]
    (folder / FILE).write_text("\n".join([head, *blocks]), encoding="utf-8")


def block(name: str, entry: Entry) -> str:
    """The `[table.<name>]` block; empty fields are left out."""
    if unknown := sorted(set(entry) - set(FIELDS)):
        raise ValueError(f"table {name}: fields {unknown} have no place in the register")
    lines = [f"{key} = {text(entry[key])}" for key in FIELDS if entry.get(key)]
    return "\n".join([f"[table.{name}]", *lines]) + "\n"


def text(value: Value) -> str:
    """A TOML string, flag, or list with one string per line."""
    if isinstance(value, list):
        return "[\n" + "".join(f"  {text(item)},\n" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
