"""Folders and files that bear their names only when they are whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_whole(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Gives an empty folder to write into, which takes the name at the end.

    One that had the name goes last, when the new one is there; on trouble it stays, and what was written so far is
    removed. An OSError names the folder where it named nothing.
    """
    name = os.path.normpath(os.fspath(folder))
    partial, former = name + ".partial", name + ".former"
    try:
        for left in (partial, former):
            shutil.rmtree(left, ignore_errors=True)
        os.makedirs(partial)
        yield Path(partial)
        if os.path.exists(name):
            os.rename(name, former)
        os.rename(partial, name)
        shutil.rmtree(former, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise OSError(error.errno, error.strerror, error.filename or name) from error
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


@contextmanager
def file_made_whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Gives a path to write to, whose file takes the name at the end and replaces one that had it.

    On trouble the old file stays, and what was written so far is removed. An OSError names the
    file where it named nothing.

    Examples
    --------
    >>> with file_made_whole("words.txt") as partial:
    ...     _ = partial.write_text("whole")
    >>> Path("words.txt").read_text()
    'whole'
    """
    name = os.fspath(path)
    partial = Path(name + ".partial")
    try:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        yield partial
        with open(partial, "rb") as file:
            os.fsync(file.fileno())
        os.replace(partial, name)
    except OSError as error:
        partial.unlink(missing_ok=True)
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, error.filename or name) from error
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
