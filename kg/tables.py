"""The neutral form between records and stores: node tables and edge tables that the ontology knows.

Every store is written from one `GraphTables`, so counts of classes and relations agree between stores by
construction. Documents are mapped one by one, in any order and any process, each to a `Part`; a
`TablesBuilder` puts the parts together:

- the same node twice with the same values is one node, and values that only one of them has are joined;
- two different values of one property are a `Conflict`: the smaller stands in the table whatever the order
  of the parts, and all of them are reported with where they came from;
- a class, property or relation that the ontology lacks, a value of the wrong type, one id in two classes,
  an edge between the wrong classes or to a node that is not there is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.errors import RegisterError
from ontology.schema import Schema

Value = str | int | float | bool
Row = tuple[str, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class GraphTables:
    """A whole graph, checked and in a fixed order.

    ``nodes``: class name → short id → literal properties by their name in the ontology (without the id;
    ``labelZh`` and ``labelEn`` for language tags; a value that is not there has no key).
    ``edges``: relation name → sorted, distinct pairs (from id, to id).
    """

    nodes: Mapping[str, Mapping[str, Mapping[str, Value]]]
    edges: Mapping[str, Sequence[tuple[str, str]]]

    def index(self) -> dict[str, str]:
        """The class name of every id."""
        return {id: name for name, table in self.nodes.items() for id in table}

    def counts(self) -> dict[str, int]:
        """How many nodes each class and how many edges each relation has, classes first."""
        nodes = {name: len(table) for name, table in self.nodes.items()}
        return nodes | {name: len(pairs) for name, pairs in self.edges.items()}


@dataclass(slots=True)
class Part:
    """What one source (a document, a register, the alignment) adds; unchecked, and cheap to pickle.

    ``elsewhere`` has the class of nodes that its edges lead to and another part adds.

    >>> part = Part("zj-2023")
    >>> part.node("Region", "region/330000", labelZh="浙江省", level="province", labelEn=None)
    'region/330000'
    >>> part.nodes["Region"]
    [('region/330000', {'labelZh': '浙江省', 'level': 'province'})]
    """

    source: str
    nodes: dict[str, list[Row]] = field(default_factory=dict)
    edges: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)

    def node(self, class_name: str, id: str, /, **values: Value | None) -> str:
        """Add a node and give back its id; a value of None or an empty text is left out."""
        kept = {name: value for name, value in values.items() if value is not None and value != ""}
        self.nodes.setdefault(class_name, []).append((id, kept))
        return id

    def edge(self, relation: str, start: str, end: str, /) -> None:
        """Add an edge between two ids."""
        self.edges.setdefault(relation, []).append((start, end))

    def refer(self, class_name: str, id: str, /) -> str:
        """Say that another part adds this node; gives back its id."""
        self.elsewhere[id] = class_name
        return id


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more values of one property of one node; ``values`` pairs each with where it came from."""

    class_name: str
    id: str
    property: str
    values: tuple[tuple[Value, str], ...]

    def __str__(self) -> str:
        """The conflict in plain words."""
        claims = "; ".join(f"{value!r} in {source}" for value, source in self.values)
        return f"{self.class_name} {self.id} has different values of {self.property}: {claims}"


_PYTHON_TYPE: dict[str, type] = {"string": str, "integer": int, "double": float, "boolean": bool}


