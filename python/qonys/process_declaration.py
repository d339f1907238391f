"""What a process written in Python says of itself: checked, and told apart from another of its name."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from types import CodeType

    from .process import Process

SNAKE_CASE = re.compile(r"[a-z][a-z0-9_]*")
LISTS = ("reads", "writes", "levers", "draws")


def check(process: Process) -> None:
    """Refuses what the engine could not say in the words of Python.

    Raises
    ------
    TypeError, ValueError
        With a sentence that names the process.
    """
    if not process.name or not process.description:
        kind = type(process).__name__
        raise ValueError(f"{kind}: has no name or no description; give it both")
    if process.month_of_year is not None and process.month_of_year not in range(1, 13):
        _refuse(process, f"month_of_year is {process.month_of_year}; choose 1 to 12, or None")
    for attribute in LISTS:
        _check_list(process, attribute)
    for name in (process.name, *process.draws, *process.columns, *process.indicators):
        if not isinstance(name, str) or not SNAKE_CASE.fullmatch(name):
            _refuse(process, f"'{name}' is no name in snake_case; write it as in 'back_at_school'")
    for name, column in process.columns.items():
        _check_fill(process, name, column.dtype, column.fill)
    for name, indicator in process.indicators.items():
        _check_measurement(process, name, indicator.measurement)


def _refuse(process: Process, what: str) -> None:
    raise ValueError(f"process '{process.name}': {what}")


def _check_list(process: Process, attribute: str) -> None:
    names = getattr(process, attribute)
    if isinstance(names, str):
        raise TypeError(
            f"process '{process.name}': {attribute} is one text (its letters would be taken for "
            f'names); put a comma behind it: {attribute} = ("{names}",)'
        )
    if len(set(names)) < len(names):
        _refuse(process, f"{attribute} names something twice; name it once")


def _check_fill(process: Process, name: str, dtype: Any, fill: float) -> None:
    kind = np.dtype(dtype)
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        if not limits.min <= fill <= limits.max or fill != int(fill):
            _refuse(process, f"column '{name}': {kind} cannot hold fill = {fill}")


def _check_measurement(process: Process, name: str, word: str) -> None:
    if word not in ("flow", "stock"):
        _refuse(process, f"indicator '{name}': '{word}' is no measurement; choose flow or stock")
    if word == "stock" and (process.stage != "record" or process.month_of_year is not None):
        _refuse(
            process,
            f"indicator '{name}' is a stock (it would be 0 wherever it is not counted); make it a "
            'flow, or a process of stage "record" for every month',
        )


def identity(process: Process) -> str:
    """SHA-256 of the source of the process' classes and of the values of its attributes."""
    digest = hashlib.sha256()
    for cls in _own_classes(process):
        digest.update(_source(cls).encode())
        for part in _parts(_values_of(cls)):
            digest.update(part)
    for part in _parts(vars(process)):
        digest.update(part)
    return digest.hexdigest()


def _own_classes(process: Process) -> Iterator[type]:
    """The classes that make the process what it is, without those of this package and of Python."""
    for cls in type(process).__mro__:
        if cls.__module__.partition(".")[0] not in ("qonys", "builtins"):
            yield cls


def _values_of(cls: type) -> dict[str, Any]:
    """What was said of the class at its making or since; its functions are in the source."""
    return {
        name: value
        for name, value in vars(cls).items()
        if not name.startswith("__") and not callable(value) and not _is_descriptor(value)
    }


def _is_descriptor(value: Any) -> bool:
    return hasattr(type(value), "__get__")


def _source(cls: type) -> str:
    try:
        return inspect.getsource(cls)
    except (OSError, TypeError):  # typed at a prompt that keeps no source
        functions = sorted((name, f) for name, f in vars(cls).items() if inspect.isfunction(f))
        return repr([(name, _code(function.__code__)) for name, function in functions])


def _code(code: CodeType) -> list[Any]:
    constants = [_code(each) if inspect.iscode(each) else repr(each) for each in code.co_consts]
    return [code.co_code.hex(), code.co_names, constants]


def _parts(value: Any) -> Iterator[bytes]:
    """Bytes that are the same for equal values, in any process: `repr` shortens arrays, and shows
    addresses of objects."""
    if isinstance(value, Mapping):
        yield b"{"
        for key in sorted(value, key=repr):
            yield from _parts(key)
            yield from _parts(value[key])
        yield b"}"
    elif isinstance(value, (list, tuple)):
        yield b"["
        for each in value:
            yield from _parts(each)
        yield b"]"
    elif isinstance(value, (set, frozenset)):
        yield from _parts(sorted(value, key=repr))
    elif hasattr(value, "__array__"):
        array = np.asarray(value)
        yield f"{array.dtype.str}{array.shape}".encode()
        yield from _parts(array.tolist()) if array.dtype.hasobject else [array.tobytes()]
    elif inspect.isfunction(value):
        yield repr(_code(value.__code__)).encode()
    elif callable(value):
        yield f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')};".encode()
    else:
        yield f"{type(value).__qualname__} ".encode()
        says_address = f"at {id(value):#x}>" in repr(value)
        yield from (
            _parts(getattr(value, "__dict__", {})) if says_address else [repr(value).encode()]
        )
