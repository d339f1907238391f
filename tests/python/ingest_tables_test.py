"""What is counted: known answers on a handful of people, what no agency sees, what is not shown."""

import csv
import io
import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from qonys.backcast import main as backcast
from qonys.extracts.folder import write_extract
from qonys.extracts.testland import make, write_manifest
from qonys.ingest.command import main
from qonys.ingest.description import AGENCIES, description
from qonys.ingest.measures import MEASURES
from qonys.ingest.monitoring import rounded
from results_file import File, Made, write

ROOT = Path(__file__).resolve().parents[2]

# Ana: registered in 01, works in 02, is on the list of the unemployed. Bek: kandas, no residence.
# Cem: from Türkiye, entered, works without a permit and leaves. Dan: a pupil who is not in school.
ANA = {
    "iin": "900507900012",
    "surname": "Бәлков",
    "birth_date": "1990-05-07",
    "sex": "f",
    "citizenship": "KAZ",
}
BEK = {"document": "N123", "surname": "Кіқбай", "given_name": "Ер", "birth_date": "1988-01-02", "sex": "m",
       "citizenship": "MNG"}  # fmt: skip
CEM = {
    "document": "T55555",
    "surname": "Рүстлин",
    "birth_date": "1980-03-03",
    "sex": "m",
    "citizenship": "TUR",
}
DAN = {
    "iin": "150101900013",
    "birth_date": "2015-01-01",
    "sex": "m",
    "citizenship": "KAZ",
}
LIVES = {
    "interior": [
        (ANA, {"event": "registration", "date": "2020-01-15", "region": "TL-01"}),
        (CEM, {"event": "entry", "date": "2025-02-10"}),
        (CEM, {"event": "exit", "date": "2025-06-20"}),
        (DAN, {"event": "registration", "date": "2015-01-10", "region": "TL-03"}),
    ],
    "labour": [
        (ANA, {"event": "unemployed_registered", "date": "2025-03-01", "region": "TL-01"}),
        (ANA, {"event": "unemployed_ended", "date": "2025-05-05", "region": "TL-01"}),
        (BEK, {"event": "kandas_granted", "date": "2025-04-04", "region": "TL-02"}),
    ],
    "contracts": [
        (ANA, {"event": "signed", "date": "2025-04-10", "region": "TL-02", "employer_id": "E1"}),
        (ANA, {"event": "signed", "date": "2025-07-01", "region": "TL-02", "employer_id": "E2"}),
        (ANA, {"event": "ended", "date": "2025-07-31", "region": "TL-02", "employer_id": "E1"}),
        (BEK, {"event": "signed", "date": "2025-06-15", "region": "TL-02", "employer_id": "E1",
               "end_date": "2025-09-30"}),
        (CEM, {"event": "signed", "date": "2025-03-01", "region": "TL-02", "employer_id": "E3"}),
    ],
}  # fmt: skip


@pytest.fixture
def tables(tmp_path, capsys):
    """The tables of four people, as a dictionary {(measure, region, origin, month, view): persons}."""
    folder = tmp_path / "in"
    folder.mkdir()
    for agency, lives in LIVES.items():
        rows = [
            {"record_id": f"{agency}{at}", **who, **what}
            for at, (who, what) in enumerate(lives)
        ]
        write_extract(folder / f"{agency}.csv", agency, rows)
    write_manifest(folder)
    assert main([str(folder), "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    return {
        table: {
            tuple(row[:5]): int(row[5])
            for row in rows_of(tmp_path / f"out/{table}.csv")
        }
        for table in ("entry", "stay", "study", "work", "status")
    }


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))[1:]


def months(table, measure, view="linked"):
    """{(region, origin): months} of a measure."""
    found = {}
    for name, region, origin, month, who in table:
        if (name, who) == (measure, view):
            found.setdefault((region, origin), []).append(int(month[-2:]))
    return found


def test_work_of_four_people(tables):
    work = tables["work"]
    assert months(work, "contract") == {
        ("TL-02", "KAZ"): [*range(4, 13)],
        ("TL-02", "MNG"): [6, 7, 8],
        ("TL-02", "TUR"): [*range(3, 13)],
    }
    assert work["contract", "TL-02", "KAZ", "2025-07", "linked"] == 1
    assert months(work, "unemployed") == {("TL-01", "KAZ"): [3, 4]}
    assert months(work, "unemployed_with_contract") == {("TL-01", "KAZ"): [4]}
    assert months(work, "works_elsewhere") == {("TL-01", "KAZ"): [*range(4, 13)]}
    assert months(work, "foreign_without_permit") == {("TL-02", "TUR"): [*range(3, 13)]}
    assert months(work, "gone_with_contract") == {("TL-02", "TUR"): [*range(6, 13)]}
    assert months(work, "permit_without_contract") == {}


