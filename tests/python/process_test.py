"""Processes written in Python: what they do to people, and what they may not."""

import math

import numpy as np
import pytest
import qonys
from engine import closed, kz, needs_engine, python
from qonys import InputError, NewColumn, NewIndicator, Process, Simulation

pytestmark = needs_engine

# Two-sided: one in a million of right programs fails.
CRITICAL_Z = 4.892


class Vaccination(Process):
    """Everybody of 20 to 59 is vaccinated by chance, once."""

    name = "vaccination"
    description = "people are vaccinated by chance"
    stage = "programmes"
    reads = ("birth_month", "region", "vaccinated", "key")
    writes = ("vaccinated",)
    draws = ("chance",)
    columns = {"vaccinated": NewColumn(np.uint8, "whether vaccinated", fill=0)}
    indicators = {"vaccinations": NewIndicator("persons", "people vaccinated")}

    def __init__(self, probability=0.02):
        self.probability = probability
        self.at_risk = 0

    def step(self, people):
        able = (people.age >= 20) & (people.age < 60) & (people["vaccinated"] == 0)
        chosen = able & (people.uniform("chance") < self.probability)
        return {
            "vaccinated": people["vaccinated"] | chosen,
            "vaccinations": people.by_region(chosen),
        }


def made(**said):
    """A process that does nothing in its step but what is given."""
    said.setdefault("step", lambda self, people: {})
    attributes = {"name": "made", "description": "made for a test", **said}
    return type("Made", (Process,), attributes)()


def answers(answer, **said):
    """A process that gives an answer once a month, and reads and writes `x`."""
    columns = {"x": NewColumn(np.int16, "a number", fill=-7)}
    told = {"columns": columns, "reads": ("x", "region"), "writes": ("x",), **said}
    return made(step=lambda self, people: answer(people), **told)


def refused(process, scenario=None):
    with pytest.raises(Exception) as caught:  # noqa: B017
        qonys.run(scenario or closed(), processes=[process])
    return caught.value


def test_counts_follow_the_binomial():
    at_risk, vaccinated = 0, 0
    simulation = Simulation(closed(), processes=[Vaccination(0.02)])
    while not simulation.finished:
        simulation.advance()
        frame = simulation.people.to_frame()
        now = 12 * (int(simulation.month[:4]) - 1900) + int(simulation.month[5:]) - 1
        age = (now - frame["birth_month"].astype(int)) // 12
        grown = (age >= 20) & (age < 60)
        new = simulation.recorded("vaccinations")["value"].iloc[-1] * 0.01
        # Deaths come before programmes in a month, and nobody changes age after them.
        at_risk += int((grown & (frame["vaccinated"] == 0)).sum() + new)
        vaccinated += int(new)
    error = math.sqrt(at_risk * 0.02 * 0.98)
    assert abs(vaccinated - at_risk * 0.02) < CRITICAL_Z * error
    assert at_risk > 50_000


def test_columns_that_are_added_persist_and_newborns_have_their_fill():
    class Counts(Process):
        name = "counts"
        description = "counts months"
        stage = "close"
        reads = writes = ("months",)
        columns = {"months": NewColumn(np.int16, "months lived through", fill=-7)}

        def step(self, people):
            return {"months": people["months"] + np.int16(1)}

    simulation = Simulation(closed(), processes=[Counts()])
    assert set(simulation.people["months"].to_numpy()) == {-7}
    first = simulation.people.to_frame(["key"])["key"]
    simulation.advance(24)
    people = simulation.people.to_frame(["key", "months", "birth_month"])
    old = people["key"].isin(first)
    assert set(people.loc[old, "months"]) == {24 - 7}
    born = people.loc[~old]
    assert len(born) > 100
    last = 12 * 126 + 11
    assert (born["months"] == last - born["birth_month"] + 1 - 7).all()


@pytest.mark.parametrize("make", [closed, kz])
def test_threads_change_nothing(make):
    hashes = set()
    for threads in (1, 2, 3):
        results = qonys.run(make(), processes=[Vaccination()], threads=threads)
        hashes.add((results.hash, results.digest))
    assert len(hashes) == 1
    assert results.indicator("vaccinations").total().sum() > 0


