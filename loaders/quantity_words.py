"""The words the figure rules read: ``quantities.toml``, loaded once and compiled into patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import RegisterError

FILE = Path(__file__).with_name("quantities.toml")

_COMPARATORS = {">=", ">", "<=", "<", "~", "="}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first.

    >>> any_of(["超", "超过"])
    '(?:超过|超)'
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})"


@dataclass(frozen=True, slots=True)
class Plausible:
    """The largest value a reader would believe of a metric in a unit."""

    metric: re.Pattern[str]
    unit: str
    most: float
    why: str


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """Compiled word lists of ``quantities.toml``."""

    unit_kinds: Mapping[str, str]
    unit: re.Pattern[str]
    bracketed: re.Pattern[str]
    not_unit: Mapping[str, str]
    whole: frozenset[str]
    before: re.Pattern[str]
    before_kinds: Mapping[str, str]
    after: re.Pattern[str]
    after_kinds: Mapping[str, str]
    verbs: Mapping[str, frozenset[str]]
    verb: re.Pattern[str]
    final_verb: re.Pattern[str]
    final: re.Pattern[str]
    not_before: tuple[str, ...]
    lead: re.Pattern[str]
    noun_after: re.Pattern[str]
    tail: re.Pattern[str]
    types: Mapping[str, re.Pattern[str]]
    duration_before: re.Pattern[str]
    duration_behind: re.Pattern[str]
    names: Mapping[str, re.Pattern[str]]
    plausible: tuple[Plausible, ...]

    @classmethod
    @cache
    def load(cls) -> QuantityWords:
        """The words of the file beside this module; raises RegisterError where it contradicts itself."""
        return cls.of(tomllib.loads(FILE.read_text(encoding="utf-8")))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> QuantityWords:
        """Compile the words of a parsed file."""
        units = data["units"]
        bracketed = units["bracketed"]
        kinds = _owners("unit", {kind: units[kind] for kind in units if kind != "bracketed"})
        before = _owners(
            "word before a number", {kind: row for kind, row in data["before"].items() if kind != "not"}
        )
        after = _owners("word behind a unit", data["after"])
        for comparator in data["after"]:
            if comparator not in _COMPARATORS:
                raise RegisterError(f"{FILE.name}: no comparator {comparator!r}")
        verbs = data["verbs"]
        actions = [*verbs["new"], *verbs["action"]]
        join = "(?:[、和或及并与]|以及|并且)?"
        return cls(
            unit_kinds=kinds,
            unit=re.compile(any_of(kinds)),
            bracketed=re.compile(rf"\({any_of(bracketed)}(?:、{any_of(bracketed)})*\)"),
            not_unit=data["not_unit"],
            whole=frozenset(data["layout"]["whole"]),
            before=re.compile(rf"{any_of(before)}$"),
            before_kinds=before,
            after=re.compile(any_of(after)),
            after_kinds=after,
            verbs={kind: frozenset(verbs[kind]) for kind in ("new", "action")},
            verb=re.compile(rf"{any_of(actions)}(?:{join}{any_of(actions)}){{0,3}}"),
            final_verb=re.compile(rf"{any_of(actions)}$"),
            final=re.compile(rf"{any_of([*verbs['final'], *actions])}$"),
            not_before=tuple(data["before"]["not"]),
            lead=re.compile(rf"(?!{any_of(verbs['not_lead'])}){any_of(verbs['lead'])}"),
            noun_after=re.compile(any_of(verbs["noun_after"])),
            tail=re.compile(rf"(?:[一-龥]{{2}})?{any_of(data['tails']['nouns'])}$"),
            types={kind: re.compile(any_of(words)) for kind, words in data["types"].items()},
            duration_before=re.compile(rf"{any_of(data['durations']['before'])}[为是在至]?$"),
            duration_behind=re.compile(rf"的?{any_of(data['durations']['behind'])}"),
            names={kind: re.compile(any_of(words)) for kind, words in data["names"].items()},
            plausible=tuple(
                Plausible(re.compile(row["metric"]), row["unit"], row["most"], row["why"])
                for row in data.get("plausible", ())
            ),
        )


def _owners(what: str, groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Word → group; a word of two groups is refused, naming both."""
    owners: dict[str, str] = {}
    for group, words in groups.items():
        for word in words:
            if owners.setdefault(word, group) != group:
                raise RegisterError(f"{FILE.name}: {what} {word!r} is in both {owners[word]!r} and {group!r}")
    return owners
