"""Tables for other programs: what is in them, and that nothing half-written keeps a name."""

import os

import h5py
import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
import pytest
from qonys import DataError, Results, export
from results_file import File, Made, write

AXES = {"place": (["a,b", 'say "x"'], ["A", "X"])}


@pytest.fixture
def odd(tmp_path):
    """Values and codes that a careless writer gets wrong."""
    values = np.zeros((1, 12, 2))
    values[0, :6, 0] = [0.1, 1e16, 2.0**53, 1e-05, -0.0, 2.0**53 + 2]
    values[0, :6, 1] = [np.nan, np.inf, 1 / 3, 0.0001, -3.5, -1.5e300]
    years = np.arange(3.0).reshape(1, 3)
    late = Made("late", years, "stock", "yearly")
    made = File([Made("odd", values, axes=("place",)), late], AXES, start="2024-07")
    made.title = 'Testland, "odd"'
    return Results.open(write(tmp_path / "odd.h5", made))


def test_csv_has_the_shortest_digits_and_quotes_what_needs_it(odd, tmp_path):
    odd.to_csv(tmp_path / "odd.csv")
    lines = (tmp_path / "odd.csv").read_bytes().decode().split("\n")
    assert lines[:7] == [
        "replicate,time,place,value",
        '0,2024-07,"a,b",0.1',
        '0,2024-07,"say ""x""",nan',
        '0,2024-08,"a,b",1e+16',
        '0,2024-08,"say ""x""",inf',
        '0,2024-09,"a,b",9007199254740992',
        '0,2024-09,"say ""x""",0.3333333333333333',
    ]
    assert lines[7:13] == [
        '0,2024-10,"a,b",1e-05',
        '0,2024-10,"say ""x""",0.0001',
        '0,2024-11,"a,b",0',
        '0,2024-11,"say ""x""",-3.5',
        '0,2024-12,"a,b",9007199254740994',
        '0,2024-12,"say ""x""",-1.5e+300',
    ]
    assert lines[-1] == ""


def test_states_in_mid_year_bear_months(odd, tmp_path):
    odd.to_csv(tmp_path / "late.csv")
    times = [line.split(",")[1] for line in (tmp_path / "late.csv").read_text().splitlines()[1:]]
    assert times == ["2024-06", "2024-12", "2025-06"]
    assert odd.to_frame("late")["time"].tolist() == times


def test_a_folder_has_every_indicator_and_what_it_is_about(odd, tmp_path):
    odd.to_csv(tmp_path / "out")
    assert sorted(os.listdir(tmp_path / "out")) == ["about.csv", "late.csv", "odd.csv"]
    about = (tmp_path / "out/about.csv").read_text().splitlines()
    assert about[0] == "key,value"
    assert 'title,"Testland, ""odd"""' in about
    assert "scale,1" in about
    assert about[-1] == "indicators.late.description,what is counted"


def test_folders_of_others_are_never_replaced(certain_file, tmp_path):
    results = Results.open(certain_file)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(DataError, match="has no about.csv, so its files are not ours"):
        results.to_csv(mine, force=True)
    assert os.listdir(mine) == ["thesis.txt"]
    with pytest.raises(DataError, match="it is a file"):
        results.to_csv(mine / "thesis.txt", force=True)


def test_tables_are_overwritten_only_when_asked(certain_file, tmp_path):
    results = Results.open(certain_file)
    results.to_csv(tmp_path / "out")
    (tmp_path / "out/old.csv").touch()
    with pytest.raises(DataError, match="exists already .*; give another name, or force=True"):
        results.to_csv(tmp_path / "out")
    results.to_csv(tmp_path / "out", force=True)
    assert "old.csv" not in os.listdir(tmp_path / "out")
    for path, writing in (("births.csv", results.to_csv), ("a.parquet", results.to_parquet)):
        (tmp_path / path).write_text("old")
        with pytest.raises(DataError, match="exists already"):
            writing(tmp_path / path)
        assert (tmp_path / path).read_text() == "old"
        writing(tmp_path / path, force=True)
        assert (tmp_path / path).stat().st_size > 100
    with pytest.raises(DataError, match="is a folder"):
        results.to_parquet(tmp_path / "out", force=True)
    assert sorted(os.listdir(tmp_path)) == ["a.parquet", "births.csv", "certain.h5", "out"]