def test_draws_belong_to_people():
    class Keeps(Vaccination):
        def step(self, people):
            seen[people.scale][people.month] = dict(
                zip(people["key"].tolist(), people.uniform("chance").tolist(), strict=True)
            )
            return {}

    seen = {0.01: {}, 0.005: {}}
    for scale in seen:
        qonys.run(closed(run__end="2025-03", population__scale=scale), processes=[Keeps()])
    for month, few in seen[0.005].items():
        many = seen[0.01][month]
        assert len(few) > 4000 and few.items() <= many.items()
        assert len(set(few.values())) == len(few)
    months = list(seen[0.01].values())
    assert all(months[0][key] != months[1][key] for key in months[0].keys() & months[1].keys())
    numbers = np.array(list(months[0].values()))
    error = math.sqrt(1 / 12 / numbers.size)
    assert numbers.min() >= 0 and numbers.max() < 1
    assert abs(numbers.mean() - 0.5) < CRITICAL_Z * error


@pytest.mark.parametrize("make", [closed, kz])
def test_who_changes_nothing_that_is_read_changes_no_result(make):
    plain = qonys.run(make())
    beside = qonys.run(make(), processes=[Vaccination()])
    for name in plain.indicators():
        assert np.array_equal(plain.indicator(name).values, beside.indicator(name).values), name
    assert set(beside.indicators()) - set(plain.indicators()) == {"vaccinations"}
    assert plain.digest != beside.digest
    assert any("vaccination" in note for note in beside.notes())


def test_a_yearly_process_runs_in_its_month():
    seen = []
    process = made(month_of_year=4, step=lambda self, people: seen.append(people.month) or {})
    qonys.run(closed(), processes=[process])
    assert seen == ["2025-04", "2026-04"]


def test_a_stock_is_counted_at_the_start_and_every_month():
    class Census(Process):
        name = "headcount"
        description = "counts people"
        stage = "record"
        reads = ("region",)
        indicators = {
            "heads": NewIndicator("persons", "people", measurement="stock", by_region=False)
        }

        def step(self, people):
            return {"heads": people.count}

    results = qonys.run(closed(), processes=[Census()])
    heads = results.indicator("heads")
    assert heads.months[0] == "2024-12" and heads.values.shape == (1, 25)
    assert heads.values[0, 0] == 1_000_000
    population = results.indicator("population")
    at = [heads.months.index(month) for month in population.months]
    assert np.array_equal(heads.values[:, at], population.total())


def test_a_lever_is_read_in_its_month():
    seen = []
    process = made(
        levers=("fertility.level",),
        step=lambda self, people: seen.append(people.lever("fertility.level").tolist()) or {},
    )
    measure = {"kind": "scale", "lever": "fertility.level", "factor": 0.5, "from": "2025-03"}
    qonys.run(closed(run__end="2025-04").with_measures(measure), processes=[process])
    assert seen == [[1.0], [1.0], [0.5], [0.5]]


@pytest.mark.parametrize(
    "values",
    [
        lambda n: np.arange(n, dtype=np.int16)[::-1],
        lambda n: np.repeat(np.arange(n, dtype=np.int16), 2)[::2],
        lambda n: np.frombuffer(b"\0" + np.arange(n, dtype=np.int16).tobytes(), np.int16, n, 1),
        lambda n: np.ma.masked_array(np.arange(n, dtype=np.int16)),
    ],
    ids=["backwards", "strided", "unaligned", "subclass"],
)
def test_arrays_of_any_layout_are_taken(values):
    simulation = Simulation(
        closed(), processes=[answers(lambda people: {"x": values(people.count)})]
    )
    simulation.advance()
    assert simulation.people.to_frame(["x"])["x"].sum() != 0
    living = simulation.people.to_frame(["x"])["x"].to_numpy()
    assert np.array_equal(living, np.asarray(values(len(living))))


