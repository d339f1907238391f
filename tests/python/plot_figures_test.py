"""Figures hold the numbers that follow by hand from testland."""

import math

import pandas as pd
import pytest
from plot_land import BORDERS, ROWS, add_targets, note, plain
from qonys import Results, plot
from results_file import write
from testland import CERTAIN, UNCERTAIN, whole


@pytest.fixture
def certain(certain_file):
    with Results(certain_file) as results:
        yield results


@pytest.fixture
def uncertain(uncertain_file):
    with Results(uncertain_file) as results:
        yield results


def certain_land(tmp_path, name, north, target=None):
    path = write(tmp_path / name, whole(north, [1_990] * len(north), [CERTAIN]))
    if target is not None:
        add_targets(path, target)
    return Results(path)


# ---- fan ----


def test_fan_shows_the_mean_and_two_errors(certain):
    band, line = plot.fan(certain, "population").data
    assert line.x[0] == 2025.0 and line.x[-1] == 2026.0
    assert line.y[0] == 3_000.0 and line.y[-1] == pytest.approx(1_102 + 1_990)
    # 1,100 and 1,104: standard error 2, two of them to either side; the band goes there and back.
    assert band.y[12] == pytest.approx(3_096.0)
    assert band.y[13] == pytest.approx(3_088.0)
    assert "3,092 persons" in line.text[-1] and "± 4" in line.text[-1]


def test_fan_shows_the_forecast_interval(uncertain):
    band, line = plot.fan(uncertain, "population").data
    reach = 3.0776835 * math.sqrt(5_000 - 4) * math.sqrt(1.5)
    assert line.y[-1] == pytest.approx(3_142.0)
    assert band.y[12] == pytest.approx(3_142 + reach)
    assert band.y[13] == pytest.approx(3_142 - reach)


def test_fan_by_an_axis_labels_each_line(certain):
    figure = plot.fan(certain, "births", by="region")
    lines = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert [line.name for line in lines] == ["North &amp; Coast", "South"]
    assert [line.y[0] for line in lines] == [50.0, 20.0]
    assert lines[0].x[0] == pytest.approx(2025 + 1 / 24)  # a flow stands in the middle of its month
    labels = [plain(each.text).strip() for each in figure.layout.annotations[:2]]
    assert labels == ["●  North &amp; Coast", "■  South"]


def test_fan_sums_flows_by_year(certain):
    figure = plot.fan(certain, "births", period="year")
    assert figure.data[-1].x == (2025.0,)
    assert figure.data[-1].y == (70.0,)
    assert figure.layout.yaxis.title.text == "persons, per year"


def test_fan_leaves_out_years_that_are_not_whole(tmp_path):
    made = whole([1_100, 1_104], [1_990] * 2, [CERTAIN])
    made.start = "2025-07"
    with Results(write(tmp_path / "july.h5", made)) as results:
        figure = plot.fan(results, "births", period="month")
        assert figure.data[-1].y[0] == 70.0
        with pytest.raises(ValueError, match="neither month nor year"):
            plot.fan(results, "births", period="week")


def test_fan_lays_runs_over_each_other(certain, uncertain):
    figure = plot.fan([("one", certain), ("two", uncertain)], "population")
    ends = [trace.y[-1] for trace in figure.data if trace.mode == "lines+markers"]
    assert ends == pytest.approx([3_092.0, 3_142.0])
    bands = [trace.name for trace in figure.data if trace.showlegend]
    assert bands == ["±2 Monte-Carlo errors", "80 % forecast interval"]
    source = note(figure, "source")
    assert "one: Source" in source and "two: Source" in source
    assert "Monte-Carlo error" in source and "Forecast interval" in source


def test_fan_shows_what_was_observed_with_its_source(certain):
    figure = plot.fan(
        certain,
        "population",
        observed={2024: 2_990.0, "2025-06": 3_050.0},
        observed_source="BNS 2025",
    )
    seen = figure.data[-1]
    assert seen.x == (2025.0, 2025.5)  # the end of 2024, the end of June
    assert seen.y == (2_990.0, 3_050.0)
    assert "Observed: BNS 2025." in note(figure, "source")
    with pytest.raises(ValueError, match="has no source"):
        plot.fan(certain, "population", observed={2024: 1.0})


