"""The theme scheme's file and the code that reads and checks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, RegisterError, UsageError
from kg.ids import encode
from loaders.concepts import words_of
from ontology.themes import FILE, Concept, Theme, ThemeScheme

THEMES = [
    "automobile",
    "new-energy-vehicle",
    "home-appliance",
    "green-consumption",
    "brand",
    "agricultural-product",
    "import-dutyfree",
    "housing",
    "catering",
    "culture-tourism",
    "sports",
    "health",
    "elderly-care",
    "childcare",
    "domestic-service",
    "education-training",
    "exhibition",
    "digital-consumption",
    "live-commerce",
    "rural-consumption",
    "consumption-venue",
    "night-economy",
    "community-commerce",
    "promotion-event",
    "logistics",
    "industry-supply",
    "trade-integration",
    "market-entity",
    "employment-income",
    "social-security",
    "price-supply",
    "consumer-rights",
    "market-regulation",
    "standard",
    "barrier-removal",
    "transport",
    "fiscal",
    "finance",
    "land",
    "implementation",
    "statistics",
]

HEAD = """@prefix : <https://policy.example/ontology#> .
@prefix match: <https://policy.example/matching#> .
@prefix theme: <https://policy.example/theme/> .
@prefix concept: <https://policy.example/concept/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
theme:brand a :Theme ; skos:prefLabel "品牌"@zh , "Brands"@en .
theme:sports a :Theme ; skos:prefLabel "体育"@zh , "Sport"@en .
"""


def concept(name: str, rest: str = "", broader: str = "theme:brand", english: str = "thing") -> str:
    labels = f'skos:prefLabel "{name}"@zh , "{english} {name}"@en'
    return f'concept:{name} a :Concept ; {labels} ; skos:broader {broader} ; match:facet "object" {rest} .\n'


def load(tmp_path: Path, *blocks: str) -> ThemeScheme:
    path = tmp_path / "themes.ttl"
    path.write_text(HEAD + "".join(blocks), encoding="utf-8")
    return ThemeScheme.load(path)


@pytest.fixture(scope="module")
def scheme() -> ThemeScheme:
    return ThemeScheme.load()


def test_the_themes_are_the_fixed_ones(scheme: ThemeScheme) -> None:
    assert list(scheme.themes) == THEMES


def test_every_theme_has_a_definition_in_both_languages_and_concepts(scheme: ThemeScheme) -> None:
    peopled = {scheme.theme_of(concept).id for concept in scheme.concepts.values()}
    assert [
        theme.id for theme in scheme.themes.values() if not theme.definition_zh or not theme.definition_en
    ] == []
    assert peopled == set(THEMES)


def test_there_are_more_than_a_thousand_concepts(scheme: ThemeScheme) -> None:
    assert len(scheme.concepts) > 1000


def test_an_identifier_is_the_encoded_chinese_label_it_was_given(scheme: ThemeScheme) -> None:
    assert [c.id for c in scheme.concepts.values() if c.id != f"concept/{encode(c.zh)}"] == []


def test_english_labels_are_english_and_distinct(scheme: ThemeScheme) -> None:
    labels = [concept.en for concept in scheme.concepts.values()]
    assert [label for label in labels if not label.isascii() and "–" not in label] == []
    twice = {label for label in labels if labels.count(label) > 1}
    assert twice == set()


def test_every_name_leads_to_its_concept(scheme: ThemeScheme) -> None:
    lost = [
        (concept.zh, name)
        for concept in scheme.concepts.values()
        for name in (concept.zh, *concept.names, *concept.hidden)
        if not any(
            hit.owner is concept and hit.end - hit.start == len(name) for hit in words_of(name, scheme)
        )
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("15分钟便民生活圈", "concept/一刻钟便民生活圈"),
        ("１５分钟便民生活圈", "concept/一刻钟便民生活圈"),
        ("三同", "concept/同线同标同质"),
        ("充电桩", "concept/充电设施"),
        ("first store", "concept/首店"),
        ("concept/预制菜", "concept/预制菜"),
        ("离境退税", "concept/离境退税"),
        ("消费品以旧换新", "concept/以旧换新"),
        ("银发产业", "concept/银发经济"),
    ],
)
def test_a_concept_is_found_by_any_of_its_names(scheme: ThemeScheme, name: str, identifier: str) -> None:
    found = scheme.require(name)
    assert isinstance(found, Concept)
    assert found.id == identifier


@pytest.mark.parametrize("name", ["sports", "theme/sports", "体育", "Sport", "sport"])
def test_a_theme_is_found_by_identifier_and_label(scheme: ThemeScheme, name: str) -> None:
    found = scheme.require(name)
    assert isinstance(found, Theme)
    assert found.id == "sports"


def test_what_is_not_there_is_none_or_an_error_with_near_matches(scheme: ThemeScheme) -> None:
    assert scheme.find("木星旅行") is None
    with pytest.raises(UsageError, match=r"便民生活圈"):
        scheme.require("便民生活圈圈")


def test_broader_terms_come_nearest_first_and_themes_last(scheme: ThemeScheme) -> None:
    night_market = scheme.concepts["concept/夜市"]
    assert [above.zh for above in scheme.broader_of(night_market)] == ["夜间经济", "夜间经济"]
    assert isinstance(list(scheme.broader_of(night_market))[-1], Theme)


def test_a_concept_has_the_theme_it_names_or_that_of_its_broader_concepts(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        concept("老店"),
        concept("百年老店", broader="concept:老店"),
        concept("球鞋", "; skos:related theme:sports", broader="concept:老店"),
        concept("球衣", broader="theme:sports , concept:老店"),
    )
    themes = {c.zh: [theme.id for theme in loaded.themes_of(c)] for c in loaded.concepts.values()}
    assert themes == {
        "老店": ["brand"],
        "百年老店": ["brand"],
        "球鞋": ["brand", "sports"],
        "球衣": ["sports"],
    }


def test_a_name_with_two_owners_is_refused_naming_both(tmp_path: Path) -> None:
    blocks = concept("首店", '; skos:altLabel "5G店"@zh'), concept("网店", '; skos:hiddenLabel "５Ｇ店"@zh')
    with pytest.raises(RegisterError, match=r"concept/首店 and concept/网店"):
        load(tmp_path, *blocks)


def test_a_cue_that_is_a_concept_too_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"concept/首店 and theme/brand"):
        load(tmp_path, concept("首店"), 'theme:brand match:cue "首店" .')


BROKEN = {
    "an unknown broader term": (concept("首店", broader="concept:无"), "concept/首店.*concept/无"),
    "an unknown related theme": (concept("首店", "; skos:related theme:no"), "concept/首店.*theme/no"),
    "no broader term": (
        'concept:首店 a :Concept ; skos:prefLabel "首店"@zh , "x"@en ; match:facet "object" .',
        "concept/首店.*broader",
    ),
    "a circle": (
        concept("甲", broader="concept:乙") + concept("乙", broader="concept:甲"),
        "circle.*concept/甲",
    ),
    "two themes above": (
        concept("首店", broader="theme:brand , theme:sports"),
        "theme/brand and theme/sports",
    ),
    "no English label": (
        'concept:首店 a :Concept ; skos:prefLabel "首店"@zh ; skos:broader theme:brand ; match:facet "object" .',
        "concept/首店.*@en",
    ),
    "two Chinese labels": (concept("首店", '; skos:prefLabel "新店"@zh'), "concept/首店.*@zh"),
    "a misspelt property": (concept("首店", '; skos:altLable "新店"'), "concept/首店.*altLable"),
    "a misspelt facet": (concept("首店").replace("object", "objekt"), "concept/首店.*facet"),
    "no type": (concept("首店").replace("a :Concept ;", ""), "concept/首店.*:Concept"),
    "a pattern without a gap": (concept("首店", '; match:labelPattern "首店"'), "concept/首店.*~"),
    "a name that must not count": (
        concept("首店", '; skos:altLabel "新店" ; match:notLabel "新店"'),
        "concept/首店.*新店",
    ),
    "a weight that is no number": (concept("首店", '; match:themeWeight "much"'), "concept/首店.*much"),
    "no Turtle": ("concept:首店 a", "Turtle"),
}


@pytest.mark.parametrize(("block", "message"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_contradicts_itself_is_refused_with_the_entry_named(
    tmp_path: Path, block: str, message: str
) -> None:
    with pytest.raises(RegisterError, match=message):
        load(tmp_path, block)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        ThemeScheme.load(tmp_path / "none.ttl")


def test_a_barred_word_that_is_another_ones_name_keeps_that_owner(tmp_path: Path) -> None:
    loaded = load(tmp_path, concept("汽车", '; match:notLabel "汽车站" , "汽车城"'), concept("汽车站"))
    owners = {name: owner and owner.zh for name, owner in loaded.aliases()}
    assert owners == {"汽车": "汽车", "汽车站": "汽车站", "汽车城": None}


def test_blocks_stand_under_their_theme(scheme: ThemeScheme) -> None:
    order = [scheme.theme_of(concept).id for concept in scheme.concepts.values()]
    assert list(dict.fromkeys(order)) == THEMES
    assert order == sorted(order, key=THEMES.index)


def test_the_example_at_the_head_of_the_file_is_how_the_file_is_written(scheme: ThemeScheme) -> None:
    head = FILE.read_text(encoding="utf-8").partition("@prefix")[0]
    for term in (
        "skos:prefLabel",
        "skos:broader",
        "skos:related",
        "match:facet",
        "skos:hiddenLabel",
        "match:notLabel",
    ):
        assert term in head
    assert "concept/首店" in scheme.concepts
