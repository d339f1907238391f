"""Results: what was written is what is read, and mistakes get a sentence."""

import h5py
import numpy as np
import pytest
from qonys import DataError, Results


def test_attributes_are_those_of_the_file(uncertain_file):
    with Results(uncertain_file) as results:
        assert (results.scenario, results.seed, results.scale) == ("rules_kept", 7, 1.0)
        assert results.replicates == (0, 1, 2, 3)
        assert results.hash == "b" * 64
        assert (results.start, results.end) == ("2025-01", "2025-12")
        assert results.parameter("data.as_of") == "2024-12"
        assert results.measures() == ["resettlement.quota x 1.5 in South from 2025-07"]
        assert results.indicators()[:2] == ["population", "population_by_age"]


def test_values_and_names_come_back(certain_file):
    with Results(certain_file) as results:
        population = results.indicator("population")
    assert population.values.shape == (2, 13, 2)
    assert population.values[1, -1, 0] == 1104
    assert population.times[0] == "2024-12"
    assert population.labels["region"] == ["North & Coast", "South"]
    assert (population.unit, population.kind) == ("persons", "stock")


def test_frame_is_tidy_and_in_the_order_of_the_values(certain_file):
    with Results(certain_file) as results:
        people = results.indicator("population_by_age")
    frame = people.to_frame()
    assert list(frame.columns) == ["replicate", "time", "region", "age_group", "sex", "value"]
    assert np.array_equal(frame["value"].to_numpy(), people.values.reshape(-1))
    chosen = frame.query("replicate == 1 and time == 2025 and region == 'TL-2' and sex == 'f'")
    assert chosen.set_index("age_group")["value"].to_dict() == {
        "0-14": 750,
        "15-64": 950,
        "65+": 1150,
    }


def test_unknown_indicator_gets_the_nearest_name(certain_file):
    with Results(certain_file) as results, pytest.raises(KeyError, match="did you mean 'births'"):
        results.indicator("birth")


def test_missing_file_is_named():
    with pytest.raises(FileNotFoundError, match="nowhere.h5: no such file; check the name"):
        Results("nowhere.h5")


def test_other_files_are_refused(tmp_path):
    words = tmp_path / "words.h5"
    words.write_text("words")
    with pytest.raises(DataError, match="is no HDF5 file, or cut short; make it again"):
        Results(words)
    other = tmp_path / "other.h5"
    h5py.File(other, "w").close()
    with pytest.raises(DataError, match="is an HDF5 file of something else"):
        Results(other)
    with h5py.File(other, "w") as file:
        file.attrs["filetype"] = "qonys-checkpoint"
    with pytest.raises(DataError, match="is a qonys-checkpoint file"):
        Results(other)


def test_newer_and_unfinished_files_are_refused(certain_file):
    with h5py.File(certain_file, "a") as file:
        del file.attrs["complete"]
    with pytest.raises(DataError, match="is unfinished"):
        Results(certain_file)
    with h5py.File(certain_file, "a") as file:
        file.attrs["format"] = [2, 0]
    with pytest.raises(DataError, match="has format 2.0"):
        Results(certain_file)


def test_closed_results_say_so(certain_file):
    with Results(certain_file) as results:
        pass
    with pytest.raises(ValueError, match="is closed already"):
        results.indicators()
