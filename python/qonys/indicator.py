"""One indicator of a results file."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


def text(value: Any) -> str:
    """An HDF5 text as `str`."""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)


def texts(dataset: Any) -> list[str]:
    """A list of HDF5 texts; empty where there is no such dataset."""
    return [] if dataset is None else [text(value) for value in dataset[()]]


def flag(value: Any) -> bool:
    """An HDF5 flag as `bool`."""
    return bool(int(value))


class Indicator:
    """Values of one indicator, with what they mean. Made by `Results.indicator`.

    Attributes
    ----------
    name, unit, description : str
    kind : str
        `flow`: counted as it happens, summed over the period. `stock`: counted at its end.
    cadence : str
        `monthly` or `yearly`.
    axes : tuple of str
        Names of the dimensions after replicate and time.
    codes, labels : dict of str to list of str
        Positions of each axis, and their names for people.
    replicates : list of int
        Numbers of the replicates, first dimension.
    times : list of str or list of int
        Second dimension: `YYYY-MM` (for stocks the month whose end is meant), or the year.
    months : list of str
        Month that ends each period, `YYYY-MM`, for yearly indicators too.
    begins : str
        First month simulated, `YYYY-MM`.
    values : numpy.ndarray of float64
        [replicate, time, axes...], weighted to the whole population.
    """

    def __init__(self, file: Any, name: str) -> None:
        group = file["indicators"][name]
        data = group["values"]
        attributes = data.attrs
        self.name = name
        self.unit = text(attributes["unit"])
        self.description = text(attributes["description"])
        self.kind = text(attributes["kind"])
        self.cadence = text(attributes["cadence"])
        self.axes = tuple(text(axis) for axis in attributes["axes"])
        places = [text(place) for place in attributes["axis_paths"]]
        pairs = list(zip(self.axes, places, strict=True))
        self.codes = {axis: texts(file[place]["codes"]) for axis, place in pairs}
        self.labels = {axis: texts(file[place]["labels"]) for axis, place in pairs}
        self.replicates = [int(number) for number in file["replicates"][()]]
        self.times, self.months = _times(file, text(attributes["time"]))
        self.begins = text(file.attrs["start"])
        self.values: Floats = np.asarray(data[()], dtype=np.float64)

    @property
    def is_stock(self) -> bool:
        """Counted at the end of the period, not over it."""
        return self.kind == "stock"

    def total(self) -> Floats:
        """Sum over all axes: [replicate, time]."""
        return np.asarray(self.values.sum(axis=tuple(range(2, self.values.ndim))))

    def by(self, axis: str) -> Floats:
        """Sum over all axes but one: [replicate, time, position]."""
        keep = 2 + self.axes.index(axis)
        others = tuple(i for i in range(2, self.values.ndim) if i != keep)
        return np.asarray(self.values.sum(axis=others))

    def to_frame(self) -> pd.DataFrame:
        """Tidy table: replicate, time, one column of codes for each axis, value.

        The same rows in the same order as the CSV that the program writes.
        """
        unclear = len(set(self.times)) < len(self.times)
        times: list[Any] = list(self.months if unclear else self.times)
        levels: list[list[Any]] = [self.replicates, times, *(self.codes[a] for a in self.axes)]
        shape = [len(level) for level in levels]
        columns: dict[str, Any] = {}
        for place, (column, level) in enumerate(
            zip(["replicate", "time", *self.axes], levels, strict=True)
        ):
            inner = int(np.prod(shape[place + 1 :], dtype=np.int64))
            outer = int(np.prod(shape[:place], dtype=np.int64))
            columns[column] = np.tile(np.repeat(np.asarray(level), inner), outer)
        columns["value"] = self.values.reshape(-1)
        return pd.DataFrame(columns)

    def __repr__(self) -> str:
        return f"Indicator('{self.name}': {self.kind}, {self.unit}, {self.values.shape})"


def _times(file: Any, place: str) -> tuple[list[Any], list[str]]:
    times = file[place]
    if times.dtype.kind == "i":
        years = [int(year) for year in times[()]]
        return years, texts(file[place + "_month"])
    months = texts(times)
    return months, months
