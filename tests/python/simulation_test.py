"""Stepping is running; what is looked at lies on the engine's memory and outlives it."""

import gc
import pickle
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
import qonys
from engine import CLOSED, closed, kz, needs_engine, program, sets
from qonys import NewColumn, Process, Simulation, StaleError

pytestmark = needs_engine


def addresses(column):
    return [piece.ctypes.data for piece in column.pieces if piece.size]


@pytest.mark.parametrize("make", [closed, kz])
def test_stepping_is_running_even_when_watched(make):
    expected = qonys.run(make()).hash
    held = []
    with Simulation(make()) as simulation:
        while not simulation.finished:
            for name in simulation.people.columns:
                column = simulation.people[name]
                held.append((column.pieces, column.to_numpy()))
            held = held[-20:]
            assert simulation.advance() == 1
        assert simulation.results().hash == expected
        assert simulation.advance() == 0
    for pieces, values in held:
        assert np.array_equal(np.concatenate(pieces), values)


def test_all_replicates_are_those_of_an_ensemble():
    results = qonys.ensemble(closed(), replicates=2)
    for replicate in (0, 1):
        simulation = Simulation(closed(), replicate=replicate)
        simulation.advance(24)
        mine = simulation.results()
        assert mine.replicates == (replicate,)
        for name in mine.indicators():
            expected = results.indicator(name).values[replicate]
            assert np.array_equal(mine.indicator(name).values[0], expected)


def test_results_say_which_replicate_was_stopped_and_when():
    simulation = Simulation(closed(), replicate=3)
    simulation.advance(2)
    notes = simulation.results().notes()
    assert any(note.startswith("stopped after 2025-02 of replicate 3") for note in notes)


def test_a_column_is_not_copied_while_nothing_moves():
    simulation = Simulation(closed())
    first, second = simulation.people["sex"], simulation.people["sex"]
    assert addresses(first) == addresses(second)
    simulation.recorded("deaths")
    assert addresses(simulation.people["sex"]) == addresses(first)
    assert sum(len(piece) for piece in first.pieces) == len(first) == len(simulation.people)


def test_a_column_cannot_be_written():
    column = Simulation(closed()).people["sex"]
    piece = next(piece for piece in column.pieces if piece.size)
    with pytest.raises(ValueError, match="read-only"):
        piece[0] = 1
    with pytest.raises(ValueError, match="WRITEABLE"):
        piece.flags.writeable = True
    own = column.to_numpy()
    own[:] = 9
    assert np.asarray(column).max() < 9
    assert np.asarray(column, dtype=np.float64).dtype == np.float64
    with pytest.raises(ValueError, match=r"lies in pieces .* use \.pieces"):
        np.array(column, copy=False)


def test_a_column_of_the_past_is_refused_and_its_arrays_stay():
    simulation = Simulation(closed())
    column = simulation.people["num_births"]
    pieces, then = column.pieces, column.to_numpy()
    simulation.advance(12)
    for ask in (lambda: column.pieces, column.to_numpy, lambda: len(column)):
        with pytest.raises(StaleError, match="'num_births' of people is of the past"):
            ask()
    assert np.array_equal(np.concatenate(pieces), then)
    assert simulation.people["num_births"].to_numpy().sum() > then.sum()


def test_a_column_that_was_looked_up_twice_outlives_either():
    simulation = Simulation(closed())
    first = simulation.people["birth_month"].pieces
    second = simulation.people["birth_month"].pieces
    then = np.concatenate(second)
    simulation.advance()
    del first
    gc.collect()
    simulation.advance()
    churn = [np.full(len(piece), 7, np.int16) for piece in second for _ in range(5)]
    assert np.array_equal(np.concatenate(second), then)
    assert len(churn) == 5 * len(second)


@pytest.mark.parametrize("end", ["close", "delete"])
def test_arrays_outlive_their_simulation(end):
    simulation = Simulation(closed())
    column = simulation.people["birth_month"]
    pieces, then = column.pieces, column.to_numpy()
    if end == "close":
        simulation.close()
        simulation.close()
    del simulation, column
    gc.collect()
    again = Simulation(closed(run__seed=2))  # takes the memory that was given back
    again.advance(3)
    assert np.array_equal(np.concatenate(pieces), then)


