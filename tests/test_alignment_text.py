"""What the alignment reads of a document: titles, clauses and grams, whatever the layout."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.alignment.concept_finder import ConceptFinder
from kg.alignment.encoding import Rows, encode
from kg.alignment.marks import gram_number, gram_text
from kg.alignment.text import CHINESE, fingerprint, read_document_text
from loaders.reading import Reading
from ontology.registers import Registers
from tests.alignment_documents import bundled, made, varied

FINDER = ConceptFinder.of(Registers.load().themes)


def test_the_title_of_every_item_of_real_documents_is_found_in_its_text() -> None:
    documents = [*bundled().values(), *varied().values()]
    for document in documents:
        for item, measure in zip(read_document_text(document).items, document.measures, strict=True):
            assert item.title_letters == "".join(CHINESE.findall(measure.title)), (
                document.stem,
                measure.path,
            )


def test_responsibility_notes_say_nothing_of_what_is_to_be_done() -> None:
    item = read_document_text(
        made("a", ["发展首店经济。引进首店。（责任单位：市商务局、市财政局）", "办节。办十场。"])
    ).items[0]
    assert "商务局" not in item.letters
    assert item.letters == "发展首店经济引进首店"


def test_every_clause_of_real_documents_holds_words_and_no_mark_at_its_ends() -> None:
    for document in bundled().values():
        text = read_document_text(document)
        for item in text.items:
            for start, end in item.clauses:
                clause = text.reading.plain[start:end]
                assert clause.strip(",。;:!? ") == clause
                assert len("".join(CHINESE.findall(clause))) >= 3 or len(item.clauses) == 1


@given(st.text(alphabet="促进消费办节，。（）“” \n1a", max_size=60))
def test_a_line_break_anywhere_changes_no_gram(text: str) -> None:
    broken = "\n".join(text)
    assert fingerprint(Reading.of(text)) == fingerprint(Reading.of(broken))


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=2))
def test_a_gram_reads_back_from_its_number(gram: str) -> None:
    assert gram_text(gram_number(gram)) == gram


def test_grams_run_through_quotes_and_stop_at_marks_and_digits() -> None:
    document = encode(read_document_text(made("a", ["“共富”工坊，5个", "办节。办十场。"])), FINDER)
    rows = document.tables.clauses.grams
    grams = {gram_text(n) for n in document.grams[rows.columns[: rows.starts[1]]].tolist()}
    assert {"共富", "富工", "工坊"} <= grams
    assert not {"坊个"} & grams


def test_the_title_counts_twice_in_its_item() -> None:
    document = encode(read_document_text(made("a", ["发展夜市。办好夜市。", "办节。办十场。"])), FINDER)
    rows = document.tables.items.grams
    grams = map(gram_text, document.grams[rows.columns[: rows.starts[1]]].tolist())
    counts = dict(zip(grams, rows.counts, strict=False))
    assert counts["夜市"] == 3
    assert counts["办好"] == 1


def test_names_inside_longer_names_are_found_and_barred_words_are_not() -> None:
    labels = {FINDER.labels[number] for number in FINDER.find("开展新能源汽车下乡")[:, 0]}
    assert {"新能源汽车", "新能源汽车下乡"} <= labels


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6)), max_size=60))
def test_a_sparse_table_counts_its_entries(entries: list[tuple[int, int]]) -> None:
    dense = np.zeros((5, 7))
    for row, column in entries:
        dense[row, column] += 1
    table = np.array(entries, dtype=np.int64).reshape(-1, 2)
    rows = Rows.of(table[:, 0], table[:, 1], 5)
    again = np.zeros((5, 7))
    again[rows.row_of, rows.columns] = rows.counts
    assert np.array_equal(dense, again)
    assert len(rows) == 5


def test_a_name_that_ends_outside_of_a_clause_is_none_of_its_concepts() -> None:
    document = encode(read_document_text(made("a", ["办新能源，汽车下乡展。", "办节。办十场。"])), FINDER)
    names = {FINDER.labels[n] for n in document.tables.concepts.tolist()}
    assert "汽车下乡" in names
    assert "新能源汽车" not in names


@given(st.lists(st.sampled_from(["新能源汽车下乡", "办节", "夜间经济", "电商平台", "首店"]), max_size=6))
def test_concepts_of_a_text_are_those_of_its_parts(parts: list[str]) -> None:
    found = {tuple(row) for row in FINDER.find("。".join(parts)).tolist()}
    begins = np.cumsum([0, *(len(part) + 1 for part in parts)])
    expected = {
        (number, start + begin, end + begin)
        for part, begin in zip(parts, begins.tolist(), strict=False)
        for number, start, end in FINDER.find(part).tolist()
    }
    assert found == expected


@pytest.mark.parametrize("stem", ["cn-2022", "nb-2023"])
def test_encoding_twice_gives_the_same_tables(stem: str) -> None:
    one, other = (encode(read_document_text(bundled()[stem]), FINDER) for _ in range(2))
    assert np.array_equal(one.tables.clauses.grams.columns, other.tables.clauses.grams.columns)
    assert np.array_equal(one.tables.items.concepts.counts, other.tables.items.concepts.counts)
