"""A scenario as a function of its numbers, and tools that call it."""

import importlib.util
import os
import pickle
import signal
import sys
import threading
import types

import numpy as np
import pytest
import qonys
from engine import CLOSED, closed, kz, needs_engine, python
from qonys import InputError, Total, simulator
from qonys.inference import ema_model, evaluate, pyabc_model

pytestmark = needs_engine

SMALL = {"population.scale": 0.01, "run.end": "2026-12"}
BOYS = "fertility.share_of_boys"


def needs(package):
    return pytest.mark.skipif(
        importlib.util.find_spec(package) is None, reason=f"the package {package} is not installed"
    )


def boys_and_deaths(**given):
    return simulator(
        CLOSED,
        {"boys": Total("births", where={"sex": "male"}), "deaths": Total("deaths")},
        fixed=SMALL,
        **given,
    )


def test_numbers_are_those_of_a_run():
    results = qonys.run(closed(), seed=4)
    found = boys_and_deaths()({}, 4)
    births = results.indicator("births")
    male = births.codes["sex"].index("male")
    assert found["boys"] == births.by("sex")[0, :, male].sum()
    assert found["deaths"] == results.indicator("deaths").total().sum()
    assert all(isinstance(value, float) for value in found.values())


def test_the_same_seed_is_the_same_luck():
    simulate = boys_and_deaths()
    few, many = simulate({BOYS: 0.4}, seed=3), simulate({BOYS: 0.6}, seed=3)
    assert simulate({BOYS: 0.4}, seed=3) == few
    assert few["boys"] < many["boys"]
    # A newborn's sex changes nobody's fate in these years but the newborn's own.
    assert abs(few["deaths"] - many["deaths"]) < 0.01 * few["deaths"]
    assert simulate({BOYS: 0.4}, seed=np.int64(5)) != few
    assert boys_and_deaths(threads=2)({BOYS: 0.4}, 3) == few


def test_totals_by_year_and_place():
    results = qonys.run(kz(run__end="2026-02"))
    population = results.indicator("population")
    place = population.codes["region"].index("KZ-75")
    last_of_2025 = population.months.index("2025-12")
    simulate = simulator(
        kz(run__end="2026-02"),
        {
            "here": Total("population", year=2025, where={"region": "KZ-75"}),
            "end": Total("population"),
            "births": Total("births", year=2026),
        },
    )
    found = simulate({}, 1)
    assert found["here"] == pytest.approx(
        population.by("region")[0, last_of_2025, place], rel=1e-12
    )
    assert found["end"] == pytest.approx(population.total()[0, -1], rel=1e-12)
    births = results.indicator("births")
    new = [i for i, month in enumerate(births.months) if month.startswith("2026")]
    assert 1 <= len(new) <= 2
    assert found["births"] == pytest.approx(births.total()[0, new].sum(), rel=1e-12)


def test_totals_are_the_mean_over_replicates():
    simulate = boys_and_deaths()
    twice = simulator(CLOSED, ["deaths"], fixed={**SMALL, "run.replicates": 2})
    ensemble = qonys.ensemble(closed(), replicates=2, seed=6).indicator("deaths").total()
    assert twice({}, 6)["deaths"] == pytest.approx(ensemble.sum(axis=1).mean(), rel=1e-12)
    assert simulate({}, 6)["deaths"] == ensemble[0].sum()


@pytest.mark.parametrize(
    ("outcomes", "error", "words"),
    [
        (["deths"], KeyError, "no indicator 'deths'; there are"),
        ({"a": Total("deaths", where={"regoin": "x"})}, KeyError, "deaths has no axis 'regoin'"),
        ({"a": Total("deaths", where={"sex": "x"})}, KeyError, "no sex 'x'; there are"),
        ({"a": Total("deaths", year=1999)}, ValueError, "nothing in 1999; it has 2025 to 2026"),
    ],
)
def test_outcomes_that_are_not_there(outcomes, error, words):
    with pytest.raises(error) as caught:
        simulator(CLOSED, outcomes, fixed=SMALL)({}, 1)
    assert words in str(caught.value)


def test_numbers_that_are_not_legal():
    with pytest.raises(InputError, match="a whole number is expected; round it"):
        boys_and_deaths()({"population.people": 1000.5}, 1)
    with pytest.raises(InputError, match="did you mean 'fertility.share_of_boys'"):
        boys_and_deaths()({"fertility.share_of_boy": 0.5}, 1)
    with pytest.raises(InputError, match="is outside"):
        boys_and_deaths()({BOYS: 1.5}, 1)


def test_a_simulator_travels():
    simulate = boys_and_deaths()
    assert pickle.loads(pickle.dumps(simulate))({BOYS: 0.5}, 2) == simulate({BOYS: 0.5}, 2)


