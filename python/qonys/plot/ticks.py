"""Round numbers along an axis."""

from __future__ import annotations

import math
from collections.abc import Sequence


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that cover low to high; the first and the last enclose them."""
    if high <= low:
        pad = abs(low) * 0.1 or 1.0
        low, high = low - pad, high + pad
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [i * step for i in range(first, last + 1)]


def labels(values: Sequence[float], divisor: float) -> list[str]:
    """Labels of ticks with as many decimals as their step needs."""
    step = (values[1] - values[0]) / divisor if len(values) > 1 else 1.0
    decimals = next((d for d in range(9) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 9)
    labels = [f"{abs(value / divisor):,.{decimals}f}" for value in values]
    return [
        ("\N{MINUS SIGN}" if value < 0 and label.strip("0.,") else "") + label
        for value, label in zip(values, labels, strict=True)
    ]
