"""The same content as text, web page, Word file and PDF gives the same record, whichever program made the file."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import FOLDER as CORPUS
from tests.formats.records import MADE, SUPPLIED, facts, read

FILES = sorted(file for stem in SUPPLIED for file in MADE.glob(f"{stem}.*"))


@cache
def from_text(stem: str) -> Any:
    return facts(read(CORPUS / f"{stem}.txt", **SUPPLIED[stem]))


def test_every_document_is_there_in_every_format() -> None:
    assert {file.suffix for file in FILES} == {".docx", ".html", ".pdf"}
    assert len(FILES) == len(SUPPLIED) * 8 + 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_record_is_that_of_the_text(file: Path) -> None:
    stem = file.name.partition(".")[0]
    assert facts(read(file, **SUPPLIED[stem])) == from_text(stem)
