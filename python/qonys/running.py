"""Runs and ensembles, with the program's own bits."""

from __future__ import annotations

import contextlib
import operator
import os
import shutil
import signal
import tempfile
import threading
import warnings
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, SupportsIndex

from .core import core
from .errors import InternalError
from .progress import Progress, listener
from .results import Results
from .scenario import Scenario, as_scenario, ensemble_plan_of, plan_of

if TYPE_CHECKING:
    from ._core import Outcome, Plan, StopFlag
    from .process import Process

# Ends of the names of files beside results.
LIVES = "-lives.csv"
JOURNAL = "-journal.csv"


class Interrupted(KeyboardInterrupt):
    """A run that Ctrl-C stopped at the end of a month.

    Parameters
    ----------
    after
        Last month done of the replicate under way, `YYYY-MM`.
    results
        Of what was done: the replicates that had ended or, of the first, its months. None when
        nothing was, and where the exception has been pickled: results do not travel with it.

    Examples
    --------
    >>> print(Interrupted("2027-03", None))
    stopped after 2027-03; nothing was done yet
    """

    def __init__(self, after: str, results: Results | None) -> None:
        self.after = after
        self.results = results
        what = "its attribute `results` has what was done" if results else "nothing was done yet"
        super().__init__(f"stopped after {after}; {what}")

    def __reduce__(self) -> tuple[type[Interrupted], tuple[str, None], dict[str, Any]]:
        return type(self), (self.after, None), {"args": self.args}


def run(
    scenario: Scenario | str | os.PathLike[str],
    *,
    seed: int | None = None,
    scale: float | None = None,
    replicates: int | None = None,
    threads: int = 0,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    follow: int | str | Iterable[str] | None = None,
    journal: bool = False,
    processes: Sequence[Process] = (),
    progress: bool | Progress | None = None,
    check_every_step: bool = False,
) -> Results:
    """Runs a scenario, as `qonys run` does, to the same bits.

    Parameters
    ----------
    scenario
        A scenario, or the file of one.
    seed, scale, replicates
        In place of what the scenario says. `scale` is the part of the population, 0.001 to 1.
    threads
        Worker threads; 0 for all processors. Results do not depend on it.
    out
        Results file to write. Without it, one that is removed with the object returned.
    force
        Overwrite a file that is there.
    follow
        Whose lives of the first replicate to record: how many of each kind, `"all"`, or keys such as
        `"person:00f3..."`; read them with `Results.lives`.
    journal
        Keep the journal of a model that has one, beside the results.
    processes
        Processes written in Python, which join those of the model.
    progress
        True for a bar (of tqdm), False for none, or a function of the month done, the number of months
        done and of months in all. By default a bar where a person is watching.
    check_every_step
        Check the links between people and households after every stage: slow.

    Returns
    -------
    Results
        Open for reading.

    Raises
    ------
    InputError
        With every problem of the scenario.
    FileExistsError
        When `out` is there and `force` is not given.
    Interrupted
        When Ctrl-C came; it has the results of what was done. A second Ctrl-C is a KeyboardInterrupt
        wherever Python is at work, and nothing is kept.

    Examples
    --------
    >>> results = run(base, scale=0.01)
    >>> results.scenario, results.scale
    ('closed_population', 0.01)
    """
    given = {"run.seed": seed, "population.scale": scale, "run.replicates": replicates}
    plan = plan_of(as_scenario(scenario, given))
    return _simulate(
        "run",
        plan,
        _Wish(threads, out, force, follow, journal, processes, progress, check_every_step),
    )


def ensemble(
    scenario: Scenario | str | os.PathLike[str],
    *,
    replicates: int | None = None,
    seed: int | None = None,
    scale: float | None = None,
    threads: int = 0,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    processes: Sequence[Process] = (),
    progress: bool | Progress | None = None,
) -> Results:
    """Runs a scenario several times, as `qonys ensemble` does, to the same bits.

    Replicates differ in their draws alone. Where the scenario can say how uncertain its forecast is
    (`forecast.uncertain`), an ensemble does, unless that key was changed by `with_`.

    Parameters
    ----------
    replicates
        Two or more; as the scenario says by default, but two at least. Even numbers, since pairs of
        replicates share one path of the forecast.
    scenario, seed, scale, threads, out, force, processes, progress
        As in `run`.

    Returns
    -------
    Results
        Of all replicates.

    Raises
    ------
    ValueError
        When fewer than two replicates are asked for.
    InputError, FileExistsError, Interrupted
        As in `run`.

    Examples
    --------
    >>> ensemble(base, replicates=3, scale=0.01).replicates
    (0, 1, 2)
    """
    if replicates is not None and replicates < 2:
        raise ValueError(
            f"replicates: {replicates} is too few for an ensemble (one replicate has no Monte-Carlo "
            "error); give 2 or more, or use run"
        )
    given = {"run.seed": seed, "population.scale": scale, "run.replicates": replicates}
    plan = ensemble_plan_of(as_scenario(scenario, given))
    wish = _Wish(threads, out, force, processes=processes, progress=progress)
    return _simulate("ensemble", plan, wish)


