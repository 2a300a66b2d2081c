"""A citation ready to paste, in Markdown: the quoted sentence, and where it stands.

Whatever node is asked for, a measure, a sentence, a figure or another fact, the sentence is quoted word for word,
with the wrapping of its lines taken out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.graph import Graph
from kg.stores.protocol import Node

Row = Mapping[str, Any]

_MEASURE = """
SELECT DISTINCT ?measure WHERE {
  <%s> (:inSentence/:inMeasure)|:inMeasure|:ofMeasure|^:hasFigure ?measure
}
"""
_DOCUMENT = """
SELECT DISTINCT ?document WHERE { <%s> :inDocument|(:ofTaskforce/:inDocument) ?document }
"""
_HEADER = """
SELECT ?title ?number ?issuedOn ?source ?issuer WHERE {
  <%(iri)s> :title ?title .
  OPTIONAL { <%(iri)s> :documentNumber ?number }
  OPTIONAL { <%(iri)s> :issuedOn ?issuedOn }
  OPTIONAL { <%(iri)s> :source ?source }
  OPTIONAL { <%(iri)s> :issuedBy/rdfs:label ?issuer FILTER (LANG(?issuer) = "zh") }
}
"""
# Each sentence of a measure with the kinds of its figures.
_SENTENCES = """
SELECT ?sentence ?number ?text ?kind WHERE {
  ?sentence :inMeasure <%s> ; a :Sentence ; :startOffset ?number ; :text ?text .
  OPTIONAL { ?figure :inSentence ?sentence ; :figureType ?kind }
}
"""
_SENTENCE = "SELECT ?sentence ?text WHERE { <%s> :inSentence ?sentence . ?sentence :text ?text }"
_REPAIRED = """
SELECT ?metric ?value ?unit WHERE {
  ?figure :inSentence <%s> ; :decimalRepaired true ; :metric ?metric ; :value ?value
  OPTIONAL { ?figure :unit ?unit }
}
"""
_SIDE = "SELECT ?measure WHERE { <%s> :%sMeasure ?measure }"
# What Markdown would read as markup inside of a line, and what it would at its beginning.
_MARKUP = re.compile(r"[\\`*_\[\]<>~|]|&(?=[#\w])")
_LIST = re.compile(r"(\d{1,9})([.)])(?=\s|$)|([#+=-])")
_NOTE = re.compile(r"\s*[（(〔\[].*[）)〕\]]\s*[。.]?\s*", re.DOTALL)
_SIGNS = re.compile(r"[\s。.：:；;]+$")


def citation(graph: Graph, node: Node) -> str | None:
    """The citation of a node; None for one that is not part of a document."""
    if node.class_name == "Alignment":
        return _of_link(graph, node)
    measure = node if node.class_name == "Measure" else _related(graph, _MEASURE % graph.iri(node.id))
    document = node if node.class_name == "Document" else None
    document = document or _related(graph, _DOCUMENT % graph.iri((measure or node).id))
    if document is None:
        return None
    quoted, sentence = _quoted(graph, node, measure)
    return _written(quoted, _reference(graph, document, measure or node, node)) + _repairs(graph, sentence)


def _of_link(graph: Graph, link: Node) -> str:
    """Both sides of a link with the words that it rests on."""
    sides = []
    for side in ("lower", "upper"):
        measure = _related(graph, _SIDE % (graph.iri(link.id), side))
        document = measure and _related(graph, _DOCUMENT % graph.iri(measure.id))
        if measure and document:
            quoted = str(link.properties.get(f"{side}Quote", ""))
            sides.append(_written(quoted, _reference(graph, document, measure, measure)))
    strength = link.properties.get("strength")
    return f"\n{link.properties['relation']} ({strength}):\n\n".join(sides)


def _related(graph: Graph, question: str) -> Node | None:
    rows = sorted(graph.sparql(question).rows, key=str)
    return graph.find(str(rows[0][0])) if rows else None


def _quoted(graph: Graph, node: Node, measure: Node | None) -> tuple[str, str | None]:
    """What is quoted for a node, and the id of the sentence that it is."""
    if node.class_name == "Sentence":
        return str(node.properties["text"]), node.id
    if measure is not None and node.id == measure.id:
        rows = graph.sparql(_SENTENCES % graph.iri(measure.id)).objects()
        chosen = chosen_sentence(str(measure.properties.get("title", "")), rows)
        return (
            (str(chosen["text"]), str(chosen["sentence"]))
            if chosen
            else (str(measure.properties["text"]), None)
        )
    found = graph.sparql(_SENTENCE % graph.iri(node.id)).objects()
    if found:
        return str(found[0]["text"]), str(found[0]["sentence"])
    return str(node.properties.get("quote", "")), None


def _repairs(graph: Graph, sentence: str | None) -> str:
    """What the numbers mean that the quoted text prints without their decimal point."""
    rows = graph.sparql(_REPAIRED % graph.iri(sentence)).objects() if sentence else []
    lines = []
    for row in sorted(rows, key=str):
        metric, unit = (_escaped(_one_line(row[name] or "")) for name in ("metric", "unit"))
        amount = f"{row['value']:.15g} {unit}".rstrip()
        lines.append(f"\nDecimal point lost in the source: {metric} is {amount}.\n")
    return "".join(lines)


def chosen_sentence(title: str, sentences: Sequence[Row]) -> Row | None:
    """The sentence that says most: with the most targets, else the most figures, else the first.

    The title and the note of who is responsible are left aside; ``sentences`` has a row for each figure.

    >>> rows = [("引进首店。", None), ("鼓励开店。", None), ("新增3家。", "target"), ("（市商务局负责）", None)]
    >>> chosen_sentence("引进首店", [{"number": n, "text": t, "kind": k} for n, (t, k) in enumerate(rows)])
    {'number': 2, 'text': '新增3家。', 'kind': 'target'}
    """
    by_number = {int(row["number"]): row for row in sentences}
    weights = dict.fromkeys(by_number, (0, 0))
    for row in sentences:
        targets, figures = weights[int(row["number"])]
        weights[int(row["number"])] = (
            targets + (row["kind"] == "target"),
            figures + (row["kind"] is not None),
        )
    telling = [number for number, row in by_number.items() if not _is_frame(title, str(row["text"]))]
    best = max(telling or by_number, key=lambda number: (weights[number], -number), default=None)
    return None if best is None else by_number[best]


def _is_frame(title: str, text: str) -> bool:
    """Whether a sentence only repeats the title or says who is responsible."""
    return bool(_NOTE.fullmatch(text)) or _SIGNS.sub("", _one_line(text)) == _SIGNS.sub("", title)


def _reference(graph: Graph, document: Node, place: Node, node: Node) -> str:
    """Title, number, issuer, date, item and source."""
    rows = graph.sparql(_HEADER % {"iri": graph.iri(document.id)}).objects()
    header = rows[0]
    issuers = "、".join(sorted({str(row["issuer"]) for row in rows if row["issuer"]}))
    number = f"（{header['number']}）" if header["number"] else ""
    path, title = place.properties.get("path"), place.properties.get("title")
    item = f"item {path} {title or ''}".strip() if path else ""
    parts = [f"《{header['title']}》{number}", issuers, header["issuedOn"], item]
    source = str(header["source"] or graph.iri(node.id))
    words = ", ".join(_escaped(_one_line(part)) for part in parts if part)
    address = re.fullmatch(r"https?://[^\s<>]+", source)
    return f"{words}. {f'<{source}>' if address else _escaped(_one_line(source))}"


def _written(quoted: str, reference: str) -> str:
    line = _one_line(quoted)
    quote = f"> {_LIST.sub(_list_sign, _escaped(line), count=1) if _LIST.match(line) else _escaped(line)}\n\n"
    return (quote if line else "") + reference + "\n"


def _list_sign(match: re.Match[str]) -> str:
    return rf"{match[1]}\{match[2]}" if match[1] else rf"\{match[3]}"


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is.

    >>> print(_escaped("a*b_[c]<d>"))
    a\\*b\\_\\[c\\]\\<d\\>
    """
    return _MARKUP.sub(lambda match: "\\" + match[0], text)


def _one_line(text: object) -> str:
    """Without the wrapping of lines; control characters, which could move a cursor, are blanks."""
    line = re.sub(r"[ \t\u3000]*\n\s*", "", str(text)).strip()
    return "".join(c if c.isprintable() else " " for c in line)
