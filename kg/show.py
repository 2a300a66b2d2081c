"""One node as a person reads it: its text with the evidence marked, its facts, and what it links to."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.cascade_gaps import gaps_around
from kg.citation import citation
from kg.graph import Graph
from kg.ids import natural_order
from kg.rendering import render
from kg.show_mentions import mentions_of
from kg.show_reviews import by_fact, review_words, reviews_of, reviews_table
from kg.stores.protocol import Node

Row = Mapping[str, Any]

_FACTS = """
SELECT ?fact ?kind ?start ?end ?quote ?thing ?label WHERE {
  { <%(iri)s> :hasFigure ?fact . BIND ("figure" AS ?kind) }
  UNION { ?fact a :Citation ; :inMeasure <%(iri)s> . BIND ("citation" AS ?kind) }
  UNION { ?fact :ofMeasure <%(iri)s> ; :heldBy ?thing . ?thing rdfs:label ?label FILTER (LANG(?label) = "zh")
          BIND ("agency" AS ?kind) }
  ?fact :startOffset ?start ; :quote ?quote .
  BIND (?start + STRLEN(?quote) AS ?end)
}
"""
_LINKS = """
SELECT ?relation ?node ?class ?label ?title ?path WHERE {
  %(pattern)s
  ?node a ?class .
  OPTIONAL { ?node rdfs:label ?label FILTER (LANG(?label) = "zh") }
  OPTIONAL { ?node :title ?title }
  OPTIONAL { ?node :path ?path }
}
"""
_ABOVE = """
SELECT ?document ?title ?number ?issuedOn ?stem ?issuer ?source ?section ?heading WHERE {
  <%(iri)s> :inDocument ?document .
  ?document :title ?title ; :stem ?stem .
  OPTIONAL { ?document :documentNumber ?number }
  OPTIONAL { ?document :issuedOn ?issuedOn }
  OPTIONAL { ?document :source ?source }
  OPTIONAL { ?document :issuedBy/rdfs:label ?issuer FILTER (LANG(?issuer) = "zh") }
  OPTIONAL { <%(iri)s> :inSection ?s . ?s :path ?section ; :title ?heading }
}
"""
# A node with more neighbours of one relation shows the first of them and says how many there are.
_SHOWN = 12
_FACT_CLASSES = {"Figure", "Responsibility", "Mention", "Citation", "Sentence", "Review"}


@dataclass(frozen=True, slots=True)
class View:
    """A node with everything one step around it; ``facts`` and ``above`` are those of a measure.

    ``reviews`` are the decisions about the node, its facts and its links, ``gaps`` what a measure has no counterpart in.
    """

    node: Node
    above: Row | None
    facts: Sequence[Row]
    outgoing: Sequence[Row]
    incoming: Sequence[Row]
    reviews: Sequence[Row] = ()
    gaps: Sequence[str] = ()


def view_of(graph: Graph, name: str) -> View:
    """Look a node up and everything around it; raises UsageError where nothing is called so."""
    node = graph.find(name)
    iri = graph.iri(node.id)
    above = graph.sparql(_ABOVE % {"iri": iri}).objects()
    facts = _facts(graph, node, iri) if node.class_name == "Measure" else []
    return View(
        node,
        above[0] if above else None,
        facts,
        _ordered(graph.sparql(_LINKS % {"pattern": f"<{iri}> ?relation ?node ."}).objects()),
        _ordered(graph.sparql(_LINKS % {"pattern": f"?node ?relation <{iri}> ."}).objects()),
        reviews_of(graph, iri),
        gaps_around(graph, node.id, str(above[0]["document"])) if node.class_name == "Measure" else (),
    )


def _facts(graph: Graph, node: Node, iri: str) -> list[Row]:
    """The facts of a measure in the order of the text, mentions among them."""
    facts: list[Row] = [row | {"what": None} for row in graph.sparql(_FACTS % {"iri": iri}).objects()]
    found = [*facts, *mentions_of(graph, node)]
    return sorted(found, key=lambda fact: (fact["start"], fact["end"], _place(fact, node)))


def _place(fact: Row, measure: Node) -> tuple[str, str]:
    """Among facts with the same words: mentions stand together, by what they name."""
    return (f"{measure.id}/mention", fact["thing"]) if fact["kind"] == "mention" else (fact["fact"], "")


def _ordered(links: Sequence[Row]) -> list[Row]:
    return sorted(links, key=lambda link: (str(link["relation"]), natural_order(str(link["node"]))))


def shown(graph: Graph, name: str, form: str) -> str:
    """The node that ``name`` means, as ``text``, ``json`` or ``md``."""
    view = view_of(graph, name)
    if form == "json":
        return json.dumps(_json(view, graph), ensure_ascii=False, indent=1) + "\n"
    if form == "md":
        return _markdown(view, graph)
    return _text(view, graph)


def _json(view: View, graph: Graph) -> dict[str, Any]:
    node, reviewed = view.node, by_fact(view.reviews)
    return {
        "id": node.id,
        "iri": graph.iri(node.id),
        "class": node.class_name,
        "properties": dict(node.properties),
        "document": None if view.above is None else dict(view.above),
        "facts": [
            dict(fact)
            | {"figure": dict(_figure(graph, fact))}
            | ({"review": dict(reviewed[fact["fact"]])} if fact["fact"] in reviewed else {})
            for fact in view.facts
        ],
        "reviews": [dict(review) for review in view.reviews],
        "gaps": list(view.gaps),
        "outgoing": [dict(link) for link in view.outgoing],
        "incoming": [dict(link) for link in view.incoming],
    }


def _figure(graph: Graph, fact: Row) -> Mapping[str, Any]:
    node = graph.find(str(fact["fact"])) if fact["kind"] == "figure" else None
    return node.properties if node else {}


def _text(view: View, graph: Graph) -> str:
    node, width = view.node, min(100, shutil.get_terminal_size((100, 24)).columns)
    title = name_of(node.properties) or node.id
    lines = [f"{title}", f"{node.class_name} {node.id}"]
    if view.above:
        lines.append(citation_line(view.above, node))
    parts = ["\n".join(lines) + "\n"]
    if node.class_name == "Measure":
        marked = [fact for fact in view.facts if fact["kind"] in ("figure", "agency", "citation")]
        parts.append(_wrapped(mark(node, marked), width))
        parts += _fact_tables(view, marked, graph)
    else:
        rows = [[key, value] for key, value in node.properties.items() if key != "text"]
        parts.append(render(["property", "value"], rows, "table", width))
        if "text" in node.properties:
            parts.append(_wrapped(str(node.properties["text"]), width))
    parts += [t for t in [reviews_table(view.reviews, width)] if t]
    parts += ["".join(f"{line}\n" for line in view.gaps)] if view.gaps else []
    parts += [t for t in (_links(view.outgoing, "→", width), _links(view.incoming, "←", width)) if t]
    return "\n".join(parts)


def mark(node: Node, facts: Sequence[Row]) -> str:
    """The text of a measure with each fact's characters in ⟦⟧ and its number behind; layout is taken out."""
    text, begin = str(node.properties["text"]), int(node.properties["startOffset"])
    inserts: list[tuple[int, int, int, str]] = []
    for number, fact in enumerate(facts, 1):
        start, end = int(fact["start"]) - begin, int(fact["end"]) - begin
        inserts.append((start, 1, -end, "⟦"))
        inserts.append((end, 0, -start, f"⟧{number}"))
    for at, _, _, sign in sorted(inserts, reverse=True):
        text = text[:at] + sign + text[at:]
    return re.sub(r"[ \t\u3000]*\n\s*", "", text).strip()


