"""Checks single values: dates, codes, whole numbers, identification numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from .description import Column, Description
from .problems import shown

TOKEN = re.compile(r"[0-9a-f]{16,64}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_YEAR = 1900

# (what, why, hint), or None where the value is good.
Fault = tuple[str, str, str] | None
Check = Callable[[str], Fault]


def check_of(column: Column, description: Description, identity: str) -> Check | None:
    """The check of a column's values that are not empty; None where any text will do."""
    if column.type == "date":
        return lambda value: date_fault(value, column.identifying)
    if column.type == "code":
        return _code_check(column, description)
    if column.type == "integer":
        return lambda value: integer_fault(value, column)
    if column.type == "iin":
        return token_fault if identity == "tokens" else iin_fault
    if column.type == "name" and identity == "tokens":
        return names_fault
    if column.identifying and identity == "tokens":
        return token_fault
    return None


def date_fault(value: str, identifying: bool) -> Fault:
    """A day is `2025-03-31`, and exists."""
    try:
        if DAY.fullmatch(value) and date.fromisoformat(value).year >= FIRST_YEAR:
            return None
    except ValueError:
        pass
    return (
        f"{shown(value, identifying)} is no day",
        "days are written YYYY-MM-DD, from 1900 on",
        "write it so",
    )


def integer_fault(value: str, column: Column) -> Fault:
    """A whole number within the bounds."""
    unit = f" {column.unit}" if column.unit else ""
    if not re.fullmatch(r"-?\d{1,15}", value):
        return (
            f"'{value[:40]}' is no whole number",
            f"its unit is{unit or ' a count'}",
            "write digits alone",
        )
    low, high = column.low, column.high
    if (low is not None and int(value) < low) or (high is not None and int(value) > high):
        return f"{value} is outside [{low}, {high}]{unit}", "", "check the value and its unit"
    return None


def iin_fault(value: str) -> Fault:
    """Twelve digits of which the last is a control digit."""
    if re.fullmatch(r"\d{12}", value) and control_digit(value[:11]) == int(value[11]):
        return None
    why = "it has 12 digits" if not re.fullmatch(r"\d{12}", value) else "its control digit is wrong"
    return f"{shown(value, True)} is no identification number", why, "look it up in the document"


def control_digit(digits: str) -> int | None:
    """Of the first eleven digits of an IIN; None where no IIN begins so."""
    for weights in (range(1, 12), [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]):
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def token_fault(value: str) -> Fault:
    """A keyed hash, in place of a number."""
    if TOKEN.fullmatch(value):
        return None
    return (
        "a token is 16 to 64 hexadecimal digits",
        'the manifest says identity = "tokens"',
        "make it with qonys.ingest.tokens",
    )


def names_fault(value: str) -> Fault:
    """Keyed hashes of the parts of a name, with spaces between."""
    return next((fault for part in value.split(" ") if (fault := token_fault(part))), None)


def _code_check(column: Column, description: Description) -> Check:
    codes = description.codes[column.codes]
    known = frozenset(codes)
    few = ", ".join(codes) if len(codes) <= 12 else f"one of {len(codes)} codes"

    def check(value: str) -> Fault:
        if value in known:
            return None
        return (
            f"code {shown(value, column.identifying)} is not in the list '{column.codes}'",
            "what it means is not known",
            f"write {few}",
        )

    return check
