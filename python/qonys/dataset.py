"""All indicators of a results file as one `xarray.Dataset` that reads no value before it is asked.

What is counted in a month bears the first day of that month, what is counted in a year the first
day of that year; a state bears the last day of the month at whose end it was taken. xarray chooses,
groups and resamples by dates, which it cannot do by periods.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr
from xarray.backends import BackendArray, BackendEntrypoint
from xarray.core import indexing

from .errors import DataError
from .file import ResultsFile, is_results_file
from .indicator import Floats, IndicatorInfo, text

Dates = npt.NDArray[np.datetime64]
_ATTRIBUTES = {
    "title": "title",
    "scenario": "scenario_name",
    "model": "model",
    "start": "start",
    "end": "end",
    "seed": "seed",
    "scale": "scale",
    "digest": "scenario_digest",
    "hash": "result_hash",
    "version": "version",
}


class QonysBackend(BackendEntrypoint):
    """Lets `xarray.open_dataset` read results files: engine `qonys` where the package is installed.

    Examples
    --------
    >>> import xarray
    >>> dataset = xarray.open_dataset("results/base.h5", engine=QonysBackend)
    >>> dataset["births"].dims
    ('replicate', 'time_monthly_flow', 'region', 'sex')
    """

    description = "Opens results files of Qonys"

    def open_dataset(
        self,
        filename_or_obj: Any,
        *,
        drop_variables: str | Iterable[str] | None = None,
        of: ResultsFile | None = None,
    ) -> xr.Dataset:
        """The lazy dataset of a file.

        Parameters
        ----------
        filename_or_obj
            Path of a results file.
        drop_variables
            Names of indicators or coordinates to leave out.
        of
            The file as it was opened before; what has changed since is refused.
        """
        dataset = _dataset_of(of or ResultsFile.find(filename_or_obj))
        return dataset.drop_vars(drop_variables or [], errors="ignore")

    def guess_can_open(self, filename_or_obj: Any) -> bool:
        """Whether it is the path of a results file."""
        return isinstance(filename_or_obj, (str, os.PathLike)) and is_results_file(filename_or_obj)


def open_dataset(file: ResultsFile) -> xr.Dataset:
    """The lazy dataset of a file that was opened before; values that were read are kept."""
    return xr.open_dataset(file.place, engine=QonysBackend, of=file)


def time_dimension(info: IndicatorInfo) -> str:
    """Name of the time dimension, such as `time_monthly_flow`."""
    return f"time_{info.cadence}_{info.kind}"


def dates_of(info: IndicatorInfo) -> Dates:
    """First day of what was counted, last day before a state: [time]."""
    months = np.array(info.months, dtype="datetime64[M]")
    if info.is_stock:
        days = (months + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
        return np.asarray(days, dtype="datetime64[s]")
    period = "M" if info.cadence == "monthly" else "Y"
    return months.astype(f"datetime64[{period}]").astype("datetime64[s]")


class _Values(BackendArray):
    """Values of one indicator, read part by part."""

    dtype = np.dtype(np.float64)

    def __init__(self, file: ResultsFile, name: str, shape: tuple[int, ...]) -> None:
        self.file = file
        self.name = name
        self.shape = shape

    def __getitem__(self, key: indexing.ExplicitIndexer) -> Any:
        support = indexing.IndexingSupport.OUTER_1VECTOR
        return indexing.explicit_indexing_adapter(key, self.shape, support, self._read)

    def _read(self, key: tuple[Any, ...]) -> Floats:
        with self.file.reading() as file:
            return np.asarray(file["indicators"][self.name]["values"][key], dtype=np.float64)


def _dataset_of(file: ResultsFile) -> xr.Dataset:
    with file.reading() as opened:
        names = list(opened.get("indicators", ()))
        infos = [IndicatorInfo(opened, name) for name in names]
        replicates = np.asarray(opened["replicates"][()])
        attributes = {key: _plain(opened.attrs[name]) for key, name in _ATTRIBUTES.items()}
    source = f"Qonys {attributes['version']}, model {attributes['model']}"
    coordinates: dict[str, xr.Variable] = {"replicate": xr.Variable("replicate", replicates)}
    for info in infos:
        coordinates.update(_coordinates(info))
    variables = {info.name: _variable(file, info, source) for info in infos}
    clash = sorted(coordinates.keys() & variables.keys())
    if clash:
        raise DataError(
            file.shown,
            f"'{clash[0]}' names both an indicator and an axis",
            "a dataset has one name for one thing",
            "read it with Results.indicator",
        )
    return xr.Dataset(variables, coordinates, attributes)


def _coordinates(info: IndicatorInfo) -> dict[str, xr.Variable]:
    time = time_dimension(info)
    meaning = "end of the period" if info.is_stock else "period counted, by its first day"
    made = {
        time: xr.Variable(time, dates_of(info), {"long_name": meaning}),
        f"{time}_label": xr.Variable(time, np.array(info.clear_times(), dtype=str)),
    }
    for axis, name in zip(info.axes, info.axis_names, strict=True):
        made[name] = xr.Variable(name, np.array(info.codes[axis], dtype=str))
        made[f"{name}_label"] = xr.Variable(name, np.array(info.labels[axis], dtype=str))
    return made


def _variable(file: ResultsFile, info: IndicatorInfo, source: str) -> xr.Variable:
    values = indexing.LazilyIndexedArray(_Values(file, info.name, info.shape))
    attributes = {
        "units": info.unit,
        "description": info.description,
        "measurement": info.kind,
        "cadence": info.cadence,
        "source": source,
    }
    return xr.Variable(("replicate", time_dimension(info), *info.axis_names), values, attributes)


def _plain(value: Any) -> str | int | float:
    if isinstance(value, (bytes, str)):
        return text(value)
    number: int | float = value.item()
    return number