def test_some_people_alone_may_be_changed():
    def some(people):
        rows = np.flatnonzero(people["x"] < 0)[:10]
        return {"x": (rows, np.full(rows.size, 5, np.int16))}

    simulation = Simulation(closed(), processes=[answers(some)])
    for month in (1, 2):
        simulation.advance()
        assert (simulation.people["x"].to_numpy() == 5).sum() in range(
            10 * month - 2, 10 * month + 1
        )


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (
            lambda p: {"x": np.zeros(p.count, np.int64)},
            TypeError,
            "int64 where the column is int16",
        ),
        (lambda p: {"x": np.zeros(p.count, ">i2")}, TypeError, ">i2 where the column is int16"),
        (lambda p: {"x": p["x"] > 0}, TypeError, "uint8 where the column is int16"),
        (lambda p: {"x": p["x"].tolist()}, TypeError, "convert it with .astype"),
        (lambda p: {"x": p["x"][1:]}, ValueError, "one value for each living person"),
        (lambda p: {"x": p["x"][:, None]}, ValueError, "one value for each living person"),
        (lambda p: {"x": np.int16(3)}, ValueError, "has shape [] where"),
        (lambda p: {"x": (np.array([p.count]), p["x"][:1])}, ValueError, "is outside 0 to"),
        (lambda p: {"x": (np.array([-1]), p["x"][:1])}, ValueError, "is outside 0 to"),
        (lambda p: {"x": (p["x"] < 0, p["x"])}, TypeError, "np.flatnonzero gives one"),
        (lambda p: {"x": (np.array([1, 2]), p["x"][:1])}, ValueError, "2 positions for 'x', but 1"),
        (lambda p: {"x": (np.array([1]),)}, TypeError, "where a pair of positions and values"),
        (lambda p: {"x": (np.array([1]), np.array([2.5]))}, TypeError, "float64 where the column"),
        (lambda p: {"region": p["region"]}, KeyError, "does not say that it writes 'region'"),
        (lambda p: {"wrong": p["x"]}, KeyError, "does not say that it writes 'wrong'"),
        (lambda p: p["sex"], KeyError, "does not say that it reads 'sex'"),
        (lambda p: p.uniform("luck"), KeyError, "does not declare the draw 'luck'"),
        (lambda p: p.lever("fertility.level"), KeyError, "does not say that it reads the lever"),
        (lambda p: None, TypeError, "step returned NoneType where a dict"),
        (lambda p: {"n": 1.5}, TypeError, "float64 where whole numbers are expected"),
        (lambda p: {"n": True}, TypeError, "bool where whole numbers are expected"),
        (lambda p: {"n": 2**70}, TypeError, "object where whole numbers are expected"),
        (
            lambda p: {"n": [1, 2]},
            ValueError,
            "has shape [2] where [1] is expected".replace("has", "have"),
        ),
        (lambda p: {"n": [[1]]}, ValueError, "have shape [1, 1] where [1] is expected"),
        (lambda p: 1 // 0, ZeroDivisionError, "division"),
    ],
)
def test_answers_that_cannot_be(answer, error, words, tmp_path):
    process = answers(answer, indicators={"n": NewIndicator("persons", "some", by_region=False)})
    with pytest.raises(error) as caught:
        qonys.run(closed(), processes=[process], out=tmp_path / "a.h5", threads=2)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    simulation = Simulation(closed(), processes=[process])
    with pytest.raises(error):
        simulation.advance()
    with pytest.raises(ValueError, match="broke off in the middle of a month"):
        simulation.advance()


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ({"reads": ("birth_mnth",)}, InputError, "did you mean 'birth_month'?"),
        ({"reads": ("region")}, TypeError, 'put a comma behind it: reads = ("region",)'),
        ({"reads": ("sex", "sex")}, ValueError, "reads names something twice"),
        ({"writes": ("region",)}, InputError, "writes the column 'region'"),
        ({"writes": ("gone",)}, InputError, "is kept whole by the engine"),
        ({"levers": ("fertility.levl",)}, InputError, "did you mean 'fertility.level'?"),
        ({"stage": "noon"}, ValueError, "'noon' is no stage of a month"),
        ({"month_of_year": 13}, ValueError, "month_of_year is 13; choose 1 to 12"),
        ({"name": "life"}, InputError, "there is a process of this name already"),
        ({"name": ""}, ValueError, "Made: has no name"),
        ({"name": "two words"}, ValueError, "is no name in snake_case"),
        ({"draws": ("a", "a")}, ValueError, "draws names something twice"),
        ({"columns": {"sex": NewColumn(np.uint8, "x")}}, InputError, "that people have already"),
        ({"columns": {"c": NewColumn(np.uint8, "x", 256)}}, ValueError, "cannot hold fill = 256"),
        ({"columns": {"c": NewColumn(np.uint8, "x", math.nan)}}, ValueError, "hold fill = nan"),
        ({"columns": {"c": NewColumn(np.float32, "x")}}, TypeError, "no column can be float32"),
        ({"columns": {"c": NewColumn(">i4", "x")}}, TypeError, "no column can be >i4"),
        ({"indicators": {"deaths": NewIndicator("p", "x")}}, InputError, "that is there already"),
        (
            {"indicators": {"n": NewIndicator("p", "x", "rate")}},
            ValueError,
            "'rate' is no measurement",
        ),
        (
            {"indicators": {"n": NewIndicator("p", "x", "stock")}},
            ValueError,
            "is a stock (it would",
        ),
        ({"indicators": {"a/b": NewIndicator("p", "x")}}, ValueError, "is no name in snake_case"),
    ],
)
def test_declarations_that_cannot_be(said, error, words):
    caught = refused(made(**said))
    assert isinstance(caught, error), repr(caught)
    assert words in str(caught)


