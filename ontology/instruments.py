"""The register of policy instruments: how a measure acts (``instruments.toml``, which an analyst may edit).

An instrument has cues, words that show it at work: plain words (``消费券``) and pairs with a gap
(``给予…补贴``: verb and object inside one clause). The file's head explains the notation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from ahocorasick_rs import AhoCorasick

from kg.errors import RegisterError

Family = Literal["nodality", "authority", "treasure", "organisation"]

FILE = Path(__file__).with_name("instruments.toml")
GAP = 14  # characters between verb and object of a cue; "给予每辆最高不超过2000元的补贴" needs 13
_FIELDS = {"id", "zh", "en", "family", "definition", "cues", "not"}


@dataclass(frozen=True, slots=True)
class Instrument:
    """One way in which policy acts; ``cues`` and ``exceptions`` (``not`` in the file) as written there."""

    id: str
    zh: str
    en: str
    family: Family
    definition: str
    cues: tuple[str, ...]
    exceptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue found in a text, at positions ``start`` to ``end``; ``paired`` when it had verb and object."""

    instrument: Instrument
    start: int
    end: int
    paired: bool


class InstrumentRegister:
    """The instruments, and where their cues stand in a text.

    >>> register = InstrumentRegister.load()
    >>> register["voucher"].zh
    '消费券'
    >>> [(s.instrument.id, s.start, s.end) for s in register.signs("全年发放消费券10亿元")]
    [('voucher', 4, 7)]
    """

    def __init__(self, instruments: Sequence[Instrument]) -> None:
        """Check and index ``instruments``; raises RegisterError for an id or cue with two owners."""
        self._instruments: dict[str, Instrument] = {}
        owners: dict[tuple[str, str], Instrument] = {}
        for instrument in instruments:
            if instrument.id in self._instruments:
                raise RegisterError(
                    f"instrument id {instrument.id!r} is given twice: {instrument.zh}, "
                    f"{self._instruments[instrument.id].zh}"
                )
            self._instruments[instrument.id] = instrument
            for cue in instrument.cues:
                for pair in _expand(cue):
                    _claim(owners, pair, instrument)
        tails: dict[tuple[str, str], list[str]] = {}
        for (head, tail), owner in owners.items():
            tails.setdefault((owner.id, head), []).append(tail)
        self._heads = [
            (self._instruments[id], *_compile(alternatives)) for (id, _), alternatives in tails.items()
        ]
        heads = [head for _, head in tails]
        exceptions = [(i, text) for i in self._instruments.values() for text in i.exceptions]
        self._exceptions = [instrument for instrument, _ in exceptions]
        self._words = AhoCorasick([*heads, *(text for _, text in exceptions)])

    @classmethod
    def load(cls) -> InstrumentRegister:
        """The register of the file beside this module, read once.

        Raises RegisterError where the file contradicts itself.
        """
        return _load()

    @classmethod
    def read(cls, path: Path) -> InstrumentRegister:
        """The register of another file; raises RegisterError where it contradicts itself."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise RegisterError(f"{path.name}: {error}") from error
        return cls([_instrument(table) for table in tables.get("instrument", [])])

    def __getitem__(self, id: str) -> Instrument:
        """The instrument of an id such as ``subsidy``; raises KeyError."""
        return self._instruments[id]

    def __iter__(self) -> Iterator[Instrument]:
        """The instruments in the order of the file."""
        return iter(self._instruments.values())

    def __len__(self) -> int:
        """How many instruments there are."""
        return len(self._instruments)

    def signs(self, text: str) -> list[Sign]:
        """All cues in ``text`` that no exception of their instrument covers, by place."""
        found: list[Sign] = []
        covered: dict[str, list[tuple[int, int]]] = {}
        for index, start, end in self._words.find_matches_as_indexes(text, overlapping=True):
            if index >= len(self._heads):
                owner = self._exceptions[index - len(self._heads)]
                covered.setdefault(owner.id, []).append((start, end))
                continue
            instrument, plain, gap = self._heads[index]
            pair = gap.match(text, end) if gap else None
            if pair:
                found.append(Sign(instrument, start, pair.end(), True))
            elif plain:
                found.append(Sign(instrument, start, end, False))
        return sorted(
            (s for s in found if not _is_covered(s, covered.get(s.instrument.id, ()))),
            key=lambda s: (s.start, s.end),
        )


@cache
def _load() -> InstrumentRegister:
    return InstrumentRegister.read(FILE)


def _instrument(table: Mapping[str, Any]) -> Instrument:
    missing = _FIELDS - {"not"} - table.keys()
    name = table.get("id", table)
    if missing:
        raise RegisterError(f"instrument {name!r} lacks {', '.join(sorted(missing))}")
    if unknown := table.keys() - _FIELDS:
        raise RegisterError(f"instrument {name!r} has unknown {', '.join(sorted(unknown))}")
    if table["family"] not in get_args(Family):
        raise RegisterError(f"instrument {name!r}: family {table['family']!r} is none of {get_args(Family)}")
    fields = {key: table[key] for key in ("id", "zh", "en", "family", "definition")}
    return Instrument(**fields, cues=tuple(table["cues"]), exceptions=tuple(table.get("not", ())))


def _expand(cue: str) -> Iterator[tuple[str, str]]:
    """The pairs of head and tail that a cue stands for; a plain word has an empty tail.

    >>> list(_expand("减免…租金|房租"))
    [('减免', '租金'), ('减免', '房租')]
    """
    heads, _, tails = cue.partition("…")
    for head in heads.split("|"):
        for tail in tails.split("|"):
            if not head or ("…" in cue and not tail):
                raise RegisterError(f"cue {cue!r} has an empty word")
            yield head, tail


def _claim(owners: dict[tuple[str, str], Instrument], pair: tuple[str, str], claimant: Instrument) -> None:
    owner = owners.setdefault(pair, claimant)
    if owner is not claimant:
        cue = "…".join(filter(None, pair))
        raise RegisterError(
            f"cue {cue!r} belongs to two instruments: {owner.id} {owner.zh}, {claimant.id} {claimant.zh}"
        )


def _compile(tails: Sequence[str]) -> tuple[bool, re.Pattern[str] | None]:
    objects = sorted({tail for tail in tails if tail}, key=len, reverse=True)
    if not objects:
        return True, None
    return "" in tails, re.compile(rf"[^,。;:!?()]{{0,{GAP}}}?(?:{'|'.join(map(re.escape, objects))})")


def _is_covered(sign: Sign, exceptions: Sequence[tuple[int, int]]) -> bool:
    """Whether an exception takes in one end of a sign: 综合执法局 covers 综合执法."""
    return any(start <= sign.start < end or start < sign.end <= end for start, end in exceptions)
