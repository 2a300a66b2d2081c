"""What a document is called and what it cites: a small record that a build can keep, so that no text is read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.document_names import Chain, bare, cited_name, full_name, held_names
from kg.ids import document_number
from kg.mapping import measure_ids
from kg.model import Citation, Document, Span
from loaders.citations import title_key
from loaders.orders import read_orders
from loaders.reading import Reading
from ontology.regions import Regions

NATION = "100000"
_ANNOUNCED = re.compile(r"(?:制定|出台|编制|起草|拟订|研究)(?:完善|出台|印发|发布|实施|并|和|、)*$")


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A citation at its place: ``node`` is what its identifier has behind that of its document.

    ``announced`` says that the document is still to be made (制定《…》).
    """

    node: str
    name: str | None
    number: str | None
    title: str | None
    repealed: bool = False
    announced: bool = False


@dataclass(frozen=True, slots=True)
class OrderPlace:
    """An order at its place: ``node`` is what its identifier has behind that of its document."""

    node: str
    body: str
    topic: str
    span: Span


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """What resolving citations needs of a document, to be kept between builds.

    ``names`` are its bare names with whether each tells whose it is, ``issuer`` the bare name of who issued it,
    ``chain`` the codes of its regions from its own to the nation.
    """

    stem: str
    number: str | None
    names: tuple[tuple[str, bool], ...]
    chain: tuple[str, ...]
    issuer: str | None
    issued_on: str | None
    citations: tuple[CitedPlace, ...]
    orders: tuple[OrderPlace, ...] = ()


def citing_document(document: Document, regions: Regions, key: str | None = None) -> CitingDocument:
    """The names and citations of a document; ``key`` is its stem where two documents have one stem."""
    header = document.header
    chain = regions.chain(header.region_code or NATION)
    return CitingDocument(
        stem=key or document.stem,
        number=document_number(header.document_number or ""),
        names=tuple(dict.fromkeys(held_names(header, regions))),
        chain=tuple(region.code for region in chain),
        issuer=bare(title_key(header.issuer)) if header.issuer else None,
        issued_on=header.issued_on,
        citations=tuple(_place(document.text, node, c, chain) for node, c in _citation_nodes(document)),
        orders=order_places(Reading.of(document.text), chain),
    )


def _place(text: str, node: str, citation: Citation, chain: Chain) -> CitedPlace:
    name = cited_name(citation)
    number = citation.number and (document_number(citation.number) or citation.number)
    before = "".join(text[max(0, citation.span.start - 20) : citation.span.start].split())
    return CitedPlace(
        node,
        name and full_name(name, chain),
        number or None,
        citation.title,
        repealed=citation.repealed,
        announced=bool(_ANNOUNCED.search(before)),
    )


def _citation_nodes(document: Document) -> Iterator[tuple[str, Citation]]:
    for measure_node, measure in zip(measure_ids(document, ""), document.measures, strict=True):
        for number, citation in enumerate(measure.citations, 1):
            yield f"{measure_node.removeprefix('/')}/citation-{number}", citation
    for number, citation in enumerate(document.citations, 1):
        yield f"citation-{number}", citation


def order_places(reading: Reading, chain: Chain) -> tuple[OrderPlace, ...]:
    """The orders of a document, each body and topic once, with the bodies' full names."""
    found: dict[tuple[str, str], Span] = {}
    for order in read_orders(reading, 0, len(reading.plain)):
        body = full_name(bare(order.body), chain)
        found.setdefault((body, title_key(order.topic)), order.span)
    return tuple(
        OrderPlace(f"order-{number}", body, topic, span)
        for number, ((body, topic), span) in enumerate(found.items(), 1)
    )
