"""What a loader makes of a file: its text, what the page around it says, and what had to be repaired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import InputError
from loaders.limits import require_length

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What XML, RDF and the stores refuse, or what no reader can see; tabs and newlines stay.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FileText:
    """One text of one file.

    ``facts`` is what the page around the text says (values as printed, dates ISO), by ``title``,
    ``document_number``, ``issuer``, ``signed_on``, ``printed_on``, ``published_on``, ``source``, ``url``, ``region``
    and ``validity``.
    ``repairs`` says in a few words each what was replaced or left out while loading, ``losses`` what of the text could not
    be read. ``under_letter`` is said of a further plan that the letter of the text before hands on too.
    """

    text: str
    facts: Mapping[str, str] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()
    under_letter: bool = False


def cleaned(
    text: str,
    place: str,
    repairs: tuple[str, ...] = (),
    losses: tuple[str, ...] = (),
    facts: Mapping[str, str] | None = None,
) -> FileText:
    r"""The text with newlines ``\n`` and without control characters, which are replaced one by one and counted.

    Raises InputError where nothing is left to read, or more than any document holds.

    >>> cleaned("消\x00费\r\n", "x.txt")
    FileText(text='消�费\n', facts={}, repairs=('1 control character replaced',), losses=(), under_letter=False)
    """
    require_length(len(text), place)
    text, count = _CONTROL.subn("\ufffd", _NEWLINE.sub("\n", text.removeprefix("\ufeff")))
    if not text.strip(" \t\n\u3000\xa0\ufeff\ufffd"):
        raise InputError(place, "is empty")
    if count:
        repairs = (*repairs, f"{count} control character{'s' * (count > 1)} replaced")
    return FileText(text, dict(facts or {}), repairs, losses)
