"""Reads results files. Their layout is a contract: include/qonys/output/FORMAT.md."""

from __future__ import annotations

import difflib
import os
from types import TracebackType
from typing import Any

import h5py
import numpy as np
import pandas as pd

from .errors import DataError
from .indicator import Indicator, flag, text, texts

FILETYPE = "qonys-results"
MAJOR_FORMAT = 1
REMAKE = "make it again with 'qonys run' or 'qonys ensemble'"


class Results:
    """One results file of a run or an ensemble, open for reading.

    Parameters
    ----------
    path
        An HDF5 file that `qonys run` or `qonys ensemble` wrote.

    Attributes
    ----------
    scenario, title, model, command : str
        Short name of the scenario, its one line for people, its model, and `run` or `ensemble`.
    start, end : str
        First and last month simulated, `YYYY-MM`.
    seed : int
        Seed of all random draws.
    replicates : tuple of int
        Numbers of the replicates present, in the order of the first dimension of all values.
    replicates_asked : int
        How many replicates were asked for; more than are present where some failed.
    scale : float
        Part of the population that was simulated, 0.001 to 1. Values are weighted to the whole already.
    hash, digest : str
        SHA-256 of all series, and of the scenario with all its inputs.
    version, git_commit, created : str
        The program that wrote the file, and when.

    Raises
    ------
    FileNotFoundError
        When there is no such file.
    DataError
        When the file is no results file, unfinished, or of a newer format.

    Examples
    --------
    >>> with Results("results/base.h5") as results:          # doctest: +SKIP
    ...     births = results.indicator("births").to_frame()
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._file = _open(self.path)
        try:
            self._read_attributes()
        except (KeyError, OSError) as error:
            self.close()
            raise DataError(self.path, f"is damaged: {error}", "", REMAKE) from error
        except DataError:
            self.close()
            raise

    def _read_attributes(self) -> None:
        attributes = self._file.attrs
        _check_kind(self.path, attributes)
        self.scenario = text(attributes["scenario_name"])
        self.title = text(attributes["title"])
        self.model = text(attributes["model"])
        self.command = text(attributes["command"])
        self.start = text(attributes["start"])
        self.end = text(attributes["end"])
        self.seed = int(attributes["seed"])
        self.scale = float(attributes["scale"])
        self.hash = text(attributes["result_hash"])
        self.digest = text(attributes["scenario_digest"])
        self.version = text(attributes["version"])
        self.git_commit = text(attributes["git_commit"])
        self.created = text(attributes["created"])
        self.replicates_asked = int(attributes["replicates"])
        self.replicates = tuple(int(number) for number in self._file["replicates"][()])

    def indicators(self) -> list[str]:
        """Names of all indicators, in the order in which the model declares them."""
        return list(self._open_file["indicators"]) if "indicators" in self._open_file else []

    def __contains__(self, name: str) -> bool:
        return name in self.indicators()

    def indicator(self, name: str) -> Indicator:
        """One indicator by name.

        Raises
        ------
        KeyError
            When the file has no such indicator; the message names the nearest one.
        """
        names = self.indicators()
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(names) or 'none'}"
            raise KeyError(f"{self.path}: no indicator '{name}'; {hint}")
        try:
            return Indicator(self._open_file, name)
        except (KeyError, OSError) as error:
            raise DataError(self.path, f"'{name}' is damaged: {error}", "", REMAKE) from error

    def parameters(self) -> pd.DataFrame:
        """Every parameter in effect: key, value, unit, description, source, grade, flags.

        The flags `is_default` and `assumption` are booleans; all other columns are text.
        """
        group = self._open_file.get("scenario/parameters", {})
        columns = ["key", "value", "unit", "description", "source", "grade"]
        table: dict[str, Any] = {name: texts(group.get(name)) for name in columns}
        for name in ("is_default", "assumption"):
            table[name] = [flag(value) for value in group[name][()]] if name in group else []
        return pd.DataFrame(table)

    def parameter(self, key: str, default: str = "") -> str:
        """Value of one parameter by its full dotted key, as text."""
        table = self.parameters()
        found = table.loc[table["key"] == key, "value"]
        return str(found.iloc[0]) if len(found) else default

    def inputs(self) -> pd.DataFrame:
        """Input files: name, sha256, rows."""
        group = self._open_file.get("scenario/inputs", {})
        rows = group["rows"][()] if "rows" in group else np.zeros(0, dtype=np.uint64)
        return pd.DataFrame(
            {"name": texts(group.get("name")), "sha256": texts(group.get("sha256")), "rows": rows}
        )

    def measures(self) -> list[str]:
        """Measures in force, one line each."""
        return texts(self._open_file.get("measures"))

    def notes(self) -> list[str]:
        """Remarks of the run: replicates that failed, for example."""
        return texts(self._open_file.get("log/notes"))

    @property
    def _open_file(self) -> Any:
        if not self._file:
            raise ValueError(f"{self.path}: is closed already; read it inside the 'with' block")
        return self._file

    def close(self) -> None:
        """Closes the file; indicators that were read keep their values."""
        self._file.close()

    def __enter__(self) -> Results:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Results('{self.path}': {self.scenario}, {self.start} to {self.end})"


def _open(path: str) -> Any:
    if not os.path.exists(path):
        raise FileNotFoundError(f"{path}: no such file; check the name, or look into results/")
    if os.path.isdir(path):
        raise DataError(path, "is a folder", "results are one file", "name a file in it")
    try:
        return h5py.File(path, "r")
    except PermissionError as error:
        raise PermissionError(f"{path}: may not be read; ask its owner") from error
    except OSError as error:
        raise DataError(path, "is no HDF5 file, or cut short", "", REMAKE) from error


def _check_kind(path: str, attributes: Any) -> None:
    kind = text(attributes.get("filetype", ""))
    if kind != FILETYPE:
        what = f"is a {kind} file" if kind else "is an HDF5 file of something else"
        raise DataError(path, what, f"'{FILETYPE}' is wanted", "name a file from results/")
    major, minor = (int(number) for number in attributes["format"])
    if major != MAJOR_FORMAT:
        raise DataError(
            path,
            f"has format {major}.{minor}",
            f"this version reads {MAJOR_FORMAT}.x",
            "use the version of Qonys that wrote it",
        )
    if not flag(attributes.get("complete", 0)):
        raise DataError(path, "is unfinished", "its run did not come to an end", REMAKE)
