"""Writes TOML, as much of it as scenarios have. (Python reads TOML but does not write it.)"""

from __future__ import annotations

import datetime
import json
import math
import os
import re
from collections.abc import Mapping
from typing import Any, TypeGuard

BARE = re.compile(r"[A-Za-z0-9_-]+")


def lines_of(changes: Mapping[str, Any]) -> str:
    """One line a key; keys may be dotted, as in `--set`.

    Raises
    ------
    TypeError
        When a value has no TOML; the message names its key.

    Examples
    --------
    >>> print(lines_of({"run.seed": 7, "kandas": {"quota": {"KZ-55": 1500}}}), end="")
    run.seed = 7
    kandas.quota.KZ-55 = 1500
    """
    return "".join(f"{key} = {text}\n" for key, text in _flat(changes, ()))


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `under` as a scenario on the one that it extends: tables key by key, everything
    else replaced, and a number with its source as a whole."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        result[key] = merged(below, value) if _is_plain(below) and _is_plain(value) else value
    return result


def leaves(tree: Any, above: str = "") -> dict[str, Any]:
    """Everything that is no table, by dotted key."""
    if not isinstance(tree, Mapping):
        return {above: tree}
    found: dict[str, Any] = {}
    for key, value in tree.items():
        found |= leaves(value, f"{above}.{key}" if above else key)
    return found


def _is_plain(value: Any) -> TypeGuard[Mapping[str, Any]]:
    """A table that is no number with its source."""
    return isinstance(value, Mapping) and "value" not in value


def nested(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted keys as tables within tables; a part in quotes may hold dots. Keys of the tables inside
    are single keys, as everywhere here."""
    tree: dict[str, Any] = {}
    for dotted, value in changes.items():
        first, *rest = _parts(dotted)
        leaf = value
        for part in reversed(rest):
            leaf = {part: leaf}
        tree = merged(tree, {first: leaf})
    return tree


PART = r'"[^"]+"|[^."]+'


def _parts(dotted: str) -> list[str]:
    if not isinstance(dotted, str) or not re.fullmatch(rf"(?:{PART})(?:\.(?:{PART}))*", dotted):
        raise TypeError(f"{dotted!r} is no key of a scenario; keys are texts such as 'run.seed'")
    return [part.strip('"') for part in re.findall(PART, dotted)]


def _flat(table: Mapping[str, Any], above: tuple[str, ...]) -> list[tuple[str, str]]:
    rows = []
    for key, value in table.items():
        path = (*above, *([str(key)] if above else _parts(key)))
        name = ".".join(map(_key, path))
        if isinstance(value, Mapping) and value and "value" not in value:
            rows.extend(_flat(value, path))
        else:
            rows.append((name, _value(value, name)))
    return rows


def _key(part: str) -> str:
    return part if BARE.fullmatch(part) else _quoted(part)


def _quoted(text: str) -> str:
    """As JSON writes it, but for one character that TOML wants spelt out."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise TypeError(f"{text!r} is no text that a file can hold (it has half a character)")
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any, name: str) -> str:
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()  # a number of NumPy
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise TypeError(f"{name}: {value} is no number that a scenario can hold")
        return repr(value) if "e" in repr(value) or "." in repr(value) else f"{value!r}.0"
    if isinstance(value, (str, os.PathLike)):
        return _quoted(os.fspath(value))
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(
            f"{_key(str(key))} = {_value(each, name)}" for key, each in value.items()
        )
        return "{" + inside + "}"
    if isinstance(value, (list, tuple)) or hasattr(value, "tolist"):
        items = value.tolist() if hasattr(value, "tolist") else value
        return "[" + ", ".join(_value(each, name) for each in items) + "]"
    raise TypeError(
        f"{name}: {type(value).__name__} has no place in a scenario; give a text, a number, True or "
        "False, a list or a dict of these"
    )
