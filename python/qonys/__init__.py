"""Results of Qonys in Python.

>>> from qonys import Results
>>> with Results("results/base.h5") as results:             # doctest: +SKIP
...     results.indicator("population").to_frame()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import DataError
    from .indicator import Indicator
    from .results import Results

__all__ = ["DataError", "Indicator", "Results"]


def __getattr__(name: str) -> object:
    # Late, so that the program can say in a sentence which package is missing.
    if name == "DataError":
        from .errors import DataError

        return DataError
    if name == "Indicator":
        from .indicator import Indicator

        return Indicator
    if name == "Results":
        from .results import Results

        return Results
    raise AttributeError(f"module 'qonys' has no attribute '{name}'")
