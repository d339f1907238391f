"""How sure a number of an ensemble is, two ways that are never mixed up.

Monte-Carlo error is the noise of simulating finitely many people: it shrinks with the scale and the
number of replicates. The forecast interval holds what is not known about levels and shocks to come:
it does not shrink with replicates. The same formulas as include/qonys/run/spread.hpp.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .indicator import Floats

Bools = npt.NDArray[np.bool_]
Number = TypeVar("Number", float, Decimal)
FORECAST_LEVEL = 0.8
_PI = Decimal("3.14159265358979323846264338327950288419716939937510582")


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


@cache
def student_quantile(probability: float, degrees: int) -> float:
    """Quantile of Student's t for whole degrees of freedom and probabilities of 0.5 to 1.

    The nearest float: found by halving, then made exact by Newton's method with forty digits, so
    that intervals here equal those of the program to the last digit.

    Examples
    --------
    >>> round(student_quantile(0.975, 9), 4)            # any printed table: 2.2622
    2.2622
    """
    low, high = 0.0, math.pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        inner = _inner_probability(middle, math.sin(middle), math.cos(middle), math.pi, degrees)
        if 0.5 + inner / 2 < probability:
            low = middle
        else:
            high = middle
    gammas = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)
    slope = 2 * math.exp(gammas) / math.sqrt(math.pi) * math.cos(low) ** (degrees - 1)
    with localcontext(prec=40):
        angle, aim = Decimal(low), 2 * Decimal(probability) - 1
        for _ in range(2):
            sine, cosine = _sine(angle), _sine(_PI / 2 - angle)
            excess = _inner_probability(angle, sine, cosine, _PI, degrees) - aim
            angle -= excess / Decimal(slope)
        return float(Decimal(degrees).sqrt() * _sine(angle) / _sine(_PI / 2 - angle))


def _inner_probability(
    angle: Number, sine: Number, cosine: Number, pi: Number, degrees: int
) -> Number:
    """P(|t| < sqrt(degrees) tan(angle)): Abramowitz and Stegun 26.7.3 and 26.7.4."""
    odd = degrees % 2 == 1
    term = cosine if odd else cosine**0
    total = term if degrees > 1 else 0 * term
    for k in range(3 if odd else 2, degrees - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return 2 / pi * (angle + sine * total) if odd else sine * total


def _sine(angle: Decimal) -> Decimal:
    """Power series, for angles of 0 to 2."""
    total = term = angle
    k = 1
    while abs(term) > Decimal("1e-42"):
        term *= -angle * angle / ((k + 1) * (k + 2))
        k += 2
        total += term
    return total
