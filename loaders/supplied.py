"""``corpus.toml``: what the texts of a folder's documents do not print, one table a document."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import InputError
from loaders.header import SUPPLIED

_KEYS = {*SUPPLIED, "url", "retrieved"}


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
