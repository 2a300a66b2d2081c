"""Near copies among the documents of a plan; texts are compared by the workers, and the answers kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from kg.building.codec import packed, unpacked
from kg.building.kept import Kept
from kg.building.planning import Plan
from kg.building.reading import Progress, commits
from kg.building.units import DocumentUnit, Held
from kg.building.workers import Workers
from kg.building.workshop import Workshop
from kg.near_copies import LikeMeasures, MeasureSketches, NearCopy, measure_sketches

# A measure: its document's stem and its own name. And two of them: the copy first.
Name = tuple[str, str]
Pair = tuple[Name, Name]
Copies = dict[str, tuple[NearCopy, ...]]

# One part in so many may have changed before all is looked for anew: then most measures would be anyway.
CHANGED_AT_MOST = 20


def find_copies(
    plan: Plan,
    before: Mapping[str, DocumentUnit],
    workshop: Workshop,
    kept: Kept,
    workers: Workers,
    progress: Progress,
) -> Copies:
    """The near copies by document: which pairs look alike is found from the sketches, how much they share from the texts.

    ``before`` are the documents of a graph that is there: what cannot have changed since is taken over from it.
    """
    held = plan.held
    same = {stem for stem, one in held.items() if stem in before and before[stem].held.content == one.content}
    new = held.keys() - same
    gone = [unit.held for stem, unit in before.items() if stem not in same]
    known = {stem: before[stem].copies for stem in held if stem in same}
    if not new and not gone:
        return known
    alike = None
    if max(len(new), len(gone)) * CHANGED_AT_MOST <= len(held):
        left = _kept_sketches(gone, kept)
        if len(left) == len(gone):
            alike = LikeMeasures.among(_sketches(held.values(), workshop, kept), new, list(left.values()))
    if alike is None:
        known, alike = {}, LikeMeasures.among(_sketches(held.values(), workshop, kept))
    shares = _Shares(plan, kept, alike.copying())
    found = alike.near(shares)
    if shares.missing:
        shares.compare(workers, progress)
        found = alike.near(shares)
    return _together(known, alike.asked_for() if known else set(), found)


def _together(known: Copies, asked: set[Name], found: Iterable[NearCopy]) -> Copies:
    """What was known, but for the measures that were looked at again, and what was found of these."""
    copies: dict[str, list[NearCopy]] = {
        stem: [copy for copy in known[stem] if copy.copy not in asked]
        for stem in {stem for stem, _ in asked}
        if stem in known
    }
    for copy in found:
        copies.setdefault(copy.copy[0], []).append(copy)
    return known | {stem: tuple(sorted(some, key=lambda one: one.copy)) for stem, some in copies.items()}


def _sketches(held: Iterable[Held], workshop: Workshop, kept: Kept) -> list[MeasureSketches]:
    """The sketches of documents; where they are not kept any more, made of the records."""
    documents = list(held)
    found = _kept_sketches(documents, kept)
    for one in documents:
        if one.stem not in found:
            found[one.stem] = measure_sketches(workshop.records.document(one))
    return list(found.values())


def _kept_sketches(held: Iterable[Held], kept: Kept) -> dict[str, MeasureSketches]:
    """Those that are kept, by stem."""
    documents = list(held)
    data = kept.find("sketches", {one.record for one in documents})
    records = {key: unpacked(some, tuple[MeasureSketches, ...]) for key, some in data.items()}
    found = {one.stem: records[one.record][one.number] for one in documents if one.record in records}
    return {
        stem: sketches if sketches.stem == stem else replace(sketches, stem=stem)
        for stem, sketches in found.items()
    }


class _Shares:
    """How much of a measure another has, as far as it is known; what was asked for in vain is noted."""

    def __init__(self, plan: Plan, kept: Kept, stems: Collection[str]) -> None:
        self._held = plan.held
        self._kept = kept
        self._contents = {stem: held.content for stem, held in plan.held.items()}
        data = kept.find("shares", [self._contents[stem] for stem in stems])
        self._known: dict[str, dict[str, float]] = {
            stem: unpacked(data[content], dict[str, float])
            for stem in stems
            if (content := self._contents[stem]) in data
        }
        self.missing: dict[str, list[Pair]] = {}

    def __call__(self, copy: Name, source: Name) -> float:
        """The share; 0 where it is not known yet."""
        known = self._known.get(copy[0])
        share = known.get(self._name(copy, source)) if known is not None else None
        if share is None:
            self.missing.setdefault(copy[0], []).append((copy, source))
            return 0.0
        return share

    def compare(self, workers: Workers, progress: Progress) -> None:
        """Have the workers find what is missing."""
        questions = [
            (
                self._held[stem],
                tuple((copy[1], self._held[source[0]], source[1]) for copy, source in self.missing[stem]),
            )
            for stem in sorted(self.missing, key=lambda stem: self._held[stem].id)
        ]
        done = commits(self._kept, workers.do("shares", questions, len(questions)))
        for number, ((held, _), shares) in enumerate(done, 1):
            known = self._known.setdefault(held.stem, {})
            for pair, share in zip(self.missing[held.stem], shares, strict=True):
                known[self._name(*pair)] = share
            self._kept.put("shares", held.content, packed(known))
            progress("comparing texts", number, len(questions))

    def _name(self, copy: Name, source: Name) -> str:
        """What the share of two measures of one document and another is kept by."""
        return f"{copy[1]} {self._contents[source[0]]} {source[1]}"