def _wrapped(text: str, width: int) -> str:
    from wcwidth import wrap

    clean = "".join(c if c.isprintable() else " " for c in re.sub(r"[ \t\u3000]*\n\s*", "", text))
    return "".join(f"  {line}\n" for line in wrap(clean, width - 2))


def _fact_tables(view: View, marked: Sequence[Row], graph: Graph) -> list[str]:
    figures, bodies = [], []
    reviewed = by_fact(view.reviews)
    for number, fact in enumerate(marked, 1):
        properties = graph.find(str(fact["fact"])).properties
        review = review_words(reviewed[fact["fact"]]) if fact["fact"] in reviewed else ""
        if fact["kind"] == "figure":
            figures.append(
                [
                    number,
                    properties["figureType"],
                    properties["metric"],
                    amount(properties),
                    *_when(properties, review),
                ]
            )
        elif fact["kind"] == "agency":
            body = [number, properties["manner"], properties["origin"], fact["label"], fact["thing"]]
            bodies.append([*body, review])
        else:
            bodies.append([number, "cites", "", properties.get("labelZh"), "", ""])
    named: dict[str, list[str]] = {}
    for fact in view.facts:
        if fact["kind"] == "mention":
            mark = f"; {review_words(reviewed[fact['fact']])}" if fact["fact"] in reviewed else ""
            words = f"{fact['label']} ({_one_line(fact['quote'])}{mark})"
            named.setdefault(str(fact["what"]), []).append(words)
    tables = []
    if figures:
        tables.append(render(["", "type", "metric", "amount", "period", "remark"], figures, "table"))
    if bodies:
        # Hardly any measure has a reviewed agency: the others need no column for it.
        shown = 6 if any(body[-1] for body in bodies) else 5
        columns = ["", "manner", "from", "agency", "id", "remark"][:shown]
        tables.append(render(columns, [body[:shown] for body in bodies], "table"))
    if named:
        rows = [[kind, "; ".join(dict.fromkeys(items))] for kind, items in sorted(named.items())]
        tables.append(render(["names", "with the words in the text"], rows, "table"))
    return tables


