"""Fit the weights anew and write them with the figures of the day.

``python -m kg.alignment.fit_weights --gold TOPIC=LINKS.jsonl ... [--decisions decisions.csv] PATH...`` where the paths
hold the documents that the gold links and decisions name. The last line of the figures is what the accuracy gate holds: out of fold, never fitted.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kg.align import Aligner
from kg.alignment.background import Background
from kg.alignment.fit import fit
from kg.alignment.gold import GoldPair, gold_files, gold_pairs, read_links
from kg.alignment.score import FILE, Weights
from kg.alignment.weights_file import write_weights
from kg.errors import InputError, KGError, UsageError
from kg.evaluate import across_topics, calibration_error, figures, out_of_fold
from kg.review.file import read_decisions
from kg.review.gold import with_decisions
from kg.review.links import name_of
from kg.review.records import Decision
from loaders.read import read_source
from loaders.sources import find_sources
from ontology.registers import Registers

# Signals need no weights; an aligner made for fitting is never asked for links.
UNFITTED = Weights({}, {}, 0.0, 1.0, 1.0, 1.0, 1.0)


def read_gold(
    gold: dict[str, Path],
    paths: Sequence[Path],
    background: Background | None = None,
    decisions: Path | None = None,
) -> list[GoldPair]:
    """The gold pairs of some link files by topic, read from the documents under the paths.

    ``decisions`` is an analyst's table: what was decided about links is added, and what no longer applies is said on
    stderr. Raises InputError for what cannot be read, DocumentError where a document is not there.
    """
    registers = Registers.load()
    links = {topic: read_links(path) for topic, path in gold.items()}
    named = {stem for found in links.values() for link in found for stem in (link.lower[0], link.upper[0])}
    rows = _decisions(decisions) if decisions is not None else []
    sources = find_sources(list(paths)).found
    # A decision may name a document by its identifier, which only its text tells.
    named |= {name_of(name).stem for row in rows for name in (row.measure, row.upper)}
    chosen = [source for source in sources if source.stem in named]
    if named - {source.stem for source in chosen} and rows:
        chosen = list(sources)
    documents = {document.stem: document for source in chosen for document in read_source(source, registers)}
    if rows:
        links, lost = with_decisions(links, rows, documents, registers)
        for problem in lost:
            print(f"not used: {problem.stem}: {problem.what}", file=sys.stderr)
    aligner = Aligner(registers.themes, registers.regions, background, UNFITTED)
    return gold_pairs(links, documents.values(), aligner, registers.regions)


def _decisions(path: Path) -> list[Decision]:
    if not path.is_file():
        raise InputError(path, "no such table of decisions")
    rows = [row for row in read_decisions(path) if row.kind == "link"]
    if not rows:
        raise InputError(path, "holds no decision about a link")
    return rows


def about(
    pairs: Sequence[GoldPair],
    gold: dict[str, Path],
    background: Background,
    day: str,
    decisions: Path | None = None,
) -> list[str]:
    """The lines at the head of the file: date, data, background and figures.

    Figures are those of the pairs of the gold: what was decided on in another pair are its most doubtful candidates.
    """
    listed = [pair for pair in pairs if pair.topic in gold]
    scored, transferred = out_of_fold(pairs, listed), across_topics(listed)
    here = figures(scored, interval=True)
    links = sum(int(pair.linked.sum()) for pair in pairs)
    lines = [f"Fitted on {day}, on {links} links between {len(pairs)} pairs of documents:"]
    for topic in dict.fromkeys(pair.topic for pair in pairs):
        names = ", ".join(pair.name for pair in pairs if pair.topic == topic)
        lines.append(f"  {topic}: {names}" + (f" (links {_digest(gold[topic])})" if topic in gold else ""))
    if decisions is not None:
        lines.append(f"With the decisions of a review (table {_digest(decisions)}).")
    lines.append(f"Background: {len(background.fingerprints)} documents, made on {background.made}.")
    low, high = here.interval or (0.0, 0.0)
    lines.append(
        f"Out of fold: F1 {here.f1:.3f} ({low:.3f} to {high:.3f}), precision {here.precision:.3f}, "
        f"recall {here.recall:.3f}, calibration error {calibration_error(scored):.3f}."
    )
    if transferred:
        lines.append(f"Fitted on the other topic alone: F1 {figures(transferred).f1:.3f}.")
    return lines


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the gold and the documents, fit, write, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--gold", action="append", required=True, metavar="TOPIC=FILE")
    parser.add_argument("--decisions", type=Path, help="an analyst's table of decisions (CSV) to fit on too")
    parser.add_argument("--background", type=Path)
    parser.add_argument(
        "--output", type=Path, default=FILE, help="for kg build --weights; by default the project's own"
    )
    parser.add_argument("--date", default=date.today().isoformat())
    given = parser.parse_args(arguments)
    try:
        gold = gold_files(given.gold)
        background = Background.load(given.background)
        pairs = read_gold(gold, given.paths, background, given.decisions)
        if len(pairs) < 2:
            raise UsageError("weights take the links of at least two pairs of documents; the gold has one")
        lines = about(pairs, gold, background, given.date, given.decisions)
        write_weights(fit(pairs), given.output, lines)
    except KGError as error:
        print(f"fit_weights: {error}", file=sys.stderr)
        raise SystemExit(error.exit_status) from None
    print("\n".join(lines))


if __name__ == "__main__":
    main()
