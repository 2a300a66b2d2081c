"""The catalogue: headers, parameters and their checks, the names of nodes, the order of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import AmbiguousName, RegisterError, UsageError
from kg.stores.protocol import Language, Rows, Store, open_store
from kg.stores.refuse_cypher import parameters as cypher_parameters
from kg.stores.refuse_cypher import refuse_cypher
from kg.stores.refuse_sparql import refuse_sparql
from kg.tables import Part, TablesBuilder
from ontology.schema import Schema
from queries import neighbourhood
from queries.catalogue import Catalogue, make_question
from queries.header import Parameter, Words, read_header
from queries.names import find_name
from queries.parameters import NODES, PLAIN, check_plain, complete
from queries.rows import comparable, sorted_rows

CATALOGUE = Catalogue.load()
HEADER = """# @title 题 · Title
# @answers 答 · Answers
# @parameter theme (theme) default="" example="theme/brand" 主题 · the theme
# @column path 编号 · number
"""
SPARQL = HEADER + "SELECT ?path { VALUES ?theme { <theme/brand> }\n ?m :path ?path }".replace(
    "{ VALUES", "{\n  VALUES"
).replace("> }\n", "> } # parameter\n")
CYPHER = HEADER.replace("# @", "// @") + "MATCH (m:Measure) WHERE $theme = '' RETURN m.path AS path"
# What one of the two Cypher engines lacks, or answers otherwise.
NOT_IN_BOTH = re.compile(
    r"\b(?:labels?|type|toString|reduce|shortestPath|substring|size|id|apoc\.\w+)\s*\(|\bCALL\b|=~|\[\d|(?<!IS )(?<!NOT )\bnull\b",
    re.I,
)


def parameter(kind: str, default: str | int | None = None) -> Parameter:
    return Parameter(kind, kind, default, "example", Words("词", "word"))


def test_every_question_has_both_languages_and_words_for_all_it_shows() -> None:
    assert len(CATALOGUE) >= 28
    for question in CATALOGUE.values():
        described = question.describe()
        assert list(described) == ["name", "title", "answers", "parameters", "columns"]
        for words in (question.header.title, question.header.answers, *question.header.columns.values()):
            assert re.search(r"[\u4e00-\u9fff]", words.zh) and re.search(r"[A-Za-z]", words.en)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_the_examples_in_header_and_text_are_the_same(name: str) -> None:
    question = CATALOGUE[name]
    for one in question.header.parameters:
        term = f"<{one.example}>" if one.kind in NODES else repr(one.example).replace("'", '"')
        assert f"VALUES ?{one.name} {{ {term} }} # parameter" in question.texts["sparql"]
        assert f"\n// :param {one.name} => {one.example!r};\n" in question.texts["cypher"]


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_question_passes_where_free_questions_are_refused(name: str) -> None:
    question = CATALOGUE[name]
    refuse_sparql(question.texts["sparql"])
    refuse_cypher(question.texts["cypher"])
    assert cypher_parameters(question.texts["cypher"]) == set(question.parameters)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_cypher_keeps_to_what_both_engines_run(name: str) -> None:
    body = re.sub(r"^//.*$", "", CATALOGUE[name].texts["cypher"], flags=re.M)
    assert not NOT_IN_BOTH.findall(re.sub(r"'[^']*'", "''", body))
    assert "LIMIT" not in body and "ORDER BY" not in body, "rows are sorted when they are printed"


def test_the_neighbourhood_follows_the_ontology() -> None:
    held = files("queries").joinpath("neighbourhood.cypher").read_text(encoding="utf-8")
    assert held == neighbourhood.cypher(), "python -m queries.neighbourhood > queries/neighbourhood.cypher"


def test_a_pair_of_files_makes_a_question() -> None:
    question = make_question("q", {"sparql": SPARQL, "cypher": CYPHER})
    assert question.header.parameters[0].words.en == "the theme"


@pytest.mark.parametrize(
    ("sparql", "cypher", "message"),
    [
        (SPARQL, None, "no q.cypher"),
        (SPARQL.replace("答 · Answers", "答 · Other"), CYPHER, "differ"),
        (SPARQL.replace(" # parameter", ""), CYPHER, "the sparql uses"),
        (SPARQL, CYPHER.replace("$theme", "$topic"), "the cypher uses"),
        (SPARQL.replace("(theme)", "(thing)"), CYPHER.replace("(theme)", "(thing)"), "is none"),
        (SPARQL.replace("@title", "@name"), CYPHER, "no @name"),
        (SPARQL.replace("题 · Title", "Title"), CYPHER, "Chinese and English"),
        (SPARQL.replace(' example="theme/brand"', ""), CYPHER, "a parameter is written"),
        (SPARQL.replace("# @column", "# @sort size\n# @column"), CYPHER, "no column"),
        (SPARQL.replace("# @column", "# @column path 甲 · a\n# @column"), CYPHER, "two columns"),
    ],
)
def test_files_that_contradict_themselves_are_refused(sparql: str, cypher: str | None, message: str) -> None:
    texts: dict[Language, str] = {"sparql": sparql}
    if cypher:
        texts["cypher"] = cypher
    with pytest.raises(RegisterError, match=message):
        make_question("q", texts)


def test_a_header_ends_where_the_comment_does() -> None:
    assert read_header(HEADER + "\n# @column late 晚 · late\n", "q").columns.keys() == {"path"}


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("level", "city", "city"),
        ("level", "省", "province"),
        ("level", "市级", "city"),
        ("date", "2023-03-31", "2023-03-31"),
        ("year", "2023", "2023"),
        ("integer", "12", 12),
        ("text", "消费券", "消费券"),
    ],
)
def test_values_are_read_by_their_kind(kind: str, value: str, kept: str | int) -> None:
    assert check_plain(parameter(kind), value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("level", "town"),
        ("date", "2023-02-30"),
        ("date", "last week"),
        ("year", "23"),
        ("year", "2023年"),
        ("integer", "two"),
        ("integer", "1.5"),
        ("integer", "9" * 30),
        ("text", " "),
        ("text", ""),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError, match=kind):
        check_plain(parameter(kind), value)


def test_an_optional_value_can_be_empty() -> None:
    assert all(check_plain(parameter(kind, ""), "") == "" for kind in PLAIN)


def test_unknown_and_missing_parameters_are_told() -> None:
    declared = {"agency": parameter("agency"), "level": parameter("level", "")}
    assert complete("q", declared, {"agency": "x"}) == {"agency": "x", "level": ""}
    with pytest.raises(UsageError, match="do you mean agency"):
        complete("q", declared, {"agenci": "x"})
    with pytest.raises(UsageError, match="it takes agency, level"):
        complete("q", declared, {"zzz": "x"})
    with pytest.raises(UsageError, match=r"-p agency=example"):
        complete("q", declared, {})


def test_an_unknown_question_has_near_ones() -> None:
    with pytest.raises(UsageError, match="duties"):
        CATALOGUE["dutys"]


HOSTILE = [
    '"',
    "'",
    "\\",
    "`",
    "a\nb",
    "} RETURN 1 AS x //",
    '" } DROP ALL #',
    "\u202e字",
    "> <x",
    "a\x00b",
    "#",
    "$theme",
]


def _part() -> Part:
    part = Part("names")
    for code, name, level in (
        ("330000", "浙江省", "province"),
        ("350102", "鼓楼区", "county"),
        ("320106", "鼓楼区", "county"),
    ):
        part.node("Region", f"region/{code}", labelZh=name, labelEn=f"Place {code}", code=code, level=level)
    part.node("Theme", "theme/brand", labelZh="品牌", labelEn="Brands", otherNames="老字号 | 国潮")
    for number, name in enumerate(["浙江省商务厅", "山西省商务厅"]):
        part.node("Agency", f"agency/{number}/commerce", labelZh=name, kind="department")
    for number, stem in enumerate(["zj-2023", "双", "双"]):
        id = f"330000/2023/{number}"
        part.node("Document", id, stem=stem, title=f"第{number}号方案", level="province")
        part.node("Measure", f"{id}/1.2", path="1.2", role="measure", text="文", localities=False)
        part.edge("inDocument", f"{id}/1.2", id)
    for number, text in enumerate(HOSTILE):
        part.node("Theme", f"theme/hostile-{number}", labelZh=text)
    return part


@pytest.fixture(scope="module", params=["oxigraph", "ladybug"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A small graph with names that fit one node, several, or none."""
    url = f"{request.param}:{tmp_path_factory.mktemp('names') / 'store'}"
    builder = TablesBuilder(Schema.load())
    builder.add(_part())
    with open_store(url, read_only=False) as writer:
        writer.load(builder.build())
    with open_store(url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("kind", "name", "id"),
    [
        ("theme", "theme/brand", "theme/brand"),
        ("theme", "https://policy.example/theme/brand", "theme/brand"),
        ("theme", "https://data.example/some/base#theme/brand", "theme/brand"),
        ("theme", "brand", "theme/brand"),
        ("theme", "品牌", "theme/brand"),
        ("theme", "BRANDS", "theme/brand"),
        ("theme", "国潮", "theme/brand"),
        ("place", "浙江省", "region/330000"),
        ("place", "浙江", "region/330000"),
        ("place", "Place 330000", "region/330000"),
        ("place", "330000", "region/330000"),
        ("agency", "浙江省商务厅", "agency/0/commerce"),
        ("document", "zj-2023", "330000/2023/0"),
        ("document", "第0号方案", "330000/2023/0"),
        ("measure", "zj-2023/1.2", "330000/2023/0/1.2"),
        ("measure", "330000/2023/0/1.2", "330000/2023/0/1.2"),
        ("node", "zj-2023/1.2", "330000/2023/0/1.2"),
        ("node", "品牌", "theme/brand"),
        ("node", "region/330000", "region/330000"),
    ],
)
def test_a_node_is_found_by_each_of_its_names(store: Store, kind: str, name: str, id: str) -> None:
    found = find_name(store, parameter(kind), name)
    assert found.id == id and found.exact


