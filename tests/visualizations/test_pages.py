"""What a page holds, without a browser: nothing from elsewhere, the same bytes, no files beside it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.build import build
from kg.cli.view import view
from kg.graph import Graph
from kg.tables import Part
from tests.visualizations.graphs import InMemory, align, document, hostile, measure, region
from visualizations.counterparts import INITIATIVE, NONE_ABOVE, NONE_BELOW, UNANSWERED
from visualizations.page import SCRIPTS, asset, json_for_script, page_html
from visualizations.pyvis_network import vis_script
from visualizations.records import Item
from visualizations.snapshot import Snapshot
from visualizations.views import SITE, VIEWS
from visualizations.writing import write_site

every_view = pytest.mark.parametrize("name", list(VIEWS))


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text inside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag if tag in ("script", "style") else ""
        if self._open:
            self.inside.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[-1] = (self._open, self.inside[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


@every_view
def test_a_page_takes_nothing_from_elsewhere(name: str, pages: dict[str, Path]) -> None:
    text = pages[name].read_text(encoding="utf-8")
    elements = Elements(text)
    assert not [
        a for _, a in elements.found for key in ("src", "action", "data", "poster", "srcset") if a.get(key)
    ]
    assert {a["href"] for _, a in elements.found if a.get("href")} == {"#table"}
    assert not {tag for tag, _ in elements.found} & {"link", "iframe", "object", "embed", "base", "img"}
    for tag, inside in elements.inside:
        if tag == "style":
            assert not re.search(r"@import|url\(|https?:", inside)
    # Names of standards and notices of licences are all that vis-network has of addresses; the rest has none.
    ours = text.replace(vis_script(), "")
    assert set(re.findall(r"https?://[^\s\"'<>)]*", ours)) <= {"http://www.w3.org/2000/svg"}


@every_view
def test_the_policy_allows_the_scripts_of_the_page_and_no_others(name: str, pages: dict[str, Path]) -> None:
    elements = Elements(pages[name].read_text(encoding="utf-8"))
    [policy] = [a["content"] for _, a in elements.found if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    data = {"data", "network"}
    run = [
        s
        for (tag, s), (_, a) in zip(elements.inside, _with_text(elements), strict=True)
        if a.get("id") not in data
    ]
    assert {base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in run} == allowed


def _with_text(elements: Elements) -> list[tuple[str, dict[str, str | None]]]:
    return [(tag, attributes) for tag, attributes in elements.found if tag in ("script", "style")]


@every_view
def test_a_page_is_the_same_whenever_it_is_made(name: str, graph: Path, pages: dict[str, Path]) -> None:
    with Graph(graph) as held:
        assert page_html(VIEWS[name].build(held, ())) == pages[name].read_text(encoding="utf-8")


@every_view
def test_a_hostile_graph_adds_no_element_to_the_page(name: str, pages: dict[str, Path]) -> None:
    found = Elements(page_html(VIEWS[name].build(hostile(), ()))).found
    usual = Elements(pages[name].read_text(encoding="utf-8")).found
    assert [tag for tag, _ in found] == [tag for tag, _ in usual]
    assert not [key for _, attributes in found for key in attributes if key.startswith("on")]


@given(
    st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_json_in_a_script_reads_back_and_cannot_end_it(value: object) -> None:
    text = json_for_script(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")
    assert "//" not in text


@pytest.mark.parametrize(
    "name",
    [
        *SCRIPTS,
        *(f"draw_{n}.js" for n in ("lanes", "columns", "matrix", "targets", "timeline", "record", "index")),
    ],
)
def test_no_script_of_ours_makes_markup_out_of_text(name: str) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", asset(name)
    )


def test_the_network_library_does_not_end_the_script_it_stands_in() -> None:
    assert "</script" not in vis_script().lower()
    assert "<!--" not in vis_script()


def test_one_file_alone_knows_pyvis() -> None:
    import visualizations

    folder = Path(visualizations.__file__).parent
    users = [
        path.name
        for path in folder.rglob("*.py")
        if re.search(r"^\s*(from|import) pyvis|\"pyvis\"", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert users == ["pyvis_network.py"]


def test_a_view_leaves_one_file_and_nothing_beside_it(
    graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(
        view, ["cascade", "--graph", str(graph), "-o", "picture.html"], catch_exceptions=False
    )
    assert (done.exit_code, done.stdout) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["picture.html"]
    assert (tmp_path / "picture.html").stat().st_size < 3_000_000


def test_a_view_goes_to_standard_output_as_utf_8(graph: Path) -> None:
    done = CliRunner().invoke(view, ["timeline", "--graph", str(graph), "-o", "-"], catch_exceptions=False)
    assert done.stdout_bytes.decode("utf-8").startswith("<!doctype html>")


def test_the_views_are_listed_with_name_and_title() -> None:
    done = CliRunner().invoke(view, ["--format", "json"], catch_exceptions=False)
    listed = json.loads(done.stdout)
    assert [row["name"] for row in listed] == [*VIEWS, SITE]
    assert all(row["title"] for row in listed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing"], "no view is called 'nothing'; there are cascade"),
        (["cascade", "--root", "nowhere/1"], "nothing in the graph is called 'nowhere/1'"),
        (["side-by-side", "--root", "nb-2023", "--root", "zj-2023", "--root", "cn-2022"], "not more"),
        (["side-by-side", "--root", "zj-2023/1"], "side by side stand two documents"),
        (
            ["cascade", "--root", "instrument/subsidy"],
            "a root is a measure, theme, document, agency or region",
        ),
        (["site", "--root", "zj-2023"], "leave --root out"),
        (["site", "-o", "-"], "a site is a folder"),
        (["cascade", "-o", "/nowhere/at/all.html"], "cannot be written"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str], message: str, graph: Path) -> None:
    done = CliRunner().invoke(view, [*arguments, "--graph", str(graph)])
    assert done.exit_code != 0
    assert message in str(done.exception)


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("cascade", "cn-2022/2.6"),
        ("cascade", "theme/automobile"),
        ("cascade", "zj-2023"),
        ("cascade", "region/330200"),
        ("theme-map", "theme/automobile"),
        ("agency-network", "zj-2023"),
        ("agency-network", "agency/330000/commerce"),
        ("targets", "nb-2023"),
        ("coverage", "theme/automobile"),
        ("timeline", "theme/automobile"),
        ("neighbourhood", "zj-2023"),
        ("neighbourhood", "agency/330000/commerce"),
        ("neighbourhood", "theme/automobile"),
        ("neighbourhood", "region/330000"),
        ("neighbourhood", "instrument/subsidy"),
        ("side-by-side", "sx-2023"),
    ],
)
def test_a_root_narrows_a_page_and_names_it(name: str, root: str, graph: Path) -> None:
    with Graph(graph) as held:
        page = VIEWS[name].build(held, [root])
    assert page.items
    assert page.root and page.root.zh
    shown = {item.id for item in page.items}
    assert all(link.source in shown and link.target in shown for link in page.links)


@every_view
def test_links_join_items_of_the_page_and_details_belong_to_them(name: str, graph: Path) -> None:
    with Graph(graph) as held:
        page = VIEWS[name].build(held, ())
    shown = {item.id for item in page.items}
    assert len(shown) == len(page.items)
    assert len({link.id for link in page.links}) == len(page.links)
    assert {end for link in page.links for end in (link.source, link.target)} <= shown
    named = page.details["names"].keys()
    assert {id for item in page.items for ids in item.facets.values() for id in ids} <= named
    assert {link.relation for link in page.links} <= named
    assert all(
        item.document in page.details["documents"]
        for item in page.items
        if item.document and item.kind == "Measure"
    )


def test_unanswered_national_measures_and_local_initiatives_are_marked(graph: Path) -> None:
    with Graph(graph) as held:
        page = VIEWS["cascade"].build(held, ())
        snapshot = Snapshot(held)
    upward = [row for row in snapshot.alignments.values() if row["relation"] in ("implements", "anticipates")]
    parents, answered = {row["lower"] for row in upward}, {row["upper"] for row in upward}
    boxes = {box["id"]: box for box in page.layout["boxes"]}
    assert parents
    for item in page.items:
        if item.kind == "Measure":
            alone = item.id not in (answered if item.tone == "national" else parents)
            assert (item.note is not None) == alone, item.id
            assert boxes[item.id].get("outline") == ("dashed" if alone else None)


def cascade_of(*parts: Part) -> dict[str, Item]:
    return {item.id: item for item in VIEWS["cascade"].build(InMemory(*parts), ()).items}


def test_a_national_measure_is_unanswered_only_where_documents_below_are_held() -> None:
    part, nation = Part("made"), "region/100000"
    region(part, "100000", "中国", "national")
    theme = part.node("Theme", "theme/brand", labelZh="品牌", labelEn="Brands")
    upper = document(part, "100000/2022/u", nation, "national", "2022-01-01", "意见")
    for number in (1, 2, 3):
        measure(part, upper, number, f"措施{number}", "支持。", theme)
    alone = cascade_of(part)
    assert {alone[f"{upper}/{n}"].note for n in (1, 2, 3)} == {NONE_BELOW}
    for code, name in (("330000", "浙江省"), ("140000", "山西省")):
        place = region(part, code, name, "province")
        part.edge("partOf", place, nation)
        lower = document(part, f"{code}/2023/l", place, "province", "2023-01-01", "方案")
        part.edge("comparedWith", lower, upper)
        one = measure(part, lower, 1, "本省措施", "支持。", theme)
        measure(part, lower, 2, "自主措施", "支持。", theme)
        align(part, int(code), one, f"{upper}/1", ("支持", "支持"))
        if code == "330000":
            align(part, 1, f"{lower}/1", f"{upper}/2", ("支持", "支持"))
    items = cascade_of(part)
    assert [items[f"{upper}/{n}"].note for n in (1, 2, 3)] == [None, None, UNANSWERED]
    assert items[f"{upper}/2"].extra["below"]["zh"] == (
        "有对应：浙江省。有可比文件而未见对应：山西省。其他地区未收可比文件。"
    )
    assert [items[f"140000/2023/l/{n}"].note for n in (1, 2)] == [None, INITIATIVE]


def test_a_local_measure_is_no_initiative_where_no_document_above_is_held() -> None:
    part = Part("made")
    nation, place = (
        region(part, "100000", "中国", "national"),
        region(part, "330000", "浙江省", "province"),
    )
    part.edge("partOf", place, nation)
    theme = part.node("Theme", "theme/brand", labelZh="品牌", labelEn="Brands")
    lower = document(part, "330000/2023/l", place, "province", "2023-01-01", "方案")
    one = measure(part, lower, 1, "本省措施", "支持。", theme)
    page = VIEWS["cascade"].build(InMemory(part), ())
    assert {item.id: item.note for item in page.items}[one] == NONE_ABOVE
    assert {box["id"]: box for box in page.layout["boxes"]}[one]["outline"] == "dotted"
    assert [key.mark for key in page.legend if key.mark.startswith(("dash", "dot"))] == ["dot-open"]


def test_a_graph_of_one_document_without_links_makes_every_page(tmp_path: Path) -> None:
    from kg.build import build

    text = "某市促进消费方案\n\n一、扩大消费。支持汽车消费。\n二、优化环境。加强监管。\n"
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "one.txt"], tmp_path / "graph")
    with Graph(tmp_path / "graph") as held:
        for name, made in VIEWS.items():
            if name != "side-by-side":
                assert page_html(made.build(held, ())).endswith("</html>\n")


def test_a_site_is_not_written_over_other_files(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with Graph(graph) as held, pytest.raises(Exception, match="has other files in it"):
        write_site(held, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.fixture(scope="module")
def without_headings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of a plan and of one under it whose section marks stand alone, as after a damaged conversion."""
    folder = tmp_path_factory.mktemp("without-headings")
    body = "（一）扩大汽车消费。支持以旧换新。（二）发展夜间经济。打造夜间消费集聚区。（三）做强首店经济。引进首店30家。"
    for place, day in (("浙江省", "3月1日"), ("宁波市", "5月8日")):
        office = f"{place}人民政府办公室"
        head = f"{office}\n\n{office}关于印发{place}促进消费若干措施的通知\n\n2023年{day}\n\n{place}促进消费若干措施\n\n"
        text = f"{head}一、\n\n{body}\n\n二、\n\n{body}\n"
        (folder / f"{place}.txt").write_text(text, encoding="utf-8")
    build([folder], folder / "graph", jobs=1)
    return folder / "graph"


@every_view
def test_a_section_mark_without_a_heading_is_shown_by_its_number(name: str, without_headings: Path) -> None:
    with Graph(without_headings) as graph:
        rows = graph.sparql("SELECT ?s WHERE { ?s a :Section FILTER NOT EXISTS { ?s :title ?t } }")
        assert len(rows.rows) == 4
        page_html(VIEWS[name].build(graph, ()))
