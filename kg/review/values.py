"""What a decision can say is new: the fields of each kind, how they are written in one cell, and what they must be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import get_args

from kg.alignment.records import Relation, Strength
from kg.mapping_dates import day_bounds
from kg.model import Change, Comparator, FigureType, Manner
from kg.review.records import Kind, Verdict

# A full-width sign is taken for its narrow one: this is typed with a Chinese keyboard.
_SEPARATOR = re.compile(r"(?<!\\)((?:\\\\)*)[;；]")
_EQUALS = re.compile(r"\s*(\w+)\s*[=＝]")
_ESCAPED = re.compile(r"\\([\\;；])")
_COMPARATORS = {"≥": ">=", "≤": "<=", "＝": "=", "＞": ">", "＜": "<", "～": "~"}
_PERIOD = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}(?:-\d\d(?:-\d\d)?)?)?", re.ASCII)


def _one_of(*choices: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in choices:
            raise ValueError(f"has to be one of {', '.join(choices)}")
        return text

    return check


def _words(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


def _number(text: str) -> str:
    plain = text.replace(",", "").replace("，", "")
    try:
        value = float(plain)
    except ValueError:
        raise ValueError("is no number; give base units, 25万 as 250000") from None
    if not math.isfinite(value):
        raise ValueError("is no number")
    return plain


def _number_or_nothing(text: str) -> str:
    return _number(text) if text else text


def _share(text: str) -> str:
    if not 0 <= float(_number(text)) <= 1:
        raise ValueError("has to lie between 0 and 1")
    return text


def _comparator(text: str) -> str:
    return _one_of(*get_args(Comparator))(_COMPARATORS.get(text, text))


def _period(text: str) -> str:
    if text and not (_PERIOD.fullmatch(text) and (days := day_bounds(text)) and days[0] <= days[1]):
        raise ValueError("is no period; one looks like 2023, 2023-02, 2025-12-31 or 2023/2027")
    return text


def _anything(text: str) -> str:
    return text


# The first field of each kind is the one that a cell without a name means.
FIELDS: Mapping[Kind, Mapping[str, Callable[[str], str]]] = {
    "link": {"strength": _one_of(*get_args(Strength)), "relation": _one_of(*get_args(Relation))},
    "figure": {
        "value": _number,
        "value_max": _number_or_nothing,
        "unit": _anything,
        "metric": _words,
        "type": _one_of(*get_args(FigureType)),
        "comparator": _comparator,
        "change": _one_of(*get_args(Change)),
        "period": _period,
    },
    "agency": {"agency": _words, "manner": _one_of(*get_args(Manner)), "origin": _one_of("note", "text")},
    "theme": {"theme": _words, "score": _share},
    "place": {"place": _words},
}
_NEEDED: Mapping[tuple[Kind, Verdict], tuple[str, ...]] = {("figure", "add"): ("metric", "value")}


def read_values(kind: Kind, verdict: Verdict, text: str) -> tuple[tuple[str, str], ...]:
    """The fields that a cell gives; raises ValueError, in words for the analyst, where it cannot be understood.

    >>> read_values("figure", "change", "value=300; unit=家")
    (('value', '300'), ('unit', '家'))
    >>> read_values("theme", "change", "catering")
    (('theme', 'catering'),)
    """
    fields = FIELDS[kind]
    found: dict[str, str] = {}
    pieces = [piece for piece in _split(text) if piece.strip()]
    for piece in pieces:
        match = _EQUALS.match(piece)
        if match and match[1] in fields:
            name, value = match[1], piece[match.end() :]
        elif len(pieces) == 1 and not match:
            name, value = next(iter(fields)), piece
        else:
            raise ValueError(f"{piece.strip()!r} is none of {', '.join(f'{name}=…' for name in fields)}")
        if name in found:
            raise ValueError(f"{name} is given twice")
        try:
            found[name] = fields[name](_ESCAPED.sub(r"\1", value.strip()))
        except ValueError as error:
            raise ValueError(f"{name} {error}") from None
    _require(kind, verdict, found)
    return tuple(found.items())


def _require(kind: Kind, verdict: Verdict, found: Mapping[str, str]) -> None:
    if verdict in ("change", "retype") and not found:
        raise ValueError(f"says nothing new; give {', '.join(f'{name}=…' for name in FIELDS[kind])}")
    if verdict in ("reject", "drop") and found:
        raise ValueError(f"nothing new can be said of what is taken away ({verdict})")
    if verdict == "accept" and found and kind != "link":
        raise ValueError("nothing new can be said of what is accepted; use change")
    if missing := [name for name in _NEEDED.get((kind, verdict), ()) if name not in found]:
        raise ValueError(f"a new {kind} needs {' and '.join(f'{name}=…' for name in missing)}")


def write_values(values: tuple[tuple[str, str], ...]) -> str:
    """The cell that `read_values` reads.

    >>> write_values((("metric", "甲;乙"), ("value", "3")))
    'metric=甲\\\\;乙; value=3'
    """
    return "; ".join(f"{name}={_escaped(value)}" for name, value in values)


def _escaped(value: str) -> str:
    return re.sub(r"[\\;；]", lambda match: "\\" + match[0], value)


def _split(text: str) -> list[str]:
    pieces, begin = [], 0
    for match in _SEPARATOR.finditer(text):
        pieces.append(text[begin : match.end() - 1])
        begin = match.end()
    return [*pieces, text[begin:]]
