"""What a free SPARQL question need not declare: ``:`` is the ontology, and relative IRIs begin with the base."""

from __future__ import annotations

from collections.abc import Mapping

from ontology.schema import NAMESPACE

PREFIXES: Mapping[str, str] = {
    "": NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
