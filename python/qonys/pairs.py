"""Paired differences, replicate by replicate: the arithmetic of include/qonys/run/comparison.hpp.

Sums are taken one by one in the order of the program, so that both print the same digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .indicator import Floats
from .spread import student_quantile

LEVEL = 0.95
SAME, WITHIN_NOISE, DIFFERS, NOT_KNOWN = "same", "within_noise", "differs", "not_known"
# Boost, which the program asks, ends its iteration early here: 4e-15 above the true quantile.
_SIX_DEGREES = 2.4469118511449794


@dataclass(frozen=True)
class PairedDifference:
    """Numbers of run B against those of run A; every array has the shape of one replicate.

    Attributes
    ----------
    mean_a, mean_b
        Means over the pairs.
    difference
        Mean of B - A.
    low, high
        95 % interval of the difference, Student's t over pairs; not a number with one pair.
    variance_ratio
        Variance of paired differences relative to that of independent replicates; not a number
        without variance.
    verdict
        `same`: equal in every replicate, to the last bit. `within_noise`: the interval holds zero.
        `differs`. `not_known`: one pair gives no interval.
    """

    mean_a: Floats
    mean_b: Floats
    difference: Floats
    low: Floats
    high: Floats
    variance_ratio: Floats
    verdict: npt.NDArray[np.str_]


def paired_difference(a: Floats, b: Floats) -> PairedDifference:
    """Compares rows of `a` with the same rows of `b`.

    Parameters
    ----------
    a, b
        [pair, ...]: the same replicates in the same order, one or more.

    Examples
    --------
    >>> import numpy
    >>> pair = paired_difference(numpy.array([10.0, 20.0, 30.0]), numpy.array([11.0, 22.0, 33.0]))
    >>> float(pair.difference), round(float(pair.high), 3), str(pair.verdict)
    (2.0, 4.484, 'within_noise')
    """
    num_pairs = len(a)
    differences = b - a
    mean = mean_of(differences)
    unknown = np.full(mean.shape, np.nan)
    low, high, ratio = unknown, unknown, unknown
    if num_pairs > 1:
        spread = variance_of(differences)
        reach = _quantile(num_pairs - 1) * np.sqrt(spread / num_pairs)
        low, high = np.asarray(mean - reach), np.asarray(mean + reach)
        independent = np.asarray(variance_of(a) + variance_of(b))
        has_variance = independent > 0.0
        ratio = np.divide(spread, independent, out=unknown.copy(), where=has_variance)
    verdict = np.full(mean.shape, DIFFERS, dtype="<U12")
    verdict[(low <= 0.0) & (high >= 0.0)] = WITHIN_NOISE
    if num_pairs == 1:
        verdict[...] = NOT_KNOWN
    verdict[(differences == 0.0).all(axis=0)] = SAME
    return PairedDifference(mean_of(a), mean_of(b), mean, low, high, ratio, verdict)


def sum_in_order(values: Floats) -> Floats:
    """Sum over the first dimension, one row after the other."""
    return np.asarray(np.add.accumulate(values, axis=0)[-1])


def mean_of(values: Floats) -> Floats:
    """Mean over the first dimension."""
    return np.asarray(sum_in_order(values) / len(values))


def variance_of(values: Floats) -> Floats:
    """Of one replicate, not of the mean: over the first dimension, of two rows or more."""
    mean = mean_of(values)
    return np.asarray(sum_in_order((values - mean) * (values - mean)) / (len(values) - 1))


def _quantile(degrees: int) -> float:
    return _SIX_DEGREES if degrees == 6 else student_quantile(0.5 + LEVEL / 2, degrees)
