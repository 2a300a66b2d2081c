"""Files → records → graph: one build of a graph folder, with the account of what was read and lost.

What was read of a document, and the links between two, are kept in the graph's folder by their content
(`kg.building.kept`), so that a build does only what no build before it has done. The graph is written as a stream, or,
where few documents have changed, as the one before with changes; both give the same triples.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.building import kept as keeping
from kg.building.copying import find_copies
from kg.building.graph import Builder, Written, document_changes, link_changes
from kg.building.kept import Kept, Kind
from kg.building.manifest import Manifest
from kg.building.planning import Plan, plan_documents, plan_links
from kg.building.reading import Progress, Read, read_sources
from kg.building.records import Damaged
from kg.building.settling import settle_links
from kg.building.units import DocumentUnit, LinkUnit
from kg.building.workers import Workers, rare_collections
from kg.building.workshop import Workshop, WorkshopMaker
from kg.building.writing import Writing
from kg.errors import DocumentError, GraphNotFound, InputError
from kg.generations import Generation, GraphFolder
from kg.graph import ACCOUNT
from kg.ids import DEFAULT_BASE, require_base
from kg.model import Problem
from kg.report import Report
from kg.review.file import read_decisions
from kg.review.records import Decision
from kg.review.run import decisions_file
from loaders.sources import Sources, find_sources
from ontology.registers import Registers

if TYPE_CHECKING:
    from kg.alignment.score import Weights

# A graph of fewer documents is written anew as fast as it is changed.
FEWEST_TO_CHANGE = 200
# One part in so many may change before all is written anew; every reader reads the changes when it opens the graph.
CHANGED_AT_MOST = 100
PAIRS_OF_A_CHANGE = 100


def build(
    paths: Sequence[Path],
    folder: Path,
    *,
    base: str = DEFAULT_BASE,
    decisions: Path | None = None,
    weights: Path | None = None,
    progress: Progress | None = None,
    jobs: int | None = None,
    fewest_to_change: int = FEWEST_TO_CHANGE,
) -> Report:
    """Build the graph of exactly these files and folders, and make it the current one of ``folder``.

    The graph that was there stays until the new one is finished, and stays when no document can be read.
    ``decisions`` is the analyst's table (see ``kg.review``), by default ``decisions.csv`` in the folder.
    ``weights`` are those of the links where they are not the ones that come with the project (``weights.toml``).
    ``progress`` is called with a step's name, how much of it is done and how much there is. ``jobs`` is the number
    of processes, by default one for each core. A graph of ``fewest_to_change`` documents is changed in place of
    being written anew, where little is new.

    Raises InputError where nothing is there to read, DocumentError where nothing could be read of it, StoreError
    (GraphLocked) where the folder cannot be written.
    """
    require_base(base)
    sources = find_sources(paths)
    if decisions is not None and not decisions.is_file():
        raise InputError(decisions, "no such table of decisions")
    reviewed = read_decisions(decisions_file(folder, decisions))
    chosen = _Chosen.read(weights) if weights is not None else None
    graph = GraphFolder(folder)
    with graph.build() as generation, Kept(folder / keeping.NAME) as kept, rare_collections():
        run = _Run(graph, kept, base, progress or _silent, jobs, fewest_to_change, chosen)
        try:
            return run.build(generation, sources, reviewed)
        except Damaged:
            # Only what was looked at is known to be whole: look at everything, and read again what is not.
            kept.drop_damaged()
            return run.build(generation, sources, reviewed)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Weights that do not come with the project, and the name of their file."""

    file: str
    weights: Weights

    @classmethod
    def read(cls, path: Path) -> _Chosen:
        from kg.alignment.score import Weights

        return cls(path.name, Weights.load(path))


