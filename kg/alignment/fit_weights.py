"""Fit the weights anew and write them with the figures of the day.

``python -m kg.alignment.fit_weights --gold TOPIC=LINKS.jsonl ... PATH...`` where the paths hold the documents that
the gold links name. The last line of the figures is what the accuracy gate holds: out of fold, never fitted.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kg.align import Aligner
from kg.alignment.background import Background
from kg.alignment.fit import fit
from kg.alignment.gold import GoldPair, gold_pairs, read_links
from kg.alignment.score import FILE, Weights
from kg.alignment.weights_file import write_weights
from kg.evaluate import across_topics, calibration_error, figures, out_of_fold
from loaders.document import read_document
from loaders.sources import find_sources
from ontology.registers import Registers

# Signals need no weights; an aligner made for fitting is never asked for links.
UNFITTED = Weights({}, {}, 0.0, 1.0, 1.0, 1.0, 1.0)


def read_gold(
    gold: dict[str, Path], paths: Sequence[Path], background: Background | None = None
) -> list[GoldPair]:
    """The gold pairs of some link files by topic, read from the documents under the paths."""
    registers = Registers.load()
    links = {topic: read_links(path) for topic, path in gold.items()}
    named = {stem for found in links.values() for link in found for stem in (link.lower[0], link.upper[0])}
    documents = [
        read_document(source.read(), source.stem, registers, source.supplied)
        for source in find_sources(list(paths)).found
        if source.stem in named
    ]
    aligner = Aligner(registers.themes, registers.regions, background, UNFITTED)
    return gold_pairs(links, documents, aligner, registers.regions)


def about(pairs: Sequence[GoldPair], gold: dict[str, Path], background: Background, day: str) -> list[str]:
    """The lines at the head of the file: date, data, background and figures."""
    scored, transferred = out_of_fold(pairs), across_topics(pairs)
    here = figures(scored, interval=True)
    lines = [f"Fitted on {day}, on {here.gold} links between {len(pairs)} pairs of documents:"]
    for topic, path in gold.items():
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        lines.append(f"  {topic}: {', '.join(p.name for p in pairs if p.topic == topic)} (links {digest})")
    lines.append(f"Background: {len(background.fingerprints)} documents, made on {background.made}.")
    low, high = here.interval or (0.0, 0.0)
    lines.append(
        f"Out of fold: F1 {here.f1:.3f} ({low:.3f} to {high:.3f}), precision {here.precision:.3f}, "
        f"recall {here.recall:.3f}, calibration error {calibration_error(scored):.3f}."
    )
    if transferred:
        lines.append(f"Fitted on the other topic alone: F1 {figures(transferred).f1:.3f}.")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the gold and the documents, fit, write, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--gold", action="append", required=True, metavar="TOPIC=FILE")
    parser.add_argument("--background", type=Path)
    parser.add_argument("--output", type=Path, default=FILE)
    parser.add_argument("--date", default=date.today().isoformat())
    given = parser.parse_args(arguments)
    gold = {topic: Path(path) for topic, _, path in (entry.partition("=") for entry in given.gold)}
    background = Background.load(given.background)
    pairs = read_gold(gold, given.paths, background)
    lines = about(pairs, gold, background, given.date)
    write_weights(fit(pairs), given.output, lines)
    print("\n".join(lines))


if __name__ == "__main__":
    main()