def test_entry_and_stay_of_four_people(tables):
    entry, stay = tables["entry"], tables["stay"]
    # The border does not know where Cem went; the register of contracts does, from March on.
    assert months(entry, "entered") == {("", "TUR"): [2]}
    assert months(entry, "kandas_granted") == {("TL-02", "MNG"): [4]}
    assert months(entry, "first_seen") == {("TL-02", "MNG"): [6]}
    assert months(stay, "present")["TL-02", "TUR"] == [3, 4, 5]
    assert months(stay, "present")["", "TUR"] == [2]
    assert months(stay, "present")["TL-02", "MNG"] == [6, 7, 8]
    assert months(stay, "present_unregistered") == {
        ("", "TUR"): [2], ("TL-02", "TUR"): [3, 4, 5], ("TL-02", "MNG"): [6, 7, 8],
    }  # fmt: skip


def test_child_in_no_school(tables):
    assert months(tables["study"], "out_of_school") == {
        ("TL-03", "KAZ"): [*range(1, 13)]
    }


def test_what_no_agency_sees(tables):
    work = tables["work"]
    assert months(work, "contract", "linked_only") == {}
    assert months(work, "foreign_without_permit", "linked_only") == months(
        work, "foreign_without_permit"
    )
    assert months(tables["stay"], "present", "contracts")["TL-02", "TUR"] == [
        *range(3, 13)
    ]


def test_statuses_part_those_present(tables):
    cells = [
        {
            key[1:4]: 0
            for key in tables["stay"]
            if key[0] == "present" and key[4] == "linked"
        }
    ]
    for key, persons in tables["status"].items():
        if key[4] == "linked":
            cells[0][key[1:4]] += persons
    present = {
        k[1:4]: n
        for k, n in tables["stay"].items()
        if k[0] == "present" and k[4] == "linked"
    }
    assert cells[0] == present


@pytest.fixture(scope="module")
def ingested(tmp_path_factory):
    """A year of two thousand people, once as it is and once with small cells left out."""
    folder = tmp_path_factory.mktemp("year")
    made = make(folder / "in", 2_000)
    for name, words in (("plain", []), ("suppressed", ["--suppress-below", "5"])):
        assert (
            main(
                [
                    str(made.folder),
                    "--out",
                    str(folder / name),
                    "--truth",
                    str(made.truth),
                    *words,
                ]
            )
            == 0
        )
    return made, folder


def test_counts_are_near_the_truth(ingested):
    _, folder = ingested
    told = json.loads((folder / "plain/quality.json").read_text(encoding="utf-8"))
    shares = {(row["measure"], row["view"]): row for row in told["truth"]["coverage"]}
    for measure in (
        "registered",
        "school",
        "university",
        "contract",
        "permit",
        "unemployed",
        "entered",
    ):
        assert shares[measure, "linked"]["coverage"] == pytest.approx(1, abs=0.08)
    # Records without a region find one in another register.
    agency = {
        "school": "nobd",
        "contract": "contracts",
        "registered": "interior",
        "permit": "labour",
    }
    for measure, alone in agency.items():
        linked, own = shares[measure, "linked"], shares[measure, alone]
        assert linked["error_of_cells"] <= own["error_of_cells"]
    whole = {
        view: shares["contract", view]["error_of_cells"]
        for view in ("linked", "contracts")
    }
    assert whole["linked"] < whole["contracts"]


def test_graduates_are_followed_to_their_jobs(ingested):
    made, folder = ingested
    table = pd.read_csv(folder / "plain/follow.csv", keep_default_na=False)
    graduates = table[
        (table["cohort"] == "graduates") & (table["cohort_month"] == "2025-06")
    ]
    by_month = (
        graduates.groupby(["months_since", "outcome"])["persons"]
        .sum()
        .unstack(fill_value=0)
    )
    whole = by_month.sum(axis=1)
    assert whole.nunique() == 1
    share = by_month["contract"] / whole
    assert share.loc[6] > share.loc[0]
    true = [
        any(state.name == "contract" for state in person.states)
        for person in made.people
        for state in person.states
        if state.name == "university" and state.end is not None and state.ends == "graduated"
        and state.end.year == 2025 and state.end.month == 6
    ]  # fmt: skip
    assert share.loc[6] == pytest.approx(sum(true) / len(true), abs=0.12)


