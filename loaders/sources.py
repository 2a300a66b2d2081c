"""Files and folders as given → the documents to read, and what ``corpus.toml`` beside them says."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError
from loaders.header import SUPPLIED
from loaders.text_file import read_text_file

# What reads a file, by the ending of its name; another format is one file and one line here.
FORMATS: Mapping[str, Callable[[Path], str]] = {".txt": read_text_file, ".text": read_text_file}
# Documents in formats that are not read: in a folder they are reported as skipped, other files are not.
_OTHER_DOCUMENTS = {".pdf", ".docx", ".doc", ".wps", ".html", ".htm", ".rtf", ".ofd", ".xlsx", ".xls", ".zip"}
_TABLE = "corpus.toml"
_KEYS = {*SUPPLIED, "url", "retrieved"}


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read; ``supplied`` is its table in the ``corpus.toml`` of its own folder."""

    path: Path
    supplied: Mapping[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The name by which commands know the document: its file's, without the ending."""
        return unicodedata.normalize("NFC", self.path.stem)

    def read(self) -> str:
        """The text of the file; raises InputError where there is none."""
        return FORMATS.get(self.path.suffix.lower(), read_text_file)(self.path)


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents found, in order of path, and files of other formats that were passed over."""

    found: tuple[Source, ...]
    passed_over: tuple[Path, ...]


def find_sources(paths: Iterable[Path]) -> Sources:
    """The documents of ``paths``: files themselves, folders with all below them, each file once.

    Raises InputError for a path that does not exist, a folder without documents, or a ``corpus.toml`` that
    cannot be read.
    """
    found: dict[Path, Path] = {}
    passed_over: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [p for p in sorted(path.rglob("*")) if p.is_file() and not _is_hidden(p, path)]
            documents = [p for p in inside if p.suffix.lower() in FORMATS]
            others = [p for p in inside if p.suffix.lower() in _OTHER_DOCUMENTS]
            if not documents and not others:
                raise InputError(path, f"holds no document; put {' or '.join(FORMATS)} files in it")
            passed_over += others
        elif path.exists():
            is_other = path.suffix.lower() in _OTHER_DOCUMENTS
            documents = [] if is_other else [path]
            passed_over += [path] if is_other else []
        else:
            raise InputError(path, "no such file or folder")
        found |= {document.resolve(): document for document in documents}
    tables: dict[Path, Mapping[str, Mapping[str, str]]] = {}
    for resolved in found:
        if resolved.parent not in tables:
            tables[resolved.parent] = read_table(resolved.parent / _TABLE)
    sources = [Source(given, tables[real.parent].get(real.stem, {})) for real, given in found.items()]
    return Sources(tuple(sources), tuple(passed_over))


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def read_table(path: Path) -> Mapping[str, Mapping[str, str]]:
    """A ``corpus.toml``: one table a document, by stem; empty where there is no such file.

    Raises InputError for what is no TOML, for a key that is not known and for a value that is no text or date.
    """
    if not path.is_file():
        return {}
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(path, f"cannot be read: {error}") from None
    return {stem: _table(path, stem, table) for stem, table in tables.items()}


def _table(path: Path, stem: str, table: Any) -> Mapping[str, str]:
    if not isinstance(table, dict):
        raise InputError(path, f"{stem!r} must be a table: write [{stem}] above its keys")
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise InputError(
            path, f"[{stem}] has unknown keys {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}"
        )
    values = {
        key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in table.items()
    }
    wrong = [key for key, value in values.items() if not isinstance(value, str)]
    if wrong:
        raise InputError(path, f"[{stem}] {wrong[0]} must be text in quotation marks")
    return values
