"""Where a question is put: to the graph folder, or with ``--store`` to another store, embedded or on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Command
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph import AskedGraph
    from kg.stores.protocol import Language, Store

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


@contextmanager
def asked(graph: Path, place: Place, language: Language | None) -> Iterator[AskedGraph | Store]:
    """The store to ask, in ``language`` where that is given.

    Raises UsageError for a store of another language, and what opening the store raises.
    """
    if place.url is None:
        from kg.graph import AskedGraph, Graph

        with Graph(graph) as opened:
            yield AskedGraph(opened, language or "sparql")
        return
    from kg.connect import open_any

    with open_any(place.url, base=place.base, credentials=place.credentials) as store:
        if language not in (None, store.language):
            raise UsageError(f"{place.url} is asked in {store.language}, not in {language}")
        yield store
