"""Measures that repeat the text of another place: how much of it, and who was first.

Each measure is compared with the measures of other places that were issued before it, by the sketches of their
texts, which are small enough to be kept between builds. The few that look alike are then compared letter by
letter. A measure has one source at most: the one that holds most of its text, the earliest of equals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.mapping import measure_ids
from kg.model import Document
from kg.sketches import SHINGLE, letters, shared_counts, sizes, sketch_each
from loaders.reading import Reading

if TYPE_CHECKING:
    from kg.sketches import Integers

LEAST_SHARE = 0.4  # of a measure's text; in the documents read, all above it take over whole clauses
LEAST_LETTERS = 40  # of a measure; shorter ones are headings and set phrases
_ONE_IN = 4
_LOOK_ALIKE = (
    0.2  # of the sampled shingles: these vary more than the share, and are fewer than the letters of runs
)
_COMPARED = 3  # sources that are compared letter by letter
_RANKS = {"national": 0, "province": 1, "city": 2, "county": 3}
_NOTE = re.compile(
    r"[(（〔\[【][^()（）〔〕\[\]【】]{0,200}(?:负责|责任|牵头|配合|时限)[^()（）〔〕\[\]【】]{0,400}[)）〕\]】]"
)

Name = tuple[
    str, str
]  # of a measure: the stem of its document, and what its identifier has behind the document's
Share = Callable[[Name, Name], float]


@dataclass(frozen=True, slots=True)
class MeasureSketches:
    """What finding near copies needs of a document, to be kept between builds.

    ``names`` are those measures that are long enough, as in ``measure_ids``; ``sketches`` go with them.
    """

    stem: str
    region_code: str | None
    level: str | None
    issued_on: str | None
    names: tuple[str, ...]
    sketches: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A measure that repeats one of another place; measures are given as (stem, name).

    ``share`` is the part of its letters that stand in runs of `SHINGLE` or more which the source has too.
    ``lag_days`` is None where one of the two has no date: then nobody knows who was first.
    """

    copy: Name
    source: Name
    share: float
    lag_days: int | None


def measure_sketches(
    document: Document, key: str | None = None, texts: Sequence[str] | None = None
) -> MeasureSketches:
    """The sketches of a document's measures; ``key`` is its stem where two documents have one stem.

    ``texts`` are what `letters_of_measures` gives, where it is at hand.
    """
    header = document.header
    texts = letters_of_measures(document) if texts is None else texts
    found = [
        (name.removeprefix("/"), text)
        for name, text in zip(measure_ids(document, ""), texts, strict=True)
        if len(text) >= LEAST_LETTERS
    ]
    return MeasureSketches(
        stem=key or document.stem,
        region_code=header.region_code,
        level=header.level,
        issued_on=header.issued_on,
        names=tuple(name for name, _ in found),
        sketches=tuple(sketch_each([text for _, text in found], _ONE_IN)),
    )


def letters_of_measures(document: Document) -> tuple[str, ...]:
    """What of each measure is compared: its letters, without number, page marks and responsibility note.

    Who answers for a measure differs from place to place even where all else was copied.
    """
    reading = Reading.of(document.text)
    return tuple(
        letters(_NOTE.sub("", reading.plain[reading.position(head) : reading.position(measure.span.end)]))
        for measure in document.measures
        for head in [measure.sentences[0].span.start if measure.sentences else measure.span.start]
    )


def find_near_copies(documents: Sequence[MeasureSketches], share: Share) -> tuple[NearCopy, ...]:
    """The near copies among the measures of ``documents``, whatever their order.

    ``share`` gives how much of a measure, named first, another has (``shared_text`` of their letters); it is asked for
    the few pairs that look alike.
    """
    return LikeMeasures.among(documents).near(share)


