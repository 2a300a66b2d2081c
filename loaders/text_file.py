"""A ``.txt`` file → its text: encoding found, byte order mark dropped, newlines ``\\n``."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kg.errors import EncodingError, InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A text in which fewer characters than this are Chinese, ASCII or common marks was decoded wrongly.
_LEAST_PLAUSIBLE = 0.9
_PLAUSIBLE = re.compile(
    r"[\t\r\n\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\u2000-\u206f\u00b7\u00d7\u2460-\u24ff]"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, path: Path | str = "-") -> str:
    """The text of ``data``; raises EncodingError for what is no text in a known encoding.

    UTF-8, UTF-16 and UTF-32 are told by their byte order mark or by being valid; then GB18030 (with GBK and
    GB2312 in it) and Big5 are tried, and taken where the result reads like Chinese.

    >>> decode("消费\\r\\n".encode("gb18030")), decode(b"\\xef\\xbb\\xbf" + "消费".encode())
    ('消费\\n', '消费')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _newlines(_decoded(data, name, path))
    if b"\x00" in data[:4096]:
        for name in ("utf-16-le", "utf-16-be"):
            text = _try(data, name)
            if text is not None and _is_plausible(text):
                return _newlines(text)
        raise EncodingError(path, "is binary, not text; give a .txt file")
    for name in ("utf-8", "gb18030", "big5"):
        text = _try(data, name)
        if text is not None and (name == "utf-8" or _is_plausible(text)):
            return _newlines(text)
    for name in ("utf-16-le", "utf-16-be"):
        text = _try(data, name)
        if text is not None and _is_plausible(text):
            return _newlines(text)
    raise EncodingError(path, "is no text in UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8")


def read_text_file(path: Path) -> str:
    """The text of a file; raises InputError where it cannot be read, is empty or is no text."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(path, "no such file") from None
    except OSError as error:
        raise InputError(path, f"cannot be read ({error.strerror})") from None
    text = decode(data, path)
    if not text.strip():
        raise InputError(path, "is empty")
    return text


def _decoded(data: bytes, name: str, path: Path | str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise EncodingError(path, f"begins like {name} but breaks at byte {error.start}") from None


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _is_plausible(text: str) -> bool:
    sample = text[:20000]
    return bool(sample) and len(_PLAUSIBLE.findall(sample)) >= _LEAST_PLAUSIBLE * len(sample)


def _newlines(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATE.sub("\ufffd", text)
