"""The themes of a measure, best first, from the words of its title, its headings and its text.

Three places speak: the title, the headings above it and the text. What a place says is shared among the
themes its words stand for, so a score is the share of all that was said that speaks for the theme (0 to 1).
A place that says nothing leaves its weight to the others. The best theme is always given; a further one
when the title says it or the text says it often enough, since measures name many things in passing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from kg.model import Span, ThemeScore
from loaders.concepts import Hit, find_hits, words_of
from loaders.outline import Block
from loaders.reading import Reading
from ontology.themes import ThemeScheme

# How much each place says of the main theme. Set by hand: a title names the subject where it names anything
# (a third of the titles are as general as 创新业态), and a heading covers several subjects.
TITLE, HEADING, TEXT = 0.4, 0.1, 0.5

# When a further theme is given: it has this share of the title, or this share of the text and at least as
# much as one clause that speaks of nothing else. Lower floors give side remarks, higher ones lose subjects
# that take up one sentence of a long item; the score is flat around these values.
TITLE_SHARE, TEXT_SHARE, TEXT_VOTES = 0.3, 0.1, 1.0

# Shares are of votes to these powers: what is said most counts for more than in proportion.
TITLE_POWER, TEXT_POWER = 2.0, 1.5

# A cue is looser than a concept, and a related theme further off than a concept's own.
CUE_WEIGHT, RELATED_WEIGHT = 0.5, 0.75

MOST_THEMES = 4
MOST_EVIDENCE = 5
UNTITLED_HEAD = 40

_CLAUSE_END = re.compile(r"[。;,:!?]")
_Votes = Mapping[str, float]


def read_themes(
    reading: Reading, block: Block, scheme: ThemeScheme, *, hits: Sequence[Hit] | None = None
) -> tuple[ThemeScore, ...]:
    """The one to four themes of an item, best first; none where no word of the scheme is in it.

    ``hits`` are what `loaders.concepts.find_hits` gave for the whole item, where they are at hand.

    >>> from loaders.outline import read_outline
    >>> reading = Reading.of("一、任务\\n（一）发展首店经济。引进首店10家。\\n（二）完善物流。建设冷链物流基地。\\n")
    >>> for block in read_outline(reading).blocks:
    ...     for theme in read_themes(reading, block, ThemeScheme.load()):
    ...         print(block.path, theme.id, theme.score, [span.quote for span in theme.evidence])
    1.1 brand 1.0 ['首店经济', '首店']
    1.2 logistics 1.0 ['物流', '冷链物流']
    """
    if hits is None:
        hits = find_hits(reading, block.start, block.end, scheme)
    head = _head_end(reading.plain, block)
    title_votes = _votes((hit for hit in hits if hit.end <= head), scheme)
    heading_votes = _heading_votes(block.headings, scheme)
    votes = _clause_votes(reading.plain, [hit for hit in hits if hit.end > head], scheme)
    title, headings = _shares(title_votes, TITLE_POWER), _shares(heading_votes, TITLE_POWER)
    text = _shares(votes, TEXT_POWER)
    scores = _weighed(
        (
            (TITLE * _fullness(title_votes), title),
            (HEADING * _fullness(heading_votes), headings),
            (TEXT, text),
        )
    )
    ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
    further = [
        theme
        for theme in ranked[1:]
        if title.get(theme, 0) >= TITLE_SHARE
        or (text.get(theme, 0) >= TEXT_SHARE and votes.get(theme, 0) >= TEXT_VOTES)
    ]
    return tuple(
        ThemeScore(theme, round(scores[theme], 3), _evidence(reading, theme, hits, scheme))
        for theme in (ranked[:1] + further)[:MOST_THEMES]
    )


def _head_end(plain: str, block: Block) -> int:
    """Where the title ends; without one, the end of the first clause, which says what is asked for."""
    if block.title:
        return block.body
    stop = _CLAUSE_END.search(plain, block.head, min(block.end, block.head + UNTITLED_HEAD))
    return stop.start() if stop else block.head


@lru_cache(maxsize=256)
def _heading_votes(headings: tuple[str, ...], scheme: ThemeScheme) -> _Votes:
    """Kept, since the items below a heading all ask for it."""
    return _votes((hit for heading in headings for hit in words_of(heading, scheme)), scheme)


@lru_cache(maxsize=4)
def _sayings(scheme: ThemeScheme) -> Mapping[str, Sequence[tuple[str, float]]]:
    """What one word says of which themes, by its owner's identifier."""
    sayings: dict[str, Sequence[tuple[str, float]]] = {}
    for theme in scheme.themes.values():
        sayings[theme.id] = ((theme.id, CUE_WEIGHT),)
    for concept in scheme.concepts.values():
        own, *related = scheme.themes_of(concept)
        further = ((theme.id, concept.theme_weight * RELATED_WEIGHT) for theme in related)
        weight = concept.theme_weight
        sayings[concept.id] = ((own.id, weight), *further) if weight > 0 else ()
    return sayings


