"""What a click in the picture shows, and what an analyst decided, in the browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph import Graph
from tests.review_graph import built, row, store
from tests.visualizations.conftest import Open, Seen
from visualizations.views import VIEWS
from visualizations.writing import write_view

pytestmark = pytest.mark.slow

DECISIONS = [
    row(
        "figure", "nb/1", "change", "value=25; comparator=≥", quote="引进首店30家", comment="printed wrongly"
    ),
    row("figure", "nb/1", "drop", quote="办好2场"),
    row("agency", "nb/1", "change", "宁波市财政局", quote="市商务局"),
    row("theme", "nb/1", "change", "catering", quote="brand"),
    row("link", "nb/1", "retype", "direct", upper="zj/1.1"),
    row("link", "nb/2", "reject", upper="zj/1.2", comment="not the same"),
]


def evidence(seen: Seen) -> list[str]:
    """The words marked in each passage of the panel."""
    passages = seen.page.locator("#panel .passage").all()
    return ["".join(passage.locator("mark.evidence").all_inner_texts()) for passage in passages]


def test_a_click_on_a_line_of_the_cascade_shows_the_evidence_of_both_sides(
    pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages["cascade"], size=(1400, 2600))
    # A measure with one link below it, both shown: its line is drawn for itself.
    seen.page.evaluate(
        """() => { const l = page.data.links.find((l) => l.relation === 'implements' && l.lower && l.upper && page.linksOf.get(l.from).length < 4); page.select(l.id); }"""
    )
    chosen = seen.state("sel")
    where = seen.page.evaluate(
        """(id) => { const l = page.links.get(id), at = page.drawing.places(), b = (x) => page.data.layout.boxes.find((b) => b.id === x);
          const left = b(l.to), right = b(l.from);
          return page.drawing.onScreen((left.x + left.w + right.x) / 2, (at[left.id] + at[right.id]) / 2); }""",
        chosen,
    )
    seen.page.click("#panel button >> nth=0")
    assert seen.state("sel") == ""
    seen.page.mouse.click(where["x"], where["y"])
    assert seen.state("sel")
    if seen.state("sel") in seen.page.evaluate("[...page.links.keys()]"):
        assert all(evidence(seen)) and len(evidence(seen)) == 2
    else:
        assert seen.page.locator("#panel .cards button").count() > 1


def test_a_click_on_marked_words_shows_the_words_of_the_other_side(
    pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages["side-by-side"])
    seen.page.locator(".column mark.evidence").nth(1).click()
    assert seen.state("sel") in seen.page.evaluate("[...page.links.keys()]")
    assert len(evidence(seen)) == 2
    assert all(evidence(seen))
    assert seen.page.locator(".column mark.hot").count() >= 2


def test_a_target_says_what_share_of_the_upper_one_it_takes_and_a_click_shows_both_texts(
    pages: dict[str, Path], opened: Open
) -> None:
    seen = opened(pages["targets"])
    link = seen.page.evaluate(
        "page.data.links.find((l) => l.relation === 'anticipates' && Math.abs(l.share - 50 / 300) < 0.001)"
    )
    assert link["said"]["zh"] == "占浙江省 2023 16.7 %，差 250"
    seen.page.locator(f"#drawing g[data-id='{link['id']}']").click(force=True)
    assert seen.state("sel") == link["id"]
    assert [words.replace(" ", "") for words in evidence(seen)] == [
        "培育直播式共富工坊50个",
        "２０２３年新增电子商务直播式“共富工坊”３００家",
    ] or all(evidence(seen))
    seen.page.click("#tab-links")
    assert "16.7 %" in seen.page.inner_text(f"#rows tr[data-id='{link['id']}']")


def test_targets_of_another_year_have_no_share_of_an_upper_one(pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages["targets"])
    links = seen.page.evaluate("page.data.links")
    assert {link["relation"] for link in links} >= {"anticipates", "continues"}
    for link in links:
        said = link["said"]["en"]
        if link["relation"] == "continues":
            assert said.startswith("continues") and said.endswith("a year") and "share" not in link
        elif "share" not in link:
            assert "another year" in said


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of a graph in which an analyst corrected, took away and confirmed."""
    folder = tmp_path_factory.mktemp("reviewed")
    store(built(DECISIONS), folder / "graph")
    found = {}
    with Graph(folder / "graph") as graph:
        for name in VIEWS:
            found[name] = folder / f"{name}.html"
            write_view(graph, name, found[name])
    return found


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in ("theme-map", "agency-network")])
def test_what_a_reviewer_decided_is_in_the_panel_the_table_and_the_csv(
    name: str, reviewed: dict[str, Path], opened: Open
) -> None:
    seen = opened(reviewed[name], "#lang=en")
    shown = seen.page.evaluate(
        """() => page.data.items.map((i) => i.id).concat(page.data.links.map((l) => l.id))
          .map((id) => { page.select(id); return document.getElementById('panel').textContent; }).join(' ')"""
    )
    text = seen.page.evaluate("csvText('nodes') + csvText('links')")
    corrected = (
        "corrected (a reader, 2024-05-03, formerly 首店(引进) = 30家 2023 (target, level), printed wrongly)"
    )
    assert corrected in shown
    if name != "coverage":
        assert corrected in text
    if name in ("cascade", "side-by-side", "timeline"):
        for words in ("formerly implements zj/1.1", "formerly 宁波市商务局", "rejected (a reader", "brand"):
            assert words in shown and words in text, words
        assert "Review" in seen.page.inner_text("#rows thead")
    assert seen.complaints == []


def test_a_page_says_nothing_of_reviews_where_nobody_decided(pages: dict[str, Path], opened: Open) -> None:
    seen = opened(pages["cascade"], "#lang=en")
    assert "Review" not in seen.page.inner_text("#rows thead")


def open_in(browser: str, folder: Path, graph: Path, page: Path) -> subprocess.CompletedProcess[str]:
    """``kg view --open`` in a process of its own, with no browser on the path but the one that BROWSER names."""
    environment = os.environ | {"BROWSER": browser, "PATH": str(folder)}
    command = [
        sys.executable,
        "-m",
        "kg",
        "view",
        "timeline",
        "--graph",
        str(graph),
        "-o",
        str(page),
        "--open",
    ]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_open_hands_the_page_to_the_browser(graph: Path, tmp_path: Path) -> None:
    script, called, page = tmp_path / "browser.py", tmp_path / "called", tmp_path / "一页.html"
    script.write_text("import sys; open(sys.argv[1], 'w').write(sys.argv[2])", encoding="utf-8")
    done = open_in(f"{sys.executable} {script} {called} %s", tmp_path, graph, page)
    assert done.returncode == 0, done.stderr
    assert called.read_text(encoding="utf-8") == page.as_uri()


def test_open_without_a_browser_says_so_and_the_page_is_there(graph: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = open_in("no-such-browser", tmp_path, graph, page)
    assert done.returncode == 3
    assert "no browser was found" in done.stderr
    assert page.exists()
