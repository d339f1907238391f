"""Where scenarios and the program are found, and what calls of the program give and raise."""

import json
import sys

import pytest
from qonys import InputError, InternalError, Problem, program, scenario_folder
from qonys.places import find_scenario

SENTENCES = [
    "a.toml:7: unknown key 'seeed' (it would be ignored); did you mean 'seed'?",
    "a.toml:7: 'b' is wrong: it is no number",
    "check: unknown option '--sett'; did you mean '--set'?",
    "all people are dead",
    "out of memory (all people are kept in it); use a smaller --scale",
]


@pytest.fixture
def pretended(tmp_path, monkeypatch):
    """Makes a program that prints its arguments or what it is told to, and ends as told."""

    def make(code, printed, told=""):
        file = tmp_path / "program"
        file.write_text(
            f"#!{sys.executable}\nimport sys\nsys.stderr.write({told!r})\n"
            f"print({printed!r} or sys.argv[1:])\nsys.exit({code})\n"
        )
        file.chmod(0o755)
        monkeypatch.setenv("QONYS_PROGRAM", str(file))

    return make


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_taken_apart_is_the_same_sentence(sentence):
    assert str(Problem.of_text(sentence)) == sentence


def test_a_sentence_is_taken_apart_where_its_marks_tell():
    problem = Problem.of_text(SENTENCES[0])
    assert (problem.file, problem.line) == ("a.toml", 7)
    assert problem.why == "it would be ignored"
    assert problem.hint == "did you mean 'seed'?"


def test_scenarios_of_the_package_are_found_by_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_scenario("kz/base.toml") == scenario_folder() / "kz/base.toml"


def test_a_file_that_is_there_comes_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kz").mkdir()
    (tmp_path / "kz/base.toml").write_text("")
    assert find_scenario("kz/base.toml").resolve() == tmp_path / "kz/base.toml"


def test_a_scenario_that_is_nowhere_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match=r"neither here nor in .*scenarios\); check the path"):
        find_scenario("kz/nosuch.toml")
    with pytest.raises(InputError) as caught:
        find_scenario(tmp_path / "a.toml")
    assert str(caught.value) == f"scenario '{tmp_path}/a.toml': no such file; check the path"


def test_call_returns_the_last_line_and_asks_for_json(pretended):
    pretended(0, 'first\n{"status": "done"}')
    assert program.call("check", "a.toml") == {"status": "done"}
    pretended(0, "")
    with pytest.raises(InternalError, match="ended with 0 and said nothing"):
        program.call("check")  # what it prints then is a list, no object


def test_call_hands_scenarios_of_the_package_over_whole(pretended, monkeypatch, tmp_path):
    pretended(4, '{"problems": ["failed: on purpose"]}')
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InternalError, match="^failed: on purpose$"):
        program.call("check", "kz/base.toml")
    words = program._with_scenarios(["check", "kz/base.toml", "nosuch.toml", "--json"])
    assert words == ["check", str(scenario_folder() / "kz/base.toml"), "nosuch.toml", "--json"]


def test_call_raises_every_problem(pretended):
    pretended(2, json.dumps({"problems": SENTENCES[:2]}))
    with pytest.raises(InputError) as caught:
        program.call("run", "a.toml")
    assert [str(problem) for problem in caught.value.problems] == SENTENCES[:2]
    pretended(2, json.dumps({"scenarios": [{"problems": []}, {"problems": [SENTENCES[2]]}]}))
    with pytest.raises(InputError, match="unknown option"):
        program.call("check", "a.toml", "b.toml")
    pretended(2, "no object", told="broken: on purpose\n")
    with pytest.raises(InputError, match="^broken: on purpose$"):
        program.call("run")


def test_a_stopped_program_is_an_internal_error(pretended):
    pretended(139, "")
    with pytest.raises(InternalError, match="ended with 139"):
        program.call("run")


def test_commands_in_python_are_given_this_interpreter_and_package(monkeypatch):
    monkeypatch.delenv("QONYS_PYTHON", raising=False)
    monkeypatch.delenv("QONYS_PACKAGE_FOLDER", raising=False)
    given = program.environment()
    assert given["QONYS_PYTHON"] == sys.executable
    monkeypatch.setenv("QONYS_PYTHON", "mine")
    assert program.environment()["QONYS_PYTHON"] == "mine"


def test_the_command_says_that_there_is_no_program(monkeypatch, capsys):
    monkeypatch.setenv("QONYS_PROGRAM", "/nowhere/qonys")
    monkeypatch.setattr(sys, "argv", ["qonys", "check"])
    with pytest.raises(SystemExit) as caught:
        program.main()
    assert caught.value.code == 2
    assert capsys.readouterr().err == "/nowhere/qonys: No such file or directory\n"
