"""The errors a user can meet, as one tree with an exit status each.

    KGError                    1  something in the data was lost or is in conflict
    ├── UsageError             2  the command or its arguments are wrong
    │   ├── QueryRefused       2  a free question that would write, read a file or reach out
    │   └── AmbiguousName      2  a name that fits several things
    ├── InputError             3  a file or folder that cannot be read
    │   ├── EncodingError      3  bytes that are no text in any known encoding
    │   └── GraphNotFound      3  a folder that holds no graph
    ├── StoreError             3  a store that cannot be reached or written
    │   └── GraphLocked        3  another process is writing the graph
    ├── DocumentError          1  a document that cannot be understood
    └── RegisterError          1  an ontology file or register that contradicts itself

Every error carries a message that says what to do; ``kg.cli`` turns it into one line on stderr and the
exit status. Anything outside this tree is a bug and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class KGError(Exception):
    """Root of all errors of this project.

    >>> KGError("two owners").exit_status
    1
    """

    exit_status = 1


class UsageError(KGError):
    """The command or its arguments are wrong."""

    exit_status = 2


class QueryRefused(UsageError):
    """A free question that would write, read a file or reach out."""


class AmbiguousName(UsageError):
    """A name that fits several things; ``candidates`` lists them."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{name!r} fits several: {', '.join(self.candidates)}; give one of these")


class InputError(KGError):
    """A file or folder that cannot be read; ``path`` names it."""

    exit_status = 3

    def __init__(self, path: Path | str, what: str) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: {what}")


class EncodingError(InputError):
    """Bytes that are no text in any known encoding."""


class GraphNotFound(InputError):
    """A folder that holds no graph."""


class StoreError(KGError):
    """A store that cannot be reached or written."""

    exit_status = 3


class GraphLocked(StoreError):
    """Another process is writing the graph."""


class DocumentError(KGError):
    """A document that cannot be understood; ``path`` names its file."""

    def __init__(self, path: Path | str, what: str) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: {what}")


class RegisterError(KGError):
    """An ontology file or register that contradicts itself; the message names both owners."""
