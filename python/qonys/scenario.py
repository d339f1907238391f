"""Scenarios: what is simulated, as a value that changes make new values of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import toml_text
from .core import core
from .errors import InputError
from .places import find_scenario
from .plan_tables import PlanTables
from .scenario_source import Source

if TYPE_CHECKING:
    import pandas as pd

    from ._core import Document, Plan

CHANGES = "with_()"


class Scenario(PlanTables):
    """A scenario, read and checked as a whole; it never changes.

    Made by `Scenario.load` or `Scenario.from_toml`, and from another by `with_`. Two scenarios are
    equal when their digests are: the same effective text and the same input files.

    Examples
    --------
    >>> base = Scenario.load(scenarios / "closed_population.toml")
    >>> base.start, base.end, base.scale
    ('2025-01', '2034-12', 1.0)
    >>> base.with_({"run.seed": 7}).seed
    7
    """

    def __init__(self, source: Source, layers: tuple[dict[str, Any], ...] = ()) -> None:
        self._source = source
        self._layers = layers
        document = source.document()
        for layer in layers:
            document = document.extended_by(toml_text.lines_of(layer), CHANGES)
        self._document: Document = document
        self._plan: Plan = core().Plan(document, source.name)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Scenario:
        """Reads a scenario file, what it extends and every table that it names.

        Parameters
        ----------
        path
            A file; one that is not there is looked for in `scenario_folder()`, so that
            `"kz/base.toml"` is found wherever the package is installed.

        Raises
        ------
        InputError
            With every problem found, as `qonys check` would print them.

        Examples
        --------
        >>> Scenario.load(scenarios / "closed_population.toml").model
        'closed_population'
        """
        return as_scenario(path)

    @classmethod
    def from_toml(
        cls, text: str, *, folder: str | os.PathLike[str] = ".", name: str = "scenario"
    ) -> Scenario:
        """Reads a scenario from a text; paths in it start from `folder`.

        Raises
        ------
        InputError
            With every problem found.

        Examples
        --------
        >>> text = 'extends = "closed_population.toml"\\nrun.seed = 3\\n'
        >>> Scenario.from_toml(text, folder=scenarios).seed
        3
        """
        return cls(Source(name, text=text, folder=str(folder)))

    def with_(self, changes: Mapping[str, Any]) -> Scenario:
        """The same scenario with some keys changed.

        Parameters
        ----------
        changes
            Dotted keys as in `--set`, each with a number, text, list or dict: tables are changed key by
            key, everything else is replaced. Paths start from the folder of the scenario.

        Raises
        ------
        InputError
            With every problem found: unknown keys, numbers out of bounds.
        TypeError
            When a value is nothing that a scenario can hold.

        Examples
        --------
        >>> base.with_({"run.end": "2025-06", "population.scale": 0.5}).end
        '2025-06'
        """
        if not isinstance(changes, Mapping):
            what = type(changes).__name__
            raise TypeError(f"with_ takes a dict of changes, not {what}, as in {{'run.seed': 7}}")
        return Scenario(self._source, (*self._layers, dict(changes)))

    def with_measures(self, *measures: Mapping[str, Any]) -> Scenario:
        """The same scenario with measures behind those that it has.

        Parameters
        ----------
        measures
            Each as a `[[measure]]` of a scenario file: `kind`, `lever`, `from`, `target` and so on.

        Raises
        ------
        InputError
            Where a measure is not legal.

        Examples
        --------
        >>> halved = {"kind": "scale", "lever": "fertility.level", "factor": 0.5, "from": "2027-01"}
        >>> base.with_measures(halved).measures()
        ['scale fertility.level: scales fertility.level by 0.5 from 2027-01']
        """
        return self.with_({"measure": [*self.tree.get("measure", []), *map(dict, measures)]})

    @property
    def name(self) -> str:
        """Short name, used in results."""
        return self._plan.name

    @property
    def title(self) -> str:
        """One line for people; may be empty."""
        return self._plan.title

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._plan.model

    @property
    def start(self) -> str:
        """First month simulated, `YYYY-MM`."""
        return self._plan.start

    @property
    def end(self) -> str:
        """Last month simulated, `YYYY-MM`."""
        return self._plan.end

    @property
    def seed(self) -> int:
        """Seed of all random draws."""
        return self._plan.seed

    @property
    def replicates(self) -> int:
        """Runs that differ in their draws alone."""
        return self._plan.replicates

    @property
    def scale(self) -> float:
        """Part of the population that is simulated, 0.001 to 1."""
        return self._plan.scale

    @property
    def digest(self) -> str:
        """SHA-256 of the effective text and of every input file, hexadecimal."""
        return self._plan.digest

    @property
    def text(self) -> str:
        """The effective scenario in one spelling: keys sorted, one a line."""
        return self._plan.text

    @property
    def tree(self) -> dict[str, Any]:
        """The effective scenario as dicts, lists, numbers and texts: a copy."""
        return self._document.tree()

    def diff(self, other: Scenario) -> pd.DataFrame:
        """Keys in which two scenarios differ: one row a key, its value here and there.

        Examples
        --------
        >>> base.diff(base.with_({"run.seed": 7}))
                  this  other
        key
        run.seed     1      7
        """
        import pandas as pd

        mine, theirs = toml_text.leaves(self.tree), toml_text.leaves(other.tree)
        rows = [
            {"key": key, "this": mine.get(key), "other": theirs.get(key)}
            for key in sorted(mine.keys() | theirs.keys())
            if repr(mine.get(key)) != repr(theirs.get(key))  # 1 and 1.0 are two texts
        ]
        return pd.DataFrame(rows, columns=["key", "this", "other"]).set_index("key")

    def to_toml(self, path: str | os.PathLike[str] | None = None) -> str:
        """This scenario as a scenario file.

        One that was changed from a file says only what differs, and extends that file; one that was
        made from a text is written whole.

        Parameters
        ----------
        path
            Where to write it; `extends` is relative to its folder. Only returned when not given, and then
            relative to the folder of the base.

        Raises
        ------
        FileExistsError
            When `path` is there already.
        ValueError
            When the file would not be the same scenario: paths start from the folder of a file.

        Examples
        --------
        >>> print(base.with_({"run.seed": 7}).to_toml(), end="")
        extends = "closed_population.toml"
        run.seed = 7
        """
        if path is None:
            return self._toml_below(None)
        place = Path(path).expanduser()
        text = self._toml_below(place.parent)
        self._check_same(text, place)
        with open(place, "x", encoding="utf-8") as file:
            file.write(text)
        return text

    def _check_same(self, text: str, place: Path) -> None:
        try:
            is_same = self == Scenario.from_toml(text, folder=place.parent)
        except InputError:
            is_same = False
        if not is_same:
            home = self._source.absolute().folder_of_paths()
            raise ValueError(
                f"{place}: would not be the same scenario (paths in it start from its folder, and were "
                f"meant to start from {home}); write it there, or give whole paths to with_"
            )

    def _toml_below(self, folder: Path | None) -> str:
        changes: dict[str, Any] = {}
        for layer in self._layers:
            changes = toml_text.merged(changes, toml_text.nested(layer))
        if self._source.file is None:
            return self.text
        base = Path(str(self._source.absolute().file))
        extends = base.name if folder is None else os.path.relpath(base, folder)
        return toml_text.lines_of({"extends": extends, **changes})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[type[Scenario], tuple[Source, tuple[dict[str, Any], ...]]]:
        return Scenario, (self._source.absolute(), self._layers)

    def __repr__(self) -> str:
        return (
            f"Scenario('{self.name}': {self.model}, {self.start} to {self.end}, "
            f"scale {self.scale:g}, seed {self.seed})"
        )


def as_scenario(
    given: Scenario | str | os.PathLike[str], changes: Mapping[str, Any] | None = None
) -> Scenario:
    """A scenario, or the one in a file, with those changes that are not None; a file is read once."""
    wanted = {key: value for key, value in (changes or {}).items() if value is not None}
    if isinstance(given, Scenario):
        return given.with_(wanted) if wanted else given
    file = find_scenario(given)
    return Scenario(Source(file.stem, file=str(file)), (wanted,) if wanted else ())


def plan_of(scenario: Scenario) -> Plan:
    """The engine's plan of a scenario."""
    return scenario._plan


def ensemble_plan_of(scenario: Scenario) -> Plan:
    """The same as an ensemble runs it: two replicates at least, the forecast left open."""
    trees = [toml_text.nested(layer) for layer in scenario._layers]
    decided = any("uncertain" in tree.get("forecast", {}) for tree in trees)
    plan: Plan = core().Plan(scenario._document.as_ensemble(decided), scenario._source.name)
    return plan
