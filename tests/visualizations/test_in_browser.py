"""Every page in a real browser: opened from disk with the network off, used as a reader would."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.visualizations.conftest import Open, Seen
from visualizations.views import VIEWS

pytestmark = pytest.mark.slow

PHONE, DESK = (390, 844), (1280, 800)
every_view = pytest.mark.parametrize("name", list(VIEWS))
GRAPHS = ("cascade", "theme-map", "agency-network", "neighbourhood")
# Views whose links are correspondences with evidence on both sides.
LINKED = ("cascade", "side-by-side", "timeline")


def panel(seen: Seen) -> str:
    return seen.page.inner_text("#panel")


def rows(seen: Seen) -> int:
    return seen.page.locator("#rows tbody tr").count()


@every_view
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_opens_from_disk_without_a_complaint_or_a_request(
    name: str, size: tuple[int, int], pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages[name], size=size)
    seen.page.wait_for_timeout(100)
    assert seen.complaints == []
    assert seen.requests == [pages[name].as_uri()]
    assert rows(seen) > 3
    assert seen.page.inner_text("#legend").strip() or seen.page.locator("#legend li").count() == 0
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]


@every_view
def test_the_search_finds_and_a_result_shows_the_text(
    name: str, pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages[name])
    # The last words of some item's name, whatever the view shows.
    item: dict[str, Any] = seen.page.evaluate("page.data.items.find((i) => i.kind !== 'group')")
    seen.page.fill("#q", item["zh"][-6:])
    assert item["zh"][-6:] in seen.page.inner_text("#results")
    seen.page.click("#results button >> nth=0")
    assert seen.state("sel")
    assert seen.page.locator("#panel h2").count() == 1
    seen.page.fill("#q", "这样的话哪里都没有")
    assert seen.page.locator("#results li").count() == 0


@every_view
def test_a_filter_hides_what_does_not_fit_and_leaves_something(
    name: str, pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages[name])
    before: int = seen.page.evaluate("page.shown.size")
    level = seen.page.locator("#filter-level option").nth(1).get_attribute("value")
    seen.page.select_option("#filter-level", level)
    after: list[dict[str, Any]] = seen.page.evaluate("[...page.shown].map((id) => page.items.get(id))")
    assert 0 < len(after) < before
    assert all(level in item["facets"]["level"] for item in after if "level" in item.get("facets", {}))
    seen.page.click("#clear")
    # The form is reset before its fields are read.
    seen.page.wait_for_timeout(50)
    assert seen.page.evaluate("page.shown.size") == before
    # Every filter that is offered leaves something.
    for facet in ("level", "place", "theme", "agency", "relation", "strength"):
        select = seen.page.locator(f"#filter-{facet}")
        if not select.count():
            continue
        for option in select.locator("option").all()[1:4]:
            select.select_option(option.get_attribute("value"))
            assert seen.page.evaluate("page.shown.size") > 0, (facet, option.get_attribute("value"))
        select.select_option("")
    assert seen.complaints == []


@pytest.mark.parametrize("name", LINKED)
def test_a_link_shows_its_evidence_on_both_sides(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    link = seen.page.evaluate("page.data.links.find((l) => l.lower && l.upper)")
    seen.page.click("#tab-links")
    seen.page.evaluate("(id) => page.select(id)", link["id"])
    passages = seen.page.locator("#panel .passage")
    assert passages.count() == 2
    for number, side in enumerate(("lower", "upper")):
        end = link["from"] if side == "lower" else link["to"]
        detail = seen.page.evaluate("(id) => page.data.details.measures[id]", end)
        start, stop = (at - detail["start"] for at in link[side])
        wanted = "".join(detail["text"][start:stop].split())
        marked = "".join("".join(passages.nth(number).locator("mark.evidence").all_inner_texts()).split())
        assert marked == wanted


@pytest.mark.parametrize("name", GRAPHS)
def test_a_click_on_a_box_of_the_picture_shows_it(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    box = seen.page.evaluate(
        """() => {
          const at = page.drawing.places(), box = page.data.layout.boxes.find((b) => at[b.id] !== undefined && at[b.id] > 60 && at[b.id] < 500);
          return {id: box.id, x: box.x + box.w / 2, y: at[box.id]};
        }"""
    )
    where = seen.page.evaluate("([x, y]) => page.drawing.onScreen(x, y)", [box["x"], box["y"]])
    seen.page.mouse.click(where["x"], where["y"])
    assert seen.state("sel") == box["id"]
    assert seen.page.locator("#panel h2").count() == 1


@pytest.mark.parametrize("name", ("targets", "coverage", "timeline"))
def test_a_click_on_a_mark_of_the_chart_shows_it(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    mark = seen.page.locator("#drawing svg [data-id]").first
    mark.click(force=True)
    assert seen.state("sel")
    assert seen.page.locator("#panel h2").count() == 1


@every_view
def test_the_csv_holds_the_rows_of_the_table(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    for tab in ("nodes", "links"):
        seen.page.click(f"#tab-{tab}")
        with seen.page.expect_download() as waiting:
            seen.page.click("#csv")
        assert waiting.value.suggested_filename == f"{name}-{tab}.csv"
        text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        read = list(csv.reader(io.StringIO(text)))
        shown: int = seen.page.evaluate(f"rowsOf('{tab}').length")
        assert len(read) == shown + 1
        assert {len(row) for row in read} == {len(read[0])}


@every_view
def test_the_language_switches_and_back(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    chinese = seen.page.inner_text("body")
    seen.page.click("#language")
    assert seen.page.inner_text("h1").startswith(VIEWS[name].title.en)
    assert seen.page.get_attribute("html", "lang") == "en"
    assert seen.page.inner_text("label:has(#q)").startswith("Search")
    seen.page.click("#language")
    assert seen.page.inner_text("h1").startswith(VIEWS[name].title.zh)
    assert seen.page.inner_text("body") == chinese


@every_view
def test_the_address_restores_the_state(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    chosen = seen.page.evaluate("page.data.items.filter((i) => i.kind !== 'group').at(-1).id")
    seen.page.click("#language")
    seen.page.click("#tab-links")
    seen.page.evaluate("(id) => page.select(id)", chosen)
    address = seen.page.url
    again = opened(pages[name], "#" + address.partition("#")[2])
    assert again.state("sel") == chosen
    assert (again.state("lang"), again.state("tab")) == ("en", "links")
    assert panel(again) == panel(seen)


def test_a_broken_address_does_no_harm(pages: dict[str, Path], opened: Open) -> None:
    seen = opened(
        pages["cascade"], "#lang=xx&shade=pink&tab=?&sel=nobody&open=99999,x&level=%3Cb%3E&q=%F0%9F%92%A9"
    )
    assert seen.complaints == []
    assert seen.state("lang") == "zh"


@every_view
def test_a_reader_without_a_mouse_reaches_every_row(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name], "#lang=en")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    seen.page.keyboard.press("Enter")
    for _ in range(12):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("Boolean(document.activeElement.closest('tbody'))"):
            break
    assert seen.state("lang") == "en"
    wanted = seen.page.evaluate("document.activeElement.closest('tr').dataset.id")
    seen.page.keyboard.press("Enter")
    assert seen.state("sel") == wanted
    seen.page.keyboard.press("Escape")
    assert seen.state("sel") == ""
    reachable: int = seen.page.evaluate("document.querySelectorAll('#rows tbody tr button').length")
    assert reachable == rows(seen)


@every_view
def test_the_picture_is_saved_as_svg_and_png(name: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name])
    with seen.page.expect_download() as waiting:
        seen.page.click("#svg")
    svg = ET.parse(waiting.value.path()).getroot()
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    words = "".join(svg.itertext())
    shown = seen.page.evaluate("page.data.items.filter((i) => i.kind !== 'group').map((i) => i.zh)")
    assert any(label[:6] in words for label in shown)
    assert "var(" not in Path(waiting.value.path()).read_text(encoding="utf-8")
    with seen.page.expect_download() as waiting:
        seen.page.click("#png")
    data = Path(waiting.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20]) >= float(svg.get("width", "0"))


@every_view
def test_a_page_prints_in_light_colours_and_goes_back_to_dark(
    name: str, pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages[name], dark=True)
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.get_attribute("html", "data-shade") == "light"
    assert seen.page.locator(".print-picture svg").count() == (name != "side-by-side")
    seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert seen.page.get_attribute("html", "data-shade") == "dark"
    assert seen.page.locator(".print-picture").count() == 0
    assert seen.complaints == []
    assert seen.page.pdf()[:5] == b"%PDF-"


@every_view
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_no_serious_fault(name: str, language: str, pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages[name], f"#lang={language}")
    assert axe_faults(seen) == []
    seen.page.evaluate(CHOOSE_A_LINK)
    assert axe_faults(seen) == []


@every_view
def test_axe_finds_enough_contrast_in_the_dark(name: str, pages: dict[str, Path], opened: Open) -> None:
    # The shade changes colours alone.
    seen = opened(pages[name], dark=True)
    seen.page.evaluate(CHOOSE_A_LINK)
    assert axe_faults(seen, CONTRAST) == []


CHOOSE_A_LINK = (
    "page.select((page.data.links.find((l) => l.lower) || page.data.links[0] || page.data.items[0]).id)"
)


WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}


def axe_faults(seen: Seen, rules: Mapping[str, object] = WCAG) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright")
    found = axe.Axe().run(seen.page, options={"runOnly": rules})
    return [
        f"{fault['id']}: {json.dumps([node['target'] for node in fault['nodes']][:3])} {fault['nodes'][0]['failureSummary']}"
        for fault in found["violations"]
    ]


@pytest.mark.parametrize("name", GRAPHS)
def test_the_page_stands_where_python_put_it_and_boxes_do_not_overlap(
    name: str, pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages[name])
    places: dict[str, float] = seen.page.evaluate("page.drawing.places()")
    boxes = {box["id"]: box for box in seen.page.evaluate("page.data.layout.boxes")}
    assert {id: boxes[id]["y"] for id in places} == pytest.approx(places)
    by_lane: dict[int, list[tuple[float, float]]] = {}
    for id, y in places.items():
        by_lane.setdefault(boxes[id]["lane"], []).append((y - boxes[id]["h"] / 2, y + boxes[id]["h"] / 2))
    for spans in by_lane.values():
        spans.sort()
        assert all(below[0] >= above[1] for above, below in pairwise(spans))


def test_a_group_opens_and_closes(pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages["cascade"])
    group = seen.page.evaluate(
        "page.data.layout.boxes.find((b) => b.group && page.drawing.places()[b.id] && !page.data.layout.open.includes(b.id)).id"
    )
    before = len(seen.page.evaluate("page.drawing.places()"))
    seen.page.evaluate("(id) => page.select(id)", group)
    seen.page.get_by_role("button", name="展开").click()
    assert len(seen.page.evaluate("page.drawing.places()")) > before
    seen.page.get_by_role("button", name="收起").click()
    assert len(seen.page.evaluate("page.drawing.places()")) == before


def test_the_site_leads_from_search_to_a_measure_and_to_its_counterpart(site: Path, opened: Open) -> None:
    seen = opened(site / "index.html")
    seen.page.fill("#q", "共富工坊")
    seen.page.click("#results button >> nth=0")
    seen.page.click("#panel a:has-text('打开页面')")
    seen.page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert "共富工坊" in seen.page.inner_text(".record .passage")
    seen.page.click(".record .card >> nth=0")
    assert seen.page.locator("#panel .passage").count() == 2
    seen.page.click("header a")
    seen.page.wait_for_selector("html[data-view=site]")
    assert seen.complaints == []
    assert all(request.startswith("file://") for request in seen.requests)


def test_every_page_of_the_site_that_another_leads_to_is_there(site: Path) -> None:
    from urllib.parse import unquote

    held = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
        for address in data["pages"].values():
            target = (path.parent / unquote(address)).resolve().relative_to(site.resolve()).as_posix()
            assert target in held, (path, address)


def test_the_check_for_accessibility_sees_a_fault(pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages["timeline"])
    seen.page.evaluate("document.getElementById('q').parentElement.replaceWith(document.getElementById('q'))")
    assert any(fault.startswith("label:") for fault in axe_faults(seen))
    seen.page.evaluate(
        "document.querySelectorAll('button').forEach((b) => ((b.style.color = '#777'), (b.style.background = '#999')))"
    )
    assert any(fault.startswith("color-contrast:") for fault in axe_faults(seen, CONTRAST))


def test_a_kind_of_each_page_of_the_site_passes_axe(site: Path, opened: Open) -> None:
    kinds = [site / "index.html", *sorted(site.glob("pages/agency/**/*.html"))[:1]]
    documents = sorted(p for p in site.glob("pages/[0-9]*/*/*.html"))
    for path in [*kinds, documents[0], sorted(site.glob("pages/[0-9]*/*/*/*.html"))[0]]:
        seen = opened(path)
        assert seen.complaints == []
        assert axe_faults(seen) == []
