"""A results file that is opened only while it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import h5py

from .errors import DataError
from .indicator import flag, text

FILETYPE = "qonys-results"
MAJOR_FORMAT = 1
REMAKE = "make it again with 'qonys run' or 'qonys ensemble'"


@dataclass(frozen=True)
class ResultsFile:
    """Where results are, and whose: no handle is kept, so that it can be pickled and shared.

    Attributes
    ----------
    shown
        As the user named it, for messages.
    place
        Absolute path: it holds after a change of folder and in other processes.
    digest, hash : str
        Of the scenario with its inputs, and of the results; a file with others is another file.
    """

    shown: str
    place: str
    digest: str
    hash: str

    @classmethod
    def find(cls, path: str | os.PathLike[str]) -> ResultsFile:
        """Looks at a file and remembers whose results it holds.

        Raises
        ------
        FileNotFoundError
            When there is no such file.
        DataError
            When the file is no results file, unfinished, or of a newer format.
        """
        shown = os.fspath(path)
        place = os.path.abspath(shown)
        with _opened(shown, place) as file, damage_told(shown):
            _check_kind(shown, file.attrs)
            return cls(shown, place, *_identity(file))

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """The open HDF5 file, for the length of the block.

        Raises
        ------
        DataError
            When the file is gone, or holds other results than it did.
        """
        try:
            opened = _opened(self.shown, self.place)
        except FileNotFoundError as error:
            why, hint = "it was there when it was opened", "put it back, or open another"
            raise DataError(self.shown, "is gone", why, hint) from error
        with opened as file, damage_told(self.shown):
            if _identity(file) != (self.digest, self.hash):
                raise DataError(
                    self.shown,
                    "has changed since it was opened",
                    "its numbers would be mixed with those of another run",
                    "open it again",
                )
            yield file


@contextmanager
def damage_told(shown: str, part: str = "") -> Iterator[None]:
    """Makes a DataError of what HDF5 says of a broken file."""
    try:
        yield
    except (KeyError, OSError) as error:
        what = f"'{part}' is damaged: {error}" if part else f"is damaged: {error}"
        raise DataError(shown, what, "", REMAKE) from error


def is_results_file(path: str | os.PathLike[str]) -> bool:
    """Whether a path names a results file, finished or not."""
    try:
        with h5py.File(path, "r") as file:
            return text(file.attrs.get("filetype", "")) == FILETYPE
    except (OSError, TypeError, ValueError):
        return False


def _identity(file: Any) -> tuple[str, str]:
    attributes = file.attrs
    return text(attributes.get("scenario_digest", "")), text(attributes.get("result_hash", ""))


def _opened(shown: str, place: str) -> Any:
    if not os.path.exists(place):
        raise FileNotFoundError(f"{shown}: no such file; check the name, or look into results/")
    if os.path.isdir(place):
        raise DataError(shown, "is a folder", "results are one file", "name a file in it")
    try:
        return h5py.File(place, "r")
    except PermissionError as error:
        raise PermissionError(f"{shown}: may not be read; ask its owner") from error
    except OSError as error:
        raise DataError(shown, "is no HDF5 file, or cut short", "", REMAKE) from error


def _check_kind(shown: str, attributes: Any) -> None:
    kind = text(attributes.get("filetype", ""))
    if kind != FILETYPE:
        what = f"is a {kind} file" if kind else "is an HDF5 file of something else"
        raise DataError(shown, what, f"'{FILETYPE}' is wanted", "name a file from results/")
    major, minor = (int(number) for number in attributes["format"])
    if major != MAJOR_FORMAT:
        raise DataError(
            shown,
            f"has format {major}.{minor}",
            f"this version reads {MAJOR_FORMAT}.x",
            "use the version of Qonys that wrote it",
        )
    if not flag(attributes.get("complete", 0)):
        raise DataError(shown, "is unfinished", "its run did not come to an end", REMAKE)
