"""Puts entities that are linked together: one number for each person of the contour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

Ids = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Clusters:
    """Who is who.

    Attributes
    ----------
    person : numpy.ndarray of int
        Of each entity, counted from 0 in the order of each person's first entity.
    joined_by : dict of str to int
        Links that put two groups together, by rule.
    refused : int
        Links that would have put two IIN into one person.
    """

    person: Ids
    joined_by: dict[str, int]
    refused: int

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.person.max()) + 1 if len(self.person) else 0


class _Groups:
    """Disjoint sets, each of which knows the IIN that stand in it."""

    def __init__(self, iins: list[str]) -> None:
        self.parent = list(range(len(iins)))
        self.iins = [{iin} if iin else set() for iin in iins]

    def find(self, one: int) -> int:
        root = one
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[one] != root:
            self.parent[one], one = root, self.parent[one]
        return root

    def contradict(self, a: int, b: int) -> bool:
        return bool(self.iins[a] and self.iins[b] and self.iins[a].isdisjoint(self.iins[b]))

    def join(self, a: int, b: int) -> None:
        first, second = min(a, b), max(a, b)
        self.parent[second] = first
        self.iins[first] |= self.iins[second]


def clusters_of(
    table: pd.DataFrame, sure: pd.DataFrame, probable: pd.DataFrame, threshold: float
) -> Clusters:
    """Takes deterministic pairs rule by rule, then probable ones from the most probable down.

    A pair is left out where it would put two different IIN into one person.
    """
    likely = probable[probable["probability"] >= threshold].assign(rule="probable")
    likely = likely.sort_values(
        ["weight", "left", "right"], ascending=[False, True, True], kind="stable"
    )
    rules = [sure[sure["rule"] == rule] for rule in dict.fromkeys(sure["rule"].sort_values())]
    rules.sort(key=lambda pairs: pairs["rule"].iloc[0] != "iin")
    groups = _Groups(list(table["iin"]))
    joined: dict[str, int] = {}
    refused = 0
    columns = ["left", "right", "rule"]
    for left, right, rule in pd.concat([*rules, likely])[columns].itertuples(
        index=False, name=None
    ):
        a, b = groups.find(left), groups.find(right)
        if a == b:
            continue
        if rule != "iin" and groups.contradict(a, b):
            refused += 1
            continue
        groups.join(a, b)
        joined[rule] = joined.get(rule, 0) + 1
    roots = [groups.find(at) for at in range(len(table))]
    return Clusters(
        pd.factorize(np.array(roots, dtype=np.int64))[0].astype(np.int64), joined, refused
    )
