"""A ``.txt`` file → its text: encoding found, byte order mark dropped, newlines ``\\n``."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kg.errors import EncodingError, InputError
from loaders.file_text import FileText, cleaned
from loaders.limits import MOST_CHARACTERS, require_size

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Tried in this order where nothing names the encoding: UTF-8 hardly ever fits by chance, GB18030 nearly always.
_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_WIDE = ("utf-16-le", "utf-16-be")
# A text in which fewer characters than this are Chinese, ASCII or common marks was decoded wrongly.
_LEAST_PLAUSIBLE = 0.9
_PLAUSIBLE = re.compile(
    r"[\t\r\n\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\u2000-\u206f\u00b7\u00d7\u2460-\u24ff]"
)
# A few damaged bytes do not make a file unreadable; more than one character in this many does.
_DAMAGED_AT_MOST = 12
# No encoding takes more than four bytes a character: a longer file is too long whatever it is.
_MOST_BYTES = 4 * MOST_CHARACTERS


def read_text(data: bytes, place: str) -> FileText:
    """The text of a ``.txt`` file; ``place`` names it in messages.

    UTF-8, UTF-16 and UTF-32 are told by their byte order mark or by being valid; then GB18030 (with GBK and
    GB2312 in it) and Big5 are tried, and taken where the result reads like Chinese. Bytes that are damaged are
    replaced and counted where nearly all others are text.

    Raises EncodingError for what is no text, InputError for what is empty or larger than any document.
    """
    require_size(len(data), place, _MOST_BYTES)
    if not data.strip(b" \t\r\n\x00"):
        raise InputError(place, "is empty")
    text, damaged = decoded(data, place)
    losses = (f"{damaged} damaged byte{'s' * (damaged > 1)} replaced",) if damaged else ()
    return cleaned(text, place, losses=losses)


def decode(data: bytes, path: Path | str = "-") -> str:
    """The text of ``data`` alone; raises as ``read_text`` does.

    >>> decode("消费\\r\\n".encode("gb18030")), decode(b"\\xef\\xbb\\xbf" + "消费".encode())
    ('消费\\n', '消费')
    """
    return read_text(data, str(path)).text


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises InputError where it cannot be read or is larger than any document."""
    try:
        require_size(path.stat().st_size, str(path))
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None


def read_text_file(path: Path) -> str:
    """The text of a file; raises InputError where it cannot be read, is empty or is no text."""
    return decode(read_bytes(path), path)


def decoded(data: bytes, place: str, named: str | None = None) -> tuple[str, int]:
    """The text as it stands, and how many damaged places in it were replaced.

    ``named`` is the encoding that the file names for itself; where the bytes do not fit it, it is not believed.
    Raises EncodingError for what is no text.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _accepted(data, name, place)
    text = _try(data, named) if named else None
    if text is not None and _is_plausible(text):
        return text, 0
    holds_nul = b"\x00" in data[:4096]
    for name in _WIDE if holds_nul else _ENCODINGS:
        text = _try(data, name)
        if text is not None and (name == "utf-8" or _is_plausible(text)):
            return text, 0
    # In this order: what is no UTF-8 breaks in half of its characters, while UTF-8 read as GB18030 hardly breaks.
    for name in ("utf-8", "gb18030", *_WIDE):
        text, damaged = _replaced(data, name)
        if damaged * _DAMAGED_AT_MOST <= len(text) and _is_plausible(text):
            return text, damaged
    raise EncodingError(place, "is binary, not text; give a .txt file" if holds_nul else _NO_ENCODING)


_NO_ENCODING = "is no text in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8"


def _accepted(data: bytes, name: str, place: str) -> tuple[str, int]:
    """The text of a file whose first bytes name its encoding."""
    text, damaged = _replaced(data, name)
    if damaged * _DAMAGED_AT_MOST > len(text):
        raise EncodingError(place, f"begins like {name} but is not; save it as UTF-8")
    return text, damaged


def _replaced(data: bytes, name: str) -> tuple[str, int]:
    text = data.decode(name, "replace")
    return text, text.count("\ufffd") - data.count("\ufffd".encode(name.removesuffix("-sig")))


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str) -> bool:
    sample = text[:20000]
    return bool(sample) and len(_PLAUSIBLE.findall(sample)) >= _LEAST_PLAUSIBLE * len(sample)