def test_parquet_holds_the_rows_of_the_frame(uncertain_file, tmp_path):
    results = Results.open(uncertain_file)
    results.to_parquet(tmp_path / "all.parquet")
    read = pd.read_parquet(tmp_path / "all.parquet")
    pd.testing.assert_frame_equal(read, results.to_frame(), check_dtype=False)
    metadata = parquet.read_schema(tmp_path / "all.parquet").metadata
    assert metadata[b"qonys.hash"] == b"b" * 64
    results.to_parquet(tmp_path / "two.parquet", ["births", "kandas_quota"])
    assert parquet.read_table(tmp_path / "two.parquet").num_rows == 4 * 12 * (4 + 2)


@pytest.mark.parametrize("writing", ["to_parquet", "to_csv"])
def test_what_breaks_half_way_leaves_nothing(certain_file, tmp_path, monkeypatch, writing):
    results = Results.open(certain_file)
    out = tmp_path / "out"
    out.mkdir()
    read = Results.indicator

    def breaking(self, name):
        if name == "kandas_quota":
            raise DataError(self.path, "is damaged", "", "make it again")
        return read(self, name)

    monkeypatch.setattr(Results, "indicator", breaking)
    with pytest.raises(DataError, match="is damaged"):
        getattr(results, writing)(out / "all")
    assert os.listdir(out) == []


def test_a_full_disk_names_the_file(certain_file, tmp_path, monkeypatch):
    def full(path, indicator):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_write_indicator", full)
    with pytest.raises(OSError, match="No space left on device: .*births.csv'"):
        Results.open(certain_file).to_csv(tmp_path / "births.csv")
    assert [name for name in os.listdir(tmp_path) if name.startswith("births")] == []


def test_unknown_indicators_get_the_nearest_name(certain_file, tmp_path):
    results = Results.open(certain_file)
    for asking in (
        lambda: results.to_frame("birth"),
        lambda: results.to_csv(tmp_path / "birth.csv"),
        lambda: results.to_parquet(tmp_path / "a.parquet", ["births", "birth"]),
    ):
        with pytest.raises(KeyError, match="did you mean 'births'"):
            asking()
    assert sorted(os.listdir(tmp_path)) == ["certain.h5"]


def test_frames_of_all_have_every_axis_once(certain_file):
    results = Results.open(certain_file)
    frame = results.to_frame()
    assert frame.columns.tolist() == [
        *("indicator", "replicate", "time", "region", "age_group", "sex"),
        *("origin", "destination", "flow_partner", "value"),
    ]
    assert len(frame) == sum(results.indicator(name).values.size for name in results.indicators())
    moves = frame.query("indicator == 'registered_moves' and origin == 'TL-2'")
    moves = moves[moves["time"] == "2025-01"]
    assert moves["value"].tolist() == [27.0, 0.0, 27.0, 0.0]
    assert moves["region"].isna().all()


def test_a_file_without_indicators_gives_empty_tables(tmp_path):
    file = write(tmp_path / "a.h5", File([], {}))
    with h5py.File(file) as opened:
        assert list(opened["indicators"]) == []
    results = Results.open(file)
    assert results.to_frame().columns.tolist() == ["indicator", "replicate", "time", "value"]
    assert results.head().empty
    assert list(results.dataset) == []
    results.to_parquet(tmp_path / "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet").num_rows == 0


def test_head_sums_flows_and_takes_the_last_of_stocks(certain_file):
    head = Results.open(certain_file).head(9).set_index("indicator")
    assert head.loc["population", ["of", "value"]].tolist() == ["end", 1102.0 + 1990.0]
    assert head.loc["births", ["of", "value", "axes"]].tolist() == ["total", 70.0, "region, sex"]
    assert len(Results.open(certain_file).head(2)) == 2


def test_a_notebook_shows_the_run_and_its_indicators(generic_file):
    results = Results.open(generic_file)
    html = results._repr_html_()
    assert "A &lt;small&gt; model" in html
    assert "wealth_by_class" in html
    assert repr(results).endswith("2025-01 to 2025-12, scale 1, 1 replicate, 2 indicators)")
    results.close()
    assert "closed" in results._repr_html_()
