"""What can go wrong with a file, as sentences for people."""

from __future__ import annotations


class DataError(ValueError):
    """A file that is broken, foreign or unfinished.

    Parameters
    ----------
    file
        As the user named it.
    what, why, hint
        What is wrong, why it matters (may be empty), what to do.
    """

    def __init__(self, file: str, what: str, why: str, hint: str) -> None:
        self.file = file
        self.what = what
        self.why = why
        self.hint = hint
        reason = f" ({why})" if why else ""
        super().__init__(f"{file}: {what}{reason}; {hint}")
