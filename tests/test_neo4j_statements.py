"""What a push sends to Neo4j, seen by a recorder in the place of the connection: no server is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from kg.errors import GraphLocked, StoreError
from kg.stores import neo4j_statements
from kg.stores.changes import BATCH_ROWS
from kg.stores.lease import Holder
from kg.stores.neo4j_connection import Accept, Answer, Statement
from kg.stores.neo4j_store import Neo4jStore
from kg.tables import GraphTables
from ontology.schema import Schema
from tests.servers import graphs

BASE = "https://policy.example/"


class Recorder:
    """An empty database that believes everything; ``answers`` has other answers by a part of the statement."""

    server = "neo4j://recorder"

    def __init__(self, answers: dict[str, Callable[[Statement], list[Any]]] | None = None) -> None:
        self.sent: list[Statement] = []
        self.transactions: list[list[Statement]] = []
        self.answers = answers or {}
        self.written: dict[str, int] = {}

    def check(self) -> None:
        pass

    def close(self) -> None:
        pass

    def read(self, statement: Statement) -> Answer:
        self.sent.append(statement)
        return self._answer(statement)

    def write(self, statements: Sequence[Statement], accept: Accept | None = None) -> list[Answer]:
        self.sent += statements
        self.transactions.append(list(statements))
        answers = [self._answer(statement) for statement in statements]
        if accept is not None:
            accept(answers)
        return answers

    def _answer(self, statement: Statement) -> Answer:
        text, parameters = statement.text, statement.parameters
        for part, rows in self.answers.items():
            if part in text:
                return Answer((), rows(statement))
        if "AS holder" in text:
            return Answer((), [[parameters["holder"], None]])
        if "AS ours" in text:
            return Answer((), [[1]])
        if match := re.search(r"(?:MERGE \(n:|-\[r:)`(\w+)`.* AS written", text):
            number = len(parameters["rows"])
            self.written[match[1]] = self.written.get(match[1], 0) + number
            return Answer((), [[number]])
        if "labels(n) AS labels, count(*)" in text:
            known = Schema.load().classes
            return Answer((), [[[name], number] for name, number in self.written.items() if name in known])
        if "type(r) AS type, count(*)" in text:
            known = Schema.load().classes
            return Answer((), [[name, number] for name, number in self.written.items() if name not in known])
        return Answer((), [])


def pushed(tables: GraphTables, recorder: Recorder | None = None) -> Recorder:
    recorder = recorder or Recorder()
    Neo4jStore(recorder, base=BASE).push(tables)
    return recorder


def first(recorder: Recorder, part: str) -> int:
    return next(number for number, statement in enumerate(recorder.sent) if part in statement.text)


def last(recorder: Recorder, part: str) -> int:
    return max(number for number, statement in enumerate(recorder.sent) if part in statement.text)


def test_constraints_come_first_and_nodes_before_edges() -> None:
    recorder = pushed(graphs.whole_schema())
    assert last(recorder, "CREATE CONSTRAINT") < first(recorder, "MERGE")
    assert first(recorder, "CREATE FULLTEXT INDEX") < first(recorder, "MERGE (n:")
    assert last(recorder, "MERGE (n:") < first(recorder, "MERGE (a)-[r:")


def test_every_class_has_a_constraint_on_its_id() -> None:
    recorder = pushed(GraphTables({}, {}))
    texts = [s.text for s in recorder.sent if s.text.startswith("CREATE CONSTRAINT")]
    for name in Schema.load().classes:
        assert sum(f"FOR (n:`{name}`) REQUIRE n.id IS UNIQUE" in text for text in texts) == 1


def test_statements_are_the_same_whatever_the_texts_are() -> None:
    """Values are only ever parameters."""
    plain = graphs.hostile()
    harmless = GraphTables(
        {
            name: {id: dict.fromkeys(values, "字") for id, values in nodes.items()}
            for name, nodes in plain.nodes.items()
        },
        plain.edges,
    )

    def texts(tables: GraphTables) -> list[str]:
        return [statement.text for statement in pushed(tables).sent]

    assert texts(plain) == texts(harmless)
    assert not any("字" in text or "measure/" in text for text in texts(harmless))


def test_names_in_statements_come_from_the_ontology_alone() -> None:
    schema = Schema.load()
    allowed = set(schema.classes) | {r.type_name for r in schema.relations.values()} | set(schema.literals)
    allowed |= {neo4j_statements.REMOVED, neo4j_statements.PUSH, "fulltext.analyzer"}
    for statement in pushed(graphs.hostile()).sent:
        assert set(re.findall(r"`([^`]*)`", statement.text)) <= allowed


def test_batches_have_at_most_so_many_rows_and_one_transaction_each() -> None:
    recorder = pushed(graphs.measures(range(BATCH_ROWS * 2 + 5)))
    rows = [len(s.parameters["rows"]) for s in recorder.sent if "MERGE (n:`Measure`" in s.text]
    assert rows == [BATCH_ROWS, BATCH_ROWS, 5]
    for transaction in recorder.transactions:
        writing = [s for s in transaction if "AS written" in s.text]
        assert len(writing) <= 1
        if writing:
            assert "AS ours" in transaction[0].text  # a sign of life, and the right to write


def test_long_texts_make_smaller_batches() -> None:
    recorder = pushed(graphs.measures(range(60), title="字" * 200_000))
    rows = [len(s.parameters["rows"]) for s in recorder.sent if "MERGE (n:`Measure`" in s.text]
    assert sum(rows) == 60
    assert max(rows) <= 20


def test_a_push_that_lost_its_right_stops() -> None:
    with pytest.raises(GraphLocked, match="another push has taken over"):
        pushed(graphs.measures(range(5)), Recorder({"AS ours": lambda _: [[0]]}))


def test_a_row_that_was_not_ours_to_write_stops_the_push_and_is_named() -> None:
    recorder = Recorder(
        {"AS written": lambda _: [[0]], "AS owner": lambda _: [["330000/2023/doc", "https://other.example/"]]}
    )
    with pytest.raises(StoreError, match=r"330000/2023/doc \(of https://other\.example/\)"):
        pushed(graphs.measures(range(5)), recorder)


def test_wrong_counts_in_the_end_are_an_error() -> None:
    recorder = Recorder({"count(*) AS n": lambda _: []})
    with pytest.raises(StoreError, match="0 of Document instead of 1"):
        pushed(graphs.measures(range(5)), recorder)


def test_a_living_holder_on_another_machine_is_named_and_waited_for() -> None:
    holder = Holder("elsewhere", 4711, "2026-01-02T03:04:05+00:00", "token")
    recorder = Recorder({"AS holder": lambda _: [[str(holder), 20_000]]})
    with pytest.raises(GraphLocked, match=r"process 4711 on elsewhere has been pushing .* ends in 40 s"):
        pushed(graphs.measures(range(5)), recorder)
    assert not any("AS written" in statement.text for statement in recorder.sent)
