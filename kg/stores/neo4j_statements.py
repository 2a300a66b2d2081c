"""Cypher statements of our own for Neo4j, made from the ontology alone: no text of a graph is ever in one.

Every node and edge that a push writes carries ``kgGraph``, the base of the graph's IRIs. By it a push knows
its own: what others have written is neither read, changed nor removed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.stores.neo4j_connection import Statement
from ontology.schema import Schema

MARK = "kgGraph"
TEXT_INDEX = "kg_text"
# Nodes that a rebuild no longer holds but that relationships of others hang on.
REMOVED = "KgRemoved"
PUSH = "KgPush"
# Properties that hold words to search for.
_TEXTS = ("title", "text", "labelZh", "labelEn", "otherNames", "quote", "printedName")


def quoted(name: str) -> str:
    """A name of the ontology as Cypher writes it.

    >>> quoted("Measure")
    '`Measure`'
    """
    return "`" + name.replace("`", "``") + "`"


SHOW_CONSTRAINTS = Statement("SHOW CONSTRAINTS YIELD name RETURN name")


def constraints(schema: Schema) -> dict[str, Statement]:
    """By name: one node for each id, which MERGE looks up and which keeps two pushes from writing it twice."""
    keys = [(name, "id") for name in (*sorted(schema.classes), REMOVED)] + [(PUSH, "graph")]
    return {
        (name := f"kg_{label.lower()}_{key}"): Statement(
            f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.{key} IS UNIQUE"
        )
        for label, key in keys
    }


def text_index(schema: Schema) -> tuple[list[str], list[str]]:
    """The labels and the properties that the full-text index covers."""
    labels = [n for n, c in sorted(schema.classes.items()) if any(text in c.properties for text in _TEXTS)]
    return labels, [t for t in _TEXTS if any(t in schema.classes[n].properties for n in labels)]


def create_text_index(schema: Schema) -> Statement:
    """The full-text index; the analyzer cjk cuts Chinese into pairs of characters, so that words are found."""
    labels, properties = text_index(schema)
    return Statement(
        f"CREATE FULLTEXT INDEX {TEXT_INDEX} IF NOT EXISTS FOR (n:{'|'.join(map(quoted, labels))}) "
        f"ON EACH [{', '.join(f'n.{quoted(name)}' for name in properties)}] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )


SHOW_TEXT_INDEX = Statement(
    "SHOW INDEXES YIELD name, labelsOrTypes, properties WHERE name = $name RETURN labelsOrTypes, properties",
    {"name": TEXT_INDEX},
)
DROP_TEXT_INDEX = Statement(f"DROP INDEX {TEXT_INDEX} IF EXISTS")
AWAIT_INDEXES = Statement("CALL db.awaitIndexes(600)")


def held_nodes(schema: Schema, graph: str) -> Statement:
    """The labels, ids and properties of all our nodes."""
    return Statement(
        f"MATCH (n:{_any_class(schema)}) WHERE n.{MARK} = $graph "
        "RETURN labels(n) AS labels, n.id AS id, properties(n) AS values",
        {"graph": graph},
    )


def held_edges(schema: Schema, graph: str) -> Statement:
    """The types and the ends of all our edges."""
    return Statement(
        f"MATCH (a)-[r:{_any_type(schema)}]->(b) WHERE r.{MARK} = $graph "
        "RETURN type(r) AS type, a.id AS start, b.id AS end",
        {"graph": graph},
    )


def write_nodes(class_name: str, rows: Sequence[Mapping[str, Any]], graph: str) -> Statement:
    """Write nodes, each row an id and its ``values``; the answer says how many were ours to write."""
    return Statement(
        f"UNWIND $rows AS row MERGE (n:{quoted(class_name)} {{id: row.id}}) ON CREATE SET n.{MARK} = $graph "
        f"WITH n, row WHERE n.{MARK} = $graph SET n += row.values RETURN count(*) AS written",
        {"rows": rows, "graph": graph},
    )


def take_back_nodes(class_name: str, ids: Sequence[str], graph: str) -> Statement:
    """Nodes that had been put aside and are in the graph again."""
    return Statement(
        f"UNWIND $ids AS id {_with_id('n', REMOVED, 'id')} WHERE n.{MARK} = $graph "
        f"SET n:{quoted(class_name)} REMOVE n:{REMOVED}",
        {"ids": ids, "graph": graph},
    )


def write_edges(
    type_name: str, start: str, end: str, rows: Sequence[tuple[str, str]], graph: str
) -> Statement:
    """Write edges between two classes, each row the ids of its ends; the answer says how many."""
    return Statement(
        f"UNWIND $rows AS row {_with_id('a', start, 'row[0]')} {_with_id('b', end, 'row[1]')} "
        f"MERGE (a)-[r:{quoted(type_name)} {{{MARK}: $graph}}]->(b) RETURN count(*) AS written",
        {"rows": [list(row) for row in rows], "graph": graph},
    )


def remove_edges(
    type_name: str, start: str, end: str, rows: Sequence[tuple[str, str]], graph: str
) -> Statement:
    """Remove our edges between two classes."""
    return Statement(
        f"UNWIND $rows AS row {_with_id('a', start, 'row[0]')} {_with_id('b', end, 'row[1]')} "
        f"MATCH (a)-[r:{quoted(type_name)} {{{MARK}: $graph}}]->(b) DELETE r",
        {"rows": [list(row) for row in rows], "graph": graph},
    )


def remove_nodes(class_name: str, ids: Sequence[str], graph: str) -> list[Statement]:
    """Remove our nodes, whose edges of ours are gone; one that others have linked to is put aside instead."""
    found = f"UNWIND $ids AS id {_with_id('n', class_name, 'id')} WHERE n.{MARK} = $graph"
    parameters = {"ids": ids, "graph": graph}
    return [
        Statement(
            f"{found} AND EXISTS {{ (n)--() }} SET n:{REMOVED} REMOVE n:{quoted(class_name)}", parameters
        ),
        Statement(f"{found} DELETE n", parameters),
    ]


def others_nodes(class_name: str, ids: Sequence[str], graph: str) -> Statement:
    """Some of the nodes with these ids that are not ours, and whose they are."""
    return Statement(
        f"UNWIND $ids AS id {_with_id('n', class_name, 'id')} WHERE coalesce(n.{MARK}, '') <> $graph "
        f"RETURN id, n.{MARK} AS owner LIMIT 3",
        {"ids": ids, "graph": graph},
    )


def count_nodes(schema: Schema, graph: str) -> Statement:
    """How many nodes of ours have each set of labels."""
    return Statement(
        f"MATCH (n:{_any_class(schema)}) WHERE n.{MARK} = $graph RETURN labels(n) AS labels, count(*) AS n",
        {"graph": graph},
    )


def count_edges(schema: Schema, graph: str) -> Statement:
    """How many edges of ours each type has."""
    return Statement(
        f"MATCH ()-[r:{_any_type(schema)}]->() WHERE r.{MARK} = $graph RETURN type(r) AS type, count(*) AS n",
        {"graph": graph},
    )


def take_lease(graph: str, holder: str, dead: str | None, milliseconds: int) -> Statement:
    """Become the one who pushes, if nobody is, if ``dead`` was, or if who is has been silent that long.

    The answer is who holds the lease now, and for how many milliseconds the one before has been silent.
    """
    return Statement(
        f"MERGE (p:{PUSH} {{graph: $graph}}) "
        # The write takes the node's lock before its holder is read, so that two cannot both find it free.
        "SET p.asked = timestamp() "
        "WITH p, timestamp() - p.renewed AS silent, "
        "(p.holder IS NULL OR p.holder = $holder OR p.holder = $dead OR timestamp() - p.renewed > $lease) AS free "
        "SET p.holder = CASE WHEN free THEN $holder ELSE p.holder END, "
        "p.renewed = CASE WHEN free THEN timestamp() ELSE p.renewed END "
        "RETURN p.holder AS holder, silent",
        {"graph": graph, "holder": holder, "dead": dead or "", "lease": milliseconds},
    )


def renew_lease(graph: str, holder: str) -> Statement:
    """Give a sign of life; the answer is 1 where the lease is still ours, else 0."""
    return Statement(
        f"MATCH (p:{PUSH} {{graph: $graph}}) WHERE p.holder = $holder SET p.renewed = timestamp() "
        "RETURN count(*) AS ours",
        {"graph": graph, "holder": holder},
    )


def release_lease(graph: str, holder: str) -> Statement:
    """Let others push."""
    return Statement(
        f"MATCH (p:{PUSH} {{graph: $graph}}) WHERE p.holder = $holder REMOVE p.holder, p.renewed, p.asked",
        {"graph": graph, "holder": holder},
    )


def _any_class(schema: Schema) -> str:
    return "|".join(quoted(name) for name in sorted(schema.classes))


def _any_type(schema: Schema) -> str:
    return "|".join(quoted(relation.type_name) for _, relation in sorted(schema.relations.items()))


def _with_id(name: str, label: str, value: str) -> str:
    """Find a node by its id, in the index.

    The hint is for plans that were made while the database was nearly empty, when looking at every node seemed
    as good, and that the server keeps for some seconds.
    """
    return f"MATCH ({name}:{quoted(label)} {{id: {value}}}) USING INDEX {name}:{quoted(label)}(id)"