def test_fan_refuses_in_sentences(certain, tmp_path):
    with pytest.raises(KeyError, match="did you mean 'births'"):
        plot.fan(certain, "birth")
    with pytest.raises(KeyError, match="births: no axis 'age'; it has region, sex"):
        plot.fan(certain, "births", by="age")
    with pytest.raises(KeyError, match="no 'TL-9' on axis 'region'; it has TL-1, TL-2"):
        plot.fan(certain, "births", by="region", select=["TL-9"])
    with pytest.raises(ValueError, match="6 lines .more than 5 cannot be told apart"):
        plot.fan([(str(i), certain) for i in range(6)], "births")
    with pytest.raises(ValueError, match="no runs are given"):
        plot.fan([], "births")


# ---- map ----


def regions_of(figure):
    return {trace.name: trace for trace in figure.data if trace.fill == "toself"}


def numbers_of(figure):
    names = ("title", "subtitle", "source")
    return [each.text for each in figure.layout.annotations if each.name not in names]


def test_map_shows_the_end_of_the_year(certain):
    figure = plot.region_map(certain, "population", borders=BORDERS)
    assert set(regions_of(figure)) == {"TL-1", "TL-2"}
    assert "1,102 persons" in regions_of(figure)["TL-1"].text
    assert numbers_of(figure) == ["1,102", "1,990"]
    assert note(figure, "title") == "<b>Registered population, end of Dec 2025</b>"
    # More people, lighter: the colour is read off the bar beside it.
    assert figure.layout.coloraxis.cmin == 0.0 and figure.layout.coloraxis.cmax == 2_000.0
    assert figure.layout.coloraxis.colorbar.title.text == "persons"


def test_map_sums_flows_and_divides_by_residents(certain):
    assert numbers_of(plot.region_map(certain, "births", borders=BORDERS)) == ["50", "20"]
    figure = plot.region_map(certain, "births", per_capita=True, borders=BORDERS)
    north = (1_000 * 50 / 1_100 + 1_000 * 50 / 1_104) / 2
    assert f"{north:.3g}" in regions_of(figure)["TL-1"].text
    assert figure.layout.coloraxis.colorbar.title.text == "persons per 1,000 people"


def test_map_takes_the_axis_that_is_asked_for(certain):
    moves = plot.region_map(certain, "registered_moves", axis="destination", borders=BORDERS)
    assert numbers_of(moves) == ["27", "7"]
    moves = plot.region_map(certain, "registered_moves", borders=BORDERS)
    assert numbers_of(moves) == ["7", "27"]  # the first axis of regions is the origin


def test_map_of_differences_brackets_what_is_noise(tmp_path):
    base = certain_land(tmp_path, "base.h5", [1_100, 1_104])
    more = certain_land(tmp_path, "more.h5", [1_110, 1_114])
    noisy = certain_land(tmp_path, "noisy.h5", [1_090, 1_120])
    figure = plot.region_map(more, "population", baseline=base, borders=BORDERS)
    assert numbers_of(figure) == ["+10", "0"]
    figure = plot.region_map(noisy, "population", baseline=base, borders=BORDERS)
    assert numbers_of(figure) == ["(+3)", "0"]  # -10 and +16
    # Student's t of 97.5 % with one degree of freedom is 12.706; the standard error is 13.
    assert "\N{MINUS SIGN}162 – +168" in regions_of(figure)["TL-1"].text
    assert figure.layout.coloraxis.cmin == -figure.layout.coloraxis.cmax
    assert "Difference from scenario rules_kept" in note(figure, "subtitle")


def test_map_refuses_in_sentences(certain, tmp_path):
    with pytest.raises(ValueError, match="population: no year 2031; it has 2024, 2025"):
        plot.region_map(certain, "population", year=2031, borders=BORDERS)
    with pytest.raises(ValueError, match="no axis of regions that have borders"):
        plot.region_map(certain, "population")  # testland is not in Kazakhstan
    with pytest.raises(KeyError, match="no axis 'place'"):
        plot.region_map(certain, "population", axis="place", borders=BORDERS)
    others = whole([1_100, 1_104], [1_990] * 2, [CERTAIN], replicates=[7, 8])
    with (
        Results(write(tmp_path / "others.h5", others)) as other,
        pytest.raises(ValueError, match="no replicate in common"),
    ):
        plot.region_map(certain, "births", baseline=other, borders=BORDERS)


