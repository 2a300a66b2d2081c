"""Identifiers: deterministic, readable, made of the encoded list of all their parts.

An identifier is a list of segments joined by ``/`` in ELI's manner: ``330000/2023/浙政办发-2023-26/2.1.7`` is
a measure, ``agency/330000/commerce`` an agency. Every part is normalised by NFKC and encoded so that

- two different lists of parts never give the same identifier (what joins parts cannot come out of one);
- letters and digits of any script stay readable, everything else is percent-encoded UTF-8, so that the
  identifier is a valid IRI path and safe in file names, whatever a document says;
- it reads back (``parts``), and is the same on every machine.

The IRI is one base and the identifier. `DocumentNumber` brings 发文字号 of all styles to one form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote_to_bytes

from kg.errors import UsageError

DEFAULT_BASE = "https://policy.example/"

# Stands for a part that is empty or not known; an underscore of a part itself is encoded.
_NOTHING = "_"
_CLASH = "~"
_SEGMENT = re.compile(r"(?:[\w·.-]|%[0-9A-F]{2})+(?:~[1-9][0-9]*)?")
_BASE = re.compile(r"[a-z][a-z0-9+.-]{0,31}:[^\s\x00-\x20\"<>\\^`{|}]{1,500}[/#]")


def encode(part: str, *, also: str = "") -> str:
    """One part as it stands in an identifier; ``also`` are further characters to encode.

    >>> encode("浙政办发"), encode("１.7"), encode("a/b?"), encode("")
    ('浙政办发', '1.7', 'a%2Fb%3F', '_')
    """
    return _encode(part, also)


@lru_cache(maxsize=65536)
def _encode(part: str, also: str) -> str:
    part = unicodedata.normalize("NFKC", part)
    # A segment of dots alone would mean "this folder" or "the one above" to a browser.
    safe = "-·." if part.strip(".") else ""
    encoded = "".join(
        c
        if c.isalnum() or (c in safe and c not in also)
        else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "surrogatepass"))
        for c in part
    )
    return encoded or _NOTHING


def segment(*parts: str) -> str:
    """Several parts as one segment of an identifier, joined by hyphens.

    A hyphen inside a part is encoded: no two lists of parts give the same segment.

    >>> segment("浙政办发", "2023", "26"), segment("a-b", "c"), segment("a", "b-c")
    ('浙政办发-2023-26', 'a%2Db-c', 'a-b%2Dc')
    """
    if not parts:
        raise ValueError("a segment needs a part")
    return "-".join(encode(part, also="-") for part in parts)


def join(*segments: str) -> str:
    """Encoded segments as one identifier.

    >>> join(encode("330000"), encode("2023"), segment("浙政办发", "2023", "26"))
    '330000/2023/浙政办发-2023-26'
    """
    if not segments:
        raise ValueError("an identifier needs a segment")
    return "/".join(segments)


def short_id(*parts: str) -> str:
    """The identifier of a list of parts, one segment each.

    >>> short_id("agency", "330000", "commerce"), short_id("programme", "A/B")
    ('agency/330000/commerce', 'programme/A%2FB')
    """
    return join(*map(encode, parts))


def parts(identifier: str) -> tuple[str, ...]:
    """The parts that `short_id` was given, NFKC-normalised; raises UsageError where it made none.

    >>> parts("programme/A%2FB")
    ('programme', 'A/B')
    """
    require_short(identifier)
    return tuple(_decode(piece) for piece in identifier.split("/"))


def segment_parts(encoded: str) -> tuple[str, ...]:
    """The parts that `segment` was given, NFKC-normalised.

    >>> segment_parts("a%2Db-c")
    ('a-b', 'c')
    """
    return tuple(_decode(piece) for piece in encoded.split("-"))


def _decode(piece: str) -> str:
    return "" if piece == _NOTHING else unquote_to_bytes(piece).decode("utf-8", "surrogatepass")


def is_short(text: str) -> bool:
    """Whether ``text`` has the form of a short identifier.

    >>> is_short("agency/330000/commerce"), is_short("a b"), is_short("x\\n")
    (True, False, False)
    """
    return unicodedata.is_normalized("NFKC", text) and all(
        _SEGMENT.fullmatch(piece) and piece.strip(".") for piece in text.split("/")
    )


def require_short(text: str) -> str:
    """``text`` where it is a short identifier, else UsageError."""
    if not is_short(text):
        raise UsageError(f"{text!r} is no identifier; one looks like agency/330000/commerce")
    return text


def require_base(base: str) -> str:
    """``base`` where identifiers can be put behind it, else UsageError.

    >>> require_base("https://data.example/policy/")
    'https://data.example/policy/'
    """
    if not _BASE.fullmatch(base):
        raise UsageError(f"{base!r} is no base for identifiers; one looks like {DEFAULT_BASE} (with / or #)")
    return base


def to_iri(identifier: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of a short identifier; the identifier is not checked again.

    >>> to_iri("region/330000")
    'https://policy.example/region/330000'
    """
    return base + identifier


