"""Signals: each gives one number, the higher the more alike, for every item of one document and of another.

To add one, write a file with a class that has a ``name`` and a ``measure`` (see ``base.Signal``), list it here,
name it in ``score.py`` and fit the weights again (``kg.alignment.fit``).
"""

from __future__ import annotations

from kg.alignment.signals.base import Signal
from kg.alignment.signals.items import BareItems, GramsAlone, MovedItems, Words
from kg.alignment.signals.parts import ItemInClause, ItemInSentence, SentenceInItem, SentenceInSentence
from kg.alignment.signals.roles import BothGeneral, BothSafeguard
from kg.alignment.signals.tasks import BestTask, SharedTasks

LIKENESS: tuple[Signal, ...] = (
    MovedItems(),
    BareItems(),
    GramsAlone(),
    Words(),
    ItemInSentence(),
    ItemInClause(),
    SentenceInItem(),
    SentenceInSentence(),
)
TASKS: tuple[Signal, ...] = (SharedTasks(), BestTask())
ROLES: tuple[Signal, ...] = (BothGeneral(), BothSafeguard())

__all__ = ["LIKENESS", "ROLES", "TASKS", "Signal"]
