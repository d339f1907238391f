"""Interval arithmetic, by hand."""

import math

import numpy as np
import pytest
from qonys.spread import pairs_of, spread_of, student_quantile


def test_student_quantiles_match_the_printed_table():
    for degrees, value in ((1, 3.0777), (2, 1.8856), (3, 1.6377), (4, 1.5332), (9, 1.3830)):
        assert student_quantile(0.9, degrees) == pytest.approx(value, abs=5e-5)
    assert student_quantile(0.975, 7) == pytest.approx(2.3646, abs=5e-5)


def test_student_quantiles_are_the_nearest_floats_to_closed_forms():
    # One degree is a Cauchy variate; two and four have roots (Shaw 2006, equations 35 to 39).
    p = 0.975
    assert student_quantile(p, 1) == pytest.approx(math.tan(math.pi * (p - 0.5)), rel=3e-16)
    alpha = 4 * p * (1 - p)
    assert student_quantile(p, 2) == pytest.approx((2 * p - 1) * math.sqrt(2 / alpha), rel=3e-16)
    root = math.cos(math.acos(math.sqrt(alpha)) / 3) / math.sqrt(alpha)
    assert student_quantile(p, 4) == pytest.approx(2 * math.sqrt(root - 1), rel=1e-15)
    # Infinitely many degrees make it normal: 1.959964 (any printed table).
    assert student_quantile(p, 10_000) == pytest.approx(1.959964, abs=5e-4)


def test_noise_is_the_standard_error_of_the_mean():
    spread = spread_of(np.array([[2.0], [4.0], [6.0]]), [0, 1, 2], uncertain=False)
    assert spread.mean[0] == 4.0
    assert spread.error[0] == pytest.approx(2.0 / math.sqrt(3))
    assert spread.low is None


def test_pairs_tell_noise_from_forecast():
    # Pair means 1102 and 1202: variance 5000. Half the mean squared difference within pairs: 8.
    spread = spread_of(np.array([[1100.0], [1104.0], [1200.0], [1204.0]]), range(4), uncertain=True)
    assert spread.mean[0] == 1152.0
    assert spread.error[0] == pytest.approx(math.sqrt(8 / 4))
    reach = 3.0776835 * math.sqrt(5000 - 8 / 2) * math.sqrt(1.5)
    assert spread.low[0] == pytest.approx(1152 - reach)
    assert spread.high[0] == pytest.approx(1152 + reach)


def test_noise_alone_gives_what_noise_can_hide():
    spread = spread_of(np.array([[10.0], [20.0], [16.0], [14.0]]), range(4), uncertain=True)
    noise = (50 + 2) / 2  # variance of one replicate
    reach = 3.0776835 * math.sqrt(noise / 2 * math.sqrt(3)) * math.sqrt(1.5)
    assert spread.low[0] == pytest.approx(spread.mean[0] - reach)
    assert spread.high[0] == pytest.approx(spread.mean[0] + reach)
    assert spread.is_within_noise()[0]


def test_one_pair_gives_noise_only():
    spread = spread_of(np.array([[10.0], [14.0]]), [0, 1], uncertain=True)
    assert spread.error[0] == pytest.approx(2.0)
    assert spread.low is None


def test_one_replicate_gives_the_number_alone():
    spread = spread_of(np.array([[10.0]]), [0], uncertain=False)
    assert spread.mean[0] == 10.0
    assert spread.error is None


def test_a_replicate_without_its_partner_is_left_out():
    assert pairs_of([0, 1, 3, 4, 5]) == [(0, 1), (3, 4)]
    spread = spread_of(np.array([[1.0], [3.0], [900.0]]), [0, 1, 2], uncertain=True)
    assert spread.mean[0] == 2.0
