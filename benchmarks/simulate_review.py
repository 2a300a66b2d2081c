"""What a review is worth: F1 against decisions in each pair, for the orders that were tried.

``python benchmarks/simulate_review.py --gold TOPIC=LINKS.jsonl ... PATH...``; out of fold.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.alignment.fit_weights import read_gold
from kg.alignment.review_order import ORDERS
from kg.alignment.review_simulation import review_curve
from kg.evaluate import out_of_fold

DECISIONS = (0, 1, 5, 10, 15, 20, 25, 40, 80)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--gold", action="append", required=True, metavar="TOPIC=FILE")
    given = parser.parse_args()
    gold = {topic: Path(path) for topic, _, path in (entry.partition("=") for entry in given.gold)}
    scored = out_of_fold(read_gold(gold, given.paths))
    print(f"{'decisions in each pair':<42}" + "".join(f"{n:>7}" for n in DECISIONS))
    for order in ORDERS:
        print(f"{order:<42}" + "".join(f"{f.f1:7.3f}" for _, f in review_curve(scored, order, DECISIONS)))


if __name__ == "__main__":
    main()
