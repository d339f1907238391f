"""Where the scenarios lie that come with the package."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import InputError, Problem


def scenario_folder() -> Path:
    """The folder of the scenarios that come with the package: `kz/` and `yardsticks/`.

    Of an installed package its own copy, in a tree of the project that of the tree.

    Raises
    ------
    FileNotFoundError
        Where the package came without them.

    Examples
    --------
    >>> (scenario_folder() / "kz" / "base.toml").is_file()
    True
    """
    package = Path(__file__).resolve().parent  # the build folder has links to the tree
    candidates = [package / "_scenarios", package.parents[1] / "scenarios"]
    for folder in candidates:
        if (folder / "kz").is_dir():
            return folder
    raise FileNotFoundError(
        f"{candidates[0]}: the scenarios are not there (the package was installed without them); "
        "install it again with pip, or name scenario files by their whole path"
    )


def find_scenario(path: str | os.PathLike[str]) -> Path:
    """The file named, or else the one of that name in `scenario_folder()`.

    Raises
    ------
    InputError
        When there is neither.

    Examples
    --------
    >>> find_scenario("kz/base.toml").name
    'base.toml'
    """
    given = Path(path).expanduser()
    if given.exists():
        return given
    why = ""
    if not given.is_absolute():
        folder = scenario_folder()
        if (folder / given).is_file():
            return folder / given
        why = f"neither here nor in {folder}"
    raise InputError(
        [Problem(f"scenario '{given}'", "no such file", why, "check the path", file=str(given))]
    )


if __name__ == "__main__":
    print(scenario_folder())
