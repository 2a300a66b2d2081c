"""Make the pictures of the README from the graph of the bundled documents: ``python docs/pictures/make_pictures.py``.

Needs Chromium and playwright (``pip install -e '.[test]'``). The pictures stand beside this file.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
SIZE = {"width": 1280, "height": 800}
# The view, and what is chosen in it: the national measure with most direct links, the best link, nothing.
PICTURES = {
    "cascade": """() => {
        const weight = new Map();
        for (const l of page.data.links) if (l.strength === "direct") weight.set(l.to, (weight.get(l.to) || 0) + 1);
        const national = page.data.items.filter((i) => i.tone === "national" && i.kind === "Measure");
        page.select(national.sort((a, b) => (weight.get(b.id) || 0) - (weight.get(a.id) || 0))[0].id);
    }""",
    "side-by-side": """() => {
        const links = page.data.links.filter((l) => l.lower && l.upper && l.strength === "direct");
        page.select(links.sort((a, b) => (b.score || 0) - (a.score || 0) || (a.id < b.id ? -1 : 1))[0].id);
    }""",
    "timeline": "() => undefined",
}


def main() -> int:
    """Build, open each page and save it; 3 where there is no browser."""
    sys.path.insert(0, str(FOLDER.parent.parent))
    from corpus import FOLDER as DOCUMENTS
    from kg.build import build
    from kg.graph import Graph
    from visualizations.writing import write_view

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("chromium is not installed", file=sys.stderr)
        return 3
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        build([DOCUMENTS], folder / "graph")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport=SIZE, color_scheme="light")
        with Graph(folder / "graph") as graph:
            for view, choose in PICTURES.items():
                path = folder / f"{view}.html"
                write_view(graph, view, path)
                tab.goto(path.as_uri())
                tab.wait_for_selector("html[data-ready=yes]", state="attached")
                tab.evaluate(choose)
                tab.wait_for_timeout(300)
                tab.screenshot(path=FOLDER / f"{view}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
