"""The README's transcript is what the commands print; what it names is there.

    KG_UPDATE_README=1 python -m pytest tests/test_readme.py

writes the transcript anew.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

from kg.cli import commands
from tests.conftest import Kg

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def transcript(kg: Kg, block: str, folder: Path) -> str:
    lines = []
    for command in re.findall(r"^\$ (kg .+)$", block, re.MULTILINE):
        done = kg(*shlex.split(command)[1:], folder=folder)
        assert done.exit_code == 0, done.output
        lines.append(f"$ {command}\n{done.stdout}")
    return "\n".join(lines)


def test_the_transcript_is_what_comes_out(kg: Kg, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    [block] = BLOCK.findall(text)
    out = transcript(kg, block, tmp_path / "graph")
    if os.environ.get("KG_UPDATE_README"):
        README.write_text(BLOCK.sub(lambda _: f"```console\n{out}```", text), encoding="utf-8", newline="\n")
    else:
        assert block == out


@pytest.mark.parametrize("name", list(commands.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"kg {name}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|toml|ttl|csv|md|txt))`", text))
    missing = sorted(n for n in named - {"corpus.toml"} if not (ROOT / n).exists())
    assert [n for n in missing if n.upper() != n and "STEM" not in n and "/" in n] == []
