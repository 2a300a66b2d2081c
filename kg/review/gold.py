"""Reviewed links as gold rows, in the form that the weights are fitted on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.alignment.records import Alignment
from kg.ids import without_clash
from kg.mapping import document_ids
from kg.model import Document, Problem
from kg.review.apply import ReviewedLinks, review_documents, review_links
from kg.review.links import name_of
from kg.review.records import Decision
from ontology.registers import Registers

if TYPE_CHECKING:
    from kg.alignment.gold import GoldLink

GRADES = {"direct": 2, "partial": 1}
# Nobody looked at it, so it speaks for nothing; as where two readers differ.
UNDECIDED = 0
REJECTED = -1

Row = dict[str, Any]
Key = tuple[str, str, str, str]


def with_decisions(
    gold: Mapping[str, Sequence[GoldLink]],
    decisions: Iterable[Decision],
    documents: Mapping[str, Document],
    registers: Registers,
) -> tuple[dict[str, list[GoldLink]], tuple[Problem, ...]]:
    """Gold links by topic with what an analyst decided about links, and the decisions that no longer apply.

    A decision about a pair of documents of the gold takes the place of its grade, the others are a topic of their own.
    ``documents`` are given by stem.
    """
    rows, problems = _decided(decisions, documents, registers)
    merged: dict[str, list[GoldLink]] = {}
    for topic, links in gold.items():
        pairs = {(link.lower[0], link.upper[0]) for link in links}
        own = [row for row in rows if _pair(row) in pairs]
        rows = [row for row in rows if _pair(row) not in pairs]
        merged[topic] = [_link(row) for row in with_gold(own, map(_as_row, links), documents)]
    if rows:
        merged[_topic(gold)] = [_link(row) for row in with_gold(rows, [], documents)]
    return merged, problems


def _topic(gold: Mapping[str, object]) -> str:
    return without_clash("review", gold)


def _decided(
    decisions: Iterable[Decision], documents: Mapping[str, Document], registers: Registers
) -> tuple[list[Row], tuple[Problem, ...]]:
    """The rows of the decisions about links, carried out on what the program finds in their pairs of documents."""
    ids = document_ids({stem: document.header for stem, document in documents.items()})
    own = [decision for decision in decisions if decision.kind == "link"]
    reviewed = review_documents(documents, ids, own, registers)
    pairs = {(name_of(d.measure).stem, name_of(d.upper).stem) for d in reviewed.decisions}
    held = sorted(pair for pair in pairs if documents.keys() >= set(pair))
    links = review_links(_found(held, documents, registers), reviewed, registers)
    return gold_rows(links), (*reviewed.problems, *links.problems)


def _found(
    pairs: Iterable[tuple[str, str]], documents: Mapping[str, Document], registers: Registers
) -> Iterator[Alignment]:
    from kg.align import Aligner
    from kg.alignment.candidates import Comparison, lag_days, relation_of

    aligner = Aligner(registers.themes, registers.regions)
    for pair in pairs:
        lower, upper = (aligner.prepare(documents[stem]) for stem in pair)
        relation = relation_of(lower, upper, registers.regions)
        if relation is not None:
            compared = Comparison(*pair, relation, lag_days(lower, upper))
            yield from aligner.links(compared, aligner.pair(lower, upper))


def _pair(row: Row) -> tuple[str, str]:
    return row["lower_document"], row["upper_document"]


def _as_row(link: GoldLink) -> Row:
    values = (*link.lower, *link.upper, link.grade, link.lower_quote, link.upper_quote)
    return dict(zip(_FIELDS, values, strict=True))


def _link(row: Row) -> GoldLink:
    from kg.alignment.gold import GoldLink

    lower, upper = (row["lower_document"], row["lower_path"]), (row["upper_document"], row["upper_path"])
    return GoldLink(lower, upper, row["grade"], row["lower_quote"], row["upper_quote"])


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
