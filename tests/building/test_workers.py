"""Worker processes do what a single process does, and end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.building.workers import FEW_TASKS, WorkerEnded, Workers

ROOT = Path(__file__).parents[2]


class Arithmetic:
    """What the workers of these tests do."""

    def square(self, number: int) -> tuple[int, int]:
        print("what a library says does not come between the results")
        return number * number, os.getpid()

    def divide(self, number: int) -> float:
        return 1 / number

    def end(self, number: int) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    def wait(self, number: int) -> int:
        time.sleep(number)
        return number


MANY = 2 * FEW_TASKS


def make() -> Arithmetic:
    return Arithmetic()


def test_every_task_is_done_once_in_several_processes() -> None:
    with Workers(Arithmetic(), make, 2) as workers:
        done = dict(workers.do("square", range(MANY), MANY))
    assert {task: value for task, (value, _) in done.items()} == {n: n * n for n in range(MANY)}
    assert os.getpid() not in {process for _, process in done.values()}


def test_few_tasks_are_done_here() -> None:
    with Workers(Arithmetic(), make, 2) as workers:
        assert {process for _, (_, process) in workers.do("square", range(3), 3)} == {os.getpid()}


def test_an_error_in_a_task_is_raised_with_where_it_was() -> None:
    with Workers(Arithmetic(), make, 2) as workers, pytest.raises(ZeroDivisionError) as raised:
        list(workers.do("divide", range(MANY), MANY))
    assert "in divide" in "".join(raised.value.__notes__)


@pytest.mark.skipif(os.name == "nt", reason="there are no signals between processes")
def test_a_worker_that_is_killed_is_reported() -> None:
    with Workers(Arithmetic(), make, 2) as workers, pytest.raises(WorkerEnded, match="run the build again"):
        list(workers.do("end", range(MANY), MANY))


BUILD = """
from tests.building.test_workers import *
with Workers(Arithmetic(), make, 2) as workers:
    for task, (value, process) in workers.do("square", range(10 ** 6), 10 ** 6):
        print(process, flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_no_worker_outlives_its_build(end: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    workers = {int(process.stdout.readline()) for _ in range(50)}
    process.send_signal(end)
    process.communicate()
    assert workers
    give_up = time.monotonic() + 30
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < give_up, "a worker is still there"
        time.sleep(0.05)
