"""Where a question is put: to the graph folder, or with ``--store`` to another store, embedded or on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Command
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.stores.protocol import Language, Parameter, Rows, Store

credentials_option: Callable[[Command], Command] = click.option(
    "--credentials",
    type=click.Path(path_type=Path),
    envvar="KG_CREDENTIALS",
    show_envvar=True,
    help="TOML file with user name and password for a server that only you can read.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A store that stands in place of the graph folder; without ``url`` it is the folder that is asked."""

    url: str | None = None
    base: str | None = None
    credentials: Path | None = None


def store_options(command: Command) -> Command:
    """``--store``, ``--base`` and ``--credentials``: ``Place.of`` reads them."""
    options = (
        click.option("--store", metavar="URL", help="Ask this store in place of the graph folder."),
        click.option(
            "--base",
            envvar="KG_BASE",
            show_envvar=True,
            help="What the IRIs of --store begin with, where it holds several graphs.",
        ),
        credentials_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


class EmbeddedStore:
    """One of the two stores of a graph folder."""

    def __init__(self, graph: Graph, language: Language) -> None:
        self._graph = graph
        self.language = language

    def query(
        self, text: str, parameters: Mapping[str, Parameter] | None = None, *, terms: bool = False
    ) -> Rows:
        """The answer to a question."""
        if self.language == "sparql":
            return self._graph.sparql(text, parameters, terms=terms)
        return self._graph.cypher(text, parameters)


@contextmanager
def asked(graph: Path, place: Place, language: Language | None) -> Iterator[EmbeddedStore | Store]:
    """The store to ask, in ``language`` where that is given.

    Raises UsageError for a store of another language, and what opening the store raises.
    """
    if place.url is None:
        from kg.graph import Graph

        with Graph(graph) as opened:
            yield EmbeddedStore(opened, language or "sparql")
        return
    from kg.connect import open_any

    with open_any(place.url, base=place.base, credentials=place.credentials) as store:
        if language not in (None, store.language):
            raise UsageError(f"{place.url} is asked in {store.language}, not in {language}")
        yield store
