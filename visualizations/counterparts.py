"""Whether a measure has a counterpart above or below, and whether the graph holds a document that could have one.

A national measure that no document answers is one thing, a place of which no document is held another: only the
first is marked as unanswered. So too a local measure is an initiative of its own only where a document above is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from visualizations.records import Json, Text
from visualizations.snapshot import Snapshot

UNANSWERED = Text("未见下级对应", "unanswered below")
INITIATIVE = Text("未见上级对应，为本地自主", "local initiative without a parent")
NONE_BELOW = Text("未收下级文件，无从比较", "no document below is held to compare with")
NONE_ABOVE = Text("未收上级文件，无从比较", "no document above is held to compare with")
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
    places = snapshot.places_below
    if not places:
        return NONE_BELOW
    return UNANSWERED if snapshot.bare.get(measure, frozenset()).issuperset(places) else None


def answers_below(snapshot: Snapshot, answered: Iterable[str], measure: str) -> Json:
    """For a national measure: which places answer it and which do not though documents of theirs are held.

    ``answered`` are the places with a measure that corresponds to it. The result goes into an item's extra values.
    """
    if snapshot.level_of(measure) != "national" or not snapshot.places_below:
        return {}
    bare, given = snapshot.bare.get(measure, frozenset()), set(answered)
    yes = [place for place in snapshot.places_below if place in given]
    no = [place for place in snapshot.places_below if place in bare]
    a, b = places_text(snapshot, yes), places_text(snapshot, no)
    said = [Text(f"有对应：{a.zh}。", f"Answered by: {a.en}.")] if yes else []
    if no:
        said.append(Text(f"收有文件而未见对应：{b.zh}。", f"Documents held, but no counterpart: {b.en}."))
    said.append(Text("其他地区未收文件。", "No document of other places is held."))
    text = Text("".join(one.zh for one in said), " ".join(one.en for one in said))
    return {"below": text.json()}


def places_text(snapshot: Snapshot, places: Sequence[str]) -> Text:
    """The names of some places, or how many there are."""
    if len(places) > _NAMED:
        return Text(f"{len(places)} 个地区", f"{len(places)} places")
    names = [snapshot.name(place) for place in places]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
