"""What agencies would have written of the people of a run, by its journal of registers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .journal import Followed, Spell, Stand


@dataclass(frozen=True)
class Entry:
    """What an agency writes of somebody whom registers follow as something.

    Attributes
    ----------
    begins, ends : str
        Events; empty where nothing is written.
    measure : str
        What is then truly so, in the words of qonys/ingest/FORMAT.md, section 7; empty: nothing
        that is counted.
    is_state : bool
        It lasts; otherwise it happens once.
    placed : bool
        It is in a region.
    details : dict of str to str
    """

    begins: str
    ends: str
    measure: str
    is_state: bool = True
    placed: bool = True
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """An entry with its months: from the end of `begin` to `end` (empty: it goes on).

    Attributes
    ----------
    agency : str
    entry : Entry
    region, begin, end : str
    recorded : str
        Month of the record of the beginning; empty where the agency knows nothing of it.
    numbers : int
    """

    agency: str
    entry: Entry
    region: str
    begin: str
    end: str
    recorded: str
    numbers: int


REGISTERED = {
    kind: Entry("registration", "deregistration", "registered", details={"residence_kind": kind})
    for kind in ("permanent", "temporary")
}
SCHOOL = Entry("enrolled", "left", "school")
CONTRACT = Entry("signed", "ended", "contract")
PERMIT = Entry("permit_issued", "permit_ended", "permit")
PERMIT_OVER = Entry("permit_ended", "", "", is_state=False)
KANDAS = Entry("kandas_granted", "", "kandas_granted", is_state=False)
RESETTLED = Entry(
    "resettled", "", "resettled", is_state=False, details={"programme": "resettlement"}
)
CONSUL = Entry("consular_registered", "consular_removed", "abroad", placed=False)
STUDENT = Entry("enrolled", "left", "university")
GRADUATE = Entry("graduated", "", "", is_state=False)
DROPPED = Entry("left", "", "", is_state=False)

SETTLED = ("kandas", "resettler", "arrival")
WORKING = (*SETTLED, "permit", "eaeu", "graduate", "specialist")
PURPOSES = {
    "arrival": "permanent",
    "permit": "work",
    "household": "work",
    "eaeu": "work",
    "student": "study",
    "graduate": "study",
    "specialist": "work",
    "irregular": "private",
    "abroad": "work",
}


def _visa(kind: str) -> Entry:
    return Entry("visa_issued", "", "visa", placed=False, details={"visa_kind": kind})


# By agency and by what registers follow a person as. An agency may write several things.
ENTRIES: dict[str, dict[str, Entry]] = {
    "labour": {
        "kandas": KANDAS,
        "resettler": RESETTLED,
        "permit": PERMIT,
        "irregular": PERMIT_OVER,
    },
    "interior": {
        **dict.fromkeys(SETTLED, REGISTERED["permanent"]),
        **dict.fromkeys(
            ("permit", "household", "eaeu", "student", "graduate", "specialist"),
            REGISTERED["temporary"],
        ),
    },
    "foreign_affairs": {
        "abroad": CONSUL,
        "student": _visa("study"),
        "specialist": _visa("work"),
    },
    "higher_education": {"student": STUDENT, "graduate": GRADUATE, "irregular": DROPPED},
    "nobd": dict.fromkeys(SETTLED, SCHOOL),
    "contracts": dict.fromkeys(WORKING, CONTRACT),
}


def facts_of(person: Followed) -> list[Fact]:
    """All that agencies know of a person, or should: states and events, and border crossings."""
    facts = [fact for spell in person.spells for fact in _of_spell(person, spell)]
    return [*facts, *_crossings(person)]


def _of_spell(person: Followed, spell: Spell) -> Iterator[Fact]:
    """What the agency writes changes with what the person is, and with the region."""
    entries = ENTRIES[spell.agency]
    former: tuple[Entry | None, str] = (None, "")
    pieces: list[tuple[str, Entry | None, Stand]] = []
    for stand in _within(person, spell):
        entry = entries.get(stand.followed)
        region = stand.region if entry is not None and entry.is_state and entry.placed else ""
        if (entry, region) != former:
            pieces.append((max(stand.month, spell.begin), entry, stand))
            former = (entry, region)
    for at, (begin, entry, stand) in enumerate(pieces):
        end = pieces[at + 1][0] if at + 1 < len(pieces) else spell.end
        # Whoever is an agency's again is granted nothing a second time.
        if entry is not None and (entry.is_state or spell.is_first or at > 0):
            recorded = max(begin, spell.recorded) if spell.recorded else ""
            region = stand.region if entry.placed else ""
            yield Fact(
                spell.agency,
                _with_permit(entry, stand),
                region,
                begin,
                end,
                recorded,
                spell.numbers,
            )


def _with_permit(entry: Entry, stand: Stand) -> Entry:
    if entry is not PERMIT or not stand.permit:
        return entry
    return Entry(entry.begins, entry.ends, entry.measure, details={"permit_category": stand.permit})


def _within(person: Followed, spell: Spell) -> list[Stand]:
    """As what, and where, he is followed while the agency should know him."""
    first = person.stand(spell.begin)
    later = [
        stand
        for stand in person.stands
        if stand.month > spell.begin and (not spell.end or stand.month < spell.end)
    ]
    return [stand for stand in [first, *later] if stand is not None and stand.followed]


def _crossings(person: Followed) -> Iterator[Fact]:
    """Borders crossed by those whom Interior keeps for it, and by those who left the country."""
    for spell in person.spells:
        stands = _within(person, spell)
        if spell.agency != "interior" or not stands:
            continue
        first, last = stands[0], stands[-1]
        if first.followed in PURPOSES and not _was_here(person, spell.begin, _is_out(first)):
            yield _crossing(first, _is_out(first), spell, spell.begin)
        for former, stand in pairwise(stands):
            if _is_out(former) != _is_out(stand):
                yield _crossing(former, _is_out(stand), spell, stand.month)
        is_over = spell.end and spell.end != person.died and _is_over(person, spell.end)
        if is_over and last.followed in PURPOSES:
            yield _crossing(last, not _is_out(last), spell, spell.end)


def _is_out(stand: Stand) -> bool:
    return stand.followed == "abroad"


def _crossing(stand: Stand, is_out: bool, spell: Spell, month: str) -> Fact:
    """Known to Interior if it knows the person by then, or comes to know of this one later."""
    details = {"purpose": PURPOSES.get(stand.followed, "private")}
    entry = Entry(
        "exit" if is_out else "entry", "", "left" if is_out else "entered", False, False, details
    )
    recorded = max(spell.recorded, month) if spell.recorded else ""
    return Fact("interior", entry, "", month, "", recorded, spell.numbers)


def _was_here(person: Followed, month: str, is_out: bool) -> bool:
    """He was followed before as another who was here, or had come: no border lies between."""
    before = [stand for stand in person.stands if stand.month < month]
    return bool(before and before[-1].followed) and (before[-1].followed == "abroad") == is_out


def _is_over(person: Followed, month: str) -> bool:
    """Followed as nothing from this month on, or not as one who is on this side of the border."""
    now = person.stand(month)
    return now is None or not now.followed
