"""The compiled half of the package, found when it is first needed."""

from __future__ import annotations

from typing import Any


def core() -> Any:
    """The module `qonys._core`.

    Raises
    ------
    ImportError
        Where it was not built; results can be read without it.
    """
    try:
        from . import _core
    except ImportError as error:
        raise ImportError(
            "qonys._core is not there (it runs the simulations; results can be read without it): "
            f"{error}; install the package with pip, or build with -DQONYS_BUILD_PYTHON=ON and put "
            "<build>/python on PYTHONPATH"
        ) from error
    return _core
