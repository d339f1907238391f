"""Runs and ensembles from Python are those of the program, also when they are stopped."""

import functools
import gc
import multiprocessing
import os
import pickle
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import h5py
import numpy as np
import pytest
import qonys
from engine import CLOSED, KZ, closed, kz, needs_engine, program, python, sets
from qonys import Interrupted, NewColumn, Process, Results
from tqdm import tqdm

pytestmark = needs_engine

SMALL = {"population.scale": 0.01, "run.end": "2026-12"}
FIXED = ["--set", "forecast.uncertain=false"]
SMALL_KZ = {"population.scale": 0.002, "run.end": "2025-06"}


def hash_of_program(command, file, changes, folder, *words):
    out = folder / f"{command}.h5"
    program(command, file, *sets(changes), *words, "--out", out, "--quiet", folder=folder)
    with Results(out) as results:
        return results.hash


@pytest.mark.parametrize("threads", [1, 2])
def test_a_run_has_the_bits_of_the_program(threads, tmp_path):
    expected = hash_of_program("run", CLOSED, {**SMALL, "run.seed": 5}, tmp_path)
    results = qonys.run(CLOSED.parent / CLOSED.name, seed=5, scale=0.01, threads=threads)
    assert results.end == "2034-12"
    results = qonys.run(closed(), seed=5, threads=threads)
    assert results.hash == expected
    assert qonys.run(closed(), seed=6, threads=threads).hash != expected


def test_kazakhstan_has_the_bits_of_the_program(tmp_path):
    expected = hash_of_program("run", KZ, SMALL_KZ, tmp_path)
    assert {qonys.run(kz(), threads=threads).hash for threads in (1, 2)} == {expected}


def test_an_ensemble_has_the_bits_of_the_program(tmp_path):
    expected = hash_of_program("ensemble", CLOSED, SMALL, tmp_path, "--replicates", "3")
    results = qonys.ensemble(closed(), replicates=3)
    assert (results.hash, results.replicates, results.command) == (expected, (0, 1, 2), "ensemble")
    assert qonys.ensemble(closed()).replicates == (0, 1)
    with pytest.raises(ValueError, match="1 is too few for an ensemble"):
        qonys.ensemble(closed(), replicates=1)


def test_an_ensemble_leaves_the_forecast_open_unless_told_otherwise(tmp_path):
    short = {"population.scale": 0.001, "run.end": "2025-02"}
    decided = {**short, "forecast.uncertain": False}
    open_hash = hash_of_program("ensemble", KZ, short, tmp_path)
    closed_hash = hash_of_program("ensemble", KZ, short, tmp_path, *FIXED, "--force")
    assert open_hash != closed_hash
    base = qonys.Scenario.load(KZ)
    assert qonys.ensemble(base.with_(short)).hash == open_hash
    assert qonys.ensemble(base.with_(decided)).hash == closed_hash
    assert qonys.ensemble(base.with_(short).with_({"forecast": {"uncertain": False}})).hash == (
        closed_hash
    )


def test_a_run_waits_for_no_import():
    heavy = {"numpy", "pandas", "h5py", "xarray", "pyarrow", "tqdm", "plotly"}
    told = python(
        "import sys, qonys\n"
        f"scenario = qonys.Scenario.load({os.fspath(CLOSED)!r})\n"
        "before = set(sys.modules)\n"
        "qonys.run(scenario, scale=0.001, progress=False)\n"
        f"print({heavy} & (set(sys.modules) - before))"
    )
    assert told.strip() == "set()"


def test_results_of_a_run_are_its_file(tmp_path):
    out = tmp_path / "Қоныс" / "нәтиже.h5"
    results = qonys.run(closed(), out=out)
    assert Path(results.path) == out
    assert os.listdir(out.parent) == [out.name]
    before = out.read_bytes()
    with pytest.raises(FileExistsError, match="force=True"):
        qonys.run(closed(), out=str(out), seed=2)
    assert out.read_bytes() == before
    results.close()
    assert qonys.run(closed(), out=out, seed=2, force=True).seed == 2


def test_a_temporary_file_goes_with_its_results():
    results = qonys.run(closed())
    folder = Path(results.path).parent
    assert folder.is_dir()
    del results
    gc.collect()
    assert not folder.exists()


def test_a_run_that_fails_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(qonys.InputError):
        qonys.run(closed(), follow="person:zz")
    with pytest.raises(ValueError, match="keeps no journal"):
        qonys.run(closed(), journal=True)
    assert os.listdir(tmp_path) == []


def test_progress_is_told_once_a_month():
    told = []
    qonys.ensemble(closed(), replicates=2, progress=lambda *said: told.append(said))
    assert [done for _, done, _ in told] == list(range(1, 49))
    assert {months for _, _, months in told} == {48}
    assert [month for month, _, _ in told[22:26]] == ["2026-11", "2026-12", "2025-01", "2025-02"]


