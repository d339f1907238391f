"""From people of a run to linked registers: journal, extracts, ingest, and what the run itself counted."""

import contextlib
import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from qonys import Results
from qonys.backcast import main as backcast
from qonys.extracts import testland
from qonys.extracts.command import main as extract
from qonys.extracts.journal import journal_of, read_journal
from qonys.extracts.registers import ENTRIES, facts_of
from qonys.ingest.command import main as ingest
from qonys.ingest.description import AGENCIES

BASE = Path(__file__).resolve().parents[2] / "scenarios/kz/base.toml"
LAST = "2025-12"
SCENARIO = f"""extends = "{BASE}"
run.end = "{LAST}"
population.scale = 0.005
[[measure]]
lever = "registers.linkage"
kind = "set"
value = 0.9
from = "2025-01"
"""
FEWER = """[[measure]]
lever = "registers.coverage"
kind = "set"
value = 0.3
from = "2025-01"
target = { agency = ["contracts"] }
"""


class Whole:
    """A run with its journal, extracts and ingest."""

    def __init__(self, folder, scenario):
        program = os.environ.get("QONYS_PROGRAM")
        if not program:
            pytest.skip("QONYS_PROGRAM does not name a program; ctest sets it")
        folder.mkdir()
        self.folder = folder
        self.results = folder / "run.h5"
        (folder / "run.toml").write_text(scenario, encoding="utf-8")
        ended = subprocess.run(
            [program, "run", "run.toml", "--journal", "--quiet", "--out", "run.h5"],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        assert ended.returncode == 0, ended.stderr
        self.extracts, self.truth = (
            folder / "run-extracts",
            folder / "run-extracts-truth.csv",
        )
        self.ingested = folder / "ingested"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            assert extract([str(self.results)]) == 0
            printed.truncate(0)
            printed.seek(0)
            words = ["--truth", str(self.truth), "--out", str(self.ingested), "--json"]
            assert ingest([str(self.extracts), *words]) == 0
        self.told = json.loads(printed.getvalue())
        names = ("entry", "stay", "study", "work")
        tables = (self.ingested / f"{name}.csv" for name in names)
        self.counts = pd.concat(
            pd.read_csv(table, keep_default_na=False) for table in tables
        )

    def shown(self, measure, view, month=LAST):
        """Persons of a measure as a view has them in a month."""
        counts = self.counts
        rows = (counts["measure"] == measure) & (counts["view"] == view)
        return int(counts[rows & (counts["month"] == month)]["persons"].sum())

    def open_numbers(self, agency, event):
        """Numbers of an agency's people whose last record is this event, and goes on."""
        path = self.extracts / f"{agency}.csv"
        records = pd.read_csv(path, dtype=str, keep_default_na=False)
        last = records.sort_values(["date", "record_id"]).groupby("agency_id").last()
        return int(((last["event"] == event) & (last["end_date"] == "")).sum())

    def true(self, measure, month=LAST):
        """Persons truly so."""
        counts = pd.read_csv(
            self.folder / "run-extracts-truth-counts.csv", keep_default_na=False
        )
        rows = (counts["measure"] == measure) & (counts["month"] == month)
        return int(counts[rows]["persons"].sum())

    def counted(self, name, **cell):
        """What the run itself counted at the end, in simulated persons or records."""
        with Results(self.results) as results:
            frame = results.indicator(name).to_frame()
            frame = frame[frame["time"] == frame["time"].max()]
            for axis, code in cell.items():
                frame = frame[frame[axis] == code]
            return round(float(frame["value"].sum()) * results.scale)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run of which nine in ten records are linked; shared, for ingests take seconds."""
    return Whole(tmp_path_factory.mktemp("extracts") / "whole", SCENARIO)


def test_links_are_those_of_the_people(made):
    links, sure = made.told["truth"]["links"][0], made.told["truth"]["deterministic"][0]
    assert links["pairs_true"] > 1000
    assert links["precision"] > 0.99
    assert links["recall"] > 0.95
    # Both of a pair are linked for 0.81 of them: the others have no number in common.
    assert 0.7 < sure["recall"] < 0.9
    assert sure["precision"] == 1


def test_agencies_see_what_the_run_recorded(made):
    """At the end of the last month all that is recorded is in the extracts, once for each number."""
    open_events = {"contracts": "signed", "nobd": "enrolled"}
    for agency, measure in (("contracts", "contract"), ("nobd", "school")):
        records = made.counted("register_records", agency=agency)
        assert made.open_numbers(agency, open_events[agency]) == records > 50
        # An ingest finds that two numbers are one person where they are linked.
        assert made.counted("register_persons", agency=agency) <= made.shown(
            measure, agency
        )
        assert made.shown(measure, agency) <= records
    consul = made.open_numbers("foreign_affairs", "consular_registered")
    visas = made.open_numbers("foreign_affairs", "visa_issued")
    assert (
        consul + visas
        == made.counted("register_records", agency="foreign_affairs")
        > 100
    )
    persons = made.counted("register_persons", agency="contracts")
    assert made.shown("contract", "linked") == pytest.approx(persons, rel=0.02)
    assert 0.8 < persons / made.true("contract") < 0.95


@pytest.mark.parametrize(
    ("agency", "event"),
    [
        ("labour", "permit_issued"),
        ("interior", "registration"),
        ("foreign_affairs", "consular_registered"),
        ("higher_education", "enrolled"),
        ("nobd", "enrolled"),
        ("contracts", "signed"),
    ],
)
def test_states_that_last_are_those_of_the_journal(made, agency, event):
    """Of every agency, as many numbers hold a state at the end as it has records of such people."""
    records = 0
    for person in read_journal(journal_of(made.results)):
        entry = ENTRIES[agency].get(person.stands[-1].followed)
        if entry is not None and entry.begins == event:
            records += sum(
                spell.numbers
                for spell in person.spells
                if spell.agency == agency and spell.recorded and not spell.end
            )
    assert made.open_numbers(agency, event) == records > 30


def test_every_record_can_be_read(made):
    """Codes, days and numbers are those of the format, whatever the model's own lists are."""
    assert len(made.told["records"]) == len(AGENCIES)
    for row in made.told["records"]:
        assert row["read"] > 50
        assert row["rejected"] == 0


def test_truth_is_what_the_run_counted(made):
    for measure, followed in (
        ("abroad", "abroad"),
        ("permit", "permit"),
        ("university", "student"),
    ):
        assert (
            made.true(measure)
            == made.counted("register_followed", followed=followed)
            > 50
        )


def test_every_record_is_of_somebody_in_the_journal(made):
    people = {person.key: person for person in read_journal(journal_of(made.results))}
    with open(made.truth, encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    assert len(truth) > 5000
    for row in truth:
        facts = facts_of(people[row["person"]])
        assert any(fact.agency == row["agency"] and fact.recorded for fact in facts)
    known = {(row["agency"], row["person"]) for row in truth}
    for person in people.values():
        for fact in facts_of(person):
            passes = fact.entry.is_state and fact.begin == fact.end
            assert ((fact.agency, person.key) in known) or not fact.recorded or passes


def test_who_is_not_linked_has_no_number(made):
    people = {person.key: person for person in read_journal(journal_of(made.results))}
    with open(made.truth, encoding="utf-8", newline="") as file:
        person_of = {
            (row["agency"], row["record_id"]): row["person"]
            for row in csv.DictReader(file)
        }
    num_linked = 0
    for agency in AGENCIES:
        with open(
            made.extracts / f"{agency}.csv", encoding="utf-8", newline=""
        ) as file:
            for row in csv.DictReader(file):
                is_linked = agency in people[person_of[agency, row["record_id"]]].linked
                assert bool(row["iin"]) == is_linked
                assert is_linked or not row["document"]
                assert row["iin"][6:7] in ("", "9")
                num_linked += is_linked
    assert num_linked > 1000


def test_links_show_what_no_agency_sees(made):
    for measure in (
        "present_unregistered",
        "foreign_without_permit",
        "permit_without_contract",
    ):
        assert made.shown(measure, "linked_only") > 0, measure


def test_a_run_can_be_compared_with_its_registers(made, capsys):
    assert (
        backcast([str(made.results), "--against", str(made.ingested), "--summary"]) == 0
    )
    told = capsys.readouterr().out
    # Registers follow few of those who have a contract, but all kandas.
    assert "people with a labour contract" not in told
    assert "kandas, by register" in told
    observed = pd.read_csv(made.ingested / "observed/register_kandas.csv")
    # Of all kandas, not of the two hundredth of them that is simulated.
    assert (observed["value"] % 200 == 0).all()
    with Results(made.results) as results:
        granted = results.indicator("kandas_granted").values.sum()
    assert 0.85 * granted < observed["value"].sum() < 1.02 * granted


def test_lower_coverage_shows_fewer(made, tmp_path):
    fewer = Whole(tmp_path / "fewer", SCENARIO.replace("0.005", "0.002") + FEWER)
    shown = fewer.shown("contract", "contracts")
    assert fewer.open_numbers("contracts", "signed") == fewer.counted(
        "register_records", agency="contracts"
    )
    assert 0.2 < shown / fewer.true("contract") < 0.45
    assert made.shown("contract", "contracts") / made.true("contract") > 0.8


def test_same_bytes_twice(made, tmp_path, capsys):
    words = [str(made.results), "--out", str(tmp_path / "again")]
    assert extract(words) == 0
    for path in made.extracts.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    assert (tmp_path / "again-truth.csv").read_bytes() == made.truth.read_bytes()
    assert extract([*words[:2], str(tmp_path / "other"), "--seed", "2"]) == 0
    assert (tmp_path / "other/labour.csv").read_bytes() != (
        made.extracts / "labour.csv"
    ).read_bytes()


def test_refusals(made, tmp_path, capsys):
    assert extract([str(made.results)]) == 2
    assert (
        "exists already (extracts are not overwritten unasked)"
        in capsys.readouterr().err
    )
    bare = tmp_path / "bare.h5"
    bare.write_bytes(made.results.read_bytes())
    assert extract([str(bare)]) == 2
    assert "bare-journal.csv: is not there" in capsys.readouterr().err
    journal = tmp_path / "bare-journal.csv"
    journal.write_text("month,person\n", encoding="utf-8")
    assert extract([str(bare)]) == 2
    assert "is no journal of registers" in capsys.readouterr().err
    lines = journal_of(made.results).read_text(encoding="utf-8").splitlines()
    journal.write_text(
        "\n".join([lines[0], *lines[2:]]).replace("2025-", "2031-"), encoding="utf-8"
    )
    assert extract([str(bare)]) == 2
    assert "is of another run" in capsys.readouterr().err
    journal.write_text("\n".join(lines[:50])[:-9], encoding="utf-8")
    assert extract([str(bare)]) == 2
    assert "is broken at line 50" in capsys.readouterr().err
    unasked = [line for line in lines if ",asked," not in line]
    journal.write_text("\n".join(unasked) + "\n", encoding="utf-8")
    assert extract([str(bare)]) == 2
    assert "makes no sense where person" in capsys.readouterr().err
    truth = tmp_path / "bare-extracts-truth.csv"
    truth.write_text("kept\n", encoding="utf-8")
    assert extract([str(bare)]) == 2
    assert "the truth of earlier extracts is not overwritten" in capsys.readouterr().err
    assert truth.read_text(encoding="utf-8") == "kept\n"
    assert not (tmp_path / "bare-extracts").exists()


def test_testland_by_a_command(tmp_path, capsys):
    folder = tmp_path / "year"
    assert testland.main([str(folder), "--records", "2000"]) == 0
    assert str(folder) in capsys.readouterr().out
    with open(tmp_path / "year-truth.csv", encoding="utf-8") as file:
        assert 1800 < len(file.readlines()) < 2200
    assert testland.main([str(folder)]) == 2
    assert "exists already" in capsys.readouterr().err
