"""Results in threads, forks and pickles; files that change or vanish; what was closed."""

import os
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import xarray as xr
from qonys import DataError, InputError, InternalError, Problem, Results
from results_file import write
from testland import CERTAIN, whole


def made_anew(path, north, hash="d" * 64):
    made = whole([north], [1_990], [CERTAIN])
    made.hash = hash
    return write(path, made)


def test_a_pickle_reads_the_same_results_from_another_folder(tmp_path, monkeypatch):
    made_anew(tmp_path / "a.h5", 1_100)
    monkeypatch.chdir(tmp_path)
    pickled = pickle.dumps(Results.open("a.h5"))
    assert len(pickled) < 1_000, "a name and digests, no numbers"
    monkeypatch.chdir("/")
    copy = pickle.loads(pickled)
    assert copy.seed == 7
    assert copy.indicator("population").values[0, -1, 0] == 1_100


def test_datasets_can_be_pickled_and_outlive_their_results(certain_file):
    with Results(certain_file) as results:
        data = results.dataset
    copy = pickle.loads(pickle.dumps(data))
    assert copy["births"].sum().item() == 140.0
    assert data["births"].sum().item() == 140.0


@pytest.mark.parametrize("other_hash", ["d" * 64, "e" * 64])
def test_a_file_made_anew_is_refused_when_its_results_are_others(tmp_path, other_hash):
    file = made_anew(tmp_path / "a.h5", 1_100)
    results = Results.open(file)
    pickled = pickle.dumps(results)
    data = results.dataset
    os.remove(file)
    made_anew(file, 1_100, other_hash)
    if other_hash == results.hash:
        assert pickle.loads(pickled).indicator("births").values.sum() == 70.0
        return
    for reading in (
        lambda: results.indicator("births"),
        lambda: results.parameters(),
        lambda: data["births"].load(),
        lambda: pickle.loads(pickled),
    ):
        with pytest.raises(DataError, match="has changed since it was opened .*; open it again"):
            reading()


def test_a_file_that_vanished_is_refused(tmp_path):
    file = made_anew(tmp_path / "a.h5", 1_100)
    results = Results.open(file)
    pickled = pickle.dumps(results)
    os.remove(file)
    for reading in (lambda: results.indicator("births"), lambda: pickle.loads(pickled)):
        with pytest.raises(DataError, match="is gone .*; put it back, or open another"):
            reading()


def test_a_relative_name_holds_after_a_change_of_folder(tmp_path, monkeypatch):
    made_anew(tmp_path / "a.h5", 1_100)
    monkeypatch.chdir(tmp_path)
    results = Results.open("a.h5")
    monkeypatch.chdir("/")
    assert results.indicator("births").values.sum() == 70.0
    assert results.path == "a.h5"


def test_no_handle_is_kept(certain_file):
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
    if before is None:
        pytest.skip("this system does not list open files")
    results = Results.open(certain_file)
    _ = results.dataset["births"].values
    assert len(os.listdir("/proc/self/fd")) == before


def test_many_threads_read_the_same_numbers(uncertain_file):
    results = Results.open(uncertain_file)
    names = results.indicators() * 8
    alone = [results.indicator(name).values for name in names]
    data = results.dataset

    def both(name):
        return results.indicator(name).values, data[name].values

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(both, names))
    for one, (values, lazy) in zip(alone, together, strict=True):
        assert np.array_equal(one, values)
        assert np.array_equal(one, lazy)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_reads_on_its_own(certain_file):
    results = Results.open(certain_file)
    results.indicator("births")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        total = results.indicator("births").values.sum() + results.array("deaths").values.sum()
        os.write(writing, str(float(total)).encode())
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    os.close(writing)
    assert os.read(reading, 100) == b"180.0"
    os.close(reading)
    assert results.indicator("births").values.sum() == 140.0


def test_closed_results_say_so_whatever_is_asked(certain_file):
    results = Results.open(certain_file)
    array = results.array("births")
    results.close()
    results.close()
    for asking in (
        lambda: results.indicator("births"),
        lambda: results.dataset,
        lambda: results.to_frame(),
        lambda: results.targets(),
        lambda: results.head(),
        lambda: results.measures(),
        lambda: pickle.dumps(results),
    ):
        with pytest.raises(ValueError, match="is closed already"):
            asking()
    assert isinstance(array, xr.DataArray)


@pytest.mark.parametrize(
    "error",
    [
        DataError("a.h5", "is unfinished", "its run did not come to an end", "run it again"),
        InputError(
            [Problem("a.toml:3", "unknown key", "it is lost", "mend it"), Problem("", "no")]
        ),
        InternalError("a contract is broken"),
    ],
)
def test_errors_survive_the_way_between_processes(error):
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_problems_are_sentences():
    assert str(Problem("", "no seed", "", "give one")) == "no seed; give one"
    assert str(Problem("a", "b", "c")) == "a: b (c)"
    assert issubclass(InputError, ValueError)
    assert issubclass(InternalError, RuntimeError)