@dataclass(frozen=True, slots=True, eq=False)
class LikeMeasures:
    """Which measures look like earlier ones of other places, found from their sketches alone.

    ``names`` are all measures in time, ``owners`` their documents; ``copies`` and ``sources`` are the numbers of those
    that look like some and of the few most alike, pair by pair.
    """

    names: tuple[Name, ...]
    owners: tuple[MeasureSketches, ...]
    copies: Integers
    sources: Integers

    @classmethod
    def among(cls, documents: Sequence[MeasureSketches]) -> LikeMeasures:
        """Those of ``documents``, whatever their order."""
        ordered = sorted(documents, key=_in_time)
        # Documents of which the place is not known are each of a place of their own.
        places = {place: number for number, place in enumerate(dict.fromkeys(map(_place, ordered)))}
        groups = [places[_place(document)] for document in ordered for _ in document.names]
        sketches = [one for document in ordered for one in document.sketches]
        return cls(
            tuple((document.stem, name) for document in ordered for name in document.names),
            tuple(document for document in ordered for _ in document.names),
            *_candidates(sketches, groups),
        )

    def near(self, share: Share) -> tuple[NearCopy, ...]:
        """The near copies among them; see `find_near_copies`."""
        import numpy as np

        names, owners, found = self.names, self.owners, []
        asked = zip(self.copies.tolist(), self.sources.tolist(), strict=True)
        shares = np.array([share(names[copy], names[source]) for copy, source in asked], dtype=np.float64)
        # Of each measure the source that has most of it, the earliest of equals.
        order = np.lexsort((self.sources, -shares, self.copies))
        best = order[np.diff(self.copies[order], prepend=-1) > 0]
        best = best[shares[best] >= LEAST_SHARE]
        for copy, source, most in zip(
            self.copies[best].tolist(), self.sources[best].tolist(), shares[best].tolist(), strict=True
        ):
            lag = _days(owners[source].issued_on, owners[copy].issued_on)
            found.append(NearCopy(names[copy], names[source], round(most, 4), lag))
        return tuple(sorted(found, key=lambda one: one.copy))


def _place(document: MeasureSketches) -> str:
    return document.region_code or f"?{document.stem}"


def shares_in(documents: Mapping[str, Document]) -> Share:
    """The shares of text between measures of documents that are in memory, by stem."""

    @lru_cache(maxsize=256)
    def texts(stem: str) -> dict[str, str]:
        document = documents[stem]
        names = (name.removeprefix("/") for name in measure_ids(document, ""))
        return dict(zip(names, letters_of_measures(document), strict=True))

    return lambda copy, source: shared_text(texts(copy[0])[copy[1]], texts(source[0])[source[1]])


def shared_text(copy: str, source: str) -> float:
    """The part of the letters ``copy`` that stand in runs of `SHINGLE` or more which ``source`` has too.

    >>> shared_text("支持家电以旧换新每台补贴五百元", "支持家电以旧换新每户补贴")
    0.6
    """
    if copy and copy in source:
        return 1.0
    grams = _runs(source)
    covered, reached = 0, 0
    for n in range(len(copy) - SHINGLE + 1):
        if copy[n : n + SHINGLE] in grams:
            covered += n + SHINGLE - max(n, reached)
            reached = n + SHINGLE
    return covered / len(copy) if copy else 0.0


@lru_cache(maxsize=1024)
def _runs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + SHINGLE] for n in range(len(text) - SHINGLE + 1))


def _candidates(sketches: Sequence[bytes], groups: Sequence[int]) -> tuple[Integers, Integers]:
    """The measures that look like earlier ones, and the few most alike of these, pair by pair."""
    import numpy as np

    least = _LOOK_ALIKE * sizes(sketches)
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for later, earlier, counts in shared_counts(sketches, groups):
        alike = (counts >= least[later]) & (counts > 1)
        later, earlier, counts = later[alike], earlier[alike], counts[alike]
        # The most alike first, the earliest of equals.
        order = np.lexsort((earlier, -counts, later))
        later, earlier = later[order], earlier[order]
        begins = np.searchsorted(later, later)
        kept = np.arange(len(later)) - begins < _COMPARED
        found.append((later[kept], earlier[kept]))
    return np.concatenate([copies for copies, _ in found]), np.concatenate([sources for _, sources in found])


def _in_time(document: MeasureSketches) -> tuple[str, int, str]:
    """The order of issue; of one day the higher level first, then by stem; without a date last."""
    return document.issued_on or "9999", _RANKS.get(document.level or "", 9), document.stem


@lru_cache(maxsize=4096)
def _days(earlier: str | None, later: str | None) -> int | None:
    if earlier is None or later is None:
        return None
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