def test_small_cells_are_left_empty(ingested):
    _, folder = ingested
    for table in ("entry", "stay", "study", "work", "status"):
        plain, shown = (
            rows_of(folder / f"plain/{table}.csv"),
            rows_of(folder / f"suppressed/{table}.csv"),
        )
        assert [row[:5] for row in plain] == [row[:5] for row in shown]
        small = {tuple(row[:4]) for row in plain if int(row[5]) < 5}
        assert small
        for one, other in zip(plain, shown, strict=True):
            assert other[5] == ("" if tuple(one[:4]) in small else one[5])
    for path in (folder / "suppressed/observed").glob("*.csv"):
        values = [int(row[3]) for row in rows_of(path)]
        assert all(value >= 5 and value % 5 == 0 for value in values)
    assert rounded(7, 5) == 5 and rounded(8, 5) == 10 and rounded(7, 0) == 7


def test_no_output_tells_of_a_single_person(ingested):
    """No name, number, document, day of birth or record of anybody, unless asked for."""
    made, folder = ingested
    told = "\n".join(
        path.read_text(encoding="utf-8")
        for name in ("plain", "suppressed")
        for path in (folder / name).rglob("*.*")
    )
    for rows in made.records.values():
        for row in rows[::7]:
            for column in (
                "record_id",
                "agency_id",
                "iin",
                "document",
                "surname",
                "birth_date",
            ):
                assert not row[column] or row[column] not in told, (column, row[column])
    assert not (folder / "plain/records").exists()


def test_records_are_written_when_asked_for(ingested, capsys):
    made, folder = ingested
    assert main([str(made.folder), "--out", str(folder / "asked"), "--records"]) == 0
    assert "Personal data:" in capsys.readouterr().out
    links = rows_of(folder / "asked/records/links.csv")
    known = {
        (agency, row["record_id"])
        for agency, rows in made.records.items()
        for row in rows
    }
    assert {(agency, record) for _, agency, record in links} <= known
    assert len(links) > 0.9 * len(known)


def test_observations_can_be_read_by_backcast(ingested, capsys):
    """They have the columns, the role and the register of sources of scenarios/kz/observed."""
    _, folder = ingested
    observed = folder / "plain/observed"
    sources = tomllib.loads((observed / "SOURCES.toml").read_text(encoding="utf-8"))[
        "table"
    ]
    assert set(sources) == {path.stem for path in observed.glob("*.csv")}
    table = pd.read_csv(observed / "register_contract.csv")
    assert list(table.columns) == [
        "region",
        "year",
        "month",
        "value",
        "role",
        "vintage",
    ]
    assert set(table["role"]) == {"validate"}
    regions = [f"TL-{at:02d}" for at in range(1, 13)]
    made = File(
        indicators=[Made("employees", [[[50.0] * 12] * 13], "stock", axes=("region",))],
        axes={"region": (regions, regions)},
    )
    assert (
        backcast(
            [
                write(folder / "run.h5", made),
                "--against",
                str(folder / "plain"),
                "--summary",
            ]
        )
        == 0
    )
    assert "people with a labour contract" in capsys.readouterr().out


def test_shipped_descriptions():
    """Each agency's header is described, and the regions are those of the scenario."""
    with open(ROOT / "scenarios/kz/axes/region.csv", encoding="utf-8") as file:
        regions = tuple(row["code"] for row in csv.DictReader(file))
    page = (ROOT / "python/qonys/ingest/FORMAT.md").read_text(encoding="utf-8")
    for agency in AGENCIES:
        described = description(agency)
        assert described.codes["region"] == regions
        assert len(set(described.names)) == len(described.names)
        for column in described.columns:
            assert column.what
            assert f"`{column.name}`" in page
            assert (column.type == "code") == bool(column.codes)
            assert not column.codes or column.codes in described.codes
        for name, event in described.events.items():
            assert event.what
            assert f"`{name}`" in page
            assert not event.state_key or event.state_key in described.names
    for measure in MEASURES:
        assert f"`{measure.name}`" in page
        assert set(measure.agencies) <= set(AGENCIES)
