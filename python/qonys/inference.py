"""A scenario as a function of its numbers, for tools of inference and sensitivity analysis."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import numpy as np
import numpy.typing as npt

from .core import core
from .running import whole
from .scenario import Scenario, as_scenario, plan_of


@dataclass(frozen=True)
class Total:
    """One number of a run: a flow summed, or a stock at the end, over a year or the whole run.

    Parameters
    ----------
    indicator
        Its name.
    year
        All years when not given.
    where
        Codes of axes to choose, such as `{"region": "KZ-75"}`; all others are summed.

    Examples
    --------
    >>> Total("births", year=2026).of(example_series)
    70.0
    """

    indicator: str
    year: int | None = None
    where: Mapping[str, str] = field(default_factory=dict)

    def of(self, series: Mapping[str, Any]) -> float:
        """The number, weighted to the whole population; the mean where there are replicates.

        Examples
        --------
        >>> Total("births", where={"sex": "f"}).of(example_series)
        40.0
        """
        if self.indicator not in series:
            raise KeyError(f"no indicator '{self.indicator}'; there are {', '.join(series)}")
        info, times, values = series[self.indicator]
        axes = [about["name"] for about in info["axes"]]
        for name in self.where:
            if name not in axes:
                raise KeyError(f"{self.indicator} has no axis '{name}'; it has {', '.join(axes)}")
        for axis in reversed(range(len(info["axes"]))):
            about = info["axes"][axis]
            if about["name"] in self.where:
                values = values.take(_position(about, self.where[about["name"]]), axis=axis + 2)
            else:
                values = values.sum(axis=axis + 2)
        years = np.array([int(time[:4]) for time in times])
        inside = np.ones(len(times), bool) if self.year is None else years == self.year
        if not inside.any():
            raise ValueError(
                f"{self.indicator}: nothing in {self.year}; it has {years[0]} to {years[-1]}"
            )
        chosen = values[:, inside]
        each = chosen.sum(axis=1) if info["measurement"] == "flow" else chosen[:, -1]
        return float(each.mean())


class Simulator:
    """A scenario as a function from numbers and a seed to numbers. Made by `simulator`.

    Runs in memory, writes nothing, and can be pickled, so that workers of any kind can call it.

    Examples
    --------
    >>> simulate = simulator(base, ["deaths"], fixed={"population.scale": 0.01})
    >>> simulate({"run.end": "2025-12"}, seed=1) == simulate({"run.end": "2025-12"}, seed=1)
    True
    """

    def __init__(
        self,
        scenario: Scenario,
        outcomes: Mapping[str, Total],
        fixed: Mapping[str, Any],
        threads: int,
    ) -> None:
        self.scenario = scenario.with_(fixed) if fixed else scenario
        self.outcomes = dict(outcomes)
        self.threads = whole("threads", threads, 0)
        known = self.scenario.indicators().index
        for total in self.outcomes.values():
            if total.indicator not in known:  # said before the first run, not after it
                raise KeyError(f"no indicator '{total.indicator}'; there are {', '.join(known)}")

    def __call__(self, theta: Mapping[str, float], seed: int) -> dict[str, float]:
        """One run.

        Parameters
        ----------
        theta
            Numbers by dotted scenario key.
        seed
            Of all draws; the same seed gives the same luck whatever `theta` is.

        Returns
        -------
        dict of str to float
            The outcomes.

        Raises
        ------
        InputError
            Where a key is unknown or a number not legal.
        """
        plan = plan_of(self.scenario.with_({**theta, "run.seed": int(seed)}))
        wanted = core().Wanted()
        wanted.command = "run"
        wanted.threads = self.threads
        stop = core().StopFlag()
        outcome = core().run(plan, wanted, None, stop)
        if stop.is_set:
            raise KeyboardInterrupt
        series = outcome.series(plan.scale)
        return {name: total.of(series) for name, total in self.outcomes.items()}


def simulator(
    scenario: Scenario | str | os.PathLike[str],
    outcomes: Sequence[str] | Mapping[str, Total],
    *,
    fixed: Mapping[str, Any] | None = None,
    threads: int = 1,
) -> Simulator:
    """A scenario as a function `(theta, seed) -> outcomes`.

    Parameters
    ----------
    scenario
        A scenario, or the file of one.
    outcomes
        Indicators whose totals are wanted, or a `Total` by a name of one's own.
    fixed
        Changes that hold in every run, such as a small `population.scale`.
    threads
        Of one run. Tools that call many at a time want 1.

    Returns
    -------
    Simulator

    Examples
    --------
    >>> deaths = simulator(base, ["deaths"], fixed={"population.scale": 0.01, "run.end": "2025-12"})
    >>> sorted(deaths({"run.start": "2025-01"}, seed=1))
    ['deaths']
    """
    named = outcomes if isinstance(outcomes, Mapping) else {name: Total(name) for name in outcomes}
    return Simulator(as_scenario(scenario), named, fixed or {}, threads)


def evaluate(
    simulate: Simulator,
    names: Sequence[str],
    points: npt.ArrayLike,
    *,
    seeds: int | Sequence[int] = 1,
    workers: int = 1,
) -> dict[str, npt.NDArray[np.float64]]:
    """Runs a simulator at many points, as SALib wants it.

    Parameters
    ----------
    simulate
        From `simulator`.
    names
        Scenario keys of the columns, as in SALib's `problem["names"]`.
    points
        Shape `[points, keys]`, as SALib samples them.
    seeds
        One seed for all points, so that they meet the same luck and differ by their numbers alone, or one
        a point.
    workers
        Processes that run points side by side.

    Returns
    -------
    dict of str to ndarray
        Each outcome at each point, shape `[points]`.

    Raises
    ------
    ValueError
        When shapes do not fit.

    Examples
    --------
    >>> made = simulator(base, ["deaths"], fixed={"population.scale": 0.01, "run.end": "2025-12"})
    >>> evaluate(made, ["fertility.share_of_boys"], [[0.4], [0.6]])["deaths"].shape
    (2,)
    """
    table = np.asarray(points, dtype=float)
    if table.ndim != 2 or table.shape[1] != len(names):
        raise ValueError(
            f"points: shape {list(table.shape)} where [points, {len(names)}] is expected"
        )
    each = list(seeds) if isinstance(seeds, Iterable) else [seeds] * len(table)
    if len(each) != len(table):
        raise ValueError(f"seeds: {len(each)} for {len(table)} points; give one, or one a point")
    thetas = [dict(zip(names, map(float, row), strict=True)) for row in table]
    if workers == 1:
        rows = [simulate(theta, seed) for theta, seed in zip(thetas, each, strict=True)]
    else:
        # Started afresh: a fork of a process that has run Qonys has no worker threads.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            rows = list(pool.map(simulate, thetas, each))
    return {name: np.array([row[name] for row in rows]) for name in simulate.outcomes}


def pyabc_model(
    simulate: Callable[[Mapping[str, float], int], dict[str, float]], *, seed: int | None = None
) -> Callable[[Mapping[str, float]], dict[str, float]]:
    """A simulator as pyABC calls it: parameters in, summary statistics out.

    Parameters
    ----------
    simulate
        From `simulator`.
    seed
        The same luck in every run. By default each run has its own, drawn from NumPy's global generator
        as pyABC's own draws are, so that the noise of a run counts as such.

    Examples
    --------
    >>> model = pyabc_model(simulator(base, ["deaths"], fixed={"population.scale": 0.01}), seed=1)
    >>> sorted(model({"fertility.share_of_boys": 0.5}))
    ['deaths']
    """

    def model(parameters: Mapping[str, float]) -> dict[str, float]:
        luck = int(np.random.randint(2**31)) if seed is None else seed
        return simulate(dict(parameters), luck)

    return model


def ema_model(
    simulate: Simulator,
    name: str,
    *,
    uncertainties: Mapping[str, tuple[float, float]] | None = None,
    levers: Mapping[str, tuple[float, float]] | None = None,
    seed: int = 1,
) -> Any:
    """A simulator as a model of the EMA Workbench, which must be installed.

    Parameters
    ----------
    simulate
        From `simulator`; its outcomes become scalar outcomes.
    name
        Of letters and digits, as the workbench wants it.
    uncertainties, levers
        Lowest and highest value by scenario key. The workbench wants names without dots: in its tables
        they stand with `__` in their place.
    seed
        The same luck in every experiment.

    Returns
    -------
    ema_workbench.Model
    """
    from ema_workbench import Model, RealParameter, ScalarOutcome

    def runs(**values: float) -> dict[str, float]:
        return simulate({key.replace("__", "."): value for key, value in values.items()}, seed)

    def parameters(ranges: Mapping[str, tuple[float, float]] | None) -> list[Any]:
        return [
            RealParameter(key.replace(".", "__"), low, high)
            for key, (low, high) in (ranges or {}).items()
        ]

    model = Model(name, function=runs)
    model.uncertainties = parameters(uncertainties)
    model.levers = parameters(levers)
    model.outcomes = [ScalarOutcome(outcome) for outcome in simulate.outcomes]
    return model


def _position(axis: Mapping[str, Any], code: str) -> int:
    if code not in axis["codes"]:
        raise KeyError(f"no {axis['name']} '{code}'; there are {', '.join(axis['codes'])}")
    return int(axis["codes"].index(code))
