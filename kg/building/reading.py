"""Reading every source of a build, each content once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kg.building.codec import packed, unpacked
from kg.building.fingerprint import key_of_source
from kg.building.kept import Kept
from kg.building.units import SourceBrief
from kg.building.workers import FEW_TASKS, Workers
from kg.errors import InputError
from kg.model import Problem
from loaders.sources import Source

T = TypeVar("T")
Progress = Callable[[str, int, int], None]

# Seconds of work that a power cut may cost.
_COMMIT_EVERY = 2.0


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a source; ``key`` is what its records are kept by, None where its file could not be read."""

    key: str | None
    brief: SourceBrief


def read_sources(sources: Sequence[Source], kept: Kept, workers: Workers, progress: Progress) -> list[Read]:
    """What came of every source, in their order; those that are kept are not read again."""
    keys = [_key(source) for source in sources]
    briefs = _kept_briefs(kept, [key for key in keys if key])
    found: dict[int, Read] = {}
    missing: list[int] = []
    for number, key in enumerate(keys):
        if key and key in briefs:
            found[number] = Read(key, _placed(sources[number], briefs[key]))
        else:
            missing.append(number)
    tasks = {id(sources[number]): number for number in missing}
    progress("reading", 0, len(missing))
    method = "read_and_prepare" if len(missing) >= FEW_TASKS else "read"
    for source, result in commits(
        kept, workers.do(method, (sources[number] for number in missing), len(missing))
    ):
        number = tasks[id(source)]
        if isinstance(result, Problem):
            found[number] = Read(None, SourceBrief((), result))
        else:
            kept.put("record", result.key, result.record)
            kept.put("letters", result.key, result.letters)
            kept.put("brief", result.key, packed(result.brief))
            kept.put("sketches", result.key, result.sketches)
            for one in result.prepared:
                kept.put("outline", one.content, one.outline)
                kept.put("linkable", one.content, one.linkable)
            found[number] = Read(result.key, _placed(source, result.brief))
        progress("reading", len(found) - len(sources) + len(missing), len(missing))
    kept.commit()
    return [found[number] for number in range(len(sources))]


def commits(kept: Kept, results: Iterator[T]) -> Iterator[T]:
    """The results as they come, with what was kept of them made safe from time to time, also when work stops."""
    last = time.monotonic()
    try:
        for result in results:
            yield result
            if time.monotonic() - last > _COMMIT_EVERY:
                kept.commit()
                last = time.monotonic()
    finally:
        kept.commit()


def _key(source: Source) -> str | None:
    """The key of what is in the file now; a file that cannot be opened is left to the reader to complain about."""
    try:
        return key_of_source(source)
    except InputError:
        return None


def _placed(source: Source, brief: SourceBrief) -> SourceBrief:
    """The brief, with where the file lies in the reason why it was skipped."""
    if brief.skipped is None:
        return brief
    return replace(brief, skipped=replace(brief.skipped, what=f"{source.place}{brief.skipped.what}"))


def _kept_briefs(kept: Kept, keys: Sequence[str]) -> dict[str, SourceBrief]:
    """The briefs of those sources whose records are there too."""
    records = kept.known("record", keys)
    briefs: dict[str, SourceBrief] = {}
    for key, data in kept.find("brief", records).items():
        try:
            briefs[key] = unpacked(data, SourceBrief)
        except ValueError:
            continue
    return briefs
