"""What a results file says of its run, and its indicators one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from .errors import nearest_hint
from .file import ResultsFile, damage_told
from .indicator import Indicator, IndicatorInfo, flag, text, texts
from .numbers import counted

if TYPE_CHECKING:
    import pandas as pd


class Reader:
    """Reading itself; `Results` adds the tables and arrays that are made of it."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        self._closed = False
        self._file = ResultsFile.find(path)
        with self._file.reading() as file:
            self._read_attributes(file)

    def _read_attributes(self, file: Any) -> None:
        attributes = file.attrs
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
        self.is_partial = bool(attributes.get("partial", 0))
        self.replicates_asked = int(attributes["replicates"])
        self.replicates = tuple(int(number) for number in file["replicates"][()])
        self._names = tuple(file.get("indicators", ()))

    def indicators(self) -> list[str]:
        """Names of all indicators, in the order in which the model declares them.

        Examples
        --------
        >>> results.indicators()[:3]
        ['population', 'population_by_age', 'births']
        """
        self._check_open()
        return list(self._names)

    def __contains__(self, name: str) -> bool:
        return name in self.indicators()

    def info(self, name: str) -> IndicatorInfo:
        """What an indicator means, without reading its values.

        Raises
        ------
        KeyError
            When the file has no such indicator; the message names the nearest one.

        Examples
        --------
        >>> results.info("population").unit
        'persons'
        """
        self.check_name(name)
        with self._reading() as file, damage_told(self.path, name):
            return IndicatorInfo(file, name)

    def indicator(self, name: str) -> Indicator:
        """One indicator by name, with its values.

        Raises
        ------
        KeyError
            When the file has no such indicator; the message names the nearest one.

        Examples
        --------
        >>> results.indicator("population")
        Indicator('population': stock, persons, (4, 13, 2))
        """
        self.check_name(name)
        with self._reading() as file, damage_told(self.path, name):
            return Indicator(file, name)

    def check_name(self, name: str) -> None:
        """Raises a KeyError that names the nearest indicator where there is none of this name."""
        names = self.indicators()
        if name not in names:
            hint = nearest_hint(name, names, f"it has {', '.join(names) or 'none'}")
            raise KeyError(f"{self.path}: no indicator '{name}'; {hint}")

    def parameters(self) -> pd.DataFrame:
        """Every parameter in effect: key, value, unit, description, source, grade, flags.

        The flags `is_default` and `assumption` are booleans; all other columns are text.

        Examples
        --------
        >>> results.parameters()[["key", "value", "assumption"]].tail(1)
                           key value  assumption
        2  mobility.shock_sd   0.1        True
        """
        import pandas as pd

        with self._reading() as file:
            group = file.get("scenario/parameters", {})
            columns = ["key", "value", "unit", "description", "source", "grade"]
            table: dict[str, Any] = {name: texts(group.get(name)) for name in columns}
            for name in ("is_default", "assumption"):
                table[name] = [flag(value) for value in group[name][()]] if name in group else []
        return pd.DataFrame(table)

    def parameter(self, key: str, default: str = "") -> str:
        """Value of one parameter by its full dotted key, as text.

        Examples
        --------
        >>> results.parameter("forecast.uncertain")
        'true'
        """
        table = self.parameters()
        found = table.loc[table["key"] == key, "value"]
        return str(found.iloc[0]) if len(found) else default

    def inputs(self) -> pd.DataFrame:
        """Input files: name, sha256, rows."""
        import pandas as pd

        with self._reading() as file:
            group = file.get("scenario/inputs", {})
            rows = group["rows"][()] if "rows" in group else np.zeros(0, dtype=np.uint64)
            columns = {"name": texts(group.get("name")), "sha256": texts(group.get("sha256"))}
        return pd.DataFrame({**columns, "rows": rows})

    def measures(self) -> list[str]:
        """Measures in force, one line each."""
        return self._texts("measures")

    def notes(self) -> list[str]:
        """Remarks of the run: replicates that failed, for example."""
        return self._texts("log/notes")

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        self._check_open()
        with self._file.reading() as file:
            yield file

    def _texts(self, place: str) -> list[str]:
        with self._reading() as file:
            return texts(file.get(place))

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError(f"{self.path}: is closed already; read it inside the 'with' block")

    def close(self) -> None:
        """Ends reading; indicators and datasets that were made keep their values."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, tuple[type[Reader], ResultsFile]]:
        self._check_open()
        return _same_again, (type(self), self._file)

    def __repr__(self) -> str:
        sizes = [counted(len(self.replicates), "replicate"), counted(len(self._names), "indicator")]
        what = [self.scenario, f"{self.start} to {self.end}", f"scale {self.scale:g}", *sizes]
        closed = ["closed"] if self._closed else []
        return f"{type(self).__name__}('{self.path}': {', '.join(what + closed)})"


def _same_again(kind: type[Reader], file: ResultsFile) -> Reader:
    """Opens a file that was pickled, if it still holds the same results."""
    with file.reading():
        return kind(file.place)