def test_a_closed_simulation_says_so():
    with Simulation(closed()) as simulation:
        people = simulation.people
        simulation.advance()
    for ask in (
        simulation.advance,
        lambda: simulation.month,
        lambda: people["sex"],
        lambda: len(people),
    ):
        with pytest.raises(ValueError, match="this simulation is closed; make it anew"):
            ask()
    assert repr(simulation) == "Simulation('closed_population': closed)"


def test_tables_of_kazakhstan():
    simulation = Simulation(kz())
    assert list(simulation.tables)[:2] == ["people", "households"]
    assert len(simulation.tables) == len(list(simulation.tables)) > 2
    people, households = simulation.people.to_frame(), simulation.households.to_frame()
    assert people["key"].is_unique and households["key"].is_unique
    homes = simulation.households["key"].pieces
    for rows, here in zip(simulation.people["household"].pieces, homes, strict=True):
        assert rows.max(initial=0) < max(
            len(here), 1
        )  # a household lies in the shard of its people
    assert people["region"].max() < len(simulation.regions)
    for name, table in simulation.tables.items():
        assert table.name == name
        assert len(table.to_frame(living=False)) == len(table)
        assert table.to_frame(living=False).columns.tolist() == table.columns
        assert f"{len(table):,} rows" in repr(table)


def test_frames_hold_the_living():
    simulation = Simulation(closed())
    simulation.advance(7)
    everybody = simulation.people.to_frame(living=False)
    living = simulation.people.to_frame()
    assert 0 < len(everybody) - len(living) < 100
    assert (living["gone"] == 0).all()
    some = simulation.people.to_frame(["sex", "key"])
    assert some.equals(living[["sex", "key"]])


def test_tables_and_columns_that_are_not_there():
    simulation = Simulation(closed())
    with pytest.raises(KeyError, match="did you mean 'sex'"):
        simulation.people["sx"]
    with pytest.raises(KeyError, match="no table 'peple'; did you mean 'people'"):
        simulation.tables["peple"]
    with pytest.raises(KeyError, match="no table 'households'; there are people"):
        _ = simulation.households
    assert "households" not in simulation.tables and "sx" not in simulation.people
    with pytest.raises(KeyError, match="no indicator 'x'; there are"):
        simulation.recorded("x")


def test_what_is_recorded_is_what_results_hold():
    simulation = Simulation(closed(run__end="2027-06"))
    assert simulation.recorded("deaths").empty
    simulation.advance(24)
    results = qonys.run(closed(run__end="2026-12"))
    for name in results.indicators():
        expected = results.indicator(name).to_frame().drop(columns="replicate")
        found = simulation.recorded(name)
        assert (
            found.drop(columns="time")
            .astype({"value": float})
            .equals(expected.drop(columns="time"))
        )


def test_results_of_the_months_done_are_marked_as_partial(tmp_path):
    simulation = Simulation(kz())
    with pytest.raises(ValueError, match="no month has been simulated yet"):
        simulation.results()
    simulation.advance(2)
    part = simulation.results(tmp_path / "part.h5")
    assert (part.start, part.end) == ("2025-01", "2025-02")
    with pytest.raises(FileExistsError):
        simulation.results(tmp_path / "part.h5")
    simulation.advance(4)
    whole = simulation.results(tmp_path / "part.h5", force=True)
    assert whole.end == "2025-06"
    assert whole.hash == qonys.run(kz()).hash


def test_months_are_counted():
    simulation = Simulation(closed())
    assert simulation.month == "2024-12"
    assert simulation.advance_to("2025-11") == 11
    assert simulation.advance_to("2025-11") == 0
    assert simulation.advance_to("2026-01") == 2
    assert simulation.month == "2026-01"
    with pytest.raises(ValueError, match="2025-12: has been simulated already"):
        simulation.advance_to("2025-12")
    assert simulation.advance_to("2099-12") == 11
    assert simulation.finished and simulation.month == "2026-12"


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda one: one.advance(0), ValueError, "months: 0 is outside 1 to"),
        (lambda one: one.advance(2.5), TypeError, "months: 2.5 is no whole number"),
        (lambda one: one.advance(10**12), ValueError, "months: 1000000000000 is outside"),
        (lambda one: one.advance_to("2026-13"), ValueError, "'2026-13' is no month"),
        (lambda one: one.advance_to("soon"), ValueError, "'soon' is no month"),
        (lambda one: one.lives(), ValueError, "follows nobody; call follow first"),
        (lambda one: one.follow("person:zz"), qonys.InputError, "not a key"),
        (lambda one: Simulation(closed(), replicate=-1), ValueError, "replicate: -1 is outside"),
        (lambda one: Simulation(closed(), threads=-1), ValueError, "threads: -1 is outside"),
        (lambda one: pickle.dumps(one), TypeError, "a simulation cannot be pickled"),
    ],
)
def test_what_cannot_be_asked(ask, error, words):
    simulation = Simulation(closed())
    with pytest.raises(error) as caught:
        ask(simulation)
    assert words in str(caught.value)
    assert simulation.advance() == 1  # and it goes on


