"""How far a run is: bars in terminals and notebooks, or a function of one's own."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

Progress = Callable[[str, int, int], None]


class Listener(Protocol):
    """What the engine calls at every month."""

    def people_made(self, count: int) -> None: ...
    def month_done(self, replicate: int, month: str, done: int, of: int) -> None: ...


class _Teller:
    def __init__(self, tell: Progress) -> None:
        self._tell = tell

    def people_made(self, count: int) -> None:
        pass

    def month_done(self, replicate: int, month: str, done: int, of: int) -> None:
        self._tell(month, done, of)


class _Bar:
    """A bar of tqdm: in notebooks a widget or a line of output, in terminals a line."""

    def __init__(self, name: str) -> None:
        self._bar = _tqdm()(desc=name, unit="month", leave=False, total=None)

    def people_made(self, count: int) -> None:
        self._bar.set_postfix_str(f"{count:,} people", refresh=False)

    def month_done(self, replicate: int, month: str, done: int, of: int) -> None:
        self._bar.total = of
        where = f"{month}, replicate {replicate}" if replicate else month
        self._bar.set_description(where, refresh=False)  # drawn when tqdm finds it due
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        self._bar.close()


class _OneOutput:
    """What a bar writes, as one output of a notebook's cell that changes in place and ends empty."""

    def __init__(self) -> None:
        display: Any = import_module("IPython.display").display
        self._shown = display({"text/plain": ""}, raw=True, display_id=True)

    def write(self, text: str) -> None:
        self._shown.update({"text/plain": text.strip()}, raw=True)

    def flush(self) -> None:
        pass


def _tqdm() -> Callable[..., Any]:
    """In a notebook without widgets one line of output: what goes to stderr there looks like an error."""
    if "ipykernel" in sys.modules and find_spec("ipywidgets") is None:
        from tqdm import tqdm

        return functools.partial(tqdm, file=_OneOutput())
    from tqdm.auto import tqdm as fitting

    made: Callable[..., Any] = fitting
    return made


@contextlib.contextmanager
def listener(progress: bool | Progress | None, name: str) -> Iterator[Listener | None]:
    """Whom to tell of a run called `name`: a function, a bar (by default where a person watches), or nobody."""
    if callable(progress):
        yield _Teller(progress)
        return
    wanted = _somebody_watches() if progress is None else progress
    if not wanted:
        yield None
        return
    bar = _Bar(name)
    try:
        yield bar
    finally:
        bar.close()


def _somebody_watches() -> bool:
    return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())
