"""Texts in short: a sample of their shingles, so that thousands of texts can be compared without reading them again.

A shingle is a run of `SHINGLE` letters and digits. Of the hashes of all shingles of a text those are kept that
the number ``one_in`` divides (a FracMinHash sketch: Irber et al. 2022, doi:10.1101/2022.01.11.475838): what two
sketches share is then an unbiased measure of what the texts share, whatever their lengths.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint32]
    Integers = NDArray[np.int64]
    Numbers = NDArray[np.int32]
    Choice = NDArray[np.bool_]

SHINGLE = 8  # letters; agency names and set phrases are mostly shorter
_NO_LETTER = re.compile(r"[\W_]+")
_BLOCK = 500_000  # pairs of a shingle and a holder that are in memory at a time
_TABLE_BITS = 20
_PRIME = 0x9E3779B97F4A7C15  # odd and without pattern: 2^64 over the golden ratio


def letters(text: str) -> str:
    """The letters and digits of a text, folded: what is left when layout and punctuation are not counted.

    >>> letters("增长 ４.５％，\\n以上。")
    '增长45以上'
    """
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text))


def sketch(text: str, one_in: int) -> bytes:
    """The sketch of what ``letters`` gave: sorted, distinct hashes of about one shingle in ``one_in``, 4 bytes each.

    >>> size(sketch("某市人民政府办公室关于促消费的通知", 1)), size(sketch("短", 1))
    (10, 0)
    """
    return sketch_each((text,), one_in)[0]


def sketch_each(texts: Sequence[str], one_in: int) -> list[bytes]:
    """The sketches of many texts, all at once: most of the time of one short text is that of the calls."""
    import numpy as np

    encoded = "".join(texts).encode("utf-32-le", "surrogatepass")
    points = np.frombuffer(encoded, dtype=np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(text) for text in texts])
    count = max(0, len(points) - SHINGLE + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE if count else 0):
        hashes = (hashes ^ points[place : place + count]) * np.uint64(_PRIME)
        hashes ^= hashes >> np.uint64(29)
    hashes >>= np.uint64(32)
    # A shingle belongs to a text that holds both of its ends.
    begun = owners[:count]
    kept = (hashes % np.uint64(one_in) == 0) & (begun == owners[len(owners) - count :])
    distinct = np.unique(begun[kept] << np.uint64(32) | hashes[kept])
    ends = np.searchsorted(distinct >> np.uint64(32), np.arange(len(texts) + 1, dtype=np.uint64)).tolist()
    values = distinct.astype(np.uint32)
    return [values[start:end].tobytes() for start, end in pairwise(ends)]


def size(sketch: bytes) -> int:
    """How many hashes a sketch holds."""
    return len(sketch) // 4


def sizes(sketches: Sequence[bytes]) -> Integers:
    """How many hashes each of some sketches holds."""
    import numpy as np

    return np.fromiter(map(len, sketches), dtype=np.int64, count=len(sketches)) // 4


def in_both(one: bytes, other: bytes) -> float:
    """The part of the shingles of two texts together that both have, from 0 to 1.

    >>> in_both(sketch("支持首店落地若干措施", 1), sketch("支持首店落地若干措施办法", 1))
    0.6
    """
    import numpy as np

    both = len(np.intersect1d(_hashes(one), _hashes(other), assume_unique=True))
    every = size(one) + size(other) - both
    return both / every if every else 1.0


def _hashes(sketches: bytes) -> Hashes:
    import numpy as np

    return np.frombuffer(sketches, dtype=np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class Shingles:
    """The sketches of texts in order of time: a hash and its text, for all hashes of the first text, and so on.

    ``groups`` are those of the texts: of one group none is compared with another.
    """

    hashes: Hashes
    texts: Numbers
    groups: Numbers

    @classmethod
    def of(cls, sketches: Iterable[bytes], sizes: Integers, groups: Sequence[int] | Numbers) -> Shingles:
        """Those of sketches one behind the other, cut in whatever way; ``sizes`` are those of the texts."""
        import numpy as np

        owners = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        return cls(_hashes(b"".join(sketches)), owners, np.asarray(groups, dtype=np.int32))

    def _only(self, chosen: Choice | Integers) -> Shingles:
        return Shingles(self.hashes[chosen], self.texts[chosen], self.groups)


def shared_counts(
    shingles: Shingles, first: int = 4, asked: Choice | None = None
) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Pairs of texts that share shingles, as blocks of (later, earlier, number of shingles in common).

    The texts come in order of time; each is compared with those before it that are of another group. Of a
    shingle that many hold only the ``first`` groups that had it are asked, each with its first text: so the work
    grows with the length of the texts, however often one of them is repeated, and the one a text was copied from
    is still among those asked. A block holds whole texts, in ascending order; only those that are ``asked`` for, if
    that is given.
    """
    import numpy as np

    if asked is not None:
        shingles = shingles._only(_held_by(shingles, asked))
    group_of, count = shingles.groups, len(shingles.groups)
    numbers, owners, holders = _shared_shingles(shingles, first)
    if asked is not None:
        numbers, owners = numbers[asked[owners]], owners[asked[owners]]
    # Blocks end where a text ends.
    ends = np.append(_begins(owners)[1:], len(owners))
    at = 0
    while at < len(owners):
        last = min(int(np.searchsorted(ends, at + _BLOCK // first)), len(ends) - 1)
        stop = int(ends[last])
        later = owners[at:stop, None]
        earlier = holders[numbers[at:stop]]
        # Where there is no further holder, its number is beyond all texts.
        chosen = earlier < later
        chosen &= group_of.take(earlier, mode="clip") != group_of[later]
        pairs, counts = _counted((later.astype(np.int64) * count + earlier)[chosen])
        if len(pairs):
            yield pairs // count, pairs % count, counts
        at = stop


def without(shingles: Shingles, gone: Choice) -> Shingles:
    """The same without some texts, which keep their numbers."""
    return shingles._only(~gone[shingles.texts])


def changed_texts(shingles: Shingles, new: Choice, gone: Choice, first: int = 4) -> Choice:
    """The texts that `shared_counts` may say something else of than it did, where some are ``new`` and some ``gone``.

    ``shingles`` are those of all. Beside the new ones, they are the texts with a shingle that one of the gone texts
    was asked for, or one of the new ones is.
    """
    import numpy as np

    held = shingles._only(_held_by(shingles, new | gone))
    order = np.argsort(held.hashes, kind="stable")
    held = held._only(order)
    numbers = np.zeros(len(order), dtype=np.int32)
    numbers[_begins(held.hashes)[1:]] = 1
    numbers = np.cumsum(numbers, dtype=np.int32)
    other = np.zeros(1 + int(numbers[-1]) if len(numbers) else 0, dtype=bool)
    for left_out, those in ((gone, new), (new, gone)):
        kept = ~left_out[held.texts]
        holders = _first_holders(numbers[kept], held.texts[kept], shingles.groups, first)
        # Where there is no further holder, its number is beyond all texts.
        other[: len(holders)] |= np.append(those, False)[np.minimum(holders, len(those))].any(axis=1)
    changed = new.copy()
    changed[held.texts[other[numbers]]] = True
    return changed & ~gone


def _held_by(shingles: Shingles, texts: Choice) -> Integers:
    """The places of all shingles that one of some texts has."""
    import numpy as np

    wanted = np.unique(shingles.hashes[texts[shingles.texts]])
    # Most are told by their first bits alone.
    table = np.zeros(1 << _TABLE_BITS, dtype=bool)
    table[wanted >> np.uint32(32 - _TABLE_BITS)] = True
    near = np.flatnonzero(table[shingles.hashes >> np.uint32(32 - _TABLE_BITS)])
    return near[np.isin(shingles.hashes[near], wanted)]


def _shared_shingles(shingles: Shingles, first: int) -> tuple[Numbers, Numbers, Numbers]:
    """The shingles that several texts hold, by number, as they stand in the texts; their texts; their first holders.

    The other shingles, which are most, pair no texts.
    """
    import numpy as np

    hashes, owners = shingles.hashes, shingles.texts
    # A hash and its place as one number: numbers are sorted several times as fast as places by what stands there.
    both = hashes.astype(np.uint64)
    both <<= np.uint64(32)
    both |= np.arange(len(both), dtype=np.uint64)
    both.sort()
    in_order = (both >> np.uint64(32)).astype(np.uint32)
    places = both.astype(np.uint32)
    del both
    as_before = np.zeros(len(places) + 1, dtype=bool)
    np.equal(in_order[1:], in_order[:-1], out=as_before[1:-1])
    shared = as_before[:-1] | as_before[1:]
    numbers = np.cumsum(~as_before[:-1][shared], dtype=np.int32) - np.int32(1)
    places = places[shared]
    holders = _first_holders(numbers, owners[places], shingles.groups, first)
    standing = np.full(len(hashes), -1, dtype=np.int32)
    standing[places] = numbers
    kept = standing >= 0
    return standing[kept], owners[kept], holders


def _first_holders(shingles: Numbers, owners: Numbers, group_of: Numbers, first: int) -> Numbers:
    """For each shingle the first text of its first group, of its second group, and so on, up to ``first``.

    Shingles come in ascending order, with the texts of each. Texts are given by number; where fewer groups hold a
    shingle, one beyond all texts fills the row.
    """
    import numpy as np

    groups = group_of[owners]
    count = int(shingles[-1]) + 1 if len(shingles) else 0
    holders = np.full((count, first), np.iinfo(np.int32).max, dtype=np.int32)
    for place in range(first):
        begins = _begins(shingles)
        holders[shingles[begins], place] = owners[begins]
        # What is left are the texts of further groups.
        passed = np.full(count, -1, dtype=np.int32)
        passed[shingles[begins]] = groups[begins]
        left = passed[shingles] != groups
        shingles, owners, groups = shingles[left], owners[left], groups[left]
    return holders


def _counted(numbers: Integers) -> tuple[Integers, Integers]:
    """The numbers that occur, ascending, and how often.

    >>> import numpy as np
    >>> [found.tolist() for found in _counted(np.array([7, 2, 7]))]
    [[2, 7], [1, 2]]
    """
    import numpy as np

    # Stable, for what comes in order nearly is sorted so in no time.
    numbers = np.sort(numbers, kind="stable")
    begins = _begins(numbers)
    return numbers[begins], np.diff(begins, append=len(numbers))


def _begins(numbers: NDArray[np.integer]) -> Integers:
    """The places where another number stands than before; `numpy.diff` would copy all of them first."""
    import numpy as np

    return np.append([0] if len(numbers) else [], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1).astype(
        np.int64
    )
