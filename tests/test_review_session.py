"""`kg review`: one key for each decision, written at once, in the order given, readable in Chinese."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from wcwidth import wcswidth

from kg.alignment.records import MeasureName
from kg.cli import commands
from kg.cli.review import review
from kg.errors import UsageError
from kg.generations import GraphFolder
from kg.graph import ACCOUNT, Graph
from kg.model import Header, Span
from kg.review.candidates import links_to_review
from kg.review.file import NAME, read_decisions
from kg.review.near_misses import NAME as NEAR_MISSES
from kg.review.near_misses import row_of, write_near_misses
from kg.review.records import Decision
from kg.review.run import review as hold_review
from kg.review.session import Session
from kg.review.side import Side, side_by_side, side_of
from tests.review_graph import built, link, read, store

Ask = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store(built([]), tmp_path / "graph")
    return tmp_path / "graph"


@pytest.fixture
def ask(folder: Path) -> Ask:
    def run(keys: str, *more: str, width: int = 100) -> Result:
        arguments = ["--graph", str(folder), "--by", "a reader", *more]
        return CliRunner(env={"COLUMNS": str(width)}).invoke(
            review, arguments, input=keys, catch_exceptions=False
        )

    return run


def made(folder: Path) -> list[tuple[str, str, str, str]]:
    return [(d.measure, d.verdict, d.upper, d.comment) for d in read_decisions(folder / NAME)]


def test_the_least_certain_link_comes_first_with_both_texts_and_the_evidence_marked(ask: Ask) -> None:
    text = ask("q").stdout
    assert "1 of 2: nb/2 implements zj/1.2 (partial, 0.55)" in text
    assert "⟦便民生活圈10个⟧" in text
    assert "⟦便民生活圈50个⟧" in text
    assert "浙江省 2023-01-31 zj/1.2" in text
    assert "no decision was made" in text


def test_one_key_accepts_and_one_rejects(ask: Ask, folder: Path) -> None:
    done = ask("ar")
    assert made(folder) == [("nb/2", "accept", "zj/1.2", ""), ("nb/1", "reject", "zj/1.1", "")]
    assert "2 decisions (1 accept, 1 reject)" in done.stdout
    first = read_decisions(folder / NAME)[0]
    assert (first.by, first.quote, first.upper_quote) == ("a reader", "便民生活圈10个", "便民生活圈50个")
    assert first.values == (("strength", "partial"),)


def test_line_ends_between_keys_do_no_harm(ask: Ask, folder: Path) -> None:
    ask("a\nr\n")
    assert [verdict for _, verdict, _, _ in made(folder)] == ["accept", "reject"]


def test_skipped_links_are_asked_again_and_decided_ones_not(ask: Ask, folder: Path) -> None:
    ask("sa")
    assert made(folder) == [("nb/1", "accept", "zj/1.1", "")]
    assert "1 of 1: nb/2" in ask("q").stdout
    ask("a")
    assert "every link of the graph has been decided on" in ask("").stdout


def test_a_comment_goes_with_the_next_decision(ask: Ask, folder: Path) -> None:
    ask("c=数字相同，“对象”不同\nra")
    assert made(folder)[0] == ("nb/2", "reject", "zj/1.2", "=数字相同，“对象”不同")
    assert made(folder)[1][3] == ""


def test_the_strength_and_the_relation_are_retyped(ask: Ask, folder: Path) -> None:
    ask("tdtr")
    assert [d.values for d in read_decisions(folder / NAME)] == [
        (("strength", "direct"),),
        (("relation", "relatesTo"), ("strength", "partial")),
    ]


def test_a_relation_against_time_is_refused_before_it_is_written(ask: Ask, folder: Path) -> None:
    text = ask("taq").stdout
    assert "it cannot be anticipates: the lower document was issued 90 days after" in text
    assert made(folder) == []


def test_one_may_go_back_and_the_later_decision_wins(ask: Ask, folder: Path) -> None:
    ask("rbaq")
    assert [verdict for _, verdict, _, _ in made(folder)] == ["reject", "accept"]
    graph = built(read_decisions(folder / NAME))
    assert {str(link.lower) for link in graph.links.alignments} == {"nb/1", "nb/2"}


def test_a_new_link_is_asked_for(ask: Ask, folder: Path) -> None:
    ask("nnb/1\nzj/1.2\ndq")
    [decision] = read_decisions(folder / NAME)
    assert (decision.measure, decision.upper, decision.verdict) == ("nb/1", "zj/1.2", "add")
    assert built([decision]).links.alignments[-1].strength == "direct"


def test_a_new_link_of_no_measure_is_named_and_the_session_goes_on(ask: Ask, folder: Path) -> None:
    text = ask("nnb/77\nzj/1.2\na").stdout
    assert "no item 'nb/77'" in text
    assert made(folder) == [("nb/2", "accept", "zj/1.2", "")]


def test_an_unknown_key_shows_the_keys(ask: Ask, folder: Path) -> None:
    assert ask("xq").stdout.count("a accept · r reject") == 2
    assert made(folder) == []


def test_the_table_may_be_given_by_path(ask: Ask, folder: Path, tmp_path: Path) -> None:
    ask("a", "--decisions", str(tmp_path / "mine" / "d.csv"))
    assert len(read_decisions(tmp_path / "mine" / "d.csv")) == 1
    assert made(folder) == []


def test_a_decision_of_another_session_is_respected(ask: Ask, folder: Path) -> None:
    ask("a")
    assert "1 of 1: nb/1" in ask("q").stdout


def test_candidates_that_the_build_held_for_too_unlikely_are_asked_too(ask: Ask, folder: Path) -> None:
    near = link(read(), "nb/1", "zj/1.2", ("办好2场", "开展试点"), score=0.33)
    write_near_misses(GraphFolder(folder).current().path / NEAR_MISSES, [row_of("nb", "zj", [near])])
    text = ask("sa").stdout
    assert "1 of 3: nb/1 implements zj/1.2 (0.33, held for none so far)" in text
    assert made(folder)[0][0] == "nb/2"


def test_the_threshold_is_that_of_the_weights_that_the_graph_was_built_with(ask: Ask, folder: Path) -> None:
    account = GraphFolder(folder).current().path / ACCOUNT
    known = json.loads(account.read_text(encoding="utf-8"))
    known["weights"] = {"file": "mine.toml", "threshold": 0.7}
    account.write_text(json.dumps(known), encoding="utf-8")
    assert "1 of 2: nb/2 implements zj/1.2 (0.55, held for none so far)" in ask("q").stdout


def test_a_review_of_one_document_leaves_the_others_alone(tmp_path: Path) -> None:
    documents = read()
    texts = {stem: document.text for stem, document in documents.items()}
    texts["sx"] = texts["zj"].replace("浙江省", "山西省").replace("浙政", "晋政")
    folder = tmp_path / "three"
    store(built([], texts), folder)
    near = link(documents, "nb/1", "zj/1.2", ("办好2场", "开展试点"), score=0.33)
    write_near_misses(GraphFolder(folder).current().path / NEAR_MISSES, [row_of("nb", "zj", [near])])
    arguments = ["--graph", str(folder), "--by", "a reader", "--document"]
    one = CliRunner().invoke(review, [*arguments, "nb"], input="q").stdout
    assert "1 of 1: nb/1 implements zj/1.2" in one
    assert CliRunner().invoke(review, [*arguments, "sx"], input="q").stdout == "sx has no link to decide on\n"
    wrong = CliRunner().invoke(commands, ["review", *arguments, "nb/1"], input="q")
    assert (wrong.exit_code, "is a Measure, not a document" in wrong.output) == (2, True)


def test_without_a_name_nothing_is_asked(folder: Path) -> None:
    assert CliRunner().invoke(review, ["--graph", str(folder)]).exit_code == 2
    with pytest.raises(UsageError, match="say who decides"):
        hold_review(folder, None, "  ", Silent())


class Silent:
    """An analyst with keys prepared, who may be cut off."""

    width = 80

    def __init__(self, keys: str = "") -> None:
        self.keys = iter(keys)
        self.said = ""

    def key(self) -> str:
        return next(self.keys, "")

    def line(self, prompt: str) -> str:
        return ""

    def say(self, text: str, *, end: str = "\n") -> None:
        self.said += text + end


def test_each_decision_is_written_before_the_next_link_is_shown(folder: Path) -> None:
    written: list[Decision] = []

    class CutOff(Silent):
        def key(self) -> str:
            if written:
                raise SystemExit
            return "a"

    with Graph(folder) as graph:
        session = Session(
            CutOff(), lambda name: side_of(graph, name), written.append, "x", lambda: "2024-05-03"
        )
        with pytest.raises(SystemExit):
            session.run(links_to_review(graph))
    assert len(written) == 1


def test_any_order_can_be_given(folder: Path) -> None:
    talk = Silent("s")
    hold_review(folder, None, "x", talk, order=lambda links: sorted(links, key=lambda link: -link.score))
    assert "1 of 2: nb/1" in talk.said


@pytest.mark.parametrize("width", [30, 59, 60, 81, 100, 160])
def test_no_line_is_wider_than_the_screen(folder: Path, width: int) -> None:
    with Graph(folder) as graph:
        [first, _] = links_to_review(graph)
        lower, upper = side_of(graph, str(first.lower)), side_of(graph, str(first.upper))
    text = side_by_side(lower, upper, (first.lower_span, first.upper_span), width)
    assert max(wcswidth(line) for line in text.splitlines()) <= width
    assert "".join(text.split()).count("⟦") == 2


def test_a_text_cannot_move_the_cursor() -> None:
    side = Side(MeasureName("a", "1"), "x", "一、\x1b[2J清屏", 0, Header("标\x07题"))
    text = side_by_side(side, side, (Span(0, 0, ""), Span(0, 0, "")), 80)
    assert "\x1b" not in text
    assert "\x07" not in text
