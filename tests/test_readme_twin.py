"""The Chinese README says what the English one says: same sections, commands, files, pictures and transcript.

    KG_UPDATE_README=1 python -m pytest tests/test_readme.py tests/test_readme_twin.py

copies the blocks that are code from the one to the other.
"""

import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh.md"))
FENCED = re.compile(r"```\w+\n.*?```", re.DOTALL)
HAN = re.compile(r"[\u4e00-\u9fff]")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """The page without its fenced blocks."""
    return FENCED.sub("", text(path))


def sections(path: Path) -> list[list[str]]:
    """For each heading its marks, then what the section names in code, in order of the alphabet."""
    parts = re.split(r"^(#+) .*$", prose(path), flags=re.MULTILINE)
    return [[mark, *sorted(re.findall(r"`([^`\n]+)`", body))] for mark, body in zip(parts[1::2], parts[2::2])]  # noqa: B905


def test_both_have_the_same_blocks_of_code() -> None:
    blocks = FENCED.findall(text(ENGLISH))
    if os.environ.get("KG_UPDATE_README"):
        fresh = iter(blocks)
        CHINESE.write_text(FENCED.sub(lambda _: next(fresh), text(CHINESE)), encoding="utf-8", newline="\n")
    assert FENCED.findall(text(CHINESE)) == blocks


def test_both_have_the_same_sections_that_name_the_same_commands_and_files() -> None:
    english, chinese = sections(ENGLISH), sections(CHINESE)
    assert [section[0] for section in chinese] == [section[0] for section in english]
    for number, (one, other) in enumerate(zip(english, chinese, strict=True), 1):
        assert other == one, f"section {number}"


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"!\[[^]]+\]\(([^)]+)\)", id="pictures"),
        pytest.param(r"^    (make [\w-]+)", id="make"),
        pytest.param(r"^\| (`kg [^|]*`) \|", id="table"),
        pytest.param(r"^(- )", id="points"),
        pytest.param(r"\b(?:19|20)\d\d\b", id="years"),
    ],
)
def test_both_have_the_same(pattern: str) -> None:
    found = [re.findall(pattern, prose(page), re.MULTILINE) for page in (ENGLISH, CHINESE)]
    assert found[0]
    assert sorted(found[0]) == sorted(found[1])


def test_the_chinese_one_is_in_chinese_and_leads_to_the_other() -> None:
    assert "(README.md)" in text(CHINESE)
    for paragraph in re.split(r"\n\s*\n", prose(CHINESE)):
        words = re.sub(r"`[^`]*`|\([^)]*\)", "", paragraph)
        if len(words) > 60:
            assert len(HAN.findall(words)) > len(words) / 4, paragraph


def test_a_section_that_is_missing_would_be_seen(tmp_path: Path) -> None:
    short = tmp_path / "README.zh.md"
    short.write_text(text(CHINESE).replace("`kg links`", ""), encoding="utf-8")
    assert sections(short) != sections(CHINESE)
