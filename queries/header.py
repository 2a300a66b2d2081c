"""The header of a question's file: what it asks, its parameters and its columns, in comments that people read.

    # @title 一个单位的全部责任 · All duties of an agency over documents
    # @answers 一个单位在各文件中承担的措施。 · The measures that an agency answers for in all documents.
    # @parameter agency (agency) example="agency/330000/commerce" 单位 · the agency
    # @parameter level (level) default="" example="city" 只看这一层级 · this level only
    # @column path 编号 · the item's number
    # @sort -measures path

In Cypher ``//`` takes the place of ``#``. Default and example are JSON; a parameter without a default has to be
given; one with the default "" leaves everything in. ``@sort`` names the columns that rows are sorted by, with -
from the greatest down; all columns in their order where there is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import RegisterError

_LINE = re.compile(r"(?:#|//)[ \t]*@(?P<key>\w+)[ \t]+(?P<rest>\S.*)")
_JSON = r'"(?:[^"\\]|\\.)*"|-?\d+'
_PARAMETER = re.compile(
    rf"(?P<name>\w+) \((?P<kind>\w+)\)(?: default=(?P<default>{_JSON}))? example=(?P<example>{_JSON}) (?P<words>\S.*)"
)
_WORDS = re.compile(r"(?P<zh>.*\S) · (?P<en>\S.*)")


@dataclass(frozen=True, slots=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Both, as the header has them."""
        return f"{self.zh} · {self.en}"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its kind (see `queries.parameters`), its default (None: has to be given) and an example."""

    name: str
    kind: str
    default: str | int | None
    example: str | int
    words: Words


@dataclass(frozen=True, slots=True)
class Header:
    """What a question's file says of it; ``columns`` gives the meaning of each column in their order."""

    title: Words
    answers: Words
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Words]
    sort: tuple[str, ...]


def read_header(text: str, place: str) -> Header:
    """The header of a question.

    >>> header = read_header("# @title 甲 · A\\n# @answers 乙 · B\\n# @column path 编号 · number\\n", "a.rq")
    >>> header.title.en, header.columns["path"].zh, header.sort
    ('A', '编号', ('path',))

    Raises RegisterError, naming ``place``, for one that is incomplete or cannot be read.
    """
    entries: dict[str, list[str]] = {}
    for key, rest in _entries(text):
        entries.setdefault(key, []).append(rest)
    if unknown := sorted(entries.keys() - {"title", "answers", "parameter", "column", "sort"}):
        raise RegisterError(f"{place}: a header has no @{unknown[0]}")
    columns = {}
    for line in entries.get("column", []):
        name, _, words = line.partition(" ")
        if name in columns:
            raise RegisterError(f"{place}: two columns are called {name}")
        columns[name] = _words(words, place)
    sort = tuple(" ".join(entries.get("sort", [])).split()) or tuple(columns)
    if wrong := [name for name in sort if name.removeprefix("-") not in columns]:
        raise RegisterError(f"{place}: @sort names {wrong[0]}, which is no column")
    return Header(
        title=_words(_only("title", entries, place), place),
        answers=_words(_only("answers", entries, place), place),
        parameters=tuple(_parameter(line, place) for line in entries.get("parameter", [])),
        columns=columns,
        sort=sort,
    )


def _entries(text: str) -> Iterator[tuple[str, str]]:
    """The ``@key rest`` lines of the comment that a text begins with."""
    for line in text.splitlines():
        if not line.startswith(("#", "//")):
            break
        if match := _LINE.fullmatch(line.rstrip()):
            yield match["key"], match["rest"]


def _only(key: str, entries: Mapping[str, list[str]], place: str) -> str:
    found = entries.get(key, [])
    if len(found) != 1:
        raise RegisterError(f"{place}: the header needs one @{key}, and has {len(found)}")
    return found[0]


def _words(text: str, place: str) -> Words:
    match = _WORDS.fullmatch(text.strip())
    if match is None:
        raise RegisterError(f"{place}: {text!r} needs Chinese and English words with ' · ' between")
    return Words(match["zh"], match["en"])


def _parameter(line: str, place: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None:
        form = 'NAME (KIND) default="…" example="…" 中文 · English'
        raise RegisterError(f"{place}: a parameter is written {form}, not {line!r}")
    default = None if match["default"] is None else json.loads(match["default"])
    return Parameter(
        match["name"], match["kind"], default, json.loads(match["example"]), _words(match["words"], place)
    )