class TablesBuilder:
    """Puts parts together into one graph, whatever their order.

    >>> from ontology.schema import Schema
    >>> part = Part("example")
    >>> city = part.node("Region", "region/330200", labelZh="宁波市", code="330200", level="city")
    >>> province = part.node("Region", "region/330000", labelZh="浙江省", code="330000", level="province")
    >>> part.edge("partOf", city, province)
    >>> builder = TablesBuilder(Schema.load())
    >>> builder.add(part)
    >>> builder.build().edges["partOf"]
    [('region/330200', 'region/330000')]
    """

    def __init__(self, schema: Schema, elsewhere: Mapping[str, str] | None = None) -> None:
        """``elsewhere`` has the class of nodes that are not added here, for edges of a part of a graph."""
        self._schema = schema
        self._elsewhere = elsewhere or {}
        self._nodes: dict[str, dict[str, dict[str, Value]]] = {}
        # As they come, which is nearly in order: sorted, that takes a third of the time of a set.
        self._edges: dict[str, dict[tuple[str, str], None]] = {}
        # One (class, source) pair is shared by all nodes of a part, so that knowing where every node came
        # from costs a pointer a node.
        self._origin: dict[str, tuple[str, str]] = {}
        # Where a value came from that was joined to a node later than the node itself.
        self._joined: dict[tuple[str, str, str], str] = {}
        self._claims: dict[tuple[str, str, str], set[tuple[Value, str]]] = {}

    def add(self, part: Part) -> None:
        """Merge ``part``; raises RegisterError for what the ontology does not know."""
        for class_name, rows in part.nodes.items():
            types = self._types(class_name)
            table = self._nodes.setdefault(class_name, {})
            origin = (class_name, part.source)
            for id, values in rows:
                for name, value in values.items():
                    if types.get(name) is not type(value):
                        raise RegisterError(self._wrong_value(class_name, id, name, value))
                known = table.get(id)
                if known is None:
                    if self._origin.setdefault(id, origin) is not origin:
                        raise RegisterError(f"{id} is a {self._origin[id][0]} and a {class_name}")
                    table[id] = values
                elif known != values:
                    table[id] = self._merged(class_name, id, known, values, part.source)
        for relation, pairs in part.edges.items():
            if relation not in self._schema.relations:
                raise RegisterError(f"the ontology has no relation {relation!r} ({part.source})")
            self._edges.setdefault(relation, {}).update(dict.fromkeys(pairs))

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The properties for which the parts added so far give different values, sorted."""
        return tuple(
            Conflict(*key, tuple(sorted(claims, key=lambda claim: (str(claim[0]), claim[1]))))
            for key, claims in sorted(self._claims.items())
        )

    def build(self) -> GraphTables:
        """The graph; raises RegisterError for an edge without both of its nodes or of wrong classes."""
        for relation in self._edges:
            self._check_edges(relation)
        return GraphTables(
            nodes={
                name: {id: table[id] for id in sorted(table)} for name, table in sorted(self._nodes.items())
            },
            edges={name: sorted(self._edges[name]) for name in sorted(self._edges)},
        )

    def _types(self, class_name: str) -> dict[str, type]:
        if class_name not in self._schema.classes:
            raise RegisterError(f"the ontology has no class {class_name!r} for nodes")
        properties = self._schema.classes[class_name].properties
        return {name: _PYTHON_TYPE[literal.datatype] for name, literal in properties.items()}

    def _wrong_value(self, class_name: str, id: str, name: str, value: Value) -> str:
        literal = self._schema.classes[class_name].properties.get(name)
        if literal is None:
            return f"the ontology has no property {name!r} of {class_name} ({id})"
        return f"{name} of {class_name} {id} has to be of type {literal.datatype}, not {value!r}"

    def _merged(
        self, class_name: str, id: str, known: dict[str, Value], values: dict[str, Value], source: str
    ) -> dict[str, Value]:
        merged = known | values
        for name in values:
            key = (class_name, id, name)
            if name not in known:
                self._joined[key] = source
            elif known[name] != values[name]:
                first = self._joined.get(key, self._origin[id][1])
                claims = self._claims.setdefault(key, {(known[name], first)})
                claims.add((values[name], source))
                merged[name] = min(known[name], values[name], key=str)
            elif key in self._claims:
                self._claims[key].add((values[name], source))
        return merged

    def _check_edges(self, relation: str) -> None:
        spec, pairs = self._schema.relations[relation], self._edges[relation]
        if (
            self._classes_of({start for start, _ in pairs}) <= spec.domain
            and self._classes_of({end for _, end in pairs}) <= spec.range
        ):
            return
        for pair in pairs:
            if self._class_of(pair[0]) not in spec.domain:
                raise RegisterError(self._wrong_edge(relation, pair, pair[0], "from", spec.domain))
            if self._class_of(pair[1]) not in spec.range:
                raise RegisterError(self._wrong_edge(relation, pair, pair[1], "to", spec.range))

    def _classes_of(self, ids: set[str]) -> set[str | None]:
        origins, elsewhere = self._origin, self._elsewhere
        return {origins[id][0] if id in origins else elsewhere.get(id) for id in ids}

    def _class_of(self, id: str) -> str | None:
        origin = self._origin.get(id)
        return origin[0] if origin else self._elsewhere.get(id)

    def _wrong_edge(
        self, relation: str, pair: tuple[str, str], id: str, side: str, classes: frozenset[str]
    ) -> str:
        edge, class_name = f"{relation} {pair[0]} → {pair[1]}", self._class_of(id)
        if class_name is None:
            return f"{edge}: there is no node {id}"
        return f"{edge}: {id} is a {class_name}, and {relation} goes {side} {', '.join(sorted(classes))}"