@pytest.mark.parametrize("force", [False, True])
def test_an_exception_of_the_callback_ends_the_run_and_writes_nothing(force, tmp_path):
    out = tmp_path / "a.h5"
    if force:
        qonys.run(closed(), out=out, seed=9).close()

    def fails(month, done, months):
        if done == 3:
            raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        qonys.run(closed(), out=out, force=force, follow=2, progress=fails)
    assert os.listdir(tmp_path) == (["a.h5"] if force else [])
    if force:
        assert Results(out).seed == 9


def interrupt_after(months):
    """A callback that presses Ctrl-C once."""

    def press(month, done, of):
        if done == months:
            os.kill(os.getpid(), signal.SIGINT)

    return press


def test_ctrl_c_keeps_the_months_done(tmp_path):
    whole = qonys.run(kz())
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(Interrupted) as caught:
        qonys.run(kz(), progress=interrupt_after(3), out=tmp_path / "part.h5")
    assert signal.getsignal(signal.SIGINT) is handler
    part = caught.value.results
    month = caught.value.after
    assert "2025-03" <= month <= "2025-04"
    assert (part.end, part.start, part.path) == (month, "2025-01", str(tmp_path / "part.h5"))
    with h5py.File(part.path) as file:
        assert file.attrs["partial"] == 1
    with h5py.File(whole.path) as file:
        assert "partial" not in file.attrs
    compared = 0
    for name in whole.indicators():
        done, all_of_it = part.indicator(name), whole.indicator(name)
        if done.cadence == "monthly" and done.months:
            assert done.months[-1] == month
            assert np.array_equal(done.values, all_of_it.values[:, : len(done.months)]), name
            compared += 1
    assert compared > 10


def test_ctrl_c_in_a_later_replicate_keeps_those_that_had_ended():
    with pytest.raises(Interrupted) as caught:
        qonys.ensemble(closed(), replicates=3, progress=interrupt_after(30))
    assert caught.value.results.replicates == (0,)
    assert caught.value.results.end == "2026-12"
    first = qonys.run(closed())
    for name in first.indicators():
        part = caught.value.results.indicator(name)
        assert np.array_equal(part.values, first.indicator(name).values)


def test_ctrl_c_too_late_to_stop_anything_is_not_forgotten():
    with pytest.raises(Interrupted) as caught:
        qonys.run(closed(), progress=interrupt_after(24))
    assert caught.value.after == "2026-12"
    assert caught.value.results.hash == qonys.run(closed()).hash


