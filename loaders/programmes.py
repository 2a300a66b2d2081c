"""Programmes: named initiatives in quotation marks, and those known under their name (``ontology/programmes.toml``).

A quotation names a programme when it is a known one, or when the words around it say so: “百县千碗”系列活动,
打响“夜色甬城”品牌, “宁波购物节”. Scare quotes (“一刀切”), definitions (以下简称“…”), slogans of general
policy (“八八战略”) and titles of documents (《“双促双旺”…方案》) name none.

Equal names get equal identifiers: ``programme/NAME`` has the preferred name of the list, else the name printed
without punctuation, a year or an edition, so that “2023浙里来消费” and “浙里来消费” are one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.errors import RegisterError
from kg.ids import short_id
from kg.model import Mention
from loaders.reading import Reading

FILE = Path(__file__).parents[1] / "ontology" / "programmes.toml"
NAME_MAX = 24  # characters inside the marks; longer ones are sentences
PIECES_MAX = 3  # of 、 or ，; more are slogans
GAP = 10  # characters between the closing mark and the word that says what it is

Sign = Literal["known", "named", "framed", "led", "repeated"]
"""What speaks for a programme: it is in the list; its own last word says so; so do the words after it; a verb
of doing stands before it; the document quotes it again."""

CERTAIN: frozenset[Sign] = frozenset(("known", "named", "framed"))

_QUOTED = re.compile(rf"“([^“”。;!?]{{2,{NAME_MAX}}})”")
_DEFINED = re.compile(r"(?:简称|统称|[以下]称|称为|称作|名为|印有|注明|标注)为?$")
_REFUSED = re.compile(
    r"(?:严禁|杜绝|整治|防止|打击|避免|禁止|消除|破解|解决|反对|纠正|克服|打通|破除|清理|遏制|治理|坚持|按照|遵循|突出|坚决)"
    r"[^,。;:“”]{0,6}$"
)
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?|第[\d一二三四五六七八九十百]{1,4}届")
_PUNCTUATION = re.compile(r"[^\w+]|_")
_CHINESE = re.compile(r"[一-鿿]{2}|[一-鿿][A-Za-z+\d]|[A-Za-z+\d][一-鿿]")
_TITLE = re.compile(r"《[^《》]{1,120}》")
_LINK = re.compile(r"[、和及与]?$|^[、和及与]?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a programme, and the signs that speak for it."""

    mention: Mention
    signs: frozenset[Sign]

    @property
    def certain(self) -> bool:
        """Whether the document alone makes it a programme."""
        return bool(self.signs & CERTAIN)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    preferred: Mapping[str, str]  # normalised name → preferred name
    words: AhoCorasick
    spelt: tuple[str, ...]
    no_programme: frozenset[str]
    after: re.Pattern[str]
    manner: re.Pattern[str]
    before: re.Pattern[str]
    launched: re.Pattern[str]
    ending: tuple[str, ...]


def read_programmes(
    reading: Reading, start: int, end: int, exclude: Sequence[tuple[int, int]] = ()
) -> tuple[Mention, ...]:
    """The programmes named in ``plain[start:end]``, each once, in order of place.

    ``exclude`` are plain ranges not to read, such as the responsibility note.

    >>> reading = Reading.of("打响“夜色甬城”品牌，不搞“一刀切”，新增“三同”产品。")
    >>> [m.id for m in read_programmes(reading, 0, len(reading.plain))]
    ['programme/夜色甬城', 'programme/同线同标同质']
    """
    return settle([read_candidates(reading, start, end, exclude)])[0]


def settle(
    blocks: Sequence[Sequence[Candidate]], also: Container[str] = ()
) -> tuple[tuple[Mention, ...], ...]:
    """The programmes of each block of a document, each once a block.

    What one block makes certain (“湘易办”平台) holds for the others (办好“湘易办”). ``also`` are ids that
    other documents make certain (see ``recurring``).
    """
    certain = {c.mention.id for candidates in blocks for c in candidates if c.certain}
    return tuple(
        tuple(
            {
                c.mention.id: c.mention
                for c in reversed(candidates)
                if c.mention.id in certain or c.mention.id in also
            }.values()
        )[::-1]
        for candidates in blocks
    )


def read_candidates(
    reading: Reading, start: int, end: int, exclude: Sequence[tuple[int, int]] = ()
) -> tuple[Candidate, ...]:
    """All names in ``plain[start:end]`` that may be programmes, each mention, with what speaks for them."""
    skipped = [*exclude, *(m.span() for m in _TITLE.finditer(reading.plain, start, end))]
    found = [*_known(reading, start, end), *_quoted(reading, start, end)]
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[Candidate] = []
    reach = start
    for begin, stop, candidate in found:
        # Inside a known name (家政服务业提质扩容“领跑者”) its quotation is no second one.
        if stop <= reach or any(a < stop and begin < b for a, b in skipped):
            continue
        kept.append(candidate)
        if "“" in reading.plain[begin:stop]:
            reach = stop
    return tuple(kept)


def recurring(documents: Iterable[Sequence[Candidate]], least: int = 2) -> frozenset[str]:
    """The ids of candidates that are certain in some document or recur in ``least`` of them with a verb of doing.

    For a build over many documents: “品质浙货” quoted without any word of what it is becomes a programme
    when other documents quote it too.
    """
    certain: set[str] = set()
    seen: dict[str, int] = {}
    for candidates in documents:
        certain.update(c.mention.id for c in candidates if c.certain)
        for id in {c.mention.id for c in candidates if c.signs & {"led", "repeated"}}:
            seen[id] = seen.get(id, 0) + 1
    return frozenset(certain | {id for id, count in seen.items() if count >= least})


