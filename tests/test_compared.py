"""No counterpart, not compared, nothing held: three answers that no command and no question confuses."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from kg.build import build
from kg.check import check
from kg.generations import GraphFolder
from kg.graph import PROPERTY_GRAPH, RDF, Graph
from kg.stores.protocol import open_store
from queries.catalogue import Catalogue
from queries.rows import comparable
from tests.conftest import Kg
from tests.review_graph import CITY, PROVINCE

ELSEWHERE = """宁波市人民政府办公室关于印发学前教育普及普惠实施办法的通知
甬政办发〔2023〕50号
一、扩大公办幼儿园学位。新建幼儿园12所，补充保育员和幼儿教师。（责任单位：市教育局）
二、规范民办幼儿园收费。对民办幼儿园开展财务审计和办园评估。（责任单位：市教育局）
宁波市人民政府办公室
2023年6月1日
"""
SHANXI = """山西省人民政府办公厅关于印发煤矿安全生产专项整治办法的通知
晋政办发〔2023〕70号
一、整治煤矿瓦斯隐患。对高瓦斯矿井开展抽采和监测。（责任单位：省应急管理厅）
山西省人民政府办公厅
2023年6月1日
"""
NO_PARENT = "三、修缮古桥。对浙东运河上的古桥逐座勘察修缮。（责任单位：市文物局）\n"
TEXTS = {
    "zj": PROVINCE.replace(
        "浙江省人民政府办公厅\n2023",
        "（三）整治油烟。为餐馆更换净化器。（责任单位：省生态环境厅）\n浙江省人民政府办公厅\n2023",
    ),
    "nb": CITY.replace("宁波市人民政府办公室\n2023", f"{NO_PARENT}宁波市人民政府办公室\n2023"),
    "edu": ELSEWHERE,
    "sx": SHANXI,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("compared")
    for stem, text in TEXTS.items():
        (place / f"{stem}.txt").write_text(text, encoding="utf-8")
    build([place], place / "graph")
    return place / "graph"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_graph_says_what_was_compared_and_fits_the_shapes(folder: Path) -> None:
    with Graph(folder) as graph:
        found = graph.sparql("SELECT ?a ?b { ?x :comparedWith ?y . ?x :stem ?a . ?y :stem ?b }").rows
        assert [tuple(row) for row in found] == [("nb", "zj")]
        assert check(graph.n_triples()) == ()


def test_measures_without_a_parent_are_those_of_documents_that_were_compared(kg: Kg, folder: Path) -> None:
    done = kg("links", "--without-parent", "--format", "csv", folder=folder)
    assert [(row["document"], row["path"], row["compared_with"]) for row in rows(done.stdout)] == [
        ("nb", "3", "zj")
    ]
    assert (
        "measures of edu: compared with no document above, those held being about another matter"
        in done.stderr
    )
    assert "measures of sx, zj: no document of a place above is held" in done.stderr


def test_measures_without_a_child_are_those_of_documents_that_were_compared(kg: Kg, folder: Path) -> None:
    done = kg("links", "--without-child", "--format", "jsonl", folder=folder)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["document"], row["path"], row["compared_with"]) for row in found] == [("zj", "1.3", ["nb"])]
    assert "measures of sx, nb, edu: no document of a place below is held" in done.stderr


def test_both_are_not_asked_at_once(kg: Kg, folder: Path) -> None:
    done = kg("links", "--without-child", "--without-parent", folder=folder)
    assert done.exit_code == 2 and "one at a time" in done.stderr


def test_a_cascade_tells_no_counterpart_from_not_compared_and_not_held(kg: Kg, folder: Path) -> None:
    text = " ".join(kg("cascade", "zj/1.3", folder=folder).stdout.split())
    assert "no document of a place above is held" in text
    assert "no counterpart in 宁波市 (compared with nb)" in text
    assert "held and not compared, being about another matter: 宁波市 (edu)" in text
    assert "no document is held of 杭州市, 温州市" in text and "山西省" not in text


def test_a_linked_measure_has_no_gap_where_it_is_answered(kg: Kg, folder: Path) -> None:
    found: dict[str, Any] = json.loads(kg("cascade", "zj/1.1", "--format", "json", folder=folder).stdout)
    gaps = found["gaps"]
    assert (gaps["no_counterpart"], [one["stem"] for one in gaps["not_compared"]]) == ([], ["edu"])
    assert "杭州市" in gaps["no_document_held_of"] and "宁波市" not in gaps["no_document_held_of"]


def test_the_cascade_of_a_local_measure_says_why_it_has_no_parent(kg: Kg, folder: Path) -> None:
    assert "no parent found (compared with zj)" in kg("cascade", "nb/3", folder=folder).stdout
    other = " ".join(kg("cascade", "edu/1", "--format", "md", folder=folder).stdout.split())
    assert "no document above was compared; those held are about another matter (zj)" in other


def test_the_table_of_a_cascade_has_a_row_for_each_gap(kg: Kg, folder: Path) -> None:
    found = rows(kg("cascade", "zj/1.3", "--format", "csv", folder=folder).stdout)
    noted = {(row["document"] or row["region"]): row["note"] for row in found}
    assert noted["zj"] == "no document of a place above is held"
    assert noted["nb"] == "no counterpart" and noted["edu"] == "not compared: about another matter"
    assert noted["杭州市"] == "no document held"


@pytest.mark.parametrize(
    ("measure", "said", "unsaid"),
    [
        ("nb/3", "no parent found (compared with zj)", "no counterpart"),
        ("nb/1", "no document of a place below is held", "no parent"),
        ("zj/1.3", "no counterpart in 宁波市 (compared with nb)", "no parent found"),
        ("zj/1.1", "no document of a place above is held", "no counterpart"),
        (
            "edu/1",
            "no document above was compared; those held are about another matter (zj)",
            "no parent found",
        ),
        ("sx/1", "no document of a place above is held", "no counterpart"),
    ],
)
def test_a_measure_shown_says_what_it_was_compared_with(
    kg: Kg, folder: Path, measure: str, said: str, unsaid: str
) -> None:
    text = kg("show", measure, folder=folder).stdout
    assert said in text and unsaid not in text
    assert said in json.loads(kg("show", measure, "--format", "json", folder=folder).stdout)["gaps"]


def test_the_status_counts_both_and_what_was_not_compared(kg: Kg, folder: Path) -> None:
    found = json.loads(kg("status", "--format", "json", folder=folder).stdout)["counterparts"]
    assert found == {
        "without_parent": {
            "measures": 1, "of_documents": 1, "documents_not_compared": 1, "documents_with_nothing_held": 2,
        },
        "without_child": {
            "measures": 1, "of_documents": 1, "documents_not_compared": 0, "documents_with_nothing_held": 3,
        },
    }  # fmt: skip
    assert "without a parent" in kg("status", folder=folder).stdout


@pytest.mark.parametrize(
    ("question", "parameters", "expected"),
    [
        ("parentless", {}, {("宁波市", "3")}),
        ("parentless", {"document": "edu"}, set()),
        ("unanswered", {"document": "zj"}, {("宁波市", "1.3")}),
        ("unanswered", {"document": "sx"}, set()),
    ],
)
def test_questions_in_both_languages_leave_out_what_was_passed_over(
    folder: Path, question: str, parameters: dict[str, str], expected: set[tuple[str, str]]
) -> None:
    asked, current = Catalogue.load()[question], GraphFolder(folder).current()
    with open_store(current.url(RDF)) as sparql, open_store(current.url(PROPERTY_GRAPH)) as cypher:
        answers = [asked.ask(store, parameters).rows for store in (sparql, cypher)]
    for answer in answers:
        assert {(row["place"], row["path"]) for row in answer.objects()} == expected
    assert comparable(answers[0]) == comparable(answers[1])
