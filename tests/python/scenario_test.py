"""Scenarios as values: read, changed, written, compared, and refused in sentences."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from engine import CLOSED, KZ, closed, kz, needs_engine, program, sets
from qonys import InputError, Scenario
from qonys.toml_text import lines_of, merged, nested

pytestmark = needs_engine


@pytest.mark.parametrize(
    "file_and_changes",
    [
        (CLOSED, {"run.seed": 7, "population.scale": 0.5, "run.end": "2025-06"}),
        (KZ, {"run.seed": 7, "policy.rules_of": 2026, "run.end": "2026-12"}),
    ],
)
def test_digest_is_that_of_the_program(file_and_changes, tmp_path):
    file, changes = file_and_changes
    told = program("describe", file, *sets(changes), "--json", folder=tmp_path)
    scenario = Scenario.load(file).with_(changes)
    assert scenario.digest == told["digest"]
    assert scenario.digest != Scenario.load(file).digest


@pytest.mark.parametrize(
    "changes",
    [
        {"run.seed": 7, "title": 'with "quotes", \\ and\n\t\x7f, Қоныс'},
        {"run": {"seed": 3, "end": "2025-06"}, "population.scale": np.float64(0.25)},
        {"fertility.share_of_boys": np.float32(0.5), "population": {"people": np.int32(900_000)}},
        {
            "measure": [
                {"kind": "scale", "lever": "fertility.level", "factor": 2.0, "from": "2025-07"}
            ]
        },
    ],
)
def test_written_and_read_again_it_is_the_same(changes, tmp_path):
    scenario = Scenario.load(CLOSED).with_(changes)
    text = scenario.to_toml(tmp_path / "new.toml")
    assert Scenario.load(tmp_path / "new.toml") == scenario
    assert (tmp_path / "new.toml").read_text(encoding="utf-8") == text
    assert Scenario.from_toml(scenario.to_toml(), folder=CLOSED.parent) == scenario
    with pytest.raises(FileExistsError):
        scenario.to_toml(tmp_path / "new.toml")


def test_paths_that_would_mean_another_file_are_refused(tmp_path):
    scenario = closed().with_({"mortality.rates": "data/mortality.csv"})
    assert Scenario.from_toml(scenario.to_toml(), folder=CLOSED.parent) == scenario
    with pytest.raises(ValueError, match="would not be the same scenario") as caught:
        scenario.to_toml(tmp_path / "new.toml")
    assert str(CLOSED.parent) in str(caught.value)
    assert not (tmp_path / "new.toml").exists()
    whole = closed().with_({"mortality.rates": str(CLOSED.parent / "data/mortality.csv")})
    whole.to_toml(tmp_path / "new.toml")
    assert Scenario.load(tmp_path / "new.toml") == whole


def test_several_changes_say_what_is_left_of_them(tmp_path):
    twice = closed().with_({"run.seed": 3}).with_({"run": {"seed": 4}})
    assert twice.to_toml().count("seed") == 1
    assert "run.seed = 4" in twice.to_toml()
    assert twice == closed(run__seed=4)


def test_one_made_from_a_text_is_written_whole(tmp_path):
    text = CLOSED.read_text(encoding="utf-8")
    scenario = Scenario.from_toml(text, folder=CLOSED.parent, name="mine").with_({"run.seed": 9})
    assert (scenario.name, scenario.seed) == ("mine", 9)
    again = Scenario.from_toml(scenario.to_toml(), folder=CLOSED.parent)
    assert again.digest == scenario.digest
    assert Scenario.from_toml(text, folder=CLOSED.parent) == Scenario.load(CLOSED)


def test_a_folder_named_in_any_alphabet(tmp_path):
    folder = tmp_path / "Қоныс — сценарий"
    folder.mkdir()
    scenario = closed(run__seed=5)
    scenario.to_toml(folder / "өзім.toml")
    again = Scenario.load(str(folder / "өзім.toml"))
    assert (again.name, again) == ("өзім", scenario)


def test_a_change_leaves_the_original_and_what_was_given():
    base = closed()
    before, given = base.digest, {"run.seed": 8}
    changed = base.with_(given)
    given["run.seed"] = 9
    assert (base.digest, base.seed, changed.seed) == (before, 1, 8)
    changed.tree["run"]["seed"] = 99
    assert changed.tree["run"]["seed"] == 8


def test_equal_scenarios_are_one_key_of_a_dict():
    scenarios = {closed(), closed(run__seed=2), closed(run__seed=1), closed().with_({})}
    assert len(scenarios) == 2
    assert closed() != closed().text


def test_pickled_it_is_the_same_even_from_another_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(CLOSED.parent)
    scenario = Scenario.load("closed_population.toml").with_({"run.seed": 3})
    frozen = pickle.dumps(scenario)
    monkeypatch.chdir(tmp_path)
    thawed = pickle.loads(frozen)
    assert (thawed, thawed.name, thawed.seed) == (scenario, scenario.name, 3)
    thawed.to_toml(tmp_path / "thawed.toml")
    scenario.to_toml(tmp_path / "original.toml")
    assert Scenario.load(tmp_path / "thawed.toml") == Scenario.load(tmp_path / "original.toml")


def test_diff_shows_what_was_changed_and_no_more():
    base = closed()
    assert base.diff(closed()).empty
    changed = base.with_({"run.seed": 7, "fertility.share_of_boys": 0.5})
    table = base.diff(changed)
    assert table.index.tolist() == ["fertility.share_of_boys", "run.seed"]
    assert table["this"].tolist() == [0.512, 1]
    assert table["other"].tolist() == [0.5, 7]
    whole = base.diff(base.with_({"population.people": 1_000_000.0}))
    assert whole.empty == (base == base.with_({"population.people": 1_000_000.0}))


def test_every_problem_at_once_with_its_fields():
    with pytest.raises(InputError) as caught:
        closed().with_({"run.sed": 3, "population.scale": 3})
    problems = {problem.key: problem for problem in caught.value.problems}
    assert problems.keys() == {"run.sed", "population.scale"}
    unknown = problems["run.sed"]
    assert (unknown.file, unknown.line) == (str(CLOSED.parent / "with_()"), 1)
    assert unknown.where == f"{unknown.file}:1"
    assert unknown.what == "unknown key 'run.sed'"
    assert unknown.why == "would be ignored"
    assert unknown.hint == "did you mean 'run.seed'?"
    assert (problems["population.scale"].value, problems["population.scale"].line) == ("3", 2)
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    thawed = pickle.loads(pickle.dumps(caught.value))
    assert thawed.problems == caught.value.problems
    assert str(thawed) == str(caught.value)


def test_a_slip_names_the_place_and_the_nearest_name():
    with pytest.raises(InputError) as caught:
        Scenario.load(KZ).with_({"kandas.qota": 3})
    assert str(caught.value) == (
        f"{KZ.parent}/with_():1: unknown key 'kandas.qota' (would be ignored); "
        "did you mean 'kandas.quota'?"
    )


def test_a_problem_in_a_file_names_its_line(tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text(f'extends = "{CLOSED}"\n\n[run]\nseeed = 3\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Scenario.load(file)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.key) == (str(file), 4, "run.seeed")
    assert problem.hint == "did you mean 'run.seed'?"


def test_a_file_that_is_no_text(tmp_path):
    file = tmp_path / "bytes.toml"
    file.write_bytes(b"title = '\xff\xfe'\n")
    with pytest.raises(InputError, match="not valid TOML"):
        Scenario.load(file)
    file.write_bytes(b"model = 'closed_population'\n\xff\xfe = 1\n")
    with pytest.raises(InputError, match="not valid TOML"):
        Scenario.load(file)


def test_a_file_that_is_not_there():
    with pytest.raises(InputError, match="no such file"):
        Scenario.load("/nowhere/ö.toml")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"run.seed": None}, "run.seed: NoneType has no place in a scenario"),
        ({"run.seed": float("nan")}, "run.seed: nan is no number"),
        ({"run.seed": {1, 2}}, "run.seed: set has no place"),
        ({"title": "\ud800"}, "has half a character"),
        ({"": 1}, "'' is no key"),
        ({"run..seed": 1}, "'run..seed' is no key"),
        ({".": 1}, "'.' is no key"),
        ({7: 1}, "7 is no key"),
    ],
)
def test_values_without_toml_are_refused(changes, words):
    with pytest.raises(TypeError) as caught:
        closed().with_(changes)
    assert words in str(caught.value)


@pytest.mark.parametrize("seed", [2**63, 2**70, -1, True, 1.5, "one", [1]])
def test_numbers_that_cannot_be(seed):
    with pytest.raises(InputError) as caught:
        closed().with_({"run.seed": seed})
    assert "with_():1: " in str(caught.value)


def test_with_takes_a_dict():
    with pytest.raises(TypeError, match="with_ takes a dict of changes, not list"):
        closed().with_([("run.seed", 1)])


def test_a_measure_moves_its_lever_from_its_month_on():
    halved = closed().with_measures(
        {"kind": "scale", "lever": "fertility.level", "factor": 0.5, "from": "2026-03"}
    )
    assert [
        float(halved.lever("fertility.level", month).iloc[0])
        for month in ("2026-02", "2026-03", "2026-12")
    ] == [1.0, 0.5, 0.5]
    assert len(halved.measures()) == 1
    twice = halved.with_measures(
        {
            "kind": "scale",
            "lever": "fertility.level",
            "factor": 0.5,
            "from": "2025-01",
            "until": "2025-12",
        }
    )
    assert [
        float(twice.lever("fertility.level", month).iloc[0])
        for month in ("2025-01", "2026-01", "2026-03")
    ] == [0.5, 1.0, 0.5]
    assert twice.lever("fertility.level").equals(twice.lever("fertility.level", twice.start))


def test_a_lever_by_region_has_the_codes_of_its_axis():
    base = kz()
    by_axis = base.levers()["axes"]
    name = by_axis[by_axis == "region"].index[0]
    plain = base.lever(name)
    assert plain.index.name == "region"
    code = plain.index[3]
    moved = base.with_measures(
        {
            "kind": "scale",
            "lever": name,
            "factor": 0.5,
            "from": "2025-01",
            "target": {"region": [code]},
        }
    ).lever(name)
    assert moved[code] == plain[code] * 0.5
    assert moved.drop(code).equals(plain.drop(code))


def test_levers_and_months_that_are_not_there():
    with pytest.raises(KeyError, match="did you mean 'fertility.level'"):
        closed().lever("fertility.levl")
    with pytest.raises(ValueError, match="'2025-13' is no month"):
        closed().lever("fertility.level", "2025-13")


def test_tables_of_a_scenario_agree_with_the_program(tmp_path):
    told = program("describe", KZ, "--json", folder=tmp_path)
    base = Scenario.load(KZ)
    assert base.schedule()["name"].tolist() == [each["name"] for each in told["schedule"]]
    assert base.indicators().loc["population", "axes"].startswith("region")
    assert base.inputs()["sha256"].str.len().eq(64).all()
    assert set(base.parameters().columns) >= {"value", "unit", "source", "grade", "is_default"}
    assert base.assumptions()


def test_tables_lie_on_each_other_as_scenarios_do():
    assert merged({"a": {"b": 1, "c": 2}}, {"a": {"c": 3}}) == {"a": {"b": 1, "c": 3}}
    sourced = {"value": 1, "source": "x"}
    assert merged({"a": sourced}, {"a": {"value": 2}}) == {"a": {"value": 2}}
    assert nested({'a."b.c".d': 1}) == {"a": {"b.c": {"d": 1}}}
    assert nested({"a": {"b.c": 1}}) == {"a": {"b.c": 1}}
    assert lines_of({"a": {"b.c": 1, 2026: {"x": True}}}) == 'a."b.c" = 1\na.2026.x = true\n'


def test_no_compiled_half_is_a_sentence(tmp_path):
    code = "import sys; sys.modules['qonys._core'] = None\nfrom qonys import Scenario\nScenario.from_toml('')"
    folder = str(CLOSED.parents[2] / "python")
    ended = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, cwd=folder
    )
    assert "qonys._core is not there" in ended.stderr
    assert "-DQONYS_BUILD_PYTHON=ON" in ended.stderr
