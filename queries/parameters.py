"""Kinds of parameters, and the check that a given value is of its kind.

A parameter either names a node of one class (`NODES`), which `queries.names` finds, or is plain: a text, a
number, a date, a year or a level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches

from kg.errors import UsageError
from queries.header import Parameter

Given = str | int

# The class of the nodes that a kind of parameter names; None for any class.
NODES: Mapping[str, str | None] = {
    "theme": "Theme",
    "concept": "Concept",
    "programme": "Programme",
    "instrument": "Instrument",
    "line": "LineOfWork",
    "agency": "Agency",
    "place": "Region",
    "document": "Document",
    "measure": "Measure",
    "node": None,
}
LEVELS: Mapping[str, str] = {"national": "国家", "province": "省", "city": "市", "county": "县"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_INTEGER = re.compile(r"[+-]?\d{1,15}")


def _text(name: str, value: str) -> str:
    if not value.strip():
        raise UsageError(f"{name} is empty; give it a text, or leave it out")
    return value


def _integer(name: str, value: str) -> int:
    if not _INTEGER.fullmatch(value):
        raise UsageError(f"{name} has to be a whole number, not {value!r}")
    return int(value)


def _date(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UsageError(f"{name} has to be a date like 2023-03-31, not {value!r}") from None


def _year(name: str, value: str) -> str:
    if not _YEAR.fullmatch(value):
        raise UsageError(f"{name} has to be a year like 2023, not {value!r}")
    return value


def _level(name: str, value: str) -> str:
    for level, chinese in LEVELS.items():
        if value.casefold() == level or value in (chinese, f"{chinese}级"):
            return level
    known = ", ".join(f"{level} ({chinese})" for level, chinese in LEVELS.items())
    raise UsageError(f"{name} has to be one of {known}, not {value!r}")


PLAIN: Mapping[str, Callable[[str, str], Given]] = {
    "text": _text,
    "integer": _integer,
    "date": _date,
    "year": _year,
    "level": _level,
}


def check_plain(parameter: Parameter, value: Given) -> Given:
    """The value of a plain parameter as the question takes it; raises UsageError for one of another kind.

    >>> from queries.header import Words
    >>> check_plain(Parameter("level", "level", "", "city", Words("层级", "level")), "市级")
    'city'
    """
    if value == "" and parameter.default == "":
        return ""
    return PLAIN[parameter.kind](parameter.name, str(value))


def complete(
    question: str, declared: Mapping[str, Parameter], given: Mapping[str, Given]
) -> dict[str, Given]:
    """The given values with the defaults of those that were left out.

    Raises UsageError for a parameter that the question lacks, or one that it needs and was not given.
    """
    for name in given:
        if name not in declared:
            raise UsageError(f"{question} has no parameter {name!r}; {_known(name, declared)}")
    values: dict[str, Given] = {}
    for name, parameter in declared.items():
        value = given.get(name, parameter.default)
        if value is None:
            raise UsageError(
                f"{question} needs the parameter {name} ({parameter.words}), as in -p {name}={parameter.example}"
            )
        values[name] = value
    return values


def _known(name: str, declared: Mapping[str, Parameter]) -> str:
    if not declared:
        return "it takes none"
    near = get_close_matches(name, declared, 1)
    return f"do you mean {near[0]}?" if near else f"it takes {', '.join(declared)}"