# ---- flows ----


def test_flows_keep_the_largest_and_gather_the_others(certain):
    figure = plot.flows(certain, top=1)
    link = figure.data[0].link
    assert link.value == (27.0, 7.0)
    labels = figure.data[0].node.label
    assert [labels[i] for i in link.source] == ["South", "other flows: 1"]
    assert [labels[i] for i in link.target] == ["North &amp; Coast", "other flows: 1"]
    said = plain(note(figure, "subtitle"))
    assert "Shown: the largest 1 of 2 flows; gathered: 1 others, 7 persons, 20.6 % of all." in said


def test_flows_show_all_when_they_are_few(certain):
    figure = plot.flows(certain, year=2025)
    assert figure.data[0].link.value == (27.0, 7.0)
    assert "not zero: 2." in note(figure, "subtitle")


def test_flows_refuse_in_sentences(certain):
    with pytest.raises(ValueError, match="no year 1999; it has 2025"):
        plot.flows(certain, year=1999)
    with pytest.raises(KeyError, match="births: no axis 'origin'; it has region, sex"):
        plot.flows(certain, "births")
    with pytest.raises(ValueError, match="top 0: is below 1"):
        plot.flows(certain, top=0)


# ---- pyramid ----


def test_pyramid_has_men_left_and_women_right(certain):
    men, women, men_before, women_before = plot.pyramid(certain, 2025, compare_year=2024).data
    assert men.x == (-700.0, -1_100.0, -1_500.0)
    assert women.x == (900.0, 1_300.0, 1_700.0)
    assert men_before.x == (-600.0, -1_000.0, -1_400.0)
    assert women_before.x == (800.0, 1_200.0, 1_600.0)
    assert men.y == ("0-14", "15-64", "65+")
    assert men_before.marker.color == "rgba(0,0,0,0)"  # outlines


def test_pyramid_of_a_region_and_without_minus_signs(certain):
    figure = plot.pyramid(certain, region="TL-2")
    assert figure.data[0].x == (-650.0, -850.0, -1_050.0)
    assert "South" in note(figure, "title")
    assert "\N{MINUS SIGN}" not in "".join(figure.layout.xaxis.ticktext)
    with pytest.raises(KeyError, match="no 'TL-9' on axis 'region'"):
        plot.pyramid(certain, region="TL-9")
    with pytest.raises(ValueError, match="no year 2020; it has 2024, 2025"):
        plot.pyramid(certain, 2020)


# ---- tornado ----


def test_tornado_sorts_by_size_and_hatches_what_holds_zero():
    figure = plot.tornado(ROWS, unit="persons", source="Invented.")
    assert figure.layout.yaxis.categoryarray == ("M2", "M1", "M3")  # from the bottom
    clear, unclear = figure.data
    assert dict(zip(clear.y, clear.x, strict=True)) == {"M1": 120.0, "M3": -300.0}
    assert unclear.y == ("M2",) and unclear.marker.pattern.shape == "/"
    assert unclear.error_x.array == (16.0,) and unclear.error_x.arrayminus == (16.0,)
    assert figure.layout.xaxis.title.text == "effect, persons"
    assert note(figure, "source") == "Invented."


def test_tornado_takes_a_table_and_names(tmp_path):
    file = tmp_path / "measures.toml"
    file.write_text(
        '[[measure]]\nid = "M1"\nname = { kk = "Бір", ru = "Раз", en = "One" }\n', encoding="utf-8"
    )
    names = plot.measure_names(file, "kk")
    assert names == {"M1": "M1 Бір"}
    frame = pd.DataFrame(ROWS, columns=["name", "effect", "low", "high"])
    figure = plot.tornado(frame, unit="persons", source="Invented.", names=names)
    assert "M1 Бір" in figure.data[0].y
    with pytest.raises(ValueError, match="no column high"):
        plot.tornado(frame.drop(columns="high"), unit="persons", source="Invented.")
    with pytest.raises(ValueError, match="there are none"):
        plot.tornado([], unit="persons", source="Invented.")
    with pytest.raises(ValueError, match="M1: 5 is not within 6 to 7"):
        plot.tornado([("M1", 5.0, 6.0, 7.0)], unit="persons", source="Invented.")


