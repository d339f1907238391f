"""The program `qonys`: the command that pip installs, and calls of it from Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

from .errors import InputError, InternalError, Problem
from .places import find_scenario

# Exit codes of the program, as in sim/app/commands.hpp.
DONE, BAD_INPUT, PARTIAL = 0, 2, 3


def program_file() -> Path:
    """The program: what `QONYS_PROGRAM` names, else the one that the package carries, else that of its
    build folder.

    Raises
    ------
    FileNotFoundError
        When there is none; results can be read without it.
    """
    named = os.environ.get("QONYS_PROGRAM")
    if named:
        return Path(named)
    package = Path(__file__).parent  # not resolved: what a build folder has of it are links
    for file in (package / "_program" / "qonys", package.parents[1] / "bin" / "qonys"):
        if file.is_file():
            return file
    raise FileNotFoundError(
        f"{package / '_program' / 'qonys'}: the program is not there (this package only reads its "
        "results); install the package with pip, or name a program in QONYS_PROGRAM"
    )


def environment() -> dict[str, str]:
    """Variables with which the program's commands in Python use this interpreter and this package."""
    mine = {"QONYS_PYTHON": sys.executable, "QONYS_PACKAGE_FOLDER": str(Path(__file__).parents[1])}
    return {**mine, **os.environ}


def call(*arguments: str | os.PathLike[str]) -> dict[str, Any]:
    """Runs the program with `--json` and returns what it printed.

    Parameters
    ----------
    arguments
        As on the command line, a command that knows `--json` first. Scenarios that come with the
        package are found by their names, as in `Scenario.load`.

    Returns
    -------
    dict
        The JSON object: `status` is `"partial"` where some replicates failed.

    Raises
    ------
    InputError
        With every problem that the program told.
    InternalError
        Where the program failed by its own fault, or was stopped.
    FileNotFoundError
        When there is no program.

    Examples
    --------
    >>> call("check", scenarios / "closed_population.toml")["status"]
    'done'
    """
    words = _with_scenarios([os.fspath(word) for word in arguments])
    ended = subprocess.run(
        [program_file(), *words, "--json"],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )
    printed = _last_object(ended.stdout)
    if ended.returncode == BAD_INPUT:
        sentences = _problems(printed) or ended.stderr.splitlines()
        raise InputError(Problem.of_text(sentence) for sentence in sentences)
    if ended.returncode not in (DONE, PARTIAL) or not printed:
        sentences = _problems(printed) or ended.stderr.splitlines()
        raise InternalError(
            "\n".join(sentences) or f"the program ended with {ended.returncode} and said nothing"
        )
    return printed


def main() -> NoReturn:
    """The command `qonys`: becomes the program."""
    try:
        os.execve(program_file(), ["qonys", *_with_scenarios(sys.argv[1:])], environment())
    except OSError as error:
        told = str(error) if error.errno is None else f"{error.filename}: {error.strerror}"
        sys.exit(_failed(told))


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return BAD_INPUT


def _with_scenarios(words: list[str]) -> list[str]:
    """With the whole paths of scenarios that are not here but come with the package."""
    return [_path(word) if word.endswith(".toml") else word for word in words]


def _path(word: str) -> str:
    try:
        return str(find_scenario(word))
    except (InputError, OSError):
        return word  # the program says best what is wrong with it


def _last_object(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    try:
        found = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _problems(printed: dict[str, Any]) -> list[str]:
    """Sentences of the whole, or of the scenarios of `check`."""
    parts = [printed, *printed.get("scenarios", [])]
    return [sentence for part in parts for sentence in part.get("problems", [])]
