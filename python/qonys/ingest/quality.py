"""How well the extracts were read and linked, as plain values and as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .checking import accepted
from .contour import Contour
from .monitoring import LINKED, LINKED_ONLY, rounded
from .truth import Truth, coverage, linkage_quality

PRIVACY = (
    "No output quotes a name, a number, a day of birth or a record, but those asked for with "
    "--records."
)


def quality_of(
    contour: Contour, counts: pd.DataFrame, truth: Truth | None, below: int
) -> dict[str, Any]:
    """All that is reported, ready for JSON; numbers of people as multiples of `below`."""
    made: dict[str, Any] = {
        "title": contour.manifest.title,
        "territory": contour.manifest.territory,
        "period": [contour.manifest.start.isoformat(), contour.manifest.end.isoformat()],
        "manifest_sha256": contour.manifest.sha256,
        "synthetic": contour.manifest.synthetic,
        "records": records_of(contour),
        "people": {
            "held_by_agencies": len(contour.entities.table),
            "linked": contour.clusters.people,
            "by_agencies_that_hold_them": _by_number_of_agencies(contour, below),
            "shared": shared(contour, below),
        },
        "linkage": linkage_of(contour),
        "ends_without_a_beginning": dict(contour.linked.unbegun),
        "linked_view": gains(counts, below),
        "rounded_to": max(below, 1),
        "privacy": PRIVACY,
    }
    if truth is not None:
        made["truth"] = {**linkage_quality(contour, truth), "coverage": coverage(counts, truth)}
    return made


def records_of(contour: Contour) -> list[dict[str, Any]]:
    """What became of the records of each file: read = accepted + rejected + duplicates."""
    return [
        {
            "agency": agency,
            "file": one.file,
            "read": one.read,
            "accepted": accepted(one),
            "rejected": len(one.rejected),
            "duplicates": sum(one.duplicates.values()),
            "duplicates_by_kind": dict(one.duplicates),
            "values_taken_for_missing": len(one.blanked),
        }
        for agency, one in contour.checked.items()
    ]


def _by_number_of_agencies(contour: Contour, below: int) -> dict[str, int]:
    held = pd.DataFrame(
        {"agency": contour.entities.table["agency"], "person": contour.clusters.person}
    )
    times = held.drop_duplicates().groupby("person").size().value_counts().sort_index()
    return {str(number): rounded(int(count), below) for number, count in times.items()}


def shared(contour: Contour, below: int) -> list[dict[str, Any]]:
    """People of each agency, and how many of them each other agency holds too."""
    people = {agency: np.unique(rows) for agency, rows in contour.person_of_rows().items()}
    return [
        {
            "agency": a,
            "people": len(people[a]),
            "also_in": {
                b: rounded(len(np.intersect1d(people[a], people[b], True)), below)
                for b in people
                if b != a
            },
        }
        for a in people
    ]


def linkage_of(contour: Contour) -> dict[str, Any]:
    """Pairs by rule, weights, and what the pairs say of their own precision."""
    pairs = contour.probable.pairs
    likely = pairs[pairs["probability"] >= contour.threshold]
    return {
        "threshold": contour.threshold,
        "deterministic_pairs": {
            str(k): int(v) for k, v in contour.sure["rule"].value_counts().items()
        },
        "scored_pairs": len(pairs),
        "probable_pairs": len(likely),
        "joined_by": contour.clusters.joined_by,
        "refused_for_two_iin": contour.clusters.refused,
        "weights": weights_of(pairs),
        **estimates(contour),
        "prior": contour.probable.prior,
        "trained_by": contour.probable.trained_by,
        "blocks": contour.probable.blocks,
        "parameters": contour.probable.parameters,
    }


def weights_of(pairs: pd.DataFrame) -> list[dict[str, int]]:
    """Scored pairs by whole match weight, log2 of the odds."""
    weights = np.floor(pairs["weight"]).astype(int).value_counts().sort_index()
    return [{"weight_from": int(weight), "pairs": int(count)} for weight, count in weights.items()]


def estimates(contour: Contour) -> dict[str, Any]:
    """Precision and recall of the probable links, without a truth.

    From the model: mean probability of the links. From the IIN, which the model does not see: of
    the links between two known IIN the share with the same, and of pairs with the same IIN the
    share that is a link. The model learnt m from the latter, which flatters the recall a little.
    """
    pairs = contour.probable.pairs
    iin = contour.entities.table["iin"].to_numpy(dtype=object)
    left, right = iin[pairs["left"]], iin[pairs["right"]]
    known, same = (left != "") & (right != ""), (left == right) & (left != "")
    is_link = (pairs["probability"] >= contour.threshold).to_numpy()
    return {
        "precision_by_model": _share(
            float(pairs["probability"][is_link].sum()), int(is_link.sum())
        ),
        "precision_by_iin": _share(int((is_link & same).sum()), int((is_link & known).sum())),
        "recall_by_iin": _share(
            int((is_link & same).sum()), int((contour.sure["rule"] == "iin").sum())
        ),
    }


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def gains(counts: pd.DataFrame, below: int) -> list[dict[str, Any]]:
    """Person-months of each measure: by agency, linked, and seen by the linked view alone."""
    whole = counts.groupby(["table", "measure", "view"], sort=False)["persons"].sum()
    rows = []
    for (table, measure), part in whole.groupby(level=[0, 1], sort=False):
        views = {
            str(view): rounded(int(count), below) for view, count in part.droplevel([0, 1]).items()
        }
        rows.append(
            {
                "table": table,
                "measure": measure,
                "linked": views.pop(LINKED, 0),
                "linked_only": views.pop(LINKED_ONLY, 0),
                "agencies": views,
            }
        )
    return rows


def text_of(quality: dict[str, Any]) -> str:
    """The quality report for people."""
    lines = [f"{quality['title']}: {quality['period'][0]} to {quality['period'][1]}", "", "Records"]
    names = ["agency", "read", "accepted", "rejected", "duplicates", "values_taken_for_missing"]
    lines += table_text(quality["records"], names)
    people = quality["people"]
    lines += [
        "",
        "People",
        f"  {people['held_by_agencies']:,} numbers of agencies are "
        f"{people['linked']:,} people; by how many agencies hold them: "
        + ", ".join(f"{k}: {v:,}" for k, v in people["by_agencies_that_hold_them"].items()),
    ]
    lines += ["", "People of an agency whom another holds too"]
    lines += table_text(
        [
            {"agency": row["agency"], "people": row["people"], **row["also_in"]}
            for row in people["shared"]
        ],
        ["agency", "people", *(row["agency"] for row in people["shared"])],
    )
    lines += ["", *_linkage_text(quality["linkage"])]
    lines += [
        "",
        "Person-months (flows: persons), linked, and those that no agency sees in the cell",
    ]
    lines += table_text(quality["linked_view"], ["table", "measure", "linked", "linked_only"])
    if "truth" in quality:
        lines += _truth_text(quality["truth"])
    return "\n".join([*lines, "", quality["privacy"], ""])


def _linkage_text(linkage: dict[str, Any]) -> list[str]:
    def percent(value: float | None) -> str:
        return "not known" if value is None else f"{100 * value:.2f} %"

    joins = ", ".join(f"{rule} {count:,}" for rule, count in sorted(linkage["joined_by"].items()))
    weights = "  ".join(f"{row['weight_from']}:{row['pairs']}" for row in linkage["weights"])
    return [
        f"Links (probable from a probability of {linkage['threshold']:g} on; m by "
        f"{linkage['trained_by']})",
        f"  joined by rule: {joins or 'none'}; refused, as two IIN would be one person: "
        f"{linkage['refused_for_two_iin']:,}",
        f"  estimated precision of probable links: {percent(linkage['precision_by_model'])} by "
        f"the model, {percent(linkage['precision_by_iin'])} where both IIN are known",
        f"  estimated recall: {percent(linkage['recall_by_iin'])} of the pairs with the same IIN",
        f"  scored pairs by match weight (log2): {weights}",
    ]


def _truth_text(truth: dict[str, Any]) -> list[str]:
    names = ["agencies", "pairs_true", "pairs_linked", "precision", "recall", "f1"]
    return [
        "",
        "Links against the truth",
        *table_text(truth["links"], names),
        "",
        "The deterministic links alone",
        *table_text(truth["deterministic"][:1], names),
        "",
        "Coverage against the truth",
        *table_text(truth["coverage"], ["measure", "view", "coverage", "error_of_cells"]),
    ]


def table_text(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> list[str]:
    """Aligned columns: words to the left, numbers to the right."""
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    head = [name.replace("_", " ") for name in names]
    widths = [max(len(line[at]) for line in [head, *cells]) for at in range(len(names))]
    right = [all(isinstance(row.get(name), int | float | None) for row in rows) for name in names]
    return [
        "  "
        + "  ".join(
            word.rjust(width) if to_right else word.ljust(width)
            for word, width, to_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in [head, *cells]
    ]


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
