"""The documents that come with the project: unchanged, and what their text does not print."""

import hashlib

import pytest

from corpus import FOLDER
from kg.report import problems_of
from loaders.document import read_document
from loaders.sources import Source, find_sources
from ontology.registers import Registers

# They are published documents, kept byte for byte as they were extracted.
DIGESTS = {
    "cn-2022": "707c0ec3b8d5f3c6412120695fe59136ffe012207fe4ff48cb709290b2ad18be",
    "nb-2023": "1800b9b64ba5b27f0c1fbb4ac890b248e523321ffe940fbe1076229d96cbd474",
    "nb-2025": "0e2cb356aee8b85e447d8b04d74f7f272ad093b5bf5cd01bef999f2a674177db",
    "sx-2023": "ab0efef539ad3aee2f333944a8642cea68f12fd9b658070405cd213b8889081a",
    "zj-2023": "6c6c31deeee2531df520215ae2872fb8757601ba721dfec7617c9f1336f603b9",
}
HEADERS = {
    "cn-2022": ("国办发〔2022〕9号", "国务院办公厅", "2022-04-20", "signed", "national", "中国"),
    "zj-2023": ("浙政办发〔2023〕26号", "浙江省人民政府办公厅", "2023-03-31", "signed", "province", "浙江省"),
    "sx-2023": ("晋政办发〔2023〕65号", "山西省人民政府办公厅", "2023-11-04", "signed", "province", "山西省"),
    "nb-2023": ("甬政办发〔2023〕4号", "宁波市人民政府办公厅", "2023-02-07", "printed", "city", "宁波市"),
    "nb-2025": (None, "宁波市人民政府办公厅", "2025-08-01", "published", "city", "宁波市"),
}


def test_the_documents_are_unchanged() -> None:
    assert {f.stem: hashlib.sha256(f.read_bytes()).hexdigest() for f in FOLDER.glob("*.txt")} == DIGESTS


@pytest.mark.parametrize("source", find_sources([FOLDER]).found, ids=lambda source: source.stem)
def test_headers_and_no_agency_that_a_reader_would_know_is_unresolved(source: Source) -> None:
    document = read_document(source.read(), source.stem, Registers.load(), source.supplied)
    h = document.header
    found = (h.document_number, h.issuer, h.issued_on, h.issued_on_kind, h.level, h.region)
    assert found == HEADERS[source.stem]
    assert [
        p.what for p in problems_of(document) if p.kind in ("unresolved agency", "conflict", "numbering")
    ] == []
