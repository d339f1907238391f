"""Every example in a docstring of the package runs and prints what it says."""

import doctest
import inspect
import operator
import pkgutil
from importlib import import_module

import numpy
import pandas
import pytest
import qonys
import qonys.plot
from conftest import ROOT
from qonys import Results, Scenario, Simulation, compare, ensemble, run, simulator
from results_file import Target, write
from testland import GUESS, KNOWN, UNCERTAIN, whole


def modules():
    """Names of all modules of the package but those that are commands."""
    found = pkgutil.walk_packages(qonys.__path__, "qonys.")
    return ["qonys", *sorted(module.name for module in found if "__main__" not in module.name)]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with results/base.h5 and results/other.h5, each of two pairs of replicates."""
    (tmp_path / "results").mkdir()
    monkeypatch.chdir(tmp_path)
    ends = [1_990] * 4
    base = whole([1_100, 1_104, 1_200, 1_204], ends, [UNCERTAIN, KNOWN, GUESS])
    base.targets = [Target("K01", [[9], [11], [13], [15]], 10, 2025, "at least")]
    other = whole([1_120, 1_124, 1_220, 1_224], ends, [UNCERTAIN, KNOWN, GUESS])
    other.targets, other.hash = base.targets, "c" * 64
    write("results/base.h5", base)
    write("results/other.h5", other)
    return tmp_path


def engine_names():
    """What examples of the engine are about: the smallest model, births and deaths alone."""
    yardsticks = ROOT / "scenarios" / "yardsticks"
    births = (
        {"axes": [{"name": "sex", "codes": ["m", "f"]}], "measurement": "flow"},
        ["2025-12", "2026-12"],
        numpy.array([[[20.0, 10.0], [40.0, 30.0]]]),
    )
    return {
        "scenarios": yardsticks,
        "base": Scenario.load(yardsticks / "closed_population.toml"),
        "example_series": {"births": births},
        "np": numpy,
        "run": run,
        "ensemble": ensemble,
        "simulator": simulator,
        "Scenario": Scenario,
        "Simulation": Simulation,
    }


@pytest.mark.parametrize("name", modules())
def test_examples(name, folder):
    module = import_module(name)
    space = vars(module) | {"results": Results("results/base.h5"), "Results": Results}
    space |= {"compare": compare, "pandas": pandas, "folder": folder}
    space |= engine_names()
    for test in doctest.DocTestFinder(exclude_empty=True).find(module, name, globs=space):
        runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
        told = []
        runner.run(test, out=told.append, clear_globs=False)
        assert runner.summarize(verbose=False).failed == 0, "".join(told)


# Told by the example of their class, or called by the engine alone.
WITHOUT = {
    "People.by_region",
    "People.lever",
    "People.uniform",
    "Process.declaration",
    "Process.decide",
    "plot.Growth.of",
    "plot.Ratio.of",
}


def public():
    """Every public name of the package, its classes' methods too: name and docstring."""
    for name in [*qonys.__all__, *(f"plot.{each}" for each in qonys.plot.__all__)]:
        thing = operator.attrgetter(name)(qonys)
        yield name, inspect.getdoc(thing)
        for method, function in vars(thing).items() if inspect.isclass(thing) else ():
            if not method.startswith("_") and (
                inspect.isfunction(function) or isinstance(function, classmethod)
            ):
                yield f"{name}.{method}", inspect.getdoc(getattr(thing, method))


def test_every_public_name_has_an_example():
    lacking = {name for name, told in public() if ">>>" not in (told or "")}
    assert lacking == WITHOUT
