"""How much a file may hold: what is larger is refused with a message, so that nothing hangs or fills the memory.

The longest of the documents that the rules were written on has 12,000 characters, a five-year plan of the nation
some 70,000; reading takes a second for every 250,000 or so.
"""

from __future__ import annotations

from kg.errors import InputError

# Bytes of a file, or of a member of an archive: a scanned book of 600 pages stays below.
MOST_BYTES = 128 * 2**20
# Characters of text that a file gives; about 200 pages.
MOST_CHARACTERS = 200_000
MOST_PAGES = 1_000
# Elements of a web page or a part of a Word file; the largest of ordinary ones have some tens of thousands.
MOST_ELEMENTS = 100_000


def require_size(length: int, place: str, most: int = MOST_BYTES) -> None:
    """Raise InputError where a file of ``length`` bytes is larger than any document."""
    if length > most:
        raise InputError(
            place, f"holds {length // 2**20:,} MB, more than the {most // 2**20} MB that are read; split it"
        )


def require_length(length: int, place: str) -> None:
    """Raise InputError where a text of ``length`` characters is longer than any document.

    >>> require_length(500_000, "all.txt")
    Traceback (most recent call last):
    kg.errors.InputError: all.txt: holds 500,000 characters, more than the 200,000 that are read; split it
    """
    if length > MOST_CHARACTERS:
        raise InputError(
            place, f"holds {length:,} characters, more than the {MOST_CHARACTERS:,} that are read; split it"
        )


def require_elements(data: bytes, place: str) -> None:
    """Raise InputError where a page or a part of a file has more elements than any document."""
    count = data.count(b"<") - data.count(b"</")
    if count > MOST_ELEMENTS:
        raise InputError(
            place, f"holds some {count:,} elements, more than the {MOST_ELEMENTS:,} that are read; split it"
        )
