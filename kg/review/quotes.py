"""Finding words again that may be printed with other white space, in other widths, or somewhere else."""

from __future__ import annotations

from collections.abc import Sequence

from kg.folding import fold

# Less than half of the words in common is another fact.
_LEAST_SHARED = 0.5


def folded(text: str) -> str:
    """A text without layout and in one width.

    >>> folded("引进 首店\\n３０家")
    '引进首店30家'
    """
    return "".join([fold(c) for c in text if not c.isspace()])


def places_of(quote: str, text: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, whatever the layout of either.

    >>> places_of("首店30家", "引进首\\n店 ３０家。")
    [(2, 9)]
    """
    wanted = folded(quote)
    if not wanted:
        return []
    offsets = [offset for offset, c in enumerate(text) if not c.isspace()]
    plain = folded(text)
    found, at = [], plain.find(wanted)
    while at >= 0:
        found.append((offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = plain.find(wanted, at + 1)
    return found


def place_of(quote: str, text: str, start: int | None = None) -> tuple[int, int] | None:
    """Where a quote stands: the place nearest to ``start``, else the first."""
    places = places_of(quote, text)
    if not places:
        return None
    return places[0] if start is None else min(places, key=lambda place: abs(place[0] - start))


def matching(quote: str, start: int | None, facts: Sequence[tuple[Sequence[str], int | None]]) -> list[int]:
    """Which facts a quote means, each given by the words it may be called by and where it begins.

    Facts of exactly these words come first; of several the one nearest to ``start``. Else the one that shares most
    of its words with the quote, one holding the other: reading a text anew can move where a quote begins or ends.

    >>> matching("首店30家", None, [(["引进首店３０家"], 4), (["补贴5元"], 30)])
    [0]
    """
    wanted = folded(quote)
    names = [[folded(name) for name in fact[0]] for fact in facts]
    exact = [n for n, called in enumerate(names) if wanted in called]
    if exact:
        return _nearest(exact, start, facts)
    shares = [max((_shared(wanted, name) for name in called), default=0.0) for called in names]
    best = max(shares, default=0.0)
    if best < _LEAST_SHARED:
        return []
    return _nearest([n for n, share in enumerate(shares) if share == best], start, facts)


def _nearest(
    chosen: list[int], start: int | None, facts: Sequence[tuple[Sequence[str], int | None]]
) -> list[int]:
    if start is None or len(chosen) == 1:
        return chosen
    far = {n: abs((facts[n][1] or 0) - start) for n in chosen}
    return [n for n in chosen if far[n] == min(far.values())]


def _shared(one: str, other: str) -> float:
    if not one or not other or not (one in other or other in one):
        return 0.0
    return min(len(one), len(other)) / max(len(one), len(other))
