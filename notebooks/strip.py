"""Brings notebooks into the one form that is kept: no outputs, no counts, no traces of a machine.

    python notebooks/strip.py [NOTEBOOK...]     # all beside this file by default
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def stripped(text: str) -> str:
    """A notebook without what running and editing leave behind, in one spelling.

    Cells are numbered from the top, so that a notebook that says the same is the same file.
    """
    notebook = json.loads(text)
    cells = [_cell(number, cell) for number, cell in enumerate(notebook["cells"], start=1)]
    kept = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _cell(number: int, cell: dict[str, Any]) -> dict[str, Any]:
    source = "".join(cell["source"]).strip("\n")
    kept: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "id": f"cell-{number:02d}",
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        kept |= {"execution_count": None, "outputs": []}
    return kept


def main(names: list[str]) -> None:
    here = Path(__file__).resolve().parent
    for file in map(Path, names) if names else sorted(here.glob("*.ipynb")):
        before = file.read_text(encoding="utf-8")
        after = stripped(before)
        if after != before:
            file.write_text(after, encoding="utf-8")
            print(f"{file.name}: stripped")


if __name__ == "__main__":
    main(sys.argv[1:])
