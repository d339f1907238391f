"""The page of two runs: its numbers are those of the comparison, and noise is called noise."""

import re

import pytest
from qonys import compare
from qonys.comparison_page import page_of_comparison
from qonys.report import default_page, main
from results_file import Target, write
from testland import CERTAIN, whole


def files(folder):
    """Two replicates each: the north ends 20 and 30 higher in B, the south 1 lower and 1 higher."""
    base = whole([1_100, 1_104], [1_990, 1_990], [CERTAIN])
    base.targets = [Target("K01", [[9], [11]], 10, 2025, "at least")]
    made = whole([1_120, 1_134], [1_989, 1_991], [CERTAIN])
    made.targets, made.hash = [Target("K01", [[12], [15]], 10, 2025, "at least")], "c" * 64
    return write(folder / "base.h5", base), write(folder / "other.h5", made)


def rows_of(html, caption):
    table = next(t for t in re.findall(r"<table.*?</table>", html, flags=re.S) if caption in t)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", table)]
    return [[re.sub(r"<[^>]*>", "", cell) for cell in row] for row in cells]


def test_numbers_are_those_of_the_comparison(tmp_path):
    comparison = compare(*files(tmp_path))
    html = page_of_comparison(comparison)
    # A: 3,090 and 3,094 at the end; B: 3,109 and 3,125. Differences 19 and 31: 25 +- 12.706 x 6.
    rows = [row for row in rows_of(html, "within noise, the same") if row[0] == "Population"]
    assert rows == [
        [
            "Population",
            "persons",
            "3,092",
            "3,117",
            "(+25)",
            "\N{MINUS SIGN}51.2 to +101",
            "within noise",
        ]
    ]
    targets = rows_of(html, "Target indicators in 2025")
    assert targets[1][2:5] == ["10", "13.5", "(+3.5)"]
    assert "Paired over 2 replicates with common draws" in html


def test_the_same_run_twice_differs_nowhere(tmp_path):
    base, _ = files(tmp_path)
    html = page_of_comparison(compare(base, base))
    assert "Indicators that differ by more than noise" not in html
    assert "<b>0</b>" in html


def test_equal_results_give_an_equal_page(tmp_path):
    pair = files(tmp_path)
    assert page_of_comparison(compare(*pair)) == page_of_comparison(compare(*pair))


def test_command_names_the_page_after_both_and_refuses_strangers(tmp_path, capsys):
    base, other = files(tmp_path)
    assert default_page(base, other) == str(tmp_path / "other-against-base.html")
    assert main([base, other]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'other-against-base.html'}\n"
    stranger = whole([1, 2], [3, 4], [CERTAIN])
    stranger.seed = 8
    assert main([base, write(tmp_path / "stranger.h5", stranger)]) == 2
    assert "seed" in capsys.readouterr().err


def test_three_files_are_too_many(tmp_path, capsys):
    base, other = files(tmp_path)
    with pytest.raises(SystemExit):
        main([base, other, base])
    assert "about one results file, or about two" in capsys.readouterr().err