def to_short(text: str, base: str = DEFAULT_BASE) -> str:
    """The short form of an IRI or of what is short already; raises UsageError for anything else.

    >>> to_short("https://policy.example/region/330000"), to_short("region/330000")
    ('region/330000', 'region/330000')
    """
    return require_short(text.removeprefix(base))


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号: the issuer's code, the year (None for orders numbered through) and the serial number."""

    code: str
    year: str | None
    serial: str
    bracketed: bool = True

    @classmethod
    def parse(cls, text: str) -> DocumentNumber | None:
        """The number that ``text`` is, in any brackets, width and spacing, with or without 号; else None.

        >>> DocumentNumber.parse("浙政办发〔２０２３〕２６")
        DocumentNumber(code='浙政办发', year='2023', serial='26', bracketed=True)
        >>> DocumentNumber.parse("关于促消费的通知") is None
        True
        """
        folded = "".join(unicodedata.normalize("NFKC", text).split())
        if match := _BRACKETED.fullmatch(folded):
            return cls(match["code"], str(int(match["year"])), str(int(match["serial"])))
        if match := _PLAIN.fullmatch(folded):
            year = match["year"] and str(int(match["year"]))
            return cls(match["code"], year, str(int(match["serial"])), bracketed=False)
        return None

    @property
    def parts(self) -> tuple[str, ...]:
        """What tells it from every other number, for `segment`."""
        if self.bracketed:
            return self.code, self.year or "", self.serial
        return self.code, f"{self.year}年" if self.year else "", f"第{self.serial}号"

    def __str__(self) -> str:
        """The normal form: 国办发〔2022〕9号, 商务部公告2023年第15号, 国务院令第722号."""
        if self.bracketed:
            return f"{self.code}〔{self.year}〕{self.serial}号"
        return f"{self.code}{self.year + '年' if self.year else ''}第{self.serial}号"


_CODE = r"(?P<code>[^\W\d_]{1,24})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_SERIAL = r"第?(?P<serial>\d{1,6})号?"
_BRACKETED = re.compile(rf"{_CODE}[〔\[(【{{]{_YEAR}年?[〕\])】}}]{_SERIAL}")
_PLAIN = re.compile(rf"{_CODE}(?:{_YEAR}年)?第(?P<serial>\d{{1,6}})号")


def document_number(text: str) -> str | None:
    """The normal form of a document number, or None where ``text`` is none.

    >>> document_number("浙政办发〔２０２３〕２６"), document_number("国办发[2022]9号")
    ('浙政办发〔2023〕26号', '国办发〔2022〕9号')
    >>> document_number("国务院令第 722 号"), document_number("二〇二三年")
    ('国务院令第722号', None)
    """
    number = DocumentNumber.parse(text)
    return str(number) if number else None


def document_id(
    region_code: str | None,
    number: str | None,
    *,
    issuer: str | None,
    issued_on: str | None,
    title: str,
) -> str:
    """The identifier of a document: region, year, and its number, else issuer, date and a hash of the title.

    ``issued_on`` is an ISO date. Two documents may get the same; `without_clash` tells them apart.

    >>> document_id("330000", "浙政办发〔2023〕26号", issuer=None, issued_on="2023-03-06", title="方案")
    '330000/2023/浙政办发-2023-26'
    >>> document_id("330200", None, issuer="宁波市人民政府办公室", issued_on="2023-02-20", title="方案")
    '330200/2023/宁波市人民政府办公室-20230220-199151c3'
    """
    parsed = DocumentNumber.parse(number) if number else None
    year = (issued_on or "")[:4]
    if parsed:
        year = parsed.year or year
        name = segment(*parsed.parts)
    elif number:
        name = segment(number)
    else:
        name = segment(issuer or "", (issued_on or "").replace("-", ""), short_hash(title))
    return join(encode(region_code or ""), encode(year), name)


def short_hash(*parts: str) -> str:
    """Eight hexadecimal digits that stand for a list of texts (NFKC, white space left out).

    >>> short_hash("方 案") == short_hash("方案")
    True
    """
    digest = blake2b(digest_size=4)
    for part in parts:
        data = "".join(unicodedata.normalize("NFKC", part).split()).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def without_clash(identifier: str, taken: Container[str]) -> str:
    """``identifier``, or where it is taken the first free one of ``identifier~2``, ``identifier~3`` …

    The tilde comes out of no part, so the result is nobody else's.

    >>> without_clash("a/2.1", {"a/2.1"})
    'a/2.1~2'
    """
    if identifier not in taken:
        return identifier
    number = 2
    while f"{identifier}{_CLASH}{number}" in taken:
        number += 1
    return f"{identifier}{_CLASH}{number}"


def natural_order(identifier: str) -> list[tuple[int, str]]:
    """What to sort identifiers by, so that numbers in them count as numbers.

    >>> sorted(["a/2.10", "a/2.9"], key=natural_order)
    ['a/2.9', 'a/2.10']
    """
    return [
        (int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d+)", identifier)
    ]
