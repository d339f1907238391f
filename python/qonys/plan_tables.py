"""What a scenario is made of, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import nearest_hint

if TYPE_CHECKING:
    import pandas as pd

    from ._core import Plan


class PlanTables:
    """Levers, indicators, numbers, files, processes and measures of a plan; `Scenario` is one."""

    _plan: Plan

    def levers(self) -> pd.DataFrame:
        """What policy may change, one row a lever: name, unit, description, axes, legal values.

        Examples
        --------
        >>> base.levers().loc["fertility.level", "unit"]
        '-'
        """
        return _by_name(self._plan.levers(), ["unit", "description", "axes", "legal", "source"])

    def lever(self, name: str, month: str | None = None) -> pd.Series[float]:
        """What a lever stands at, by cell, with all measures of the scenario in force.

        Parameters
        ----------
        name
            As in `levers`.
        month
            `YYYY-MM`; the first month simulated when not given.

        Returns
        -------
        pandas.Series
            In the unit of the lever, indexed by the codes of its axes (`all` without axes).

        Raises
        ------
        KeyError
            When there is no such lever; the message names the nearest one.

        Examples
        --------
        >>> float(base.lever("fertility.level").iloc[0])
        1.0
        """
        import pandas as pd

        known = {lever["name"]: lever for lever in self._plan.levers()}
        if name not in known:
            raise KeyError(f"no lever '{name}'; {nearest_hint(name, list(known), 'see levers()')}")
        axes = known[name]["axes"]
        values = self._plan.levers_in(self._plan.start if month is None else month)[name]
        index: pd.Index[Any] = pd.Index(["all"])
        if len(axes) == 1:
            index = pd.Index(axes[0]["codes"], name=axes[0]["name"])
        elif axes:
            index = pd.MultiIndex.from_product(
                [axis["codes"] for axis in axes], names=[axis["name"] for axis in axes]
            )
        return pd.Series(values, index=index, name=name)

    def indicators(self) -> pd.DataFrame:
        """What a run counts, one row an indicator: unit, description, measurement, cadence, axes.

        Examples
        --------
        >>> base.indicators().loc["births", "unit"]
        'persons'
        """
        columns = ["unit", "description", "measurement", "cadence", "axes"]
        return _by_name(self._plan.indicators(), columns)

    def parameters(self) -> pd.DataFrame:
        """Every number that was read: key, value, unit, source, year, grade, whether assumed.

        Examples
        --------
        >>> base.parameters().loc["fertility.share_of_boys", "value"]
        '0.512'
        """
        import pandas as pd

        return pd.DataFrame(self._plan.parameters()).set_index("key")

    def inputs(self) -> pd.DataFrame:
        """Files that were read: name, SHA-256, rows.

        Examples
        --------
        >>> int(base.inputs()["rows"].sum()) > 0
        True
        """
        import pandas as pd

        return pd.DataFrame(self._plan.inputs(), columns=["name", "sha256", "rows"])

    def schedule(self) -> pd.DataFrame:
        """Processes of a month in order: stage, name, description, columns, levers, draws.

        Examples
        --------
        >>> base.schedule()["name"].tolist()
        ['life', 'census']
        """
        import pandas as pd

        return pd.DataFrame(self._plan.schedule())

    def measures(self) -> list[str]:
        """Measures in force, one line each.

        Examples
        --------
        >>> base.measures()
        []
        """
        return self._plan.measures()

    def assumptions(self) -> list[str]:
        """Approximations of the model, one sentence each.

        Examples
        --------
        >>> base.assumptions()[0]
        'rates are constant within a year of age and over time'
        """
        return self._plan.assumptions()


def _by_name(described: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    """One row for each thing that the engine describes, its axes by their names."""
    import pandas as pd

    rows = [
        {**each, "axes": ", ".join(axis["name"] for axis in each["axes"])} for each in described
    ]
    return pd.DataFrame(rows, columns=["name", *columns]).set_index("name")
