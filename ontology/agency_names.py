"""The register of agencies as a file: bodies, the names they claim, and the check that no two claim one.

``read_bodies`` reads ``agencies.toml`` (its header explains the fields) into ``NameTables``, which
``ontology.agencies`` looks names up in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from kg.errors import InputError, RegisterError
from kg.model import Level

LEVELS: tuple[Level, ...] = get_args(Level)
KINDS = frozenset(
    {
        *("government-department", "party", "mass-organisation", "central-branch", "state-company"),
        *("government", "group", "judicial", "legislature", "public-institution", "military"),
        *("internal-division", "unresolved"),
    }
)
_ENDINGS_OF_STEMS = ("厅", "局", "委", "委员会")
_FIELDS = frozenset(
    {
        *(
            "line",
            "kind",
            "label",
            "municipality",
            "en",
            "en_national",
            "stems",
            "names",
            "units",
            "national",
            "placed",
        ),
        *("branches", "dated", "levels", "since", "until", "successor", "seat"),
    }
)
_ALWAYS = ("", "9999-12-31")


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body that exists once in a region: what 商务厅 and 商务局 are.

    ``labels`` are its official names for nation, province, city and county; ``since`` and ``until`` ISO
    dates or None; ``successor`` the slug of the body after it.
    """

    slug: str
    line: str
    kind: str
    labels: tuple[str, str, str, str]
    municipality: str | None
    en: str
    en_national: str | None
    since: str | None
    until: str | None
    successor: str | None
    seat_of_province: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A body's claim to a name at some levels, from ``since`` up to ``until`` (ISO dates).

    ``unit`` marks the name of a body that serves the same line and is an agency of its own.
    """

    body: Body
    levels: frozenset[str]
    since: str
    until: str
    unit: bool = False

    def clashes(self, other: Claim) -> bool:
        """Whether both would own the name at one level and time."""
        return (
            self.body.slug != other.body.slug
            and bool(self.levels & other.levels)
            and self.since <= other.until
            and other.since <= self.until
        )


@dataclass(slots=True)
class NameTables:
    """Names and who claims them.

    ``own`` follow a level word or region (市 + 商务局), ``placed`` a bare place (宁波 + 金融监管局),
    ``branches`` hold the place inside: prefix → suffix → claims. ``national`` are names that mean the
    nation's body wherever they stand (商务部). ``stems`` lead a part of a merged name to its body,
    ``endings`` the end of a body's own name to (line, kind). ``official`` holds the official names that
    differ by place: region code → slug → names for province, city and county; ``separately_planned`` the
    codes of the cities whose central branches rank as a province's.
    """

    lines: dict[str, tuple[str, str]]
    bodies: dict[str, Body] = field(default_factory=dict)
    own: dict[str, list[Claim]] = field(default_factory=dict)
    placed: dict[str, list[Claim]] = field(default_factory=dict)
    branches: dict[str, dict[str, list[Claim]]] = field(default_factory=dict)
    national: dict[str, Body] = field(default_factory=dict)
    stems: dict[str, Body] = field(default_factory=dict)
    endings: dict[str, tuple[str, str]] = field(default_factory=dict)
    official: dict[str, dict[str, tuple[str, str, str]]] = field(default_factory=dict)
    separately_planned: frozenset[str] = frozenset()
    not_followed: dict[str, str] = field(default_factory=dict)
    longest_branch: int = 0
    longest_stem: int = 0
    longest_ending: int = 0


def expand(pattern: str) -> Iterator[str]:
    """The names a pattern stands for, as a shell expands braces; ``{r}`` stays.

    >>> list(expand("农业{农村,}{厅,局}"))
    ['农业农村厅', '农业农村局', '农业厅', '农业局']
    >>> list(expand("国网{r}供电公司"))
    ['国网{r}供电公司']
    """
    start = pattern.find("{")
    while start >= 0 and pattern.startswith("{r}", start):
        start = pattern.find("{", start + 3)
    if start < 0:
        yield pattern
        return
    end = pattern.index("}", start)
    rests = list(expand(pattern[end + 1 :]))
    for choice in pattern[start + 1 : end].split(","):
        for rest in rests:
            yield pattern[:start] + choice + rest


def read_bodies(path: Path) -> NameTables:
    """Read a register; raises InputError when it cannot be read, RegisterError when it contradicts itself."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(path, f"cannot be read as a register of agencies ({error})") from error
    lines = {name: (zh, en) for name, (zh, en) in data.get("line", {}).items()}
    tables = NameTables(lines, not_followed=data.get("not_followed", {}))
    for slug, entry in data.get("body", {}).items():
        tables.bodies[slug] = _body(slug, entry, lines, path)
    for slug, entry in data.get("body", {}).items():
        _claim_all(tables, tables.bodies[slug], entry, path)
    for line, words in data.get("ending", {}).items():
        kind, *endings = words.split()
        if line not in lines or kind not in KINDS:
            raise RegisterError(f"{path}: [ending] {line}: unknown line of work or kind {kind!r}")
        _claim_endings(tables, endings, line, kind, path)
    _check_successors(tables, path)
    tables.longest_branch = max(map(len, tables.branches), default=0)
    tables.longest_stem = max(map(len, tables.stems), default=0)
    tables.longest_ending = max(map(len, tables.endings), default=0)
    tables.separately_planned = frozenset(data.get("separately_planned", ()))
    for code, labels in data.get("official", {}).items():
        tables.official[code] = {slug: _official(tables, slug, label, path) for slug, label in labels.items()}
    return tables


