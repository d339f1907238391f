"""The line under each figure: which runs it shows, and what kind of uncertainty."""

from __future__ import annotations

from collections.abc import Sequence

from ..results import Results
from ..spread import Spread
from .words import Words

Run = tuple[str, Results]


def source_line(runs: Sequence[Run], words: Words, *remarks: str) -> str:
    """Scenario, seed, scale, replicates, version and digest of each run, then remarks."""
    return " ".join([_one_run(run, words) for run in runs] + [each for each in remarks if each])


def _one_run(run: Run, words: Words) -> str:
    label, results = run
    return words.ui(
        "source",
        label=f"{label}: " if label else "",
        version=results.version,
        scenario=results.scenario,
        seed=results.seed,
        scale=words.share(results.scale),
        replicates=len(results.replicates),
        digest=results.digest[:8],
    )


def band_name(spread: Spread, words: Words) -> str:
    """What the band of a chart is; empty where there is none."""
    if spread.low is not None:
        return words.ui("band_forecast")
    return words.ui("band_error") if spread.error is not None else ""


def band_remark(*spreads: Spread, words: Words) -> str:
    """What the reader must know of bands, each sentence once."""
    said: list[str] = []
    for spread in spreads:
        if spread.low is not None:
            said.append(words.ui("about_forecast"))
            said += [words.ui("about_hidden")] if spread.is_within_noise().any() else []
            is_cut = (spread.low == 0.0) & (spread.mean > 0.0)
            said += [words.ui("about_cut")] if is_cut.any() else []
        else:
            said.append(words.ui("about_error" if spread.error is not None else "about_alone"))
    return " ".join(dict.fromkeys(said))


def as_runs(results: Results | Sequence[Run]) -> list[Run]:
    """One results object, or several with a label each."""
    if isinstance(results, Results):
        return [("", results)]
    runs = list(results)
    if not runs:
        raise ValueError("results: no runs are given; give one, or pairs of label and run")
    return runs
