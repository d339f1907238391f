"""Makes a page to read of a results file, or of two: `python -m qonys.report A.h5 [B.h5] [--out PAGE.html]`."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence

BAD_INPUT = 2
OLDEST_PYTHON = (3, 11)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the path of the page; on trouble a plain sentence and 2."""
    if sys.version_info < OLDEST_PYTHON:
        return _tell(
            f"{sys.executable}: is Python {sys.version_info[0]}.{sys.version_info[1]} (the report "
            "needs 3.11 or newer); name another in QONYS_PYTHON"
        )
    options = _parse(arguments)
    try:
        from .comparison import compare
        from .comparison_page import page_of_comparison
        from .page import page_of
        from .results import Results
    except ModuleNotFoundError as error:
        return _tell(
            f"{sys.executable}: the package '{error.name}' is missing (reports need it); run "
            "./run.sh once, or install what python/requirements.txt names"
        )
    try:
        page = options.out or default_page(*options.results)
        for file in options.results:
            _refuse_existing(page, file, options.force)
        if len(options.results) == 1:
            with Results(options.results[0]) as results:
                text = page_of(results)
        else:
            text = page_of_comparison(compare(*options.results))
        _write(page, text)
    except KeyError as error:
        return _tell(
            f"{' or '.join(options.results)}: is damaged, {error} is missing; make it again"
        )
    except (OSError, ValueError) as error:
        return _tell(_sentence(error))
    try:
        print(page, flush=True)
    except OSError as error:
        # What cannot be printed would be tried again at exit.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return _tell(
            f"standard output: cannot be written: {error.strerror} (the page is whole: {page}); "
            "print to another place"
        )
    return 0


def default_page(results: str, other: str = "") -> str:
    """The page beside the results: `results/base.html` of `results/base.h5`; of two, beside the second,
    `results/tripled-against-base.html`."""
    if other:
        return f"{_stem(other)}-against-{os.path.basename(_stem(results))}.html"
    return _stem(results) + ".html"


def _stem(results: str) -> str:
    stem, ending = os.path.splitext(results)
    return stem if ending in (".h5", ".hdf5") else results


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="qonys report",
        description="Make a page to read, with tables and charts, of a results file, or of two that "
        "share their draws: the second against the first.",
    )
    parser.add_argument(
        "results", metavar="RESULTS", nargs="+", help="results file of a run or an ensemble; or two"
    )
    parser.add_argument(
        "--out", metavar="PAGE.html", help="page to write; beside the results by default"
    )
    parser.add_argument("--force", action="store_true", help="overwrite a page that is there")
    options = parser.parse_args(arguments)
    if len(options.results) > 2:
        parser.error("a page is about one results file, or about two")
    return options


def _refuse_existing(page: str, results: str, force: bool) -> None:
    if os.path.exists(page) and os.path.exists(results) and os.path.samefile(page, results):
        raise ValueError(f"{page}: is the results file itself; give the page another name")
    if os.path.isdir(page):
        raise ValueError(f"{page}: is a folder (a page is one file); name a file in it")
    if os.path.exists(page) and not force:
        raise ValueError(
            f"{page}: exists already (pages are not overwritten unasked); give another name with "
            "--out, or use --force"
        )


def _write(page: str, text: str) -> None:
    """A page bears its name only when it is whole."""
    folder = os.path.dirname(page)
    if folder:
        os.makedirs(folder, exist_ok=True)
    partial = page + ".partial"
    try:
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, page)
    except OSError as error:
        if os.path.exists(partial):
            os.remove(partial)
        # An error on writing, as of a full disk, names no file.
        raise OSError(error.errno, error.strerror, error.filename or page) from error


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"{error.filename}: {error.strerror}; free some space there, or name a page elsewhere "
            "with --out"
        )
    if isinstance(error, OSError) and error.strerror:
        return (
            f"{error.filename}: {error.strerror}; check that the folder is there and that you may "
            "write to it"
        )
    return str(error)


def _tell(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