class _Run:
    """One build with what it needs all along."""

    def __init__(
        self,
        graph: GraphFolder,
        kept: Kept,
        base: str,
        progress: Progress,
        jobs: int | None,
        fewest_to_change: int,
        weights: _Chosen | None,
    ) -> None:
        self._graph = graph
        self._kept = kept
        self._base = base
        self._progress = progress
        self._jobs = jobs
        self._fewest_to_change = fewest_to_change
        self._weights = weights
        self._registers = Registers.load()

    def build(self, generation: Generation, sources: Sources, decisions: Iterable[Decision]) -> Report:
        weights = self._weights.weights if self._weights else None
        workshop = Workshop(self._registers, self._kept, self._base, weights)
        maker = WorkshopMaker(self._kept.path, self._base, weights)
        with Workers(workshop, maker, self._jobs) as workers:
            read = read_sources(sources.found, self._kept, workers, self._progress)
            skipped = [*_passed_over(sources), *(one.brief.skipped for one in read if one.brief.skipped)]
            if not any(one.brief.documents for one in read):
                raise DocumentError(self._graph.path, _nothing_kept(skipped))
            plan = plan_documents(read, decisions, workshop, self._kept, self._registers)
            builder = Builder(self._registers, workshop, workers, self._kept, self._base, self._progress)
            written, used = self._write(generation, plan, builder)
        report = _report(sources, skipped, plan, written)
        _write_account(generation, report, self._base, self._weights)
        self._forget(read, used)
        return report

    def _write(self, generation: Generation, plan: Plan, builder: Builder) -> tuple[Written, list[Manifest]]:
        """Write the graph, as changes of another one where that is worth it; with the manifests it stands on."""
        base = self._standing_on(plan, builder.workshop.rules)
        before = base[1].documents if base else {}
        copies = find_copies(plan, before, builder.workshop, self._kept, builder.workers, self._progress)
        documents = plan.document_units(copies)
        if base is None:
            return self._write_all(generation, documents, plan, builder)
        old, manifest = base
        links = self._links(plan, builder)
        if not self._is_worth(manifest, documents, links):
            return self._write_all(generation, documents, plan, builder, links)
        written = builder.write_changes(manifest, (documents, links), (old, generation))
        generation.stand_on(old)
        current = Manifest(manifest.rules, self._base, documents, links, manifest.shared, (), {})
        return written, [manifest, current]

    def _write_all(
        self,
        generation: Generation,
        documents: dict[str, DocumentUnit],
        plan: Plan,
        builder: Builder,
        links: dict[str, LinkUnit] | None = None,
    ) -> tuple[Written, list[Manifest]]:
        """Write the whole graph: links are looked for while the documents are loaded."""
        with Writing(generation, self._base) as writing:
            manifest = builder.write_documents(writing, documents)
            if links is None:
                links = self._links(plan, builder)
            conflicts = (*manifest.conflicts, *builder.write_links(writing, links, generation))
            builder.workers.stop()  # their memory is for the engines now
            writing.finish()
        whole = Manifest(
            manifest.rules,
            self._base,
            documents,
            links,
            manifest.shared,
            conflicts,
            dict(writing.counts),
        )
        if len(documents) >= self._fewest_to_change:
            whole.write(generation.path)
        return Written(whole.counts, conflicts), [whole]

    def _links(self, plan: Plan, builder: Builder) -> dict[str, LinkUnit]:
        units = plan_links(plan, builder.workshop, self._kept, builder.workers, self._progress)
        plan.problems += settle_links(units, plan, builder.workshop, self._registers)
        return units

    def _standing_on(self, plan: Plan, rules: str) -> tuple[Generation, Manifest] | None:
        """The whole generation that the current one stands on, and its manifest; None where it is of no use."""
        if len(plan.held) < self._fewest_to_change:
            return None
        try:
            base = self._graph.base_of(self._graph.current())
        except GraphNotFound:
            return None
        manifest = Manifest.read(base.path) if base is not None else None
        if base is None or manifest is None:
            return None
        if (manifest.rules, manifest.base) != (rules, self._base):
            return None
        return base, manifest

    def _is_worth(
        self,
        manifest: Manifest,
        documents: dict[str, DocumentUnit],
        links: dict[str, LinkUnit],
    ) -> bool:
        """Whether little has changed, and what there was before is still kept."""
        old, new = document_changes(manifest.documents, documents)
        pairs = [sum(len(unit.compared) for unit in units) for units in link_changes(manifest.links, links)]
        most = max(1, len(documents) // CHANGED_AT_MOST)
        if max(len(old), len(new)) > most or max(pairs) > most * PAIRS_OF_A_CHANGE:
            return False
        records = {unit.held.record for unit in old}
        return len(self._kept.known("record", records)) == len(records)

    def _forget(self, read: Iterable[Read], used: Iterable[Manifest]) -> None:
        """Remove what neither this graph nor the one that it stands on was made from."""
        sources = {one.key for one in read if one.key is not None}
        records, contents = set(sources), set[str]()
        for manifest in used:
            own = manifest.keys()
            records |= own[0]
            contents |= own[1]
        used_by_kind: dict[Kind, set[str]] = {
            "record": records,
            "letters": records,
            "sketches": records,
            "brief": sources,
        }
        by_content: list[Kind] = ["shares", "outline", "gist", "likeness", "linkable", "links"]
        self._kept.forget_others(used_by_kind | dict.fromkeys(by_content, contents))


def _passed_over(sources: Sources) -> list[Problem]:
    return [Problem("skipped", one.stem, f"{one.place}: {one.what}") for one in sources.passed_over]


def _report(sources: Sources, skipped: list[Problem], plan: Plan, written: Written) -> Report:
    conflicts = sorted(written.conflicts, key=lambda c: (c.class_name, c.id, c.property))
    found = [problem for brief in plan.briefs.values() for problem in brief.problems]
    return Report(
        read=len(sources.found) + len(sources.passed_over),
        kept=tuple(sorted(brief.stem for brief in plan.briefs.values())),
        problems=(
            *skipped,
            *plan.problems,
            *(Problem("conflict", c.values[0][1], str(c)) for c in conflicts),
            *found,
        ),
        counts={name: count for name, count in sorted(written.counts.items()) if count},
    )


def _write_account(generation: Generation, report: Report, base: str, weights: _Chosen | None) -> None:
    whole = report.as_json() | {"base": base}
    if weights is not None:
        whole["weights"] = {"file": weights.file, "threshold": weights.weights.threshold}
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    (generation.path / ACCOUNT).write_text(text, encoding="utf-8", newline="\n")


def _nothing_kept(skipped: Sequence[Problem]) -> str:
    reasons = "; ".join(problem.what for problem in skipped[:3])
    more = f" and {len(skipped) - 3} more" if len(skipped) > 3 else ""
    return f"no document could be read, the graph is left as it was: {reasons}{more}"


def _silent(step: str, done: int, total: int) -> None:
    """For builds that nobody watches."""
