"""`results.plot`: functions of `qonys.plot`, found late; and what the package offers by name."""

import subprocess
import sys
import types
from pathlib import Path

import pytest
import qonys
from qonys import Results

PACKAGE = Path(__file__).resolve().parents[2] / "python"


@pytest.fixture
def module(monkeypatch):
    """A module of charts in place of the real one."""
    made = types.ModuleType("qonys.plot")

    def fan(results, name, level=0.8):
        """Draws a fan."""
        return results.path, name, level

    def compare(comparison):
        return comparison

    def needing(results):
        import plotly_is_not_here.express as express  # noqa: F401

    def _hidden(results):
        return results

    for chart in (fan, compare, needing, _hidden):
        setattr(made, chart.__name__, chart)
    made.Results = Results
    monkeypatch.setitem(sys.modules, "qonys.plot", made)
    return made


def test_charts_are_methods(certain_file, module):
    plot = Results.open(certain_file).plot
    assert dir(plot) == ["fan", "needing"]
    assert plot.fan("births", level=0.5) == (certain_file, "births", 0.5)
    assert plot.fan.__doc__ == "Draws a fan."
    with pytest.raises(AttributeError, match="no chart 'fun'; there are: fan, needing"):
        _ = plot.fun
    assert not hasattr(plot, "compare")
    assert not hasattr(plot, "_hidden")


def test_only_what_a_module_names_is_public(certain_file, module):
    module.__all__ = ["needing"]
    assert dir(Results.open(certain_file).plot) == ["needing"]


def test_missing_plotly_is_a_sentence(certain_file, module, monkeypatch):
    plot = Results.open(certain_file).plot
    with pytest.raises(ModuleNotFoundError, match="plotly_is_not_here"):
        plot.needing()

    def drawing(results):
        raise ModuleNotFoundError("No module named 'plotly'", name="plotly.graph_objects")

    module.fan = drawing
    with pytest.raises(ImportError, match="the package 'plotly' is missing .*requirements.txt"):
        plot.fan()


def test_every_public_name_is_there_and_listed():
    for name in qonys.__all__:
        assert getattr(qonys, name).__name__ == name
        assert name in dir(qonys)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = qonys.nothing


def test_importing_the_package_imports_nothing_heavy():
    heavy = "('numpy', 'pandas', 'xarray', 'h5py', 'plotly')"
    code = f"import sys, qonys; print([name for name in {heavy} if name in sys.modules])"
    words = [sys.executable, "-c", code]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=PACKAGE)
    assert told.stdout.strip() == "[]"


def test_results_load_without_xarray_and_plotly(certain_file):
    code = (
        "import sys; from qonys import Results; r = Results(sys.argv[1]); r.indicator('births'); "
        "print([m for m in ('xarray', 'plotly', 'pyarrow.parquet') if m in sys.modules])"
    )
    words = [sys.executable, "-c", code, certain_file]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=PACKAGE)
    assert told.stdout.strip() == "[]"