# ---- scorecard ----


def columns_of(figure):
    table = figure.data[0]
    heads = [plain(head).strip() for head in table.header.values]
    return dict(zip(heads, map(tuple, table.cells.values), strict=True))


def test_scorecard_counts_replicates_that_meet_the_target(tmp_path):
    results = certain_land(tmp_path, "a.h5", [1_100, 1_104], [94.0, 98.0])
    columns = columns_of(plot.scorecard(results))
    assert columns["Indicator, unit"][0].replace("<br>", " ") == "K1 Skilled &amp; trained, %"
    assert columns["Base"] == ("81.5<br>2023", "-")
    assert columns["2024"] == ("80<br>± 0", "1,500<br>± 0")
    assert columns["2025"] == ("96<br>± 2", "-")
    assert columns["Target"] == ("≥ 95<br>2025", "-")
    # One of two is not more than half.
    assert columns["Met"] == ("✗ 1 of 2<br>2025", "-")


def test_a_target_is_not_judged_before_its_year(tmp_path):
    path = write(tmp_path / "a.h5", whole([1_100, 1_104], [1_990] * 2, [CERTAIN]))
    add_targets(path, [94.0, 98.0], target_year=2030.0)
    columns = columns_of(plot.scorecard(Results(path)))
    assert columns["Target"] == ("≥ 95<br>2030", "-")
    assert columns["Met"] == ("-", "-")


def test_scorecard_takes_differences_pair_by_pair(tmp_path):
    results = certain_land(tmp_path, "a.h5", [1_100, 1_104], [96.0, 98.0])
    baseline = certain_land(tmp_path, "b.h5", [1_100, 1_104], [95.0, 97.0])
    noisy = certain_land(tmp_path, "c.h5", [1_100, 1_104], [95.0, 90.0])
    columns = columns_of(plot.scorecard(results, baseline))
    assert columns["Δ 2025"] == ("+1<br>± 0", "-")
    assert columns["Met"][0] == "✓ 2 of 2<br>2025"
    # Differences 1 and 8: 4.5, standard error 3.5, t of one degree 12.706.
    assert columns_of(plot.scorecard(results, noisy))["Δ 2025"][0] == "(+4.5<br>± 44)"


def test_scorecard_refuses_in_sentences(certain, tmp_path):
    with pytest.raises(KeyError, match="no target indicators; run a scenario that has"):
        plot.scorecard(certain)
    results = certain_land(tmp_path, "a.h5", [1_100, 1_104], [96.0, 98.0])
    with pytest.raises(ValueError, match="no year 2030; they have 2024, 2025"):
        plot.scorecard(results, years=[2030])


def test_intervals_of_counts_are_cut_at_zero(tmp_path):
    """Pairs at 10 and 400: the interval of a Student t with one degree of freedom goes far below."""
    made = whole([10, 12, 400, 402], [1_990] * 4, [UNCERTAIN])
    with Results(write(tmp_path / "wide.h5", made)) as results:
        figure = plot.fan(results, "population", by="region", select=["TL-1"])
        band, line = figure.data
        assert min(band.y) == 0.0 and line.y[-1] == pytest.approx(206.0)
        assert "Intervals of counts are cut at zero." in note(figure, "source")
        assert figure.layout.yaxis.range[0] == 0.0


def test_what_is_the_same_in_every_replicate_is_no_noise(tmp_path):
    run = certain_land(tmp_path, "a.h5", [1_100, 1_104])
    other = certain_land(tmp_path, "b.h5", [1_100, 1_108])
    figure = plot.region_map(run, "population", baseline=other, borders=BORDERS)
    assert [each.text for each in figure.layout.annotations][:2] == ["(\N{MINUS SIGN}2)", "0"]
