"""What every store of a graph can do, and the stores there are, by the scheme of their URL.

A store is written once from `GraphTables` and then answers read-only questions in its own language. All
methods are required of all stores; ``tests/stores/test_contract.py`` runs over every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self, cast

from kg.errors import UsageError
from kg.ids import DEFAULT_BASE
from kg.tables import GraphTables, Value

Language = Literal["sparql", "cypher"]
# JSON's values: what a cell of an answer can be.
Cell = str | int | float | bool | None | Sequence["Cell"] | Mapping[str, "Cell"]
Parameter = str | int | float | bool | None | Sequence["Parameter"]


class Reference(str):
    """A short identifier given as a parameter that means the node, not the text.

    A Cypher store compares it with ``id``; a SPARQL store makes it an IRI.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: the names of its columns, all different, and its rows of plain values."""

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    def objects(self) -> list[dict[str, Cell]]:
        """The rows as JSON objects.

        >>> Rows(("ask",), [(True,)]).objects()
        [{'ask': True}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    @staticmethod
    def of(columns: Sequence[str], rows: list[tuple[Cell, ...]]) -> Rows:
        """An answer with its columns checked; raises UsageError where two have one name.

        >>> Rows.of(["m.id", "m.id"], [])
        Traceback (most recent call last):
        kg.errors.UsageError: two columns are called 'm.id'; give one of them another name with AS
        """
        for name in columns:
            if columns.count(name) > 1:
                raise UsageError(f"two columns are called {name!r}; give one of them another name with AS")
        return Rows(tuple(columns), rows)


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its short id, its class and its literal properties by their names in the ontology."""

    id: str
    class_name: str
    properties: Mapping[str, Value]


class Store(Protocol):
    """A graph that was loaded in bulk and answers questions.

    All methods raise StoreError where the store cannot be reached or read.
    """

    @property
    def language(self) -> Language:
        """The language of its questions."""
        ...

    def load(self, tables: GraphTables) -> None:
        """Make the store hold exactly this graph; loading twice is loading once."""
        ...

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a read-only question.

        ``parameters`` are Cypher's ``$name``, all of which must be given, or take the place of the example
        in SPARQL's ``VALUES ?name { … }``; one that the question lacks is an error. With ``terms``, cells of
        a SPARQL answer are RDF terms as N-Triples writes them, with language tags and datatypes.

        Raises QueryRefused for what would write or reach out, UsageError for what the engine cannot read.
        """
        ...

    def counts(self) -> dict[str, int]:
        """How many nodes every class of the ontology and how many edges every relation has, 0 too."""
        ...

    def node(self, id: str) -> Node | None:
        """The node with this short id, or None."""
        ...

    def close(self) -> None:
        """Let go of the store; a second call does nothing."""
        ...

    def __enter__(self) -> Self:
        """The store itself; leaving the block closes it."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the store."""
        ...


Opener = Callable[..., Store]

# Each class is called with the path, ``base`` and ``read_only``; it is imported when asked for.
STORES: Mapping[str, str] = {
    "oxigraph": "kg.stores.oxigraph_store:OxigraphStore",
    "ladybug": "kg.stores.ladybug_store:LadybugStore",
}


def open_store(url: str, *, base: str = DEFAULT_BASE, read_only: bool = True) -> Store:
    """The store that ``url`` names, e.g. ``oxigraph:PATH`` or ``ladybug:PATH``.

    >>> open_store("redis://localhost")
    Traceback (most recent call last):
    kg.errors.UsageError: 'redis://localhost' names no store; use one of oxigraph:PATH, ladybug:PATH

    Raises UsageError for a URL that names no store, StoreError for a store that cannot be opened.
    """
    scheme, _, rest = url.partition(":")
    if scheme not in STORES or not rest:
        known = ", ".join(f"{name}:PATH" for name in STORES)
        raise UsageError(f"{url!r} names no store; use one of {known}")
    module, _, name = STORES[scheme].partition(":")
    opener = cast(Opener, getattr(import_module(module), name))
    return opener(Path(rest), base=base, read_only=read_only)
