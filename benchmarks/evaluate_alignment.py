"""The table of figures, the curve, the calibration error, misses and false links of the alignment, out of fold.

``python benchmarks/evaluate_alignment.py --gold TOPIC=LINKS.jsonl ... PATH... [--out-of-fold FILE] [--errors]``
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.alignment.fit_weights import read_gold
from kg.evaluate import calibration_error, curve, errors, out_of_fold, table, write_links

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--gold", action="append", required=True, metavar="TOPIC=FILE")
    parser.add_argument("--out-of-fold", type=Path)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    gold = {topic: Path(path) for topic, _, path in (entry.partition("=") for entry in given.gold)}
    pairs = read_gold(gold, given.paths)
    print(f"{'':<52}{'P':>7}{'R':>7}{'F1':>7}{'95 %':>16}{'direct':>8}{'partial':>8}")
    for row in table(pairs):
        f, (low, high) = row.figures, row.figures.interval or (0.0, 0.0)
        figures = f"{f.precision:7.3f}{f.recall:7.3f}{f.f1:7.3f}{f'{low:.3f}-{high:.3f}':>16}"
        print(f"{row.name:<52}{figures}{row.direct:8.3f}{row.partial:8.3f}")
    scored = out_of_fold(pairs)
    print(f"calibration error {calibration_error(scored):.3f}")
    for threshold, f in curve(scored, THRESHOLDS):
        print(f"threshold {threshold:.1f}  P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}")
    if given.out_of_fold:
        print(f"{write_links(scored, given.out_of_fold)} links to {given.out_of_fold}")
    for e in errors(scored) if given.errors else []:
        grade = f" (grade {e.grade})" if e.grade else ""
        print(f"{e.kind}{grade} {e.probability:.2f} {e.lower} {e.lower_title} -> {e.upper} {e.upper_title}")


if __name__ == "__main__":
    main()
