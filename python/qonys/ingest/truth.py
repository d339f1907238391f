"""Holds links and counts of invented people against what is true of them."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .clusters import clusters_of
from .contour import Contour
from .monitoring import LINKED, LINKED_ONLY
from .problems import ExtractError, Problem

HEADER = ["agency", "record_id", "person"]
COUNTS_HEADER = ["measure", "region", "origin", "month", "persons"]
EVERYBODY = "all"


@dataclass(frozen=True)
class Truth:
    """What is true of invented people.

    Attributes
    ----------
    person : dict of (str, str) to str
        By agency and record_id.
    counts : pandas.DataFrame or None
        `measure`, `region`, `origin`, `month`, `persons`, from the file beside.
    """

    person: Mapping[tuple[str, str], str]
    counts: pd.DataFrame | None


def read_truth(path: str) -> Truth:
    """Reads `NAME.csv`, and `NAME-counts.csv` where it is there."""
    rows = _rows(path, HEADER)
    stem, ending = os.path.splitext(path)
    beside = f"{stem}-counts{ending}"
    counts = None
    if os.path.exists(beside):
        counts = pd.DataFrame(_rows(beside, COUNTS_HEADER), columns=COUNTS_HEADER)
        counts["persons"] = counts["persons"].astype(int)
    return Truth({(agency, record): person for agency, record, person in rows}, counts)


def _rows(path: str, header: list[str]) -> list[list[str]]:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except UnicodeDecodeError:
        rows = []
    if not rows or rows[0] != header or any(len(row) != len(header) for row in rows):
        raise ExtractError(
            [
                Problem(
                    os.path.basename(path),
                    0,
                    "",
                    "truth",
                    "is no file of the truth",
                    f"its columns are {', '.join(header)}",
                    "name the one that was written with the extracts",
                )
            ]
        )
    return rows[1:]


def linkage_quality(contour: Contour, truth: Truth) -> dict[str, list[dict[str, object]]]:
    """Precision, recall and F1 of pairs of entities, by pair of agencies.

    Returns
    -------
    dict
        `links`: of all links; `deterministic`: of the deterministic ones alone; one row for each
        pair of agencies, and one for `all`.
    """
    true = _true_person(contour, truth)
    empty = contour.probable.pairs.iloc[:0]
    only_sure = clusters_of(contour.entities.table, contour.sure, empty, 1.0)
    agency = contour.entities.table["agency"].to_numpy(dtype=object)
    return {
        "links": _by_pair(agency, contour.clusters.person, true),
        "deterministic": _by_pair(agency, only_sure.person, true),
    }


def _true_person(contour: Contour, truth: Truth) -> np.ndarray:
    true = np.full(len(contour.entities.table), "", dtype=object)
    for agency, held in contour.held.items():
        for record, entity in held.items():
            true[entity] = truth.person.get((agency, record), "")
    unknown = true == ""
    # Whoever is not in the truth is nobody else's pair.
    true[unknown] = [f"?{at}" for at in np.flatnonzero(unknown)]
    return true


def _by_pair(agency: np.ndarray, person: np.ndarray, true: np.ndarray) -> list[dict[str, object]]:
    agencies = sorted(set(agency))
    found = {
        "linked": _pairs(agency, agencies, [person]),
        "true": _pairs(agency, agencies, [true]),
        "both": _pairs(agency, agencies, [person, true]),
    }
    rows = []
    upper = [(a, b) for at, a in enumerate(agencies) for b in agencies[at:]]
    for a, b in [(EVERYBODY, EVERYBODY), *upper]:
        linked, held, both = (found[kind][a, b] for kind in ("linked", "true", "both"))
        if linked or held:
            rows.append(_scores(f"{a} - {b}" if a != EVERYBODY else EVERYBODY, linked, held, both))
    return rows


def _scores(name: str, linked: int, true: int, both: int) -> dict[str, object]:
    precision = both / linked if linked else None
    recall = both / true if true else None
    return {
        "agencies": name,
        "pairs_linked": linked,
        "pairs_true": true,
        "pairs_right": both,
        "precision": precision,
        "recall": recall,
        "f1": 2 * both / (linked + true),
    }


def _pairs(
    agency: np.ndarray, agencies: list[str], groups: list[np.ndarray]
) -> dict[tuple[str, str], int]:
    """Pairs of entities within groups, by pair of agencies and in all."""
    keys = {f"g{at}": group for at, group in enumerate(groups)}
    frame = pd.DataFrame({"agency": agency, **keys})
    size = frame.groupby([*keys, "agency"]).size().unstack("agency", fill_value=0)
    held = {name: size[name].to_numpy(dtype=np.int64) for name in agencies}
    made = {}
    for at, a in enumerate(agencies):
        made[a, a] = int((held[a] * (held[a] - 1) // 2).sum())
        for b in agencies[at + 1 :]:
            made[a, b] = int((held[a] * held[b]).sum())
    made[EVERYBODY, EVERYBODY] = sum(made.values())
    return made


def coverage(counts: pd.DataFrame, truth: Truth) -> list[dict[str, object]]:
    """Person-months counted over true ones, and the error of cells, by agency and linked.

    The error is the sum over region x month of |counted - true|, over the sum of what is true.
    """
    if truth.counts is None:
        return []
    rows = []
    for measure, true in truth.counts.groupby("measure", sort=True):
        keys = ["month"] if (true["region"] == "").all() else ["region", "month"]
        cells = true.groupby(keys)["persons"].sum()
        whole = int(cells.sum())
        seen = counts[(counts["measure"] == measure) & (counts["table"] != "status")]
        for view, part in seen[seen["view"] != LINKED_ONLY].groupby("view", sort=True):
            by_cell = part.groupby(keys)["persons"].sum()
            both = pd.concat([cells, by_cell], axis=1).fillna(0)
            rows.append(
                {
                    "measure": measure,
                    "view": view,
                    "true": whole,
                    "counted": int(by_cell.sum()),
                    "coverage": int(by_cell.sum()) / whole,
                    "error_of_cells": float((both.iloc[:, 0] - both.iloc[:, 1]).abs().sum())
                    / whole,
                }
            )
    return sorted(
        rows, key=lambda row: (str(row["measure"]), row["view"] != LINKED, str(row["view"]))
    )
