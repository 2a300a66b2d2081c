"""Who is pushing: one process at a time, known to the others, and forgotten when it has died.

The server keeps a holder's name and the time of its last sign of life by the server's clock. A holder gives
one with every batch. One that is silent for ``LEASE_SECONDS``, or whose process has ended on this machine, has
lost its right; what it still tries to write is refused.
"""

from __future__ import annotations

import os
import platform
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from kg.errors import GraphLocked

LEASE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that pushes; ``token`` tells two pushes of one process apart."""

    host: str
    pid: int
    since: str
    token: str

    @staticmethod
    def this_process() -> Holder:
        """This process, as the holder of a new lease."""
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        return Holder(_host(), os.getpid(), since, uuid.uuid4().hex)

    def __str__(self) -> str:
        """The form in which a server keeps it."""
        return " ".join((self.since, str(self.pid), self.token, self.host))

    @staticmethod
    def parse(text: str) -> Holder | None:
        """The holder that a server names, or None where the text is none.

        >>> holder = Holder.this_process()
        >>> Holder.parse(str(holder)) == holder, Holder.parse("somebody")
        (True, None)
        """
        pieces = text.split(" ", 3)
        if len(pieces) != 4 or not pieces[1].isascii() or not pieces[1].isdigit():
            return None
        return Holder(pieces[3], int(pieces[1]), pieces[0], pieces[2])


# The pushes of this process that are at work: another thread's is alive, one that was cut off is not. What
# a process does is known to it alone, so this is kept for the process.
_AT_WORK: set[str] = set()


@contextmanager
def at_work(holder: str) -> Iterator[None]:
    """Count a push of this process as alive while the block runs."""
    _AT_WORK.add(holder)
    try:
        yield
    finally:
        _AT_WORK.discard(holder)


def has_died(text: str) -> bool:
    """Whether the holder was a push on this machine that is there no more.

    >>> here = str(Holder.this_process())
    >>> with at_work(here):
    ...     has_died(here)
    False
    >>> has_died(here)
    True
    """
    holder = Holder.parse(text)
    if holder is None or holder.host != _host():
        return False
    if holder.pid == os.getpid():
        return text not in _AT_WORK
    # On Windows the question itself would end the process.
    if os.name != "posix":
        return False
    with suppress(PermissionError, OverflowError):
        try:
            os.kill(holder.pid, 0)
        except ProcessLookupError:
            return True
    return False


def _host() -> str:
    return platform.node() or "localhost"


def locked(server: str, text: str, silent: float) -> GraphLocked:
    """The error for a server that ``text`` is pushing to, whose last sign of life is ``silent`` seconds old."""
    holder = Holder.parse(text)
    who = f"process {holder.pid} on {holder.host}" if holder else repr(text)
    since = f" since {holder.since}" if holder else ""
    rest = max(1, round(LEASE_SECONDS - silent))
    return GraphLocked(
        f"{server}: {who} has been pushing to it{since}; wait for it to end (if it died, its right to write "
        f"ends in {rest} s)"
    )


def lost(server: str) -> GraphLocked:
    """The error for a push whose lease another has taken."""
    return GraphLocked(
        f"{server}: another push has taken over; this one stops here and left nothing half done"
    )