@lru_cache(maxsize=8192)
def programme_key(name: str) -> str:
    """A name in one form: NFKC, without punctuation, year and edition.

    >>> programme_key("浙里来消费·2023 消费提振年"), programme_key("互联网＋监管"), programme_key("２０２３年购物节")
    ('浙里来消费消费提振年', '互联网+监管', '购物节')
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return _PUNCTUATION.sub("", _YEAR.sub("", text)) or _PUNCTUATION.sub("", text)


def check_register(path: Path = FILE) -> int:
    """How many names a register of programmes holds; raises RegisterError for one with two owners."""
    try:
        return len(_compile(tomllib.loads(path.read_text(encoding="utf-8"))).preferred)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{path.name}: {error}") from error


@cache
def _lexicon() -> _Lexicon:
    return _compile(tomllib.loads(FILE.read_text(encoding="utf-8")))


def _compile(table: Mapping[str, Any]) -> _Lexicon:
    preferred: dict[str, str] = {}
    spelt: set[str] = set()
    for programme in table["programme"]:
        for name in (programme["name"], *programme.get("also", ())):
            owner = preferred.setdefault(programme_key(name), programme["name"])
            if owner != programme["name"]:
                raise RegisterError(f"programme name {name!r} belongs to two: {owner}, {programme['name']}")
            plain = name.translate(str.maketrans("，；（）", ",;()"))
            if not programme.get("quoted") and len(name) > 2:
                spelt.update((plain, plain.replace("、", ",")))
    frame = table["frame"]
    names = sorted(spelt)
    return _Lexicon(
        preferred,
        AhoCorasick(names, matchkind=MatchKind.LeftmostLongest),
        tuple(names),
        frozenset(map(programme_key, table["no_programme"]["names"])),
        re.compile(rf"[^,。;:“”()、]{{0,{GAP}}}?(?:{_any(frame['after'])})"),
        re.compile(_any(frame["manner"])),
        re.compile(rf"(?:{_any(frame['before'])})[^,。;:“”]{{0,6}}$"),
        re.compile(rf"(?:{_any(frame['launched'])})$"),
        tuple(frame["ending"]),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _known(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int, Candidate]]:
    lexicon = _lexicon()
    text = reading.plain[start:end]
    for index, begin, stop in lexicon.words.find_matches_as_indexes(text):
        if not _stands_free(text, begin, stop):
            continue
        key = programme_key(lexicon.spelt[index])
        yield start + begin, start + stop, _candidate(reading, key, start + begin, start + stop, {"known"})


def _stands_free(text: str, begin: int, stop: int) -> bool:
    """Whether a known name is one of its own: “浙里来消费·2023…” has it, “便民办税春风行动” does not.

    A quotation that is the name and nothing else is left to ``_quoted``.
    """
    if "“" in text[begin:stop]:
        return True
    opening = text.rfind("“", max(0, begin - NAME_MAX), begin)
    if opening < 0 or "”" in text[opening:begin] or text.find("”", stop, stop + NAME_MAX) < 0:
        return True
    if opening == begin - 1:
        return text[stop] != "”"
    return "·" in (text[begin - 1], text[stop])


def _quoted(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int, Candidate]]:
    plain, lexicon = reading.plain, _lexicon()
    quotations = list(_QUOTED.finditer(plain, start, end))
    shared: set[Sign] = set()
    # From the last to the first: what is said after “甲”“乙”等活动 holds for “甲” too.
    for index in range(len(quotations) - 1, -1, -1):
        match = quotations[index]
        follower = quotations[index + 1] if index + 1 < len(quotations) else None
        if not (follower and _LINK.fullmatch(plain[match.end() : follower.start()])):
            shared = set()
        signs = _signs(plain, start, end, match, lexicon, shared)
        shared = signs & {"framed"} or shared
        if signs and not _is_none(plain, start, match, lexicon):
            key = programme_key(match[1])
            yield match.start(1), match.end(1), _candidate(reading, key, match.start(1), match.end(1), signs)


def _signs(
    plain: str, start: int, end: int, match: re.Match[str], lexicon: _Lexicon, shared: set[Sign]
) -> set[Sign]:
    name, signs = match[1], set(shared)
    if programme_key(name) in lexicon.preferred:
        signs.add("known")
    if name.endswith(lexicon.ending) and len(name) > 3:
        signs.add("named")
    if not lexicon.manner.match(plain, match.end(), end) and lexicon.after.match(plain, match.end(), end):
        signs.add("framed")
    before = plain[max(start, match.start() - 12) : match.start()]
    if lexicon.before.search(before):
        signs.add("led")
    if plain[match.end() : match.end() + 1] in ",。;" and lexicon.launched.search(before):
        signs.add("framed")
    if not signs & CERTAIN and plain.count(match.group()) > 1:
        signs.add("repeated")
    return signs


def _is_none(plain: str, start: int, match: re.Match[str], lexicon: _Lexicon) -> bool:
    """Whether a quotation names nothing: a phrase, a code, a definition, something to be fought."""
    name = match[1]
    key = programme_key(name)
    if key in lexicon.preferred:
        return False
    before = plain[max(start, match.start() - 12) : match.start()]
    return (
        key in lexicon.no_programme
        or not _CHINESE.search(name)
        or len(re.split("[、,]", name)) > PIECES_MAX
        or bool(_DEFINED.search(before))
        or bool(_REFUSED.search(before))
    )


def _candidate(reading: Reading, key: str, begin: int, stop: int, signs: set[Sign]) -> Candidate:
    name = _lexicon().preferred.get(key)
    label = name or reading.plain[begin:stop]
    mention = Mention(short_id("programme", programme_key(label)), label, reading.span(begin, stop))
    return Candidate(mention, frozenset(signs))
