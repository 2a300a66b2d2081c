"""One input through the loaders: what came of it, how long it took, and which promises it broke."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Literal

from kg.errors import KGError
from kg.model import Document
from loaders.read import read_source
from loaders.sources import Source
from tests.hostile import material
from tests.hostile.inputs import Input
from tests.hostile.records import faults

Came = Literal["read", "refused", "fault", "traceback", "hang"]

# Seconds of processor time that a document may take; issue: "no hang (2 s a document)".
ALLOWED = 2.0
# Seconds of the clock after which a reading is stopped; a busy machine takes a while for two seconds of work.
STOPPED_AFTER = 60


class Hang(BaseException):
    """A reading that did not come to its end; no handler of errors catches it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an input: its records, or the message that refused it, or what went wrong.

    ``kept`` is the share of items and of agencies that a mildly damaged document kept.
    """

    input: Input
    came: Came
    seconds: float
    documents: tuple[Document, ...] = ()
    what: str = ""
    kept: tuple[float, float] | None = field(default=None)


def read_input(given: Input, path: Path) -> Outcome:
    """Read the file of an input, which is written at ``path``."""
    begin = time.process_time()
    came, documents, what = _read(path)
    seconds = time.process_time() - begin
    if came == "read" and (wrong := [fault for one in documents for fault in faults(one)]):
        came, what = "fault", f"{len(wrong)} faults: " + "; ".join(wrong[:3])
    if came in ("read", "refused") and seconds > ALLOWED:
        came, what = "hang", f"{seconds:.1f} s for {len(given.data):,} bytes"
    kept = _kept(given, documents) if given.kind == "mild" else None
    return Outcome(given, came, seconds, documents, what, kept)


def _read(path: Path) -> tuple[Came, tuple[Document, ...], str]:
    try:
        with _stopped(STOPPED_AFTER):
            return "read", read_source(Source(path), material.registers()), ""
    except KGError as error:
        message = str(error)
        return ("refused", (), message) if message.strip() else ("fault", (), "refused without a message")
    except Hang:
        return "hang", (), f"stopped after {STOPPED_AFTER} s in {traceback.format_exc(limit=-2)}"
    except Exception:
        return "traceback", (), traceback.format_exc(limit=-4)


def _kept(given: Input, documents: tuple[Document, ...]) -> tuple[float, float]:
    if not documents:
        return 0.0, 0.0
    return material.facts(given.stem).kept_in(material.Facts.of(documents[0]))


@contextmanager
def _stopped(seconds: int) -> Iterator[None]:
    """Raise Hang after so long, where the system has a signal for it."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
