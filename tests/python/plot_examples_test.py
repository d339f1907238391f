"""Every example in the docstrings of figures runs and prints what it says."""

import doctest
import importlib
import pkgutil

import pytest
from plot_land import add_targets
from qonys import Results, plot
from results_file import write
from testland import UNCERTAIN, whole

MODULES = [
    "qonys.plot",
    *(f"qonys.plot.{each.name}" for each in pkgutil.iter_modules(plot.__path__)),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results").mkdir()
    path = write("results/base.h5", whole([1_100, 1_104, 1_200, 1_204], [1_990] * 4, [UNCERTAIN]))
    add_targets(path, [96.0] * 4)
    with Results(path) as results:
        names = vars(importlib.import_module(name)) | {"results": results}
        tests = doctest.DocTestFinder().find(importlib.import_module(name), globs=names)
        runner = doctest.DocTestRunner()
        for test in tests:
            assert runner.run(test).failed == 0, test.name


def test_every_figure_has_an_example():
    for name in plot.__all__:
        assert ">>> " in (getattr(plot, name).__doc__ or ""), name
