"""Testland for figures: borders, target indicators, and one figure of each kind."""

import re

import h5py
import numpy as np
from qonys import plot
from results_file import TEXT

LANGUAGES = ("en", "ru", "kk")
NAN = float("nan")

BORDERS = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": code,
            "properties": {"label": [x + 1.0, 48.0]},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 47], [x, 49], [x + 2, 49], [x + 2, 47], [x, 47]]],
            },
        }
        for code, x in (("TL-1", 60), ("TL-2", 62))
    ],
}

ROWS = [("M1", 120.0, 90.0, 150.0), ("M2", -4.0, -20.0, 12.0), ("M3", -300.0, -350.0, -250.0)]


def add_targets(path, last_year, target_year=2025.0):
    """Two target indicators of 2024 and 2025: `K1` has a target, `K2` has none.

    `last_year` are the values of K1 in 2025, one for each replicate.
    """
    num = len(last_year)
    values = np.empty((num, 2, 2))
    values[:, 0, 0] = 80.0
    values[:, 0, 1] = last_year
    values[:, 1] = [[1_500.0, NAN]] * num
    columns = {
        "id": ["K1", "K2"],
        "name_en": ["Skilled & trained", "Students"],
        "name_ru": ["Обученные", "Студенты"],
        "name_kk": ["Оқығандар", "Студенттер"],
        "unit": ["%", "persons"],
        "base_year": ["2023", ""],
        "met": ["at least", ""],
        "formula": ["a / b", "c"],
        "remark": ["", ""],
        "source": ["", ""],
    }
    with h5py.File(path, "a") as file:
        group = file.create_group("target_indicators")
        group["values"] = values
        group["replicate"] = np.arange(num, dtype=np.uint32)
        group["year"] = np.array([2024, 2025], dtype=np.int32)
        group["base"] = np.array([81.5, NAN])
        group["target"] = np.array([95.0, NAN])
        group["target_year"] = np.array([target_year, NAN])
        for name, words in columns.items():
            group.create_dataset(name, data=np.array(words, dtype=object), dtype=TEXT)


def every_figure(results, language):
    """One figure of each kind and more, by a name for messages."""
    common = {"language": language}
    return {
        "fan": plot.fan(results, "population", **common),
        "fan by": plot.fan(
            results,
            "births",
            by="region",
            observed={"2025-01": 60.0},
            observed_source="2025",
            **common,
        ),
        "fan of years": plot.fan(
            [("1", results), ("2", results)], "deaths", period="year", **common
        ),
        "map": plot.region_map(results, "population", borders=BORDERS, **common),
        "map per head": plot.region_map(
            results, "births", per_capita=True, borders=BORDERS, **common
        ),
        "map of differences": plot.region_map(
            results, "births", baseline=results, borders=BORDERS, **common
        ),
        "flows": plot.flows(results, top=1, **common),
        "pyramid": plot.pyramid(results, 2025, compare_year=2024, region="TL-2", **common),
        "tornado": plot.tornado(ROWS, unit="persons", source=results, **common),
        "scorecard": plot.scorecard(results, results, **common),
    }


def note(figure, name):
    """Text of the annotation `title`, `subtitle` or `source`, in one line."""
    found = [each.text for each in figure.layout.annotations if each.name == name]
    return found[0].replace("<br>", " ") if found else ""


def plain(words):
    """Without marks, and with every space alike."""
    return re.sub(r"<[^>]*>", " ", words).replace("\xa0", " ")


READ = {"text", "label", "ticktext", "customdata", "hovertemplate", "values"}


def words_of(figure):
    """Everything that a reader may see."""
    found = [trace.name for trace in figure.data if trace.name and trace.showlegend]
    _collect(figure.to_dict(), found)
    return [plain(each) for each in found]


def _collect(part, found, key=""):
    if isinstance(part, dict):
        for name, value in part.items():
            if name != "template":
                _collect(value, found, name)
    elif isinstance(part, list | tuple | np.ndarray):
        for value in part:
            _collect(value, found, key)
    elif isinstance(part, str) and key in READ:
        found.append(part.replace("%{text}", "").replace("%{customdata}", ""))
