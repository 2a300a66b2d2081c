"""Fixtures that many tests share: the graph of the bundled documents, and the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus import FOLDER
from kg.build import build
from kg.cli import commands

Kg = Callable[..., Result]


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of the bundled documents; tests only read it."""
    folder = tmp_path_factory.mktemp("bundled") / "graph"
    build([FOLDER], folder)
    return folder


@pytest.fixture
def kg(graph: Path) -> Kg:
    """Run a command as a user would, on the bundled graph where none is given; crashes come through."""

    def run(*arguments: str | Path, stdin: str | bytes | None = None, folder: Path | None = None) -> Result:
        environment = {"KG_GRAPH": str(folder or graph), "COLUMNS": "100", "LINES": "40"}
        return CliRunner(env=environment).invoke(
            commands, [str(a) for a in arguments], input=stdin, catch_exceptions=False
        )

    return run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts a real server or a browser takes long: it runs with the slow tests."""
    for item in items:
        starts_browser = "browser" in getattr(item, "fixturenames", ())
        if starts_browser or "servers" in item.path.parts:
            item.add_marker(pytest.mark.slow)
