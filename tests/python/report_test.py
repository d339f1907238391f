"""The page: known numbers, intervals that are called by their names, any model."""

import errno
import io
import json
import math
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import h5py
import numpy as np
import pytest
from qonys import Results, report
from qonys.numbers import error, number
from qonys.page import page_of
from qonys.regions import by_year, region_table
from qonys.report import default_page, main
from results_file import File, Made, months, write
from testland import AXES, CERTAIN, UNCERTAIN, whole

PACKAGE = Path(__file__).resolve().parents[2] / "python"


def page(file):
    with Results(file) as results:
        return page_of(results)


def words_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", html, flags=re.S))


def rows_of(html, caption):
    """Cells of the table with this caption, one list a row."""
    table = next(t for t in re.findall(r"<table.*?</table>", html, flags=re.S) if caption in t)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", r) for r in re.findall(r"<tr.*?</tr>", table)]
    return [[re.sub(r"<[^>]*>", "", cell) for cell in row] for row in cells]


def test_region_table_has_the_numbers_of_the_file(certain_file):
    rows = rows_of(page(certain_file), "Registered population by region, persons")
    assert rows[0] == [
        "Region",
        "1 Jan 2025",
        "1 Jan 2026",
        "Change",
        "Natural change",
        "Net internal migration",
        "Net external migration",
        "Other",
    ]
    # North: births 50, deaths 10; moves in 27, out 7; arrivals 50, departures 10; 102 in all.
    assert rows[2] == [
        "North &amp; Coast",
        "1,000",
        "1,102 ± 2",
        "+102 +10.2 %",
        "+40 ± 0",
        "+20 ± 0",
        "+40 ± 0",
        "+2 ± 2",
    ]
    assert rows[1][:4] == ["Whole country", "3,000", "3,092 ± 2", "+92 +3.1 %"]
    assert rows[1][5] == "0 ± 0"


def test_forecast_interval_is_that_of_pairs(uncertain_file):
    html = page(uncertain_file)
    rows = rows_of(html, "Registered population by region, persons")
    assert rows[0][3] == "80 % forecast interval, 1 Jan 2026"
    reach = 3.0776835 * math.sqrt(5000 - 4) * math.sqrt(1.5)
    assert rows[2][2] == "1,152 ± 1.4"
    assert rows[2][3] == f"{round(1152 - reach):,} to {round(1152 + reach):,}"
    assert "2 pairs with a future of its own each" in words_of(html)


def test_noise_alone_is_called_noise(tmp_path):
    made = whole([1_100, 1_300, 1_200, 1_220], [1_990] * 4, [UNCERTAIN])
    rows = rows_of(page(write(tmp_path / "noise.h5", made)), "population by region, persons")
    assert rows[2][3].endswith("within noise")
    assert rows[3][3] == "1,990 to 1,990"


def test_certain_run_has_no_forecast_interval(certain_file):
    html = page(certain_file)
    assert "80 % forecast interval" not in html
    assert "There is no forecast interval on this page" in html


def test_page_tells_what_was_run(certain_file):
    words = words_of(page(certain_file))
    for part in (
        "Testland, rules kept",
        "Jan 2025 to Dec 2025, 12 months",
        "figures up to Dec 2024",
        "1: every person is simulated",
        "Seed 7",
        "aaaaaaaaaaaaaaaa",
        "data/population.csv",
        "mobility.shock_sd",
        "1 is marked as an assumption",
        "resettlement.quota x 1.5",
    ):
        assert part in words, part


def titles_of(html):
    return re.findall(r'<figure class="plot" aria-label="(.*?)"', html)


def test_every_known_indicator_has_its_chart(certain_file):
    assert titles_of(page(certain_file)) == [
        "Registered population",
        "Registered moves between regions, 2025",
        "Population by age and sex, whole country",
        "Births",
        "Deaths",
        "Arrivals from abroad",
        "Departures abroad",
        "Kandas received",
    ]


@pytest.mark.parametrize(
    "missing",
    ["population", "population_by_age", "births", "registered_moves", "external_departures"],
)
def test_a_missing_indicator_costs_its_numbers_only(tmp_path, missing):
    made = whole([1_100, 1_104], [1_990, 1_990], [CERTAIN])
    made.indicators = [i for i in made.indicators if i.name != missing]
    html = page(write(tmp_path / "less.h5", made))
    told = words_of(html) + "".join(re.findall(r"application/json\">(.*?)</script>", html))
    assert "nan" not in told.lower() and "Testland, rules kept" in told
    assert "Kandas received" in titles_of(html)


def test_generic_model_shows_what_there_is(generic_file):
    html = page(generic_file)
    words = words_of(html)
    assert "A &lt;small&gt; model" in html and "<small> model" not in html
    assert "rich &lt;1 %&gt;" in html
    assert titles_of(html) == ["Households that want to move", "What is counted"]
    assert rows_of(html, "2 indicators")[1:] == [
        ["Unhappy", "households that want to move", "households", "0", "12"],
        ["Wealth by class", "what is counted, by class", "tenge", "", "36"],
    ]
    assert "that takes two replicates" in words


def test_page_needs_nothing_from_elsewhere_and_is_well_formed(uncertain_file):
    html = re.sub(r"<script.*?</script>", "", page(uncertain_file), flags=re.S)
    assert not re.search(r"(src|href)=|url\(|@import|<script", html)

    class Balance(HTMLParser):
        open_tags: list = []

        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "br"):
                self.open_tags.append(tag)

        def handle_endtag(self, tag):
            assert self.open_tags.pop() == tag

    parser = Balance()
    parser.feed(html)
    assert parser.open_tags == []


