"""Differences of two runs with the same draws, replicate by replicate, as in `qonys compare`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..indicator import Floats
from ..spread import Bools, student_quantile
from .words import Words

LEVEL = 0.95


@dataclass(frozen=True)
class Paired:
    """Mean of the differences and its 95 % interval, which one pair does not give."""

    mean: Floats
    low: Floats | None
    high: Floats | None

    def is_within_noise(self) -> Bools:
        """Where the interval holds zero, but for what is the same in every replicate; nowhere when there is
        no interval."""
        if self.low is None or self.high is None:
            return np.zeros(self.mean.shape, dtype=np.bool_)
        is_same = (self.low == 0.0) & (self.high == 0.0)
        return np.asarray((self.low <= 0.0) & (self.high >= 0.0) & ~is_same)

    def told(self, i: int, words: Words, unit: str) -> str:
        """`+120 persons, 95 % interval: +90 – +150`, and whether that is within noise."""
        text = f"{words.signed(float(self.mean[i]))} {unit}"
        if self.low is None or self.high is None:
            return text
        ends = (words.signed(float(end[i])) for end in (self.low, self.high))
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
    differences = np.asarray(left - right)
    mean = np.asarray(differences.mean(axis=0))
    if len(common) < 2:
        return Paired(mean, None, None)
    quantile = student_quantile(0.5 + LEVEL / 2, len(common) - 1)
    reach = quantile * np.asarray(differences.std(axis=0, ddof=1)) / math.sqrt(len(common))
    return Paired(mean, np.asarray(mean - reach), np.asarray(mean + reach))
