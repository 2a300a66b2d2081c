"""How long a text takes from bytes to record, in seconds of the processor."""

from __future__ import annotations

import contextlib
import time

from kg.errors import KGError
from loaders.document import read_document
from loaders.file_formats import read_format
from loaders.several_plans import split_plans
from ontology.registers import Registers

# Below this many seconds a measurement says more about the machine than about the text.
NEGLIGIBLE = 0.02


def seconds(text: str, registers: Registers, runs: int = 1) -> float:
    """The least time of some readings of ``text``, at least NEGLIGIBLE; a text that is refused counts like one that is read."""
    data = text.encode()
    best = float("inf")
    for _ in range(runs):
        begin = time.process_time()
        with contextlib.suppress(KGError):
            for found in split_plans(read_format(data, "pattern.txt", ".txt")):
                read_document(found.text, "pattern", registers)
        best = min(best, time.process_time() - begin)
    return max(best, NEGLIGIBLE)
