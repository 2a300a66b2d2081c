"""SSSOM: the alignments between measures as a table of mappings that other mapping tools read.

Identifiers are CURIEs of URIs: what an IRI writes in Chinese a URI has to percent-encode (RFC 3987, section 3.1),
and SSSOM's tools drop a row whose identifiers are no URIs. Predicates are the ontology's. What an analyst has
confirmed or added says so in its justification; what was rejected is kept with ``Not``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from urllib.parse import quote

from kg.export.source import Losses, Source
from kg.ids import to_iri
from kg.stores.rdf_text import number_text
from kg.tables import GraphTables, Value
from ontology.schema import NAMESPACE

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "reviewer_label",
    "subject_source",
    "object_source",
    "mapping_tool",
    "confidence",
    "comment",
)
_TOOL = "policy-cascade"
_SEMAPV = "https://w3id.org/semapv/vocab/"
_COMPUTED, _ADDED, _REVIEWED = (
    "semapv:CompositeMatching",
    "semapv:ManualMappingCuration",
    "semapv:MappingReview",
)
_LOSS = "an alignment without its two measures or its relation; it is left out"


def write(source: Source, out: BinaryIO) -> Losses:
    """Write all alignments, ordered by their two measures; those that lack one of their parts are counted."""
    head = [
        "#curie_map:",
        f"#  policy: {_uri(source.base)}",
        f"#  kg: {NAMESPACE}",
        f"#  semapv: {_SEMAPV}",
        f"#mapping_set_id: {_uri(to_iri('alignments', source.base))}",
        "#mapping_set_description: Measures of lower or later policy documents and those of higher or earlier ones",
        "#license: https://w3id.org/sssom/license/unspecified",
        "\t".join(COLUMNS),
    ]
    losses = Losses()
    rows = sorted(
        _rows(source.tables, losses),
        key=lambda row: (row["subject_id"], row["object_id"], row["predicate_id"]),
    )
    lines = [*head, *("\t".join(_cell(row.get(name, "")) for name in COLUMNS) for row in rows)]
    out.writelines(line.encode() + b"\n" for line in lines)
    return losses


def _rows(tables: GraphTables, losses: Losses) -> Iterator[dict[str, str]]:
    lower, upper = dict(tables.edges.get("lowerMeasure", ())), dict(tables.edges.get("upperMeasure", ()))
    documents = dict(tables.edges.get("inDocument", ()))
    measures = tables.nodes.get("Measure", {})
    reviews = {about: tables.nodes["Review"][id] for id, about in tables.edges.get("reviews", ())}
    for id, values in tables.nodes.get("Alignment", {}).items():
        if not (id in lower and id in upper and "relation" in values):
            losses.add(_LOSS, id)
            continue
        row = {
            "predicate_id": f"kg:{values['relation']}",
            "mapping_tool": _TOOL,
            "confidence": number_text(float(values["score"])) if "score" in values else "",
            "comment": _comment(values),
        }
        for side, measure in (("subject", lower[id]), ("object", upper[id])):
            row[f"{side}_id"] = _curie(measure)
            row[f"{side}_label"] = str(measures[measure].get("title", ""))
            row[f"{side}_source"] = _curie(documents[measure]) if measure in documents else ""
        yield row | _review(values, reviews.get(id))


def _review(values: Mapping[str, Value], review: Mapping[str, Value] | None) -> dict[str, str]:
    decision = review.get("decision") if review else None
    checked = _REVIEWED if review or values.get("reviewed") else _COMPUTED
    return {
        "mapping_justification": _ADDED if decision == "added" else checked,
        "reviewer_label": str(review.get("reviewer", "")) if review else "",
        "predicate_modifier": "Not" if decision == "rejected" else "",
    }


def _comment(values: Mapping[str, Value]) -> str:
    quotes = " ← ".join(f"“{values[name]}”" for name in ("upperQuote", "lowerQuote") if name in values)
    return "; ".join(str(part) for part in (values.get("strength"), values.get("reasons"), quotes) if part)


def _curie(id: str) -> str:
    return f"policy:{_uri(id)}"


def _uri(iri: str) -> str:
    """The URI of an IRI.

    >>> _uri("330000/2023/浙-26/2.1~2")
    '330000/2023/%E6%B5%99-26/2.1~2'
    """
    return quote(iri, safe="%/:#?&=+,;@~-._!$*()[]")


def _cell(text: str) -> str:
    """A cell on one line; the format has no way to write tabs and line ends that all its readers know."""
    line = re.sub(r"\s*[\n\t\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]\s*", "", text)
    return '"' + line.replace('"', '""') + '"' if '"' in line else line
