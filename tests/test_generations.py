"""A graph folder keeps the last good graph, whatever happens to those who write and read it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import GraphLocked, GraphNotFound, StoreError, UsageError
from kg.generations import GraphFolder

ROOT = Path(__file__).parents[1]

# Builds a generation, says so, and waits for its end in the middle of it.
BUILDER = """
import sys, time
from pathlib import Path
from kg.generations import GraphFolder
with GraphFolder(Path(sys.argv[1])).build() as generation:
    generation.documents.mkdir()
    (generation.documents / "half.json").write_text("half")
    print("building", flush=True)
    sys.stdin.read()
"""

READER = """
import sys
from pathlib import Path
from kg.generations import GraphFolder
with GraphFolder(Path(sys.argv[1])).read() as generation:
    print(generation.name, flush=True)
    sys.stdin.read()
    print((generation.path / "text").read_text(), flush=True)
"""


def start(program: str, graph: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(graph)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    process.communicate()


def build(graph: Path, text: str) -> str:
    with GraphFolder(graph).build() as generation:
        (generation.path / "text").write_text(text)
    return generation.name


def read(graph: Path) -> str:
    with GraphFolder(graph).read() as generation:
        return (generation.path / "text").read_text()


def generations(graph: Path) -> list[str]:
    return sorted(entry.name for entry in (graph / "generations").iterdir())


def test_a_finished_build_is_what_is_read(tmp_path: Path) -> None:
    build(tmp_path / "graph", "one")
    assert read(tmp_path / "graph") == "one"


def test_a_finished_build_replaces_the_one_before_and_removes_it(tmp_path: Path) -> None:
    first = build(tmp_path, "one")
    second = build(tmp_path, "two")
    assert read(tmp_path) == "two"
    assert first != second
    assert generations(tmp_path) == [second]


def test_a_build_that_fails_leaves_the_last_good_graph(tmp_path: Path) -> None:
    first = build(tmp_path, "one")
    with pytest.raises(ZeroDivisionError), GraphFolder(tmp_path).build() as generation:
        (generation.path / "text").write_text("two")
        1 / 0  # noqa: B018
    assert read(tmp_path) == "one"
    assert generations(tmp_path) == [first]


def test_what_is_being_built_is_not_read(tmp_path: Path) -> None:
    build(tmp_path, "one")
    with GraphFolder(tmp_path).build() as generation:
        (generation.path / "text").write_text("two")
        assert read(tmp_path) == "one"
    assert read(tmp_path) == "two"


def test_a_killed_build_leaves_the_last_good_graph_and_the_next_build_cleans_up(tmp_path: Path) -> None:
    build(tmp_path, "one")
    builder = start(BUILDER, tmp_path)
    assert line(builder) == "building"
    kill(builder)
    assert read(tmp_path) == "one"
    assert len(generations(tmp_path)) == 2
    last = build(tmp_path, "two")
    assert read(tmp_path) == "two"
    assert generations(tmp_path) == [last]


def test_a_killed_first_build_leaves_no_graph_and_can_be_repeated(tmp_path: Path) -> None:
    builder = start(BUILDER, tmp_path / "graph")
    assert line(builder) == "building"
    kill(builder)
    with pytest.raises(GraphNotFound, match="no build of this graph was finished yet; run `kg build"):
        read(tmp_path / "graph")
    build(tmp_path / "graph", "one")
    assert read(tmp_path / "graph") == "one"


def test_a_second_builder_is_told_who_builds(tmp_path: Path) -> None:
    builder = start(BUILDER, tmp_path)
    assert line(builder) == "building"
    try:
        with pytest.raises(GraphLocked, match=rf"process {builder.pid} on .+ since 20\d\d-"):
            build(tmp_path, "two")
    finally:
        kill(builder)
    build(tmp_path, "three")
    assert read(tmp_path) == "three"


def test_a_second_builder_in_the_same_process_is_refused_too(tmp_path: Path) -> None:
    with GraphFolder(tmp_path).build(), pytest.raises(GraphLocked, match=f"process {os.getpid()} "):
        build(tmp_path, "two")


def test_a_reader_keeps_its_generation_while_it_is_replaced(tmp_path: Path) -> None:
    first = build(tmp_path, "one")
    reader = start(READER, tmp_path)
    assert line(reader) == first
    second = build(tmp_path, "two")
    assert generations(tmp_path) == [first, second]
    assert read(tmp_path) == "two"
    output, _ = reader.communicate("")
    assert output.strip() == "one"
    third = build(tmp_path, "three")
    assert generations(tmp_path) == [third]


def test_a_killed_reader_holds_nothing(tmp_path: Path) -> None:
    first = build(tmp_path, "one")
    reader = start(READER, tmp_path)
    assert line(reader) == first
    kill(reader)
    second = build(tmp_path, "two")
    assert generations(tmp_path) == [second]


def test_reading_leaves_nothing_behind(tmp_path: Path) -> None:
    name = build(tmp_path, "one")
    read(tmp_path)
    assert list((tmp_path / "generations" / name / "readers").iterdir()) == []


def test_many_readers_and_a_busy_builder_never_see_a_graph_that_is_gone(tmp_path: Path) -> None:
    build(tmp_path, "0")
    seen: list[list[int]] = [[] for _ in range(3)]
    done = threading.Event()
    failures: list[BaseException] = []

    def follow(numbers: list[int]) -> None:
        try:
            while not done.is_set():
                numbers.append(int(read(tmp_path)))
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=follow, args=(numbers,)) for numbers in seen]
    for reader in readers:
        reader.start()
    for number in range(1, 30):
        build(tmp_path, str(number))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert all(numbers == sorted(numbers) for numbers in seen)
    assert read(tmp_path) == "29"


def test_the_pointer_is_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, "one")
    before = (tmp_path / "current.json").read_bytes()

    def power_cut(descriptor: int) -> None:
        assert (tmp_path / "current.json").read_bytes() == before
        raise OSError("no power")

    with pytest.raises(StoreError, match="cannot be written: no power"), GraphFolder(tmp_path).build():
        monkeypatch.setattr(os, "fsync", power_cut)
    monkeypatch.undo()
    assert (tmp_path / "current.json").read_bytes() == before
    assert read(tmp_path) == "one"


def test_a_folder_that_is_not_there_holds_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphNotFound, match=r"there is no graph here; run `kg build --graph .*nowhere`"):
        read(tmp_path / "nowhere")


def test_a_folder_of_other_files_holds_no_graph_and_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(GraphNotFound, match="this folder holds no graph"):
        read(tmp_path)
    with pytest.raises(UsageError, match="holds other files and no graph"):
        build(tmp_path, "one")
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_graph_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(GraphNotFound, match="is a file"):
        read(file)
    with pytest.raises(UsageError, match="is a file; a graph needs a folder"):
        build(file, "one")


@pytest.mark.parametrize("pointer", ["", "{", "[]", '{"generation": "000001"}'])
def test_a_damaged_pointer_is_said_to_be_damaged(tmp_path: Path, pointer: str) -> None:
    build(tmp_path, "one")
    (tmp_path / "current.json").write_text(pointer)
    with pytest.raises(GraphNotFound, match=r"current\.json is damaged; run `kg build"):
        read(tmp_path)
    build(tmp_path, "two")
    assert read(tmp_path) == "two"


def test_a_graph_of_another_format_is_to_be_built_again(tmp_path: Path) -> None:
    name = build(tmp_path, "one")
    (tmp_path / "current.json").write_text(json.dumps({"format": 99, "generation": name}))
    with pytest.raises(GraphNotFound, match="another version of kg; run `kg build"):
        read(tmp_path)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="the graph folder cannot be written: Not a directory"):
        build(tmp_path / "file" / "graph", "one")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_may_not_be_written_can_still_be_read(tmp_path: Path) -> None:
    name = build(tmp_path, "one")
    readers = tmp_path / "generations" / name / "readers"
    readers.chmod(0o555)
    tmp_path.chmod(0o555)
    try:
        assert read(tmp_path) == "one"
        with pytest.raises(StoreError, match="the graph folder cannot be written: Permission denied"):
            build(tmp_path, "two")
    finally:
        tmp_path.chmod(0o755)
        readers.chmod(0o755)
