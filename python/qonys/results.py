"""Reads results files. Their layout is a contract: include/qonys/output/FORMAT.md."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from .reader import Reader

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from .plots import Plots


class Results(Reader):
    """One results file of a run or an ensemble.

    No handle is kept between two readings, so that threads, forked processes and pickles can share
    it. A file that has been made anew since is refused, never mixed in.

    Parameters
    ----------
    path
        An HDF5 file that `qonys run` or `qonys ensemble` wrote.

    Attributes
    ----------
    scenario, title, model, command : str
        Short name of the scenario, its one line for people, its model, and `run` or `ensemble`.
    start, end : str
        First and last month simulated, `YYYY-MM`.
    seed : int
        Seed of all random draws.
    replicates : tuple of int
        Numbers of the replicates present, in the order of the first dimension of all values.
    is_partial : bool
        The run was stopped: `end` is the last month that was done, or replicates are missing.
    replicates_asked : int
        How many replicates were asked for; more than are present where some failed.
    scale : float
        Part of the population that was simulated, 0.001 to 1. Values are weighted to the whole.
    hash, digest : str
        SHA-256 of all series, and of the scenario with all its inputs.
    version, git_commit, created : str
        The program that wrote the file, and when.

    Raises
    ------
    FileNotFoundError
        When there is no such file.
    DataError
        When the file is no results file, unfinished, or of a newer format; later, when it has
        changed or gone since.
    ValueError
        When it is asked after it was closed.

    Examples
    --------
    >>> results = Results.open("results/base.h5")
    >>> results
    Results('results/base.h5': rules_kept, 2025-01 to 2025-12, scale 1, 4 replicates, 9 indicators)
    >>> with Results("results/base.h5") as closed_after:
    ...     births = closed_after.indicator("births").to_frame()
    """

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Results:
        """Opens a file; the same as `Results(path)`.

        Examples
        --------
        >>> Results.open("results/base.h5").scenario
        'rules_kept'
        """
        return cls(path)

    @cached_property
    def dataset(self) -> xr.Dataset:
        """All indicators as one lazy `xarray.Dataset`: values are read when they are asked for.

        Dimensions are `replicate`, `time_<cadence>_<measurement>` and the axes, whose coordinates
        are codes, with names for people as `<axis>_label`. Flows bear the first day of their
        period, stocks the last day before the state was taken. The dataset outlives `close`.

        Examples
        --------
        >>> births = results.dataset["births"]
        >>> births.dims, births.attrs["units"]
        (('replicate', 'time_monthly_flow', 'region', 'sex'), 'persons')
        >>> first = births.sel(time_monthly_flow="2025-01", region="TL-1").mean("replicate")
        >>> first.squeeze().values.tolist()
        [30.0, 20.0]
        """
        from .dataset import open_dataset

        self._check_open()
        return open_dataset(self._file)

    def array(self, name: str) -> xr.DataArray:
        """One indicator of `dataset`, weighted to the whole population as in the file.

        Raises
        ------
        KeyError
            When the file has no such indicator; the message names the nearest one.

        Examples
        --------
        >>> results.array("population").sel(region="TL-1")[:, -1].values.tolist()
        [1100.0, 1104.0, 1200.0, 1204.0]
        """
        self.check_name(name)
        return self.dataset[name]

    def targets(self) -> pd.DataFrame:
        """Target indicators by year: what the policy is judged by.

        Returns
        -------
        pandas.DataFrame
            One row an indicator and year: id, name, unit, year, mean over replicates, its
            Monte-Carlo standard error, low and high of the 80 % forecast interval, within_noise
            (the interval is what noise may hide), base, base_year, target, target_year, met.
            What is not known is not a number. Empty where the file has no target indicators.

        Examples
        --------
        >>> results.targets()[["id", "year", "mean", "target", "met"]]
            id  year  mean  target       met
        0  K01  2025  12.0    10.0  at least
        """
        from .summaries import targets_of

        return targets_of(self)

    def target_values(self) -> xr.Dataset | None:
        """Target indicators replicate by replicate: `values` [replicate, id, year], and names.

        None where the file has none.

        Examples
        --------
        >>> results.target_values()["values"].sel(id="K01", year=2025).values.tolist()
        [9.0, 11.0, 13.0, 15.0]
        """
        from .summaries import target_values_of

        with self._reading() as file:
            return target_values_of(file)

    def head(self, n: int = 5) -> pd.DataFrame:
        """The first `n` indicators, with the mean over replicates of all cells together.

        Returns
        -------
        pandas.DataFrame
            indicator, unit, cadence, axes, of (`total` of a flow, `end` for a stock), value.

        Examples
        --------
        >>> results.head(3)
                   indicator     unit  cadence                    axes     of   value
        0         population  persons  monthly                  region    end  3142.0
        1  population_by_age  persons   yearly  region, age_group, sex    end  7200.0
        2             births  persons  monthly             region, sex  total    70.0
        """
        from .summaries import head_of

        return head_of(self, n)

    def to_frame(self, names: str | Sequence[str] | None = None) -> pd.DataFrame:
        """Tidy table of indicators: indicator, replicate, time, a column for each axis, value.

        Parameters
        ----------
        names
            One indicator or several; all by default. Axes that an indicator has not are missing.

        Returns
        -------
        pandas.DataFrame
            `time` is text as in the CSV: `YYYY-MM`, or the year.

        Examples
        --------
        >>> results.to_frame(["births", "kandas_quota"]).iloc[[0, -1]]
                indicator  replicate     time region  sex  value
        0          births          0  2025-01   TL-1    m   30.0
        287  kandas_quota          3  2025-12   TL-2  NaN    0.0
        """
        from .export import frame_of

        return frame_of(self, names)

    def yearly(self, name: str, by: str | Sequence[str] = ()) -> xr.DataArray:
        """An indicator by calendar year: flows summed, stocks as they are at the end.

        Parameters
        ----------
        name
            An indicator.
        by
            Axes to keep; all others are summed.

        Returns
        -------
        xarray.DataArray
            [replicate, year, axes...]. The coordinate `partial` marks years that lack months.

        Examples
        --------
        >>> results.yearly("births", by="region").mean("replicate").values.tolist()
        [[50.0, 20.0]]
        """
        from .summaries import yearly_of

        return yearly_of(self, name, by)

    def mean(self, name: str, by: str | Sequence[str] = ()) -> xr.DataArray:
        """Mean over replicates: [time, axes...]; all axes are summed but those in `by`.

        Examples
        --------
        >>> results.mean("population", by="region")[-1].values.tolist()
        [1152.0, 1990.0]
        """
        return self.interval(name, by)["mean"]

    def interval(self, name: str, by: str | Sequence[str] = ()) -> xr.Dataset:
        """Mean over replicates and how sure it is, in two ways that are never mixed up.

        Parameters
        ----------
        name
            An indicator.
        by
            Axes to keep; all others are summed.

        Returns
        -------
        xarray.Dataset
            `mean`, and where they can be told `monte_carlo_error`, the standard error of the mean,
            and `forecast_low`, `forecast_high`, the 80 % forecast interval, with `within_noise`
            where that is what noise may hide; each [time, axes...].

        Examples
        --------
        >>> sorted(results.interval("population").data_vars)
        ['forecast_high', 'forecast_low', 'mean', 'monte_carlo_error', 'within_noise']
        """
        from .summaries import interval_of

        return interval_of(self, name, by)

    def to_csv(self, path: str | os.PathLike[str], force: bool = False) -> None:
        """Writes what `qonys run --csv` writes, byte for byte.

        Parameters
        ----------
        path
            A folder, for all indicators and `about.csv`; or `<indicator>.csv`, for that one.
        force
            Replaces a file that is there, or a folder that has an `about.csv`.

        Raises
        ------
        DataError
            When something of that name is there and may not be replaced.

        Examples
        --------
        >>> results.to_csv("births.csv")
        >>> print(open("births.csv").readline().strip())
        replicate,time,region,sex,value
        """
        from .export import write_csv

        write_csv(self, path, force)

    def to_parquet(
        self,
        path: str | os.PathLike[str],
        names: str | Sequence[str] | None = None,
        force: bool = False,
    ) -> None:
        """Writes the rows of `to_frame` as one Parquet file, indicator by indicator.

        Parameters
        ----------
        path
            File to write. It bears this name only when it is whole.
        names
            One indicator or several; all by default.
        force
            Replaces a file that is there.

        Raises
        ------
        DataError
            When a file of that name is there and `force` is not given.

        Examples
        --------
        >>> results.to_parquet("base.parquet")
        >>> len(pandas.read_parquet("base.parquet")) == len(results.to_frame())
        True
        """
        from .export import write_parquet

        write_parquet(self, path, names, force)

    def lives(self) -> pd.DataFrame:
        """What happened to those who were followed, from the `-lives.csv` beside the results.

        Returns
        -------
        pandas.DataFrame
            One row an event, in the order in which they happened: month, kind, key, process, what,
            from, to, probability, drawn, out_of, outcome (include/qonys/output/FORMAT.md).

        Raises
        ------
        FileNotFoundError
            When nobody was followed, or the file is not there any more.

        Examples
        --------
        >>> followed = run(base, scale=0.01, follow=2)
        >>> followed.lives()["key"].nunique()
        2
        """
        import pandas as pd

        self._check_open()
        stem, _ = os.path.splitext(self._file.place)
        file = f"{stem}-lives.csv"
        if not os.path.exists(file):
            raise FileNotFoundError(
                f"{file}: no such file (lives lie beside the results of a run that followed "
                "somebody); run with follow"
            )
        names = {"from": str, "to": str, "key": str}
        return pd.read_csv(
            file,
            dtype=names,
            keep_default_na=False,
            na_values={"probability": "", "drawn": "", "out_of": ""},
        )

    @property
    def plot(self) -> Plots:
        """Charts of these results, listed by `dir(results.plot)`: functions of `qonys.plot`."""
        from .plots import Plots

        return Plots(self)

    def close(self) -> None:
        """Ends reading; indicators and datasets that were made keep their values.

        Examples
        --------
        >>> closed = Results.open("results/base.h5")
        >>> closed.close()
        >>> closed.indicator("births")
        Traceback (most recent call last):
        ValueError: results/base.h5: is closed already; read it inside the 'with' block
        """
        super().close()
        self.__dict__.pop("dataset", None)

    def _repr_html_(self) -> str:
        from .summaries import html_of

        return html_of(self)
