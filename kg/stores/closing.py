"""Leaving the block of a store closes it: the same for all."""

from __future__ import annotations

from typing import Self


class Closing:
    """What is closed when its block is left."""

    def close(self) -> None:
        """Let go of what is held; a second call does nothing."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of what is held."""
        self.close()
