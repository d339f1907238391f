"""One replicate, stepped month by month, with a view of everybody in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .core import core
from .errors import StaleError
from .results import Results
from .running import follow_text, removed_with, results_place, stop_on_interrupt, whole
from .scenario import Scenario, as_scenario, changed, plan_of

if TYPE_CHECKING:
    import pandas as pd

    from .process import Process

Array = npt.NDArray[Any]
LIVING = 0


class Column:
    """One column of a table, as it stood when it was looked up; not a copy.

    Its values lie on the engine's own memory, read-only, in pieces: one for each shard of the people.
    When the simulation has gone on, the column is of the past and refuses; an array that was taken from
    it before keeps the values that it had then.

    Attributes
    ----------
    name, description : str
        As the model declares them.
    dtype : numpy.dtype
        Of the values; codes and months are whole numbers (months count from January 1900).

    Examples
    --------
    >>> with Simulation(base, scale=0.01) as simulation:
    ...     born = simulation.people["birth_month"]
    ...     len(born), born.dtype, len(born.pieces), born.pieces[0].flags.writeable
    (10000, dtype('int16'), 1024, False)
    """

    def __init__(self, table: Table, name: str) -> None:
        self.name = name
        self.description = table.descriptions[name]
        self._table = table
        self._pieces: tuple[Array, ...] = table._live.column(table.name, name)
        self._generation = table._live.generation
        self.dtype: np.dtype[Any] = self._pieces[0].dtype

    @property
    def pieces(self) -> tuple[Array, ...]:
        """Read-only arrays, shape `[rows of the shard]`, without a copy.

        Raises
        ------
        StaleError
            When the simulation has gone on since.
        """
        if self._table._live.generation != self._generation:
            raise StaleError(
                f"the column '{self.name}' of {self._table.name} is of the past (the simulation has "
                "gone on, and rows have changed or moved); look it up again"
            )
        return self._pieces

    def to_numpy(self) -> Array:
        """All values in one array of one's own, shape `[rows]`.

        Raises
        ------
        StaleError
            When the simulation has gone on since.
        """
        return np.concatenate(self.pieces)

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> Array:
        if copy is False:
            raise ValueError(
                f"the column '{self.name}' lies in pieces (one array of it is a copy); use .pieces"
            )
        return self.to_numpy().astype(dtype or self.dtype, copy=False)

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.pieces)

    def __repr__(self) -> str:
        return f"Column('{self.name}': {self.description}; {self.dtype})"


class Table:
    """People, households, or another table of a simulation: its columns by name.

    Rows of those who have died, left or merged (`gone` is not 0) stay until the engine drops them.

    Examples
    --------
    >>> with Simulation(base, scale=0.01) as simulation:
    ...     len(simulation.people), simulation.people.to_frame(["sex"]).value_counts().sum()
    (10000, np.int64(10000))
    """

    def __init__(self, live: Any, name: str) -> None:
        self.name = name
        self._live = live
        columns = live.columns(name)
        self.descriptions: dict[str, str] = {each["name"]: each["description"] for each in columns}

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the order in which the model declares them."""
        return list(self.descriptions)

    def __getitem__(self, name: str) -> Column:
        if name not in self.descriptions:
            self._live.column(self.name, name)  # refuses, and names the nearest
        return Column(self, name)

    def __contains__(self, name: object) -> bool:
        return name in self.descriptions

    def __len__(self) -> int:
        return int(self._live.num_rows(self.name))

    def to_frame(
        self, columns: Sequence[str] | None = None, *, living: bool = True
    ) -> pd.DataFrame:
        """Columns side by side, a copy.

        Parameters
        ----------
        columns
            All when not given.
        living
            Leave out rows that are gone, where the table has a column `gone`.

        Returns
        -------
        pandas.DataFrame
            One row a person (household, record), in the order of the engine.
        """
        import pandas as pd

        names = self.columns if columns is None else list(columns)
        frame = pd.DataFrame({name: self[name].to_numpy() for name in names})
        if living and "gone" in self:
            frame = frame[self["gone"].to_numpy() == LIVING].reset_index(drop=True)
        return frame

    def __repr__(self) -> str:
        return f"Table('{self.name}': {len(self):,} rows, {len(self.columns)} columns)"


