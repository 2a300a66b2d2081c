"""Measures that repeat the text of another place: how much of it, and who was first.

Each measure is compared with the measures of other places that were issued before it, by the sketches of their
texts, which are small enough to be kept between builds. The few that look alike are then compared letter by
letter. A measure has one source at most: the one that holds most of its text, the earliest of equals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from kg.mapping import measure_ids
from kg.model import Document
from kg.sketches import SHINGLE, Shingles, changed_texts, letters, shared_counts, size, sketch_each, without
from loaders.reading import Reading

if TYPE_CHECKING:
    from kg.sketches import Choice, Integers

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

    ``names`` are those measures that are long enough, as in ``measure_ids``; ``sketches`` are theirs, one behind the
    other, of ``sizes`` hashes.
    """

    stem: str
    region_code: str | None
    level: str | None
    issued_on: str | None
    names: tuple[str, ...]
    sizes: tuple[int, ...]
    sketches: bytes


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
    sketches = sketch_each([text for _, text in found], _ONE_IN)
    return MeasureSketches(
        stem=key or document.stem,
        region_code=header.region_code,
        level=header.level,
        issued_on=header.issued_on,
        names=tuple(name for name, _ in found),
        sizes=tuple(map(size, sketches)),
        sketches=b"".join(sketches),
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

    ``documents`` are in order of time, ``begins`` where the measures of each begin among all. ``copies`` and ``sources``
    are the numbers of measures that look like some and of the few most alike, pair by pair; ``asked`` are the measures
    that were looked at.
    """

    documents: tuple[MeasureSketches, ...]
    begins: Integers
    copies: Integers
    sources: Integers
    asked: Choice

    @classmethod
    def among(
        cls,
        documents: Sequence[MeasureSketches],
        new: Collection[str] | None = None,
        gone: Sequence[MeasureSketches] = (),
    ) -> LikeMeasures:
        """Those of ``documents``, whatever their order.

        Where all is known of other documents, ``new`` are the stems of these that are not among those, and ``gone``
        the ones that are among those alone: only measures of which something else may be said now are looked at.
        """
        import numpy as np

        held = [(document, new is None or document.stem in new, False) for document in documents]
        ordered = sorted(
            [*held, *((document, False, True) for document in gone)], key=lambda one: _in_time(one[0])
        )
        # Documents of which the place is not known are each of a place of their own.
        places = {
            place: number for number, place in enumerate(dict.fromkeys(_place(one) for one, *_ in ordered))
        }
        counts = [len(one.names) for one, *_ in ordered]
        shingles = Shingles.of(
            (one.sketches for one, *_ in ordered),
            np.fromiter(chain.from_iterable(one.sizes for one, *_ in ordered), dtype=np.int64),
            np.repeat(np.array([places[_place(one)] for one, *_ in ordered], dtype=np.int32), counts),
        )
        is_new, is_gone = (
            np.repeat(np.array([one[place] for one in ordered], dtype=bool), counts) for place in (1, 2)
        )
        asked = is_new if new is None else changed_texts(shingles, is_new, is_gone)
        found = _candidates(shingles if new is None else without(shingles, is_gone), asked)
        begins = np.append(0, np.cumsum(counts, dtype=np.int64))
        return cls(tuple(one for one, *_ in ordered), begins, *found, asked)

    def near(self, share: Share) -> tuple[NearCopy, ...]:
        """The near copies among them; see `find_near_copies`."""
        import numpy as np

        copies, sources = self._names(self.copies), self._names(self.sources)
        shares = np.array(list(map(share, copies, sources)), dtype=np.float64)
        # Of each measure the source that has most of it, the earliest of equals.
        order = np.lexsort((self.sources, -shares, self.copies))
        best = order[np.diff(self.copies[order], prepend=-1) > 0]
        best = best[shares[best] >= LEAST_SHARE]
        found = [
            NearCopy(copies[place], sources[place], round(most, 4), _days(source.issued_on, copy.issued_on))
            for place, most, copy, source in zip(
                best.tolist(),
                shares[best].tolist(),
                self._owners(self.copies[best]),
                self._owners(self.sources[best]),
                strict=True,
            )
        ]
        return tuple(sorted(found, key=lambda one: one.copy))

    def copying(self) -> set[str]:
        """The documents of which a measure looks like an earlier one."""
        return {document.stem for document in self._owners(self.copies)}

    def asked_for(self) -> set[Name]:
        """The measures that were looked at."""
        import numpy as np

        return set(self._names(np.flatnonzero(self.asked)))

    def _owners(self, numbers: Integers) -> list[MeasureSketches]:
        """The documents of measures."""
        import numpy as np

        return [
            self.documents[place] for place in (np.searchsorted(self.begins, numbers, "right") - 1).tolist()
        ]

    def _names(self, numbers: Integers) -> list[Name]:
        import numpy as np

        owners = np.searchsorted(self.begins, numbers, "right") - 1
        places = (numbers - self.begins[owners]).tolist()
        documents = self.documents
        return [
            (documents[owner].stem, documents[owner].names[place])
            for owner, place in zip(owners.tolist(), places, strict=True)
        ]


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


def _candidates(shingles: Shingles, asked: Choice) -> tuple[Integers, Integers]:
    """The measures that look like earlier ones, and the few most alike of these, pair by pair."""
    import numpy as np

    least = _LOOK_ALIKE * np.bincount(shingles.texts, minlength=len(asked))
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for later, earlier, counts in shared_counts(shingles, asked=None if asked.all() else asked):
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
