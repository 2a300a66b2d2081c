"""Order, places and labels of the graph pages."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualizations.lanes import Box, Lanes, opened, ordered, placed
from visualizations.records import Text
from visualizations.targets import comparison
from visualizations.wrapping import cells, wrap


def box(id: str, lane: int, parent: str | None = None) -> Box:
    return Box(id, lane, Text(id, id), parent)


def crossings(boxes: list[Box], lines: list[tuple[str, str]]) -> int:
    at = {b.id: n for n, b in enumerate(boxes)}
    pairs = [(at[one], at[other]) for one, other in lines]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2))


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=25, unique=True)


@given(edges)
def test_ordering_keeps_every_box_once_and_the_fixed_lane_as_it_is(pairs: list[tuple[int, int]]) -> None:
    boxes = [box(f"{side}{n}", lane) for lane, side in enumerate("ab") for n in range(10)]
    lines = [(f"a{one}", f"b{other}") for one, other in pairs]
    order = ordered(Lanes([Text("", "")] * 2, boxes, lines, fixed=frozenset({0})))
    assert sorted(b.id for b in order) == sorted(b.id for b in boxes)
    assert [b.id for b in order if b.lane == 0] == [f"a{n}" for n in range(10)]


def test_ordering_takes_the_crossings_out_of_a_reversed_lane() -> None:
    boxes = [box(f"a{n}", 0) for n in range(12)] + [box(f"b{n}", 1) for n in range(12)]
    lines = [(f"a{n}", f"b{11 - n}") for n in range(12)]
    order = ordered(Lanes([Text("", "")] * 2, boxes, lines, fixed=frozenset({0})))
    assert crossings(boxes, lines) == 66
    assert crossings(order, lines) == 0


def test_a_group_keeps_its_boxes_together_and_in_front_of_it_nothing_of_another() -> None:
    boxes = [
        box("d", 0),
        box("s1", 0, "d"),
        box("m1", 0, "s1"),
        box("m2", 0, "s1"),
        box("s2", 0, "d"),
        box("m3", 0, "s2"),
    ]
    boxes += [box("x", 1), box("y", 1), box("z", 1)]
    order = [
        b.id
        for b in ordered(
            Lanes([Text("", "")] * 2, boxes, [("m3", "x"), ("m1", "z"), ("m2", "y")], fixed=frozenset({1}))
        )
    ]
    assert order == ["d", "s2", "m3", "s1", "m2", "m1", "x", "y", "z"]


def test_a_large_lane_opens_on_its_groups_and_a_small_one_in_full() -> None:
    boxes = [box(f"g{n}", 0) for n in range(3)] + [
        box(f"g{n}-{m}", 0, f"g{n}") for n in range(3) for m in range(20)
    ]
    boxes += [box("h", 1), box("h-1", 1, "h")]
    assert opened(boxes, 28) == {"h"}
    assert opened(boxes, 70) == {"g0", "g1", "g2", "h"}
    assert opened([*boxes, box("t", 0), box("t-1", 0, "t")], 8, greedy=True) == {"t", "h"}


def test_boxes_of_one_row_begin_at_one_height() -> None:
    boxes = [
        Box("a", 0, Text("a", "a"), row="r"),
        Box("b", 0, Text("b", "b"), row="r"),
        Box("c", 1, Text("c", "c"), row="s"),
    ]
    boxes.append(Box("d", 0, Text("d", "d"), row="s"))
    layout = {
        b["id"]: b
        for b in placed(Lanes([Text("", "")] * 2, boxes, [], rows=("r", "s"), fixed=frozenset({0, 1})))[
            "boxes"
        ]
    }
    assert layout["c"]["y"] == layout["d"]["y"] > layout["b"]["y"] > layout["a"]["y"]


@given(st.text(st.sampled_from("消费，。（）《》“”、ab 12.%-"), max_size=80), st.integers(6, 40))
def test_a_label_is_wrapped_within_its_width_and_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width, most=99)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # Closing signs may hang over, and a run of Latin letters or digits is not cut.
    for line in lines:
        body = line.rstrip("，。）》”、.%-")
        assert cells(body) <= width + 2 or any(c.isascii() and c.isalnum() for c in body)


def test_a_label_that_is_too_long_says_so() -> None:
    assert wrap("支持新能源汽车消费" * 9, 18, most=2)[-1].endswith("…")


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_label_is_one_empty_line(text: str) -> None:
    assert wrap(text, 10) == ("",)


def test_a_target_of_a_parallel_place_is_no_share_of_an_upper_one() -> None:
    said = comparison("parallels", {"share": 0.25, "gap": 3.0}, Text("浙江省 2023", "Zhejiang 2023"))
    assert said == Text("为浙江省 2023 的 25.0 %，平行地区", "25.0 % of Zhejiang 2023, a parallel place")
