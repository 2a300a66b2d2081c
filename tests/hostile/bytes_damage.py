"""A text as the bytes of a file: in encodings found in the wild, broken ones and wrong ones among them."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from random import Random

Encoding = Callable[[str, Random], bytes]


def utf_8(text: str, chance: Random) -> bytes:
    """UTF-8; a lone surrogate becomes the three bytes that careless programs write."""
    return text.encode("utf-8", "surrogatepass")


def _sound(name: str, mark: bytes = b"") -> Encoding:
    def encode(text: str, chance: Random) -> bytes:
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return mark + whole.encode(name, "replace")

    return encode


def utf_16_as_it_is(text: str, chance: Random) -> bytes:
    """UTF-16 with whatever lone surrogates the text has."""
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le", "surrogatepass")


def truncated_bytes(text: str, chance: Random) -> bytes:
    """Cut off in the middle of a character."""
    data = text.encode(chance.choice(("utf-8", "gb18030", "utf-16")), "replace")
    return data[: chance.randrange(1, len(data))]


def flipped_bytes(text: str, chance: Random) -> bytes:
    """Some bytes changed."""
    data = bytearray(text.encode(chance.choice(("utf-8", "gb18030")), "replace"))
    for _ in range(chance.choice((1, 3, 50))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def wrong_mark(text: str, chance: Random) -> bytes:
    """A byte order mark of another encoding."""
    mark = chance.choice((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF16_LE))
    return mark + text.encode(chance.choice(("gb18030", "utf-8", "utf-16-le")), "replace")


def read_wrongly(text: str, chance: Random) -> bytes:
    """UTF-8 that somebody read as something else and saved."""
    return (
        text.encode("utf-8", "replace")
        .decode(chance.choice(("gb18030", "latin-1", "cp1252")), "replace")
        .encode()
    )


def two_encodings(text: str, chance: Random) -> bytes:
    """The first part in one encoding, the rest in another."""
    at = chance.randrange(len(text))
    return text[:at].encode("utf-8", "replace") + text[at:].encode("gb18030", "replace")


def random_bytes(text: str, chance: Random) -> bytes:
    """No text at all, sometimes with a document behind it."""
    return chance.randbytes(chance.choice((0, 1, 3, 100, 5000))) + (
        text.encode() if chance.random() < 0.3 else b""
    )


ENCODINGS: Mapping[str, Encoding] = {
    "UTF-8 with mark": _sound("utf-8", codecs.BOM_UTF8),
    "UTF-16": _sound("utf-16"),
    "UTF-16-LE without mark": _sound("utf-16-le"),
    "UTF-16-BE without mark": _sound("utf-16-be"),
    "UTF-32": _sound("utf-32"),
    "GB18030": _sound("gb18030"),
    "GBK": _sound("gbk"),
    "Big5": _sound("big5"),
}
BROKEN: Mapping[str, Encoding] = {
    f.__name__.replace("_", " "): f
    for f in (truncated_bytes, flipped_bytes, wrong_mark, read_wrongly, two_encodings, random_bytes)
}
