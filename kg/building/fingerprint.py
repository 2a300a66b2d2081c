"""What results are kept by: hashes of sources, and of the rules and registers that read them."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePath

from loaders.sources import Source

# The rooms whose code and data a record, a link or a row can depend on.
_ROOMS = ("kg", "loaders", "ontology")
_PASSED_OVER = frozenset(("__pycache__", "cli", "serve", "export"))
_ROOT = Path(__file__).parents[2]


@cache
def rules_fingerprint() -> str:
    """A hash of all code and data by which documents are read, linked and mapped.

    >>> len(rules_fingerprint())
    32
    """
    digest = blake2b(digest_size=16)
    for room in _ROOMS:
        for path in sorted((_ROOT / room).rglob("*")):
            if path.is_file() and not _PASSED_OVER & set(path.relative_to(_ROOT).parts):
                content = path.read_bytes()
                name = path.relative_to(_ROOT).as_posix()
                digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def key_of_source(source: Source) -> str:
    """The hash of a source: its bytes, name and format, what ``corpus.toml`` says of it, and the rules.

    Raises InputError where its file cannot be opened.
    """
    ending = PurePath(source.place).suffix.lower()
    head = json.dumps(
        [rules_fingerprint(), source.stem, ending, dict(source.supplied)], sort_keys=True
    ).encode()
    digest = blake2b(len(head).to_bytes(8, "big") + head, digest_size=16)
    digest.update(source.data())
    return digest.hexdigest()


def key_of(*parts: str) -> str:
    """The hash of some texts.

    >>> key_of("ab", "c") == key_of("a", "bc")
    False
    """
    return blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()
