"""Corrections of themes. A theme that an analyst gives speaks of the measure as a whole, so its title is the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.errors import UsageError
from kg.model import Measure, Review, ThemeScore
from kg.review.kinds import Place, Unfit


class Themes:
    """The themes of a measure."""

    def of(self, measure: Measure) -> Sequence[ThemeScore]:
        """All of them."""
        return measure.themes

    def put(self, measure: Measure, facts: Sequence[ThemeScore]) -> Measure:
        """Best first, each once: of two with one theme the mark and the greater share stay."""
        kept: dict[str, ThemeScore] = {}
        for theme in facts:
            other = kept.get(_slug(theme.id), theme)
            marked = theme if other.review is None else other
            kept[_slug(theme.id)] = replace(marked, score=max(theme.score, other.score))
        return replace(measure, themes=tuple(sorted(kept.values(), key=lambda theme: -theme.score)))

    def called(self, fact: ThemeScore) -> tuple[Sequence[str], int | None]:
        """By its identifier, short or long."""
        slug = _slug(fact.id)
        return [slug, f"theme/{slug}"], None

    def words(self, fact: ThemeScore) -> str:
        """Which theme, and how much of the measure speaks for it."""
        return f"theme {_slug(fact.id)} ({fact.score:.2f})"

    def changed(self, fact: ThemeScore, values: Mapping[str, str], place: Place) -> ThemeScore:
        """Another theme in its place, or another share."""
        new = fact if fact.evidence else replace(fact, evidence=(place.heading(),))
        if "theme" in values:
            theme = _theme(values["theme"], place)
            if theme != _slug(fact.id):
                new = replace(new, id=theme, evidence=(place.heading(),))
        if "score" in values:
            new = replace(new, score=float(values["score"]))
        return new

    def added(self, quote: str, start: int | None, values: Mapping[str, str], place: Place) -> ThemeScore:
        """A further theme; without a share of its own it stands behind those that are there."""
        least = min((theme.score for theme in place.measure.themes), default=1.0)
        blank = ThemeScore(_theme(values.get("theme", quote), place), least, (place.heading(),))
        return self.changed(blank, {key: value for key, value in values.items() if key == "score"}, place)

    def reviewed(self, fact: ThemeScore, review: Review) -> ThemeScore:
        """The mark, which needs evidence to stand on."""
        return replace(fact, review=review)


def _slug(id: str) -> str:
    return id.removeprefix("theme/")


def _theme(name: str, place: Place) -> str:
    try:
        found = place.registers.themes.require(name.strip())
    except UsageError as error:
        raise Unfit(str(error)) from None
    if found.id not in place.registers.themes.themes:
        raise Unfit(
            f"{name} is a concept; a measure's theme is one of the scheme's {len(place.registers.themes.themes)}"
        )
    return found.id
