"""Texts that attack, and a graph of 5,000 measures, in the browser."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.visualizations.conftest import Open
from tests.visualizations.graphs import ATTACKS, hostile, large
from visualizations.page import page_html
from visualizations.views import VIEWS
from visualizations.writing import write_site, write_view

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", list(VIEWS))
def test_hostile_text_is_shown_as_text_and_never_runs(name: str, tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "hostile.html"
    write_view(hostile(), name, path)
    seen = opened(path)
    for language in ("zh", "en"):
        seen.page.evaluate("(lang) => page.set({lang})", language)
        ids = seen.page.evaluate("[...page.items.keys(), ...page.links.keys()].slice(0, 60)")
        for id in ids:
            seen.page.evaluate("(id) => page.select(id)", id)
        seen.page.fill("#q", "script")
        seen.page.click("#tab-links")
        seen.page.click("#tab-nodes")
    seen.page.evaluate("page.drawing.svg()")
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator("img, iframe, #panel script, #rows script, #drawing script").count() == 0
    assert seen.page.locator("a[href^='javascript']").count() == 0
    assert seen.complaints == []
    assert seen.requests == [path.as_uri()]


def test_an_attack_reads_letter_for_letter_in_the_panel(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "hostile.html"
    write_view(hostile(), "cascade", path)
    seen = opened(path)
    seen.page.evaluate("page.select('330000/2023/l/3')")
    assert ATTACKS[2] in seen.page.inner_text("#panel .passage")
    assert ATTACKS[2] in seen.page.inner_text("#panel h2")


def test_the_policy_would_stop_a_script_that_got_in(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "injected.html"
    text = page_html(VIEWS["timeline"].build(hostile(), ()))
    path.write_text(text.replace("<main>", "<script>window.hacked = 9</script><main>"), encoding="utf-8")
    seen = opened(path)
    assert seen.page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in complaint for complaint in seen.complaints)


def test_a_hostile_site_stays_in_its_folder(tmp_path: Path, opened: Open) -> None:
    write_site(hostile(), tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    seen = opened(tmp_path / "site" / "index.html")
    assert seen.page.evaluate("window.hacked") is None
    assert seen.complaints == []


def test_a_formula_in_a_cell_of_the_csv_is_made_text(tmp_path: Path, opened: Open) -> None:
    path = tmp_path / "hostile.html"
    write_view(hostile(), "cascade", path)
    seen = opened(path)
    assert seen.page.evaluate("""["=1+1", "+x", "-5", "-x", "@a", 'a"b', "a,b"].map(csvCell)""") == [
        "'=1+1", "'+x", "-5", "'-x", "'@a", '"a""b"', '"a,b"',
    ]  # fmt: skip


@pytest.fixture(scope="module")
def large_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, graph = tmp_path_factory.mktemp("large"), large()
    found = {}
    for name in VIEWS:
        found[name] = folder / f"{name}.html"
        write_view(graph, name, found[name])
    return found


@pytest.mark.parametrize("name", list(VIEWS))
def test_five_thousand_measures_open_on_a_summary_in_three_seconds(
    name: str, large_pages: dict[str, Path], opened: Open
) -> None:
    began = time.perf_counter()
    seen = opened(large_pages[name])
    took = time.perf_counter() - began
    assert seen.complaints == []
    assert took < 3, f"{took:.1f} s"
    if name == "cascade":
        assert seen.page.evaluate("page.items.size") > 5000
        assert len(seen.page.evaluate("page.drawing.places()")) < 200


def test_the_large_cascade_stays_usable(large_pages: dict[str, Path], opened: Open) -> None:
    seen = opened(large_pages["cascade"])
    began = time.perf_counter()
    seen.page.fill("#q", "第7项")
    assert seen.page.locator("#results li").count() > 50
    seen.page.click("#results button >> nth=70")
    seen.page.select_option("#filter-level", "level/city")
    seen.page.click("#clear")
    seen.page.wait_for_timeout(50)
    assert time.perf_counter() - began < 6
    chosen = seen.page.evaluate("page.data.items.find((i) => i.kind === 'Measure' && i.path === '9').id")
    seen.page.evaluate("(id) => page.select(id)", chosen)
    assert chosen in seen.page.evaluate("page.drawing.places()")
