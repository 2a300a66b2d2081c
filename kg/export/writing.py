"""A graph into a file or folder, which is the old one or the new one at any time and never half of one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from kg.errors import StoreError, UsageError
from kg.export.formats import Format
from kg.export.source import Losses, Source
from kg.graph import Graph
from kg.stores.read_back import read_tables

_ALLOWED = 0o666


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written, in words, and what the format could not hold."""

    written: str
    losses: Losses


def export(graph: Graph, form: Format, target: Path | BinaryIO) -> Outcome:
    """Write the graph to ``target``: a path, or a stream such as standard output.

    A file or a folder of an earlier export is replaced when the new one is whole. Raises UsageError for a folder
    with other files in it, and where the format cannot be what is asked for; StoreError where it cannot be written.
    """
    return export_source(graph_source(graph), form, target)


def graph_source(graph: Graph) -> Source:
    """All of an open graph."""
    return Source(read_tables(graph.cypher, "cypher"), graph.base)


def export_source(source: Source, form: Format, target: Path | BinaryIO) -> Outcome:
    """Write tables as `export` does."""
    module = import_module(form.module)
    losses: Losses
    if not isinstance(target, Path):
        if not form.as_file:
            raise UsageError(f"{form.name} is a folder of files: name it with -o FOLDER")
        losses = module.write(source, target)
    elif _is_folder(form, target):
        with _replaced_folder(target, form) as folder:
            losses = module.write_folder(source, folder)
    else:
        with _replaced_file(target) as file:
            losses = module.write(source, file)
    return Outcome(_written(source, form), losses)


def _written(source: Source, form: Format) -> str:
    nodes, edges = source.tables.nodes, source.tables.edges
    if form.only:
        return f"{len(nodes.get(form.only, ())):,} {form.only} nodes as {form.name}"
    return (
        f"{sum(map(len, nodes.values())):,} nodes and {sum(map(len, edges.values())):,} edges as {form.name}"
    )


def _is_folder(form: Format, target: Path) -> bool:
    """Formats that can be both are a folder, but for a name with the ending of their files."""
    return form.as_folder and not (form.as_file and target.name.lower().endswith(form.endings))


@contextmanager
def _replaced_file(target: Path) -> Iterator[BinaryIO]:
    """A file beside the target, which takes its place when the block ends without an error."""
    if target.is_dir():
        raise UsageError(f"{target} is a folder; give the name of a file")
    with _writing(target):
        if target.exists() and not target.is_file():
            # A pipe or device cannot be replaced, only written to.
            with target.open("wb") as file:
                yield file
            return
        # Through a link, what it leads to is replaced and not the link.
        target = target.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
        new = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            new.chmod(_mode(target))
            new.replace(target)
        except BaseException:
            with suppress(OSError):
                new.unlink()
            raise


@contextmanager
def _replaced_folder(target: Path, form: Format) -> Iterator[Path]:
    """A folder beside the target, which takes its place when the block ends without an error."""
    with _writing(target):
        target = target.resolve()
        _check_ours(target, form)
        new = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}-", dir=target.parent))
        try:
            yield new
            new.chmod(_mode(target) | 0o111)
            old = new.with_name(new.name + "-old")
            if target.exists():
                target.rename(old)
            try:
                new.rename(target)
            except OSError:
                if old.exists():
                    old.rename(target)
                raise
            shutil.rmtree(old, ignore_errors=True)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


def _check_ours(target: Path, form: Format) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file; {form.name} needs a folder")
    names = {entry.name for entry in target.iterdir()}
    others = {name for name in names if name != form.marker and not name.endswith(".csv")}
    if names and (form.marker not in names or others):
        raise UsageError(f"{target} holds other files; give a new or empty folder")


def _mode(target: Path) -> int:
    """The permissions of what is replaced, else those that the user's new files have."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _ALLOWED & ~mask


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{target}: cannot be written: {error.strerror or error}") from error
