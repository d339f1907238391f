"""Broken folders of extracts: a sentence each, exit code 2 where a file cannot be used, nothing lost."""

import csv
import json

import pytest
from qonys.extracts.noise import NONE
from qonys.extracts.testland import make, write_manifest
from qonys.ingest.command import main
from qonys.ingest.description import AGENCIES, description


@pytest.fixture
def folder(tmp_path):
    """Extracts of six hundred people, without any noise."""
    return make(tmp_path / "in", 600, rates=NONE).folder


def change(folder, agency, edit, keep_manifest=False):
    """Edits the lines of an extract; the manifest then fits again, unless it is kept."""
    path = folder / f"{agency}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(edit(lines)) + "\n", encoding="utf-8")
    if not keep_manifest:
        write_manifest(folder)


def set_value(agency, line, column, value):
    """An edit that puts a value into a line, counted as in a sentence."""

    def edit(lines):
        rows = list(csv.reader(lines))
        rows[line - 1][rows[0].index(column)] = value
        return [",".join(row) for row in rows]

    return edit


def ingest(folder, tmp_path, *words):
    return main([str(folder), "--out", str(tmp_path / "out"), *words])


def refused(folder, tmp_path, capsys):
    """The sentences of a folder that cannot be used; nothing was written."""
    assert ingest(folder, tmp_path) == 2
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob("*.partial"))
    return capsys.readouterr().err.splitlines()


def taken(folder, tmp_path, capsys):
    """The sentences of a folder that was used, its rejects and the counts of its records."""
    assert ingest(folder, tmp_path, "--json") == 0
    told = capsys.readouterr()
    with open(tmp_path / "out/rejects.csv", encoding="utf-8") as file:
        rejects = list(csv.DictReader(file))
    records = {row["agency"]: row for row in json.loads(told.out)["records"]}
    for row in records.values():
        assert row["read"] == row["accepted"] + row["rejected"] + row["duplicates"]
        lines = (folder / row["file"]).read_text(encoding="utf-8").splitlines()
        assert row["read"] == len(lines) - 1
    return told.err.splitlines(), rejects, records


def test_wrong_encoding(folder, tmp_path, capsys):
    path = folder / "interior.csv"
    path.write_bytes(
        path.read_text(encoding="utf-8").replace("ғ", "г").encode("cp1251", "replace")
    )
    write_manifest(folder)
    (line,) = refused(folder, tmp_path, capsys)
    assert line.startswith("interior.csv:2: byte 0x")
    assert line.endswith(
        "is not UTF-8 (the file may be Windows-1251: names would be garbled); save the file as UTF-8"
    )


def test_wrong_header(folder, tmp_path, capsys):
    change(
        folder,
        "nobd",
        lambda lines: [lines[0].replace("birth_date", "birthdate"), *lines[1:]],
    )
    assert refused(folder, tmp_path, capsys) == [
        "nobd.csv:1: column 'birth_date' is missing (the extract of nobd has 19 columns, empty where "
        "nothing is known); add it; FORMAT.md lists the columns",
        "nobd.csv:1: column 'birthdate' is not known (what it means is not described); did you mean "
        "'birth_date'?",
    ]


def test_wrong_separator(folder, tmp_path, capsys):
    change(folder, "nobd", lambda lines: [line.replace(",", ";") for line in lines])
    assert refused(folder, tmp_path, capsys) == [
        "nobd.csv:1: the columns are not parted by commas (the whole header reads as one column); "
        "save the file as CSV with commas"
    ]


def test_column_twice(folder, tmp_path, capsys):
    change(folder, "nobd", lambda lines: [f"{line},sex" for line in lines])
    assert refused(folder, tmp_path, capsys) == [
        "nobd.csv:1: column 'sex' stands 2 times (which one counts is not known); leave one"
    ]


def test_truncated_file(folder, tmp_path, capsys):
    path = folder / "contracts.csv"
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b",")].rsplit(b"\n", 4)[0] + b"\nCON-1,")
    (line,) = refused(folder, tmp_path, capsys)
    assert line.startswith("contracts.csv: is cut off: ")
    assert line.endswith(
        " records are there, and the last line has no end (the manifest says how many); ask the "
        "agency for the file again"
    )


def test_missing_and_empty_file_are_told_together(folder, tmp_path, capsys):
    (folder / "labour.csv").unlink()
    (folder / "nobd.csv").write_bytes(b"")
    assert refused(folder, tmp_path, capsys) == [
        "labour.csv: cannot be read: No such file or directory (the manifest names it for labour); "
        "ask the agency for the file again",
        "nobd.csv: is empty (not even the header is there); ask the agency for the file again",
    ]


