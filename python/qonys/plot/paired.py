"""Differences of two runs with the same draws, replicate by replicate, in words of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..indicator import Floats
from ..pairs import WITHIN_NOISE, PairedDifference, paired_difference
from ..spread import Bools
from .words import Words


@dataclass(frozen=True)
class Paired:
    """Paired differences as figures show them."""

    pair: PairedDifference

    @property
    def mean(self) -> Floats:
        """Mean of the differences."""
        return self.pair.difference

    @property
    def high(self) -> Floats | None:
        """Upper end of the 95 % interval; None with one pair, which gives none."""
        return None if np.isnan(self.pair.high).all() else self.pair.high

    def is_within_noise(self) -> Bools:
        """Where the interval holds zero, but for what is the same in every replicate."""
        return np.asarray(self.pair.verdict == WITHIN_NOISE)

    def told(self, i: int, words: Words, unit: str) -> str:
        """`+120 persons, 95 % interval: +90 – +150`, and whether that is within noise."""
        text = f"{words.signed(float(self.mean[i]))} {unit}"
        if self.high is None:
            return text
        ends = (words.signed(float(end[i])) for end in (self.pair.low, self.pair.high))
        noise = f" ({words.ui('within_noise')})" if self.is_within_noise()[i] else ""
        return f"{text}<br>{words.ui('interval')}: {' – '.join(ends)}{noise}"


def paired(
    a: Floats, replicates_a: Sequence[int], b: Floats, replicates_b: Sequence[int]
) -> Paired:
    """`a` less `b`, [replicate, ...] each, over the replicates that both have.

    Raises
    ------
    ValueError
        When they have none in common.

    Examples
    --------
    >>> made = paired(np.array([[3.0], [5.0]]), [0, 1], np.array([[1.0], [1.0]]), [0, 1])
    >>> float(made.mean[0]), round(float(made.high[0]), 2)
    (3.0, 15.71)
    """
    common = [number for number in replicates_a if number in replicates_b]
    if not common:
        raise ValueError(
            "baseline: no replicate in common (differences are taken replicate by replicate); "
            "run both with the same replicates"
        )
    left = a[[list(replicates_a).index(number) for number in common]]
    right = b[[list(replicates_b).index(number) for number in common]]
    return Paired(paired_difference(right, left))
