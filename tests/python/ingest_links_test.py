"""Who is linked with whom: known answers, invented people whose truth is known, the same at every run."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from qonys.extracts.folder import write_extract
from qonys.extracts.noise import NONE, Rates, written
from qonys.extracts.testland import make, write_manifest
from qonys.ingest.clusters import clusters_of
from qonys.ingest.command import main
from qonys.ingest.contour import contour_of
from qonys.ingest.entities import ATTRIBUTES
from qonys.ingest.keys import deterministic_pairs
from qonys.ingest.names import number, skeleton
from qonys.ingest.quality import estimates
from qonys.ingest.tokens import main as tokens
from qonys.ingest.tokens import name_tokens, with_tokens
from qonys.ingest.truth import linkage_quality, read_truth
from qonys.ingest.values import control_digit, iin_fault


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Extracts of three thousand people with the usual noise, linked."""
    made = make(tmp_path_factory.mktemp("world") / "in", 3_000)
    return made, contour_of(str(made.folder), 0.9), read_truth(str(made.truth))


def entities(*rows):
    """Entities of which only the attributes that are given are known."""
    table = pd.DataFrame(
        [{name: row.get(name, "") for name in ATTRIBUTES} for row in rows]
    )
    table.insert(0, "agency", [row.get("agency", "labour") for row in rows])
    return table


def pairs_by_rule(*rows):
    found = deterministic_pairs(entities(*rows))
    return [tuple(row) for row in found.itertuples(index=False)]


WHO = {
    "surname": "belkov",
    "given_name": "akdash",
    "birth_date": "1990-05-07",
    "sex": "m",
}


def test_spellings_of_a_name_are_one():
    for name in ("Мұңғожыұлы", "Шөлпыстаулин", "Қоңжірқабай", "Ғалғоя", "Һәнхыр"):
        forms = {
            skeleton(written(name, script)) for script in ("kazakh", "russian", "latin")
        }
        assert len(forms) == 1, forms
    assert (
        skeleton("Nūrğaly") == skeleton("Нұрғали") == skeleton("NURGALI") == "nurgali"
    )
    assert skeleton("Şaiken") == skeleton("Шайкен") == skeleton("Shaiken")
    assert number("№ К-123 45") == number("K12345")


def test_control_digit():
    # Worked by hand: 9*1+0*2+0*3+5*4+0*5+7*6+9*7+0*8+0*9+0*10+1*11 = 145 = 13*11 + 2.
    assert control_digit("90050790001") == 2
    assert iin_fault("900507900012") is None
    assert "control digit" in iin_fault("900507900013")[1]
    assert iin_fault("900705900012") is not None


def test_rules_that_link_for_sure():
    iin = {**WHO, "iin": "900507900012"}
    assert pairs_by_rule(iin, {**iin, "surname": "other"}) == [(0, 1, "iin")]
    stranger = {
        "surname": "x",
        "given_name": "y",
        "birth_date": "2001-01-01",
        "iin": "900507900012",
    }
    assert pairs_by_rule(iin, stranger) == []
    paper = {**WHO, "document": "N1"}
    assert pairs_by_rule(paper, {**paper, "surname": "other"}) == [
        (0, 1, "document_birth_sex")
    ]
    assert pairs_by_rule(paper, {**paper, "birth_date": "1990-05-08"}) == [
        (0, 1, "document_names")
    ]
    assert pairs_by_rule(paper, {**paper, "sex": "f", "surname": "other"}) == []
    other = {**paper, "iin": "900507900023"}
    assert pairs_by_rule({**iin, "document": "N1"}, other) == []
    assert pairs_by_rule(WHO, WHO) == []


def test_no_person_has_two_numbers():
    """0 and 2 hold different IIN: whichever link of 1 is the weaker is left out."""
    table = entities({"iin": "a"}, {}, {"iin": "b"})
    none = pd.DataFrame({"left": [], "right": [], "rule": []})
    pairs = pd.DataFrame({
        "left": [0, 1], "right": [1, 2], "weight": [9.0, 8.0], "probability": [0.99, 0.98],
    })  # fmt: skip
    made = clusters_of(table, none, pairs, 0.9)
    assert made.person.tolist() == [0, 0, 1]
    assert (made.people, made.joined_by, made.refused) == (2, {"probable": 1}, 1)
    assert clusters_of(table, none, pairs, 0.999).people == 3


def test_truth_of_invented_people(world):
    _, contour, truth = world
    found = linkage_quality(contour, truth)
    whole, sure = found["links"][0], found["deterministic"][0]
    assert whole["precision"] > 0.998
    assert whole["recall"] > 0.985
    assert sure["precision"] > 0.999
    # What the probabilistic links are for.
    assert whole["recall"] > sure["recall"] + 0.15


def test_scores_are_those_of_all_pairs(world):
    """Precision and recall by hand, from pairs of records of two agencies."""
    _, contour, truth = world
    held = {}
    for agency in ("labour", "interior"):
        frame = (
            contour.held[agency].rename("entity").rename_axis("record").reset_index()
        )
        frame["true"] = [truth.person[agency, record] for record in frame["record"]]
        frame["person"] = contour.clusters.person[frame["entity"]]
        held[agency] = frame.drop_duplicates("entity")
    both = held["labour"].merge(held["interior"], how="cross", suffixes=("_a", "_b"))
    linked, same = (
        both["person_a"] == both["person_b"],
        both["true_a"] == both["true_b"],
    )
    (row,) = [row for row in linkage_quality(contour, truth)["links"]
              if row["agencies"] == "interior - labour"]  # fmt: skip
    assert (row["pairs_linked"], row["pairs_true"]) == (linked.sum(), same.sum())
    assert row["precision"] == (linked & same).sum() / linked.sum()
    assert row["recall"] == (linked & same).sum() / same.sum()


