"""What has to be done to a graph to make it another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.tables import GraphTables, Value

Nodes = Mapping[str, Mapping[str, Mapping[str, Value]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows to remove, nodes whose values change (class → id → all new values) and rows to add.

    An edge of a node that is removed is among the removed ones. ``former`` are the changed nodes as they were;
    ``classes`` has the class of every node that an edge of these leads to.
    """

    removed: GraphTables
    changed: Nodes
    former: Nodes
    added: GraphTables
    classes: Mapping[str, str]

    def counts(self) -> dict[str, int]:
        """By how much the number of nodes of each class and of edges of each relation grows."""
        grows = dict(self.added.counts())
        for name, count in self.removed.counts().items():
            grows[name] = grows.get(name, 0) - count
        return {name: count for name, count in grows.items() if count}

    def size(self) -> int:
        """How many rows it touches."""
        changed = sum(map(len, self.changed.values()))
        return changed + sum(self.removed.counts().values()) + sum(self.added.counts().values())


def difference(old: GraphTables, new: GraphTables, classes: Mapping[str, str]) -> Difference:
    """What makes ``old`` into ``new``.

    >>> one = GraphTables({"Theme": {"theme/a": {"labelZh": "甲"}}}, {"broader": [("c", "theme/a")]})
    >>> two = GraphTables({"Theme": {"theme/a": {"labelZh": "乙"}}}, {})
    >>> found = difference(one, two, {})
    >>> found.changed, found.removed.edges, found.counts()
    ({'Theme': {'theme/a': {'labelZh': '乙'}}}, {'broader': [('c', 'theme/a')]}, {'broader': -1})
    """
    changed: dict[str, dict[str, Mapping[str, Value]]] = {}
    former: dict[str, dict[str, Mapping[str, Value]]] = {}
    for name, table in new.nodes.items():
        before = old.nodes.get(name, {})
        for id, values in table.items():
            if id in before and before[id] != values:
                changed.setdefault(name, {})[id] = values
                former.setdefault(name, {})[id] = before[id]
    return Difference(_without(old, new), changed, former, _without(new, old), classes)


def _without(one: GraphTables, other: GraphTables) -> GraphTables:
    """The nodes and edges of ``one`` that ``other`` lacks."""
    nodes = {
        name: {id: values for id, values in table.items() if id not in other.nodes.get(name, {})}
        for name, table in one.nodes.items()
    }
    edges = {}
    for name, pairs in one.edges.items():
        held = set(other.edges.get(name, ()))
        edges[name] = [pair for pair in pairs if pair not in held]
    return GraphTables(
        {name: table for name, table in nodes.items() if table},
        {name: pairs for name, pairs in edges.items() if pairs},
    )