def amount(figure: Row) -> str:
    """A figure's comparator, value and unit.

    >>> amount({"comparator": ">=", "value": 11000.0, "unit": "辆"})
    '>= 11000辆'
    """
    upper = figure.get("valueMax")
    value = f"{figure['value']:.15g}" + ("" if upper is None else f"–{upper:.15g}")
    return f"{figure['comparator']} {value}{figure.get('unit', '')}"


def _when(figure: Row, review: str) -> list[str]:
    period = str(figure.get("period", "")) + (" (inferred)" if figure.get("periodInferred") else "")
    remarks = [str(figure[key]) for key in ("note", "doubt") if figure.get(key)]
    return [period, "; ".join([*remarks, *([review] if review else [])])]


def _links(links: Sequence[Row], arrow: str, width: int) -> str:
    groups: dict[str, list[Row]] = {}
    for link in links:
        if link["class"] not in _FACT_CLASSES:
            groups.setdefault(str(link["relation"]), []).append(link)
    rows = []
    for relation, found in groups.items():
        named = [
            f"{link['label'] or link['title'] or link['path'] or ''} <{link['node']}>".strip()
            for link in found
        ]
        more = [f"… {len(named)} in all"] if len(named) > _SHOWN else []
        rows.append([f"{arrow} {relation}", "; ".join([*named[:_SHOWN], *more])])
    return render(["relation", "nodes"], rows, "table", width) if rows else ""


def citation_line(above: Row, node: Node) -> str:
    """Where a measure stands: document, number, issuer, date, item."""
    number = f"（{above['number']}）" if above["number"] else ""
    section = f"{above['section']} {above['heading']}, " if above["section"] else ""
    item = f"{section}item {node.properties['path']}" if "path" in node.properties else ""
    parts = [f"《{above['title']}》{number}", above["issuer"], above["issuedOn"], item]
    return ", ".join(str(part) for part in parts if part)


def _markdown(view: View, graph: Graph) -> str:
    node = view.node
    return citation(graph, node) or f"**{name_of(node.properties) or node.id}**\n\n{graph.iri(node.id)}\n"


def name_of(properties: Row) -> str:
    """What a node is called: its Chinese label, title, metric or path."""
    return next(
        (str(properties[key]) for key in ("labelZh", "title", "metric", "path") if key in properties), ""
    )


def _one_line(text: object) -> str:
    return re.sub(r"\s*\n\s*", "", str(text)).strip()
