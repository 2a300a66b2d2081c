"""What a graph holds: its documents, how many of each class and relation, and the account of its build."""

from __future__ import annotations

import json

from kg.account import account_text, report_from_json
from kg.graph import Graph
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


def status_text(graph: Graph, form: str, *, every: bool = False) -> str:
    """The status as ``table`` or ``json``; ``every`` shows all problems of the build."""
    documents = graph.sparql(_DOCUMENTS)
    rows = sorted(documents.rows, key=str)
    report = report_from_json(graph.account)
    if form == "json":
        objects = [dict(zip(documents.columns, row, strict=True)) for row in rows]
        whole = {"documents": objects} | report.as_json() | {"base": graph.base}
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    counts = [[name, count] for name, count in report.counts.items()]
    return "\n".join(
        [
            render(documents.columns[:-1], [row[:-1] for row in rows], "table"),
            render(["class or relation", "count"], counts, "table"),
            account_text(report, "table", every=every),
        ]
    )
