"""Probable links: a Fellegi-Sunter model, estimated and scored by Splink on DuckDB."""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

SEED = 1
PAIRS_FOR_U = {"plain": 2e6, "tokens": 2e5}  # comparing lists of tokens takes longer
FEWEST_LABELS = 200
# Weights are rounded before they are compared, so that no order of adding decides a link.
DIGITS = 6
LEAST_WEIGHT = -10.0
BLOCKS = {
    "plain": [
        ("birth_date", "sex"),
        ("surname", "given_name"),
        ("document",),
        ("surname", "birth_year", "sex"),
        ("given_name", "birth_month", "sex"),
    ],
    "tokens": [("birth_date", "sex"), ("surname", "given_name"), ("document",)],
}


@dataclass
class Probable:
    """Scored pairs and the model behind them.

    Attributes
    ----------
    pairs : pandas.DataFrame
        `left` < `right` (entities), `weight` (log2 of the odds that they are one person) and
        `probability`, sorted.
    parameters : list of dict
        m and u of every level of every comparison.
    prior : float
        Probability that two entities drawn by chance are one person.
    trained_by : str
        `labels`: m from the pairs whose IIN agree; `em`: expectation maximisation.
    blocks : list of str
        Columns that two entities must share to be compared.
    """

    pairs: pd.DataFrame
    parameters: list[dict[str, Any]] = field(default_factory=list)
    prior: float = 0.0
    trained_by: str = ""
    blocks: list[str] = field(default_factory=list)


