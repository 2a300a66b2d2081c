"""Reading ``themes.ttl``: from statements to records, refusing what contradicts itself.

The file's head says how it is written. What is refused, each time naming the entry (and both, where two
are in conflict): a statement with a misspelt property, an entry without a Chinese or English label, a
facet or broader term that does not exist, a circle of broader terms, a name with two owners.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, get_args

from kg.errors import InputError, RegisterError
from ontology.theme_records import Concept, Facet, Theme

_BASE = "https://policy.example/"
_ONTOLOGY = _BASE + "ontology#"
_MATCHING = _BASE + "matching#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_KINDS = {"theme": _ONTOLOGY + "Theme", "concept": _ONTOLOGY + "Concept"}
_COMMON = {_TYPE: "type", _SKOS + "prefLabel": "label", _SKOS + "altLabel": "name"}
_PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "theme": _COMMON
    | {_SKOS + "topConceptOf": "scheme", _SKOS + "definition": "definition", _MATCHING + "cue": "cue"},
    "concept": _COMMON
    | {
        _SKOS + "broader": "broader",
        _SKOS + "related": "related",
        _SKOS + "hiddenLabel": "hidden",
        _SKOS + "definition": "definition",
        _MATCHING + "facet": "facet",
        _MATCHING + "notLabel": "not",
        _MATCHING + "labelPattern": "pattern",
        _MATCHING + "themeWeight": "weight",
    },
}
_Values = dict[str, list[tuple[str, str | None]]]
Rank = Literal["label", "name", "hidden", "cue"]


def read_theme_file(path: Path) -> tuple[dict[str, Theme], dict[str, Concept], dict[str, str]]:
    """The themes and concepts of a file by identifier, in its order, and each concept's theme.

    Raises RegisterError where the file contradicts itself or is no Turtle, InputError where it cannot be read.
    """
    entries = _entries(path)
    themes = {key: _theme(key, entry) for key, entry in entries.items() if key.startswith("theme/")}
    concepts = {key: _concept(key, entry) for key, entry in entries.items() if key.startswith("concept/")}
    main_themes = _main_themes(themes, concepts)
    _check_owners(themes, concepts)
    return themes, concepts, main_themes


def same_name(name: str) -> str:
    """A name as it is compared: full-width and half-width characters are the same.

    >>> same_name("５Ｇ基站")
    '5G基站'
    """
    return unicodedata.normalize("NFKC", name)


def _entries(path: Path) -> dict[str, _Values]:
    entries: dict[str, _Values] = {}
    subject = key = ""
    properties: Mapping[str, str] | None = None
    from pyoxigraph import Literal as Plain
    from pyoxigraph import RdfFormat, parse

    entry: _Values = {}
    try:
        for statement in parse(path=str(path), format=RdfFormat.TURTLE):
            # An entry's statements follow each other: most of the time goes into this loop.
            if statement.subject.value != subject:
                subject = statement.subject.value
                key = subject.removeprefix(_BASE)
                properties = _PROPERTIES.get(key.partition("/")[0]) if "/" in key else None
                if properties is not None:
                    entry = entries.setdefault(key, {})
            if properties is None:
                continue
            predicate = properties.get(statement.predicate.value)
            if predicate is None:
                raise RegisterError(f"{path.name}: {key} has an unknown property {statement.predicate.value}")
            value = statement.object
            language = value.language if isinstance(value, Plain) else None
            entry.setdefault(predicate, []).append((value.value, language))
    except SyntaxError as error:
        raise RegisterError(f"{path.name}: no valid Turtle: {error}") from error
    except OSError as error:
        raise InputError(path, f"cannot be read: {error}") from error
    return entries


def _theme(key: str, entry: _Values) -> Theme:
    _check_type(key, entry)
    definition = {language: value for value, language in entry.get("definition", ())}
    return Theme(
        id=key.removeprefix("theme/"),
        zh=_label(key, entry, "zh"),
        en=_label(key, entry, "en"),
        definition_zh=definition.get("zh", ""),
        definition_en=definition.get("en", ""),
        names=_texts(entry, "name"),
        cues=_texts(entry, "cue"),
    )


def _concept(key: str, entry: _Values) -> Concept:
    _check_type(key, entry)
    facet = _texts(entry, "facet")
    if len(facet) != 1 or facet[0] not in get_args(Facet):
        raise RegisterError(f"{key}: its facet must be one of {', '.join(get_args(Facet))}")
    patterns = tuple(_pattern(key, text) for text in _texts(entry, "pattern"))
    return Concept(
        id=key,
        zh=_label(key, entry, "zh"),
        en=_label(key, entry, "en"),
        facet=facet[0],  # type: ignore[arg-type]  # just compared with the values of Facet
        broader=tuple(value.removeprefix(_BASE) for value in _texts(entry, "broader")),
        related=tuple(value.removeprefix(_BASE) for value in _texts(entry, "related")),
        names=_texts(entry, "name"),
        hidden=_texts(entry, "hidden"),
        not_labels=_texts(entry, "not"),
        patterns=patterns,
        theme_weight=_weight(key, entry),
    )


def _weight(key: str, entry: _Values) -> float:
    text, *more = _texts(entry, "weight") or ("1",)
    if more or not re.fullmatch(r"[01](?:\.\d{1,4})?", text):
        raise RegisterError(f"{key}: its match:themeWeight must be one number of 0 to 1, not {text!r}")
    return float(text)


def _check_type(key: str, entry: _Values) -> None:
    kind = key.partition("/")[0]
    if _texts(entry, "type") != (_KINDS[kind],):
        raise RegisterError(f"{key}: begin it with 'a :{kind.capitalize()}'; it has {_texts(entry, 'type')}")


def _label(key: str, entry: _Values, language: str) -> str:
    labels = [value for value, tag in entry.get("label", ()) if tag == language]
    if len(labels) != 1 or not labels[0].strip():
        raise RegisterError(f"{key}: needs one skos:prefLabel @{language}, has {len(labels)}")
    return labels[0]


def _texts(entry: _Values, predicate: str) -> tuple[str, ...]:
    return tuple(value for value, _ in entry.get(predicate, ()))


def _pattern(key: str, text: str) -> tuple[str, str]:
    first, _, second = text.partition("~")
    if not first or not second or "~" in second:
        raise RegisterError(f"{key}: the pattern {text!r} must be two words with one ~ between them")
    return first, second


def _main_themes(themes: Mapping[str, Theme], concepts: Mapping[str, Concept]) -> dict[str, str]:
    for concept in concepts.values():
        _check_references(concept, themes, concepts)
    found: dict[str, str] = {}
    for key in concepts:
        _main_theme(key, concepts, found, ())
    return found


def _check_references(concept: Concept, themes: Mapping[str, Theme], concepts: Mapping[str, Concept]) -> None:
    if not concept.broader:
        raise RegisterError(f"{concept.id}: needs a skos:broader, a theme or a concept")
    for key in concept.broader:
        if key not in themes and key not in concepts:
            raise RegisterError(f"{concept.id}: its skos:broader {key} is not defined")
    for key in concept.related:
        if key not in themes:
            raise RegisterError(f"{concept.id}: its skos:related {key} is no theme")


def _main_theme(
    key: str, concepts: Mapping[str, Concept], found: dict[str, str], way: tuple[str, ...]
) -> str:
    if key in way:
        circle = " → ".join((*way[way.index(key) :], key))
        raise RegisterError(f"skos:broader runs in a circle: {circle}")
    if key not in concepts or key in found:
        return found.get(key, key)
    broader = concepts[key].broader
    above = {_main_theme(upper, concepts, found, (*way, key)) for upper in broader}
    candidates = sorted(set(broader) - concepts.keys() or above)
    if len(candidates) > 1:
        raise RegisterError(
            f"{key}: its skos:broader lead to {' and '.join(candidates)}; name one theme there, the others skos:related"
        )
    found[key] = candidates[0]
    return candidates[0]


def _check_owners(themes: Mapping[str, Theme], concepts: Mapping[str, Concept]) -> None:
    owners: dict[str, str] = {}
    for name, key in owned_names(themes.values(), concepts.values()):
        first = owners.setdefault(same_name(name), key)
        if first != key:
            raise RegisterError(
                f"the name {name!r} has two owners: {first} and {key}; take it from one of them"
            )
    for concept in concepts.values():
        for name in concept.not_labels:
            if owners.get(same_name(name)) == concept.id:
                raise RegisterError(f"{concept.id}: {name!r} is both a name of it and a match:notLabel")


def owned_names(themes: Iterable[Theme], concepts: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    """Every word that leads to a concept, or as a cue to a theme, with its owner's identifier."""

    for concept in concepts:
        for name in (concept.zh, *concept.names, *concept.hidden):
            yield name, concept.id
    for theme in themes:
        for name in theme.cues:
            yield name, theme.identifier