def test_wrong_sum(folder, tmp_path, capsys):
    change(folder, "nobd", set_value("nobd", 3, "grade", "12"), keep_manifest=True)
    assert refused(folder, tmp_path, capsys) == [
        "nobd.csv: is not the file that the manifest names (its SHA-256 differs: it was changed or "
        "damaged on the way); ask the agency for the file again"
    ]


def test_records_added(folder, tmp_path, capsys):
    change(folder, "nobd", lambda lines: [*lines, lines[-1]], keep_manifest=True)
    (line,) = refused(folder, tmp_path, capsys)
    assert "records were added after it was made" in line


def test_quotation_mark_not_closed(folder, tmp_path, capsys):
    path = folder / "nobd.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + '"never closed\n', encoding="utf-8"
    )
    (line,) = refused(folder, tmp_path, capsys)
    assert "is no CSV from here on" in line


REJECTED = [
    (
        "date",
        "31.12.2025",
        "'31.12.2025' is no day (days are written YYYY-MM-DD, from 1900 on); write it so",
    ),
    (
        "date",
        "2025-02-30",
        "'2025-02-30' is no day (days are written YYYY-MM-DD, from 1900 on); write it so",
    ),
    (
        "date",
        "2026-03-01",
        "'2026-03-01' is after the period, which ends on 2025-12-31 (what has not happened cannot be "
        "counted); check the day, or the manifest",
    ),
    ("date", "", "is empty (a record needs it); fill it in"),
    ("recorded_on", "1999-01-01", "nothing ends or is recorded before it happens"),
    (
        "event",
        "hired",
        "code 'hired' is not in the list 'event' (what it means is not known); write signed, ended",
    ),
    ("region", "KZ-10", "code 'KZ-10' is not in the list 'region'"),
    (
        "citizenship",
        "USSR",
        "code 'USSR' is not in the list 'country' (what it means is not known); write one of 251",
    ),
    ("wage", "85000.50", "'85000.50' is no whole number (its unit is KZT/month)"),
    (
        "wage",
        "-1",
        "-1 is outside [0, 1000000000] KZT/month; check the value and its unit",
    ),
]
BLANKED = [
    (
        "iin",
        "990101912345",
        "'999999999999' is no identification number (its control digit is wrong)",
    ),
    ("iin", "12345", "'99999' is no identification number (it has 12 digits)"),
    ("birth_date", "Январь", "'AAAAAA' is no day"),
    ("sex", "x", "code 'x' is not in the list 'sex'"),
]


def test_bad_values(folder, tmp_path, capsys):
    """Those of the event set the record aside, those of the person are taken for missing."""
    told = [*REJECTED, *BLANKED]
    for line, (column, value, _) in enumerate(told, 5):
        change(folder, "contracts", set_value("contracts", line, column, value))
    lines, rejects, records = taken(folder, tmp_path, capsys)
    assert records["contracts"]["rejected"] == len(REJECTED)
    assert records["contracts"]["values_taken_for_missing"] == len(BLANKED)
    for line, (column, _, sentence) in enumerate(told, 5):
        (row,) = [
            row
            for row in rejects
            if row["file"] == "contracts.csv" and row["line"] == str(line)
        ]
        action = (
            "record rejected" if line < 5 + len(REJECTED) else "value taken for missing"
        )
        assert (row["column"], row["action"]) == (column, action)
        assert row["sentence"].startswith(f"contracts.csv:{line}: column '{column}': ")
        assert sentence in row["sentence"]
        assert row["sentence"] in lines


def test_duplicate_key(folder, tmp_path, capsys):
    lines = (folder / "labour.csv").read_text(encoding="utf-8").splitlines()
    number = lines[3].split(",")[0]
    change(folder, "labour", set_value("labour", 9, "record_id", number))
    told, _, records = taken(folder, tmp_path, capsys)
    assert told == [
        f"labour.csv:9: column 'record_id': '{number}' stands on line 4 already, with other contents "
        "(a number names one record); give it another, or fill in 'corrects'"
    ]
    assert records["labour"]["rejected"] == 1


def test_same_row_twice_is_a_duplicate(folder, tmp_path, capsys):
    _, _, before = taken(folder, tmp_path, capsys)
    change(folder, "labour", lambda lines: [*lines, lines[3]])
    assert ingest(folder, tmp_path, "--force", "--json") == 0
    after = {
        row["agency"]: row for row in json.loads(capsys.readouterr().out)["records"]
    }
    assert after["labour"]["accepted"] == before["labour"]["accepted"]
    assert (
        after["labour"]["duplicates_by_kind"]["same row"]
        == before["labour"]["duplicates_by_kind"]["same row"] + 1
    )


