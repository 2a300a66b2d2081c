"""One plan as a text: header, sections and items, in the manner and the layouts of the real documents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.varied_documents.item_text import Writer
from benchmarks.varied_documents.places import Places, level_word
from benchmarks.varied_documents.plans import Plan
from benchmarks.varied_documents.pool import Anchor, Pool
from benchmarks.varied_documents.voice import Voice

MOST_ITEMS, FEWEST_ITEMS = 34, 14
LONGEST_SECTION = 8
MODELS = 2  # real documents that one plan's items are named after
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Written:
    """A document made: its text, and what its header and outline say, for a check of what is read."""

    text: str
    title: str
    number: str
    issuer: str
    items: int


def write(plan: Plan, pool: Pool, places: Places, seed: int) -> Written:
    """The document of a plan; the same for the same seed, whatever else is written."""
    chance = random.Random(f"{seed} {plan.stem}")
    voice = Voice(pool, places, plan.region, plan.issued_on.year, chance)
    title = chance.choice(pool.kinds[plan.region.level]).replace("「」", chance.choice(plan.topic.titles))
    if plan.region.level != "national" and not title.startswith("关于"):
        title = plan.region.name + title
    sections = _sections(plan, pool, voice)
    body = [*_preface(plan, chance), *_outline(sections, Writer(plan.topic, voice), voice)]
    head, number, issuer = _header(plan, title, pool, places)
    lines = [*head, "", title, *_laid_out(body, chance)]
    return Written("\n".join(lines) + "\n", title, number, issuer, sum(len(items) for _, items in sections))


def _header(plan: Plan, title: str, pool: Pool, places: Places) -> tuple[list[str], str, str]:
    region, year = plan.region, plan.issued_on.year
    day = f"{year}年{plan.issued_on.month}月{plan.issued_on.day}日"
    if region.level == "national":
        number, issuer = f"国办发〔{year}〕{plan.serial}号", "国务院办公厅"
        addressed = "各省、自治区、直辖市人民政府，国务院各部委、各直属机构："
        return [number, f"国务院办公厅{title}", addressed, issuer, day], number, issuer
    own = level_word(region)
    above = places.regions[region.parent or ""] if region.level == "county" else None
    body = f"{above.name if above else ''}{region.name}人民政府"
    office = "办公厅" if region.level == "province" else "办公室"
    number = f"{_abbreviation(plan, pool)}政办发〔{year}〕{plan.serial}号"
    addressed = {
        "province": "各市、县（市、区）人民政府，省政府直属各单位：",
        "city": "各区（县、市）人民政府，市直各单位：",
        "county": "各镇人民政府、街道办事处，区政府各部门：",
    }[region.level]
    lines = [
        f"{body}{office}文件",
        number,
        f"{body}{office}关于印发《{title}》的通知",
        addressed,
        f"《{title}》已经{own}政府同意，现印发给你们，请认真贯彻执行。",
        f"{body}{office}",
        day,
        "（此件公开发布）",
    ]
    return lines, number, f"{body}{office}"


def _abbreviation(plan: Plan, pool: Pool) -> str:
    region = plan.region
    if region.level == "province":
        return pool.abbreviations[region.code[:2]]
    return region.short[0] if region.level == "city" else region.short[:2]


def _preface(plan: Plan, chance: random.Random) -> Iterator[str]:
    purpose = chance.choice(plan.topic.titles)
    own = level_word(plan.region)
    yield f"为深入贯彻落实党中央、国务院决策部署，{purpose}，结合我{own}实际，制定以下措施。"


def _sections(plan: Plan, pool: Pool, voice: Voice) -> list[tuple[str, list[Anchor]]]:
    """Items by theme, shuffled; the last section holds those that see to the rest."""
    chance = voice.chance
    models = chance.sample(plan.topic.documents, min(MODELS, len(plan.topic.documents)))
    possible = [
        anchor
        for anchor in plan.topic.anchors
        if anchor.item.source in models and voice.can_say(anchor.item.title)
    ]
    number = min(len(possible), chance.randint(FEWEST_ITEMS, MOST_ITEMS))
    by_theme: dict[str, list[Anchor]] = {}
    for anchor in chance.sample(possible, number):
        by_theme.setdefault(anchor.item.theme, []).append(anchor)
    themes = pool.registers.themes.themes
    sections: list[tuple[str, list[Anchor]]] = []
    for theme, anchors in sorted(by_theme.items(), key=lambda entry: -len(entry[1])):
        # A theme with one item joins the section before it.
        if len(anchors) == 1 and sections and len(sections[-1][1]) < LONGEST_SECTION:
            sections[-1][1].extend(anchors)
            continue
        headings = chance.sample(pool.headings, len(pool.headings))
        for first, heading in zip(range(0, len(anchors), LONGEST_SECTION), headings, strict=False):
            part = anchors[first : first + LONGEST_SECTION]
            sections.append((heading.replace("「」", themes[theme].zh), part))
    last = [anchor for anchor in plan.topic.last if voice.can_say(anchor.item.title)]
    sections.append(
        (chance.choice(pool.last_headings), chance.sample(last, min(len(last), chance.randint(1, 3))))
    )
    return sections


def _outline(sections: Sequence[tuple[str, list[Anchor]]], writer: Writer, voice: Voice) -> Iterator[str]:
    """The paragraphs: 一、 → （一）, or 一、 → 1. counted through."""
    through = voice.chance.random() < 0.3
    count = 0
    for place, (heading, anchors) in enumerate(sections, 1):
        yield f"{_chinese(place)}、{heading}"
        for number, anchor in enumerate(anchors, 1):
            count += 1
            ordinal = f"{count}." if through else f"（{_chinese(number)}）"
            yield f"{ordinal}{voice.say(anchor.item.title)}。{writer.text(anchor)}"


def _laid_out(paragraphs: Sequence[str], chance: random.Random) -> Iterator[str]:
    """One paragraph a line, or wrapped anywhere as in a text that was a PDF."""
    width = chance.choice((0, 0, 28, 38))
    for paragraph in paragraphs:
        if width:
            yield from (paragraph[n : n + width] for n in range(0, len(paragraph), width))
        else:
            yield paragraph


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number <= 10:
        return _DIGITS[number]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