def test_a_reference_of_kazakhstan_cannot_be_written():
    assert "is kept whole by the engine" in str(refused(made(writes=("household",)), kz()))


def test_two_of_one_name_are_refused():
    with pytest.raises(InputError, match="process 'vaccination': there is a process of this name"):
        qonys.run(closed(), processes=[Vaccination(), Vaccination(0.5)])


def test_people_are_of_use_during_their_step_alone():
    kept = []
    process = made(reads=("sex", "region"), step=lambda self, p: kept.append((p, p["sex"])) or {})
    Simulation(closed(), processes=[process]).advance()
    (people, sex) = kept[0]
    assert people["sex"] is sex and people.month == "2025-01"
    for ask in (lambda: people["region"], lambda: people.count, lambda: people.regions):
        with pytest.raises(ValueError, match="of use during its step alone"):
            ask()


def digest(*processes):
    results = qonys.run(closed(run__end="2025-01"), processes=processes)
    return results.digest


class Base(Vaccination):
    """Has what others derive from."""

    weights = np.arange(5000)


class Derived(Base):
    """Adds nothing of its own but a name."""


def test_digests_tell_processes_apart(monkeypatch):
    plain = digest(Vaccination())
    assert digest(Vaccination()) == plain
    assert digest(Vaccination(0.03)) != plain != digest()
    derived = digest(Derived())
    weights = np.arange(5000)
    weights[2500] = 0  # an array's text leaves its middle out
    monkeypatch.setattr(Base, "weights", weights)
    assert digest(Derived()) != derived
    first, second = Vaccination(), Vaccination()
    first.table, second.table = {"a": weights}, {"a": weights + 1}
    assert len({digest(first), digest(second), plain}) == 3
    first.table = second.table = object()
    second.table = object()
    assert digest(first) == digest(second)  # addresses of objects say nothing


TYPED = """
import numpy as np, qonys
from engine import closed
kind = '''
class Typed(qonys.Process):
    name = "typed"
    description = "typed at a prompt"
    def step(self, people):
        return {} if people.count > %d else {}
'''
found = []
for number in (1, 1, 2):
    exec(kind % number)
    found.append(qonys.run(closed(run__end="2025-01"), processes=[Typed()]).digest)
print(found[0] == found[1], found[0] == found[2])
"""


def test_classes_without_source_are_told_apart_by_their_code():
    assert python(TYPED) == "True False\n"
