"""Text in every encoding that official files come in is read; what is no text is refused by name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from loaders.text_file import decode, read_text_file

TEXT = "一、总体要求\n全面促进消费，２０２３年社零增长４．５％。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5"]
)
def test_an_encoding_is_found(encoding: str) -> None:
    text = TEXT if encoding != "big5" else "一、總體要求\n全面促進消費，社會零售增長。\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_newlines_become_one_kind(newline: str) -> None:
    assert decode(TEXT.replace("\n", newline).encode()) == TEXT


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", bytes(range(256)) * 8, b"\xff\xfe\x00"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode(data, "x.txt")


@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except InputError:
        return
    assert "\r" not in text
    text.encode("utf-8")


def test_the_message_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.txt: no such file"):
        read_text_file(tmp_path / "missing.txt")
    (tmp_path / "empty.txt").write_bytes(b" \n")
    with pytest.raises(InputError, match=r"empty\.txt: is empty"):
        read_text_file(tmp_path / "empty.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_text_file(tmp_path)
