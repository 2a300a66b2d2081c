"""A long run over hostile and damaged inputs, with a table of what came of them.

    python -m tests.hostile.run --inputs 10000 --seed 1
    python -m tests.hostile.run --seed 1 --only 4711        one input: what it is and what came of it

Every input goes from bytes to a record and, in batches, into both stores, which must give back to the character
what they were given. Every tenth batch is built by ``kg build`` from its files, with links, and all views of it are
drawn; one of these in four gets a site, too. The exit status is 1 where a promise was broken: a traceback, a
document that took more than two seconds, a span that does not quote its text, a difference between the stores,
text of a document that became markup, or fewer than 90 % of the mildly damaged documents with 90 % of their items
and agencies.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.hostile.batch import Batch, Result, run_batch
from tests.hostile.inputs import SHARES, hostile_input
from tests.hostile.reading import ALLOWED, Came, Outcome

COLUMNS: tuple[Came, ...] = ("read", "refused", "fault", "traceback", "hang")
# Of the mildly damaged documents this share keeps this share of its items and agencies.
ENOUGH = 0.9
_NAMED = 20
# A pool that renews its processes itself (``max_tasks_per_child``) can wait for ever: CPython issue 115634.
_BATCHES_OF_A_PROCESS = 20
# What makes one reason look like many.
_PARTICULAR = re.compile(r"\d[\d,]*|'.*'")


def batches(inputs: int, seed: int, size: int, whole_every: int) -> list[Batch]:
    """The batches of a run."""
    numbers = range(inputs)
    return [
        Batch(
            seed,
            numbers[at : at + size],
            whole=bool(whole_every) and at // size % whole_every == 0,
            site=bool(whole_every) and at // size % (4 * whole_every) == 0,
        )
        for at in range(0, inputs, size)
    ]


def mild_share(outcomes: Iterable[Outcome]) -> tuple[int, int]:
    """How many of the mildly damaged documents keep enough of their items and of their agencies, and of how many."""
    kept = [outcome.kept for outcome in outcomes if outcome.kept is not None]
    return sum(min(one) >= ENOUGH for one in kept), len(kept)


def table(outcomes: Sequence[Outcome]) -> str:
    """What came of the inputs, a line for each kind and each mutation that was the only one."""
    lines = [f"{'inputs':<34}{'all':>7}" + "".join(f"{came:>11}" for came in COLUMNS) + f"{'slowest':>10}"]
    for kind in SHARES:
        of_kind = [o for o in outcomes if o.input.kind == kind]
        lines.append(_line(kind, of_kind))
        singles = Counter(o.input.how[0] for o in of_kind if len(o.input.how) == 1)
        if kind not in ("mild", "pattern", "several"):
            lines += [
                _line(f"  {how}", [o for o in of_kind if o.input.how == (how,)]) for how in sorted(singles)
            ]
    lines.append(_line("all", outcomes))
    return "\n".join(lines)


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    came = Counter(outcome.came for outcome in outcomes)
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    return f"{name:<34}{len(outcomes):>7}" + "".join(f"{came[c]:>11}" for c in COLUMNS) + f"{slowest:>9.2f}s"


def reasons(outcomes: Iterable[Outcome]) -> str:
    """Why inputs were refused, the most frequent reason first."""
    found = Counter(
        _PARTICULAR.sub("…", o.what.partition(".txt: ")[2]) for o in outcomes if o.came == "refused"
    )
    return "\n".join(f"{count:>7}  {reason}" for reason, count in found.most_common())


def failures(results: Sequence[Result]) -> list[str]:
    """The promises that were broken, the inputs to look at named by their numbers."""
    found = []
    for result in results:
        for outcome in result.outcomes:
            if outcome.came not in ("read", "refused"):
                given = outcome.input
                found.append(
                    f"{given.number} ({given.kind}: {', '.join(given.how)}): {outcome.came}: {outcome.what}"
                )
        numbers = result.batch.numbers
        found += [f"{numbers[0]}–{numbers[-1]}: {fault}" for fault in result.faults]
    enough, mild = mild_share(outcome for result in results for outcome in result.outcomes)
    if enough < ENOUGH * mild:
        found.append(
            f"{enough} of {mild} mildly damaged documents keep {ENOUGH:.0%} of their items and agencies"
        )
    return found


def _run(wanted: Sequence[Batch], workers: int) -> list[Result]:
    results: list[Result] = []
    begin = time.perf_counter()
    many = workers * _BATCHES_OF_A_PROCESS
    for at in range(0, len(wanted), many):
        # Fresh processes: the engines have threads, which do not survive a fork.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            for done in as_completed([pool.submit(run_batch, batch) for batch in wanted[at : at + many]]):
                results.append(done.result())
                bad = failures([results[-1]])
                seconds = time.perf_counter() - begin
                print(
                    f"{len(results)} of {len(wanted)} batches, {seconds:.0f} s",
                    *bad,
                    sep="\n  ",
                    file=sys.stderr,
                )
    return sorted(results, key=lambda result: result.batch.numbers[0])


def _one(seed: int, number: int) -> int:
    given = hostile_input(seed, number)
    print(
        f"{given.kind}: {', '.join(given.how)} on {given.stem}, as {given.name!r}, {len(given.data):,} bytes"
    )
    result = run_batch(Batch(seed, [number], whole=True))
    [outcome] = result.outcomes
    print(
        f"{outcome.came} in {outcome.seconds:.2f} s; kept {outcome.kept}\n{outcome.what}",
        *result.faults,
        sep="\n",
    )
    return int(bool(failures([result])))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=50, help="inputs that are stored together")
    parser.add_argument(
        "--whole-every", type=int, default=10, help="every n-th batch is built and viewed; 0: none"
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", type=int, help="the number of one input")
    arguments = parser.parse_args()
    if arguments.only is not None:
        return _one(arguments.seed, arguments.only)
    wanted = batches(arguments.inputs, arguments.seed, arguments.batch, arguments.whole_every)
    results = _run(wanted, arguments.workers)
    outcomes = [outcome for result in results for outcome in result.outcomes]
    print(table(outcomes), "refused, because the file", reasons(outcomes), sep="\n")
    enough, mild = mild_share(outcomes)
    print(
        f"mildly damaged: {enough} of {mild} keep at least {ENOUGH:.0%} of their items and of their agencies"
    )
    whole = sum(len(result.batch.numbers) for result in results if result.batch.whole)
    print(
        f"stored: all that were read, in both stores; built with links and drawn: {whole}; {ALLOWED:g} s allowed"
    )
    bad = failures(results)
    print(f"broken promises: {len(bad)}", *bad[:_NAMED], sep="\n  ")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
