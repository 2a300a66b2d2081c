"""A short run over hostile inputs, and what the long one counts on; the long one is `tests.hostile.run`."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.model import Document, Span
from loaders.document import read_document
from loaders.read import read_source
from loaders.sources import Source
from tests.hostile import material
from tests.hostile.batch import Batch, Result, run_batch
from tests.hostile.inputs import SHARES, hostile_input
from tests.hostile.mutations import DAMAGE, HOSTILE, MILD
from tests.hostile.pages import faults_of
from tests.hostile.records import faults
from tests.hostile.run import ENOUGH, batches, failures, mild_share, reasons, table

SEED, INPUTS = 20, 150


@pytest.fixture(scope="module")
def short_run() -> list[Result]:
    """The first six inputs are built with links and drawn, the others are read and stored."""
    whole = Batch(SEED, range(6), whole=True)
    return [run_batch(whole), run_batch(Batch(SEED, range(6, INPUTS)))]


@pytest.mark.slow
def test_no_input_breaks_a_promise(short_run: list[Result]) -> None:
    assert failures(short_run) == []


@pytest.mark.slow
def test_mild_damage_leaves_most_of_a_document(short_run: list[Result]) -> None:
    enough, mild = mild_share(outcome for result in short_run for outcome in result.outcomes)
    assert mild > 20
    assert enough >= ENOUGH * mild


@pytest.mark.slow
def test_the_table_of_a_run_accounts_for_every_input(short_run: list[Result]) -> None:
    outcomes = [outcome for result in short_run for outcome in result.outcomes]
    last = table(outcomes).splitlines()[-1].split()
    came = Counter(outcome.came for outcome in outcomes)
    assert last[:4] == ["all", str(INPUTS), str(came["read"]), str(came["refused"])]
    refused = sum(int(line.split()[0]) for line in reasons(outcomes).splitlines())
    assert refused == came["refused"]


def test_an_input_is_the_same_whenever_it_is_made() -> None:
    assert [hostile_input(3, n) for n in range(20)] == [hostile_input(3, n) for n in range(20)]
    assert len({hostile_input(3, n).data for n in range(20)}) == 20


def test_a_run_makes_inputs_of_every_kind_and_every_mutation() -> None:
    made = [hostile_input(1, number) for number in range(3000)]
    assert {one.kind for one in made} == set(SHARES)
    assert {how for one in made for how in one.how} >= {*MILD, *DAMAGE, *HOSTILE}


def test_a_run_holds_every_input_once() -> None:
    made = batches(105, seed=1, size=10, whole_every=4)
    assert [number for batch in made for number in batch.numbers] == list(range(105))
    assert [at for at, batch in enumerate(made) if batch.whole] == [0, 4, 8]


def _document() -> Document:
    text = "关于促进消费的通知\n一、扩大消费。支持汽车消费10万辆。\n二、优化环境。加强监管。\n"
    return read_document(text, "plan", material.registers())


def test_a_sound_record_has_no_faults() -> None:
    assert faults(_document()) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (lambda d: replace(d, text="一" + d.text), "does not quote its text"),
        (lambda d: replace(d, stem="plan\udcff"), "a lone surrogate"),
        (lambda d: replace(d, measures=d.measures[::-1]), "reaches into"),
        (lambda d: replace(d, measures=d.measures[:1] * 2), "two measures have one path"),
        (lambda d: _with_value(d, float("inf")), "inf is no number"),
        (lambda d: _with_span(d), "stands outside of it"),
    ],
)
def test_a_broken_promise_is_found_in_a_record(wrong: object, fault: str) -> None:
    assert callable(wrong)
    assert any(fault in found for found in faults(wrong(_document())))


def _with_value(document: Document, value: float) -> Document:
    first, *others = document.measures
    figure = replace(first.figures[0], value=value)
    return replace(document, measures=(replace(first, figures=(figure,)), *others))


def _with_span(document: Document) -> Document:
    first, *others = document.measures
    figure = replace(first.figures[0], span=Span.of(document.text, 0, 2))
    return replace(document, measures=(replace(first, figures=(figure,)), *others))


PAGE = '<meta http-equiv="Content-Security-Policy" content="script-src \'sha256-x\'">'


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>window.hacked=1</script>", "a script that the page's policy does not name"),
        ('<p onclick="x">', "p has onclick"),
        ("<img>", "an element img"),
        ('<a href="javascript:x">', "leads to 'javascript:x'"),
        ('<a href="//example.invalid/x.html">', "leads to"),
        ('<script src="https://example.invalid/x.js"></script>', "leads to"),
    ],
)
def test_text_that_became_markup_is_found_in_a_page(html: str, fault: str) -> None:
    assert list(faults_of(PAGE)) == []
    assert any(fault in found for found in faults_of(PAGE + html))


def test_fifty_megabytes_of_brackets_are_refused_at_once_and_said_to_be_too_long(tmp_path: Path) -> None:
    file = tmp_path / "brackets.txt"
    file.write_bytes(b"(" * 50_000_000)
    with pytest.raises(KGError, match=r"brackets\.txt: holds .* more than .* split it"):
        read_source(Source(file), material.registers())
