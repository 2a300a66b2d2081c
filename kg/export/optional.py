"""Packages that not every user needs: what to say where one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kg.errors import UsageError

# The extra of this distribution that brings them.
EXTRA = "policy-cascade[tables]"


@contextmanager
def needed(package: str, purpose: str) -> Iterator[None]:
    """Import an optional package inside of this block.

    >>> with needed("Nothing", "poetry"):
    ...     import nothing_of_this_name
    Traceback (most recent call last):
    kg.errors.UsageError: poetry needs the package Nothing; run `pip install 'policy-cascade[tables]'`

    Raises UsageError where it is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError(f"{purpose} needs the package {package}; run `pip install '{EXTRA}'`") from error