def test_estimates_without_a_truth_are_near_it(world):

    _, contour, _ = world
    found = estimates(contour)
    assert found["precision_by_model"] > 0.99
    assert found["precision_by_iin"] > 0.98
    assert found["recall_by_iin"] > 0.9


def test_probabilities_mean_what_they_say(world):
    """Of pairs that the model finds as likely as not or more, so many are right as it says."""
    _, contour, truth = world
    true = np.full(len(contour.entities.table), "", dtype=object)
    for agency, held in contour.held.items():
        for record, entity in held.items():
            true[entity] = truth.person[agency, record]
    pairs = contour.probable.pairs
    right = true[pairs["left"]] == true[pairs["right"]]
    likely = (pairs["probability"] > 0.99).to_numpy()
    unlikely = (pairs["probability"] < 0.01).to_numpy()
    assert right[likely].mean() > 0.985
    assert right[unlikely].sum() < 0.02 * right.sum()


def test_clean_extracts_are_linked_without_fault(tmp_path):
    made = make(tmp_path / "in", 800, rates=NONE)
    contour = contour_of(str(made.folder), 0.9)
    found = linkage_quality(contour, read_truth(str(made.truth)))
    assert found["links"][0]["precision"] == 1.0
    assert found["links"][0]["recall"] == 1.0


def test_people_without_numbers_are_linked_by_names(tmp_path):
    """No IIN teaches m: expectation maximisation does."""
    made = make(tmp_path / "in", 800, rates=Rates(no_iin=1.0, no_document=0.6))
    contour = contour_of(str(made.folder), 0.9)
    assert contour.probable.trained_by == "em"
    whole = linkage_quality(contour, read_truth(str(made.truth)))["links"][0]
    assert whole["precision"] > 0.98
    assert whole["recall"] > 0.9


def test_same_input_gives_the_same_bytes(tmp_path, capsys):
    made = make(tmp_path / "in", 500)
    for name in ("a", "b"):
        words = [
            str(made.folder),
            "--out",
            str(tmp_path / name),
            "--truth",
            str(made.truth),
            "--records",
        ]
        assert main(words) == 0
    capsys.readouterr()
    files = sorted(
        path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*")
    )
    assert len(files) > 15
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (
            tmp_path / "b" / file
        ).read_bytes(), file


def test_report_tells_of_the_links(tmp_path, capsys):
    made = make(tmp_path / "in", 500)
    assert (
        main(
            [
                str(made.folder),
                "--out",
                str(tmp_path / "out"),
                "--truth",
                str(made.truth),
                "--json",
            ]
        )
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["people"]["linked"] < told["people"]["held_by_agencies"]
    assert (
        sum(row["pairs"] for row in told["linkage"]["weights"])
        == told["linkage"]["scored_pairs"]
    )
    assert {row["comparison"] for row in told["linkage"]["parameters"]} == {
        "surname", "given_name", "birth_date", "sex", "citizenship", "document",
    }  # fmt: skip
    assert (
        json.loads((tmp_path / "out/quality.json").read_text())["truth"]
        == told["truth"]
    )
    assert "Links against the truth" in (tmp_path / "out/quality.txt").read_text()


def test_people_are_linked_by_tokens(tmp_path):
    """Names and numbers that nobody can read are linked nearly as well."""
    made = make(tmp_path / "in", 1_000)
    for agency, rows in made.records.items():
        spoilt = [{**row, "iin": row["iin"]} for row in rows]
        write_extract(
            made.folder / f"{agency}.csv",
            agency,
            list(with_tokens(spoilt, b"sixteen bytes ok")),
        )
    write_manifest(made.folder, identity='"tokens"')
    text = (made.folder / "interior.csv").read_text(encoding="utf-8")
    assert not any(
        row["document"] and row["document"] in text for row in made.records["interior"]
    )
    contour = contour_of(str(made.folder), 0.9)
    assert not any(one.rejected for one in contour.checked.values())
    whole = linkage_quality(contour, read_truth(str(made.truth)))["links"][0]
    assert whole["precision"] > 0.995
    assert whole["recall"] > 0.96


def test_tokens_of_an_extract(tmp_path, monkeypatch, capsys):
    secret = tmp_path / "secret"
    secret.write_text("too short")
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("iin,document,surname,given_name,sex\n1,K 2,Кіқ,,m\n")
    )
    assert tokens(["--secret", str(secret)]) == 2
    assert "is too short" in capsys.readouterr().err
    secret.write_text("long enough to be a secret")
    assert tokens(["--secret", str(secret)]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head == "iin,document,surname,given_name,sex"
    iin, document, surname, given, sex = row.split(",")
    assert [len(part) for part in (iin, document, *surname.split(" "))] == [16] * 6
    assert (given, sex) == ("", "m")
    assert (
        name_tokens("Kiq", b"x" * 16)
        == name_tokens("Кіқ", b"x" * 16)
        != name_tokens("Кіқ", b"y" * 16)
    )