@lru_cache(maxsize=4)
def _alone(scheme: ThemeScheme) -> Mapping[str, Sequence[tuple[str, float]]]:
    """How a clause's vote is shared out where one word alone is said in it."""
    shares: dict[str, Sequence[tuple[str, float]]] = {}
    for owner, said in _sayings(scheme).items():
        total = max(1.0, sum(vote for _, vote in said))
        shares[owner] = tuple((theme, vote / total) for theme, vote in said)
    return shares


@lru_cache(maxsize=4)
def _speakers(scheme: ThemeScheme) -> Mapping[str, frozenset[str]]:
    """The identifiers of the words that speak for each theme."""
    speakers: dict[str, set[str]] = defaultdict(set)
    for owner, said in _sayings(scheme).items():
        for theme, _ in said:
            speakers[theme].add(owner)
    return {theme: frozenset(owners) for theme, owners in speakers.items()}


def _votes(hits: Iterable[Hit], scheme: ThemeScheme) -> dict[str, float]:
    """What different words say of each theme; a concept named twice says it once."""
    sayings = _sayings(scheme)
    votes: dict[str, float] = {}
    named: set[str] = set()
    for _, _, owner in hits:
        if owner.id not in named:
            named.add(owner.id)
            for theme, vote in sayings[owner.id]:
                votes[theme] = votes.get(theme, 0.0) + vote
    return votes


def _clause_votes(plain: str, hits: Sequence[Hit], scheme: ThemeScheme) -> dict[str, float]:
    """Each clause has one vote and shares it, so that a long enumeration weighs no more than a plain demand."""
    votes: dict[str, float] = defaultdict(float)
    alone = _alone(scheme)
    for clause in _clauses(plain, hits):
        if len(clause) == 1:
            for theme, vote in alone[clause[0].owner.id]:
                votes[theme] += vote
            continue
        said = _votes(clause, scheme)
        total = max(1.0, sum(said.values()))
        for theme, vote in said.items():
            votes[theme] += vote / total
    return votes


def _clauses(plain: str, hits: Sequence[Hit]) -> Iterator[Sequence[Hit]]:
    first = 0
    for index in range(1, len(hits)):
        end, start = hits[index - 1].end, hits[index].start
        if end < start and _CLAUSE_END.search(plain, end, start):
            yield hits[first:index]
            first = index
    if hits:
        yield hits[first:]


def _shares(votes: _Votes, power: float) -> dict[str, float]:
    raised = {theme: vote**power for theme, vote in votes.items() if vote > 0}
    total = sum(raised.values())
    return {theme: vote / total for theme, vote in raised.items()}


def _fullness(votes: _Votes) -> float:
    """How much of its weight a place has: all of it with one word that says its theme outright."""
    return min(1.0, max(votes.values(), default=0.0))


def _weighed(places: Sequence[tuple[float, _Votes]]) -> dict[str, float]:
    total = sum(weight for weight, shares in places if shares)
    scores: dict[str, float] = defaultdict(float)
    for weight, shares in places:
        for theme, share in shares.items():
            scores[theme] += weight / total * share
    return scores


def _evidence(reading: Reading, theme: str, hits: Sequence[Hit], scheme: ThemeScheme) -> tuple[Span, ...]:
    """The places of the first different words that speak for a theme."""
    speakers, plain = _speakers(scheme)[theme], reading.plain
    words: dict[str, Span] = {}
    for start, end, owner in hits:
        if owner.id in speakers:
            word = plain[start:end]
            if word not in words:
                words[word] = reading.span(start, end)
                if len(words) == MOST_EVIDENCE:
                    break
    return tuple(words.values())
