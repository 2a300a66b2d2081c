"""How the time of reading grows with the length of a text that is made to be hard to read.

    python -m benchmarks.adversarial [NAME…] [--sizes 20000,40000,80000,160000] [--runs 1]

Each pattern repeats what the rules look for: ordinals, brackets that never close, digits, separators, openers of
responsibility notes, quotation marks, lists. The time is that of the processor, from bytes to record, so that other
work on the machine changes it little; less than 0.02 s counts as 0.02. The exponent is the slope of log(seconds) over log(characters) between the
first and the last size: 1 where time grows as the text does, 2 where a text twice as long takes four times as
long. The exit status is 1 where an exponent is above ``--limit``.
"""

from __future__ import annotations

import argparse
import math
import sys

from ontology.registers import Registers
from tests.hostile.growth import seconds
from tests.hostile.patterns import PATTERNS

SIZES = (20_000, 40_000, 80_000, 160_000)


def exponent(sizes: tuple[int, ...], times: list[float]) -> float:
    """The slope of log(time) over log(size) from the first size to the last."""
    return math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="patterns; without any all of them")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="characters, separated by commas")
    parser.add_argument("--runs", type=int, default=1, help="readings a text, the fastest counts")
    parser.add_argument("--limit", type=float, default=1.3, help="the largest exponent that passes")
    arguments = parser.parse_args()
    sizes = tuple(int(size) for size in arguments.sizes.split(","))
    registers = Registers.load()
    seconds("一、扩大消费。支持汽车消费10万辆。（责任单位：省商务厅）", registers)
    print(f"{'pattern':<24}" + "".join(f"{size:>12,}" for size in sizes) + f"{'exponent':>10}")
    failed = []
    for name in arguments.names or PATTERNS:
        times = [seconds(PATTERNS[name](size), registers, arguments.runs) for size in sizes]
        grown = exponent(sizes, times)
        failed += [name] if grown > arguments.limit else []
        print(f"{name:<24}" + "".join(f"{t:>11.2f}s" for t in times) + f"{grown:>10.2f}", flush=True)
    print(f"steeper than {arguments.limit}: {', '.join(failed) or 'none'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
