"""A real Neo4j Community server and its bulk importer.

On its own it starts a server for trying things out, until Ctrl-C (the password is read from the environment):

    NEO4J_PASSWORD=… python -m tests.servers.neo4j_server HOME PORT
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.servers.java_server import QUICK_START, JavaServer, free_port, maven

HERE = Path(__file__).parent
USERNAME = "neo4j"


@cache
def libraries() -> Path:
    """A folder with the server's jars, the same for every run of this version; made on first use.

    The folder is complete or not there: it is filled under another name first.
    """
    pom = HERE / "pom.xml"
    version = pom.read_text("utf-8").partition("<version>5.")[2].partition("<")[0]
    folder = Path.home() / ".m2" / "policy-cascade" / f"neo4j-5.{version}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent))
        goal = "dependency:copy-dependencies"
        maven("-f", str(pom), goal, "-DincludeScope=runtime", f"-DoutputDirectory={made}")
        try:
            made.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another run was first
                raise
    return folder


def _java(*arguments: str) -> list[str]:
    return ["java", "-Xmx1g", *QUICK_START, "-cp", f"{libraries()}/*", *arguments]


class Neo4jServer(JavaServer):
    """A Neo4j server with its data in ``home``, with one user and one database, both called neo4j."""

    username = USERNAME

    def __init__(self, home: Path, password: str, port: int | None = None) -> None:
        self.home = home
        self.password = password
        self.port = port or free_port()
        self.url = f"neo4j://127.0.0.1:{self.port}"
        home.mkdir(parents=True, exist_ok=True)
        command = _java(str(HERE / "Launcher.java"), str(home), str(self.port))
        log = home / "server.log"
        super().__init__(
            command, log, lambda: self.log().rstrip().endswith("ready"), {"NEO4J_PASSWORD": password}
        )

    def start(self) -> None:
        """Start it, again where it was stopped or killed before."""
        self._log.unlink(missing_ok=True)
        super().start()


def admin(home: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``neo4j-admin`` over the data in ``home``, which no server may be using."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = _java("org.neo4j.cli.AdminTool", *arguments)
    return subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


def main(arguments: Sequence[str]) -> None:
    """Start a server in the foreground."""
    server = Neo4jServer(Path(arguments[0]), os.environ["NEO4J_PASSWORD"], int(arguments[1]))
    server.start()
    print(server.url, flush=True)
    try:
        sys.stdin.read()
    finally:
        server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
