"""Starting and ending a Java server on loopback, and finding out first whether that can be done here."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# A server that has not come up by then will not; its log says why.
START_SECONDS = 60.0
DOWNLOAD_SECONDS = 600.0
# A server for tests lives some minutes on few cores: it never earns what the optimising compiler costs.
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


class ServerFailed(RuntimeError):
    """The server did not come up; the message ends with its log."""


def what_is_missing() -> str | None:
    """Why no server can be started here, or None where one can."""
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    return f"needs a JDK and Maven; there is no {' and no '.join(missing)} here" if missing else None


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def maven(*arguments: str) -> None:
    """Run Maven without chatter; what it downloads stays in its usual cache."""
    done = subprocess.run(
        ["mvn", "-q", "-B", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DOWNLOAD_SECONDS,
        check=False,
    )
    if done.returncode:
        raise ServerFailed(f"mvn {' '.join(arguments)} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")


class JavaServer:
    """A server process of our own, known by its process id."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        is_up: Callable[[], bool],
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = list(command)
        self._log = log
        self._is_up = is_up
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers; raises ServerFailed with its log."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                cwd=self._log.parent,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_up():
            if self._process.poll() is not None or time.monotonic() > deadline:
                status = self._process.poll()
                self.kill()
                how = f"ended with {status}" if status is not None else f"is not up after {START_SECONDS:g} s"
                raise ServerFailed(f"{self._command[0]} {how}:\n{self.log()[-6000:]}")
            time.sleep(0.1)

    def log(self) -> str:
        """What the server has printed so far."""
        return self._log.read_text("utf-8", "replace")

    def stop(self) -> None:
        """Ask the process to end and wait for it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
