"""Whether a measure has a counterpart above or below, and whether a document was compared that could have one.

A national measure that no document answers is one thing, a place of which no document on the matter is held another:
only the first is marked as unanswered. So too a local measure is an initiative of its own only where a document above
was compared with its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from visualizations.records import Json, Text
from visualizations.snapshot import Snapshot

UNANSWERED = Text("未见下级对应", "unanswered below")
INITIATIVE = Text("未见上级对应，为本地自主", "local initiative without a parent")
NONE_BELOW = Text("未收可比的下级文件", "no document below is held to compare with")
NONE_ABOVE = Text("未收可比的上级文件", "no document above is held to compare with")
# How the box of a measure with such a note is drawn.
OUTLINES: Mapping[Text, str] = {
    UNANSWERED: "dashed",
    INITIATIVE: "dashed",
    NONE_BELOW: "dotted",
    NONE_ABOVE: "dotted",
}
# More places than this are counted, not named.
_NAMED = 12


def counterpart_note(snapshot: Snapshot, measure: str) -> Text | None:
    """What to say of a measure without a counterpart; None for one that has one."""
    if snapshot.level_of(measure) != "national":
        if measure in snapshot.parentless:
            return INITIATIVE
        return None if measure in snapshot.linked_upwards else NONE_ABOVE
    places = _places_compared(snapshot, measure)
    if not places:
        return NONE_BELOW
    return UNANSWERED if snapshot.bare.get(measure, frozenset()).issuperset(places) else None


def answers_below(snapshot: Snapshot, answered: Iterable[str], measure: str) -> Json:
    """For a national measure: which places answer it and which do not though documents of theirs were compared.

    ``answered`` are the places with a measure that corresponds to it. The result goes into an item's extra values.
    """
    places = _places_compared(snapshot, measure)
    if snapshot.level_of(measure) != "national" or not places:
        return {}
    bare, given = snapshot.bare.get(measure, frozenset()), set(answered)
    yes = [place for place in places if place in given]
    no = [place for place in places if place in bare]
    a, b = places_text(snapshot, yes), places_text(snapshot, no)
    said = [Text(f"有对应：{a.zh}。", f"Answered by: {a.en}.")] if yes else []
    if no:
        said.append(
            Text(f"有可比文件而未见对应：{b.zh}。", f"Documents compared, but no counterpart: {b.en}.")
        )
    said.append(Text("其他地区未收可比文件。", "No document of other places is held to compare with."))
    text = Text("".join(one.zh for one in said), " ".join(one.en for one in said))
    return {"below": text.json()}


def _places_compared(snapshot: Snapshot, measure: str) -> tuple[str, ...]:
    return snapshot.places_compared.get(snapshot.measures[measure]["document"], ())


def places_text(snapshot: Snapshot, places: Sequence[str]) -> Text:
    """The names of some places, or how many there are."""
    if len(places) > _NAMED:
        return Text(f"{len(places)} 个地区", f"{len(places)} places")
    names = [snapshot.name(place) for place in places]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