@pytest.mark.parametrize(
    ("kind", "name", "candidates"),
    [
        ("place", "鼓楼区", {"region/320106", "region/350102"}),
        ("agency", "商务厅", {"agency/0/commerce", "agency/1/commerce"}),
        ("document", "双", {"330000/2023/1", "330000/2023/2"}),
        ("measure", "双/1.2", {"330000/2023/1/1.2", "330000/2023/2/1.2"}),
    ],
)
def test_a_name_that_fits_several_lists_them(
    store: Store, kind: str, name: str, candidates: set[str]
) -> None:
    with pytest.raises(AmbiguousName) as error:
        find_name(store, parameter(kind), name)
    assert {candidate.partition(" ")[0] for candidate in error.value.candidates} == candidates


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("theme", "没有的主题"),
        ("theme", "region/330000"),
        ("measure", "zj-2023/9.9"),
        ("measure", "zj"),
        ("node", "无"),
        ("place", " "),
    ],
)
def test_a_name_that_fits_nothing_is_an_error(store: Store, kind: str, name: str) -> None:
    with pytest.raises(UsageError, match=kind):
        find_name(store, parameter(kind), name)


def test_part_of_one_name_is_taken_and_said(store: Store) -> None:
    found = find_name(store, parameter("agency"), "浙江省商务")
    assert (found.id, found.exact) == ("agency/0/commerce", False)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_names_mean_what_they_say(store: Store, number: int) -> None:
    assert find_name(store, parameter("theme"), HOSTILE[number]).id == f"theme/hostile-{number}"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_looked_for_and_nothing_else(store: Store, text: str) -> None:
    assert CATALOGUE["text-mentions"].ask(store, {"text": text}).rows.rows == []
    assert CATALOGUE["citations"].ask(store, {"text": text}).rows.rows == []


