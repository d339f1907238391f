"""One replicate, stepped month by month, with a view of everybody in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .columns import Table, Tables
from .core import core
from .results import Results
from .running import (
    follow_text,
    removed_with,
    results_place,
    stop_on_interrupt,
    whole,
    with_processes,
)
from .scenario import Scenario, as_scenario, plan_of

if TYPE_CHECKING:
    import pandas as pd

    from ._core import LiveSimulation
    from .process import Process


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
        self.scenario = as_scenario(scenario, {"run.seed": seed, "population.scale": scale})
        plan = with_processes(plan_of(self.scenario), processes)
        self._live: LiveSimulation = core().LiveSimulation(
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
        return self._live.finished

    @property
    def regions(self) -> list[str]:
        """Codes of the regions; a column `region` holds positions in this list."""
        return self._live.regions()

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

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     simulation.advance(1_000)
        120
        """
        with stop_on_interrupt() as stop:
            done = self._live.advance(whole("months", months, 1), stop)
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

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     simulation.follow(1)
        ...     simulation.lives()["outcome"].unique().tolist()
        ['start']
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

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     _ = simulation.advance(12)
        ...     so_far = simulation.results()
        >>> so_far.end, so_far.is_partial
        ('2025-12', True)
        """
        with results_place(out, force) as file:
            self._live.write(str(file))
            results = Results(str(file))
        return results if out is not None else removed_with(results, file)

    def close(self) -> None:
        """Gives the memory back; arrays that were taken before keep their values.

        Examples
        --------
        >>> simulation = Simulation(base, scale=0.01)
        >>> simulation.close()
        >>> simulation
        Simulation('closed_population': closed)
        """
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
