"""Figures of results for notebooks, reports and pages, drawn by Plotly, in three languages.

Every figure states its unit, its run and what its band means, reads in grey, and needs nothing from
the network. Plotly is loaded with the first figure.

>>> from qonys import Results, plot
>>> with Results("results/base.h5") as results:
...     figure = plot.fan(results, "population", language="kk")
>>> figure.layout.yaxis.title.text
'адам'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._fan import fan
    from ._flows import flows
    from ._pyramid import pyramid
    from ._region_map import region_map
    from ._scorecard import scorecard
    from ._tornado import measure_names, tornado
    from .derived import Growth, Ratio

__all__ = [
    "Growth",
    "Ratio",
    "fan",
    "flows",
    "measure_names",
    "pyramid",
    "region_map",
    "scorecard",
    "tornado",
]
_ELSEWHERE = {"measure_names": "_tornado", "Growth": "derived", "Ratio": "derived"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'qonys.plot' has no attribute '{name}'")
    # Modules bear an underscore: else importing one would put it where its function is wanted.
    module = _ELSEWHERE.get(name, f"_{name}")
    try:
        made: object = getattr(importlib.import_module(f".{module}", __package__), name)
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "plotly":
            raise ImportError(
                "qonys.plot: plotly is not installed (figures are drawn by it); "
                "install it with 'pip install plotly'"
            ) from error
        raise
    return made


def __dir__() -> list[str]:
    return sorted(__all__)
