"""Values of an indicator along the line of years: which, when, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..indicator import Floats, Indicator
from ..numbers import end_position
from ..regions import by_year
from ..spread import Spread, spread_of
from .words import Words

PERIODS = ("month", "year")


@dataclass(frozen=True)
class Series:
    """One line: places on the line of years, their names, and the spread over replicates."""

    label: str
    x: list[float]
    names: list[str]
    spread: Spread
    left_out: list[int]


def axis_of(indicator: Indicator, axis: str) -> int:
    """Place of an axis; KeyError with the axes there are where it has none of that name."""
    if axis not in indicator.axes:
        there = ", ".join(indicator.axes) or "none"
        raise KeyError(f"{indicator.name}: no axis '{axis}'; it has {there}")
    return indicator.axes.index(axis)


def position(indicator: Indicator, axis: str, code: str) -> int:
    """Place of a code on an axis; KeyError with the codes there are."""
    axis_of(indicator, axis)
    codes = indicator.codes[axis]
    if code not in codes:
        raise KeyError(f"{indicator.name}: no '{code}' on axis '{axis}'; it has {', '.join(codes)}")
    return codes.index(code)


def in_year(indicator: Indicator, values: Floats, year: int | None) -> tuple[Floats, str]:
    """Values [replicate, ...] of a year, the last one by default, and the month that ends it.

    Raises
    ------
    ValueError
        When the file has nothing of that year; the message lists the years there are.
    """
    yearly = by_year(indicator, values=values)
    chosen = yearly.years[-1] if year is None else year
    if chosen not in yearly.years:
        there = ", ".join(str(each) for each in yearly.years)
        raise ValueError(f"{indicator.name}: no year {chosen}; it has {there}")
    place = yearly.years.index(chosen)
    last = max(month for month in indicator.months if int(month[:4]) == chosen)
    return np.asarray(yearly.values[:, place]), last


def wanted_period(indicator: Indicator, period: str | None) -> str:
    """`month` or `year`: as asked for, else years for flows of two whole years and more."""
    if period is not None and period not in PERIODS:
        raise ValueError(f"period '{period}': is neither month nor year; choose one of them")
    if period is None:
        whole = sum(not partial for partial in by_year(indicator).partial)
        return "year" if not indicator.is_stock and whole >= 2 else "month"
    return period


def counted_spread(values: Floats, replicates: Sequence[int], uncertain: bool) -> Spread:
    """As `spread_of`, with intervals of what is never below zero cut there: nothing lies lower."""
    spread = spread_of(values, replicates, uncertain)
    if spread.low is None or np.nanmin(values, initial=0.0) < 0.0:
        return spread
    return replace(spread, low=np.maximum(spread.low, 0.0))


def series_of(
    indicator: Indicator, values: Floats, label: str, period: str, uncertain: bool, words: Words
) -> Series:
    """The series of `values` [replicate, time] by month or year."""
    if period == "month":
        spread = counted_spread(values, indicator.replicates, uncertain)
        # A flow stands in the middle of what it sums, a stock at the end.
        back = 0.0 if indicator.is_stock else (1 / 24 if indicator.cadence == "monthly" else 0.5)
        x = [end_position(month) - back for month in indicator.months]
        return Series(label, x, _names(indicator, words), spread, [])
    yearly = by_year(indicator, values=values)
    keep = [i for i, partial in enumerate(yearly.partial) if not partial]
    keep = keep or list(range(len(yearly.years)))
    left_out = [year for i, year in enumerate(yearly.years) if i not in keep]
    spread = counted_spread(yearly.values[:, keep], indicator.replicates, uncertain)
    after = 1.0 if indicator.is_stock else 0.0
    x = [yearly.years[i] + after for i in keep]
    return Series(label, x, [str(yearly.years[i]) for i in keep], spread, left_out)


def _names(indicator: Indicator, words: Words) -> list[str]:
    if not indicator.is_stock:
        return [words.month(month) for month in indicator.months]
    return [words.ui("end_of", month=words.month(month)) for month in indicator.months]


def one_of(spread: Spread, i: int) -> Spread:
    """The spread of one position of the last dimension."""
    parts = (spread.error, spread.low, spread.high)
    error, low, high = (None if part is None else np.asarray(part[..., i]) for part in parts)
    hidden = None if spread.hidden is None else np.asarray(spread.hidden[..., i])
    return Spread(np.asarray(spread.mean[..., i]), error, low, high, hidden)


def reach(series: Sequence[Series], others: Sequence[float] = ()) -> tuple[float, float]:
    """Lowest and highest of what is drawn, bands included."""
    low, high = list(others), list(others)
    for each in series:
        band = each.spread.band() or (each.spread.mean, each.spread.mean)
        low.append(float(np.nanmin(band[0])))
        high.append(float(np.nanmax(band[1])))
    return min(low), max(high)


def told(spread: Spread, i: int, words: Words, unit: str) -> str:
    """`20,280,000 persons ± 1,200`, or with the interval."""
    text = f"{words.number(float(spread.mean[i]))} {unit}"
    if spread.low is not None and spread.high is not None:
        low, high = (words.number(float(end[i])) for end in (spread.low, spread.high))
        return f"{text}<br>{words.ui('band_forecast')}: {low} – {high}"
    if spread.error is not None:
        return f"{text}<br>{words.ui('band_error')}: {words.error(2 * float(spread.error[i]))}"
    return text
