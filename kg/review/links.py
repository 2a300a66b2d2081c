"""Decisions about links between measures, carried out on what the alignment found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from kg.alignment.records import Alignment, MeasureName, Relation, Strength
from kg.model import Document, Measure, Review, ReviewDecision, Span
from kg.review.kinds import Unfit
from kg.review.quotes import place_of
from kg.review.records import Applied, Decision, Effect, Lost, settle
from kg.review.relations import lag_days, natural_relation, objection
from ontology.regions import Regions

CERTAIN = 1.0


def apply_to_alignments(
    alignments: Iterable[Alignment],
    decisions: Iterable[Decision],
    documents: Mapping[str, Document],
    regions: Regions,
) -> tuple[tuple[Alignment, ...], tuple[Applied, ...], tuple[Lost, ...]]:
    """The links as the decisions leave them, those in effect, and those that found nothing.

    ``documents`` are given by stem, and decisions name them so (`kg.review.records.in_stems`); decisions about
    facts are passed over. A link that an analyst accepts, retypes or adds has a score of 1, and stays when the
    program no longer finds it.
    """
    links = {(link.lower, link.upper): link for link in alignments}
    table = _Table(documents, regions)
    applied: list[Applied] = []
    lost: list[Lost] = []
    for key, rows in _by_link(decisions).items():
        effect = settle(rows)
        try:
            link, review = table.settled(key, links.get(key), effect)
        except Unfit as error:
            lost.append(Lost(effect.last, str(error)))
            continue
        applied.append(Applied(effect.last, review))
        if link is None:
            links.pop(key, None)
        else:
            links[key] = link
    return tuple(links.values()), tuple(applied), tuple(lost)


Key = tuple[MeasureName, MeasureName]


def _by_link(decisions: Iterable[Decision]) -> dict[Key, list[Decision]]:
    found: dict[Key, list[Decision]] = {}
    for decision in decisions:
        if decision.kind == "link":
            found.setdefault((name_of(decision.measure), name_of(decision.upper)), []).append(decision)
    return found


def name_of(text: str) -> MeasureName:
    """The measure that STEM/PATH names."""
    stem, _, path = text.rpartition("/")
    return MeasureName(stem, path)


def words(link: Alignment) -> str:
    """What a link says, in a few words."""
    return f"{link.relation} {link.upper} ({link.strength}, {link.score:.2f})"


@dataclass(frozen=True, slots=True)
class _Table:
    """What links are made from."""

    documents: Mapping[str, Document]
    regions: Regions

    def settled(self, key: Key, link: Alignment | None, effect: Effect) -> tuple[Alignment | None, Review]:
        """The link as it is now, None for one taken away, and the mark; raises Unfit where it cannot be."""
        measures = self._measure(key[0]), self._measure(key[1])
        last = effect.last
        if effect.removes:
            return None, last.review("rejected", words(link) if link else f"link to {key[1]}")
        new = self._typed(self._made(key, measures, effect) if link is None else link, effect.values)
        decision: ReviewDecision = "added" if effect.added else "accepted"
        former = words(link) if link else ""
        if link and (new.relation, new.strength) != (link.relation, link.strength):
            decision = "corrected"
        review = last.review(decision, former)
        return replace(new, score=CERTAIN, review=review), review

    def _measure(self, name: MeasureName) -> Measure:
        document = self.documents.get(name.stem)
        if document is None:
            raise Unfit(f"no document {name.stem} is held")
        found = next((measure for measure in document.measures if measure.path == name.path), None)
        if found is None:
            raise Unfit(f"{name.stem} has no item {name.path}")
        return found

    def _made(self, key: Key, measures: tuple[Measure, Measure], effect: Effect) -> Alignment:
        """A link that the program did not find; without a relation of its own it gets that of the two documents."""
        lower, upper = (self.documents[name.stem] for name in key)
        row, wanted = effect.last, cast(Relation, effect.values.get("relation", ""))
        relation = natural_relation(lower.header, upper.header, self.regions)
        if relation is None and not wanted:
            raise Unfit(
                "the lower document is in no chain with the upper one, or was issued before it; exchange the two, "
                "or give relation=…"
            )
        return Alignment(
            *key,
            relation or wanted,
            "direct",
            CERTAIN,
            _evidence(lower, measures[0], row.quote),
            _evidence(upper, measures[1], row.upper_quote),
            (f"found by {row.by.replace(';', ',')}",),
            lag_days(lower.header, upper.header),
        )

    def _typed(self, link: Alignment, values: Mapping[str, str]) -> Alignment:
        relation = cast(Relation, values.get("relation", link.relation))
        headers = self.documents[link.lower.stem].header, self.documents[link.upper.stem].header
        if why := objection(relation, *headers):
            raise Unfit(why)
        return replace(
            link, relation=relation, strength=cast(Strength, values.get("strength", link.strength))
        )


def _evidence(document: Document, measure: Measure, quote: str) -> Span:
    """The words of evidence where the measure still has them, else its first sentence, the title."""
    if not measure.sentences:
        raise Unfit(f"{document.stem}/{measure.path} has no sentence to show as evidence")
    begin, end = measure.sentences[0].span.start, measure.sentences[-1].span.end
    found = place_of(quote, document.text[begin:end])
    if found is None:
        return measure.sentences[0].span
    return Span.of(document.text, begin + found[0], begin + found[1])