cells = st.none() | st.integers(-5, 5) | st.sampled_from(["2.9", "2.10", "city", "national", "甲"])


@settings(max_examples=60)
@given(st.lists(st.tuples(cells, cells), max_size=8), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_engine(
    rows: list[tuple[str | int | None, ...]], chance: object
) -> None:
    columns = ("a", "b")
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    found = [sorted_rows(Rows(columns, list(some)), ["-a", "b"]) for some in (rows, mixed)]
    assert found[0] == found[1]
    assert comparable(Rows(columns, found[0])) == comparable(Rows(columns, list(rows)))


def test_rows_are_compared_with_the_same_number_of_each() -> None:
    one, two = Rows(("n",), [(1,)]), Rows(("n",), [(1.0,), (1,)])
    assert comparable(one) != comparable(two)
    assert comparable(Rows(("n",), [(0.1 + 0.2,)])) == comparable(Rows(("n",), [(0.3,)]))
    assert comparable(Rows(("n",), [(True,)])) != comparable(one)


def test_columns_other_than_those_of_the_header_are_an_error(tmp_path: Path, store: Store) -> None:
    question = make_question(
        "q",
        {
            "sparql": SPARQL.replace("SELECT ?path", "SELECT ?m ?path"),
            "cypher": CYPHER.replace("AS path", "AS p"),
        },
    )
    with pytest.raises((RegisterError, UsageError)):
        question.ask(store, {})
