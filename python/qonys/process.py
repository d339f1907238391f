"""Processes written in Python: once a month, arrays of everybody in, proposals out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from .process_declaration import check, identity

if TYPE_CHECKING:
    from ._core import StepView

Array = npt.NDArray[Any]
Answer = Mapping[str, "Array | tuple[Array, Array] | int"]


@dataclass(frozen=True)
class NewColumn:
    """A column of people that a process adds.

    Parameters
    ----------
    dtype
        Whole numbers of 8 to 64 bits, or float64.
    description
        One phrase.
    fill
        Value of everybody at the start and of those who are born or arrive; one that `dtype` can hold.

    Examples
    --------
    >>> NewColumn(np.uint8, "has taken a course").fill
    0
    """

    dtype: npt.DTypeLike
    description: str
    fill: float = 0


@dataclass(frozen=True)
class NewIndicator:
    """Something that a process counts.

    Parameters
    ----------
    unit, description
        `"persons"`, and one phrase.
    measurement
        `"flow"`, counted as it happens, or `"stock"`, counted at the end of the month; a stock belongs
        to a process of stage `record` that runs every month.
    by_region
        One number a region; one in all without.

    Examples
    --------
    >>> NewIndicator("persons", "people who take a course").by_region
    True
    """

    unit: str
    description: str
    measurement: str = "flow"
    by_region: bool = True


class People(Mapping[str, Array]):
    """Everybody alive and resident in the month under way, in one fixed order; of use during `step` alone.

    Columns that the process reads are had by name: arrays of shape `[people]`, copies that may be
    changed without effect.

    Attributes
    ----------
    month : str
        `YYYY-MM`.
    year : int
        Its year.
    scale : float
        Part of the population that is simulated.

    Examples
    --------
    >>> class Count(Process):
    ...     name, description, stage, reads = "count", "counts by age", "record", ("birth_month", "region")
    ...     indicators = {"minors": NewIndicator("persons", "people under 18", "stock")}
    ...
    ...     def step(self, people):
    ...         return {"minors": people.by_region(people.age < 18)}
    >>> counted = run(base, scale=0.01, processes=[Count()])
    >>> bool(counted.indicator("minors").total().min() > 0)
    True
    """

    def __init__(self, view: StepView, reads: tuple[str, ...]) -> None:
        self._view = view
        self._reads = reads
        self._columns: dict[str, Array] = {}
        self.month: str = view.month
        self.year = int(self.month[:4])
        self.scale: float = view.scale

    def __getitem__(self, column: str) -> Array:
        if column not in self._columns:
            self._columns[column] = self._view.column(column)
        return self._columns[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._reads)

    def __len__(self) -> int:
        """How many columns there are; `count` has the people."""
        return len(self._reads)

    @property
    def count(self) -> int:
        """Number of people."""
        return len(self._view)

    @property
    def regions(self) -> list[str]:
        """Codes of the regions; the column `region` holds positions in this list."""
        return self._view.regions

    @property
    def age(self) -> Array:
        """Completed years, shape `[people]`; needs `birth_month` among the columns read."""
        year, month = map(int, self.month.split("-"))
        now = (year - 1900) * 12 + month - 1
        return np.asarray((now - self["birth_month"].astype(np.int32)) // 12)

    def uniform(self, draw: str) -> Array:
        """One number between 0 and 1 for each person, shape `[people]`: the same for the same person,
        month, seed and replicate, whoever else there is.

        Raises
        ------
        KeyError
            When the process does not declare the draw.
        """
        return self._view.uniform(draw)

    def lever(self, name: str) -> Array:
        """What a lever stands at, shape `[cells]`; one cell where it has no axes."""
        return self._view.lever(name)

    def by_region(self, chosen: Array) -> Array:
        """How many of those chosen (True, shape `[people]`) live in each region, shape `[regions]`;
        needs `region` among the columns read."""
        return np.bincount(self["region"][chosen], minlength=len(self.regions)).astype(np.int64)


class Process:
    """Part of the model, written in Python. Derive a class, say what it is made of, and write `step`.

    Attributes
    ----------
    name : str
        In snake_case; of its own in the whole model.
    description : str
        One phrase.
    stage : str
        When in the month: open, levers, demography, employers, jobs, permits, unions, programmes,
        moves, status, registers, record or close.
    order : int
        Within the stage.
    month_of_year : int or None
        1 to 12 for a process that runs once a year; None for every month.
    reads, writes : tuple of str
        Columns of people. Who lives where and with whom (`key`, `birth_month`, `sex`, `region`, `gone`,
        `household`) can be read only.
    levers : tuple of str
        Levers that it looks at.
    draws : tuple of str
        Names of its uses of chance, each with an address of its own.
    columns : dict of str to NewColumn
        Columns that it adds.
    indicators : dict of str to NewIndicator
        What it counts.

    Notes
    -----
    `step` must follow from its arguments alone: no clock, no random numbers but `people.uniform`. Then
    results are the same for any number of threads. Results of a run with such processes have a digest of
    their own, which covers the source of the class and the values of all attributes, its own and those of
    the class, but not functions and constants elsewhere in a module.

    Examples
    --------
    >>> class Schooling(Process):
    ...     name = "schooling"
    ...     description = "grown-ups go back to school by chance"
    ...     stage = "programmes"
    ...     reads = ("birth_month", "back_at_school", "region")
    ...     writes = ("back_at_school",)
    ...     draws = ("enrol",)
    ...     columns = {"back_at_school": NewColumn(np.uint8, "enrolled as a grown-up")}
    ...     indicators = {"enrolments": NewIndicator("persons", "grown-ups who enrol")}
    ...
    ...     def step(self, people):
    ...         enrols = (people.age >= 25) & (people["back_at_school"] == 0)
    ...         enrols &= people.uniform("enrol") < 0.01
    ...         return {
    ...             "back_at_school": people["back_at_school"] | enrols,
    ...             "enrolments": people.by_region(enrols),
    ...         }
    >>> results = run(base, scale=0.01, processes=[Schooling()])
    >>> bool(results.indicator("enrolments").total().sum() > 0)
    True
    """

    name: ClassVar[str] = ""
    description: ClassVar[str] = ""
    stage: ClassVar[str] = "programmes"
    order: ClassVar[int] = 0
    month_of_year: ClassVar[int | None] = None
    reads: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[tuple[str, ...]] = ()
    levers: ClassVar[tuple[str, ...]] = ()
    draws: ClassVar[tuple[str, ...]] = ()
    columns: ClassVar[Mapping[str, NewColumn]] = {}
    indicators: ClassVar[Mapping[str, NewIndicator]] = {}

    def step(self, people: People) -> Answer:
        """What happens in a month.

        Parameters
        ----------
        people
            Everybody, before anybody has changed in this stage.

        Returns
        -------
        dict
            For a column that the process writes: new values in the type of the column, shape `[people]`,
            or a pair of positions and values for those alone who change. For an indicator: how many,
            whole numbers, shape `[regions]`, or one number.

        Examples
        --------
        >>> Process().step(None)
        Traceback (most recent call last):
        NotImplementedError: Process has no step; write one
        """
        raise NotImplementedError(f"{type(self).__name__} has no step; write one")

    def declaration(self) -> dict[str, Any]:
        """What the engine is told of the process."""
        check(self)
        return {
            "name": self.name,
            "description": self.description,
            "stage": self.stage,
            "order": self.order,
            "month_of_year": self.month_of_year,
            "reads": list(self.reads),
            "writes": list(self.writes),
            "levers": list(self.levers),
            "draws": list(self.draws),
            "columns": [
                {
                    "name": name,
                    "dtype": np.dtype(column.dtype),
                    "description": column.description,
                    "fill": float(column.fill),
                }
                for name, column in self.columns.items()
            ],
            "indicators": [
                {
                    "name": name,
                    "unit": each.unit,
                    "description": each.description,
                    "measurement": each.measurement,
                    "by_region": each.by_region,
                }
                for name, each in self.indicators.items()
            ],
            "text": f"process '{self.name}' in Python, sha256 {identity(self)}",
        }

    def decide(self, view: StepView) -> None:
        """Called by the engine once a month."""
        people = People(view, self.reads)
        answer = self.step(people)
        if not isinstance(answer, Mapping):
            raise TypeError(
                f"process '{self.name}': step returned {type(answer).__name__} where a dict of columns "
                "and indicators is expected; return {} where nothing happens"
            )
        for name, value in answer.items():
            if name in self.indicators:
                view.count(name, np.atleast_1d(np.asarray(value)))
            elif isinstance(value, tuple):
                view.propose(name, _with_some_changed(view.column(name), name, value, self.name))
            else:
                view.propose(name, _as_column(np.asarray(value)))


def _as_column(values: Array) -> Array:
    """True and False are bytes in a column."""
    return values.view(np.uint8) if values.dtype == np.bool_ else values


def _with_some_changed(
    column: Array, name: str, change: tuple[Array, Array], process: str
) -> Array:
    if len(change) != 2:
        raise TypeError(
            f"process '{process}': {len(change)} things for '{name}' where a pair of positions and "
            "values is expected"
        )
    rows, values = map(np.asarray, change)
    if rows.dtype.kind not in "iu" or rows.ndim != 1:
        raise TypeError(
            f"process '{process}': positions for '{name}' are {rows.dtype} of shape "
            f"{list(rows.shape)} where a list of whole numbers is expected; np.flatnonzero gives one"
        )
    if rows.size and (rows.min() < 0 or rows.max() >= len(column)):
        raise ValueError(
            f"process '{process}': a position for '{name}' is outside 0 to {len(column) - 1}"
        )
    new = _as_column(values)
    if new.dtype != column.dtype and new.ndim > 0:
        raise TypeError(
            f"process '{process}': proposed for '{name}' is {new.dtype} where the column is "
            f"{column.dtype}; convert it with .astype"
        )
    if new.ndim > 0 and new.shape != rows.shape:
        raise ValueError(
            f"process '{process}': {rows.size} positions for '{name}', but {new.size} values"
        )
    column[rows] = new
    return column
