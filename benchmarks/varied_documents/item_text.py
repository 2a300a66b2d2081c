"""The text of one item: sentences put together from phrases of several real measures."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.varied_documents.phrases import opens_with_verb
from benchmarks.varied_documents.pool import Anchor, Topic
from benchmarks.varied_documents.templates import Template
from benchmarks.varied_documents.voice import Voice

SENTENCES = 2, 4  # fewest and most of an item
PHRASES = (1, 1, 2, 2, 3)  # of a sentence; real ones have 1.8
MOST_OWN = 2  # phrases of an item that come from the measure it is named after; the first one does
OWN = 0.5  # how often a later one comes from there and not from a measure like it
_TRIED = 24  # phrases of the topic's other measures of its theme, taken when those are used up


class Writer:
    """Writes the items of one document, none of their phrases twice."""

    def __init__(self, topic: Topic, voice: Voice) -> None:
        self._topic, self._voice, self._chance = topic, voice, voice.chance
        self._used: set[Template] = set()

    def text(self, anchor: Anchor) -> str:
        """Some sentences, and who is responsible."""
        beside = self._chance.choice(anchor.beside) if anchor.beside else ()
        elsewhere = self._topic.of_theme[anchor.item.theme]
        sources = [
            self._chance.sample(phrases, min(len(phrases), most))
            for phrases, most in ((anchor.own, MOST_OWN), (beside, len(beside)), (elsewhere, _TRIED))
        ]
        first, sentences = True, []
        for _ in range(self._chance.randint(*SENTENCES)):
            said = []
            for place in range(self._chance.choice(PHRASES)):
                phrase = self._next(sources, own=first, follows=place > 0)
                if phrase is not None:
                    said.append(self._voice.say(phrase))
                    first = False
            if said:
                sentences.append("，".join(said) + "。")
        bodies = self._voice.agencies(anchor.item.lines)
        note = f"（责任单位：{'、'.join(bodies)}）" if bodies else ""
        return "".join(sentences) + note

    def _next(self, sources: list[list[Template]], *, own: bool, follows: bool) -> Template | None:
        """A phrase that this document can still say."""
        for phrase in self._in_turn(sources, own=own):
            fits = opens_with_verb(phrase) or not follows
            if fits and phrase not in self._used and self._voice.can_say(phrase):
                self._used.add(phrase)
                return phrase
        return None

    def _in_turn(self, sources: list[list[Template]], *, own: bool) -> Iterator[Template]:
        """The measure's own phrases or those of the one like it first, those from elsewhere last."""
        first = 0 if own or self._chance.random() < OWN else 1
        for place in (first, 1 - first, 2):
            yield from sources[place]
