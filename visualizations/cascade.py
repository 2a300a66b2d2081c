"""Cascade: national measures on the left, provinces' and cities' to the right, and who answers whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from visualizations.counterparts import (
    INITIATIVE,
    OUTLINES,
    UNANSWERED,
    answers_below,
    counterpart_note,
    places_text,
)
from visualizations.forest import measure_boxes
from visualizations.items import (
    alignment_link,
    details_of,
    level_keys,
    measure_item,
    relation_keys,
)
from visualizations.lanes import Lanes, placed
from visualizations.pyvis_network import network_json
from visualizations.records import Asks, Finding, Item, Key, Link, Page, Text, View
from visualizations.roots import measures_of, root_name
from visualizations.snapshot import LEVELS, UPWARD, Row, Snapshot

TITLE = Text("政策落实链", "Cascade")
ABOUT = Text(
    "自左至右：国家、省、市。线越粗，直接对应越多。虚线框：收有文件而未见对应——国家措施无下级对应，地方措施无上级对应。点一组可展开。",
    "From left to right: nation, provinces, cities. The thicker a line, the more direct links. Dashed: documents are held, but none corresponds – national measures that nobody below answers, local ones without a parent. Groups open with a click.",
)


def cascade(graph: Asks, roots: Sequence[str]) -> Page:
    """The cascade of everything, or of what is linked with a measure, theme, document or region."""
    snapshot = Snapshot.of(graph)
    wanted = measures_of(snapshot, roots)
    links = chained(snapshot, wanted) if roots else list(snapshot.alignments.values())
    held = {id: None for id in snapshot.measures if id in wanted} | {
        row[side]: None for row in links for side in ("lower", "upper")
    }
    held = {id: None for id in snapshot.measures if id in held}
    items, lines = _items(snapshot, held), _links(snapshot, links)
    levels = [
        name for name in LEVELS if any(snapshot.documents[i.document or ""]["level"] == name for i in items)
    ]
    groups, boxes = measure_boxes(snapshot, items, levels)
    lanes = Lanes(
        [LEVELS[name] for name in levels],
        boxes,
        [(link.source, link.target) for link in lines],
        fixed=frozenset({0}),
    )
    layout = placed(lanes)
    return Page(
        "cascade",
        TITLE,
        ABOUT,
        "lanes",
        [*items, *groups],
        lines,
        [
            *level_keys(levels),
            *_outline_keys(items),
            *relation_keys(link.relation for link in lines),
        ],
        details_of(snapshot, held),
        layout,
        root_name(snapshot, roots),
        network_json(layout),
        _findings(items, levels, snapshot),
    )


def _outline_keys(items: Sequence[Item]) -> list[Key]:
    there = {OUTLINES[item.note] for item in items if item.note}
    keys = [
        Key("dash-open", Text("收有文件，未见对应", "documents held, no counterpart")),
        Key("dot-open", Text("未收可比的文件", "no document held to compare with")),
    ]
    return [key for key, outline in zip(keys, ("dashed", "dotted"), strict=True) if outline in there]


def _findings(items: Sequence[Item], levels: Sequence[str], snapshot: Snapshot) -> list[Finding]:
    """For each level how many measures stand alone, and which; and of which places documents are held at all."""
    findings = []
    for level in levels:
        own = [item for item in items if item.tone == level]
        lacks = UNANSWERED if level == "national" else INITIATIVE
        alone = [item.id for item in own if item.note == lacks]
        unknown = [item.id for item in own if item.note and item.note != lacks]
        name = LEVELS[level]
        zh, en = f"{name.zh}：{len(own)} 条措施，", f"{name.en}: {len(own)} measures, "
        if len(unknown) < len(own):
            findings.append(
                Finding(Text(f"{zh}{len(alone)} 条{lacks.zh}", f"{en}{len(alone)} {lacks.en}"), alone)
            )
        if unknown:
            said = next(item.note for item in own if item.id == unknown[0])
            assert said
            findings.append(
                Finding(Text(f"{zh}{len(unknown)} 条{said.zh}", f"{en}{len(unknown)}: {said.en}"), unknown)
            )
    compared = snapshot.places_compared.items()
    below = dict.fromkeys(
        place
        for upper, places in compared
        if snapshot.documents[upper]["level"] == "national"
        for place in places
    )
    if not below:
        return findings
    places = places_text(snapshot, list(below))
    return [
        *findings,
        Finding(
            Text(
                f"有可比文件的地区：{places.zh}；其他地区未收可比文件，不作判断。",
                f"Documents of {places.en} were compared; nothing is said of other places.",
            )
        ),
    ]


def chained(snapshot: Snapshot, wanted: Iterable[str]) -> list[Row]:
    """The links that lead up or down from some measures, over any number of steps in one direction."""
    up: dict[str, list[Row]] = {}
    down: dict[str, list[Row]] = {}
    for row in snapshot.alignments.values():
        up.setdefault(row["lower"], []).append(row)
        down.setdefault(row["upper"], []).append(row)
    found: dict[str, Row] = {}
    for steps, end in ((up, "upper"), (down, "lower")):
        waiting, seen = list(wanted), set(wanted)
        while waiting:
            for row in steps.get(waiting.pop(), ()):
                found[row["id"]] = row
                if row[end] not in seen:
                    seen.add(row[end])
                    waiting.append(row[end])
    return [row for id, row in snapshot.alignments.items() if id in found]


def _items(snapshot: Snapshot, held: Iterable[str]) -> list[Item]:
    answered: dict[str, set[str]] = {}
    for row in snapshot.alignments.values():
        if row["relation"] in UPWARD:
            place = snapshot.documents[snapshot.measures[row["lower"]]["document"]]["region"]
            answered.setdefault(row["upper"], set()).add(place)
    return [
        measure_item(
            snapshot,
            id,
            note=counterpart_note(snapshot, id),
            extra=answers_below(snapshot, answered.get(id, ()), id),
        )
        for id in held
    ]


def _links(snapshot: Snapshot, rows: Sequence[Row]) -> list[Link]:
    """The links; one that a chain over a level between says already is marked ``implied``."""
    above: dict[str, set[str]] = {}
    for row in snapshot.alignments.values():
        above.setdefault(row["lower"], set()).add(row["upper"])
    links = []
    for row in rows:
        between = above[row["lower"]] - {row["upper"]}
        implied = any(row["upper"] in above.get(middle, ()) for middle in between)
        # Another place's like measure is for comparison: its line shows when one of the two is chosen.
        faint = row["relation"] == "parallels"
        mark = {"implied": True} if implied else {"faint": True} if faint else {}
        links.append(alignment_link(snapshot, row, **mark))
    return links


VIEW = View(
    "cascade",
    TITLE,
    ABOUT,
    cascade,
    Text("措施、主题、文件或地区；缺省为全部", "a measure, theme, document or region; default all"),
)
