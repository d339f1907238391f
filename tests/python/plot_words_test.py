"""Words of figures: complete in three languages, and nothing fails for want of one."""

import csv
import string
import tomllib
from pathlib import Path

import pytest
from qonys import Results, plot
from qonys.plot.words import Words

ROOT = Path(__file__).resolve().parents[2]
TABLE = tomllib.loads((ROOT / "python/qonys/plot/words.toml").read_text(encoding="utf-8"))


def entries(part, path=()):
    for key, value in part.items():
        if "en" in value:
            yield (*path, key), value
        else:
            yield from entries(value, (*path, key))


def fields(text):
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_every_entry_has_all_languages_and_the_same_fields():
    for path, entry in entries(TABLE):
        assert set(entry) == {"en", "ru", "kk"}, path
        assert all(entry.values()), path
        if path[0] == "ui":
            assert fields(entry["en"]) == fields(entry["ru"]) == fields(entry["kk"]), path


def test_every_sentence_is_used():
    code = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "python/qonys/plot").glob("*.py")
    )
    scales = {"thousand", "million", "billion"}  # words of numbers.in_units
    unused = [key for key in TABLE["ui"] if key not in scales and f'"{key}"' not in code]
    assert [key for key in unused if f"'{key}'" not in code] == []


def test_regions_are_those_of_the_scenario():
    with open(ROOT / "scenarios/kz/axes/region.csv", encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert list(TABLE["axis"]["region"]) == list(rows)
    for code, names in TABLE["axis"]["region"].items():
        # Short names begin as the official ones do, cities in Russian after a `г.`
        for language in ("en", "ru", "kk"):
            stem = names[language].removeprefix("г. ")[:4]
            assert rows[code][f"name_{language}"].startswith(stem), (code, language)


def test_numbers_are_written_as_each_language_does():
    assert Words("en").number(1_234_567.0) == "1,235,000"
    assert Words("ru").number(1_234_567.0) == "1\xa0235\xa0000"
    assert Words("kk").number(-12.44) == "\N{MINUS SIGN}12,4"
    assert Words("ru").scaled_unit(3e6, "persons") == (1e6, "млн человек")
    assert Words("kk").month("2025-03") == "нау. 2025"


def test_unknown_language_is_refused_in_a_sentence(certain_file):
    with Results(certain_file) as results, pytest.raises(ValueError, match="choose one of en, ru"):
        plot.fan(results, "population", language="de")


def test_what_has_no_words_is_said_as_the_file_says_it(generic_file):
    with Results(generic_file) as results:
        figure = plot.fan(results, "wealth_by_class", by="class", language="ru")
        assert figure.layout.annotations[-1].name == "source"
        names = " ".join(each.text for each in figure.layout.annotations)
        assert "rich &lt;1 %&gt;" in names  # as the file has it, and no markup
        assert "What is counted" in names


def test_package_is_light_until_a_figure_is_drawn():
    import subprocess
    import sys

    code = "import sys; from qonys import plot; dir(plot); print('plotly' in sys.modules)"
    python = ROOT / "python"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=python, capture_output=True, text=True, check=True
    )
    assert made.stdout.strip() == "False"


def test_every_public_name_is_a_function():
    assert all(callable(getattr(plot, name)) for name in dir(plot))
    with pytest.raises(AttributeError, match="no attribute 'pie'"):
        _ = plot.pie
