"""Neighbourhood: one node of any kind in the middle, what points at it on the left, what it points at on the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from visualizations.items import (
    RELATIONS,
    alignment_link,
    amount,
    details_of,
    document_item,
    documents_json,
    measure_item,
    names_json,
)
from visualizations.lanes import Box, Lanes, placed
from visualizations.pyvis_network import network_json
from visualizations.records import Asks, Found, Item, Json, Key, Link, Page, Text, View
from visualizations.reviews import reviewed
from visualizations.roots import root_name
from visualizations.snapshot import LEVELS, Snapshot, class_label

TITLE = Text("邻域", "Neighbourhood")
ABOUT = Text(
    "一个节点及与其直接相连的一切：左为指向它的，右为它指向的，按关系分组。",
    "One node and everything one step from it: what points at it on the left, what it points at on the right, grouped by relation.",
)
# In pixels: the node in the middle stands on the first screen.
_SPREAD = 620
# Nodes that carry facts of a relation or a place in the text: the direct relation beside them, or the panel, shows these.
_BETWEEN = frozenset(
    ["Mention", "Responsibility", "Sentence", "Alignment", "TargetAlignment", "Membership", "Review"]
)
_TONES: Mapping[str, str] = {"Agency": "agency", "Theme": "theme", "Concept": "theme", "Programme": "theme"}


def neighbourhood(graph: Asks, roots: Sequence[str]) -> Page:
    """The page around a node; by default the measure with the most links, figures and duties."""
    snapshot = Snapshot.of(graph)
    node = graph.find(roots[0]) if roots else graph.find(_busiest(snapshot))
    around = _Around(snapshot, _centre(snapshot, node))
    rows = snapshot.canned("neighbourhood", node=node.id)
    for row in sorted(rows, key=lambda row: _order(snapshot, row)):
        if row["class"] not in _BETWEEN:
            around.add(row)
    around.count()
    items, links = list(around.items.values()), list(around.links.values())
    titles = [
        Text("指向它的", "Points at it"),
        class_label(node.class_name),
        Text("它指向的", "It points at"),
    ]
    lanes = Lanes(titles, around.boxes, [], fixed=frozenset({0, 1, 2}), greedy=True, spread=_SPREAD)
    layout = placed(lanes)
    return Page(
        "neighbourhood",
        TITLE,
        ABOUT,
        "lanes",
        [*items, *around.groups.values()],
        links,
        _legend(items, links),
        _details(snapshot, items, links),
        layout,
        root_name(snapshot, [node.id]),
        network_json(layout),
        home=around.centre.id,
    )


class _Around:
    """Collects what is around a node: a group for each relation and direction, a box for each neighbour in it."""

    def __init__(self, snapshot: Snapshot, centre: Item) -> None:
        self._snapshot = snapshot
        self.centre = centre
        self.items = {centre.id: centre}
        self.links: dict[str, Link] = {}
        self.groups: dict[str, Item] = {}
        self.boxes = [Box(centre.id, 1, centre.label, tone=centre.tone)]
        self._many: Counter[str] = Counter()
        self._alignments = {
            (row["lower"], row["relation"], row["upper"]): row for row in snapshot.alignments.values()
        }

    def add(self, row: Mapping[str, Any]) -> None:
        """Add one neighbour; a row that says the same again adds nothing."""
        group, lane = f"group/{row['direction']}/{row['relation']}", 0 if row["direction"] == "in" else 2
        # One node can be joined by several relations; each has a box of its own.
        id = row["other_id"]
        if id in self.items:
            id = f"{id}#{row['direction']}-{row['relation']}"
        ends = (id, self.centre.id) if lane == 0 else (self.centre.id, id)
        link = self._link(row["relation"], ends)
        if id in self.items or link.id in self.links:
            return
        if group not in self.groups:
            self.groups[group] = Item(group, "group", class_label(row["relation"]))
            self.boxes.append(Box(group, lane, self.groups[group].label))
        self._many[group] += 1
        self.items[id] = _neighbour(self._snapshot, row["other_id"], row["class"], row["name"], id)
        self.links[link.id] = link
        self.boxes.append(Box(id, lane, _label(self.items[id]), parent=group, tone=self.items[id].tone))

    def _link(self, relation: str, ends: tuple[str, str]) -> Link:
        alignment = self._alignments.get((ends[0], relation, ends[1]))
        if alignment:
            return alignment_link(self._snapshot, alignment)
        return Link(f"{ends[0]} {relation} {ends[1]}", *ends, relation=relation)

    def count(self) -> None:
        """Put the number of neighbours behind the name of each group."""
        for id, many in self._many.items():
            name = self.groups[id].label
            label = Text(f"{name.zh}（{many}）", f"{name.en} ({many})")
            self.groups[id] = replace(self.groups[id], label=label)
        self.boxes = [
            replace(box, label=self.groups[box.id].label) if box.id in self.groups else box
            for box in self.boxes
        ]


def _details(snapshot: Snapshot, items: Sequence[Item], links: Sequence[Link]) -> Json:
    spoken = [item.extra.get("measure", item.id) for item in items]
    details = details_of(snapshot, [id for id in spoken if id in snapshot.measures])
    details["documents"] |= documents_json(snapshot, [i.id for i in items if i.id in snapshot.documents])
    facets = {id for item in items for ids in item.facets.values() for id in ids}
    details["names"] |= names_json(snapshot, facets)["names"]
    details["names"] |= {link.relation: class_label(link.relation).json() for link in links}
    return details


def _busiest(snapshot: Snapshot) -> str:
    """The measure that has most to show."""
    weight = dict.fromkeys(snapshot.measures, 0)
    for row in snapshot.alignments.values():
        weight[row["lower"]] += 1
        weight[row["upper"]] += 1
    for id in weight:
        weight[id] += len(snapshot.duties.get(id, ())) + len(snapshot.figures.get(id, ()))
    if not weight:
        return next(iter(snapshot.documents), "")
    return max(weight, key=lambda id: weight[id])


def _order(snapshot: Snapshot, row: Mapping[str, Any]) -> tuple[str, str, int, str]:
    measure = snapshot.measures.get(row["other_id"])
    return row["direction"], row["relation"], measure["position"] if measure else 0, row["other_id"]


def _centre(snapshot: Snapshot, node: Found) -> Item:
    names = (node.properties.get(name) for name in ("labelZh", "title", "path"))
    return _neighbour(snapshot, node.id, node.class_name, next(filter(None, names), None), node.id)


def _neighbour(snapshot: Snapshot, own: str, kind: str, name: str | None, id: str) -> Item:
    """The item of the node ``own``, as ``id``; ``name`` is what it is called where the snapshot has no name for it."""
    if own in snapshot.measures:
        item = measure_item(snapshot, own)
        if id == own:
            return item
        return Item(
            id,
            item.kind,
            item.label,
            item.tone,
            item.facets,
            item.document,
            item.path,
            extra={"measure": own},
        )
    if own in snapshot.documents:
        item = document_item(snapshot, own)
        return Item(id, kind, item.label, item.tone, item.facets, own)
    tone = _TONES.get(kind, "plain")
    if own in snapshot.sections:
        row = snapshot.sections[own]
        item = document_item(snapshot, row["document"])
        heading = snapshot.heading(own)
        label = Text(heading, heading)
        return Item(id, kind, label, item.tone, item.facets, row["document"], row["path"])
    if own in snapshot.figures_by_id:
        figure = snapshot.figures_by_id[own]
        text = f"{figure['metric']} {amount(figure)}"
        extra = reviewed(snapshot, own) | {
            "measure": figure["measure"],
            "span": [figure["start"], figure["end"]],
        }
        return Item(id, kind, Text(text, text), tone, extra=extra)
    return Item(id, kind, snapshot.names.get(own) or Text(name or own, name or own), tone)


def _label(item: Item) -> Text:
    if item.kind in ("Measure", "Section") and item.path:
        return Text(f"{item.path} {item.label.zh}", f"{item.path} {item.label.en}")
    return item.label


def _legend(items: Sequence[Item], links: Sequence[Link]) -> list[Key]:
    tones = {item.tone for item in items}
    keys = [Key(f"box-{name}", text) for name, text in LEVELS.items() if name in tones]
    others = {
        "agency": Text("单位", "agency"),
        "theme": Text("主题、概念、专项行动", "theme, concept, programme"),
        "plain": Text("其他", "other"),
    }
    keys += [Key(f"box-{tone}", text) for tone, text in others.items() if tone in tones]
    there = {link.relation for link in links}
    keys += [Key(f"line-{name}", class_label(name)) for name in RELATIONS if name in there]
    if there - set(RELATIONS):
        keys.append(Key("line-flow", Text("其他关系（粗细为个数）", "other relations (width: how many)")))
    return keys


VIEW = View(
    "neighbourhood",
    TITLE,
    ABOUT,
    neighbourhood,
    Text("任一节点；缺省为联系最多的措施", "any node; default the measure with most links"),
)
