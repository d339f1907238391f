"""Tables of a simulation and their columns, on the engine's own memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .errors import StaleError

if TYPE_CHECKING:
    import pandas as pd

    from ._core import LiveSimulation

Array = npt.NDArray[Any]
LIVING = 0


class Column:
    """One column of a table, as it stood when it was looked up; not a copy.

    Its values lie on the engine's own memory, read-only, in pieces: one for each shard of the people.
    When the simulation has gone on, the column is of the past and refuses; an array that was taken from
    it before keeps the values that it had then.

    Attributes
    ----------
    name, description : str
        As the model declares them.
    dtype : numpy.dtype
        Of the values; codes and months are whole numbers (months count from January 1900).

    Examples
    --------
    >>> with Simulation(base, scale=0.01) as simulation:
    ...     born = simulation.people["birth_month"]
    ...     len(born), born.dtype, len(born.pieces), born.pieces[0].flags.writeable
    (10000, dtype('int16'), 1024, False)
    """

    def __init__(self, table: Table, name: str) -> None:
        self.name = name
        self.description = table.descriptions[name]
        self._table = table
        self._pieces: tuple[Array, ...] = table._live.column(table.name, name)
        self._generation = table._live.generation
        self.dtype: np.dtype[Any] = self._pieces[0].dtype

    @property
    def pieces(self) -> tuple[Array, ...]:
        """Read-only arrays, shape `[rows of the shard]`, without a copy.

        Raises
        ------
        StaleError
            When the simulation has gone on since.
        """
        if self._table._live.generation != self._generation:
            raise StaleError(
                f"the column '{self.name}' of {self._table.name} is of the past (the simulation has "
                "gone on, and rows have changed or moved); look it up again"
            )
        return self._pieces

    def to_numpy(self) -> Array:
        """All values in one array of one's own, shape `[rows]`.

        Raises
        ------
        StaleError
            When the simulation has gone on since.

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     sexes = simulation.people["sex"].to_numpy()
        >>> sexes.shape, sorted(set(sexes.tolist()))
        ((10000,), [0, 1])
        """
        return np.concatenate(self.pieces)

    def __array__(self, dtype: npt.DTypeLike | None = None, copy: bool | None = None) -> Array:
        if copy is False:
            raise ValueError(
                f"the column '{self.name}' lies in pieces (one array of it is a copy); use .pieces"
            )
        return self.to_numpy().astype(dtype or self.dtype, copy=False)

    def __len__(self) -> int:
        return sum(len(piece) for piece in self.pieces)

    def __repr__(self) -> str:
        return f"Column('{self.name}': {self.description}; {self.dtype})"


class Table:
    """People, households, or another table of a simulation: its columns by name.

    Rows of those who have died, left or merged (`gone` is not 0) stay until the engine drops them. A column
    that names rows, such as `household`, counts them within its piece: a household lies in the shard of
    its people.

    Examples
    --------
    >>> with Simulation(base, scale=0.01) as simulation:
    ...     len(simulation.people), simulation.people.to_frame(["sex"]).value_counts().sum()
    (10000, np.int64(10000))
    """

    def __init__(self, live: LiveSimulation, name: str) -> None:
        self.name = name
        self._live = live
        columns = live.columns(name)
        self.descriptions: dict[str, str] = {each["name"]: each["description"] for each in columns}

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the order in which the model declares them."""
        return list(self.descriptions)

    def __getitem__(self, name: str) -> Column:
        if name not in self.descriptions:
            self._live.column(self.name, name)  # refuses, and names the nearest
        return Column(self, name)

    def __contains__(self, name: object) -> bool:
        return name in self.descriptions

    def __len__(self) -> int:
        return self._live.num_rows(self.name)

    def to_frame(
        self, columns: Sequence[str] | None = None, *, living: bool = True
    ) -> pd.DataFrame:
        """Columns side by side, a copy.

        Parameters
        ----------
        columns
            All when not given.
        living
            Leave out rows that are gone, where the table has a column `gone`.

        Returns
        -------
        pandas.DataFrame
            One row a person (household, record), in the order of the engine.

        Examples
        --------
        >>> with Simulation(base, scale=0.01) as simulation:
        ...     _ = simulation.advance(12)
        ...     table = simulation.people.to_frame(["sex", "gone"])
        >>> bool((table["gone"] == 0).all())
        True
        """
        import pandas as pd

        names = self.columns if columns is None else list(columns)
        frame = pd.DataFrame({name: self[name].to_numpy() for name in names})
        if living and "gone" in self:
            frame = frame[self["gone"].to_numpy() == LIVING].reset_index(drop=True)
        return frame

    def __repr__(self) -> str:
        return f"Table('{self.name}': {len(self):,} rows, {len(self.columns)} columns)"


class Tables(Mapping[str, Table]):
    """Every table of a simulation by name."""

    def __init__(self, live: LiveSimulation) -> None:
        self._live = live

    def __getitem__(self, name: str) -> Table:
        return Table(self._live, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._live.tables())

    def __len__(self) -> int:
        return len(self._live.tables())

    def __repr__(self) -> str:
        return f"Tables({', '.join(self)})"
