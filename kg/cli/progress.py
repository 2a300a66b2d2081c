"""Progress of long work on stderr: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

# A run of fewer steps is over before a bar could be read.
_LEAST = 20


class Progress:
    """Shows the step of a run that is at work, how much of it is done, how fast, and the time left."""

    def __init__(self) -> None:
        self._bar: click.progressbar[int] | None = None  # type: ignore[valid-type]  # click types the factory
        self._name = ""
        self._begun = 0.0

    def step(self, name: str, done: int, total: int) -> None:
        """``done`` of ``total`` of the step ``name`` are done."""
        if total < _LEAST or not sys.stderr.isatty():
            return
        if name != self._name:
            self._close()
            self._name = name
            self._begun = time.monotonic()
            self._bar = click.progressbar(
                length=total,
                label=name,
                file=sys.stderr,
                show_pos=True,
                item_show_func=lambda done: done and self._rate(done),
            )
        if self._bar is not None:
            self._bar.update(done - self._bar.pos, done)

    def _rate(self, done: int) -> str:
        return f"{done / max(0.001, time.monotonic() - self._begun):.1f}/s"

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.render_finish()
        self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close()
