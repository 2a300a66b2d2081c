"""Texts in short: a sample of their shingles, so that thousands of texts can be compared without reading them again.

A shingle is a run of `SHINGLE` letters and digits. Of the hashes of all shingles of a text those are kept that
the number ``one_in`` divides (a FracMinHash sketch: Irber et al. 2022, doi:10.1101/2022.01.11.475838): what two
sketches share is then an unbiased measure of what the texts share, whatever their lengths.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint32]
    Integers = NDArray[np.int64]

SHINGLE = 8  # letters; agency names and set phrases are mostly shorter
_NO_LETTER = re.compile(r"[\W_]+")
_BLOCK = 2_000_000  # pairs of a shingle and a holder that are in memory at a time
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


def shared_counts(
    sketches: Sequence[bytes], groups: Sequence[int], first: int = 4
) -> Iterator[tuple[Integers, Integers, Integers]]:
    """Pairs of texts that share shingles, as blocks of (later, earlier, number of shingles in common).

    The texts come in order of time; each is compared with those before it that are of another group. Of a
    shingle that many hold only the ``first`` groups that had it are asked, each with its first text: so the work
    grows with the length of the texts, however often one of them is repeated, and the one a text was copied from
    is still among those asked. A block holds whole texts, in ascending order.
    """
    import numpy as np

    hashes = _hashes(b"".join(sketches))
    owners = np.repeat(np.arange(len(sketches), dtype=np.int32), [size(one) for one in sketches])
    repeated = _repeated(hashes)
    hashes, owners = hashes[repeated], owners[repeated]
    if not len(hashes):
        return
    group_of = np.asarray(groups, dtype=np.int32)
    shingles, holders = _first_holders(hashes, owners, group_of, first)
    # Blocks end where a text ends.
    ends = np.flatnonzero(np.diff(owners, append=-1)) + 1
    at = 0
    while at < len(hashes):
        last = min(int(np.searchsorted(ends, at + _BLOCK // first)), len(ends) - 1)
        stop = int(ends[last])
        later = np.repeat(owners[at:stop], first)
        earlier = holders[shingles[at:stop]].ravel()
        before = earlier < later  # where there is no further holder, its number is beyond all texts
        later, earlier = later[before], earlier[before]
        other = group_of[earlier] != group_of[later]
        pairs = later[other].astype(np.int64) * len(sketches) + earlier[other]
        pairs, counts = np.unique(pairs, return_counts=True)
        if len(pairs):
            yield pairs // len(sketches), pairs % len(sketches), counts.astype(np.int64)
        at = stop


def _repeated(hashes: Hashes) -> NDArray[np.bool_]:
    """Which of the hashes are there more than once: the others, which are most, pair no texts."""
    import numpy as np

    in_order = np.sort(hashes)
    values = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    if not len(values):
        return np.zeros(len(hashes), dtype=bool)
    places = np.searchsorted(values, hashes)
    return np.asarray(values[np.minimum(places, len(values) - 1)] == hashes)


def _first_holders(
    hashes: Hashes, owners: NDArray[np.int32], groups: NDArray[np.int32], first: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The number of each hash's shingle, and for each shingle the first text of each of its ``first`` first groups.

    Texts are given by number; where fewer groups hold a shingle, a number beyond all texts fills the row.
    """
    import numpy as np

    order = np.argsort(hashes, kind="stable")
    in_order = hashes[order]
    starts = np.concatenate([[True], in_order[1:] != in_order[:-1]])
    rank = np.cumsum(starts, dtype=np.int32) - np.int32(1)
    shingles = np.empty_like(rank)
    shingles[order] = rank
    # The first text of each (shingle, group): the sort kept the texts in their order.
    texts = owners[order]
    _, kept = np.unique(rank.astype(np.int64) << 32 | groups[texts], return_index=True)
    kept.sort()
    rank, texts = rank[kept], texts[kept]
    begins = np.flatnonzero(np.diff(rank, prepend=-1))
    place = np.arange(len(rank)) - begins[rank]
    holders = np.full((len(begins), first), np.iinfo(np.int32).max, dtype=np.int32)
    holders[rank[place < first], place[place < first]] = texts[place < first]
    return shingles, holders
