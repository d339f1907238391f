"""The package says what it takes and gives, and the stub says so of the compiled half."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from engine import needs_engine

PACKAGE = Path(__file__).resolve().parents[2] / "python"
STUB = PACKAGE / "qonys/_core.pyi"


@pytest.mark.parametrize(
    "words", [["mypy", "--no-incremental"], ["ruff", "check", "--no-cache", "."]]
)
def test_the_package_has_no_finding_of(words):
    if importlib.util.find_spec(words[0]) is None:
        pytest.skip(f"the package {words[0]} is not installed")
    ended = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, cwd=PACKAGE
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def names_of_stub():
    """Public names of the stub, and of each class its members and which of these can be set."""
    found = {}
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = members(node)
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = None
        elif isinstance(node, ast.AnnAssign):
            found[node.target.id] = None
    return found


def members(node):
    names, settable = set(), set()
    for each in node.body:
        if isinstance(each, ast.AnnAssign):
            names.add(each.target.id)
            settable.add(each.target.id)
        elif isinstance(each, ast.FunctionDef):
            names.add(each.name)
            setters = [d for d in each.decorator_list if isinstance(d, ast.Attribute)]
            settable |= {each.name for d in setters if d.attr == "setter"}
    return names, settable


def names_of_module():
    from qonys import _core

    found = {}
    for name in dir(_core):
        value = getattr(_core, name)
        if name.startswith("_"):
            continue
        found[name] = None
        if isinstance(value, type):
            own = {each: thing for each, thing in vars(value).items() if is_public(each)}
            settable = {
                each for each, thing in own.items() if isinstance(thing, property) and thing.fset
            }
            found[name] = (set(own), settable)
    return found


def is_public(name):
    return not name.startswith("_") or name in ("__init__", "__len__")


@needs_engine
def test_the_stub_has_the_names_of_the_compiled_module():
    from qonys import _core

    compiled, said = names_of_module(), names_of_stub()
    assert said.keys() == compiled.keys()
    for name, parts in compiled.items():
        if parts is None:
            assert said[name] is None
            continue
        names, settable = parts
        if "__init__" not in said[name][0]:  # made by the engine alone
            names.discard("__init__")
            with pytest.raises(TypeError, match="No constructor defined"):
                getattr(_core, name)()
        assert said[name] == (names, settable), name