def probable_pairs(table: pd.DataFrame, sure: pd.DataFrame, identity: str) -> Probable:
    """Scores the pairs of entities that share a block.

    Parameters
    ----------
    table
        Entities.
    sure
        Deterministic pairs; those by the IIN teach what pairs of one person look like.
    identity
        `plain`, or `tokens`.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    people = _input(table)
    labels = sure[sure["rule"] == "iin"]
    prior = _prior(table, labels)
    with warnings.catch_warnings(), duckdb.connect(":memory:") as connection:
        warnings.simplefilter("ignore")
        connection.execute("SET enable_progress_bar = false")
        api = DuckDBAPI(connection)
        linker = Linker(api.register(people), _settings(people, prior, identity), log_level=None)
        linker.training.estimate_u_using_random_sampling(
            max_pairs=PAIRS_FOR_U[identity], seed=SEED, min_count_per_level=None, num_chunks=1
        )
        trained_by = _train_m(linker, api, labels)
        model = _smoothed(linker.misc.save_model_to_json(), len(labels))
        scorer = Linker(api.register(people), model, log_level=None)
        scored = scorer.inference.predict(threshold_match_weight=LEAST_WEIGHT).as_pandas_dataframe()  # type: ignore[no-untyped-call]
    return Probable(
        _sorted(scored),
        _parameters(model),
        prior,
        trained_by,
        [" + ".join(block) for block in BLOCKS[identity]],
    )


def _input(table: pd.DataFrame) -> pd.DataFrame:
    people = table.drop(columns=["iin", "origin", "agency"]).replace("", None)
    people["unique_id"] = table.index
    people["birth_year"] = people["birth_date"].str[:4]
    people["birth_month"] = people["birth_date"].str[5:]
    return people


def _prior(table: pd.DataFrame, labels: pd.DataFrame) -> float:
    """Pairs that the IIN links, over the share of pairs with both IIN known, over all pairs."""
    known = max(float((table["iin"] != "").mean()), 0.05)
    pairs = len(table) * (len(table) - 1) / 2
    return float(np.clip((len(labels) + 1) / known**2 / max(pairs, 1), 1e-9, 0.5))


def _settings(people: pd.DataFrame, prior: float, identity: str) -> SettingsCreator:
    name = _name_comparison if identity == "plain" else _token_comparison
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=prior,
        comparisons=[
            name("surname"),
            name("given_name"),
            _birth_comparison(),
            cl.ExactMatch("sex"),
            cl.ExactMatch("citizenship").configure(term_frequency_adjustments=True),
            _document_comparison(people, identity),
        ],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in BLOCKS[identity]],
        retain_matching_columns=False,
    )


def _name_comparison(column: str) -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.JaroWinklerLevel(column, 0.92),
            cll.JaroWinklerLevel(column, 0.8),
            cll.ElseLevel(),
        ],
    )


def _token_comparison(column: str) -> cl.CustomComparison:
    """Share of the hashed parts that two names have in common."""
    left, right = (f"string_split(\"{column}_{side}\", ' ')" for side in "lr")
    share = (
        f"len(list_intersect({left}, {right})) / len(list_distinct(list_concat({left}, {right})))"
    )
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.CustomLevel(f"{share} >= 0.5", "half of the parts or more"),
            cll.CustomLevel(f"{share} >= 0.25", "a quarter of the parts or more"),
            cll.ElseLevel(),
        ],
    )


def _birth_comparison() -> cl.CustomComparison:
    left, right = "birth_date_l", "birth_date_r"
    swapped = (
        f"{left}[1:4] = {right}[1:4] and {left}[6:7] = {right}[9:10] "
        f"and {left}[9:10] = {right}[6:7]"
    )
    return cl.CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            cll.NullLevel("birth_date"),
            cll.ExactMatchLevel("birth_date"),
            cll.CustomLevel(
                f"damerau_levenshtein({left}, {right}) <= 1 or ({swapped})",
                "one slip, or day and month",
            ),
            cll.CustomLevel(f"{left}[1:4] = {right}[1:4]", "same year"),
            cll.ElseLevel(),
        ],
    )


def _document_comparison(people: pd.DataFrame, identity: str) -> cl.CustomComparison:
    """Equal numbers are too rare among people drawn by chance to be counted in a sample."""
    held = people["document"].dropna()
    equal = len(held) * (len(held) - 1) / 2 if len(held) > 1 else 1.0
    exact = cll.ExactMatchLevel("document").configure(
        u_probability=1 / equal, fix_u_probability=True
    )
    slip = cll.DamerauLevenshteinLevel("document", 1).configure(
        u_probability=30 / max(len(held), 100), fix_u_probability=True
    )
    levels = [cll.NullLevel("document"), exact]
    if identity == "plain":
        levels.append(slip)
    return cl.CustomComparison(
        output_column_name="document", comparison_levels=[*levels, cll.ElseLevel()]
    )


def _train_m(linker: Linker, api: DuckDBAPI, labels: pd.DataFrame) -> str:
    if len(labels) >= FEWEST_LABELS:
        table = labels.rename(columns={"left": "unique_id_l", "right": "unique_id_r"})
        registered = api.register(table[["unique_id_l", "unique_id_r"]].reset_index(drop=True))
        linker.training.estimate_m_from_pairwise_labels(registered)  # type: ignore[no-untyped-call]
        return "labels"
    for block in (("birth_date", "sex"), ("surname", "given_name")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*block), estimate_without_term_frequencies=True
        )
    return "em"


def _smoothed(model: dict[str, Any], num_labels: int) -> dict[str, Any]:
    """What no label shows is rare, not impossible: it has the share of half a label."""
    least = {
        "m_probability": 0.5 / max(num_labels, FEWEST_LABELS),
        "u_probability": 0.5 / PAIRS_FOR_U["plain"],
    }
    for comparison in model["comparisons"]:
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        for key, floor in least.items():
            for level in levels:
                fixed = level.get(f"fix_{key}", False)
                level[key] = level[key] if fixed else max(level.get(key) or 0.0, floor)
    return model


def _sorted(scored: pd.DataFrame) -> pd.DataFrame:
    ids = scored[["unique_id_l", "unique_id_r"]].to_numpy(dtype=np.int64).reshape(-1, 2)
    made = pd.DataFrame(
        {
            "left": ids.min(axis=1),
            "right": ids.max(axis=1),
            "weight": scored["match_weight"].to_numpy(dtype=float).round(DIGITS),
            "probability": scored["match_probability"].to_numpy(dtype=float).round(DIGITS),
        }
    )
    return made.sort_values(["left", "right"], kind="stable").reset_index(drop=True)


def _parameters(model: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "comparison": comparison["output_column_name"],
            "level": level.get("label_for_charts", level["sql_condition"]),
            "m": _rounded(level.get("m_probability")),
            "u": _rounded(level.get("u_probability")),
        }
        for comparison in model["comparisons"]
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")
