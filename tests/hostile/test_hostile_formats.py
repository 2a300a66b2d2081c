"""Archives, pages, Word files and PDFs made to do harm: refused with a message or read, soon, and nothing else."""

from __future__ import annotations

import io
import stat
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.model import Document
from loaders.read import read_source
from loaders.sources import find_sources
from tests.hostile import material
from tests.hostile.reading import ALLOWED
from tests.hostile.records import faults

PLAN = "关于促进消费的通知\n一、扩大消费。支持汽车消费10万辆。\n二、优化环境。加强监管。\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("plan.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../outside.txt", PLAN)
        archive.writestr("/absolute.txt", PLAN)
        archive.writestr("C:\\windows.txt", PLAN)
    return out.getvalue()


def nested_zip(levels: int) -> bytes:
    data = zipped({"plan.txt": PLAN.encode()})
    for _ in range(levels):
        data = zipped({"inner.zip": data})
    return data


def wide_nest() -> bytes:
    """Ten archives in each of ten archives in each …: a hundred thousand files in a few kilobytes."""
    data = zipped({f"{n}.txt": b"\n" * 100_000 for n in range(10)})
    for _ in range(4):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


def overlapping() -> bytes:
    """Sizes in the directory that are not those of the members."""
    data = bytearray(zipped({"plan.txt": PLAN.encode() * 50}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    return bytes(data)


def entities(depth: int = 12) -> str:
    """A billion laughs."""
    lines = ['<!ENTITY a0 "消费">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth)]
    return f"<!DOCTYPE w [{''.join(lines)}]>"


def word(body: str, head: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": CONTENT_TYPES.encode(), "word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>endobj\n"

FILES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a zip bomb": ("a.zip", lambda: zipped({"plan.txt": b"\0" * 600_000_000})),
    "a zip bomb of text": ("a.zip", lambda: zipped({"plan.txt": "一、".encode() * 40_000_000})),
    "links and paths out of an archive": ("a.zip", with_link),
    "an archive ten deep": ("a.zip", lambda: nested_zip(10)),
    "archives in archives": ("a.zip", wide_nest),
    "wrong sizes in an archive": ("a.zip", overlapping),
    "an archive cut off": ("a.zip", lambda: nested_zip(1)[:-30]),
    "an archive of nothing": ("a.zip", lambda: b""),
    "names that are markup in an archive": (
        "a.zip",
        lambda: zipped({"<script>x</script>.txt": PLAN.encode(), "\x1b]0;x\x07.txt": PLAN.encode()}),
    ),
    "XML entities in Word": ("a.docx", lambda: word(paragraph("&a11;"), entities())),
    "a file from outside in Word": ("a.docx", lambda: word(paragraph("一、&x;"), OUTSIDE)),
    "a bomb in Word": ("a.docx", lambda: word(paragraph("一、" * 60_000_000))),
    "deep nesting in Word": ("a.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 20_000)),
    "a Word file of other things": ("a.docx", lambda: zipped({"plan.txt": PLAN.encode()})),
    "a Word file that is none": ("a.docx", lambda: b"PK\x03\x04 nothing"),
    "deep nesting in HTML": ("a.html", lambda: b"<div>" * 200_000 + PLAN.encode()),
    "open tables in HTML": ("a.html", lambda: b"<table><tr><td>" * 30_000 + PLAN.encode()),
    "entities in HTML": ("a.html", lambda: (entities() + "<html>&a11;" + PLAN).encode()),
    "attributes in HTML": ("a.html", lambda: b"<p " + b"a=b " * 300_000 + b">" + PLAN.encode()),
    "open comments in HTML": ("a.html", lambda: b"<!--" * 300_000 + PLAN.encode()),
    "lone surrogates in HTML": ("a.html", lambda: b"<p>&#xD800;&#0;&#x110000;</p>" + PLAN.encode()),
    "cells that span a million": (
        "a.html",
        lambda: b"<table><tr><td colspan=1000000 rowspan=1000000>1</td></tr></table>" + PLAN.encode(),
    ),
    "a PDF that holds itself": ("a.pdf", lambda: PDF + b"trailer<</Root 1 0 R>>\n%%EOF"),
    "a PDF cut off": ("a.pdf", lambda: PDF),
    "a PDF of nothing": ("a.pdf", lambda: b"%PDF-1.7\n"),
    "a PDF with a wrong xref": (
        "a.pdf",
        lambda: PDF + b"xref\n0 99999999\ntrailer<</Root 1 0 R/Size 99999999>>\nstartxref\n999999999\n%%EOF",
    ),
}


def read_all(path: Path) -> tuple[list[Document], list[str]]:
    """The documents of a file, and the messages about what was not read."""
    documents: list[Document] = []
    sources = find_sources([path])
    messages = [f"{one}: {one.what}" for one in sources.passed_over]
    for source in sources.found:
        try:
            documents += read_source(source, material.registers())
        except KGError as error:
            messages.append(str(error))
    return documents, messages


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused_with_a_message_soon(name: str, tmp_path: Path) -> None:
    file, make = FILES[name]
    path = tmp_path / "in" / file
    path.parent.mkdir()
    path.write_bytes(make())
    material.registers()
    begin = time.process_time()
    documents, messages = read_all(path)
    seconds = time.process_time() - begin
    assert documents or messages
    assert all(message.strip() for message in messages)
    assert not [fault for document in documents for fault in faults(document)]
    assert not [document for document in documents if "root:" in document.text]
    assert seconds < ALLOWED
    assert sorted(tmp_path.rglob("*")) == [path.parent, path]
