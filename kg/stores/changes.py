"""Making a server hold exactly a graph: find the difference, write it in batches, count.

What the server holds of ours is read first and only the difference is written. So a second push changes
nothing, one that was cut off is continued by the next, and a rebuild sends what it changed. What others have
put on the server is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from kg.errors import StoreError
from kg.tables import GraphTables

T = TypeVar("T")
Action = Literal["add", "change", "remove"]
# Called with a step's name, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]

# A transaction of this size costs little beside its contents, and is soon done again when it is cut off.
BATCH_ROWS = 10_000
# Characters: a few long texts fill a batch as well.
BATCH_SIZE = 4_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """One request: what it does to how many things of which kind, and how to send it."""

    action: Action
    what: str
    size: int
    send: Callable[[], None]


@dataclass(slots=True)
class Plan:
    """The difference as batches in the order they must be sent, and how much is there already."""

    batches: list[Batch] = field(default_factory=list)
    unchanged: int = 0

    def total(self, action: Action) -> int:
        """How many things are added, changed or removed."""
        return sum(batch.size for batch in self.batches if batch.action == action)


class Target(Protocol):
    """A server that a graph can be pushed to."""

    def lease(self) -> AbstractContextManager[None]:
        """The right to write, which one process has at a time; raises GraphLocked where another has it."""
        ...

    def prepare(self) -> None:
        """Make what must be there before the first node, such as constraints."""
        ...

    def plan(self, tables: GraphTables) -> Plan:
        """The difference between what the server holds and ``tables``."""
        ...

    def counted(self, tables: GraphTables) -> Iterable[tuple[str, int, int]]:
        """What was counted, how many there are on the server, and how many there must be."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a push did: numbers of nodes and edges, or of triples, as ``unit`` says."""

    unit: str
    added: int
    changed: int
    removed: int
    unchanged: int


def bring_up_to_date(
    target: Target, tables: GraphTables, unit: str, progress: Progress | None = None
) -> Outcome:
    """Make the server hold exactly ``tables`` of what is ours.

    Raises GraphLocked while another process does, StoreError where the server cannot be reached, or holds
    something else in the end.
    """
    report = progress or (lambda step, done, total: None)
    with target.lease():
        report("comparing", 0, 1)
        target.prepare()
        plan = target.plan(tables)
        report("comparing", 1, 1)
        total = sum(batch.size for batch in plan.batches)
        done = 0
        for batch in plan.batches:
            batch.send()
            done += batch.size
            report("writing", done, total)
        report("counting", 0, 1)
        _verify(target.counted(tables))
        report("counting", 1, 1)
    return Outcome(unit, plan.total("add"), plan.total("change"), plan.total("remove"), plan.unchanged)


def batched(items: Iterable[T], size_of: Callable[[T], int], rows: int = BATCH_ROWS) -> Iterator[Sequence[T]]:
    """The items in groups of at most ``rows`` items and about ``BATCH_SIZE`` characters.

    >>> list(batched("abcde", len, 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    group: list[T] = []
    size = 0
    for item in items:
        length = size_of(item)
        if group and (len(group) >= rows or size + length > BATCH_SIZE):
            yield group
            group, size = [], 0
        group.append(item)
        size += length
    if group:
        yield group


def _verify(counts: Iterable[tuple[str, int, int]]) -> None:
    wrong = [f"{there} of {name} instead of {wanted}" for name, there, wanted in counts if there != wanted]
    if wrong:
        more = f" and {len(wrong) - 5} other differences" if len(wrong) > 5 else ""
        raise StoreError(f"after the push the server holds {', '.join(wrong[:5])}{more}; push once more")
