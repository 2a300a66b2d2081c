"""What is left when a build is killed, or cannot write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.killing.kills import BUILDER, NOTHING, ROOT, answers, run

KILLS = int(os.environ.get("KG_KILLS", "9"))

pytestmark = pytest.mark.slow

SMALL_FILES = (
    """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
"""
    + BUILDER
)


def test_a_build_killed_at_any_moment_leaves_a_graph_that_answers_as_before_or_as_after(
    tmp_path: Path,
) -> None:
    killing = run(KILLS, 1, tmp_path)
    assert killing.faults == []
    assert sum(killing.outcomes.values()) >= KILLS


@pytest.mark.skipif(os.name == "nt", reason="the size of files cannot be limited")
@pytest.mark.parametrize("size", [1_000, 50_000, 400_000, 5_000_000])
def test_a_disk_that_is_full_leaves_the_last_good_graph(tmp_path: Path, size: int, texts: Path) -> None:
    graph = tmp_path / "graph"
    subprocess.run([sys.executable, "-c", BUILDER, texts, graph, "1"], cwd=ROOT, check=True)
    before = answers(graph)
    (texts / "a.txt").write_text(
        "某市促消费方案\n一、办节。2024年举办活动20场。\n二、设点。新设网点5个。\n", encoding="utf-8"
    )
    limited = ["import sys" + SMALL_FILES, str(texts), str(graph), "10000", str(size)]
    done = subprocess.run(
        [sys.executable, "-c", *limited], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    # What the command line gives as a message; a crash would be something else.
    assert done.stderr.splitlines()[-1].startswith("kg.errors.StoreError: ")
    assert answers(graph) == before
    subprocess.run([sys.executable, "-c", BUILDER, texts, graph, "1"], cwd=ROOT, check=True)
    assert answers(graph) != before


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    from corpus import FOLDER

    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("zj-2023.txt", "nb-2023.txt", "nb-2025.txt", "cn-2022.txt", "sx-2023.txt"):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    return folder


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches a whole console there")
def test_ctrl_c_stops_a_build_with_a_message_and_keeps_what_was_read(tmp_path: Path, texts: Path) -> None:
    graph = tmp_path / "graph"
    status, said = interrupted(["build", str(texts), "--graph", str(graph)], graph / "kept.sqlite")
    assert status == 130
    assert said.startswith("kg: stopped; the graph is as it was") and "Traceback" not in said
    assert answers(graph) == NOTHING


def interrupted(command: list[str], begun: Path) -> tuple[int, str]:
    """The exit status of a command that gets Ctrl-C as soon as a file is there, and what it said."""
    build = subprocess.Popen(
        [sys.executable, "-m", "kg", *command],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # A shell has its background jobs pass the signal by, tests among them, and they hand that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    give_up = time.monotonic() + 60
    while not begun.exists():
        assert time.monotonic() < give_up
        time.sleep(0.01)
    build.send_signal(signal.SIGINT)
    _, said = build.communicate(timeout=60)
    return build.returncode, said
