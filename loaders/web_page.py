"""The words that parts of a page are known by, from ``web_page.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@dataclass(frozen=True, slots=True)
class WebPage:
    """Labels and names of ``<meta>`` by the fact they give, parts that are chrome, beginnings of residue lines."""

    labels: Mapping[str, str]
    metas: Mapping[str, str]
    chrome_tags: frozenset[str]
    chrome_roles: frozenset[str]
    chrome_words: frozenset[str]
    residue: tuple[str, ...]

    @classmethod
    @cache
    def load(cls) -> WebPage:
        """Read the file, once."""
        table = tomllib.loads(files("loaders").joinpath("web_page.toml").read_text(encoding="utf-8"))
        chrome = table["chrome"]
        return cls(
            {word: fact for fact, words in table["labels"].items() for word in words},
            {word: fact for fact, words in table["meta"].items() for word in words},
            frozenset(chrome["tags"]),
            frozenset(chrome["roles"]),
            frozenset(chrome["words"]),
            tuple(table["residue"]["beginnings"]),
        )

    def is_chrome(self, names: str) -> bool:
        """Whether an id or class is that of a menu or the like, word by word: ``topNav``, ``nav-bar``.

        >>> WebPage.load().is_chrome("main-nav"), WebPage.load().is_chrome("navy")
        (True, False)
        """
        return any(word.lower() in self.chrome_words for word in _WORDS.findall(names[:500]))
