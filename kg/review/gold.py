"""Reviewed links as gold rows, in the form that the weights are fitted on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kg.alignment.records import Alignment
from kg.model import Document
from kg.review.apply import ReviewedLinks

GRADES = {"direct": 2, "partial": 1}
# Nobody looked at it, so it speaks for nothing; as where two readers differ.
UNDECIDED = 0
REJECTED = -1

Row = dict[str, Any]
Key = tuple[str, str, str, str]


def gold_rows(reviewed: ReviewedLinks) -> list[Row]:
    """A row for each decision on a link that is in effect: 2 direct, 1 partial, −1 rejected."""
    kept = {(str(link.lower), str(link.upper)): link for link in reviewed.alignments}
    rows = []
    for one in reviewed.applied:
        decision = one.decision
        if decision.kind != "link":
            continue
        link = kept.get((decision.measure, decision.upper))
        rows.append(_row(decision.measure, decision.upper, link, decision.quote, decision.upper_quote))
    return sorted(rows, key=_key)


def _row(lower: str, upper: str, link: Alignment | None, quote: str, upper_quote: str) -> Row:
    documents = lower.rpartition("/"), upper.rpartition("/")
    return {
        "lower_document": documents[0][0],
        "lower_path": documents[0][2],
        "upper_document": documents[1][0],
        "upper_path": documents[1][2],
        "grade": GRADES[link.strength] if link else REJECTED,
        "lower_quote": link.lower_span.quote if link else quote,
        "upper_quote": link.upper_span.quote if link else upper_quote,
    }


def _key(row: Mapping[str, Any]) -> Key:
    return row["lower_document"], row["lower_path"], row["upper_document"], row["upper_path"]


def with_gold(rows: Iterable[Row], gold: Iterable[Row], documents: Mapping[str, Document]) -> list[Row]:
    """The gold rows with the reviewed ones; a decision takes the place of the gold's grade.

    Gold lists every link of its pairs of documents, a review only some: in a pair that the gold does not have, all
    that nobody decided on is marked undecided, since the fit takes what is not listed for no link.
    """
    known = list(gold)
    decided = {_key(row): row for row in rows}
    whole = {(row["lower_document"], row["upper_document"]) for row in known}
    merged = [decided.pop(_key(row), row) for row in known]
    merged += decided.values()
    listed = {_key(row) for row in merged}
    for lower, upper in sorted({(key[0], key[2]) for key in decided} - whole):
        for below in documents[lower].measures:
            for above in documents[upper].measures:
                key = (lower, below.path, upper, above.path)
                if key not in listed:
                    merged.append(dict(zip(_FIELDS, (*key, UNDECIDED, "", ""), strict=True)))
    return merged


_FIELDS = (
    "lower_document",
    "lower_path",
    "upper_document",
    "upper_path",
    "grade",
    "lower_quote",
    "upper_quote",
)


def as_jsonl(rows: Iterable[Row]) -> str:
    """The rows as the gold files hold them: one JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
