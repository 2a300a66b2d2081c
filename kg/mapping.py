"""Records → parts of the graph: one part for each document, one for the registers, one for links between documents.

No store, no file: `kg.build` reads documents, calls these and puts the parts together. A document's part
stands alone, so that many can be mapped at once in several processes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.ids import document_id, without_clash
from kg.mapping_dates import day_bounds, validity_bounds
from kg.mapping_facts import MeasureFacts, SentenceIndex, add_citation, add_taskforce
from kg.mapping_mentions import named_things
from kg.mapping_registers import Vocabulary, map_registers
from kg.mentions import written
from kg.model import Deadline, Document, Header
from kg.tables import Part, Value
from ontology.registers import Registers

__all__ = ["document_ids", "map_document", "map_registers", "measure_ids"]

NATION = "100000"


def document_ids(headers: Mapping[str, Header]) -> dict[str, str]:
    """The identifier of every document, given by stem; stems in sorted order settle a clash.

    >>> header = Header("某方案", "浙政办发〔2023〕26号", issued_on="2023-03-06", region_code="330000")
    >>> document_ids({"b": header, "a": header})
    {'a': '330000/2023/浙政办发-2023-26', 'b': '330000/2023/浙政办发-2023-26~2'}
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for stem in sorted(headers):
        header = headers[stem]
        wanted = document_id(
            header.region_code,
            header.document_number,
            issuer=header.issuer,
            issued_on=header.issued_on,
            title=header.title,
        )
        ids[stem] = without_clash(wanted, taken)
        taken.add(ids[stem])
    return ids


def map_document(document: Document, id: str, registers: Registers) -> Part:
    """Everything that one document says, as nodes below ``id`` and the shared things it names."""
    part = Part(document.stem)
    header = document.header
    vocabulary = Vocabulary(part, registers, header.issued_on)
    _add_header(part, vocabulary, id, document.stem, header)
    sections = _add_sections(part, id, document)
    measures = measure_ids(document, id)
    sentences = SentenceIndex(zip(measures, document.measures, strict=True))
    for position, (node, measure) in enumerate(zip(measures, document.measures, strict=True), 1):
        named = named_things(vocabulary, measure)
        part.node(
            "Measure",
            node,
            path=measure.path,
            title=measure.title,
            role=measure.role,
            text=measure.span.quote,
            startOffset=measure.span.start,
            localities=measure.localities,
            mentions=written(named),
            position=position,
            **_due(measure.due),
        )
        part.edge("inDocument", node, id)
        if section := _section_above(sections, measure.section, measure.span.start):
            part.edge("inSection", node, section)
        MeasureFacts(part, vocabulary, sentences, node, measure, named).add()
    for number, citation in enumerate(document.citations, 1):
        add_citation(part, f"{id}/citation-{number}", citation)
        part.edge("inDocument", f"{id}/citation-{number}", id)
    for number, taskforce in enumerate(document.taskforces, 1):
        add_taskforce(part, vocabulary, id, number, taskforce)
    return part


def _due(due: Deadline | None) -> dict[str, Value]:
    if due is None or (bounds := day_bounds(due.period)) is None:
        return {}
    return {
        "due": bounds[1],
        "dueQuote": due.span.quote,
        "dueStart": due.span.start,
    }


def measure_ids(document: Document, id: str) -> tuple[str, ...]:
    """The identifiers of a document's measures in order; a path that is printed twice gets a suffix."""
    found: dict[str, None] = {}
    for measure in document.measures:
        found[without_clash(f"{id}/{measure.path}", found)] = None
    return tuple(found)


def _add_header(part: Part, vocabulary: Vocabulary, id: str, stem: str, header: Header) -> None:
    valid_from, valid_until = validity_bounds(header.validity, header.issued_on)
    part.node(
        "Document",
        id,
        stem=stem,
        title=header.title,
        documentNumber=header.document_number,
        issuedOn=header.issued_on,
        issuedOnKind=header.issued_on_kind,
        year=int(header.issued_on[:4]) if header.issued_on else None,
        level=header.level,
        validity=header.validity,
        validFrom=valid_from,
        validUntil=valid_until,
        source=header.source,
        fieldSources="; ".join(f"{_camel(name)}={origin}" for name, origin in sorted(header.sources.items())),
    )
    if header.region_code and (region := vocabulary.region(header.region_code)):
        part.edge("jurisdiction", id, region)
    for issuer in filter(None, re.split(r"[\s、，,]+", header.issuer or "")):
        part.edge("issuedBy", id, vocabulary.issuer(issuer, header.region_code or NATION))


def _camel(name: str) -> str:
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name)


Sections = dict[str, list[tuple[int, str]]]


def _add_sections(part: Part, id: str, document: Document) -> Sections:
    """Add the sections; for each path where the sections of that path begin, and their identifiers."""
    sections: Sections = {}
    taken: set[str] = set()
    for position, section in enumerate(document.sections, 1):
        node = without_clash(f"{id}/section-{section.path}", taken)
        taken.add(node)
        part.node(
            "Section",
            node,
            path=section.path,
            title=section.title,
            startOffset=section.span.start,
            position=position,
        )
        part.edge("inDocument", node, id)
        outer = section.path.rpartition(".")[0]
        if above := _section_above(sections, outer, section.span.start):
            part.edge("inSection", node, above)
        sections.setdefault(section.path, []).append((section.span.start, node))
    return sections


def _section_above(sections: Sections, path: str | None, start: int) -> str | None:
    """The last section of this path that begins before ``start``: a path can be printed twice."""
    before = [node for begin, node in sections.get(path or "", ()) if begin <= start]
    return before[-1] if before else None
