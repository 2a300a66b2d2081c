"""A real Apache Jena Fuseki server with one dataset, ``/kg``, and one user."""

from __future__ import annotations

import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

from tests.servers.java_server import QUICK_START, JavaServer, free_port, maven

VERSION = "5.6.0"
USERNAME = "analyst"


@cache
def jar() -> Path:
    """The server's jar, downloaded on first use."""
    artifact = f"org.apache.jena:jena-fuseki-server:{VERSION}"
    name = f"jena-fuseki-server-{VERSION}.jar"
    found = Path.home() / ".m2/repository/org/apache/jena/jena-fuseki-server" / VERSION / name
    if not found.exists():
        maven("dependency:get", f"-Dartifact={artifact}", "-Dtransitive=false")
    return found


class FusekiServer(JavaServer):
    """A Fuseki server with its data in ``home``."""

    username = USERNAME

    def __init__(self, home: Path, password: str) -> None:
        self.home = home
        self.password = password
        self.port = free_port()
        self.url = f"sparql+http://127.0.0.1:{self.port}/kg"
        self.address = f"http://127.0.0.1:{self.port}/kg"
        data = home / "data"
        data.mkdir(parents=True, exist_ok=True)
        passwords = home / "passwords"
        passwords.touch(0o600)
        passwords.write_text(f"{USERNAME}: {password}\n", "utf-8")
        command = [
            "java",
            "-Xmx1g",
            *QUICK_START,
            "-jar",
            str(jar()),
            "--tdb2",
            f"--loc={data}",
            "--update",
            "--localhost",
        ]
        command += [f"--port={self.port}", "--ping", f"--passwd={passwords}", "--auth=basic", "/kg"]
        super().__init__(command, home / "server.log", self._answers, {"FUSEKI_BASE": str(home / "run")})

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/$/ping", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
