"""A real browser, and the pages of the bundled documents as files on disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.graph import Graph
from visualizations.views import VIEWS
from visualizations.writing import write_site, write_view

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

REQUIRED = os.environ.get("KG_REQUIRE_BROWSER") == "1"


@dataclass
class Seen:
    """A page in the browser with everything it complained of and asked for; playwright puts attributes of its own on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def asked(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def state(self, name: str) -> Any:
        return self.page.evaluate(f"page.state.{name}")


Open = Callable[..., Seen]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; its absence skips the test, or fails it where KG_REQUIRE_BROWSER is 1."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        if REQUIRED:
            pytest.fail("KG_REQUIRE_BROWSER is 1, but playwright or chromium is not installed")
        pytest.skip("chromium or playwright is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Open a file as a reader would: from disk, with the network off."""
    contexts = []

    def open_file(
        path: Path, hash: str = "", *, size: tuple[int, int] = (1280, 800), dark: bool = False
    ) -> Seen:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            offline=True,
            accept_downloads=True,
        )
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.page.on("console", seen.heard)
        seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("dialog", seen.asked)
        seen.page.goto(path.as_uri() + hash)
        seen.page.wait_for_selector("html[data-ready=yes]", state="attached")
        return seen

    yield open_file
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pages(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every view of the bundled documents with its default roots."""
    folder = tmp_path_factory.mktemp("pages")
    written = {}
    with Graph(graph) as held:
        for name in VIEWS:
            written[name] = folder / f"{name}.html"
            write_view(held, name, written[name])
    return written


@pytest.fixture(scope="session")
def site(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the bundled documents."""
    folder = tmp_path_factory.mktemp("site") / "pages"
    with Graph(graph) as held:
        write_site(held, folder)
    return folder
