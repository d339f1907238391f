"""One indicator of a results file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
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


class IndicatorInfo:
    """What an indicator means, without its values. Made by `Results.info`.

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
    axis_names : tuple of str
        Names under which the file keeps the axes; unlike `axes`, one name means the same codes in
        every indicator.
    replicates : list of int
        Numbers of the replicates, first dimension.
    times : list of str or list of int
        Second dimension: `YYYY-MM` (for stocks the month whose end is meant), or the year.
    months : list of str
        Month that ends each period, `YYYY-MM`, for yearly indicators too.
    begins : str
        First month simulated, `YYYY-MM`.

    Examples
    --------
    >>> info = results.info("births")
    >>> info.kind, info.cadence, info.axes, info.shape
    ('flow', 'monthly', ('region', 'sex'), (4, 12, 2, 2))
    """

    def __init__(self, file: Any, name: str) -> None:
        attributes = file["indicators"][name]["values"].attrs
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
        self.axis_names = tuple(place.rsplit("/", 1)[-1] for place in places)
        self.replicates = [int(number) for number in file["replicates"][()]]
        self.times, self.months = _times(file, text(attributes["time"]))
        self.begins = text(file.attrs["start"])

    @property
    def is_stock(self) -> bool:
        """Counted at the end of the period, not over it."""
        return self.kind == "stock"

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of replicate, time and axes."""
        sizes = [len(self.codes[axis]) for axis in self.axes]
        return (len(self.replicates), len(self.times), *sizes)

    def clear_times(self) -> list[Any]:
        """The years of yearly values where years tell them apart, else months, as in the CSV."""
        in_december = all(month.endswith("-12") for month in self.months)
        return list(self.times if in_december or not self.is_stock else self.months)


class Indicator(IndicatorInfo):
    """Values of one indicator, with what they mean. Made by `Results.indicator`.

    Attributes
    ----------
    values : numpy.ndarray of float64
        [replicate, time, axes...], weighted to the whole population.

    Notes
    -----
    All other attributes are those of `IndicatorInfo`.

    Examples
    --------
    >>> births = results.indicator("births")
    >>> float(births.values[0, 0].sum()), births.unit      # replicate 0, first month
    (70.0, 'persons')
    """

    def __init__(self, file: Any, name: str) -> None:
        super().__init__(file, name)
        self.values: Floats = np.asarray(file["indicators"][name]["values"][()], dtype=np.float64)

    def total(self) -> Floats:
        """Sum over all axes: [replicate, time].

        Examples
        --------
        >>> results.indicator("births").total()[0, 0]
        np.float64(70.0)
        """
        return self.by()

    def by(self, *axes: str) -> Floats:
        """Sum over all axes but these: [replicate, time, positions...], in the file's order.

        Examples
        --------
        >>> results.indicator("births").by("region")[0, 0].tolist()
        [50.0, 20.0]
        """
        keep = [2 + self.axes.index(axis) for axis in axes]
        others = tuple(i for i in range(2, self.values.ndim) if i not in keep)
        return np.asarray(self.values.sum(axis=others))

    def to_frame(self) -> pd.DataFrame:
        """Tidy table: replicate, time, one column of codes for each axis, value.

        The same rows in the same order as the CSV that the program writes.

        Examples
        --------
        >>> results.indicator("births").to_frame().head(2)
           replicate     time region sex  value
        0          0  2025-01   TL-1   m   30.0
        1          0  2025-01   TL-1   f   20.0
        """
        import pandas as pd

        codes = [self.codes[axis] for axis in self.axes]
        levels: list[list[Any]] = [self.replicates, self.clear_times(), *codes]
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
