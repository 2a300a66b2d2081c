"""Decisions about the facts of one document, carried out before anything else is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.ids import without_clash
from kg.model import Document, Measure, Review, ReviewDecision
from kg.review.agencies import Agencies
from kg.review.figures import Figures
from kg.review.kinds import FactKind, Place, Unfit
from kg.review.places import Places
from kg.review.quotes import folded, matching
from kg.review.records import Applied, Decision, Effect, Kind, Lost, by_measure, settle
from kg.review.themes import Themes
from ontology.registers import Registers

KINDS: Mapping[Kind, FactKind[Any]] = {
    "figure": Figures(),
    "agency": Agencies(),
    "theme": Themes(),
    "place": Places(),
}


def apply_to_document(
    document: Document, decisions: Iterable[Decision], registers: Registers
) -> tuple[Document, tuple[Applied, ...], tuple[Lost, ...]]:
    """The document with its facts as the decisions leave them, those in effect, and those that found nothing.

    Decisions about links and about other documents are passed over; documents are named by their stems
    (`kg.review.records.in_stems`).
    """
    own = [d for d in decisions if d.kind != "link" and d.document == document.stem]
    if not own:
        return document, (), ()
    groups = by_measure(own)
    applied: list[Applied] = []
    lost: list[Lost] = []
    measures = []
    for name, measure in _named(document).items():
        wide = [d for d in groups.get(document.stem, ()) if _names(d, measure)]
        found = [*wide, *groups.get(name, ())]
        corrected = _Correction(Place(document, measure, registers), applied, lost).of(found)
        measures.append(corrected)
    named = _named(document)
    for name, rows in groups.items():
        if name == document.stem:
            unused = [row for row in rows if not any(_names(row, measure) for measure in document.measures)]
            lost.extend(_each_last(unused, "no measure of the document has an agency printed so"))
        elif name not in named:
            lost.extend(_each_last(rows, "the document has no such item"))
    return replace(document, measures=tuple(measures)), tuple(applied), tuple(lost)


def _named(document: Document) -> dict[str, Measure]:
    """The measures by STEM/PATH; a path that is printed twice gets a suffix, as in the graph."""
    named: dict[str, Measure] = {}
    for measure in document.measures:
        named[without_clash(f"{document.stem}/{measure.path}", named)] = measure
    return named


def _names(decision: Decision, measure: Measure) -> bool:
    """Whether a measure prints the name that a decision about a whole document is about."""
    wanted = folded(decision.quote)
    return any(wanted == folded(agency.name) for agency in (*measure.agencies, *measure.charged))


def _each_last(rows: Sequence[Decision], why: str) -> list[Lost]:
    """The latest decision on each thing: the earlier ones were overtaken."""
    things: dict[tuple[str, str], list[Decision]] = {}
    for row in rows:
        things.setdefault((row.kind, folded(row.quote)), []).append(row)
    return [Lost(settle(group).last, why) for group in things.values()]


@dataclass(frozen=True, slots=True)
class _Correction:
    """Carries out the decisions on one measure; notes what became of each."""

    place: Place
    applied: list[Applied]
    lost: list[Lost]

    def of(self, decisions: Sequence[Decision]) -> Measure:
        measure = self.place.measure
        for name, kind in KINDS.items():
            rows = [decision for decision in decisions if decision.kind == name]
            if rows:
                measure = self._corrected(measure, kind, rows)
        return measure

    def _corrected(self, measure: Measure, kind: FactKind[Any], rows: Sequence[Decision]) -> Measure:
        facts = list(kind.of(measure))
        kept: dict[int, Any] = dict(enumerate(facts))
        new, dropped = [], list(measure.dropped)
        for thing, group in self._things(kind, facts, rows).items():
            effect = settle(group)
            try:
                if isinstance(thing, str):
                    # What was added and taken away again is simply not there.
                    if not (effect.removes and any(row.verdict == "add" for row in group)):
                        new.append(self._added(kind, effect))
                elif effect.removes:
                    del kept[thing]
                    dropped.append(self._mark(effect, "rejected", kind.words(facts[thing])))
                else:
                    kept[thing] = self._changed(kind, facts[thing], effect)
            except Unfit as error:
                self.lost.append(Lost(effect.last, str(error)))
        return replace(kind.put(measure, [*kept.values(), *new]), dropped=tuple(dropped))

    def _things(
        self, kind: FactKind[Any], facts: Sequence[Any], rows: Sequence[Decision]
    ) -> dict[int | str, list[Decision]]:
        """The decisions by the number of the fact that they mean, or by words that are no fact of the program's."""
        called = [kind.called(fact) for fact in facts]
        things: dict[int | str, list[Decision]] = {}
        for row in rows:
            found = matching(row.quote, row.start, called)
            if row.verdict == "add":
                # New words that are like those of a fact are not that fact.
                found = [n for n in found if folded(row.quote) in [folded(name) for name in called[n][0]]]
            if len(found) > 1 and row.path is not None:
                why = "several facts of the measure have these words; say with start which is meant"
                self.lost.append(Lost(row, why))
                continue
            meant: list[int | str] = [*found] or [folded(row.quote)]
            for thing in meant:
                things.setdefault(thing, []).append(row)
        return things

    def _added(self, kind: FactKind[Any], effect: Effect) -> Any:
        if not effect.added:
            raise Unfit(f"the measure has no such {effect.last.kind} any more")
        last = effect.last
        new = kind.added(last.quote, last.start, effect.values, self.place)
        return kind.reviewed(new, self._mark(effect, "added", ""))

    def _changed(self, kind: FactKind[Any], fact: Any, effect: Effect) -> Any:
        new, former = kind.changed(fact, effect.values, self.place), kind.words(fact)
        if kind.words(new) == former:
            return kind.reviewed(new, self._mark(effect, "accepted", ""))
        return kind.reviewed(new, self._mark(effect, "corrected", former))

    def _mark(self, effect: Effect, decision: ReviewDecision, former: str) -> Review:
        review = effect.last.review(decision, former)
        self.applied.append(Applied(effect.last, review))
        return review
