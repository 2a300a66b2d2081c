"""What a graph holds: its documents, how many of each class and relation, and the account of its build."""

from __future__ import annotations

import json

from kg.account import account_text, report_from_json
from kg.graph import Graph
from kg.links import SIDES, Unlinked, unlinked
from kg.rendering import render

_DOCUMENTS = """
SELECT ?stem ?title ?number ?issuedOn ?level ?region (COUNT(?measure) AS ?measures) ?id WHERE {
  ?id a :Document ; :stem ?stem ; :title ?title .
  OPTIONAL { ?id :documentNumber ?number }
  OPTIONAL { ?id :issuedOn ?issuedOn }
  OPTIONAL { ?id :level ?level }
  OPTIONAL { ?id :jurisdiction/rdfs:label ?region FILTER (LANG(?region) = "zh") }
  OPTIONAL { ?measure a :Measure ; :inDocument ?id }
} GROUP BY ?stem ?title ?number ?issuedOn ?level ?region ?id
"""

_WANTED = """
SELECT ?title ?number (COUNT(DISTINCT ?citation) AS ?times) (COUNT(DISTINCT ?document) AS ?documents) ?id WHERE {
  ?id a :WantedDocument ; :title ?title . ?citation :refersTo ?id . ?document :wants ?id .
  OPTIONAL { ?id :documentNumber ?number }
} GROUP BY ?title ?number ?id ORDER BY DESC(?times) ?id
"""
MOST_WANTED = 10


def status_text(graph: Graph, form: str, *, every: bool = False) -> str:
    """The status as ``table`` or ``json``; ``every`` shows all problems of the build."""
    documents, wanted = graph.sparql(_DOCUMENTS), graph.sparql(_WANTED)
    rows = sorted(documents.rows, key=str)
    report = report_from_json(graph.account)
    found = {side: unlinked(graph, side, table=True) for side in SIDES}
    if form == "json":
        whole = {
            "documents": [dict(zip(documents.columns, row, strict=True)) for row in rows],
            "wanted": [dict(zip(wanted.columns, row, strict=True)) for row in wanted.rows],
            "counterparts": {f"without_{side}": _counted(one) for side, one in found.items()},
        }
        own = {"base": graph.base} | (
            {"weights": graph.account["weights"]} if "weights" in graph.account else {}
        )
        return json.dumps(whole | report.as_json() | own, ensure_ascii=False, indent=1) + "\n"
    counts = [[name, count] for name, count in report.counts.items()]
    counterparts = [[f"without a {side}", *_counted(one).values()] for side, one in found.items()]
    most = [row[:-1] for row in wanted.rows[:MOST_WANTED]]
    parts = [
        render(documents.columns[:-1], [row[:-1] for row in rows], "table"),
        render(["class or relation", "count"], counts, "table"),
        render(
            ["measures", "count", "of documents", "documents not compared", "nothing held"],
            counterparts,
            "table",
        ),
    ]
    if most:
        head = f"wanted: cited and not held, the {len(most)} most cited of {len(wanted.rows)} (kg query wanted)\n\n"
        parts.append(head + render(wanted.columns[:-1], most, "table"))
    return "\n".join([*parts, account_text(report, "table", every=every)])


def _counted(found: Unlinked) -> dict[str, int]:
    return {
        "measures": len(found.rows),
        "of_documents": found.compared,
        "documents_not_compared": len(found.passed_over),
        "documents_with_nothing_held": len(found.not_held),
    }
