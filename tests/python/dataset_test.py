"""The dataset: what stands where, nothing read before it is asked, the same numbers as the file."""

import importlib
import tomllib
from pathlib import Path

import h5py
import numpy as np
import pytest
import xarray as xr
from qonys import DataError, Results, dataset
from results_file import File, Made, Target, write

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


@pytest.fixture
def reads(monkeypatch):
    """Names of the indicators whose values were read, in order."""
    seen = []
    read = dataset._Values._read

    def noted(self, key):
        seen.append(self.name)
        return read(self, key)

    monkeypatch.setattr(dataset._Values, "_read", noted)
    return seen


def test_dimensions_and_attributes_say_what_is_counted(uncertain_file):
    births = Results.open(uncertain_file).dataset["births"]
    assert births.dims == ("replicate", "time_monthly_flow", "region", "sex")
    assert births.attrs == {
        "units": "persons",
        "description": "what is counted",
        "measurement": "flow",
        "cadence": "monthly",
        "source": "Qonys 0.1.0, model testland",
    }
    assert births["region"].values.tolist() == ["TL-1", "TL-2"]
    assert births["region_label"].values.tolist() == ["North & Coast", "South"]
    assert births["replicate"].values.tolist() == [0, 1, 2, 3]


def test_the_dataset_names_its_run(uncertain_file):
    attributes = Results.open(uncertain_file).dataset.attrs
    wanted = {"scenario": "rules_kept", "seed": 7, "scale": 1.0, "version": "0.1.0"}
    assert attributes.items() >= wanted.items()
    assert (attributes["digest"], attributes["hash"]) == ("a" * 64, "b" * 64)


def test_flows_bear_their_first_day_and_stocks_their_last(certain_file):
    times = Results.open(certain_file).dataset.coords
    names = ["time_monthly_flow", "time_monthly_stock", "time_yearly_stock"]
    days = {name: times[name].values.astype("datetime64[D]").astype(str) for name in names}
    assert days["time_monthly_flow"][[0, -1]].tolist() == ["2025-01-01", "2025-12-01"]
    assert days["time_monthly_stock"][:3].tolist() == ["2024-12-31", "2025-01-31", "2025-02-28"]
    assert days["time_yearly_stock"].tolist() == ["2024-12-31", "2025-12-31"]
    assert times["time_yearly_stock_label"].values.tolist() == ["2024", "2025"]


def test_months_are_chosen_and_grouped_as_dates(certain_file):
    data = Results.open(certain_file).dataset
    north = data["population"].sel(region="TL-1", time_monthly_stock="2025-12")
    assert north.values.tolist() == [[1100.0], [1104.0]]
    by_year = data["births"].groupby("time_monthly_flow.year").sum()
    assert by_year.sum(["region", "sex"]).values.tolist() == [[70.0], [70.0]]


def test_nothing_is_read_before_it_is_asked(certain_file, reads):
    data = Results.open(certain_file).dataset
    part = data["births"].isel(replicate=1).sel(region="TL-1")
    repr(data), data["population"].shape
    assert reads == []
    assert part[0].values.tolist() == [30.0, 20.0]
    assert reads == ["births"]


def test_what_was_read_whole_is_kept(certain_file, reads):
    data = Results.open(certain_file).dataset
    assert data["births"].sum() == data["births"].sum()
    assert reads == ["births"]


@pytest.mark.parametrize(
    "key",
    [
        (1,),
        (-1, slice(None, None, -1)),
        (slice(None), [5, 0, 3]),
        ([1, 0], [11, 0], [1, 1, 0]),
        (slice(0, 0),),
        (np.array([True, False]), ..., 0),
    ],
)
def test_any_part_is_that_of_the_whole(certain_file, key):
    results = Results.open(certain_file)
    lazy = results.array("births")[key].values
    assert np.array_equal(lazy, xr.DataArray(results.indicator("births").values)[key].values)


def test_every_indicator_is_that_of_the_file(uncertain_file):
    results = Results.open(uncertain_file)
    for name in results.indicators():
        assert np.array_equal(results.array(name).values, results.indicator(name).values)


def test_unknown_names_get_the_nearest(certain_file):
    with pytest.raises(KeyError, match="did you mean 'births'"):
        Results.open(certain_file).array("birth")


def test_axes_of_one_name_with_other_codes_stand_side_by_side(tmp_path):
    axes = {"kind": (["x", "y"], ["X", "Y"])}
    made = File([Made("a", np.ones((1, 12, 2)), axes=("kind",))], axes)
    file = write(tmp_path / "a.h5", made)
    with h5py.File(file, "a") as opened:
        opened.copy("axes/kind", "axes/b.kind")
        del opened["axes/b.kind/codes"]
        opened["axes/b.kind/codes"] = ["z", "w"]
        opened.copy("indicators/a", "indicators/b")
        opened["indicators/b/values"].attrs["axis_paths"] = ["/axes/b.kind"]
    data = Results.open(file).dataset
    assert data["b"].dims == ("replicate", "time_monthly_flow", "b.kind")
    assert data["a"]["kind"].values.tolist() == ["x", "y"]
    assert data["b"]["b.kind"].values.tolist() == ["z", "w"]


def test_an_indicator_named_like_an_axis_is_a_sentence(tmp_path):
    made = File([Made("kind", np.ones((1, 12, 1)), axes=("kind",))], {"kind": (["x"], ["X"])})
    with pytest.raises(DataError, match="'kind' names both an indicator and an axis"):
        _ = Results.open(write(tmp_path / "a.h5", made)).dataset


