"""What must hold of the record of any document, however damaged: `faults` lists what does not."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Iterator
from itertools import pairwise

from kg.document_json import document_json
from kg.model import Document, Measure, Span

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def faults(document: Document) -> list[str]:
    """What is wrong with a record, in a few words each; empty where all promises are kept."""
    return [
        *_values(document.text, document, "document"),
        *_order(document),
        *_inside(document),
        *_json(document),
    ]


def _values(text: str, value: object, place: str) -> Iterator[str]:
    """Every span quotes its text, every string can be written as UTF-8, every number is one."""
    match value:
        case Span():
            if not 0 <= value.start <= value.end <= len(text) or text[value.start : value.end] != value.quote:
                yield f"{place}: the span {value.start}:{value.end} does not quote its text"
        case str():
            if _LONE_SURROGATE.search(value):
                yield f"{place}: a lone surrogate, which every store refuses"
        case float():
            if not math.isfinite(value):
                yield f"{place}: {value} is no number"
        case tuple() | list():
            for number, one in enumerate(value):
                yield from _values(text, one, f"{place}.{number}")
        case dict():
            for key, one in value.items():
                yield from _values(text, one, f"{place}.{key}")
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from _values(text, getattr(value, field.name), f"{place}.{field.name}")


def _order(document: Document) -> Iterator[str]:
    """Measures stand in the order of the text, do not overlap, and have paths of their own."""
    for before, after in pairwise(document.measures):
        if before.span.end > after.span.start:
            yield f"measure {before.path} reaches into {after.path}"
    if len({measure.path for measure in document.measures}) < len(document.measures):
        yield "two measures have one path"


def _inside(document: Document) -> Iterator[str]:
    """What a measure says stands in its text, and its sentences follow each other."""
    for measure in document.measures:
        for span in _said(measure):
            if not measure.span.start <= span.start <= span.end <= measure.span.end:
                yield f"measure {measure.path}: {span.start}:{span.end} stands outside of it"
        for one, next_one in pairwise(measure.sentences):
            if one.span.end > next_one.span.start:
                yield f"measure {measure.path}: sentence {one.number} reaches into the next"


def _said(measure: Measure) -> Iterator[Span]:
    """The spans of what is read from the text of the item alone; agencies may be named for several items at once."""
    for sentence in measure.sentences:
        yield sentence.span
    for figure in measure.figures:
        yield figure.span
    for theme in measure.themes:
        yield from theme.evidence
    for mention in (*measure.concepts, *measure.programmes, *measure.places, *measure.instruments):
        yield mention.span
    for citation in measure.citations:
        yield citation.span


def _json(document: Document) -> Iterator[str]:
    """What ``kg extract`` would print."""
    try:
        json.dumps(document_json(document), ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, TypeError, OverflowError) as error:
        yield f"it cannot be written as JSON: {type(error).__name__}: {str(error)[:200]}"
