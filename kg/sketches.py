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
    Numbers = NDArray[np.int32]

SHINGLE = 8  # letters; agency names and set phrases are mostly shorter
_NO_LETTER = re.compile(r"[\W_]+")
_BLOCK = 500_000  # pairs of a shingle and a holder that are in memory at a time
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

    group_of = np.asarray(groups, dtype=np.int32)
    shingles, owners, holders = _shared_shingles(sketches, group_of, first)
    # Blocks end where a text ends.
    ends = np.append(_begins(owners)[1:], len(owners))
    at = 0
    while at < len(owners):
        last = min(int(np.searchsorted(ends, at + _BLOCK // first)), len(ends) - 1)
        stop = int(ends[last])
        later = owners[at:stop, None]
        earlier = holders[shingles[at:stop]]
        # Where there is no further holder, its number is beyond all texts.
        chosen = earlier < later
        chosen &= group_of.take(earlier, mode="clip") != group_of[later]
        pairs, counts = _counted((later.astype(np.int64) * len(sketches) + earlier)[chosen])
        if len(pairs):
            yield pairs // len(sketches), pairs % len(sketches), counts
        at = stop


def _shared_shingles(
    sketches: Sequence[bytes], group_of: Numbers, first: int
) -> tuple[Numbers, Numbers, Numbers]:
    """The shingles that several texts hold, by number, as they stand in the texts; their texts; their first holders.

    The other shingles, which are most, pair no texts.
    """
    import numpy as np

    hashes = _hashes(b"".join(sketches))
    owners = np.repeat(np.arange(len(sketches), dtype=np.int32), sizes(sketches))
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
    holders = _first_holders(numbers, owners[places], group_of, first)
    shingles = np.full(len(hashes), -1, dtype=np.int32)
    shingles[places] = numbers
    kept = shingles >= 0
    return shingles[kept], owners[kept], holders


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