def test_years_of_a_run_from_mid_year_are_told_apart(tmp_path):
    stock = Made("a", np.arange(4.0).reshape(1, 4), "stock", "yearly")
    flow = Made("b", np.arange(3.0).reshape(1, 3), "flow", "yearly")
    file = write(tmp_path / "a.h5", File([stock, flow], {}, start="2025-07", num_months=20))
    results = Results.open(file)
    days = results.dataset["time_yearly_stock"].values.astype("datetime64[D]").astype(str)
    assert days.tolist() == ["2025-06-30", "2025-12-31", "2026-12-31", "2027-02-28"]
    labels = results.dataset["time_yearly_stock_label"].values.tolist()
    assert labels == ["2025-06", "2025-12", "2026-12", "2027-02"]
    assert results.dataset["time_yearly_flow_label"].values.tolist() == ["2025", "2026", "2027"]
    yearly = results.yearly("b")
    assert yearly["year"].values.tolist() == [2025, 2026, 2027]
    assert yearly["partial"].values.tolist() == [True, False, True]


def test_xarray_knows_the_engine_by_its_entry_point(certain_file, monkeypatch, tmp_path):
    points = tomllib.loads(PROJECT.read_text())["project"]["entry-points"]["xarray.backends"]
    info = tmp_path / "qonys-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: qonys\nVersion: 0\n")
    lines = [f"{name} = {place}\n" for name, place in points.items()]
    (info / "entry_points.txt").write_text("[xarray.backends]\n" + "".join(lines))
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    xr.backends.plugins.refresh_engines()
    try:
        named = xr.open_dataset(certain_file, engine="qonys", drop_variables="deaths")
        assert named["births"].sum().item() == 140.0
        assert "deaths" not in named
    finally:
        monkeypatch.undo()
        xr.backends.plugins.refresh_engines()


def test_the_engine_knows_its_files_from_others(certain_file, tmp_path):
    other = tmp_path / "other.h5"
    h5py.File(other, "w").close()
    engine = dataset.QonysBackend()
    assert engine.guess_can_open(certain_file)
    assert not engine.guess_can_open(str(other))
    assert not engine.guess_can_open(str(tmp_path / "none.h5"))
    assert not engine.guess_can_open(b"bytes")
    with pytest.raises(DataError, match="is an HDF5 file of something else"):
        xr.open_dataset(other, engine=dataset.QonysBackend)


def test_means_and_intervals_are_two_things(certain_file, uncertain_file):
    certain = Results.open(certain_file).interval("population", "region")
    assert sorted(certain.data_vars) == ["mean", "monte_carlo_error"]
    last = certain.isel(time_monthly_stock=-1)
    assert last["mean"].values.tolist() == [1102.0, 1990.0]
    assert last["monte_carlo_error"].values.tolist() == [2.0, 0.0]
    uncertain = Results.open(uncertain_file)
    last = uncertain.interval("population").isel(time_monthly_stock=-1)
    # Pair means 3092 and 3192: variance 5000, of which 8 / 2 is noise; t(0.9; 1) = 3.0776835.
    assert last["monte_carlo_error"].item() == pytest.approx(2**0.5)
    reach = 3.0776835 * (5000 - 4) ** 0.5 * 1.5**0.5
    assert last["forecast_high"].item() == pytest.approx(3142 + reach)
    assert not last["within_noise"].item()
    assert uncertain.mean("population")[-1].item() == 3142.0


def test_sums_keep_the_axes_that_are_named(certain_file):
    results = Results.open(certain_file)
    kept = results.yearly("births", ["sex", "region"])
    assert kept.dims == ("replicate", "year", "region", "sex")
    assert kept.values[0, 0].tolist() == [[30.0, 20.0], [10.0, 10.0]]
    assert kept["region_label"].values.tolist() == ["North & Coast", "South"]
    assert results.yearly("population").values.tolist() == [[3000.0, 3090.0], [3000.0, 3094.0]]
    with pytest.raises(ValueError, match="births: has no axis 'age'.*; choose of: region, sex"):
        results.mean("births", "age")


def test_target_indicators_have_means_and_errors(tmp_path):
    nan = float("nan")
    targets = [
        Target("K01", [[8, 9], [10, nan]], 10, 2025, "at least"),
        Target("K02", [[1, 2], [1, 4]]),
    ]
    made = File([Made("a", np.ones((2, 12)))], {}, replicates=(0, 1), targets=targets)
    made.years = (2025, 2026)
    table = Results.open(write(tmp_path / "a.h5", made)).targets()
    assert table["id"].tolist() == ["K01", "K01", "K02", "K02"]
    assert table["year"].tolist() == [2025, 2026, 2025, 2026]
    assert table["mean"].fillna(-1).tolist() == [9.0, -1.0, 1.0, 3.0]
    assert table["error"].fillna(-1).tolist() == pytest.approx([1.0, -1.0, 0.0, 1.0])
    assert table["low"].isna().all(), "one future has no forecast interval"
    assert table.loc[0, "met"] == "at least"


def test_files_without_targets_have_an_empty_table(certain_file):
    results = Results.open(certain_file)
    assert results.target_values() is None
    assert results.targets().empty
    assert "met" in results.targets().columns
