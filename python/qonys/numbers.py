"""Numbers, months and names as people read them."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float) -> str:
    """Four digits, whole from a hundred on, else three: `20,280,000`, `1,205`, `12.4`, `0.0312`.

    More digits would claim more than a simulation knows; the results file holds them all.
    """
    if not math.isfinite(value):
        return "-"
    size = abs(value)
    is_whole = size >= 100 or value == round(value)
    text = f"{_rounded(size, 4):,}" if is_whole else f"{size:.3g}"
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def _rounded(size: float, digits: int) -> int:
    """A whole number with so many digits that are not zeros to fill up."""
    whole = math.floor(size + 0.5)
    step: int = 10 ** max(0, len(str(whole)) - digits)
    return math.floor(size / step + 0.5) * step


def error(value: float) -> str:
    """`± 41`, `± 2,300`: two digits."""
    return f"± {f'{_rounded(value, 2):,}' if value >= 10 else f'{value:.2g}'}"


def signed(value: float) -> str:
    """The same with a plus before what is above nothing."""
    text = number(value)
    return "+" + text if value > 0 and text.strip("0.,") else text


def percent(value: float) -> str:
    """`+6.1 %` of a share of 0.061."""
    text = f"{abs(value) * 100:.1f}"
    sign = "" if not text.strip("0.") else "+" if value > 0 else MINUS
    return f"{sign}{text} %"


def interval(low: float, high: float, with_sign: bool = False) -> str:
    """`20,100,000 to 20,400,000`."""
    write = signed if with_sign else number
    return f"{write(low)} to {write(high)}"


def month_name(month: str) -> str:
    """`Jan 2025` of `2025-01`."""
    year, number_of = month.split("-")
    return f"{MONTHS[int(number_of) - 1]} {year}"


def day_after(month: str) -> str:
    """`1 Jan 2031` of `2030-12`: stocks are taken at the end of a month."""
    year, last = (int(part) for part in month.split("-"))
    return f"1 {MONTHS[last % 12]} {year + last // 12}"


def end_position(month: str) -> float:
    """End of a month on a line of years: 2025.0 of `2024-12`."""
    year, last = (int(part) for part in month.split("-"))
    return year + last / 12


def human(name: str) -> str:
    """`External arrivals` of `external_arrivals`."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def counted(count: int, singular: str) -> str:
    """`1 replicate`, `8 replicates`."""
    return f"{count:,} {singular}{'' if count == 1 else 's'}"


def in_units(largest: float) -> tuple[float, str]:
    """Divisor and its word for an axis whose largest number this is."""
    if largest >= 2e9:
        return 1e9, "billion "
    if largest >= 2e6:
        return 1e6, "million "
    if largest >= 2e4:
        return 1e3, "thousand "
    return 1.0, ""