TEXTS = {name: str for name in ("key", "from", "to")}
CHANCES = ("probability", "drawn", "out_of")


def test_lives_are_those_of_the_program(tmp_path):
    words = ["--follow", "4", "--out", "a.h5", "--quiet"]
    small = {"population.scale": 0.01, "run.end": "2026-12"}
    program("run", CLOSED, *sets(small), *words, folder=tmp_path)
    expected = pd.read_csv(
        tmp_path / "a-lives.csv",
        dtype=TEXTS,
        keep_default_na=False,
        na_values={name: "" for name in CHANCES},
    )
    simulation = Simulation(closed())
    simulation.follow([f"person:{key}" for key in expected["key"].unique()])
    with pytest.raises(ValueError, match="follows already"):
        simulation.follow(3)
    while simulation.advance(5):
        pass
    found = simulation.lives()
    assert found.columns.tolist() == expected.columns.tolist()
    for name in ("month", "kind", "key", "process", "what", "from", "to", "outcome"):
        assert found[name].tolist() == expected[name].tolist()
    for name in CHANCES:
        assert np.allclose(found[name], expected[name], rtol=1e-8, equal_nan=True)


class PressesCtrlC(Process):
    """Presses Ctrl-C in March, once or twice."""

    name = "presses"
    description = "somebody presses Ctrl-C in March"

    def __init__(self, times):
        self.times = times

    def step(self, people):
        if people.month == "2025-03":
            for _ in range(self.times):
                signal.raise_signal(signal.SIGINT)
        return {}


def test_ctrl_c_ends_at_a_whole_month_from_which_it_goes_on():
    quiet = Simulation(closed(), processes=[PressesCtrlC(0)])
    quiet.advance(24)
    simulation = Simulation(closed(), processes=[PressesCtrlC(1)])
    with pytest.raises(KeyboardInterrupt, match="stopped after 2025-03"):
        simulation.advance(24)
    assert simulation.month == "2025-03"
    assert simulation.advance(24) == 21
    assert simulation.results().hash == quiet.results().hash


def test_a_second_ctrl_c_breaks_off_a_month_and_says_so():
    simulation = Simulation(closed(), processes=[PressesCtrlC(2)])
    with pytest.raises(KeyboardInterrupt):
        simulation.advance(24)
    with pytest.raises(ValueError, match="broke off in the middle of a month"):
        simulation.advance()


class Waits(Process):
    """Waits in February until it is told to go on."""

    name = "waits"
    description = "waits"
    columns = {"waited": NewColumn(np.uint8, "nothing")}

    def step(self, people):
        if people.month == "2025-02":
            HERE.set()
            assert GO_ON.wait(60)
        return {}


HERE, GO_ON = threading.Event(), threading.Event()


def test_one_simulation_is_of_one_thread_at_a_time():
    HERE.clear(), GO_ON.clear()
    simulation = Simulation(closed(), processes=[Waits()])
    people = simulation.people
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(simulation.advance, 24)
        assert HERE.wait(60)
        try:
            for ask in (
                simulation.advance,
                simulation.close,
                lambda: people["sex"],
                lambda: simulation.recorded("deaths"),
                lambda: simulation.month,
            ):
                with pytest.raises(RuntimeError, match="at work in another thread"):
                    ask()
            assert "at work" in repr(simulation)
        finally:
            GO_ON.set()
        assert done.result(60) == 24
    assert simulation.month == "2026-12"


def test_two_simulations_in_two_threads_do_not_meet():
    expected = {seed: qonys.run(closed(), seed=seed).hash for seed in (1, 2)}

    def stepped(seed):
        simulation = Simulation(closed(), seed=seed, threads=2)
        while simulation.advance():
            simulation.people["sex"].to_numpy()
        return simulation.results().hash

    with ThreadPoolExecutor(2) as pool:
        assert dict(zip((1, 2), pool.map(stepped, (1, 2)), strict=True)) == expected
