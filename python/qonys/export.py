"""Indicators as tables for other programs: pandas, CSV as the program writes it, Parquet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import numpy as np
import pandas as pd

from .errors import DataError
from .folders import file_made_whole, made_whole
from .indicator import Floats, Indicator

if TYPE_CHECKING:
    import pyarrow as pa

    from .results import Results

ABOUT = "about.csv"
FIRST_COLUMNS = ("indicator", "replicate", "time")
_EXACT = 2.0**53  # every whole number up to it is a float


def frame_of(results: Results, names: str | Sequence[str] | None) -> pd.DataFrame:
    """See `Results.to_frame`."""
    chosen = _chosen(results, names)
    columns = [*FIRST_COLUMNS, *_all_axes(results, chosen), "value"]
    frames = [_frame(results.indicator(name)) for name in chosen]
    if not frames:
        return pd.DataFrame({column: [] for column in columns})
    return pd.concat(frames, ignore_index=True).reindex(columns=columns)


def _frame(indicator: Indicator) -> pd.DataFrame:
    frame = indicator.to_frame()
    frame["time"] = frame["time"].astype(str)
    frame.insert(0, "indicator", indicator.name)
    return frame


def _chosen(results: Results, names: str | Sequence[str] | None) -> list[str]:
    if names is None:
        return results.indicators()
    chosen = [names] if isinstance(names, str) else list(names)
    for name in chosen:
        results.check_name(name)
    return chosen


def _all_axes(results: Results, names: Sequence[str]) -> list[str]:
    """In the order in which indicators bring them."""
    return list(dict.fromkeys(axis for name in names for axis in results.info(name).axes))


def write_parquet(
    results: Results,
    path: str | os.PathLike[str],
    names: str | Sequence[str] | None,
    force: bool,
) -> None:
    """See `Results.to_parquet`."""
    import pyarrow.parquet as parquet

    chosen = _chosen(results, names)
    schema = _schema(results, chosen)
    _refuse_existing(path, force)
    with (
        file_made_whole(path) as partial,
        parquet.ParquetWriter(partial, schema) as writer,
    ):
        for name in chosen:
            writer.write_table(_table(results.indicator(name), schema))


def _schema(results: Results, names: Sequence[str]) -> pa.Schema:
    import pyarrow as pa

    kinds = {"replicate": pa.int64(), "value": pa.float64()}
    columns = [*FIRST_COLUMNS, *_all_axes(results, names), "value"]
    said = ("scenario", "model", "seed", "scale", "start", "end", "digest", "hash", "version")
    metadata = {f"qonys.{key}": str(getattr(results, key)) for key in said}
    return pa.schema([(column, kinds.get(column, pa.string())) for column in columns], metadata)


def _table(indicator: Indicator, schema: pa.Schema) -> pa.Table:
    import pyarrow as pa

    frame = _frame(indicator)
    missing = pa.nulls(len(frame))
    arrays = [pa.array(frame.get(field.name, missing), field.type) for field in schema]
    return pa.table(arrays, schema=schema)


def write_csv(results: Results, path: str | os.PathLike[str], force: bool) -> None:
    """See `Results.to_csv`."""
    if os.fspath(path).endswith(".csv"):
        indicator = results.indicator(Path(path).stem)
        _refuse_existing(path, force)
        with file_made_whole(path) as partial:
            _write_indicator(partial, indicator)
        return
    _refuse_foreign(path, force)
    with made_whole(path) as folder:
        about = _about_run(results)
        for name in results.indicators():
            indicator = results.indicator(name)
            _write_indicator(folder / f"{name}.csv", indicator)
            about += [
                (f"indicators.{name}.unit", indicator.unit),
                (f"indicators.{name}.kind", indicator.kind),
                (f"indicators.{name}.description", indicator.description),
            ]
        with _text_file(folder / ABOUT) as out:
            out.write("key,value\n")
            out.writelines(f"{key},{_field(value)}\n" for key, value in about)


def _about_run(results: Results) -> list[tuple[str, str]]:
    return [
        ("program", "qonys"),
        ("version", results.version),
        ("git_commit", results.git_commit),
        ("created", results.created),
        ("command", results.command),
        ("model", results.model),
        ("scenario_name", results.scenario),
        ("title", results.title),
        ("start", results.start),
        ("end", results.end),
        ("seed", str(results.seed)),
        ("replicates", str(results.replicates_asked)),
        ("scale", _number(results.scale)),
        ("scenario_digest", results.digest),
        ("result_hash", results.hash),
    ]


def _write_indicator(path: Path, indicator: Indicator) -> None:
    times = [str(time) for time in indicator.clear_times()]
    cells = [","]
    for axis in indicator.axes:
        codes = [_field(code) for code in indicator.codes[axis]]
        cells = [f"{cell}{code}," for cell in cells for code in codes]
    head = ["replicate", "time", *(_field(axis) for axis in indicator.axes), "value"]
    with _text_file(path) as out:
        out.write(",".join(head) + "\n")
        for replicate, rows in zip(indicator.replicates, indicator.values, strict=True):
            for time, row in zip(times, rows, strict=True):
                start = f"{replicate},{time}"
                pairs = zip(cells, _numbers(row.ravel()), strict=True)
                out.writelines(f"{start}{cell}{number}\n" for cell, number in pairs)


def _numbers(values: Floats) -> Iterator[str]:
    if np.all((np.abs(values) <= _EXACT) & (np.trunc(values) == values)):
        return map(str, values.astype(np.int64).tolist())
    return map(_number, values.tolist())


def _number(value: float) -> str:
    """Shortest digits that read back to the same number; whole numbers without decimals."""
    if abs(value) <= _EXACT and value == int(value):
        return str(int(value))
    return repr(value).removesuffix(".0")


def _field(text: str) -> str:
    """As RFC 4180 wants it: in quotes where it has a comma, a quote or a line break."""
    if not any(c in text for c in ',"\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def _text_file(path: Path) -> TextIO:
    return open(path, "w", encoding="utf-8", newline="")


def _refuse_existing(path: str | os.PathLike[str], force: bool) -> None:
    shown = os.fspath(path)
    if os.path.isdir(path):
        raise DataError(shown, "is a folder", "a table is one file", "name a file in it")
    if os.path.exists(path) and not force:
        why = "tables are not overwritten unasked"
        raise DataError(shown, "exists already", why, "give another name, or force=True")


def _refuse_foreign(path: str | os.PathLike[str], force: bool) -> None:
    """Only a folder that we wrote is replaced: nobody's other files may be lost."""
    shown = os.fspath(path)
    if not os.path.exists(path):
        return
    if not os.path.isdir(path):
        hint = "give the name of a folder, or of <indicator>.csv"
        raise DataError(shown, "cannot be written", "it is a file", hint)
    if not os.listdir(path):
        return
    if not os.path.exists(os.path.join(path, ABOUT)):
        why = f"it has no {ABOUT}, so its files are not ours"
        raise DataError(shown, "cannot be replaced", why, "give another name")
    if not force:
        why = "tables are not overwritten unasked"
        raise DataError(shown, "exists already", why, "give another name, or force=True")
