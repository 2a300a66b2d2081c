"""Instruments of a measure: how it acts, each with the words that show it (register: ``ontology.instruments``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Mention, Span
from loaders.reading import Reading
from ontology.instruments import InstrumentRegister, Sign

OBJECT = 12  # characters of a cue's object kept as evidence
_CLAUSE_END = re.compile(r"[,。;:!?()《》]")
_TITLE = re.compile(r"《[^《》]{1,120}》")


def read_instruments(
    reading: Reading,
    start: int,
    end: int,
    exclude: Sequence[tuple[int, int]] = (),
    register: InstrumentRegister | None = None,
) -> tuple[Mention, ...]:
    """The instruments used in ``plain[start:end]``, one mention each, in order of place.

    The mention is the first cue with verb and object, else the first cue; its span takes the rest of the
    clause in when that is short. ``exclude`` are plain ranges not to read, such as the responsibility note.

    >>> reading = Reading.of("2. 全年发放消费券10亿元，给予每家最高50万元奖励。")
    >>> [(m.id, m.span.quote) for m in read_instruments(reading, 0, len(reading.plain))]
    [('instrument/voucher', '消费券10亿元'), ('instrument/subsidy', '给予每家最高50万元奖励')]
    """
    register = register or InstrumentRegister.load()
    best: dict[str, Sign] = {}
    # What a cited document is about is not what this measure does.
    skipped = [*exclude, *(m.span() for m in _TITLE.finditer(reading.plain, start, end))]
    for sign in register.signs(reading.plain[start:end]):
        if skipped and any(a < start + sign.end and start + sign.start < b for a, b in skipped):
            continue
        known = best.setdefault(sign.instrument.id, sign)
        if sign.paired and not known.paired:
            best[sign.instrument.id] = sign
    return tuple(
        Mention(f"instrument/{sign.instrument.id}", sign.instrument.zh, _evidence(reading, start, end, sign))
        for sign in sorted(best.values(), key=lambda s: (s.start, s.end))
    )


def _evidence(reading: Reading, start: int, end: int, sign: Sign) -> Span:
    begin, stop = start + sign.start, start + sign.end
    rest = _CLAUSE_END.search(reading.plain, stop, min(end, stop + OBJECT + 1))
    return reading.span(begin, rest.start() if rest else stop)
