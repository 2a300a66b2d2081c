"""Which format an answer has, by the request's Accept header (RFC 9110 §12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(;.*)?")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)

RESULTS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
# Plainer names that clients ask for the same formats by.
_OTHER_NAMES = {
    "application/json": RESULTS[0],
    "application/xml": RESULTS[1],
    "text/xml": RESULTS[1],
}


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best, the first where it likes several as well, or None.

    >>> best("text/csv;q=0.5, application/sparql-results+xml", RESULTS)
    'application/sparql-results+xml'
    >>> best("", RESULTS), best("text/*", RESULTS), best("image/png", RESULTS)
    ('application/sparql-results+json', 'text/csv', None)
    >>> best("*/*, application/sparql-results+json;q=0", RESULTS)
    'application/sparql-results+xml'
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    qualities = [(_quality(media_type, ranges), -number) for number, media_type in enumerate(offered)]
    quality, number = max(qualities)
    return offered[-number] if quality > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for piece in accept.split(","):
        if match := _RANGE.fullmatch(piece):
            name = f"{match[1]}/{match[2]}".lower()
            quality = _QUALITY.search(match[3] or "")
            found[_OTHER_NAMES.get(name, name)] = float(quality[1]) if quality else 1.0
    return found


def _quality(media_type: str, ranges: dict[str, float]) -> float:
    """That of the most specific range that fits."""
    kind = media_type.partition("/")[0]
    for name in (media_type, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