def test_correction_of_a_later_record(folder, tmp_path, capsys):
    lines = (folder / "labour.csv").read_text(encoding="utf-8").splitlines()
    change(
        folder, "labour", set_value("labour", 2, "corrects", lines[-1].split(",")[0])
    )
    told, _, records = taken(folder, tmp_path, capsys)
    assert "which was not recorded before it" in told[0]
    assert records["labour"]["rejected"] == 1


def test_values_too_many(folder, tmp_path, capsys):
    change(folder, "labour", lambda lines: [*lines[:5], lines[5] + ",1", *lines[6:]])
    told, _, records = taken(folder, tmp_path, capsys)
    assert told[0].startswith("labour.csv:6: has 20 values, the header 19 columns")
    assert records["labour"]["rejected"] == 1


def test_too_many_bad_records(folder, tmp_path, capsys):
    column = description("labour").names.index("date")

    def swap(lines):
        rows = [line.split(",") for line in lines]
        for row in rows[1 : len(rows) // 8]:
            row[column] = ".".join(reversed(row[column].split("-")))
        return [",".join(row) for row in rows]

    change(folder, "labour", swap)
    lines = refused(folder, tmp_path, capsys)
    assert len(lines) == 5
    assert all("is no day" in line for line in lines[:3])
    assert (
        "records are bad (more than 5%: tables made of the rest would be wrong)"
        in lines[3]
    )
    assert lines[4].endswith(" more of this kind (date)")


def test_every_file_broken_gets_its_sentence(folder, tmp_path, capsys):
    for agency in AGENCIES:
        (folder / f"{agency}.csv").write_bytes(b"\xff\xfea\x00")
    lines = refused(folder, tmp_path, capsys)
    assert len(lines) == 6
    assert all("the file may be UTF-16" in line for line in lines)


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        (
            "format",
            "2",
            "manifest.toml: format is 2 (this program reads format 1); write format = 1",
        ),
        (
            "period",
            '{ from = "2025-01-02", to = "2025-12-31" }',
            "is not made of whole months",
        ),
        ("period", '"2025"', "'period' lacks a day"),
        ("identity", '"hashes"', "identity is 'hashes'"),
        ("perod", "1", "key 'perod' is not known"),
        ("title", '""', "'title' is missing or no text"),
        ("sample", "2.0", "sample is 2.0 (it is the part of the people"),
        ("complete", '"permit"', "'complete' is no list of measures"),
    ],
)
def test_wrong_manifest(folder, tmp_path, capsys, key, text, sentence):
    write_manifest(folder, **{key: text})
    assert sentence in "\n".join(refused(folder, tmp_path, capsys))


def test_manifest_is_missing_or_no_toml(folder, tmp_path, capsys):
    (folder / "manifest.toml").write_text("format = ", encoding="utf-8")
    assert "manifest.toml: cannot be read" in refused(folder, tmp_path, capsys)[0]
    (folder / "manifest.toml").unlink()
    assert "manifest.toml: is missing" in refused(folder, tmp_path, capsys)[0]
    assert ": is not a folder" in refused(tmp_path / "none", tmp_path, capsys)[0]


def test_agency_that_nobody_described(folder, tmp_path, capsys):
    path = folder / "manifest.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("extract.nobd", "extract.police")
    )
    assert "agency 'police' is not known" in refused(folder, tmp_path, capsys)[0]


def test_nothing_is_overwritten_unasked(folder, tmp_path, capsys):
    assert ingest(folder, tmp_path) == 0
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert ingest(folder, tmp_path) == 2
    assert "exists already" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before
    (folder / "labour.csv").unlink()
    assert ingest(folder, tmp_path, "--force") == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before


def test_folders_of_others_are_left_alone(folder, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("years of work")
    assert ingest(folder, tmp_path, "--force") == 2
    assert "holds no earlier ingest" in capsys.readouterr().err
    assert main([str(folder), "--out", str(folder), "--force"]) == 2
    assert "holds the extracts themselves" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--threshold", "0.2"], "--threshold: 0.2 is outside [0.5, 1]"),
        (["--suppress-below", "-1"], "--suppress-below: is below 0"),
        (["--truth", "none.csv"], "none.csv: No such file or directory"),
    ],
)
def test_options_that_cannot_be_meant(folder, tmp_path, capsys, words, sentence):
    assert ingest(folder, tmp_path, *words) == 2
    assert sentence in capsys.readouterr().err


def test_truth_of_real_people_is_refused(folder, tmp_path, capsys):
    write_manifest(folder, synthetic="false")
    assert ingest(folder, tmp_path, "--truth", str(tmp_path / "in-truth.csv")) == 2
    assert (
        "stands beside extracts of people who were not invented"
        in capsys.readouterr().err
    )
