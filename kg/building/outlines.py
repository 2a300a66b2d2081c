"""The outlines of documents, each unpacked when it is asked for, and the small part of them that is needed of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.building.codec import packed, unpacked
from kg.building.kept import Kept
from kg.building.reading import Progress, commits
from kg.building.units import Held
from kg.building.workers import Workers
from kg.building.workshop import Workshop

if TYPE_CHECKING:
    from kg.alignment.nearest import Gist
    from kg.alignment.outline import Outline


class Outlines(dict[str, "Outline"]):
    """The outlines of the documents that are held, by stem: those that were asked for."""

    def __init__(self, held: Mapping[str, Held], workshop: Workshop, kept: Kept) -> None:
        super().__init__()
        self._held = held
        self._workshop = workshop
        self._kept = kept

    def __missing__(self, stem: str) -> Outline:
        from kg.alignment.outline import Outline

        held = self._held[stem]
        data = self._kept.get("outline", held.content)
        self[stem] = unpacked(data, Outline) if data else self._workshop.outline(held)
        return self[stem]

    def gists(self, workers: Workers, progress: Progress) -> list[Gist]:
        """The gists of all; what is not kept is made, of outlines that workers make where they are not kept either."""
        from kg.alignment.nearest import Gist

        contents = {one.content: stem for stem, one in self._held.items()}
        found = {
            contents[content]: unpacked(data, Gist)
            for content, data in self._kept.find("gist", contents).items()
        }
        missing = [stem for stem in self._held if stem not in found]
        self._prepare(missing, workers, progress)
        for stem in missing:
            found[stem] = Gist.of(self[stem])
            self._kept.put("gist", self._held[stem].content, packed(found[stem]))
        self._kept.commit()
        return list(found.values())

    def _prepare(self, stems: list[str], workers: Workers, progress: Progress) -> None:
        """Have the outlines of some documents at hand."""
        from kg.alignment.outline import Outline

        kept = self._kept.find("outline", [self._held[stem].content for stem in stems])
        for stem in stems:
            if (content := self._held[stem].content) in kept:
                self[stem] = unpacked(kept[content], Outline)
        # From the last on: their records are at hand still, and the first ones will be when links are looked for.
        missing = [self._held[stem] for stem in reversed(stems) if stem not in self]
        done = commits(self._kept, workers.do("outline", missing, len(missing)))
        for number, (one, outline) in enumerate(done, 1):
            self._kept.put("outline", one.content, packed(outline))
            self[one.stem] = outline
            progress("preparing", number, len(missing))
