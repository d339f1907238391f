"""Records of one agency that say again what another of its records says."""

from __future__ import annotations

import pandas as pd

from .checking import NO_DAY, Checked
from .problems import Problem

SAME_EVENT = ["event", "date", "region"]
WHO = ["iin", "document", "surname", "given_name", "birth_date"]


def drop_duplicates(checked: Checked) -> None:
    """Leaves the last version of each record, and one record of each event of a person.

    Of two records of an event that differ in something else the later recorded counts; where that
    is not known, the later in the file.
    """
    records = _in_order_of_recording(checked.records)
    records, superseded = _without_corrected(records, checked)
    checked.duplicates["corrected since"] = superseded
    same = _person_of(records)
    keys = [same, *(records[name] for name in SAME_EVENT), _state_of(records, checked)]
    again = pd.concat(keys, axis=1).duplicated(keep="last")
    checked.duplicates["same event of a person"] = int(again.sum())
    checked.records = records[~again].sort_values("line", kind="stable").reset_index(drop=True)


def drop_linked_duplicates(checked: Checked, person: pd.Series) -> pd.Series:
    """The same for people whom the agency holds under several numbers: `person` has their links.

    Returns
    -------
    pandas.Series of bool
        Which of the agency's records stay.
    """
    records = _in_order_of_recording(checked.records)
    keys = [
        person.loc[records.index],
        *(records[name] for name in SAME_EVENT),
        _state_of(records, checked),
    ]
    again = pd.concat(keys, axis=1).duplicated(keep="last")
    checked.duplicates["same event under two numbers"] = int(again.sum())
    return ~again.reindex(checked.records.index)


def _in_order_of_recording(records: pd.DataFrame) -> pd.DataFrame:
    when = records["recorded_day"].where(records["recorded_day"] != NO_DAY, -NO_DAY)
    return (
        records.assign(when=when).sort_values(["when", "line"], kind="stable").drop(columns="when")
    )


def _without_corrected(records: pd.DataFrame, checked: Checked) -> tuple[pd.DataFrame, int]:
    """A correction replaces an earlier record only, so that no two can replace each other."""
    position = {number: at for at, number in enumerate(records["record_id"])}
    gone: set[str] = set()
    bad: list[int] = []
    for at, (number, former) in enumerate(
        zip(records["record_id"], records["corrects"], strict=True)
    ):
        if not former:
            continue
        if position.get(former, -1) < at:
            if former in position:
                gone.add(former)
            continue
        bad.append(at)
        checked.rejected.append(
            Problem(
                checked.file,
                int(records["line"].iloc[at]),
                "corrects",
                "order",
                f"record '{number}' corrects '{former}', which was not recorded before it",
                "the later of two versions counts",
                "check 'recorded_on' of both",
            )
        )
        checked.rejected_rows.append(
            [str(records[name].iloc[at]) for name in checked.description.names]
        )
    left = records.drop(index=records.index[bad])
    is_gone = left["record_id"].isin(gone)
    return left[~is_gone], int(is_gone.sum())


def _person_of(records: pd.DataFrame) -> pd.Series:
    """The agency's number of the person, else all that a record says of who it is, else itself."""
    told = _joined(records, WHO)
    nothing = "|" * (len(WHO) - 1)
    made = [
        f"={own}" if own else f"?{who}" if who != nothing else f"#{number}"
        for own, who, number in zip(records["agency_id"], told, records["record_id"], strict=True)
    ]
    return pd.Series(made, index=records.index)


def _state_of(records: pd.DataFrame, checked: Checked) -> pd.Series:
    """What tells two states of a person apart that begin on one day."""
    keys = {event.state_key for event in checked.description.events.values() if event.state_key}
    names = sorted(keys) or [name for name in ("programme", "purpose") if name in records]
    return _joined(records, names) if names else records["event"]


def _joined(records: pd.DataFrame, names: list[str]) -> pd.Series:
    columns = [list(records[name]) for name in names]
    return pd.Series(["|".join(row) for row in zip(*columns, strict=True)], index=records.index)
