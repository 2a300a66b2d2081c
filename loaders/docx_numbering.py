"""The numbers that Word sets before paragraphs: ``numbering.xml`` and ``styles.xml`` (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.docx_xml import child, children, value
from loaders.list_numbers import list_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
# Styles are based on others; a ring of them is a damaged file.
_MOST_BASES = 20


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int | None
    style: str | None
    is_legal: bool


@dataclass(frozen=True, slots=True)
class _List:
    """What a paragraph's ``numId`` stands for: the definition it counts in, and where it begins anew."""

    definition: str
    levels: Mapping[int, _Level]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    base: str | None
    list_id: str | None
    level: int | None


@dataclass(slots=True)
class Numbering:
    """Counts the numbers of paragraphs, which have to be asked for in the order of the text."""

    lists: Mapping[str, _List]
    styles: Mapping[str, _Style]
    default_style: str | None
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: _Element | None, styles: _Element | None) -> Numbering:
        """Read the two parts of a Word file; either may be missing."""
        read = {key: style for key, style, _ in _styles(styles)}
        default = next((key for key, _, is_default in _styles(styles) if is_default), None)
        return cls(_lists(numbering, read), read, default)

    def style_name(self, properties: _Element | None) -> str:
        """The name of a paragraph's style; empty where it has none."""
        style = self.styles.get(value(child(properties, "pStyle")) or "")
        return style.name if style else ""

    def number(self, properties: _Element | None) -> str:
        """The number of the paragraph with these properties, as it stands before the text; else nothing."""
        found = self._place(properties)
        if found is None:
            return ""
        one, level, list_id = found
        if level not in one.levels:
            return ""
        counts = self._counts.setdefault(one.definition, {})
        self._count(one, level, list_id, counts)
        return _printed(one, level, counts)

    def _count(self, one: _List, level: int, list_id: str, counts: dict[int, int]) -> None:
        begins = level in one.starts and (list_id, level) not in self._begun
        if begins:
            self._begun.add((list_id, level))
            counts[level] = one.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else one.levels[level].start
        for deeper in range(level + 1, _LEVELS):
            restart = one.levels[deeper].restart if deeper in one.levels else None
            if restart is None or (restart and level < restart):
                counts.pop(deeper, None)
        for upper in range(level):
            if upper not in counts and upper in one.levels:
                counts[upper] = one.levels[upper].start

    def _place(self, properties: _Element | None) -> tuple[_List, int, str] | None:
        own = child(properties, "numPr")
        list_id, level = value(child(own, "numId")), _whole(value(child(own, "ilvl")))
        style_id = value(child(properties, "pStyle")) or self.default_style
        for _ in range(_MOST_BASES):
            style = self.styles.get(style_id or "")
            if style is None or list_id is not None:
                break
            list_id, level = style.list_id, style.level if level is None else level
            if list_id is not None and style.level is None and list_id in self.lists:
                level = next(
                    (n for n, one in self.lists[list_id].levels.items() if one.style == style_id), level
                )
            style_id = style.base
        if list_id is None or list_id not in self.lists:
            return None
        return self.lists[list_id], level or 0, list_id


def _printed(one: _List, level: int, counts: Mapping[int, int]) -> str:
    definition = one.levels[level]
    if definition.form in ("bullet", "none"):
        return ""

    def number(place: re.Match[str]) -> str:
        at = int(place.group(1)) - 1
        if at not in one.levels:
            return ""
        form = "decimal" if definition.is_legal else one.levels[at].form
        return list_number(counts.get(at, one.levels[at].start), form)

    text = _PLACE.sub(number, definition.text)
    return f"{text} " if text and text[-1].isascii() and not text.endswith(" ") else text


def _lists(numbering: _Element | None, styles: Mapping[str, _Style]) -> dict[str, _List]:
    definitions: dict[str, tuple[dict[int, _Level], str | None]] = {}
    found: dict[str, _List] = {}
    for element in children(numbering, "abstractNum"):
        definitions[value(element, "abstractNumId") or ""] = (
            dict(map(_level, children(element, "lvl"))),
            value(child(element, "numStyleLink")),
        )
    for element in children(numbering, "num"):
        definition = value(child(element, "abstractNumId")) or ""
        levels, link = definitions.get(definition, ({}, None))
        if not levels and link and link in styles:
            # The definition stands with the list that the linked style names.
            linked = next(
                (n for n in children(numbering, "num") if value(n, "numId") == styles[link].list_id), None
            )
            definition = value(child(linked, "abstractNumId")) or ""
            levels = definitions.get(definition, ({}, None))[0]
        levels, starts = _overridden(element, levels)
        found[value(element, "numId") or ""] = _List(definition, levels, starts)
    # Zero says that a paragraph has no number, whatever its style says.
    return {key: one for key, one in found.items() if key not in ("", "0")}


def _overridden(number: _Element, levels: Mapping[int, _Level]) -> tuple[dict[int, _Level], dict[int, int]]:
    levels, starts = dict(levels), {}
    for override in children(number, "lvlOverride"):
        at = _whole(value(override, "ilvl"))
        start = _whole(value(child(override, "startOverride")))
        own = child(override, "lvl")
        if at is not None and own is not None:
            levels[at] = _level(own)[1]
        if at is not None and start is not None:
            starts[at] = start
    return levels, starts


def _level(element: _Element) -> tuple[int, _Level]:
    start = _whole(value(child(element, "start")))
    level = _Level(
        start=1 if start is None else start,
        form=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")) or "",
        restart=_whole(value(child(element, "lvlRestart"))),
        style=value(child(element, "pStyle")),
        is_legal=child(element, "isLgl") is not None,
    )
    return _whole(value(element, "ilvl")) or 0, level


def _styles(styles: _Element | None) -> Iterator[tuple[str, _Style, bool]]:
    for style in children(styles, "style"):
        own = child(child(style, "pPr"), "numPr")
        read = _Style(
            value(child(style, "name")) or "",
            value(child(style, "basedOn")),
            value(child(own, "numId")),
            _whole(value(child(own, "ilvl"))),
        )
        is_default = value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")
        yield value(style, "styleId") or "", read, is_default


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isdecimal() and len(digits) < 6 else None
