"""The node that a name means: an identifier, its Chinese or English name, another name, a document's stem.

Names are looked up in the store that the question is put to, so that they work the same on a server. Case, width
and white space make no difference. A name that fits several nodes is an error that lists them; where none is
called so, one that is part of a single node's name is taken, and the caller can say so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from kg.errors import AmbiguousName, UsageError
from kg.ids import is_short
from kg.stores.protocol import Language, Reference, Rows
from kg.stores.protocol import Parameter as Value
from ontology.schema import NAMESPACE, Schema
from queries.header import Parameter
from queries.parameters import NODES

# How many nodes an error lists.
_LISTED = 12
# The properties that hold names, for those classes that have others than a label.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "Document": ("stem", "title", "documentNumber"),
    "Theme": ("label", "otherNames"),
    "Concept": ("label", "otherNames"),
}
_SUFFIXES = ("特别行政区", "自治区", "自治州", "自治县", "地区", "省", "市", "县", "区")


class Asked(Protocol):
    """What can be asked."""

    @property
    def language(self) -> Language:
        """The language of its questions."""
        ...

    def query(self, text: str, parameters: Mapping[str, Value] | None = None) -> Rows:
        """The answer to a question."""
        ...


@dataclass(frozen=True, slots=True)
class Name:
    """A node that was named: its id, what it is called, and whether the name was one of its own, not a part."""

    id: str
    label: str
    exact: bool = True

    def __str__(self) -> str:
        """The id with what it is called."""
        return f"{self.id} ({self.label})" if self.label else self.id


def find_name(store: Asked, parameter: Parameter, name: str) -> Name:
    """The node that ``name`` means as a value of ``parameter``.

    Raises AmbiguousName for a name that fits several nodes, UsageError for one that fits none.
    """
    wanted = name.strip()
    if not wanted:
        raise UsageError(f"{parameter.name} is empty; give it a name or an identifier")
    class_name = NODES[parameter.kind]
    for id in _ids(wanted):
        if is_short(id) and _exists(store, id, class_name):
            return Name(id, "")
    if class_name in (None, "Measure"):
        return _below_a_document(store, parameter, wanted)
    assert class_name is not None
    return _called(parameter, wanted, names_of(store, class_name))


def names_of(store: Asked, class_name: str) -> dict[str, list[str]]:
    """The names of every node of a class by its id, the one to show first.

    A server can hold other graphs beside: nodes that do not begin with the base of this one are not of it.
    """
    found: dict[str, list[str]] = {}
    for id, text in store.query(_all_names(store.language, class_name)).rows:
        if "://" in str(id):
            continue
        names = found.setdefault(str(id), [])
        names.extend(part for part in str(text).split(" | ") if part not in names)
    return found


def _ids(wanted: str) -> Iterator[str]:
    """The identifiers that a name can be: itself, or what is left of an IRI behind its base, whatever that is."""
    if "://" not in wanted:
        yield wanted
        return
    pieces = wanted.partition("://")[2].replace("#", "/").split("/")
    yield from ("/".join(pieces[start:]) for start in range(1, len(pieces)))


def _called(parameter: Parameter, wanted: str, names: Mapping[str, list[str]]) -> Name:
    key = _key(wanted)
    folded = {id: {*map(_key, own), *_shorter(parameter.kind, own)} for id, own in names.items()}
    exact = [id for id, own in folded.items() if key in own or key == _key(id.rpartition("/")[2])]
    part = [] if exact else [id for id, own in folded.items() if any(key in one for one in own)]
    for found, is_exact in ((exact, True), (part, False)):
        if len(found) == 1:
            return Name(found[0], names[found[0]][0], is_exact)
        if found:
            raise AmbiguousName(wanted, _listed(f"{id} ({names[id][0]})" for id in sorted(found)))
    raise UsageError(f"{parameter.name}: nothing in the graph is called {wanted!r}{_near(wanted, names)}")


def _below_a_document(store: Asked, parameter: Parameter, wanted: str) -> Name:
    """The measure or other node that ``STEM/PATH`` means, or a document that is called so."""
    documents = names_of(store, "Document")
    stem, _, rest = wanted.partition("/")
    ids = sorted(id for id, names in documents.items() if stem in names)
    if parameter.kind == "node" and not rest:
        return _called(parameter, wanted, _everything(store))
    found = [
        id
        for id in (f"{document}/{rest}" for document in ids)
        if rest and _exists(store, id, NODES[parameter.kind])
    ]
    if len(found) == 1:
        return Name(found[0], "")
    if found:
        raise AmbiguousName(wanted, _listed(found))
    stems = {id: [names[0]] for id, names in documents.items()}
    what = f"has no item {rest!r}" if ids else f"is no document{_near(stem, stems)}"
    form = "an item is given as STEM/PATH (zj-2023/2.1.3) or by its identifier"
    raise UsageError(f"{parameter.name}: {stem!r} {what}; {form}")


def _everything(store: Asked) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for class_name in dict.fromkeys(c for c in NODES.values() if c not in (None, "Measure")):
        assert class_name is not None
        found |= names_of(store, class_name)
    return found


def _exists(store: Asked, id: str, class_name: str | None) -> bool:
    classes = [class_name] if class_name else sorted(Schema.load().classes)
    if store.language == "sparql":
        text = f"PREFIX : <{NAMESPACE}> SELECT ?class WHERE {{ VALUES ?node {{ :nothing }} ?node a ?class }}"
        return any(str(row[0]) in classes for row in store.query(text, {"node": Reference(id)}).rows)
    return any(
        store.query(f"MATCH (n:`{name}` {{id: $node}}) RETURN n.id AS id", {"node": id}).rows
        for name in classes
    )


def _all_names(language: Language, class_name: str) -> str:
    names = _NAMES.get(class_name, ("label",))
    if language == "sparql":
        of = "|".join(f":{name}" for name in names)
        return f"PREFIX : <{NAMESPACE}> SELECT ?id ?name WHERE {{ ?id a :{class_name} ; {of} ?name }} ORDER BY DESC(LANG(?name))"
    columns = [
        column for name in names for column in ((f"{name}Zh", f"{name}En") if name == "label" else (name,))
    ]
    return " UNION ALL ".join(
        f"MATCH (n:`{class_name}`) WHERE n.{column} IS NOT NULL RETURN n.id AS id, n.{column} AS name"
        for column in columns
    )


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _shorter(kind: str, names: Iterable[str]) -> set[str]:
    """A place without the word for what it is: 浙江 for 浙江省."""
    if kind != "place":
        return set()
    return {
        name.removesuffix(suffix)
        for name in names
        for suffix in _SUFFIXES
        if name.endswith(suffix) and len(name) > 2
    }


def _near(wanted: str, names: Mapping[str, list[str]]) -> str:
    known = {name: id for id, own in names.items() for name in own}
    near = get_close_matches(wanted, known, 3, 0.5)
    return f"; near it are {', '.join(f'{name} ({known[name]})' for name in near)}" if near else ""


def _listed(candidates: Iterable[str]) -> list[str]:
    found = list(candidates)
    more = len(found) - _LISTED
    return found if more <= 0 else [*found[:_LISTED], f"and {more} more"]
