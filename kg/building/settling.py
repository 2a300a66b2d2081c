"""Decisions about links, carried out on those of the few documents that they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from kg.building.planning import Plan
from kg.building.units import Held, LinkUnit, Settled
from kg.building.workshop import Workshop
from kg.mapping_alignments import target_facts
from kg.model import Document, Problem
from kg.review.apply import review_links
from ontology.registers import Registers


def settle_links(
    units: dict[str, LinkUnit], plan: Plan, workshop: Workshop, registers: Registers
) -> list[Problem]:
    """Change the units that decisions are about; gives back the decisions that found nothing."""
    rows = [row for row in plan.reviewed.decisions if row.kind == "link"]
    if not rows:
        return []
    documents = _Documents(plan.held, workshop)
    lowers = sorted({row.document for row in rows if row.document in plan.held})
    found = [link for stem in lowers if stem in units for link in _found(units[stem], workshop)]
    reviewed = replace(plan.reviewed, documents=cast("Mapping[str, Document]", documents))
    links = review_links(found, reviewed, registers)
    for stem in lowers:
        own = [link for link in links.alignments if link.lower.stem == stem]
        unit = units.get(stem, LinkUnit(plan.held[stem], ()))
        named = {stem, *(link.upper.stem for link in own)}
        rejected = tuple(one for one in links.applied if one.decision.document == stem)
        settled = Settled(tuple(own), tuple(_targets(unit, own, documents, registers)), rejected)
        known = {compared.upper.stem for compared in unit.compared}
        also = tuple(plan.held[name] for name in sorted(named) if name != stem and name not in known)
        units[stem] = replace(unit, settled=settled, also=also)
    return list(links.problems)


def _found(unit: LinkUnit, workshop: Workshop) -> Iterator[Any]:
    for facts in workshop.linker.facts(unit):
        yield from facts.links


def _targets(
    unit: LinkUnit, links: list[Any], documents: Mapping[str, Document], registers: Registers
) -> Iterator[Any]:
    from kg.alignment.candidates import Comparison
    from kg.targets import compare_targets

    for compared in unit.compared:
        pair = {held.stem: documents[held.stem] for held in (unit.lower, compared.upper)}
        comparison = Comparison(
            unit.lower.stem, compared.upper.stem, cast(Any, compared.relation), compared.lag_days
        )
        yield from target_facts(compare_targets(pair.values(), [comparison], links, registers.regions), pair)


class _Documents(dict[str, Document]):
    """The documents of a graph by stem, each read when it is asked for."""

    def __init__(self, held: Mapping[str, Held], workshop: Workshop) -> None:
        super().__init__()
        self._held = held
        self._workshop = workshop

    def __missing__(self, stem: str) -> Document:
        self[stem] = self._workshop.records.document(self._held[stem])
        return self[stem]

    def get(self, stem: str, default: Any = None) -> Any:
        """The document, ``default`` where it is not held."""
        return self[stem] if stem in self._held else default
