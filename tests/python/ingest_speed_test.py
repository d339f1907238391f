"""A year of testland: a hundred thousand records of six agencies, in less than a minute."""

import json
import time

from qonys.extracts.testland import PEOPLE_A_RECORD, make
from qonys.ingest.command import main

RECORDS = 100_000
SECONDS = 60


def test_a_year_of_testland(tmp_path, capsys):
    made = make(tmp_path / "in", int(RECORDS * PEOPLE_A_RECORD) + 2_000)
    words = ["--out", str(tmp_path / "out"), "--truth", str(made.truth), "--json"]
    before = time.process_time()
    assert main([str(made.folder), *words]) == 0
    # Of all threads, so that other work on the machine does not count.
    seconds = time.process_time() - before
    told = json.loads(capsys.readouterr().out)
    read = sum(row["read"] for row in told["records"])
    assert read >= RECORDS
    assert len(told["records"]) == 6
    assert sum(row["duplicates"] for row in told["records"]) > 0.01 * read
    assert seconds < SECONDS
    whole, sure = told["truth"]["links"][0], told["truth"]["deterministic"][0]
    assert whole["precision"] > 0.998
    assert whole["recall"] > 0.99
    assert sure["recall"] < 0.8
