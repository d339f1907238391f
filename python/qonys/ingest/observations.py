"""Observed figures that a run can be compared with, in the form of scenarios/kz/observed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from .contour import Contour
from .lives import first_day_after
from .manifest import NAME
from .monitoring import LINKED, rounded

ROLE = "validate"


@dataclass(frozen=True)
class Observed:
    """A table of `observed/`: which measure of which table it holds."""

    name: str
    table: str
    measure: str
    title: str


OBSERVED = (
    Observed("register_contract", "work", "contract", "People with a labour contract"),
    Observed("register_permit", "work", "permit", "Foreigners with a permit to work"),
    Observed("register_unemployed", "work", "unemployed", "People registered as unemployed"),
    Observed(
        "register_registered", "stay", "registered", "People registered at a place of residence"
    ),
    Observed("register_school", "study", "school", "Pupils"),
    Observed("register_university", "study", "university", "Students"),
    Observed(
        "register_entered", "entry", "entered", "People who crossed the border into the country"
    ),
    Observed(
        "register_kandas", "entry", "kandas_granted", "People who received the status of kandas"
    ),
    Observed(
        "register_resettled", "entry", "resettled", "People received in a region as resettlers"
    ),
)


def observations_of(contour: Contour, counts: pd.DataFrame, below: int) -> dict[str, str]:
    """Files of `observed/`: the linked view by region and month, and where it comes from."""
    files: dict[str, str] = {}
    entries = [HEADER]
    complete = contour.manifest.complete
    for observed in OBSERVED:
        if complete is not None and observed.measure not in complete:
            continue
        of_measure = (counts["table"] == observed.table) & (counts["measure"] == observed.measure)
        cells = counts[of_measure & (counts["view"] == LINKED) & (counts["region"] != "")]
        persons = cells.groupby(["region", "month"])["persons"].sum()
        text = _csv(persons, below, contour.manifest.sample)
        if text:
            files[f"{observed.name}.csv"] = text
            entries.append(_entry(contour, observed, text, below))
    files["SOURCES.toml"] = "\n".join(entries)
    return files


HEADER = """# Where each table of this folder comes from. sha256 is that of the CSV file.
# role: validate, nothing may be fitted to these figures. vintage: last day of the month.
"""


def _csv(cells: pd.Series, below: int, sample: float) -> str:
    lines = ["region,year,month,value,role,vintage"]
    for (region, month), value in cells.items():
        if value >= below:
            value = round(rounded(int(value), below) / sample)
            year, number = str(month).split("-")
            last = date(1970, 1, 1) + timedelta(days=first_day_after(str(month)) - 1)
            lines.append(f"{region},{year},{int(number)},{value},{ROLE},{last.isoformat()}")
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


def _entry(contour: Contour, observed: Observed, text: str, below: int) -> str:
    manifest = contour.manifest
    agencies = ", ".join(contour.checked)
    values: Mapping[str, str] = {
        "title": f"{observed.title}: {manifest.title}",
        "publisher": f"extracts of {agencies}",
        "year": str(manifest.start.year),
        "licence": "not stated",
        "unit": "persons",
        "grade": "C",
        "transformation": (
            f"Linked view of the measure '{observed.measure}' at a threshold of "
            f"{contour.threshold:g}, summed over origins; cells whose region is not known are left "
            "out."
            + (f" Rounded to multiples of {below}." if below > 1 else "")
            + (
                f" Divided by {manifest.sample:g}, the part of the people that is in the extracts."
                if manifest.sample < 1
                else ""
            )
        ),
    }
    lines = [f"[table.{observed.name}]"]
    lines += [f"{key} = {_quoted(value)}" for key, value in values.items()]
    lines += [
        f'address = ["{NAME} {manifest.sha256}"]',
        f'retrieved = "{manifest.end:%Y-%m}"',
        'made_by = "qonys ingest"',
        f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"',
        "",
    ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
