"""Signals: each gives one number, the higher the more alike, for every item of one document and of another.

To add one, write a file with a class that has a ``name`` and a ``measure`` (see ``base.Signal``), list it here and
fit the weights again (``kg.alignment.fit_weights``).
"""

from __future__ import annotations

from kg.alignment.signals.base import Signal
from kg.alignment.signals.concepts import SharedConcepts, SharedKinds
from kg.alignment.signals.items import BareItems, GramsAlone, Profiles
from kg.alignment.signals.parts import ItemInClause, ItemInSentence
from kg.alignment.signals.roles import BothGeneral, BothSafeguard
from kg.alignment.signals.tasks import BestTask, SharedTasks

LIKENESS: tuple[Signal, ...] = (
    BareItems(),
    GramsAlone(),
    ItemInSentence(),
    ItemInClause(),
    SharedConcepts(),
    SharedKinds(),
    Profiles(),
)
TASKS: tuple[Signal, ...] = (SharedTasks(), BestTask())
ROLES: tuple[Signal, ...] = (BothGeneral(), BothSafeguard())

__all__ = ["LIKENESS", "ROLES", "TASKS", "Signal"]
