"""An installed wheel works alone: elsewhere, without the checkout and without development packages."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("kg", "ontology", "loaders", "queries", "visualizations", "corpus")
DATA = {".ttl", ".toml", ".csv", ".rq", ".cypher", ".txt", ".html", ".css", ".js", ".npz", ".json"}

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "KG_", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=clean, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        out,
        ROOT,
        cwd=out,
    )
    [built] = out.glob("*.whl")
    return built


def test_the_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in DATA | {".py", ".typed"} and "__pycache__" not in path.parts
    }
    assert wanted - held == set()
    assert {name.split("/")[0] for name in held if not name.split("/")[0].endswith(".dist-info")} == set(
        ROOMS
    )


def test_the_installed_wheel_builds_and_answers(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    binaries = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(
        binaries / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path
    )
    built = run(binaries / "kg", "build", "--graph", tmp_path / "graph", cwd=tmp_path)
    assert "157 measures" in built.stdout
    shown = run(binaries / "kg", "show", "zj-2023/2.1.3", "--graph", tmp_path / "graph", cwd=tmp_path)
    assert "浙江省商务厅" in shown.stdout
    checked = run(binaries / "kg", "check", "--graph", tmp_path / "graph", cwd=tmp_path)
    assert "0 violations" in checked.stdout
    where = run(binaries / "python", "-c", "import queries; print(queries.__file__)", cwd=tmp_path)
    assert "site-packages" in where.stdout
