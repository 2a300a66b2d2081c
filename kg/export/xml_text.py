"""Texts as XML can hold them: what it forbids is shown by another sign, and counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.export.source import Losses
from kg.tables import Value

# XML 1.0 has no control characters but tab and line ends, and reads a carriage return as a line feed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LOSS = "a value with characters that XML cannot hold, which stand there as signs like ␀ or �"


def xml_text(text: str) -> str:
    """The text with a picture in the place of a control character, and � for what is no character.

    >>> xml_text("a\\x00b\\r\\n\\uffff")
    'a␀b␍\\n�'
    """
    return _FORBIDDEN.sub(_sign, text)


def xml_values(id: str, values: Mapping[str, Value], losses: Losses) -> dict[str, Value]:
    """The values of a node with their texts as XML can hold them; those that change are counted."""
    kept: dict[str, Value] = {}
    for name, value in values.items():
        kept[name] = xml_text(value) if isinstance(value, str) else value
        if kept[name] != value:
            losses.add(_LOSS, f"{id} {name}")
    return kept


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
