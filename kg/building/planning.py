"""What the graph of some documents is made of: who they are, what they cite, and which of them are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.building.codec import packed, unpacked
from kg.building.fingerprint import key_of
from kg.building.kept import Kept
from kg.building.outlines import Outlines
from kg.building.reading import Progress, Read
from kg.building.units import Brief, Compared, DocumentUnit, Held, LinkUnit
from kg.building.workers import Workers
from kg.building.workshop import Workshop
from kg.cited import References, by_document, resolve
from kg.ids import without_clash
from kg.mapping import document_ids
from kg.model import Problem
from kg.near_copies import NearCopy, measure_sketches
from kg.reprints import Reprints, find_reprints
from kg.review.apply import ReviewedDocuments, review_documents
from kg.review.records import Decision
from ontology.regions import Regions
from ontology.registers import Registers

if TYPE_CHECKING:
    from kg.alignment.candidates import Comparison
    from kg.alignment.nearest import Gist


@dataclass(slots=True)
class Plan:
    """The documents by their stem in this graph, in order, and the decisions about them."""

    held: dict[str, Held]
    briefs: dict[str, Brief]
    reviewed: ReviewedDocuments
    regions: Regions
    problems: list[Problem] = field(default_factory=list)

    def document_units(self, copies: Mapping[str, tuple[NearCopy, ...]]) -> dict[str, DocumentUnit]:
        """Every document with what it cites and repeats of the others."""
        citing = [replace(brief.citing, stem=stem) for stem, brief in self.briefs.items()]
        references = by_document(resolve(citing))
        units = {}
        for stem, held in self.held.items():
            own, copied = references.get(stem, _NONE), copies.get(stem, ())
            meant = {one.held for one in own.resolved} | {one.held for one in own.orders}
            meant |= {copy.source[0] for copy in copied}
            ids = {name: self.held[name].id for name in sorted({stem, *meant})}
            units[stem] = DocumentUnit(held, own, copied, ids)
        return units


_NONE = References((), (), (), ())


def plan_documents(
    read: Iterable[Read],
    decisions: Iterable[Decision],
    workshop: Workshop,
    kept: Kept,
    registers: Registers,
) -> Plan:
    """The documents that were read, in the same order whatever order they came in, as the decisions leave them."""
    found = [
        (brief.stem, brief.text, one.key, number, brief)
        for one in read
        if one.key is not None
        for number, brief in enumerate(one.brief.documents)
    ]
    briefs: dict[str, Brief] = {}
    records: dict[str, tuple[str, int]] = {}
    for stem, _, key, number, brief in sorted(found, key=lambda entry: entry[:4]):
        name = without_clash(stem, briefs)
        briefs[name], records[name] = brief, (key, number)
    reprints = find_reprints(replace(brief.print, stem=stem) for stem, brief in briefs.items())
    briefs = {stem: brief for stem, brief in briefs.items() if stem not in reprints.stems}
    ids = document_ids({stem: brief.header for stem, brief in briefs.items()})
    held = {stem: Held(stem, *records[stem], ids[stem]) for stem in briefs}
    plan = Plan(held, briefs, _reviewed(held, ids, decisions, workshop, registers), registers.regions)
    plan.problems += reprints.problems()
    plan.problems += same_identity({stem: brief.stem for stem, brief in briefs.items()}, ids, reprints)
    plan.problems += plan.reviewed.problems
    _keep_reviewed(plan, workshop, kept)
    return plan


def _reviewed(
    held: Mapping[str, Held],
    ids: Mapping[str, str],
    decisions: Iterable[Decision],
    workshop: Workshop,
    registers: Registers,
) -> ReviewedDocuments:
    """The documents that decisions on facts are about, as they leave them."""
    rows = list(decisions)
    named = {row.document for row in rows if row.kind != "link"}
    about = [stem for stem in held if stem in named or ids[stem] in named]
    documents = {stem: workshop.records.as_read(held[stem]) for stem in about}
    return review_documents(documents, ids, rows, registers)


def _keep_reviewed(plan: Plan, workshop: Workshop, kept: Kept) -> None:
    """Have the corrected records stand for the ones that were read."""
    for stem, document in plan.reviewed.documents.items():
        held = plan.held[stem]
        own = [repr(row) for row in plan.reviewed.decisions if row.kind != "link" and row.document == stem]
        key = key_of("reviewed", held.record, str(held.number), *own)
        kept.put("record", key, packed((document,)))
        kept.put("sketches", key, packed((measure_sketches(document),)))
        workshop.records.remember(key, (document,))
        plan.held[stem] = replace(held, record=key, number=0)
        plan.briefs[stem] = workshop.brief(document)
    if plan.reviewed.documents:
        kept.commit()


def plan_links(
    plan: Plan, workshop: Workshop, kept: Kept, workers: Workers, progress: Progress
) -> dict[str, LinkUnit]:
    """The lower documents with those they are compared with; a single document has none, and needs no matrices."""
    if len(plan.held) < 2:
        return {}
    outlines = Outlines(plan.held, workshop, kept)
    gists = outlines.gists(workers, progress)
    progress("choosing what to compare", 0, 1)
    found: dict[str, list[Compared]] = {}
    for one in _compared(plan, gists, outlines, kept):
        upper = Compared(plan.held[one.upper], one.relation, one.lag_days)
        found.setdefault(one.lower, []).append(upper)
    progress("choosing what to compare", 1, 1)
    return {stem: LinkUnit(plan.held[stem], tuple(compared)) for stem, compared in sorted(found.items())}


def _compared(plan: Plan, gists: list[Gist], outlines: Outlines, kept: Kept) -> list[Comparison]:
    """What to compare; how like two documents are is kept, for most are looked at again by the next build."""
    from kg.alignment.candidates import compared
    from kg.alignment.nearest import Measured

    names = {stem: held.content for stem, held in plan.held.items()}
    measured = Measured(names)
    for name, data in kept.find("likeness", names.values()).items():
        measured.known[name] = unpacked(data, dict[str, float])
    found = compared(gists, plan.regions, measured, outlines)
    held = set(names.values())
    for name in sorted(measured.new):
        # Of documents that have gone nothing is kept.
        kept.put("likeness", name, packed({n: like for n, like in measured.known[name].items() if n in held}))
    kept.commit()
    return found


def same_identity(stems: Mapping[str, str], ids: Mapping[str, str], reprints: Reprints) -> Iterator[Problem]:
    """The documents that are told apart by a suffix alone, but for those of one number, which are reported as that.

    ``stems`` are the names of the files by the documents' stems in the graph, as ``ids``.
    """
    told = {one.stem for one in reprints.shared_numbers} | {one.other for one in reprints.shared_numbers}
    by_id = {id: stem for stem, id in ids.items()}
    for id, stem in by_id.items():
        first, clash, _ = id.partition("~")
        if clash and stem not in told:
            what = f"has the same number, or issuer, date and title, as {stems[by_id[first]]}; both are kept"
            yield Problem("duplicate", stems[stem], what)
