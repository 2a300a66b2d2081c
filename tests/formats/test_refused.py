"""What cannot be read says so in one line, with the file and what to do; what lies about its format is read by content."""

from pathlib import Path

import pytest

from kg.errors import InputError
from loaders.file_formats import FORMATS, UNREADABLE, read_format
from loaders.limits import MOST_CHARACTERS, MOST_ELEMENTS
from loaders.read import read_source
from loaders.sources import Source, find_sources
from ontology.registers import Registers
from tests.formats.records import MADE

PLAN = "一、办节。办10场。\n二、设点。设5个。\n"


@pytest.mark.parametrize("name", ["tasks.libreoffice.doc", "tasks.libreoffice.rtf"])
def test_old_word_files_say_what_to_save_them_as(name: str) -> None:
    with pytest.raises(InputError, match=f"{name}: .*save it as .docx"):
        Source(MADE / name).read()


@pytest.mark.parametrize("ending", UNREADABLE)
def test_every_format_that_is_not_read_says_what_to_do(ending: str) -> None:
    with pytest.raises(InputError, match=rf"a{ending}: is .*(save|print|pack)"):
        read_format(b"\x01\x02\x03", f"a{ending}", ending)


@pytest.mark.parametrize("ending", [*FORMATS, ".unknown", ""])
def test_the_first_bytes_are_believed_before_the_name(ending: str) -> None:
    assert read_format(f"<html><body><p>{PLAN}</p></body></html>".encode(), "a", ending).text.startswith(
        "一、办节"
    )
    with pytest.raises(InputError, match="encrypted"):
        read_format((MADE / "locked.libreoffice.pdf").read_bytes(), "a", ending)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_nothing_says_so(ending: str) -> None:
    for data in (b"", b"\x00" * 100, b" \n"):
        with pytest.raises(InputError, match=r"^a: "):
            read_format(data, "a", ending)


def test_what_is_larger_than_any_document_is_refused_at_once() -> None:
    with pytest.raises(InputError, match="split it"):
        read_format(b"(" * 50_000_000, "a.txt", ".txt")
    with pytest.raises(InputError, match="split it"):
        read_format(("消" * (MOST_CHARACTERS + 1)).encode(), "a.txt", ".txt")
    with pytest.raises(InputError, match="split it"):
        read_format(b"<html>" + b"<p></p>" * (MOST_ELEMENTS + 1), "a.html", ".html")


def test_damaged_bytes_and_control_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(PLAN.encode() * 100 + PLAN.encode().replace(b"10", b"1\xff0\x00") * 2)
    (document,) = read_source(Source(path), Registers.load())
    assert [(p.kind, p.what) for p in document.problems[:2]] == [
        ("unread", "2 damaged bytes replaced"),
        ("replaced", "2 control characters replaced"),
    ]
    assert "\x00" not in document.text


def test_a_folder_is_read_in_all_formats_and_other_files_are_left_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.HTML", "c.docx", "d.doc", "e.png", "~$c.docx", ".hidden.txt", "f.zip"):
        (tmp_path / name).write_bytes(b"1")
    sources = find_sources([tmp_path])
    assert [source.stem for source in sources.found] == ["a", "b", "c", "d"]
    assert [one.stem for one in sources.passed_over] == ["f"]


def test_a_name_that_is_no_text_is_spelt_out(tmp_path: Path) -> None:
    path = tmp_path / "a\udcff.txt"
    path.write_text(PLAN, encoding="utf-8")
    (source,) = find_sources([tmp_path]).found
    assert source.stem == "a\\xff"
    source.place.encode()
    assert source.read() == PLAN


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_few_damaged_bytes_make_no_text_unreadable(encoding: str) -> None:
    whole = (PLAN * 20).encode(encoding)
    for place in range(40, len(whole) - 40, 7):
        damaged = whole[:place] + b"\xff" + whole[place + 1 :]
        text = read_format(damaged, "a", ".txt").text
        assert text.count("办10场") >= 18
