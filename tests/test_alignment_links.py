"""The links of the bundled documents: evidence, reasons, time, and that nothing else loaded changes them."""

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kg.align import MOST_LINKS, Alignments, align
from kg.alignment.background import Background
from kg.alignment.features import FEATURES, best_other, features, level, levels
from kg.alignment.guards import opens_with_other_place
from kg.alignment.records import MeasureName
from kg.alignment.score import Weights
from kg.alignment.vectors import unit
from kg.errors import InputError, RegisterError
from loaders.document import read_document
from ontology.registers import Registers
from tests.alignment_documents import aligner, bundled, gold, made

REGISTERS = Registers.load()


@cache
def result() -> Alignments:
    return align(bundled().values(), REGISTERS.themes, REGISTERS.regions)


def test_every_link_opens_a_clause_of_both_measures() -> None:
    documents = bundled()
    for link in result().links:
        for name, span in ((link.lower, link.lower_span), (link.upper, link.upper_span)):
            document = documents[name.stem]
            measure = next(m for m in document.measures if m.path == name.path)
            assert document.text[span.start : span.end] == span.quote
            assert measure.span.start <= span.start < span.end <= measure.span.end


def test_no_link_against_times_arrow_is_called_implements() -> None:
    for link in result().links:
        assert link.lag_days is not None
        if link.relation in ("implements", "continues"):
            assert link.lag_days >= 0
        if link.relation == "anticipates":
            assert link.lag_days < 0


def test_a_known_link_is_found_with_reasons_a_reader_understands() -> None:
    by_names = {(str(link.lower), str(link.upper)): link for link in result().links}
    link = by_names["nb-2023/2.5.2", "zj-2023/2.1.3"]
    assert link.relation == "anticipates"
    assert link.strength == "direct"
    assert any(reason.startswith("both: ") for reason in link.reasons)
    assert any("共富工坊" in reason or "直播" in reason for reason in link.reasons)


def test_every_score_is_a_probability_at_or_above_the_threshold() -> None:
    weights = Weights.load()
    for link in result().links:
        assert weights.threshold - 1e-4 <= link.score <= 1
        assert link.strength == weights.strength(link.score)


def test_of_parallel_plans_the_direct_links_alone_are_kept() -> None:
    comparison = next(c for c in result().compared if c.relation == "parallels")
    both = bundled()[comparison.lower], bundled()[comparison.upper]
    pair = aligner().pair(aligner().prepare(both[0]), aligner().prepare(both[1]))
    in_a_chain = list(aligner().links(replace(comparison, relation="relatesTo"), pair))
    direct = [(link.lower, link.upper) for link in in_a_chain if link.strength == "direct"]
    assert 0 < len(direct) < len(in_a_chain)
    assert [(link.lower, link.upper) for link in aligner().links(comparison, pair)] == direct


def test_a_pairs_links_do_not_depend_on_what_else_is_loaded() -> None:
    documents = bundled()
    alone = align([documents["nb-2023"], documents["cn-2022"]], REGISTERS.themes, REGISTERS.regions)
    together = [
        link for link in result().links if (link.lower.stem, link.upper.stem) == ("nb-2023", "cn-2022")
    ]
    assert list(alone.links) == together


def test_the_order_of_the_documents_makes_no_difference() -> None:
    backwards = align(reversed(bundled().values()), REGISTERS.themes, REGISTERS.regions)
    assert backwards == result()


def test_measures_without_parent_and_without_child_are_answers_of_their_own() -> None:
    documents = bundled()
    without = list(result().without_parent(documents["nb-2023"]))
    linked = {link.lower for link in result().links if link.relation != "continues"}
    assert without and not set(without) & linked
    assert all(isinstance(name, MeasureName) for name in result().without_child(documents["cn-2022"]))
    assert not list(result().without_parent(documents["cn-2022"])), "the nation has nobody above it"


def test_the_same_words_are_linked_and_another_places_measure_is_not() -> None:
    title = "支持老旧商业街区改造提升"
    lower = made("lower", [f"{title}。打造二十条街区。", "发展夜间经济。开办夜市。"], region="宁波市")
    upper = made(
        "upper",
        [f"{title}。支持各地改造。", f"杭州市{title}。建成示范区。"],
        region="浙江省",
        issued_on="2023-01-01",
    )
    links = align([lower, upper], REGISTERS.themes, REGISTERS.regions).links
    assert [(link.lower.path, link.upper.path) for link in links] == [("1.1", "1.1")]
    assert links[0].reasons[0] == f"same title: {title}"


