"""Two measures side by side on a terminal, with the words of evidence marked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import cast

from kg.alignment.records import MeasureName
from kg.graph import Graph
from kg.model import Header, Level, Span

# Two columns need this many cells; below it one measure stands under the other.
_TWO_COLUMNS = 60
_BETWEEN = " │ "
_LAYOUT = re.compile(r"[ \t\u3000]*\n\s*")

_HEADER = """
SELECT ?title ?issuedOn ?level ?code ?place WHERE {
  <%(iri)s> :inDocument ?document . ?document :title ?title .
  OPTIONAL { ?document :issuedOn ?issuedOn } OPTIONAL { ?document :level ?level }
  OPTIONAL { ?document :jurisdiction ?region . ?region :code ?code ; rdfs:label ?place FILTER (LANG(?place) = "zh") }
}
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A measure as it is shown: its text begins at ``start`` of its document, whose header says when it was issued."""

    name: MeasureName
    title: str
    text: str
    start: int
    header: Header


def side_of(graph: Graph, name: str) -> Side:
    """The measure that a name means; raises UsageError where there is none."""
    from kg.errors import UsageError

    node = graph.find(name)
    if node.class_name != "Measure":
        raise UsageError(f"{name!r} is a {node.class_name}, not a measure")
    [row] = graph.sparql(_HEADER % {"iri": graph.iri(node.id)}).objects()
    document = node.id.rpartition("/")[0]
    return Side(
        MeasureName(graph.stems()[document], node.id.rpartition("/")[2]),
        str(node.properties.get("title", "")),
        str(node.properties["text"]),
        int(str(node.properties["startOffset"])),
        Header(
            title=str(row["title"]),
            issued_on=cast("str | None", row["issuedOn"]),
            level=cast("Level | None", row["level"]),
            region=cast("str | None", row["place"]),
            region_code=cast("str | None", row["code"]),
        ),
    )


def side_by_side(lower: Side, upper: Side, spans: tuple[Span, Span], width: int) -> str:
    """Both measures with their evidence in ⟦⟧: the upper one on the left, the lower one that may carry it out right."""
    left, right = _lines(upper, spans[1]), _lines(lower, spans[0])
    if width < _TWO_COLUMNS:
        one = [*_wrapped(left, width), "", *_wrapped(right, width)]
        return "".join(f"{line.rstrip()}\n" for line in one)
    column = (width - len(_BETWEEN)) // 2
    rows = zip_longest(_wrapped(left, column), _wrapped(right, column), fillvalue="")
    return "".join(f"{_padded(one, column)}{_BETWEEN}{other}".rstrip() + "\n" for one, other in rows)


def _lines(side: Side, span: Span) -> Iterable[str]:
    header = side.header
    yield f"{header.region or ''} {header.issued_on or ''} {side.name}".strip()
    yield f"《{header.title}》"
    yield ""
    yield marked(side.text, span.start - side.start, span.end - side.start)


def marked(text: str, start: int, end: int) -> str:
    """A text without its layout, and ⟦⟧ around a stretch; none where the stretch lies outside.

    >>> marked("引进首\\n店30家。", 2, 5)
    '引进⟦首店⟧30家。'
    """
    if 0 <= start < end <= len(text):
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    return _LAYOUT.sub("", text).strip()


def printable(text: str) -> str:
    """A text that cannot move the cursor."""
    return "".join(c if c.isprintable() else " " for c in text)


def _wrapped(lines: Iterable[str], width: int) -> list[str]:
    from wcwidth import wrap

    return [piece for line in lines for piece in wrap(printable(line), width) or [""]]


def _padded(text: str, width: int) -> str:
    from wcwidth import wcswidth

    return text + " " * (width - max(0, wcswidth(text)))
