"""Reading the finished tables of data/ back, with their sources."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import sources
from common import AGE_GROUPS, LAST_AGE, Source, ages_of

Cells = dict[tuple[str, ...], float]


class Finished:
    """Tables that the other scripts have written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._register = sources.load(folder)

    def cells(self, name: str, source: Source) -> Cells:
        """Values by the texts of the axis columns; the source takes over the addresses of the table."""
        address = self._register[name]["address"]
        assert isinstance(address, list)
        source.inputs.append(name)
        source.addresses.extend(text for text in address if text not in source.addresses)
        with open(self.folder / f"{name}.csv", encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
        place = header.index("value")
        return {(*row[:place], *row[place + 1 :]): float(row[place]) for row in rows}

    def people(self, source: Source, year: int = 2022) -> dict[str, list[float]]:
        """National pyramid of 1 January by sex and single year of age."""
        cells = self.cells("population_age_single", source)
        return {
            sex: [cells[str(year), str(age), sex] for age in range(LAST_AGE + 1)]
            for sex in ("male", "female")
        }


def by_group(single: Mapping[int, float], people: list[float]) -> dict[tuple[str], float]:
    """Means of single ages over the five-year groups, weighted by people; 0 where no age is given."""
    return {
        (group,): sum(single.get(age, 0.0) * people[age] for age in ages_of(group))
        / sum(people[age] for age in ages_of(group))
        for group in AGE_GROUPS
    }


def to_one(values: Mapping[tuple, float]) -> dict[tuple, float]:
    """Values over the largest of them."""
    largest = max(values.values())
    return {key: value / largest for key, value in values.items()}