def test_an_upper_measure_that_opens_with_a_place_of_ones_own_chain_is_no_other_place() -> None:
    item = aligner().prepare(made("a", ["宁波市建设消费中心城市。办节。", "办节。办十场。"])).items[0]
    assert opens_with_other_place(item, "330200", REGISTERS.regions) is None
    assert opens_with_other_place(item, "330000", REGISTERS.regions) is None
    assert opens_with_other_place(item, "330100", REGISTERS.regions) is not None


def test_a_single_measure_carries_out_no_overall_aim_of_another_level() -> None:
    for link in result().links:
        lower = next(m for m in bundled()[link.lower.stem].measures if m.path == link.lower.path)
        upper = next(m for m in bundled()[link.upper.stem].measures if m.path == link.upper.path)
        assert lower.role != "general" or upper.role == "general"


def test_a_measure_gets_no_more_links_than_a_reader_can_use() -> None:
    alike = "{0}.发展首店经济。引进首店30家，打造首店集聚区。\n"
    header = "{0}人民政府\n关于印发{0}促进消费若干措施的通知\n{1}年3月1日\n{0}促进消费若干措施\n"
    upper = header.format("浙江省", 2022) + "".join(map(alike.format, range(1, MOST_LINKS + 21)))
    lower = header.format("宁波市", 2023) + alike.format(1) + "2.设点。设好百个网点。\n"
    documents = [read_document(text, stem, REGISTERS) for stem, text in (("upper", upper), ("lower", lower))]
    assert len(documents[0].measures) > MOST_LINKS
    links = align(documents, REGISTERS.themes, REGISTERS.regions).links
    assert Counter(link.lower.path for link in links)["1"] == MOST_LINKS


def test_a_document_of_one_item_can_be_aligned() -> None:
    one = made("one", ["发展夜间经济。开办夜市。"])
    upper = made("upper", ["发展夜间经济。支持各地开办夜市。"], region="浙江省", issued_on="2023-01-01")
    links = align([one, upper], REGISTERS.themes, REGISTERS.regions).links
    assert len(links) <= 1


def test_features_are_finite_and_better_likeness_gives_a_better_score() -> None:
    pair = gold()[0]
    table = features(pair.tables, levels([p.tables for p in gold()]))
    assert table.shape == (*pair.grades.shape, len(FEATURES))
    assert np.isfinite(table).all()
    probabilities = Weights.load().probabilities(pair.tables)
    likeness = table[..., FEATURES.index("likeness")]
    assert np.corrcoef(likeness.ravel(), np.log(probabilities.ravel()))[0, 1] > 0.9


def test_a_pair_less_alike_than_any_fitted_is_not_lifted_up_to_them() -> None:
    pairs = gold()
    known = levels([pair.tables for pair in pairs])
    faint = {name: table * 0.1 for name, table in pairs[0].tables.items()}
    best = FEATURES.index("likeness")
    assert features(faint, known)[..., best].max() < features(pairs[0].tables, known)[..., best].max()


def test_levels_and_competition_of_small_tables() -> None:
    table = np.array([[1, 0], [0, 0.5]], np.float32)
    assert level(table) == 0.75
    assert level(np.zeros((0, 3), np.float32)) == 0
    assert best_other(table[:, :1]).tolist() == [[0], [0]]
    assert best_other(table).tolist() == [[0, 1], [0.5, 0]]


def test_a_row_of_zeros_stays_one() -> None:
    assert unit(np.zeros((2, 3), np.float32)).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_the_weights_are_never_negative() -> None:
    weights = Weights.load()
    assert all(weight.weight >= 0 for weight in weights.features.values())
    assert 0 < weights.threshold < weights.direct < 1


def test_files_that_are_no_weights_and_no_background_are_refused(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "weights.toml").write_text("[score]\nintercept = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"weights\.toml"):
        Weights.load(folder / "weights.toml")
    with pytest.raises(RegisterError, match=r"background\.npz"):
        Background.load(folder / "background.npz")


def test_the_background_knows_the_concepts_of_the_scheme() -> None:
    background = Background.load()
    assert set(background.concepts) <= set(REGISTERS.themes.concepts) | set(background.concepts)
    known = set(background.concepts) & set(REGISTERS.themes.concepts)
    assert len(known) > 0.95 * len(background.concepts), "make the background anew: the scheme has changed"