def test_ctrl_c_before_the_first_month_leaves_no_results(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(
        "qonys.progress._somebody_watches", lambda: bool(signal.raise_signal(signal.SIGINT))
    )
    with pytest.raises(Interrupted) as caught:
        qonys.run(closed())
    assert (caught.value.after, caught.value.results) == ("2024-12", None)
    assert "nothing was done yet" in str(caught.value)
    assert os.listdir(tmp_path) == []
    thawed = pickle.loads(pickle.dumps(caught.value))
    assert (thawed.after, str(thawed), thawed.results) == (
        caught.value.after,
        str(caught.value),
        None,
    )


class Sleeps(Process):
    """Presses Ctrl-C twice in its second month, and would go on."""

    name = "sleeps"
    description = "somebody presses Ctrl-C twice"
    columns = {"slept": NewColumn(np.uint8, "nothing")}

    def step(self, people):
        if people.month == "2025-02":
            for _ in range(2):
                signal.raise_signal(signal.SIGINT)
        return {}


def test_a_second_ctrl_c_ends_a_process_written_in_python(tmp_path):
    out = tmp_path / "a.h5"
    with pytest.raises(KeyboardInterrupt) as caught:
        qonys.run(closed(), processes=[Sleeps()], out=out, threads=2)
    assert not isinstance(caught.value, Interrupted)
    assert os.listdir(tmp_path) == []


def test_ctrl_c_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert qonys.run(closed(), progress=interrupt_after(3)).end == "2026-12"
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_signal_handler_that_raises_ends_the_run(tmp_path):
    def raises(number, frame):
        raise TimeoutError("too long")

    before = signal.signal(signal.SIGUSR1, raises)
    try:
        with pytest.raises(TimeoutError, match="too long"):
            qonys.run(
                closed(),
                out=tmp_path / "a.h5",
                progress=lambda *said: signal.raise_signal(signal.SIGUSR1),
            )
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert os.listdir(tmp_path) == []


def test_two_runs_at_once_do_not_meet():
    expected = {seed: qonys.run(closed(), seed=seed).hash for seed in (1, 2)}
    with ThreadPoolExecutor(2) as pool:
        made = pool.map(
            lambda seed: (seed % 2 + 1, qonys.run(closed(), seed=seed % 2 + 1, threads=2).hash),
            range(6),
        )
        assert all(expected[seed] == found for seed, found in made)


def test_lives_are_written_beside_the_results(tmp_path):
    program(
        "run", CLOSED, *sets(SMALL), "--follow", "3", "--out", "b.h5", "--quiet", folder=tmp_path
    )
    qonys.run(closed(), follow=3, out=tmp_path / "a.h5").close()
    lives = (tmp_path / "a-lives.csv").read_text()
    assert lives == (tmp_path / "b-lives.csv").read_text()
    keys = sorted({f"person:{line.split(',')[2]}" for line in lives.splitlines()[1:]})
    qonys.run(closed(), follow=keys, out=tmp_path / "c.h5").close()
    assert (tmp_path / "c-lives.csv").read_text() == lives


def test_files_beside_the_results_are_not_overwritten_unasked(tmp_path):
    (tmp_path / "a-lives.csv").write_text("mine")
    with pytest.raises(FileExistsError, match=r"a-lives\.csv: exists already"):
        qonys.run(closed(), out=tmp_path / "a.h5", follow=2)
    assert (tmp_path / "a-lives.csv").read_text() == "mine"
    qonys.run(closed(), out=tmp_path / "a.h5").close()
    qonys.run(closed(), out=tmp_path / "a.h5", follow=2, force=True).close()
    assert (tmp_path / "a-lives.csv").read_text() != "mine"


def test_a_bar_shows_months_and_goes(capsys, monkeypatch):
    # Drawn at every month and not when due, which is hardly ever in so short a run.
    monkeypatch.setattr("qonys.progress._tqdm", lambda: functools.partial(tqdm, mininterval=0))
    qonys.ensemble(closed(), replicates=2, progress=True)
    said = capsys.readouterr().err
    assert "2026-12, replicate 1" in said and "10,000 people" in said
    qonys.run(closed(), progress=False)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"follow": []}, ValueError, "follow: names nobody"),
        ({"processes": [Process]}, TypeError, "as in [Process()]"),
        ({"processes": Process()}, TypeError, "Process where a list of processes is expected"),
        ({"processes": ["life"]}, TypeError, "str where a list of processes"),
        ({"threads": -1}, ValueError, "threads: -1 is outside 0 to"),
        ({"threads": 1.5}, TypeError, "threads: 1.5 is no whole number"),
        ({"threads": True}, TypeError, "threads: True is no whole number"),
        ({"follow": 0}, ValueError, "follow: 0 is outside 1 to"),
        ({"follow": True}, TypeError, "follow: True is no whole number"),
        ({"scale": 2}, qonys.InputError, "population.scale = 2 is outside"),
        ({"replicates": 0}, qonys.InputError, "run.replicates = 0 is outside"),
    ],
)
def test_arguments_that_cannot_be(given, error, words):
    with pytest.raises(error) as caught:
        qonys.run(closed(), **given)
    assert words in str(caught.value)


def test_numbers_of_numpy_are_numbers():
    results = qonys.run(closed(), seed=np.int64(1), scale=np.float64(0.01), threads=np.int32(1))
    assert results.hash == qonys.run(closed()).hash


FORKED = """
import os, sys
import qonys
from engine import closed
expected = qonys.run(closed(), threads=2).hash
simulation = qonys.Simulation(closed())
child = os.fork()
if child == 0:
    assert qonys.run(closed(), threads=1).hash == expected
    for wrong in (lambda: qonys.run(closed(), threads=2), lambda: qonys.Simulation(closed(), threads=0)):
        try:
            wrong()
        except RuntimeError as error:
            assert "forked" in str(error) and "threads=1" in str(error), error
        else:
            sys.exit("not refused")
    for wrong in (simulation.advance, simulation.close, lambda: simulation.people):
        try:
            wrong()
        except RuntimeError as error:
            assert "made in another process" in str(error), error
        else:
            sys.exit("not refused")
    assert "another process" in repr(simulation)
    fresh = qonys.Simulation(closed(), threads=1)
    fresh.advance(24)
    assert fresh.results().hash == expected
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
simulation.advance(24)
assert simulation.results().hash == expected
print("both ended")
"""


def test_a_fork_runs_on_one_thread_and_never_hangs():
    assert python(FORKED) == "both ended\n"


def test_spawned_processes_run():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        made = pool.apply_async(hash_of, (closed(),)).get(60)
    assert made == qonys.run(closed()).hash


def hash_of(scenario):
    return qonys.run(scenario, threads=2).hash
