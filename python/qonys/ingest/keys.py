"""Deterministic links: two entities that share numbers are one person."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

MOST_ENTITIES_OF_A_KEY = 50
RULES = ("iin", "document_birth_sex", "document_names")


def deterministic_pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Pairs of entities by the first rule that links them.

    `iin`: the same IIN, and a birth date or a name that agrees, or nothing to compare.
    `document_birth_sex`: the same document, birth date and sex. `document_names`: the same document
    and names. No rule links two different IINs.

    Returns
    -------
    pandas.DataFrame
        `left` < `right` (entities) and `rule`, sorted.
    """
    rules: dict[str, tuple[list[str], Callable[[pd.DataFrame], pd.Series]]] = {
        "iin": (["iin"], _same_person_behind_iin),
        "document_birth_sex": (["document", "birth_date", "sex"], _iin_agrees),
        "document_names": (["document", "surname", "given_name"], _iin_agrees),
    }
    found = []
    for rule in RULES:
        keys, holds = rules[rule]
        pairs = _pairs_of_key(table, keys)
        found.append(pairs[holds(pairs)][["left", "right"]].assign(rule=rule))
    pairs = pd.concat(found, ignore_index=True).drop_duplicates(["left", "right"])
    return pairs.sort_values(["left", "right"], kind="stable").reset_index(drop=True)


def _pairs_of_key(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """All pairs that share a key in which nothing is empty; a key of a crowd is no key."""
    full = table[(table[keys] != "").all(axis=1)]
    size = full.groupby(keys)["agency"].transform("size")
    full = full[(size > 1) & (size <= MOST_ENTITIES_OF_A_KEY)]
    side = full.assign(at=full.index)
    pairs = side.merge(side, on=keys, suffixes=("_l", "_r"))
    pairs = pairs[pairs["at_l"] < pairs["at_r"]].rename(columns={"at_l": "left", "at_r": "right"})
    for key in keys:
        pairs[f"{key}_l"] = pairs[f"{key}_r"] = pairs[key]
    return pairs


def _agrees(pairs: pd.DataFrame, name: str) -> pd.Series:
    return (pairs[f"{name}_l"] == pairs[f"{name}_r"]) & (pairs[f"{name}_l"] != "")


def _comparable(pairs: pd.DataFrame, name: str) -> pd.Series:
    return (pairs[f"{name}_l"] != "") & (pairs[f"{name}_r"] != "")


def _same_person_behind_iin(pairs: pd.DataFrame) -> pd.Series:
    names = ("birth_date", "surname", "given_name")
    agreeing = np.logical_or.reduce([_agrees(pairs, name) for name in names])
    comparable = np.logical_or.reduce([_comparable(pairs, name) for name in names])
    return pd.Series(agreeing | ~comparable, index=pairs.index)


def _iin_agrees(pairs: pd.DataFrame) -> pd.Series:
    return ~_comparable(pairs, "iin") | _agrees(pairs, "iin")
