"""The question ``neighbourhood`` in Cypher, written from the ontology.

No function that gives a relationship's type is the same in all engines, and a node without a label is looked
for in all tables. So the file has a branch for each relation, direction and pair of classes, and has to follow
the ontology; a test compares the two. To write it anew:

    python -m queries.neighbourhood > queries/neighbourhood.cypher
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from ontology.schema import Schema

# What a node is called: the first of these that it has, the same in neighbourhood.rq.
NAMES = ("labelZh", "title", "quote", "text", "relation", "decision")


def cypher() -> str:
    """The whole file: the header of the SPARQL question and the branches."""
    sparql = files("queries").joinpath("neighbourhood.rq").read_text(encoding="utf-8")
    header = [line.replace("#", "//", 1) for line in sparql.splitlines() if line.startswith("#")]
    example = next(line for line in sparql.splitlines() if "# parameter" in line)
    node = example.partition("<")[2].partition(">")[0]
    branches = "\nUNION ALL\n".join(_branches(Schema.load()))
    return "\n".join([*header, f"// :param node => '{node}';", "", branches, ""])


def _branches(schema: Schema) -> Iterator[str]:
    for name, relation in sorted(schema.relations.items()):
        for start in sorted(relation.domain):
            for end in sorted(relation.range):
                edge = f"-[:{relation.type_name}]->"
                yield _branch(schema, f"(:{start} {{id: $node}}){edge}(n:{end})", "out", name, end)
                yield _branch(schema, f"(n:{start}){edge}(:{end} {{id: $node}})", "in", name, start)


def _branch(schema: Schema, pattern: str, direction: str, relation: str, class_name: str) -> str:
    properties = schema.classes[class_name].properties
    held = [f"n.{name}" for name in NAMES if name in properties]
    # What is always null has to have a type, or engines do not know it.
    called = f"coalesce({', '.join(held)})" if held else "CASE WHEN false THEN n.id END"
    reviewed = "n.reviewed" if "reviewed" in properties else "CASE WHEN false THEN true END"
    return (
        f"MATCH {pattern} RETURN '{direction}' AS direction, '{relation}' AS relation, "
        f"'{class_name}' AS class, {called} AS name, {reviewed} AS reviewed, n.id AS other_id"
    )


if __name__ == "__main__":
    print(cypher(), end="")
