"""A document's record as plain values: what ``kg extract`` prints and a graph folder keeps."""

from __future__ import annotations

from typing import Any

from kg.model import Agency, Citation, Deadline, Document, Figure, Measure, Mention, Review, Span, Taskforce
from kg.report import problem_json, problems_of


def document_json(document: Document) -> dict[str, Any]:
    """The record of a document in the shape of the command line's contract; offsets count characters of the text."""
    header = document.header
    return {
        "document": {
            "text": document.text,
            "title": header.title,
            "document_number": header.document_number,
            "issuer": header.issuer,
            "issued_on": header.issued_on,
            "issued_on_kind": header.issued_on_kind,
            "level": header.level,
            "region": header.region,
            "region_code": header.region_code,
            "validity": header.validity,
            "source": header.source,
            "sources": dict(header.sources),
        },
        "sections": [
            {"path": s.path, "title": s.title, "start": s.span.start, "end": s.span.end}
            for s in document.sections
        ],
        "measures": [_measure(m) for m in document.measures],
        "taskforces": [_taskforce(t) for t in document.taskforces],
        "citations": [_citation(c) for c in document.citations],
        "problems": [problem_json(p) for p in problems_of(document)],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "path": measure.path,
        "title": measure.title,
        "role": measure.role,
        "text": measure.span.quote,
        "start": measure.span.start,
        "end": measure.span.end,
        "section": measure.section,
        "agencies": [_agency(a) for a in measure.agencies],
        "charged": [_agency(a) for a in measure.charged],
        "localities": measure.localities,
        "et_al": measure.et_al,
        "figures": [_figure(f) for f in measure.figures],
        "themes": [
            {"id": t.id.rsplit("/", 1)[-1], "score": t.score, "evidence": [_span(s) for s in t.evidence]}
            | _review(t.review)
            for t in measure.themes
        ],
        "concepts": [_mention(m) for m in measure.concepts],
        "programmes": [_mention(m) for m in measure.programmes],
        "places": [_mention(m) for m in measure.places],
        "instruments": [_mention(m) for m in measure.instruments],
        "citations": [_citation(c) for c in measure.citations],
        "sentences": [
            {"number": s.number, "start": s.span.start, "end": s.span.end} for s in measure.sentences
        ],
    } | (
        _due(measure.due)
        | ({"dropped": [_review(r)["review"] for r in measure.dropped]} if measure.dropped else {})
    )


def _due(due: Deadline | None) -> dict[str, Any]:
    """When the whole measure is due; nothing for one without a deadline."""
    return {} if due is None else {"due": {"period": due.period, "inferred": due.inferred} | _span(due.span)}


def _span(span: Span) -> dict[str, Any]:
    return {"quote": span.quote, "start": span.start, "end": span.end}


def _review(review: Review | None) -> dict[str, Any]:
    """What was decided about a fact; nothing for a fact that nobody reviewed."""
    if review is None:
        return {}
    return {
        "review": {
            "decision": review.decision,
            "reviewer": review.reviewer,
            "reviewed_on": review.reviewed_on,
            "comment": review.comment,
            "former": review.former,
        }
    }


def _agency(agency: Agency) -> dict[str, Any]:
    return {
        "name": agency.name,
        "id": agency.id,
        "label": agency.label,
        "line": agency.line,
        "manner": agency.manner,
        "resolved": agency.resolved,
    } | (_span(agency.span) | _review(agency.review))


def _figure(figure: Figure) -> dict[str, Any]:
    return (
        _span(figure.span)
        | {
            "type": figure.type,
            "metric": figure.metric,
            "value": _number(figure.value),
            "value_max": None if figure.value_max is None else _number(figure.value_max),
            "unit": figure.unit,
            "comparator": figure.comparator,
            "change": figure.change,
            "period": figure.period,
            "period_inferred": figure.period_inferred,
            "decimal_repaired": figure.decimal_repaired,
            "note": figure.note,
            "doubt": figure.doubt,
        }
        | _review(figure.review)
    )


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _mention(mention: Mention) -> dict[str, Any]:
    return {"id": mention.id, "label": mention.label} | _span(mention.span) | _review(mention.review)


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "id": citation.id,
        "label": citation.label,
        "title": citation.title,
        "number": citation.number,
        "repealed": citation.repealed,
    } | _span(citation.span)


def _taskforce(taskforce: Taskforce) -> dict[str, Any]:
    members = [_agency(m.agency) | {"role": m.role} for m in taskforce.members]
    return {"id": taskforce.id, "label": taskforce.label} | _span(taskforce.span) | {"members": members}
