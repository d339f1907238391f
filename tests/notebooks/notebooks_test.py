"""The notebooks: short, stripped, and executed as a reader would, in a folder that is not theirs.

QONYS_BUILT_PACKAGE is the folder with the package as it was built; without it what the interpreter
finds is taken.
"""

import json
import os
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import nbformat
import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PLOTLY = "application/vnd.plotly.v1+json"
MOST_CELLS = 15
MOST_LINES = 25
SECONDS_A_CELL = 300  # some take ten on a machine that has nothing else to do
NOWHERE = "http://127.0.0.1:9"  # the port where nobody listens: what asks the network fails at once
ABSOLUTE = re.compile(r"""["'](/|~/|[A-Za-z]:[\\/])\w""")

each_notebook = pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)


def read(file):
    return nbformat.read(file, as_version=4)


def code_of(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def stripping():
    spec = spec_from_file_location("strip", FOLDER / "strip.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_seven_and_the_readme_tells_of_each():
    assert [file.name[:3] for file in NOTEBOOKS] == [f"0{number}_" for number in range(1, 8)]
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [file.name for file in NOTEBOOKS if file.name not in readme] == []


@each_notebook
def test_is_kept_stripped(file):
    text = file.read_text(encoding="utf-8")
    assert text == stripping().stripped(text), "run: python notebooks/strip.py"
    nbformat.validate(read(file))


@each_notebook
def test_is_short_and_ends_with_what_to_believe(file):
    cells = read(file).cells
    assert len(cells) <= MOST_CELLS
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")
    assert cells[-1].cell_type == "markdown"
    assert cells[-1].source.startswith("## What to believe, and what not")


@each_notebook
def test_code_is_short_sets_the_scale_first_and_names_no_absolute_path(file):
    sources = code_of(read(file))
    assert re.search(r"^SCALE = ", sources[0], re.MULTILINE)
    assert [source for source in sources if len(source.splitlines()) > MOST_LINES] == []
    assert [source for source in sources if ABSOLUTE.search(source)] == []


def test_absolute_paths_are_known_from_others():
    others = [f"'{root}x'" for root in ("/", "~/", "C:/")]
    found = [text for text in (*others, "'kz/base.toml'", "a / 'b'") if ABSOLUTE.search(text)]
    assert found == others


def test_stripping_takes_away_what_running_leaves():
    cell = {
        "cell_type": "code", "id": "8a7b", "metadata": {"scrolled": True}, "source": "1 + 1\n",
        "execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": "2"}],
    }
    messy = {"cells": [cell], "metadata": {"kernelspec": {"name": "mine"}}, "nbformat": 4,
             "nbformat_minor": 4}
    strip = stripping()
    clean = strip.stripped(json.dumps(messy))
    kept = json.loads(clean)["cells"][0]
    assert kept["outputs"] == [] and kept["execution_count"] is None and kept["metadata"] == {}
    assert kept["source"] == ["1 + 1"] and kept["id"] == "cell-01"
    assert strip.stripped(clean) == clean


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A kernel of this interpreter, without one being installed, that finds the package as built."""
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    argv = [sys.executable, "-B", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    described = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(described), encoding="utf-8")
    built = os.environ.get("QONYS_BUILT_PACKAGE", "")
    if built:
        monkeypatch.setenv("PYTHONPATH", built)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, NOWHERE)
    for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    specs = KernelSpecManager(kernel_dirs=[str(spec.parent)], ensure_native_kernel=False)
    return KernelManager(kernel_name="python3", kernel_spec_manager=specs)


def is_drawn(figure):
    """Whether a trace has something to show: numbers or words in a list, at any depth.

    Not every one: a tornado keeps a trace for the bars within noise though there may be none.
    """

    def holds(value):
        if isinstance(value, dict):
            return any(holds(each) for each in value.values())
        return isinstance(value, list) and any(each != [] for each in value)

    return any(holds(trace) for trace in figure["data"])


def test_an_empty_figure_is_known_from_a_drawn_one():
    assert is_drawn({"data": [{"type": "bar", "x": [1], "y": [2]}]})
    assert is_drawn({"data": [{"type": "sankey", "link": {"value": [3]}}]})
    assert not is_drawn({"data": []})
    assert not is_drawn({"data": [{"type": "bar", "x": [], "y": []}, {"type": "table"}]})
    assert not is_drawn({"data": [{"type": "table", "cells": {"values": [[], []]}}]})


@each_notebook
def test_runs_without_a_word_of_warning_and_draws_its_figures(file, kernel, tmp_path):
    notebook = read(file)
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, km=kernel, timeout=SECONDS_A_CELL, resources=place).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [each.text for each in outputs if each.get("name") == "stderr"] == []
    figures = [each.data[PLOTLY] for each in outputs if PLOTLY in each.get("data", {})]
    asked = sum(source.count("plot.") for source in code_of(notebook))
    assert len(figures) == asked
    assert all(is_drawn(figure) for figure in figures)
    left = {path.name for path in tmp_path.iterdir()} - {"kernels", "jupyter_runtime_dir"}
    assert left <= {"ipythondir", "mplconfigdir"}  # a reader's folder stays as it was
