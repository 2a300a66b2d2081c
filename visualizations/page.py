"""A page as one HTML file: our template, our style sheet, our scripts, the data as JSON; nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from visualizations.records import Json, Page

# The nothing that a page may reach: its own scripts and style by their hash, pictures it makes itself.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data: blob:; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'; object-src 'none'; frame-src 'none'"
)

# The scripts of every page, in the order they are loaded; that of its picture comes after them.
SCRIPTS = ("words.js", "page.js", "panel.js", "table.js", "chart.js")


@cache
def asset(name: str) -> str:
    """The text of a file in ``assets``."""
    return files("visualizations").joinpath("assets", name).read_text(encoding="utf-8")


def json_for_script(value: Any) -> str:
    r"""A value as JSON that is safe inside a script element and holds no address a scan could take for a source.

    >>> json_for_script("</script><!-- https://policy.example")
    '"\\u003c/script\\u003e\\u003c!-- https:\\/\\/policy.example"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.replace("//", "\\/\\/")


def page_html(
    page: Page, *, assets: str = "", home: str | None = None, pages: Mapping[str, str] | None = None
) -> str:
    """The page as one file that opens from disk without a network.

    In a site, ``assets`` is the address of the folder with the scripts and the style, ``home`` that of its
    index and ``pages`` those of the items' own pages.
    """
    names = [*SCRIPTS, f"draw_{page.drawing}.js"]
    title = page.title.zh + (f"：{page.root.zh}" if page.root else "")
    style, scripts, allowed = _linked(page, names, assets) if assets else _inlined(page, names)
    return Template(asset("page.html")).substitute(
        view=html.escape(page.view),
        policy=allowed,
        title=html.escape(title),
        about=html.escape(page.about.zh),
        crumb=f'<a class="crumb" href="{html.escape(home)}" data-text="site">目录</a>' if home else "",
        style=style,
        data=json_for_script(_data(page, pages or {})),
        network="null" if page.network is None else _safe(page.network),
        scripts=scripts,
    )


def _inlined(page: Page, names: Sequence[str]) -> tuple[str, str, str]:
    """Style and scripts in the page itself, and the policy that lets these run by their hash."""
    scripts = [asset(name) for name in names]
    if page.network is not None:
        from visualizations.pyvis_network import vis_script

        scripts.insert(0, vis_script())
    style = asset("page.css")
    allowed = policy(_hashes(scripts), _hashes([style]))
    return f"<style>{style}</style>", "\n".join(f"<script>{script}</script>" for script in scripts), allowed


def _linked(page: Page, names: Sequence[str], assets: str) -> tuple[str, str, str]:
    """Style and scripts in the site's folder, and the policy that lets its own files run."""
    files_ = ["vis-network.js", *names] if page.network is not None else names
    style = f'<link rel="stylesheet" href="{html.escape(assets)}page.css">'
    scripts = "\n".join(f'<script src="{html.escape(assets + name)}"></script>' for name in files_)
    return style, scripts, policy("'self'", "'self'")


def _safe(network: str) -> str:
    return json_for_script(json.loads(network))


def _data(page: Page, pages: Mapping[str, str]) -> Json:
    return {
        "view": page.view,
        "title": page.title.json(),
        "about": page.about.json(),
        "root": page.root and page.root.json(),
        "drawing": page.drawing,
        "items": [item.json() for item in page.items],
        "links": [link.json() for link in page.links],
        "legend": [{"mark": key.mark, **key.text.json()} for key in page.legend],
        "details": page.details,
        "layout": page.layout,
        "findings": [finding.json() for finding in page.findings],
        "home": page.home,
        "pages": dict(pages),
    }


def policy(scripts: str, styles: str) -> str:
    """The content security policy that lets exactly these scripts and style sheets run."""
    return _POLICY.format(scripts=scripts, styles=styles)


def _hashes(texts: Sequence[str]) -> str:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
