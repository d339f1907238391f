"""What holds for every figure: words, units, source, grey, no network, always the same."""

import itertools
import json
import re

import pytest
from plot_land import LANGUAGES, add_targets, every_figure, note, plain, words_of
from qonys import Results
from qonys.plot.colours import STYLES, lightness

UNITS = {"en": "persons", "ru": "человек", "kk": "адам"}
# What comes from the file, or is a name: Qonys, Monte Carlo's digest, regions, scenario, signs.
FROM_THE_FILE = {"Qonys", "rules", "kept", "aaaaaaaa", "North", "Coast", "South", "amp"}


@pytest.fixture(scope="module", params=["certain", "uncertain"])
def land(request, tmp_path_factory):
    """The testland file open, with targets."""
    from results_file import write
    from testland import CERTAIN, UNCERTAIN, whole

    path = tmp_path_factory.mktemp("plot") / "land.h5"
    is_uncertain = request.param == "uncertain"
    north = [1_100, 1_104, 1_200, 1_204] if is_uncertain else [1_100, 1_104]
    write(path, whole(north, [1_990] * len(north), [UNCERTAIN if is_uncertain else CERTAIN]))
    add_targets(path, [96.0] * len(north))
    with Results(path) as results:
        yield results


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_title_unit_and_source(land, language):
    for name, figure in every_figure(land, language).items():
        assert note(figure, "title"), name
        source = plain(note(figure, "source"))
        for said in ("Qonys 0.1.0", "rules_kept", " 7,", "100 %", "aaaaaaaa"):
            assert said in source, (name, said)
        assert "aaaaaaaaa" not in source, name  # the digest is cut short
        assert f": {len(land.replicates)}," in source, name
        assert any(UNITS[language] in words for words in words_of(figure)), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_left_in_another_language(land, language):
    foreign = re.compile(r"[А-Яа-яЁёӘәІіҢңҒғҮүҰұҚқӨөҺһ]+" if language == "en" else r"[A-Za-z]{2,}")
    for name, figure in every_figure(land, language).items():
        for words in words_of(figure):
            found = set(foreign.findall(words)) - FROM_THE_FILE
            assert not found, (name, words)


def test_russian_and_kazakh_differ(land):
    russian, kazakh = (every_figure(land, language) for language in ("ru", "kk"))
    for name, figure in russian.items():
        assert note(figure, "title") != note(kazakh[name], "title"), name
        assert not re.search("[ӘәҢңҒғҮүҰұҚқӨөҺһ]", " ".join(words_of(figure))), name


def test_band_is_called_what_it_is(land):
    source = note(every_figure(land, "en")["fan"], "source")
    is_uncertain = len(land.replicates) == 4
    assert ("Forecast interval" in source) == is_uncertain
    assert ("Monte-Carlo error" in source) == (not is_uncertain)
    names = [trace.name for trace in every_figure(land, "en")["fan"].data if trace.showlegend]
    expected = "80 % forecast interval" if is_uncertain else "±2 Monte-Carlo errors"
    assert names == [expected, "mean of the replicates"]


def test_nothing_is_fetched_from_anywhere(land):
    for name, figure in every_figure(land, "ru").items():
        text = figure.to_json()
        assert "http" not in text and "://" not in text, name
        assert not {trace.type for trace in figure.data} & {"choropleth", "scattergeo"}, name


def test_equal_calls_give_equal_figures(land):
    first, second = (every_figure(land, "kk") for _ in range(2))
    for name, figure in first.items():
        assert figure.to_json() == second[name].to_json(), name


def test_figures_fit_themselves_to_the_page(land):
    for name, figure in every_figure(land, "ru").items():
        layout = figure.layout
        assert layout.autosize and layout.width is None, name
        inner = layout.height - layout.margin.t - layout.margin.b
        assert inner >= 100, name
        for each in layout.annotations:
            if each.name == "source":
                lines = each.text.count("<br>") + 1
                assert -each.yshift + 14 * lines <= layout.margin.b, name
                assert max(map(len, each.text.split("<br>"))) <= 96, name


def test_lines_stay_apart_in_grey_and_without_colour():
    for a, b in itertools.pairwise(STYLES):
        # Six steps of CIE lightness are told apart side by side; dashes and shapes do the rest.
        assert lightness(b.colour) - lightness(a.colour) >= 6.0
    assert len({style.dash for style in STYLES}) == len(STYLES)
    assert len({style.marker for style in STYLES}) == len(STYLES)
    assert len({style.sign for style in STYLES}) == len(STYLES)


def test_map_colours_rise_evenly_in_grey():
    from plotly.colors import sample_colorscale, unlabel_rgb
    from qonys.plot.colours import SEQUENTIAL

    shades = []
    for colour in sample_colorscale(SEQUENTIAL, [i / 10 for i in range(11)]):
        red, green, blue = (int(channel) for channel in unlabel_rgb(colour))
        shades.append(lightness(f"#{red:02x}{green:02x}{blue:02x}"))
    assert all(b - a > 3.0 for a, b in itertools.pairwise(shades))


def test_figures_are_whole_json(land):
    for figure in every_figure(land, "en").values():
        assert json.loads(figure.to_json())["data"]
