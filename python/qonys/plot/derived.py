"""Indicators that are worked out of others, replicate by replicate, so that their error is their own."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ..indicator import Floats, Indicator
from ..results import Results


class Derived(Protocol):
    """Something that figures can show in place of an indicator of the file."""

    def of(self, results: Results) -> Indicator:
        """Its values in one run."""
        ...


@dataclass(frozen=True)
class Ratio:
    """Indicators over indicators, all of the same times: a rate, or a mean.

    Parameters
    ----------
    name, unit, description
        Of the ratio.
    over, under
        Names of indicators that are added up above and below the line.
    factor
        By which the quotient is multiplied: 100 for per cent.
    by
        Axes to keep, which all of them have; all others are summed.

    Examples
    --------
    >>> of_births = Ratio("boys", "per birth", ("births",), ("births",))
    >>> of_births.of(results).values[0, 0]
    np.float64(1.0)
    """

    name: str
    unit: str
    over: tuple[str, ...]
    under: tuple[str, ...]
    factor: float = 1.0
    by: tuple[str, ...] = ()
    description: str = ""

    def of(self, results: Results) -> Indicator:
        """Its values; not a number where there is nobody to divide by.

        Raises
        ------
        KeyError
            When the run lacks one of the indicators.
        """
        found = {name: results.indicator(name) for name in (*self.over, *self.under)}
        over = np.sum([found[name].by(*self.by) for name in self.over], axis=0)
        under = np.sum([found[name].by(*self.by) for name in self.under], axis=0)
        values = np.where(
            under > 0.0, self.factor * over / np.where(under > 0.0, under, 1.0), np.nan
        )
        return _made(self, found[self.over[0]], values)


@dataclass(frozen=True)
class Growth:
    """A stock as per cent more than at the start.

    Parameters
    ----------
    name, description
        Of the growth.
    stock
        Name of the indicator.
    by
        Axes to keep; all others are summed.

    Examples
    --------
    >>> Growth("more", "population").of(results).values[0, [0, -1], 0].round(1).tolist()
    [0.0, 10.0]
    """

    name: str
    stock: str
    by: tuple[str, ...] = ("region",)
    description: str = ""
    unit: str = "%"

    def of(self, results: Results) -> Indicator:
        """Its values.

        Raises
        ------
        KeyError
            When the run lacks the indicator.
        """
        found = results.indicator(self.stock)
        values = found.by(*self.by)
        start = values[:, :1]
        grown = np.where(
            start > 0.0, 100.0 * (values / np.where(start > 0.0, start, 1.0) - 1.0), np.nan
        )
        return _made(self, found, grown)


def indicator_of(results: Results, what: str | Derived) -> Indicator:
    """An indicator of the file by its name, or one that is worked out."""
    return results.indicator(what) if isinstance(what, str) else what.of(results)


def _made(what: Ratio | Growth, like: Indicator, values: Floats) -> Indicator:
    made = copy.copy(like)
    names = dict(zip(like.axes, like.axis_names, strict=True))
    made.name, made.unit, made.description = what.name, what.unit, what.description
    made.axes = tuple(axis for axis in like.axes if axis in what.by)
    made.axis_names = tuple(names[axis] for axis in made.axes)
    made.values = np.asarray(values, dtype=np.float64)
    return made
