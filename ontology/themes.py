"""The theme scheme: 41 fixed themes and the concepts below them (``themes.ttl``, which an analyst edits)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

from kg.errors import UsageError
from ontology.theme_file import owned_names, read_theme_file, same_name
from ontology.theme_records import Concept, Facet, Theme

__all__ = ["Concept", "Facet", "Theme", "ThemeScheme"]

FILE = Path(__file__).with_name("themes.ttl")


class ThemeScheme:
    """Themes and concepts, by identifier and by name.

    >>> scheme = ThemeScheme.load()
    >>> scheme.require("automobile").zh
    '汽车消费'
    >>> circle = scheme.require("15分钟便民生活圈")
    >>> circle.id, circle.en
    ('concept/一刻钟便民生活圈', '15-minute convenience circle')
    >>> scheme.theme_of(circle).id
    'community-commerce'
    """

    def __init__(
        self,
        themes: Mapping[str, Theme],
        concepts: Mapping[str, Concept],
        main_themes: Mapping[str, str],
    ) -> None:
        self.themes: Mapping[str, Theme] = {theme.id: theme for theme in themes.values()}
        self.concepts: Mapping[str, Concept] = concepts
        self._theme_of = {key: themes[theme] for key, theme in main_themes.items()}
        self._themes_of = {
            key: (self._theme_of[key], *(themes[theme] for theme in concept.related))
            for key, concept in concepts.items()
        }

    @cached_property
    def _by_name(self) -> Mapping[str, Theme | Concept]:
        themes = {theme.identifier: theme for theme in self.themes.values()}
        return dict(_names(themes, self.concepts))

    @classmethod
    def load(cls, path: Path | None = None) -> ThemeScheme:
        """The scheme of a file, read once; the one that comes with the project when none is given.

        Raises RegisterError where the file contradicts itself (see ``ontology.theme_file``).
        """
        return _load(path or FILE)

    def find(self, name: str) -> Theme | Concept | None:
        """The theme or concept of an identifier (``brand``, ``theme/brand``, ``concept/首店``) or a name.

        Chinese and English labels and other names all count; a theme goes before a concept of its name.
        """
        return self._by_name.get(_key(name))

    def require(self, name: str) -> Theme | Concept:
        """As `find`; raises UsageError with near matches where nothing has this name.

        >>> ThemeScheme.load().require("首发经济店")
        Traceback (most recent call last):
        kg.errors.UsageError: no theme or concept is called '首发经济店'; near to it: 首发经济, 首店经济, 首发首店
        """
        found = self.find(name)
        if found is None:
            from difflib import get_close_matches  # only where a name is wrong

            near = get_close_matches(_key(name), self._by_name, n=3, cutoff=0.5)
            hint = f"; near to it: {', '.join(near)}" if near else ""
            raise UsageError(f"no theme or concept is called {name!r}{hint}")
        return found

    def broader_of(self, concept: Concept) -> Iterator[Theme | Concept]:
        """The concepts above a concept and then the themes, each once, nearest first.

        >>> scheme = ThemeScheme.load()
        >>> [above.zh for above in scheme.broader_of(scheme.concepts["concept/夜市"])]
        ['夜间经济', '夜间经济']
        """
        seen: dict[str, Theme | Concept] = {}
        layer: tuple[str, ...] = concept.broader
        while layer:
            above = [self._by_name[key] for key in layer if key not in seen]
            seen.update({key: self._by_name[key] for key in layer})
            layer = tuple(key for entry in above if isinstance(entry, Concept) for key in entry.broader)
        yield from (entry for entry in seen.values() if isinstance(entry, Concept))
        yield from (entry for entry in seen.values() if isinstance(entry, Theme))

    def theme_of(self, concept: Concept) -> Theme:
        """The theme a concept belongs to: the one it names as broader, or that of its broader concepts."""
        return self._theme_of[concept.id]

    def themes_of(self, concept: Concept) -> tuple[Theme, ...]:
        """The theme a concept belongs to, then those it is related to."""
        return self._themes_of[concept.id]

    def aliases(self) -> Iterator[tuple[str, Theme | Concept | None]]:
        """What a matcher looks for: each word with its owner, words that must not count with None.

        A theme owns its cues. A word that must not count for one concept may be another one's name;
        it is then given once, with that owner.
        """
        owned = dict[str, Theme | Concept](self._owned())
        yield from owned.items()
        barred = {same_name(name) for concept in self.concepts.values() for name in concept.not_labels}
        yield from ((name, None) for name in sorted(barred - owned.keys()))

    def _owned(self) -> Iterator[tuple[str, Theme | Concept]]:
        for name, key in owned_names(self.themes.values(), self.concepts.values()):
            owner = self.concepts.get(key) or self.themes[key.removeprefix("theme/")]
            yield same_name(name), owner


@cache
def _load(path: Path) -> ThemeScheme:
    return ThemeScheme(*read_theme_file(path))


def _key(name: str) -> str:
    return same_name(name).strip().lower()


def _names(
    themes: Mapping[str, Theme], concepts: Mapping[str, Concept]
) -> Iterator[tuple[str, Theme | Concept]]:
    """Every name with its entry; later ones go before earlier ones of the same name."""
    for concept in concepts.values():
        yield from ((_key(name), concept) for name in (*concept.hidden, *concept.names))
    for concept in concepts.values():
        yield from ((_key(name), concept) for name in (concept.en, concept.zh))
    for theme in themes.values():
        yield from ((_key(name), theme) for name in (*theme.names, theme.en, theme.zh, theme.id))
    yield from concepts.items()
    yield from themes.items()
