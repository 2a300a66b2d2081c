"""A batch of inputs through loading, building and viewing."""

from __future__ import annotations

import os
import re
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.account import account_text
from kg.build import build
from kg.check import check
from kg.errors import DocumentError
from kg.graph import Graph
from tests.hostile.graphs import store_faults
from tests.hostile.inputs import Input, hostile_input
from tests.hostile.pages import page_faults
from tests.hostile.reading import Outcome, read_input

# What a terminal acts upon, and what turns the direction of a line.
_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Batch:
    """The numbers of a batch; ``whole`` says that it is built from the files by ``kg build``, links and pages too."""

    seed: int
    numbers: Sequence[int]
    whole: bool = False
    site: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of the inputs of a batch (records left out), and what was wrong with its graph or pages."""

    batch: Batch
    outcomes: tuple[Outcome, ...]
    faults: tuple[str, ...]


def run_batch(batch: Batch) -> Result:
    """Write, read, store and, where wanted, build and view the inputs of a batch."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        outcomes = []
        for given in (hostile_input(batch.seed, number) for number in batch.numbers):
            path = folder / "in" / given.name
            path.write_bytes(given.data)
            outcomes.append(read_input(given, path))
        documents = [one for outcome in outcomes for one in outcome.documents]
        found = _guarded("storing", lambda: store_faults(documents, folder)) if documents else []
        if batch.whole:
            found += _guarded("building", lambda: _built(folder, outcomes, batch.site))
        if (folder / "hacked").exists() or Path("hacked").exists():
            found.append("a command of an input was run")
    return Result(batch, tuple(_light(outcome) for outcome in outcomes), tuple(found))


def _guarded(step: str, work: Callable[[], list[str]]) -> list[str]:
    try:
        return work()
    except Exception:
        return [f"{step}: {traceback.format_exc(limit=-5)}"]


def _built(folder: Path, outcomes: Sequence[Outcome], site: bool) -> list[str]:
    """``kg build`` over the files, its account, and pages of the graph."""
    files = [outcome.input.name for outcome in outcomes]
    documents = sum(len(outcome.documents) for outcome in outcomes)
    try:
        report = build([folder / "in"], folder / "graph", jobs=1)
    except DocumentError as error:
        return (
            [f"{documents} documents could be read one by one, and not together: {error}"]
            if documents
            else []
        )
    found = []
    skipped = [problem for problem in report.problems if problem.kind == "skipped"]
    reprints = [one for one in report.problems if one.kind == "duplicate" and "is a reprint" in one.what]
    if report.read != len(files) or len(report.kept) + len(reprints) != documents:
        found.append(
            f"{len(files)} files with {documents} documents: the build read {report.read}, kept {len(report.kept)}"
            f" and found {len(reprints)} reprints"
        )
    if len(skipped) != sum(outcome.came == "refused" for outcome in outcomes):
        found.append(f"{len(skipped)} files are reported as skipped")
    text = account_text(report, "table")
    text.encode("utf-8")
    if mark := _TERMINAL.search(text):
        found.append(
            f"the account prints {mark[0]!r} to the terminal: {text[max(0, mark.start() - 40) :][:80]!r}"
        )
    with Graph(folder / "graph") as graph:
        counts = graph.counts()
        if len({tuple(sorted(one.items())) for one in counts.values()}) != 1:
            found.append("the two stores of the built graph do not agree in counts")
        found += [f"the graph breaks a shape: {violation}" for violation in check(graph.n_triples())[:_NAMED]]
        found += page_faults(graph, folder / "site", with_site=site)
    return found


def _light(outcome: Outcome) -> Outcome:
    """The outcome without its records and its bytes, to be handed to another process."""
    given = outcome.input
    kept = Input(given.number, given.kind, given.stem, given.how, _printable(given.name), b"")
    return Outcome(kept, outcome.came, outcome.seconds, (), outcome.what, outcome.kept)


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")