@dataclass(frozen=True)
class _Wish:
    threads: int
    out: str | os.PathLike[str] | None
    force: bool
    follow: int | str | Iterable[str] | None = None
    journal: bool = False
    processes: Sequence[Process] = ()
    progress: bool | Progress | None = None
    check_every_step: bool = False


def _simulate(command: str, plan: Plan, wish: _Wish) -> Results:
    plan = with_processes(plan, wish.processes)
    beside = [LIVES] * (wish.follow is not None) + [JOURNAL] * wish.journal
    with results_place(wish.out, wish.force, beside) as file:
        wanted = core().Wanted()
        wanted.command = command
        wanted.threads = whole("threads", wish.threads, 0)
        wanted.results = str(file)
        wanted.check_every_step = wish.check_every_step
        if wish.follow is not None:
            wanted.follow = follow_text(wish.follow)
            wanted.lives = str(file.with_name(file.stem + LIVES))
        if wish.journal:
            wanted.journal = str(file.with_name(file.stem + JOURNAL))
        with stop_on_interrupt() as stop, listener(wish.progress, plan.name) as told:
            outcome = core().run(plan, wanted, told, stop)
        results = _opened(outcome, file, is_temporary=wish.out is None)
    if results is None or stop.is_set:  # set too late to stop anything, it is not forgotten
        raise Interrupted(outcome.stopped_after or plan.end, results)
    return results


def with_processes(plan: Plan, processes: Sequence[Process]) -> Plan:
    """The plan with processes of Python, if there are any; what is none is refused."""
    from .process import Process

    is_single = isinstance(processes, (Process, type))
    given: list[Any] = [processes] if is_single else list(processes)
    for each in given:
        if is_single or not isinstance(each, Process):
            what = each.__name__ if isinstance(each, type) else type(each).__name__
            raise TypeError(
                f"processes: {what} where a list of processes is expected; as in [{what}()]"
            )
    extended: Plan = core().with_processes(plan, given) if given else plan
    return extended


def follow_text(whom: int | str | Iterable[str]) -> str:
    """Whom to follow as `--follow` takes it."""
    if isinstance(whom, str):
        return whom
    if isinstance(whom, Iterable):
        keys = list(whom)
        if not keys:
            raise ValueError("follow: names nobody; give keys, a number of each kind, or None")
        return ",".join(keys)
    return str(whole("follow", whom, 1))


def removed_with(results: Results, file: Path) -> Results:
    """Sees to it that the folder of a temporary file goes when its results do, or Python ends."""
    weakref.finalize(results, shutil.rmtree, str(file.parent), ignore_errors=True)
    return results


@contextlib.contextmanager
def results_place(
    out: str | os.PathLike[str] | None, force: bool, beside: Iterable[str] = ()
) -> Iterator[Path]:
    """Where results go: the file named, or one in a folder of its own, to be `removed_with` them.
    `beside` has the ends of names of files that are written with it."""
    if out is None:
        file = Path(tempfile.mkdtemp(prefix="qonys-")) / "results.h5"
    else:
        file = Path(out).expanduser()
        for each in (file, *(file.with_name(file.stem + end) for end in beside)):
            if each.exists() and not force:
                raise FileExistsError(
                    f"{each}: exists already (results are not overwritten unasked); give another "
                    "name, or force=True"
                )
        file.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield file
    except BaseException:
        if out is None:
            shutil.rmtree(file.parent, ignore_errors=True)
        raise


def _opened(outcome: Outcome, file: Path, *, is_temporary: bool) -> Results | None:
    """Results, unless the run was stopped before there were any."""
    if outcome.failures and not outcome.num_replicates:
        raise InternalError("every replicate failed: " + "; ".join(outcome.failures))
    for failure in outcome.failures:
        warnings.warn(f"{failure}; the others are in the results", RuntimeWarning, stacklevel=4)
    if outcome.stopped and not outcome.is_partial:
        if is_temporary:
            shutil.rmtree(file.parent, ignore_errors=True)
        return None
    results = Results(str(file))
    return removed_with(results, file) if is_temporary else results


@contextlib.contextmanager
def stop_on_interrupt() -> Iterator[StopFlag]:
    """While it lasts, Ctrl-C stops the run at the end of the month; a second one does so at once where
    Python is at work, as in a process written in it."""
    stop = core().StopFlag()
    before = signal.getsignal(signal.SIGINT)
    is_ignored = before in (None, signal.SIG_IGN)  # as in a shell's background: that is respected
    if is_ignored or threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def note(number: int, frame: object) -> None:
        stop.set(number)
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def whole(name: str, value: object, least: int, most: int = 2**31 - 1) -> int:
    """A whole number, of NumPy too; an argument `name` that is none is refused by a sentence."""
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise TypeError(f"{name}: {value!r} is no whole number")
    number = operator.index(value)
    if not least <= number <= most:
        raise ValueError(f"{name}: {number} is outside {least} to {most}")
    return number
