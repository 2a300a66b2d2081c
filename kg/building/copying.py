"""Near copies among the documents of a plan; texts are compared by the workers, and the answers kept."""

from __future__ import annotations

from dataclasses import replace

from kg.building.codec import packed, unpacked
from kg.building.kept import Kept
from kg.building.planning import Plan
from kg.building.reading import Progress, commits
from kg.building.workers import Workers
from kg.near_copies import LikeMeasures, NearCopy

# A measure: its document's stem and its own name. And two of them: the copy first.
Name = tuple[str, str]
Pair = tuple[Name, Name]


def find_copies(plan: Plan, kept: Kept, workers: Workers, progress: Progress) -> tuple[NearCopy, ...]:
    """The near copies: which pairs look alike is found from the sketches, how much they share from the texts."""
    sketches = [replace(brief.sketches, stem=stem) for stem, brief in plan.briefs.items()]
    shares = _Shares(plan, kept)
    alike = LikeMeasures.among(sketches)
    found = alike.near(shares)
    if not shares.missing:
        return found
    shares.compare(workers, progress)
    return alike.near(shares)


class _Shares:
    """How much of a measure another has, as far as it is known; what was asked for in vain is noted."""

    def __init__(self, plan: Plan, kept: Kept) -> None:
        self._held = plan.held
        self._kept = kept
        self._contents = {stem: held.content for stem, held in plan.held.items()}
        stems = {content: stem for stem, content in self._contents.items()}
        self._known: dict[str, dict[str, float]] = {
            stems[content]: unpacked(data, dict[str, float])
            for content, data in kept.find("shares", stems).items()
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
