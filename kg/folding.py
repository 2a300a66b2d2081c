"""One character as rules and registers read it: full-width forms, radicals and look-alike marks folded."""

from __future__ import annotations

import unicodedata
from functools import cache

_FOLDED = {
    "«": "《",
    "»": "》",
    "〈": "《",
    "〉": "》",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "―": "—",
    "〜": "~",
    "∼": "~",
    "・": "·",
    "•": "·",
    "‧": "·",
    "﹒": "·",
    "﹝": "〔",
    "﹞": "〕",
}


@cache
def fold(character: str) -> str:
    """One character as rules read it; always one character.

    >>> [fold(c) for c in "４％（，⼀①"]
    ['4', '%', '(', ',', '一', '①']
    """
    if character in _FOLDED:
        return _FOLDED[character]
    if character in "①②③④⑤⑥⑦⑧⑨⑩…" or character.isspace():
        return character
    folded = unicodedata.normalize("NFKC", character)
    return _FOLDED.get(folded, folded) if len(folded) == 1 else character