def test_years_with_missing_months_are_marked(tmp_path):
    made = File([Made("births", np.ones((1, 18)))], AXES, start="2025-07", num_months=18)
    with Results(write(tmp_path / "half.h5", made)) as results:
        yearly = by_year(results.indicator("births"))
    assert yearly.years == [2025, 2026]
    assert yearly.values.tolist() == [[6, 12]]
    assert yearly.partial == [True, False]


def test_populations_without_regions_have_no_region_table(tmp_path):
    made = File([Made("population", np.ones((1, 13)), "stock")], AXES)
    with Results(write(tmp_path / "one.h5", made)) as results:
        assert region_table(results) is None
        assert "Population" in page_of(results)


def test_equal_results_give_an_equal_page(certain_file):
    assert page(certain_file) == page(certain_file)


def test_command_writes_beside_the_results_and_not_twice(certain_file, capsys):
    assert main([certain_file]) == 0
    written = default_page(certain_file)
    assert capsys.readouterr().out == written + "\n"
    assert Path(written).read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main([certain_file]) == 2
    assert "exists already (pages are not overwritten unasked)" in capsys.readouterr().err
    assert main([certain_file, "--force"]) == 0


def test_command_never_overwrites_its_results(certain_file, capsys):
    assert main([certain_file, "--out", certain_file, "--force"]) == 2
    assert "is the results file itself" in capsys.readouterr().err
    with h5py.File(certain_file):
        pass


def test_missing_file_gets_a_sentence(tmp_path, capsys):
    assert main([str(tmp_path / "none.h5")]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"{tmp_path}/none.h5: no such file; check the name, or look into results/\n"


class FullFile(io.StringIO):
    """A file on a disk with no room left."""

    def write(self, text):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_full_disk_gets_a_sentence_that_names_the_page(certain_file, monkeypatch, capsys):
    monkeypatch.setattr(report, "open", lambda *_, **__: FullFile(), raising=False)
    assert report.main([str(certain_file)]) == 2
    assert capsys.readouterr().err == (
        f"{Path(certain_file).with_suffix('.html')}: No space left on device; free some space there, or "
        "name a page elsewhere with --out\n"
    )


def test_full_output_gets_a_sentence(certain_file, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdout", FullFile())
    assert report.main([str(certain_file)]) == 2
    page = Path(certain_file).with_suffix(".html")
    assert page.exists()
    assert capsys.readouterr().err.startswith(
        "standard output: cannot be written: No space left on device (the page is whole: "
    )


def test_model_is_named_as_it_is_written(certain_file):
    with Results(certain_file) as results:
        assert f">{results.model}<" in page(certain_file)


def test_numbers_claim_four_digits_at_most():
    assert [number(x) for x in (20283399.0, 99996.0, 1204.6, 101.0)] == [
        "20,280,000",
        "100,000",
        "1,205",
        "101",
    ]
    assert [error(x) for x in (2345.0, 41.2, 1.23)] == ["± 2,300", "± 41", "± 1.2"]


def test_missing_package_gets_a_sentence(certain_file):
    # -I and -S: an interpreter that has nothing but its own library.
    line = (
        f"import sys; sys.path.insert(0, {str(PACKAGE)!r}); from qonys.report import main; "
        f"sys.exit(main([{certain_file!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", line], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "is missing (reports need it); run ./run.sh once" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_months_of_the_writer():
    assert months("2025-11", 3) == ["2025-11", "2025-12", "2026-01"]


def test_numbers_round_away_from_nothing_as_the_program_does():
    assert [number(x) for x in (404412.5, -404412.5, 12.345, 0.5, -0.0)] == [
        "404,400",
        "\N{MINUS SIGN}404,400",
        "12.3",
        "0.5",
        "0",
    ]


def labour(unemployed):
    """Two regions of 60 employees and 30 self-employed in all, paid 200 tenge each."""
    by_region = np.ones((2, 13, 2))

    def stock(name, amount, unit="persons"):
        return Made(name, amount * by_region, "stock", axes=("region",), unit=unit)

    return File(
        indicators=[
            stock("unemployed", unemployed / 2),
            stock("self_employed", 15),
            stock("employees", 30),
            stock("pay", 6000, "KZT"),
        ],
        axes={"region": AXES["region"]},
        replicates=(0, 1),
        parameters=[CERTAIN],
    )


def drawing_of(html, title):
    """Data of the figure with this title, as Plotly is given them."""
    found = re.search(
        f'aria-label="{title}".*?<script type="application/json">(.*?)</script>', html, flags=re.S
    )
    return json.loads(found[1].replace("<\\/", "</"))


def test_labour_is_shown_as_a_rate_and_a_mean(tmp_path):
    html = page(write(tmp_path / "labour.h5", labour(10)))
    rate = drawing_of(html, "Unemployment rate")
    assert rate["layout"]["yaxis"]["title"]["text"] == "% of the labour force"
    mean = next(each for each in rate["data"] if each["mode"] == "lines+markers")
    np.testing.assert_allclose(mean["y"], 10.0)
    wage = drawing_of(html, "Mean wage of employees")
    mean = next(each for each in wage["data"] if each["mode"] == "lines+markers")
    np.testing.assert_allclose(mean["y"], 200.0)


def test_no_rate_is_drawn_where_nobody_works(tmp_path):
    made = labour(0)
    for each in made.indicators:
        each.values[...] = 0.0
    html = page(write(tmp_path / "nobody.h5", made))
    assert "Unemployment rate" not in titles_of(html)