def test_points_are_evaluated_one_after_the_other():
    simulate = boys_and_deaths()
    points = [[0.4], [0.6], [0.4]]
    same = evaluate(simulate, [BOYS], points, seeds=np.int64(3))
    assert same["boys"].shape == (3,)
    assert same["boys"][0] == same["boys"][2] == simulate({BOYS: 0.4}, 3)["boys"]
    apart = evaluate(simulate, [BOYS], np.array(points), seeds=[3, 3, 4])
    assert apart["boys"][0] == same["boys"][0] != apart["boys"][2]
    with pytest.raises(ValueError, match=r"shape \[3\] where \[points, 1\] is expected"):
        evaluate(simulate, [BOYS], [1, 2, 3])
    with pytest.raises(ValueError, match="seeds: 2 for 3 points"):
        evaluate(simulate, [BOYS], points, seeds=[1, 2])
    assert evaluate(simulate, [BOYS], np.empty((0, 1)))["boys"].shape == (0,)


def test_workers_change_nothing():
    simulate = boys_and_deaths()
    points = [[0.4], [0.5], [0.6]]
    alone = evaluate(simulate, [BOYS], points)
    shared = evaluate(simulate, [BOYS], points, workers=2)
    assert alone.keys() == shared.keys()
    assert all(np.array_equal(alone[name], shared[name]) for name in alone)


def test_a_problem_in_a_worker_is_told():
    with pytest.raises(InputError) as caught:
        evaluate(boys_and_deaths(), [BOYS], [[0.5], [7.0]], workers=2)
    assert caught.value.problems[0].key == BOYS


def test_ctrl_c_ends_a_simulator():
    simulate = simulator(kz(run__end="2030-12"), ["births"])
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        for seed in range(1_000):
            simulate({}, seed)


@needs("SALib")
def test_morris_sees_the_signs():
    from SALib.analyze import morris
    from SALib.sample import morris as sample

    problem = {
        "num_vars": 2,
        "names": [BOYS, "population.people"],
        "bounds": [[0.3, 0.7], [500_000.0, 1_400_000.0]],  # whole numbers on a grid of four,
    }
    simulate = simulator(
        CLOSED,
        {"boys": Total("births", where={"sex": "male"}), "deaths": Total("deaths")},
        fixed=SMALL,
    )
    points = sample.sample(problem, 4, num_levels=4, seed=1)
    found = evaluate(simulate, problem["names"], points)
    boys = morris.analyze(problem, points, found["boys"])["mu"]
    deaths = morris.analyze(problem, points, found["deaths"])["mu"]
    assert boys[0] > 0 and boys[1] > 0
    assert deaths[1] > 0
    assert abs(deaths[0]) < 0.05 * deaths[1]


ABC = """
import numpy as np, pyabc, tempfile
from engine import CLOSED
from qonys import Total, simulator
from qonys.inference import pyabc_model
boys = simulator(CLOSED, {"boys": Total("births", where={"sex": "male"}), "all": Total("births")},
                 fixed={"population.scale": 0.01, "run.end": "2025-12"})
observed = boys({"fertility.share_of_boys": 0.7}, seed=11)
fit = pyabc.ABCSMC(
    pyabc_model(boys),
    pyabc.Distribution(**{"fertility.share_of_boys": pyabc.RV("uniform", 0.0, 1.0)}),
    distance_function=lambda x, y: abs(x["boys"] / x["all"] - y["boys"] / y["all"]),
    population_size=12,
    sampler=pyabc.sampler.SingleCoreSampler(),
)
np.random.seed(3)
with tempfile.TemporaryDirectory() as folder:
    fit.new(f"sqlite:///{folder}/abc.db", observed)
    history = fit.run(max_nr_populations=2)
    frame, weights = history.get_distribution()
print(float((frame["fertility.share_of_boys"] * weights).sum()))
"""


@needs("pyabc")
def test_pyabc_finds_the_share_again():
    # 130 births have a standard error of 0.04; the last population is within some of these.
    assert float(python(ABC).split()[-1]) == pytest.approx(0.7, abs=0.2)


def test_a_model_for_pyabc_has_luck_of_its_own_unless_it_is_given():
    model = pyabc_model(boys_and_deaths())
    assert model({BOYS: 0.5}) != model({BOYS: 0.5})
    still = pyabc_model(boys_and_deaths(), seed=3)
    assert still({BOYS: 0.5}) == still({BOYS: 0.5}) == boys_and_deaths()({BOYS: 0.5}, 3)


@pytest.fixture
def workbench(monkeypatch):
    """The workbench without Platypus, whose licence is not ours: it serves optimisation alone, but the
    workbench cannot be imported without a module of that name."""

    class Anything(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return type(name, (), {"__init__": lambda self, *arguments, **options: None})

    if importlib.util.find_spec("platypus") is None:
        monkeypatch.setitem(sys.modules, "platypus", Anything("platypus"))
    import ema_workbench

    return ema_workbench


@needs("ema_workbench")
def test_the_workbench_runs_experiments(workbench):
    perform_experiments = workbench.perform_experiments

    simulate = boys_and_deaths()
    model = ema_model(
        simulate,
        "closed",
        uncertainties={BOYS: (0.4, 0.6)},
        levers={"population.scale": (0.005, 0.01)},
        seed=2,
    )
    experiments, outcomes = perform_experiments(model, scenarios=3, policies=2)
    assert outcomes["boys"].shape == outcomes["deaths"].shape == (6,)
    for row in (0, 5):
        theta = {
            BOYS: experiments["fertility__share_of_boys"].iloc[row],
            "population.scale": experiments["population__scale"].iloc[row],
        }
        assert outcomes["boys"][row] == simulate(theta, 2)["boys"]