class Tables(Mapping[str, Table]):
    """Every table of a simulation by name."""

    def __init__(self, live: Any) -> None:
        self._live = live

    def __getitem__(self, name: str) -> Table:
        return Table(self._live, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._live.tables())

    def __len__(self) -> int:
        return len(self._live.tables())

    def __repr__(self) -> str:
        return f"Tables({', '.join(self)})"


class Simulation:
    """One replicate of a scenario that goes on when it is told to.

    Parameters
    ----------
    scenario
        A scenario, or the file of one.
    replicate
        Number of the replicate whose draws are used.
    seed, scale
        In place of what the scenario says.
    threads
        Worker threads; 0 for all processors. Results do not depend on it.
    processes
        Processes written in Python, which join those of the model.
    check_every_step
        Check the links between people and households after every stage: slow.

    Raises
    ------
    InputError
        With every problem of the scenario.

    Notes
    -----
    Of one thread at a time, and of the process that made it: other threads, forks and pickle are refused.

    Examples
    --------
    >>> with Simulation(base, scale=0.01) as simulation:
    ...     done = simulation.advance(12)
    ...     simulation.month, done, len(simulation.people) > 10_000
    ('2025-12', 12, True)
    """

    def __init__(
        self,
        scenario: Scenario | str | os.PathLike[str],
        *,
        replicate: int = 0,
        seed: int | None = None,
        scale: float | None = None,
        threads: int = 0,
        processes: Sequence[Process] = (),
        check_every_step: bool = False,
    ) -> None:
        self.scenario = changed(
            as_scenario(scenario), {"run.seed": seed, "population.scale": scale}
        )
        plan = plan_of(self.scenario)
        if processes:
            plan = core().with_processes(plan, list(processes))
        self._live = core().LiveSimulation(
            plan,
            whole("replicate", replicate, 0),
            whole("threads", threads, 0),
            bool(check_every_step),
        )
        self._lives: list[pd.DataFrame] = []

    @property
    def month(self) -> str:
        """Last month done, `YYYY-MM`; the one before the first at the start."""
        year, month = divmod(_index(self._live.next_month) - 2, 12)
        return f"{year}-{month + 1:02d}"

    @property
    def finished(self) -> bool:
        """Whether the last month of the scenario is done."""
        return bool(self._live.finished)

    @property
    def regions(self) -> list[str]:
        """Codes of the regions; a column `region` holds positions in this list."""
        return list(self._live.regions())

    @property
    def tables(self) -> Tables:
        """People, households and every other table of the model."""
        return Tables(self._live)

    @property
    def people(self) -> Table:
        """Everybody."""
        return Table(self._live, "people")

    @property
    def households(self) -> Table:
        """Every household."""
        return Table(self._live, "households")

    def advance(self, months: int = 1) -> int:
        """Simulates some months more.

        Returns
        -------
        int
            Months done: fewer than asked for where the scenario ends.

        Raises
        ------
        ValueError
            When fewer than one is asked for.
        KeyboardInterrupt
            After Ctrl-C, at the end of a month: the simulation is whole and can go on. A second one
            comes at once where Python is at work; a process that it broke off breaks the simulation.
        """
        with stop_on_interrupt() as stop:
            done = int(self._live.advance(whole("months", months, 1), stop))
        if self._lives:
            self._take_lives()
        if stop.is_set:
            raise KeyboardInterrupt(f"stopped after {self.month}")
        return done

    def advance_to(self, month: str) -> int:
        """Simulates until a month is done.

        Parameters
        ----------
        month
            `YYYY-MM`, not before `month`.

        Returns
        -------
        int
            Months done.

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     simulation.advance_to("2026-06")
        18
        """
        months = _index(month) - _index(self.month)
        if months < 0:
            raise ValueError(
                f"{month}: has been simulated already; the last month done is {self.month}"
            )
        return self.advance(months) if months else 0

    def recorded(self, name: str) -> pd.DataFrame:
        """What an indicator has counted so far, weighted to the whole population.

        Returns
        -------
        pandas.DataFrame
            Tidy: time (`YYYY-MM` that ends each period), one column an axis, value.

        Raises
        ------
        KeyError
            When there is no such indicator.

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     _ = simulation.advance(12)
        ...     list(simulation.recorded("deaths").columns)
        ['time', 'sex', 'value']
        """
        import pandas as pd

        found = self._live.recorded()
        if name not in found:
            raise KeyError(f"no indicator '{name}'; there are {', '.join(found)}")
        info, times, counts, weight = found[name]
        axes = [axis["codes"] for axis in info["axes"]]
        index = pd.MultiIndex.from_product(
            [times, *axes], names=["time", *(axis["name"] for axis in info["axes"])]
        )
        return pd.DataFrame({"value": counts.ravel() * weight}, index=index).reset_index()

    def follow(self, whom: int | str | Iterable[str]) -> None:
        """From now on records what happens to some, with the chances that were drawn against.

        Parameters
        ----------
        whom
            How many of each kind (people, households, employers), drawn by chance; `"all"`; or keys
            such as `"person:00f3..."`, with a `+` behind those who are yet to come.

        Raises
        ------
        InputError
            Where a key is not there.
        ValueError
            When somebody is followed already.

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     simulation.follow(5)
        ...     _ = simulation.advance(12)
        ...     simulation.lives()["key"].nunique()
        5
        """
        self._live.follow(follow_text(whom))
        self._lives = []
        self._take_lives()

    def lives(self) -> pd.DataFrame:
        """What has happened to those who are followed.

        Returns
        -------
        pandas.DataFrame
            One row an event: month, kind, key, process, what, from, to, probability, drawn, out_of,
            outcome, as in lives.csv.

        Raises
        ------
        ValueError
            When nobody is followed.
        """
        import pandas as pd

        if not self._lives:
            self._live.take_lives()  # refuses
        return pd.concat(self._lives, ignore_index=True)

    def _take_lives(self) -> None:
        import pandas as pd

        self._lives.append(pd.DataFrame(self._live.take_lives()))

    def results(self, out: str | os.PathLike[str] | None = None, *, force: bool = False) -> Results:
        """Results of the months done, as a run of them would have written.

        Parameters
        ----------
        out
            Results file to write. Without it, one that is removed with the object returned.
        force
            Overwrite a file that is there.

        Returns
        -------
        Results
            Marked as partial where the scenario goes on.

        Raises
        ------
        ValueError
            When no month is done.
        FileExistsError
            When `out` is there and `force` is not given.
        """
        with results_place(out, force) as file:
            self._live.write(str(file))
            results = Results(str(file))
        return results if out is not None else removed_with(results, file)

    def close(self) -> None:
        """Gives the memory back; arrays that were taken before keep their values."""
        self._live.close()

    def __enter__(self) -> Simulation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> Any:
        raise TypeError(
            "a simulation cannot be pickled (it is memory and threads of this process); pickle its "
            "scenario, or results()"
        )

    def __repr__(self) -> str:
        try:
            state = f"{self.month} done, {len(self.people):,} people"
        except ValueError:
            state = "closed"
        except RuntimeError:
            state = "at work, or of another process"
        return f"Simulation('{self.scenario.name}': {state})"


def _index(month: str) -> int:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if found is None:
        raise ValueError(f"'{month}' is no month; write it as 2025-01")
    return int(found[1]) * 12 + int(found[2])
