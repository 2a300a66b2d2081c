"""Files, folders and archives as given → the documents to read, and what ``corpus.toml`` beside them says."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kg.errors import InputError
from loaders.file_formats import ARCHIVES, ENDINGS, read_format
from loaders.file_text import FileText
from loaders.several_plans import split_plans
from loaders.supplied import read_table
from loaders.text_file import read_bytes
from loaders.zip_file import MOST_LEVELS, list_members, read_member

_TABLE = "corpus.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read; ``supplied`` is its table in the ``corpus.toml`` of its own folder.

    ``members`` are the names that lead to it inside of an archive, outermost first.
    """

    path: Path
    supplied: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The name by which commands know the document: its file's, without the ending."""
        return unicodedata.normalize("NFC", printable(_name(self.path, self.members).stem))

    @property
    def place(self) -> str:
        """The file as messages name it, through the archives that hold it."""
        return printable("/".join((str(self.path), *self.members)))

    def data(self) -> bytes:
        """The bytes of the file; raises InputError where they cannot be read."""
        if self.members:
            return read_member(self.path, self.members, str(self.path))
        return read_bytes(self.path)

    def texts(self) -> tuple[FileText, ...]:
        """The texts of the file, one a plan; raises InputError where there is none."""
        return split_plans(read_format(self.data(), self.place, _name(self.path, self.members).suffix))

    def read(self) -> str:
        """The text of the file, of its first plan where it holds several; raises InputError as ``texts`` does."""
        return self.texts()[0].text


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file that is not read, and why."""

    place: str
    what: str

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        return PurePosixPath(self.place).stem

    @property
    def suffix(self) -> str:
        """The ending of the file's name."""
        return PurePosixPath(self.place).suffix

    def __str__(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents found, in order of path, and files that were passed over."""

    found: tuple[Source, ...]
    passed_over: tuple[PassedOver, ...]


def find_sources(paths: Iterable[Path]) -> Sources:
    """The documents of ``paths``: files themselves, folders and archives with all in them, each file once.

    Raises InputError for a path that does not exist, a folder without documents, or a ``corpus.toml`` that
    cannot be read.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        files |= {file.resolve(): file for file in _files(path)}
    tables: dict[Path, Mapping[str, Mapping[str, str]]] = {}
    found: list[Source] = []
    passed_over: list[PassedOver] = []
    for real, given in files.items():
        if real.parent not in tables:
            tables[real.parent] = read_table(real.parent / _TABLE)
        table = tables[real.parent]
        for one in _documents(given):
            if isinstance(one, PassedOver):
                passed_over.append(one)
            else:
                found.append(Source(given, table.get(_name(real, one).stem, {}), one))
    return Sources(tuple(found), tuple(passed_over))


def printable(name: str) -> str:
    r"""The name of a file as text: bytes that are no UTF-8 spelt out, since no store takes them.

    >>> print(printable("a\udcff.txt"))
    a\xff.txt
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _name(path: Path, members: tuple[str, ...]) -> PurePosixPath:
    return PurePosixPath(members[-1]) if members else PurePosixPath(path.name)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not _is_hidden(p.relative_to(path))]
        documents = [p for p in inside if p.suffix.lower() in ENDINGS]
        if not documents:
            raise InputError(path, "holds no document; put .txt, .html, .docx, .pdf or .zip files in it")
        return documents
    if not path.exists():
        raise InputError(path, "no such file or folder")
    return [path]


def _is_hidden(path: PurePosixPath | Path) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in path.parts)


def _documents(path: Path) -> Iterator[tuple[str, ...] | PassedOver]:
    """What leads to the documents of a file: nothing more, or the names inside of an archive."""
    if path.suffix.lower() in ARCHIVES:
        yield from _members(path, (), path)
    else:
        yield ()


def _members(
    archive: Path | bytes, above: tuple[str, ...], path: Path
) -> Iterator[tuple[str, ...] | PassedOver]:
    place = printable("/".join((str(path), *above)))
    try:
        members = list_members(archive, place)
    except InputError as error:
        yield PassedOver(place, _reason(error))
        return
    for member in members:
        name = PurePosixPath(member.name)
        if name.suffix.lower() not in ENDINGS or (_is_hidden(name) and not member.refused):
            continue
        inside = (*above, member.name)
        if member.refused:
            yield PassedOver(f"{place}/{member.name}", member.refused)
        elif name.suffix.lower() not in ARCHIVES:
            yield inside
        elif len(inside) >= MOST_LEVELS:
            yield PassedOver(
                f"{place}/{member.name}", "is an archive too deep inside others; unpack it first"
            )
        else:
            try:
                data = read_member(archive, (member.name,), place)
            except InputError as error:
                yield PassedOver(f"{place}/{member.name}", _reason(error))
            else:
                yield from _members(data, inside, path)


def _reason(error: InputError) -> str:
    return str(error).removeprefix(f"{error.path}: ")
