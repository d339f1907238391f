"""Tables and arrays that say what is in a results file, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from .dataset import time_dimension
from .indicator import Floats, Indicator, texts
from .numbers import number
from .regions import by_year, is_uncertain
from .spread import spread_of

if TYPE_CHECKING:
    from .results import Results

MOST_SHOWN = 10
_TARGET_TEXTS = (
    "name_ru",
    "name_kk",
    "name_ru",
    "name_kk",
    "unit",
    "base_year",
    "met",
    "formula",
    "remark",
    "source",
)
_TARGET_NUMBERS = ("base", "target", "target_year")
_TARGET_COLUMNS = (
    "id",
    "name",
    "unit",
    "year",
    "mean",
    "error",
    "low",
    "high",
    "within_noise",
    "base",
    "base_year",
    "target",
    "target_year",
    "met",
)


def axes_of(indicator: Indicator, by: str | Sequence[str]) -> list[str]:
    """Axes to keep, in the order of the file.

    Raises
    ------
    ValueError
        When the indicator has no such axis.
    """
    wanted = [by] if isinstance(by, str) else list(by)
    unknown = [axis for axis in wanted if axis not in indicator.axes]
    if unknown:
        has = ", ".join(indicator.axes) or "none"
        raise ValueError(
            f"{indicator.name}: has no axis '{unknown[0]}' (it cannot be kept); choose of: {has}"
        )
    return [axis for axis in indicator.axes if axis in wanted]


def yearly_of(results: Results, name: str, by: str | Sequence[str]) -> xr.DataArray:
    """See `Results.yearly`."""
    indicator = results.indicator(name)
    axes = axes_of(indicator, by)
    series = by_year(indicator, values=indicator.by(*axes))
    years = xr.Variable("year", np.asarray(series.years))
    partial = xr.Variable("year", np.asarray(series.partial, dtype=np.bool_))
    extra = {"year": years, "partial": partial}
    return _array(results, indicator, series.values, ("replicate", "year"), axes, extra)


def interval_of(results: Results, name: str, by: str | Sequence[str]) -> xr.Dataset:
    """See `Results.interval`."""
    indicator = results.indicator(name)
    axes = axes_of(indicator, by)
    spread = spread_of(indicator.by(*axes), indicator.replicates, is_uncertain(results))
    parts: dict[str, Any] = {"mean": spread.mean, "monte_carlo_error": spread.error}
    if spread.low is not None:
        parts["forecast_low"] = spread.low
        parts["forecast_high"] = spread.high
        parts["within_noise"] = spread.is_within_noise()
    dims = (time_dimension(indicator),)
    return xr.Dataset(
        {
            part: _array(results, indicator, values, dims, axes)
            for part, values in parts.items()
            if values is not None
        }
    )


def _array(
    results: Results,
    indicator: Indicator,
    values: Floats,
    first: tuple[str, ...],
    axes: Sequence[str],
    extra: dict[str, xr.Variable] | None = None,
) -> xr.DataArray:
    names = dict(zip(indicator.axes, indicator.axis_names, strict=True))
    dims = (*first, *(names[axis] for axis in axes))
    whole = results.array(indicator.name)
    known = {key: one for key, one in whole.coords.items() if set(one.dims) <= set(dims)}
    attributes = {key: whole.attrs[key] for key in ("units", "description", "measurement")}
    return xr.DataArray(values, {**known, **(extra or {})}, dims, indicator.name, attributes)


def head_of(results: Results, n: int) -> pd.DataFrame:
    """See `Results.head`."""
    columns = ["indicator", "unit", "cadence", "axes", "of", "value"]
    rows = []
    for name in results.indicators()[:n]:
        indicator = results.indicator(name)
        totals = indicator.total()
        value = totals[:, -1] if indicator.is_stock else totals.sum(axis=1)
        what = "end" if indicator.is_stock else "total"
        axes = ", ".join(indicator.axes)
        mean = float(value.mean()) if value.size else float("nan")
        rows.append([name, indicator.unit, indicator.cadence, axes, what, mean])
    return pd.DataFrame(rows, columns=columns)


def html_of(results: Results) -> str:
    """What a notebook shows: the run, and its first indicators."""
    words = escape(repr(results))
    try:
        table = results.head(MOST_SHOWN).to_html(index=False, float_format=number, na_rep="-")
    except ValueError:  # closed, changed or gone: the line above says which file it was
        return f"<div><code>{words}</code></div>"
    more = len(results.indicators()) - MOST_SHOWN
    rest = f"<p>and {more} more: <code>indicators()</code></p>" if more > 0 else ""
    return f"<div><b>{escape(results.title)}</b><br><code>{words}</code>{table}{rest}</div>"


def target_values_of(file: Any) -> xr.Dataset | None:
    """See `Results.target_values`."""
    group = file.get("target_indicators")
    if group is None:
        return None
    columns: dict[str, Any] = {"name": ("id", np.array(texts(group["name_en"]), dtype=object))}
    for column in _TARGET_TEXTS:
        columns[column] = ("id", np.array(texts(group[column]), dtype=object))
    for column in _TARGET_NUMBERS:
        columns[column] = ("id", np.asarray(group[column][()], dtype=np.float64))
    coordinates = {
        "replicate": np.asarray(group["replicate"][()]),
        "id": np.array(texts(group["id"]), dtype=object),
        "year": np.asarray(group["year"][()]),
    }
    values = np.asarray(group["values"][()], dtype=np.float64)
    return xr.Dataset({"values": (("replicate", "id", "year"), values), **columns}, coordinates)


def targets_of(results: Results) -> pd.DataFrame:
    """See `Results.targets`."""
    table = results.target_values()
    if table is None:
        return pd.DataFrame({column: [] for column in _TARGET_COLUMNS})
    values = table["values"].values
    replicates = [int(number) for number in table["replicate"].values]
    spread = spread_of(values, replicates, is_uncertain(results))
    shape = values.shape[1:]
    unknown = np.full(shape, np.nan)
    numbers = {
        "mean": spread.mean,
        "error": spread.error,
        "low": spread.low,
        "high": spread.high,
    }
    parts: dict[str, Any] = {
        name: (unknown if part is None else part).ravel() for name, part in numbers.items()
    }
    parts["within_noise"] = spread.is_within_noise().ravel()
    parts["year"] = np.tile(table["year"].values, shape[0])
    for column in ("id", "name", "unit", "base", "base_year", "target", "target_year", "met"):
        parts[column] = np.repeat(table[column].values, shape[1])
    return pd.DataFrame(parts)[list(_TARGET_COLUMNS)]
