"""Qonys: people, households and regions one by one, month by month, and what migration policy does.

>>> import qonys
>>> results = qonys.run("kz/base.toml", scale=0.01)                  # doctest: +SKIP
>>> results.indicator("population").to_frame()                       # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .columns import Column, Table
    from .comparison import Comparison, compare
    from .errors import DataError, InputError, InternalError, Problem, StaleError
    from .indicator import Indicator
    from .inference import Simulator, Total, simulator
    from .places import scenario_folder
    from .process import NewColumn, NewIndicator, People, Process
    from .results import Results
    from .running import Interrupted, ensemble, run
    from .scenario import Scenario
    from .simulation import Simulation

# Where each name lives. Looked up when it is first used, so that `import qonys` is quick and the
# program can say in a sentence which package is missing.
_HOMES = {
    "Column": "columns",
    "Comparison": "comparison",
    "DataError": "errors",
    "Indicator": "indicator",
    "InputError": "errors",
    "InternalError": "errors",
    "Interrupted": "running",
    "NewColumn": "process",
    "NewIndicator": "process",
    "People": "process",
    "Problem": "errors",
    "Process": "process",
    "Results": "results",
    "Scenario": "scenario",
    "Simulation": "simulation",
    "Simulator": "inference",
    "StaleError": "errors",
    "Table": "columns",
    "Total": "inference",
    "compare": "comparison",
    "ensemble": "running",
    "run": "running",
    "scenario_folder": "places",
    "simulator": "inference",
}

__all__ = [  # noqa: PLE0604
    "Column",
    "Comparison",
    "DataError",
    "Indicator",
    "InputError",
    "InternalError",
    "Interrupted",
    "NewColumn",
    "NewIndicator",
    "People",
    "Problem",
    "Process",
    "Results",
    "Scenario",
    "Simulation",
    "Simulator",
    "StaleError",
    "Table",
    "Total",
    "compare",
    "ensemble",
    "run",
    "scenario_folder",
    "simulator",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'qonys' has no attribute '{name}'")
    # A run should cost what it costs the program: what it needs is there before it is called.
    import_module(".running", __name__)
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
