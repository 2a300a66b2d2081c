"""Cascade: national measures on the left, provinces' and cities' to the right, and who answers whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from visualizations.forest import measure_boxes
from visualizations.items import (
    INITIATIVE,
    UNANSWERED,
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
from visualizations.snapshot import LEVELS, Row, Snapshot

TITLE = Text("政策落实链", "Cascade")
ABOUT = Text(
    "自左至右：国家、省、市。粗线为直接对应。虚线框：国家措施未见下级对应，或地方措施未见上级对应。点一组可展开。",
    "From left to right: nation, provinces, cities. Thick lines are direct. Dashed boxes: national measures that nobody below answers, local ones without a parent. Groups open with a click.",
)

# The relations that lead a level up; a like measure of an earlier plan or another place is no parent.
_UPWARD = ("implements", "anticipates", "relatesTo")


def cascade(graph: Asks, roots: Sequence[str]) -> Page:
    """The cascade of everything, or of what is linked with a measure, theme, document or region."""
    snapshot = Snapshot(graph)
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
            Key("dash-open", Text("没有对应", "no counterpart")),
            *relation_keys(link.relation for link in lines),
        ],
        details_of(snapshot, held),
        layout,
        root_name(snapshot, roots),
        network_json(layout, lines),
        _findings(items, levels, snapshot),
    )


def _findings(items: Sequence[Item], levels: Sequence[str], snapshot: Snapshot) -> list[Finding]:
    """For each level how many measures stand alone, and which."""
    findings = []
    for level in levels:
        own = [item for item in items if snapshot.documents[item.document or ""]["level"] == level]
        alone = [item.id for item in own if item.note]
        name, lacks = LEVELS[level], UNANSWERED if level == levels[0] else INITIATIVE
        findings.append(
            Finding(
                Text(
                    f"{name.zh}：{len(own)} 条措施，{len(alone)} 条{lacks.zh}",
                    f"{name.en}: {len(own)} measures, {len(alone)} {lacks.en}",
                ),
                alone,
            )
        )
    return findings


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
    answered = {row["upper"] for row in snapshot.alignments.values() if row["relation"] in _UPWARD}
    levels = [snapshot.documents[row["document"]]["level"] for row in snapshot.measures.values()]
    order = list(LEVELS)
    top, bottom = min(levels, key=order.index, default=""), max(levels, key=order.index, default="")
    items = []
    for id in held:
        level = snapshot.documents[snapshot.measures[id]["document"]]["level"]
        note = None
        if id in snapshot.parentless:
            note = INITIATIVE
        elif level == top != bottom and id not in answered:
            note = UNANSWERED
        items.append(measure_item(snapshot, id, note=note))
    return items


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
        links.append(
            alignment_link(row, extra={"implied": True} if implied else {"faint": True} if faint else {})
        )
    return links


VIEW = View(
    "cascade",
    TITLE,
    ABOUT,
    cascade,
    Text("措施、主题、文件或地区；缺省为全部", "a measure, theme, document or region; default all"),
)
