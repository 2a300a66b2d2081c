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
    "自左至右：国家、省、市。线表示下级措施与上级措施的对应，粗线为直接对应。虚线框没有对应。点一组可展开。",
    "From left to right: nation, provinces, cities. A line joins a lower measure to the upper one it corresponds to; thick lines are direct. Dashed boxes have no counterpart. Groups open with a click.",
)


def cascade(graph: Asks, roots: Sequence[str]) -> Page:
    """The cascade of everything, or of what is linked with a measure, theme, document or region."""
    snapshot = Snapshot(graph)
    wanted = measures_of(snapshot, roots)
    links = chained(snapshot, wanted) if roots else list(snapshot.alignments.values())
    held = {id: None for id in snapshot.measures if id in wanted} | {
        row[side]: None for row in links for side in ("lower", "upper")
    }
    held = {id: None for id in snapshot.measures if id in held}
    items, lines = _items(snapshot, held, links), _links(snapshot, links)
    levels = [name for name in LEVELS if any(snapshot.documents[i.document or ""]["level"] == name for i in items)]
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
        [*level_keys(levels), Key("dash-open", Text("没有对应", "no counterpart")), *relation_keys(link.relation for link in lines)],
        details_of(snapshot, held),
        layout,
        root_name(snapshot, roots),
        network_json(layout, lines),
        _findings(items, levels, snapshot),
    )


def _findings(items: Sequence[Item], levels: Sequence[str], snapshot: Snapshot) -> list[Finding]:
    """For each level how many measures have a counterpart, and which have none."""
    findings = []
    for level in levels:
        own = [item for item in items if snapshot.documents[item.document or ""]["level"] == level]
        alone = [item.id for item in own if item.note]
        name, rest = LEVELS[level], len(own) - len(alone)
        findings.append(
            Finding(
                Text(
                    f"{name.zh}：{len(own)} 条措施，{rest} 条有对应，{len(alone)} 条没有",
                    f"{name.en}: {len(own)} measures, {rest} with a counterpart, {len(alone)} without",
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


def _items(snapshot: Snapshot, held: Iterable[str], links: Sequence[Row]) -> list[Item]:
    lower = {row["lower"] for row in snapshot.alignments.values()}
    upper = {row["upper"] for row in snapshot.alignments.values()}
    order = list(LEVELS)
    there = {snapshot.documents[snapshot.measures[id]["document"]]["level"] for id in held}
    top, bottom = min(there, key=order.index, default=""), max(there, key=order.index, default="")
    items = []
    for id in held:
        level = snapshot.documents[snapshot.measures[id]["document"]]["level"]
        note = None
        if id not in upper and id not in lower:
            note = UNANSWERED if level == top != bottom else INITIATIVE
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
        links.append(alignment_link(row, extra={"implied": True} if implied else {"faint": True} if faint else {}))
    return links


VIEW = View("cascade", TITLE, ABOUT, cascade, Text("措施、主题、文件或地区；缺省为全部", "a measure, theme, document or region; default all"))
