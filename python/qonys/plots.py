"""Charts as methods of results: `results.plot.fan("population")`."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .results import Results

MODULE = "qonys.plot"


class Plots:
    """Every public function of `qonys.plot` whose first parameter is `results`, for these results.

    Raises
    ------
    ImportError
        When plotly, which draws the charts, is not installed.
    AttributeError
        When there is no such chart; the message names those there are.
    """

    def __init__(self, results: Results) -> None:
        self._results = results

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        charts = _charts()
        if name not in charts:
            known = ", ".join(sorted(charts)) or "none"
            raise AttributeError(f"results.plot: no chart '{name}'; there are: {known}")
        chart = charts[name]

        @functools.wraps(chart)
        def draw(*arguments: Any, **options: Any) -> Any:
            with _missing_told():
                return chart(self._results, *arguments, **options)

        return draw

    def __dir__(self) -> list[str]:
        return sorted(_charts())

    def __repr__(self) -> str:
        return f"Plots of {self._results!r}"


def _charts() -> dict[str, Callable[..., Any]]:
    with _missing_told():
        module = import_module(MODULE)
    return {name: chart for name, chart in _public_functions(module) if _takes_results(chart)}


def _public_functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
    for name in names:
        found = getattr(module, name)
        if inspect.isfunction(found):
            yield name, found


def _takes_results(chart: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(chart).parameters), "") == "results"


@contextmanager
def _missing_told() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "plotly":
            raise
        raise ImportError(
            f"{sys.executable}: the package 'plotly' is missing (it draws charts); install what "
            "python/requirements.txt names",
            name="plotly",
        ) from error