def _official(tables: NameTables, slug: str, label: str | list[str], path: Path) -> tuple[str, str, str]:
    if slug not in tables.bodies:
        raise RegisterError(f"{path}: [official] knows no body {slug!r}")
    names = [label] if isinstance(label, str) else label
    first, second, third = names + names[-1:] * (3 - len(names))
    return first, second, third


def _body(slug: str, entry: Mapping[str, Any], lines: Mapping[str, object], path: Path) -> Body:
    place = f"{path}: [body.{slug}]"
    unknown = set(entry) - _FIELDS
    line, kind = entry.get("line", slug), entry.get("kind", "government-department")
    if unknown:
        raise RegisterError(f"{place}: unknown field {', '.join(sorted(unknown))}")
    if line not in lines:
        raise RegisterError(f"{place}: {line!r} is no line of work; [line] lists them")
    if kind not in KINDS:
        raise RegisterError(f"{place}: {kind!r} is no kind of body ({', '.join(sorted(KINDS))})")
    if not entry.get("label") or not entry.get("en"):
        raise RegisterError(f"{place}: label and en are needed")
    return Body(
        slug,
        line,
        kind,
        _labels(entry["label"], kind),
        entry.get("municipality"),
        entry["en"],
        entry.get("en_national"),
        entry.get("since"),
        entry.get("until"),
        entry.get("successor"),
        entry.get("seat") == "province",
    )


def _labels(label: str | list[str], kind: str) -> tuple[str, str, str, str]:
    if isinstance(label, str):
        national = f"国家{label}" if kind in ("government-department", "central-branch") else f"全国{label}"
        return national, label, label, label
    nation, *below = label
    below += below[-1:] * (3 - len(below))
    return (nation, *below) if below else (nation,) * 4  # type: ignore[return-value]  # four in each case


def _claim_all(tables: NameTables, body: Body, entry: Mapping[str, Any], path: Path) -> None:
    levels = frozenset(entry.get("levels", " ".join(LEVELS)).split())
    always = Claim(body, levels, body.since or _ALWAYS[0], body.until or _ALWAYS[1])
    names = dict.fromkeys(_words(entry.get("names", "")))
    for label in (*body.labels[1:], body.municipality or ""):
        if label and "{" not in label:
            names[label] = None
    for stem in entry.get("stems", "").split():
        names.update((stem + ending, None) for ending in _ENDINGS_OF_STEMS)
        _own(tables.stems, stem, body, path)
    nation = body.labels[0]
    if nation and "national" in levels and "{" not in nation:
        names[nation] = None
        if not nation.startswith(("国家", "全国")) and nation not in body.labels[1:]:
            _own(tables.national, nation, body, path)
    for name in _words(entry.get("national", "")):
        _own(tables.national, name, body, path)
    for name in names:
        _claim(tables.own, name, always, path)
    unit = Claim(body, levels, *_ALWAYS, unit=True)
    for name in _words(entry.get("units", "")):
        _claim(tables.own, name, unit, path)
    for period, words in entry.get("dated", {}).items():
        since, _, until = period.partition("/")
        claim = Claim(body, levels, since or _ALWAYS[0], until or _ALWAYS[1])
        for name in _words(words):
            _claim(tables.own, name, claim, path)
    for name in _words(entry.get("placed", "")):
        _claim(tables.placed, name, always, path)
    for name in _words(entry.get("branches", "")) | _labels_with_place(body):
        before, _, after = name.partition("{r}")
        _claim(tables.branches.setdefault(before, {}), after, always, path)


def _labels_with_place(body: Body) -> dict[str, None]:
    """Labels such as 中国人民银行{c}中心支行 are names too; {s}海关 is one that the plain name covers."""
    patterns = (re.sub(r"\{[rsc]\}", "{r}", label) for label in body.labels)
    return dict.fromkeys(pattern for pattern in patterns if pattern.find("{r}") > 0)


def _words(patterns: str) -> dict[str, None]:
    return dict.fromkeys(name for pattern in patterns.split() for name in expand(pattern))


def _claim(table: dict[str, list[Claim]], name: str, claim: Claim, path: Path) -> None:
    owners = table.setdefault(name, [])
    for owner in owners:
        if owner.clashes(claim):
            raise RegisterError(
                f"{path}: {name} is claimed by two bodies, {owner.body.slug} and {claim.body.slug}; "
                "take it from one, or give the bodies dates that do not overlap"
            )
    if all(owner.body is not claim.body for owner in owners):
        owners.append(claim)


def _own(table: dict[str, Body], name: str, body: Body, path: Path) -> None:
    owner = table.setdefault(name, body)
    if owner is not body:
        raise RegisterError(f"{path}: {name} is claimed by two bodies, {owner.slug} and {body.slug}")


def _claim_endings(tables: NameTables, endings: Iterable[str], line: str, kind: str, path: Path) -> None:
    for ending in endings:
        owner = tables.endings.setdefault(ending, (line, kind))
        if owner != (line, kind):
            raise RegisterError(f"{path}: the ending {ending} is claimed by two lines, {owner[0]} and {line}")


def _check_successors(tables: NameTables, path: Path) -> None:
    for body in tables.bodies.values():
        if body.successor is not None and body.successor not in tables.bodies:
            raise RegisterError(f"{path}: [body.{body.slug}]: no body {body.successor!r} to be its successor")
