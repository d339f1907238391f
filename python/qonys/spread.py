"""How sure a number of an ensemble is, two ways that are never mixed up.

Monte-Carlo error is the noise of simulating finitely many people: it shrinks with the scale and the
number of replicates. The forecast interval holds what is not known about levels and shocks to come:
it does not shrink with replicates. The same formulas as include/qonys/run/spread.hpp.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .indicator import Floats

Bools = npt.NDArray[np.bool_]
FORECAST_LEVEL = 0.8


@dataclass(frozen=True)
class Spread:
    """Mean over replicates with its errors; every array has the shape of one replicate.

    Attributes
    ----------
    mean
    error
        Monte-Carlo standard error of the mean; None where it cannot be told.
    low, high
        80 % forecast interval; None unless the forecast is uncertain and has two pairs or more.
    hidden
        Where pairs differ no more than their noise explains: the interval is what that may hide.
    """

    mean: Floats
    error: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    hidden: Bools | None = None

    def is_within_noise(self) -> Bools:
        """Where pairs differ no more than the noise within them."""
        if self.hidden is None:
            return np.zeros(self.mean.shape, dtype=np.bool_)
        return self.hidden

    def band(self) -> tuple[Floats, Floats] | None:
        """What a chart shows: the forecast interval, else two Monte-Carlo errors to either side."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        if self.error is not None:
            return self.mean - 2 * self.error, self.mean + 2 * self.error
        return None


def spread_of(values: Floats, replicates: Sequence[int], uncertain: bool) -> Spread:
    """Spread over the first dimension of `values`, one row a replicate.

    Parameters
    ----------
    values
        [replicate, ...]
    replicates
        Number of each row; 2k and 2k + 1 share their paths and shocks where `uncertain`.
    uncertain
        Whether pairs of replicates have paths and shocks of their own.
    """
    pairs = pairs_of(replicates) if uncertain else []
    if uncertain and pairs:
        return _spread_of_pairs(values[[a for a, _ in pairs]], values[[b for _, b in pairs]])
    mean = np.asarray(values.mean(axis=0))
    if uncertain or len(values) < 2:
        return Spread(mean)
    return Spread(mean, np.asarray(values.std(axis=0, ddof=1)) / math.sqrt(len(values)))


def pairs_of(replicates: Sequence[int]) -> list[tuple[int, int]]:
    """Rows of replicates 2k and 2k + 1; a replicate whose partner is missing is left out."""
    rows = {number: row for row, number in enumerate(replicates)}
    return [
        (row, rows[number + 1])
        for number, row in rows.items()
        if number % 2 == 0 and number + 1 in rows
    ]


def _spread_of_pairs(a: Floats, b: Floats) -> Spread:
    num_pairs = len(a)
    noise = ((a - b) ** 2 / 2).mean(axis=0)  # variance of one replicate round its pair
    means = (a + b) / 2
    mean = np.asarray(means.mean(axis=0))
    error = np.asarray(np.sqrt(noise / (2 * num_pairs)))
    if num_pairs < 2:
        return Spread(mean, error)
    beyond_noise = means.var(axis=0, ddof=1) - noise / 2
    discernible = noise / 2 * math.sqrt(2 / (num_pairs - 1) + 2 / num_pairs)
    sd = np.sqrt(np.maximum(beyond_noise, discernible))
    quantile = student_quantile(0.5 + FORECAST_LEVEL / 2, num_pairs - 1)
    reach = np.asarray(quantile * sd * math.sqrt(1 + 1 / num_pairs))
    return Spread(mean, error, mean - reach, mean + reach, np.asarray(beyond_noise < discernible))


def student_quantile(probability: float, degrees: int) -> float:
    """Quantile of Student's t for whole degrees of freedom and probabilities of 0.5 to 1."""
    low, high = 0.0, math.pi / 2
    for _ in range(80):
        middle = (low + high) / 2
        if 0.5 + _inner_probability(middle, degrees) / 2 < probability:
            low = middle
        else:
            high = middle
    return math.sqrt(degrees) * math.tan((low + high) / 2)


def _inner_probability(angle: float, degrees: int) -> float:
    """P(|t| < sqrt(degrees) tan(angle)): Abramowitz and Stegun 26.7.3 and 26.7.4."""
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = degrees % 2 == 1
    term = cosine if odd else 1.0
    total = term if degrees > 1 else 0.0
    for k in range(3 if odd else 2, degrees - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
