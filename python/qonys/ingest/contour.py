"""From a folder of extracts to people: reads, checks, links and puts lives together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .checking import Checked, check_extract, too_many_rejected
from .clusters import Clusters, clusters_of
from .description import Description, description
from .duplicates import drop_duplicates, drop_linked_duplicates
from .entities import Entities, entities_of
from .keys import deterministic_pairs
from .lives import Calendar, View, view_of
from .manifest import Manifest, read_manifest
from .probable import Probable, probable_pairs
from .problems import ExtractError, Problem
from .reading import Raw, read_extract

# Whose word counts first on who a person is.
TRUST = (
    "interior",
    "foreign_affairs",
    "labour",
    "higher_education",
    "nobd",
    "contracts",
)


@dataclass
class Contour:
    """All that is known of a folder's people.

    Attributes
    ----------
    manifest : Manifest
    checked : dict of str to Checked
    entities : Entities
    held : dict of str to pandas.Series
        For each agency the entity of each record number that was accepted.
    sure : pandas.DataFrame
        Deterministic pairs.
    probable : Probable
    clusters : Clusters
    threshold : float
        Probability from which a probable pair is a link.
    linked : View
    alone : dict of str to View
    seconds : dict of str to float
        Wall time of the steps.
    """

    manifest: Manifest
    checked: dict[str, Checked]
    entities: Entities
    held: dict[str, pd.Series]
    sure: pd.DataFrame
    probable: Probable
    clusters: Clusters
    threshold: float
    linked: View
    alone: dict[str, View]
    seconds: dict[str, float] = field(default_factory=dict)

    def person_of_rows(self) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """For each agency the person of each row of its view."""
        return {
            agency: self.clusters.person[(self.entities.table["agency"] == agency).to_numpy()]
            for agency in self.checked
        }


class _Watch:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self.since
        self.since = now


def contour_of(folder: str, threshold: float) -> Contour:
    """Ingests a folder; raises an ExtractError with all that makes files unusable."""
    watch = _Watch()
    manifest = read_manifest(folder)
    checked = read_folder(folder, manifest)
    watch.lap("read and check")
    entities = entities_of(checked, manifest.identity)
    sure = deterministic_pairs(entities.table)
    watch.lap("deterministic links")
    probable = probable_pairs(entities.table, sure, manifest.identity)
    clusters = clusters_of(entities.table, sure, probable.pairs, threshold)
    watch.lap("probable links")
    held, of_record = {}, {}
    for agency, one in checked.items():
        held[agency] = pd.Series(entities.of_record[agency], index=one.records["record_id"])
        person = pd.Series(clusters.person[entities.of_record[agency]], index=one.records.index)
        stays = drop_linked_duplicates(one, person).to_numpy()
        one.records = one.records[stays].reset_index(drop=True)
        of_record[agency] = entities.of_record[agency][stays]
    linked, alone = _views(manifest, checked, Entities(entities.table, of_record), clusters)
    watch.lap("lives")
    return Contour(
        manifest,
        checked,
        entities,
        held,
        sure,
        probable,
        clusters,
        threshold,
        linked,
        alone,
        watch.seconds,
    )


def read_folder(folder: str, manifest: Manifest) -> dict[str, Checked]:
    """The records of all agencies; raises an ExtractError after all files have been looked at."""
    problems: list[Problem] = []
    checked: dict[str, Checked] = {}
    for extract in manifest.extracts:
        raw = read_extract(folder, extract, description(extract.agency).with_codes(manifest.codes))
        if not isinstance(raw, Raw):
            problems.extend(raw)
            continue
        one = check_extract(raw, manifest)
        drop_duplicates(one)
        too_many = too_many_rejected(one)
        if too_many:
            problems.extend([*one.rejected, *too_many])
        checked[extract.agency] = one
    if problems:
        raise ExtractError(problems)
    if not any(len(one.records) for one in checked.values()):
        raise ExtractError(
            [
                Problem(
                    "manifest.toml",
                    0,
                    "",
                    "empty",
                    "no extract holds a record",
                    "there is nobody to link",
                    "check the extracts",
                )
            ]
        )
    return checked


def _views(
    manifest: Manifest, checked: Mapping[str, Checked], entities: Entities, clusters: Clusters
) -> tuple[View, dict[str, View]]:
    regions = next(iter(checked.values())).description.codes["region"]
    calendar = Calendar(manifest.months, regions)
    events = {
        (agency, name): event
        for agency, one in checked.items()
        for name, event in one.description.events.items()
    }
    records = pd.concat(
        [_steps(one, entities.of_record[agency], calendar) for agency, one in checked.items()],
        ignore_index=True,
    )
    everyone = people_of(entities.table, clusters.person)
    linked = view_of(
        "linked", records.assign(who=clusters.person[records["entity"]]), everyone, calendar, events
    )
    alone = {}
    for agency in checked:
        of_agency = np.flatnonzero((entities.table["agency"] == agency).to_numpy())
        own = records[records["agency"] == agency]
        rows = own["entity"].to_numpy() - (of_agency[0] if len(of_agency) else 0)
        known = people_of(entities.table.iloc[of_agency], np.arange(len(of_agency)))
        alone[agency] = view_of(agency, own.assign(who=rows), known, calendar, events)
    return linked, alone


def _steps(one: Checked, entity: np.ndarray, calendar: Calendar) -> pd.DataFrame:
    number = {code: at + 1 for at, code in enumerate(calendar.regions)}
    records = one.records
    return pd.DataFrame(
        {
            "agency": one.description.agency,
            "entity": entity,
            "event": records["event"],
            "key": _state_keys(records, one.description),
            "day": records["day"],
            "end_day": records["end_day"],
            "region": records["region"]
            .map(lambda code: number.get(code, calendar.unknown))
            .astype(np.int16),
            "line": records["line"],
        }
    )


def _state_keys(records: pd.DataFrame, described: Description) -> list[str]:
    columns = {name: event.state_key for name, event in described.events.items()}
    values = {column: list(records[column]) for column in set(columns.values()) if column}
    return [
        values[columns[event]][at] if columns[event] else ""
        for at, event in enumerate(records["event"])
    ]


def people_of(table: pd.DataFrame, person: np.ndarray) -> pd.DataFrame:
    """Who each person is by the first agency, in the order of trust, that says so."""
    rank = {agency: at for at, agency in enumerate(TRUST)}
    told = table.assign(person=person, rank=table["agency"].map(rank))
    told = told.sort_values(["person", "rank"], kind="stable")
    made = pd.DataFrame(index=pd.RangeIndex(int(person.max()) + 1 if len(person) else 0))
    for name in ("citizenship", "origin", "birth_date"):
        first = told[told[name] != ""].drop_duplicates("person").set_index("person")[name]
        made[name] = first.reindex(made.index).fillna("").astype(object)
    made["origin"] = made["origin"].where(made["origin"] != "", made["citizenship"])
    return made
