"""The parts of real sentences that can stand alone, and how an item's text is put together from those of many measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.varied_documents.templates import Slot, Template

_COMMAS = ("，", "；", "：")
_OPENING, _CLOSING = set("“《（"), set("”》）")
LONGEST = 90  # letters of a phrase; longer ones are lists


def phrases(sentence: Template) -> Iterator[Template]:
    """The sentence cut before each clause that opens with a verb of ``words.toml``, outside brackets and quotation marks.

    What comes before the first such clause (为…, 对…) says nothing alone and stays with it.
    """
    begin, text, has_verb = 0, "", False
    for place, part in enumerate(sentence):
        if isinstance(part, Slot) and part.kind == "word" and (not text or text.endswith(_COMMAS)):
            if has_verb and _closed(text):
                yield _trimmed(sentence[begin:place])
                begin, text = place, ""
            has_verb = True
        text += part if isinstance(part, str) else part.text
    if _closed(text):
        yield _trimmed(sentence[begin:])


def length(template: Template) -> int:
    """How many letters, as the real document prints it."""
    return sum(len(part) if isinstance(part, str) else len(part.text) for part in template)


def opens_with_verb(phrase: Template) -> bool:
    """Whether it can follow another phrase."""
    return isinstance(phrase[0], Slot) and phrase[0].kind == "word"


def _closed(text: str) -> bool:
    return sum((letter in _OPENING) - (letter in _CLOSING) for letter in text) == 0


def _trimmed(phrase: Sequence[str | Slot]) -> Template:
    *before, last = phrase
    if isinstance(last, str):
        last = last.rstrip("".join(_COMMAS))
    return (*before, last) if last else tuple(before)
