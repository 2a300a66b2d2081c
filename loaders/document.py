"""A text → the record of its document: one reader for each kind of fact, put together here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import DocumentError
from kg.model import Citation, Deadline, Document, Figure, Header, Measure, Problem, Section, Sentence
from loaders.agency_records import Identify, identify_with
from loaders.charged import read_charged
from loaders.citations import numbers_by_title, read_citations, read_repeals, read_validity
from loaders.concepts import find_hits, read_concepts
from loaders.figures import FigureReader
from loaders.header import read_header
from loaders.instruments import read_instruments
from loaders.outline import Block, Outline, read_outline
from loaders.periods import find_periods
from loaders.places import read_places
from loaders.programmes import read_candidates, settle
from loaders.reading import Reading
from loaders.responsibility import Responsibility, read_responsibilities
from loaders.taskforces import read_taskforces
from loaders.themes import read_themes
from loaders.unknown_places import unknown_places
from ontology.regions import Region
from ontology.registers import Registers


@dataclass(frozen=True, slots=True)
class _Context:
    """What the readers of one document share."""

    reading: Reading
    header: Header
    region: Region
    registers: Registers
    identify: Identify
    numbers: Mapping[str, str]
    figures: FigureReader


def read_document(
    text: str,
    stem: str,
    registers: Registers,
    supplied: Mapping[str, str] | None = None,
    facts: Mapping[str, str] | None = None,
) -> Document:
    """The record of ``text``; ``supplied`` is its table in ``corpus.toml``, ``facts`` what its page says of it.

    Raises DocumentError where the text has no numbered item, so that nothing could be read from it.
    """
    reading = Reading.of(text)
    outline = read_outline(reading)
    if not outline.blocks:
        raise DocumentError(stem, "has no numbered item (一、 （一） 1. 第一条), so no measure could be read")
    header, problems = read_header(reading, outline, registers.regions, stem, supplied, facts)
    validity = _validity(reading, outline)
    if validity and header.validity is None:
        header = replace(header, validity=validity, sources={**header.sources, "validity": "text"})
    region = registers.regions[header.region_code or "100000"]
    year = header.issued_on[:4] if header.issued_on else None
    figures = FigureReader.of(reading, year)
    identify = identify_with(registers.agencies, region.code, header.issued_on)
    context = _Context(reading, header, region, registers, identify, numbers_by_title(reading), figures)
    measures = _measures(context, outline)
    return Document(
        stem=stem,
        text=text,
        header=header,
        sections=tuple(Section(h.path, h.title, reading.span(h.start, h.end)) for h in outline.headings),
        measures=measures,
        taskforces=read_taskforces(reading, identify),
        citations=_outside(context, outline),
        problems=(*problems, *outline.problems(reading, stem), *_unknown(context, measures, stem)),
    )


def _validity(reading: Reading, outline: Outline) -> str | None:
    """What the main body says of its own validity; an annex speaks for itself alone."""
    span = read_validity(reading)
    if span is None:
        return None
    start, end = reading.position(span.start), reading.position(span.end)
    annexes = [begin for begin, _ in outline.left_aside if begin > outline.body_start]
    return None if any(start >= begin for begin in annexes) else reading.printed(start, end)


def _unknown(context: _Context, measures: Sequence[Measure], stem: str) -> Iterator[Problem]:
    """The places that the register does not hold; the document's own, where its header shows none."""
    if context.header.region_code is None:
        yield Problem(
            "unresolved place", stem, "the document's own region is not known; give it in corpus.toml"
        )
    for measure in measures:
        for span in unknown_places(context.reading, measure.places, context.header.region_code):
            yield Problem("unresolved place", stem, span.quote, span.start, span.end, measure.path)


def _outside(context: _Context, outline: Outline) -> tuple[Citation, ...]:
    """The documents cited before and after the numbered text."""
    reading = context.reading
    return tuple(
        citation
        for start, end in ((0, outline.body_start), (outline.body_end, len(reading.plain)))
        for citation in _citations(context, start, end)
    )


def _measures(context: _Context, outline: Outline) -> tuple[Measure, ...]:
    reading = context.reading
    responsibilities = read_responsibilities(reading, outline, context.identify)
    programmes = settle(
        [
            read_candidates(reading, block.head, block.end, who.ranges)
            for block, who in zip(outline.blocks, responsibilities, strict=True)
        ]
    )
    return tuple(
        replace(_measure(context, block, who), programmes=named)
        for block, who, named in zip(outline.blocks, responsibilities, programmes, strict=True)
    )


def _measure(context: _Context, block: Block, who: Responsibility) -> Measure:
    reading, registers, notes = context.reading, context.registers, who.ranges
    start, end = block.head, block.end
    hits = find_hits(reading, start, end, registers.themes, notes=notes)
    due = _deadline(context, who.deadlines)
    return Measure(
        path=block.path,
        title=reading.printed(block.head, block.head + len(block.title)),
        role=block.role,
        span=reading.span(block.start, end),
        section=block.section,
        sentences=_sentences(reading, block),
        agencies=who.agencies,
        charged=read_charged(reading, start, end, notes, context.identify),
        localities=who.localities,
        et_al=who.et_al,
        figures=_due(context.figures.read(start, end, notes), due),
        themes=read_themes(reading, block, registers.themes, hits=hits),
        concepts=read_concepts(reading, start, end, registers.themes, hits=hits),
        places=read_places(reading, start, end, context.region, notes),
        instruments=read_instruments(reading, start, end, notes, registers.instruments),
        citations=_citations(context, start, end),
        due=due,
    )


def _deadline(context: _Context, ranges: Sequence[tuple[int, int]]) -> Deadline | None:
    """When an item is due as a whole (完成时限); the last of several dates."""
    found = None
    for start, end in ranges:
        for period in find_periods(context.reading.plain, start, end, context.figures.year):
            if period.value:
                span = context.reading.span(period.start, period.end)
                found = Deadline(period.value, period.inferred, span)
    return found


def _due(figures: Sequence[Figure], due: Deadline | None) -> tuple[Figure, ...]:
    """The figures of an item; a target without a time of its own is due when the item is."""
    if due is None:
        return tuple(figures)
    return tuple(
        replace(one, period=due.period, period_inferred=due.inferred)
        if one.type == "target" and (one.period is None or one.period_inferred)
        else one
        for one in figures
    )


def _sentences(reading: Reading, block: Block) -> tuple[Sentence, ...]:
    """The title as the first sentence, then those of the text."""
    ranges: Sequence[tuple[int, int]] = [
        *reading.sentences(block.head, block.body),
        *reading.sentences(block.body, block.end),
    ]
    return tuple(Sentence(number, reading.span(a, b)) for number, (a, b) in enumerate(ranges, 1))


def _citations(context: _Context, start: int, end: int) -> tuple[Citation, ...]:
    header = context.header
    found = read_citations(
        context.reading,
        start,
        end,
        own_title=header.title,
        own_number=header.document_number,
        numbers=context.numbers,
    )
    repealed = {c.span.start for c in read_repeals(context.reading, start, end)} if found else set()
    return tuple(replace(c, repealed=True) if c.span.start in repealed else c for c in found)
