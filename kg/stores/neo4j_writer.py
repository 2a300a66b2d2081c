"""A graph written to Neo4j: constraints, then the difference in batches, nodes before edges."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from kg.errors import StoreError
from kg.stores import neo4j_statements as statements
from kg.stores.changes import Action, Batch, Plan, batched
from kg.stores.lease import LEASE_SECONDS, Holder, at_work, has_died, locked, lost
from kg.stores.neo4j_connection import Answer, Connection, Statement
from kg.tables import GraphTables, Value
from ontology.schema import Schema

Pair = tuple[str, str]
Values = Mapping[str, Value]
# A relation's name and the classes of its two ends.
Route = tuple[str, str, str]


class Neo4jWriter:
    """Writes what is marked with ``graph``, and nothing else."""

    def __init__(self, connection: Connection, graph: str, schema: Schema) -> None:
        self._connection = connection
        self._graph = graph
        self._schema = schema
        self._holder = str(Holder.this_process())
        self._relations = {r.type_name: name for name, r in schema.relations.items()}

    @contextmanager
    def lease(self) -> Iterator[None]:
        """The right to write; raises GraphLocked where another push has it."""
        there = {row[0] for row in self._connection.read(statements.SHOW_CONSTRAINTS).rows}
        for name, constraint in statements.constraints(self._schema).items():
            if name not in there:
                self._connection.write([constraint])
        with at_work(self._holder):
            self._take_lease()
            try:
                yield
            finally:
                # Where the server is gone, which the check tells at once, its own clock ends the lease; the
                # error that matters is on its way.
                with suppress(StoreError):
                    self._connection.check()
                    self._connection.write([statements.release_lease(self._graph, self._holder)])

    def prepare(self) -> None:
        """Make the full-text index, again where the ontology has changed since."""
        rows = self._connection.read(statements.SHOW_TEXT_INDEX).rows
        if rows and tuple(map(sorted, rows[0])) != tuple(map(sorted, statements.text_index(self._schema))):
            self._connection.write([statements.DROP_TEXT_INDEX])
        self._connection.write([statements.create_text_index(self._schema)])

    def plan(self, tables: GraphTables) -> Plan:
        """What is to be removed, edges first, and then what is to be written, nodes first."""
        held = self._held_nodes()
        nodes = Plan()
        gone: list[Batch] = []
        for name in sorted(self._schema.classes):
            gone += self._node_changes(name, held.get(name, {}), tables.nodes.get(name, {}), nodes)
        class_of = {id: name for name, table in held.items() for id in table}
        edges = Plan()
        stale = self._edge_changes(class_of, tables, edges)
        batches = [*stale, *gone, *nodes.batches, *edges.batches]
        return Plan(batches, nodes.unchanged + edges.unchanged)

    def counted(self, tables: GraphTables) -> Iterator[tuple[str, int, int]]:
        """Our nodes and edges on the server beside those of ``tables``."""
        self._connection.read(statements.AWAIT_INDEXES)
        there: Counter[str] = Counter()
        for labels, number in self._connection.read(statements.count_nodes(self._schema, self._graph)).rows:
            there[self._class_among(labels)] += number
        edges = self._connection.read(statements.count_edges(self._schema, self._graph)).rows
        there.update({self._relations[type_name]: number for type_name, number in edges})
        wanted = tables.counts()
        for name in (*sorted(self._schema.classes), *sorted(self._schema.relations)):
            yield name, there[name], wanted.get(name, 0)

    def _class_among(self, labels: Sequence[str]) -> str:
        """Our class among a node's labels; others may have put theirs beside it."""
        return next(label for label in sorted(labels) if label in self._schema.classes)

    def _held_nodes(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Our nodes: class → id → the properties that the ontology knows."""
        held: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for labels, id, values in self._connection.read(
            statements.held_nodes(self._schema, self._graph)
        ).rows:
            name = self._class_among(labels)
            properties = self._schema.classes[name].properties
            held[name][id] = {p: value for p, value in values.items() if p in properties}
        return held

    def _take_lease(self) -> None:
        dead = None
        while True:
            statement = statements.take_lease(self._graph, self._holder, dead, int(LEASE_SECONDS * 1000))
            holder, silent = self._connection.write([statement])[0].rows[0]
            if holder == self._holder:
                return
            if holder == dead or not has_died(holder):
                raise locked(self._connection.server, holder, (silent or 0) / 1000)
            dead = holder

    def _node_changes(
        self, name: str, held: Mapping[str, dict[str, Any]], wanted: Mapping[str, Values], plan: Plan
    ) -> list[Batch]:
        """Add to ``plan`` what is to be written; give back what is to be removed."""
        same = {id for id, values in wanted.items() if id in held and _equal(held[id], values)}
        plan.unchanged += len(same)
        added = [{"id": id, "values": dict(values)} for id, values in wanted.items() if id not in held]
        changed = [
            # A value that is there no more must be taken away by name.
            {"id": id, "values": {**dict.fromkeys(held[id]), **values}}
            for id, values in wanted.items()
            if id in held and id not in same
        ]
        gone = [id for id in held if id not in wanted]

        def write(rows: Sequence[Mapping[str, Any]]) -> list[Statement]:
            return self._written(name, rows)

        plan.batches += self._batches("add", name, added, _row_size, write)
        plan.batches += self._batches("change", name, changed, _row_size, write)
        return self._batches(
            "remove", name, gone, len, lambda ids: statements.remove_nodes(name, ids, self._graph)
        )

    def _written(self, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Statement]:
        back = statements.take_back_nodes(name, [row["id"] for row in rows], self._graph)
        return [back, statements.write_nodes(name, rows, self._graph)]

    def _edge_changes(self, held_class: Mapping[str, str], tables: GraphTables, plan: Plan) -> list[Batch]:
        """Add to ``plan`` what is to be written; give back what is to be removed."""
        class_of = tables.index()
        unseen: defaultdict[str, set[Pair]] = defaultdict(set)
        for type_name, start, end in self._connection.read(
            statements.held_edges(self._schema, self._graph)
        ).rows:
            unseen[self._relations[type_name]].add((start, end))
        added: defaultdict[Route, list[Pair]] = defaultdict(list)
        for name, pairs in tables.edges.items():
            for pair in pairs:
                if pair in unseen[name]:
                    unseen[name].remove(pair)
                    plan.unchanged += 1
                else:
                    added[name, class_of[pair[0]], class_of[pair[1]]].append(pair)
        gone: defaultdict[Route, list[Pair]] = defaultdict(list)
        for name, left in unseen.items():
            for pair in sorted(left):
                gone[name, held_class[pair[0]], held_class[pair[1]]].append(pair)
        plan.batches += self._edge_batches("add", added, statements.write_edges)
        return self._edge_batches("remove", gone, statements.remove_edges)

    def _edge_batches(
        self,
        action: Action,
        routes: Mapping[Route, Sequence[Pair]],
        statement: Callable[[str, str, str, Sequence[Pair], str], Statement],
    ) -> list[Batch]:
        batches: list[Batch] = []
        for (relation, start, end), pairs in sorted(routes.items()):
            make = partial(statement, self._schema.relations[relation].type_name, start, end)
            batches += self._batches(
                action, relation, pairs, _pair_size, partial(self._edge_statements, make)
            )
        return batches

    def _edge_statements(
        self, make: Callable[[Sequence[Pair], str], Statement], pairs: Sequence[Pair]
    ) -> list[Statement]:
        return [make(pairs, self._graph)]

    def _batches(
        self,
        action: Action,
        what: str,
        rows: Sequence[Any],
        size_of: Callable[[Any], int],
        statements_for: Callable[[Sequence[Any]], list[Statement]],
    ) -> list[Batch]:
        def send(group: Sequence[Any]) -> Callable[[], None]:
            return lambda: self._send(action, what, group, statements_for(group))

        return [Batch(action, what, len(group), send(group)) for group in batched(rows, size_of)]

    def _send(self, action: Action, what: str, group: Sequence[Any], batch: Sequence[Statement]) -> None:
        """Send a batch as one transaction that is undone where the lease is lost or a row was not ours."""

        def accept(answers: Sequence[Answer]) -> None:
            if answers[0].rows[0][0] != 1:
                raise lost(self._connection.server)
            if action != "remove" and answers[-1].rows[0][0] != len(group):
                raise self._refused(what, group)

        self._connection.write([statements.renew_lease(self._graph, self._holder), *batch], accept)

    def _refused(self, what: str, group: Sequence[Any]) -> StoreError:
        server = self._connection.server
        if what not in self._schema.classes:
            return StoreError(f"{server}: nodes that {what} joins are gone; push once more")
        ids = [row["id"] for row in group]
        rows = self._connection.read(statements.others_nodes(what, ids, self._graph)).rows
        examples = ", ".join(f"{id} (of {owner})" if owner else id for id, owner in rows)
        return StoreError(
            f"{server}: this database has {what} nodes with our ids that another graph or somebody else wrote: "
            f"{examples}; they are left alone: push to another database (neo4j://HOST:PORT/DATABASE)"
        )


def _equal(held: Mapping[str, Any], wanted: Values) -> bool:
    return held.keys() == wanted.keys() and all(
        type(held[name]) is type(value)
        and (
            held[name] == value or (isinstance(value, float) and math.isnan(value) and math.isnan(held[name]))
        )
        for name, value in wanted.items()
    )


def _row_size(row: Mapping[str, Any]) -> int:
    return len(row["id"]) + sum(
        len(value) if isinstance(value, str) else 8 for value in row["values"].values()
    )


def _pair_size(pair: Pair) -> int:
    return len(pair[0]) + len(pair[1])
