"""Who each agency holds: its records put together by its own numbers of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .checking import Checked
from .names import number, skeleton

ATTRIBUTES = [
    "iin",
    "document",
    "surname",
    "given_name",
    "birth_date",
    "sex",
    "citizenship",
    "origin",
]


@dataclass(frozen=True)
class Entities:
    """One row for each person whom an agency holds under one number.

    Attributes
    ----------
    table : pandas.DataFrame
        `agency` and what most of the entity's records say of the person, names and numbers in the
        form in which they are compared; the index counts from 0.
    of_record : dict of str to numpy.ndarray of int
        For each agency the entity of each of its records.
    """

    table: pd.DataFrame
    of_record: Mapping[str, np.ndarray[tuple[int], np.dtype[np.int64]]]


def entities_of(checked: Mapping[str, Checked], identity: str) -> Entities:
    """Puts the records of a number together; a record without one stands for itself."""
    tables: list[pd.DataFrame] = []
    of_record = {}
    start = 0
    for agency, one in checked.items():
        records = one.records
        own = ("=" + records["agency_id"]).where(
            records["agency_id"] != "", "#" + records["record_id"]
        )
        codes, numbers = pd.factorize(own, sort=True)
        of_record[agency] = codes.astype(np.int64) + start
        compared = _compared(records, identity)
        table = pd.DataFrame(
            {name: _most_said(compared[name], codes, len(numbers)) for name in ATTRIBUTES}
        )
        table.insert(0, "agency", agency)
        tables.append(table)
        start += len(numbers)
    return Entities(pd.concat(tables, ignore_index=True), of_record)


def _compared(records: pd.DataFrame, identity: str) -> pd.DataFrame:
    """Spellings that mean the same made the same; tokens were made of such."""
    made = records[ATTRIBUTES].copy()
    if identity == "plain":
        for name in ("surname", "given_name"):
            made[name] = made[name].map(skeleton)
        made["document"] = made["document"].map(number)
    return made


def _most_said(
    values: pd.Series, codes: np.ndarray[tuple[int], np.dtype[np.int64]], count: int
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """What most records of an entity say, of equals the first in the alphabet; empty if none."""
    said = pd.DataFrame({"entity": codes, "value": values.to_numpy(dtype=object)})
    said = said[said["value"] != ""]
    times = said.groupby(["entity", "value"], sort=True).size().reset_index(name="times")
    times = times.sort_values(
        ["entity", "times", "value"], ascending=[True, False, True], kind="stable"
    )
    best = times.drop_duplicates("entity")
    made = np.full(count, "", dtype=object)
    made[best["entity"].to_numpy()] = best["value"].to_numpy(dtype=object)
    return made
