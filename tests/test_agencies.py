from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, RegisterError, UsageError
from ontology.agencies import AgencyRegister, ResolvedAgency, normalised
from ontology.agency_names import KINDS, expand
from ontology.regions import Regions

ONTOLOGY = Path(__file__).parents[1] / "ontology"
SMALL = """
[line]
commerce = ["商务", "Commerce"]
education = ["教育", "Education"]
[body.commerce]
label = ["商务部", "商务厅", "商务局"]
en = "{} of Commerce"
stems = "商务"
[body.education]
label = ["教育部", "教育厅", "教育局"]
en = "{} of Education"
"""


@pytest.fixture(scope="module")
def register() -> AgencyRegister:
    return AgencyRegister.load()


def small(tmp_path: Path, text: str) -> AgencyRegister:
    path = tmp_path / "agencies.toml"
    path.write_text(text, encoding="utf-8")
    return AgencyRegister.load(path)


@pytest.mark.parametrize(
    ("name", "region", "identity"),
    [
        ("省商务厅", "330000", "330000/commerce"),
        ("浙江省商务厅", "100000", "330000/commerce"),
        ("市商务局", "330200", "330200/commerce"),
        ("省发展改革委", "330200", "330000/development-reform"),
        ("商务部", "330200", "100000/commerce"),
        ("国家发展改革委", "330200", "100000/development-reform"),
        ("发展改革委", "100000", "100000/development-reform"),
        ("区商务委", "310101", "310101/commerce"),
        ("市商务委", "310101", "310000/commerce"),
        ("市商务局", "330282", "330282/commerce"),
        ("县教育局", "330225", "330225/education"),
        ("州文旅局", "422800", "422800/culture-tourism"),
        ("自治区党委宣传部", "150000", "150000/propaganda"),
        ("海曙区商务局", "330200", "330203/commerce"),
        ("山西省商务厅", "330000", "140000/commerce"),
        ("浙江省宁波市海曙区商务局", "100000", "330203/commerce"),
    ],
)
def test_a_name_is_read_as_a_region_and_a_body(
    register: AgencyRegister, name: str, region: str, identity: str
) -> None:
    assert register.resolve(name, region).id == f"agency/{identity}"


@pytest.mark.parametrize(
    "names",
    [
        "市发改委 市发展改革委 市发展和改革委员会 宁波市发改委",
        "市经信局 市经济和信息化局 市数字经济局〔市经信局〕 市数字经济局(市经信局)",
        "市人社局 市人力社保局 市人力资源社会保障局 市人力资源和社会保障局",
        "市住建局 市住房城乡建设局 市住房和城乡建设局",
        "市卫健委 市卫生健康委 市卫生健康委员会",
        "市文旅局 市文广旅游局 市文化广电旅游局 市文化广电和旅游局",
        "市资规局 市自然资源规划局 市自然资源和规划局 市规划和自然资源局",
        "市市场监管局 市市监局 市市场监督管理局",
        "市政府办公室 市府办 市政府办 市人民政府办公室",
        "市委宣传部 中共宁波市委宣传部 宁波市委宣传部",
        "团市委 共青团宁波市委",
        "市税务局 宁波市税务局 国家税务总局宁波市税务局",
        "市大数据局 市数据局 市大数据发展管理局",
    ],
)
def test_the_names_of_one_body_share_an_identity(register: AgencyRegister, names: str) -> None:
    found = {register.resolve(name, "330200", on="2025-01-01").id for name in names.split()}
    assert len(found) == 1 and found.pop().startswith("agency/330200/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市卫健委", "市人民医院"),
        ("市人社局", "市就业服务中心"),
        ("市政府办公室", "市委办公室"),
        ("市文旅局", "市文物局"),
        ("市公积金中心", "市住建局"),
        ("中国移动", "中国电信"),
        ("市教育体育局", "市教育局"),
        ("市行政审批局", "市政务服务中心"),
        ("市工商局", "市市场监管局"),
    ],
)
def test_distinct_bodies_of_a_region_never_share_an_identity(
    register: AgencyRegister, one: str, other: str
) -> None:
    assert register.resolve(one, "330200").id != register.resolve(other, "330200").id


@pytest.mark.parametrize(
    ("name", "on", "label"),
    [
        ("省金融监管局", "2023-03-31", "浙江省地方金融监督管理局"),
        ("省金融监管局", "2025-03-31", "国家金融监督管理总局浙江监管局"),
        ("浙江金融监管局", "2023-09-30", "国家金融监督管理总局浙江监管局"),
        ("省金融办", "2023-03-31", "浙江省地方金融监督管理局"),
        ("省委金融办", "2024-03-31", "浙江省委金融委员会办公室"),
        ("浙江银保监局", "2023-03-31", "浙江银保监局"),
        ("人行杭州中心支行", "2023-03-31", "中国人民银行杭州中心支行"),
        ("中国人民银行浙江省分行", "2024-03-31", "中国人民银行浙江省分行"),
        ("人民银行浙江省分行", None, "中国人民银行浙江省分行"),
        ("省国税局", "2017-03-31", "浙江省国家税务局"),
        ("省旅游局", "2017-03-31", "浙江省旅游局"),
        ("省工商局", "2017-03-31", "浙江省工商行政管理局"),
    ],
)
def test_a_name_is_read_by_the_date_of_the_document(
    register: AgencyRegister, name: str, on: str | None, label: str
) -> None:
    assert register.resolve(name, "330000", on).label == label


def test_a_body_that_was_replaced_names_its_successor(register: AgencyRegister) -> None:
    found = register.resolve("人行杭州中心支行", "330000", "2023-03-31")
    assert (found.until, found.successor) == ("2023-08-17", "agency/330000/central-bank")
    assert register.resolve("市工商局", "330200", "2017-01-01").successor == "agency/330200/market-regulation"


def test_a_body_with_an_end_has_a_successor_that_lived_on(register: AgencyRegister) -> None:
    bodies = register.tables.bodies
    ended = [body for body in bodies.values() if body.until]
    assert len(ended) > 10
    for body in ended:
        assert body.successor is not None and body.until is not None
        assert (bodies[body.successor].until or "9999") > body.until


@pytest.mark.parametrize(
    ("name", "region", "line", "kind"),
    [
        ("市总工会", "330200", "unions", "mass-organisation"),
        ("市工商联", "330200", "industry-commerce-federation", "mass-organisation"),
        ("市委编办", "330200", "staffing", "party"),
        ("杭州海关", "330000", "customs", "central-branch"),
        ("财政部宁波监管局", "330200", "finance", "central-branch"),
        ("民航浙江安全监管局", "330000", "civil-aviation", "central-branch"),
        ("国网山西省电力公司", "140000", "power-grid", "state-company"),
        ("国网宁波供电公司", "330200", "power-grid", "state-company"),
        ("宁波机场集团", "330200", "civil-aviation", "state-company"),
        ("轨道交通集团", "330200", "transport", "state-company"),
        ("中国铁塔宁波分公司", "330200", "telecom", "state-company"),
        ("海曙区政府", "330200", "local-government", "government"),
        ("前湾新区管委会", "330200", "local-government", "government"),
        ("郑州市", "410000", "local-government", "government"),
        ("市中院", "330200", "courts", "judicial"),
        ("市人大常委会", "330200", "legislature", "legislature"),
        ("省军区政治工作局", "330000", "military", "military"),
        ("市大数据中心", "330200", "data", "public-institution"),
        ("漳州安然燃气公司", "350600", "utilities", "state-company"),
        ("古雷海关", "350600", "customs", "central-branch"),
        ("宁东市场监管局", "640000", "market-regulation", "government-department"),
        ("市场监管厅信用监督管理处", "640000", "market-regulation", "internal-division"),
        ("城建处", "340000", "housing-construction", "internal-division"),
        ("计财处", "340000", None, "internal-division"),
        ("市交通运输管理服务中心", "610100", "transport", "public-institution"),
        ("省稽查局", "340000", None, "unresolved"),
    ],
)
def test_a_body_has_its_line_of_work_and_kind(
    register: AgencyRegister, name: str, region: str, line: str | None, kind: str
) -> None:
    found = register.resolve(name, region, on="2023-06-01")
    assert (found.line, found.kind) == (line, kind)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("各县(市、区)人民政府", "local-government"),
        ("各区〔县、市〕政府", "local-government"),
        ("各市、县〔市、区〕政府", "local-government"),
        ("各地级以上市人民政府", "local-government"),
        ("各省、自治区、直辖市人民政府", "local-government"),
        ("相关市人民政府", "local-government"),
        ("各镇(街道)", "local-government"),
        ("县〔区〕市场监管局", "market-regulation"),
        ("各级市场监管部门", "market-regulation"),
        ("各级机构编制管理部门", "staffing"),
        ("市直有关部门", None),
        ("各地各有关部门", None),
        ("省消费专班各成员单位", None),
        ("市根治欠薪领导小组", None),
    ],
)
def test_names_of_several_bodies_are_groups(register: AgencyRegister, name: str, line: str | None) -> None:
    found = register.resolve(name, "330000")
    assert (found.kind, found.line) == ("group", line)


def test_the_localities_of_a_region_are_one_group_however_they_are_printed(register: AgencyRegister) -> None:
    names = ("各县(市、区)人民政府", "各区(县、市)政府", "各区、县(市)人民政府", "各地")
    assert {register.resolve(name, "330200").id for name in names} == {"agency/330200/localities"}


def test_a_lower_body_in_a_higher_document_is_a_group(register: AgencyRegister) -> None:
    found = register.resolve("市商务局", "330000")
    assert (found.kind, found.line, found.region_code) == ("group", "commerce", "330000")


def test_a_merged_body_has_all_its_lines(register: AgencyRegister) -> None:
    found = register.resolve("区农业农村和民政局", "310101")
    assert found.lines == ("agriculture", "civil-affairs")
    assert found.id == "agency/310101/agriculture--civil-affairs"


def test_a_name_without_a_place_inherits_the_one_before(register: AgencyRegister) -> None:
    assert register.resolve("财政厅", "330000").id == "agency/330000/finance"
    assert register.resolve("商务局", "330200", hint="330203").id == "agency/330203/commerce"
    assert register.resolve("市商务局", "330200", hint="330203").id == "agency/330200/commerce"


def test_an_unknown_body_is_an_unresolved_agency_of_its_region(register: AgencyRegister) -> None:
    found = register.resolve("市奇思妙想推动署", "330200")
    assert (found.kind, found.line, found.resolved) == ("unresolved", None, False)
    assert found.id == "agency/330200/奇思妙想推动署"
    assert register.resolve("宁波市 奇思妙想推动署", "330200").id == found.id


@pytest.mark.parametrize("name", ["预制菜", "新能源汽车", "消费券", "2023年底前", "直播电商", ""])
def test_what_is_no_agency_does_not_look_like_one(register: AgencyRegister, name: str) -> None:
    assert not register.looks_like_agency(name)


@pytest.mark.parametrize(
    ("name", "label", "english"),
    [
        ("省商务厅", "浙江省商务厅", "Zhejiang Department of Commerce"),
        ("商务部", "商务部", "Ministry of Commerce"),
        ("省经信厅", "浙江省经济和信息化厅", "Zhejiang Department of Industry and Information Technology"),
        ("国家统计局", "国家统计局", "National Bureau of Statistics"),
        ("宁波市总工会", "宁波市总工会", "Ningbo Federation of Trade Unions"),
    ],
)
def test_labels_are_official_names(register: AgencyRegister, name: str, label: str, english: str) -> None:
    found = register.resolve(name, "330000")
    assert (found.label, found.label_en) == (label, english)


def test_branches_in_a_separately_planned_city_rank_as_a_province_s(register: AgencyRegister) -> None:
    assert register.resolve("宁波金融监管局", "330200").label == "国家金融监督管理总局宁波监管局"
    assert register.resolve("温州金融监管分局", "330300").label == "国家金融监督管理总局温州监管分局"


def test_one_stretch_may_hold_two_names(register: AgencyRegister) -> None:
    assert register.parts("省商务厅和郑州市", "410000") == ("省商务厅", "郑州市")
    assert register.parts("市发展和改革委员会", "330200") == ("市发展和改革委员会",)
    assert register.parts("省司法厅会同省有关部门单位", "370000") == ("省司法厅", "省有关部门单位")
    assert register.parts("预制菜和火锅") == ("预制菜和火锅",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("国家统计局要完善制度，由市商务局牵头制定", ["国家统计局", "市商务局"]),
        ("（市数字经济局〔市经信局〕、海曙区政府）", ["市数字经济局〔市经信局〕", "海曙区政府"]),
        ("商务部门和财政部门要配合，教育部门负责", []),
        ("中国人民银行宁波市分行、人行杭州中心支行", ["中国人民银行宁波市分行", "人行杭州中心支行"]),
        ("省委宣传部、市政府外事办公室", ["省委宣传部", "市政府外事办公室"]),
        ("浙江省宁波市商务局", ["浙江省宁波市商务局"]),
        ("局限于机场和法院旁的政府大楼", []),
        ("国网宁波供电公司", ["国网宁波供电公司"]),
    ],
)
def test_agencies_in_running_text(register: AgencyRegister, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in register.find_in(text)] == found


def test_a_stretch_of_a_text_is_searched_alone(register: AgencyRegister) -> None:
    text = "市商务局、市财政局、市教育局"
    assert register.find_in(text, 5, 9) == [(5, 9)]


@settings(max_examples=200)
@given(st.text(alphabet="省市县区各委局厅办商务财政(、)有关部门和等宁波国家人民政府乡镇行", max_size=70))
def test_any_name_resolves_the_same_twice_and_to_a_plain_identity(name: str) -> None:
    register = AgencyRegister.load()
    found = register.resolve(name, "330200", on="2023-01-01")
    assert re.fullmatch(r"agency/\d{6}/[\w-]+", found.id)
    assert found.kind in KINDS
    fresh = AgencyRegister(register.tables, register.regions)
    assert fresh.resolve(name, "330200", on="2023-01-01") == found


@settings(max_examples=100)
@given(st.text(alphabet="省市县区委局厅办商务财政部门、，（）由和", max_size=60))
def test_places_of_names_are_in_order_and_do_not_overlap(text: str) -> None:
    found = AgencyRegister.load().find_in(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@pytest.mark.parametrize(
    "word", ["乡镇", "市县", "行业主管", "各有关", "开发区(投资区)", "(市、", "管理服务"]
)
def test_reading_stays_quick_on_odd_names(word: str) -> None:
    register = AgencyRegister(AgencyRegister.load().tables, Regions.load())
    start = time.perf_counter()
    register.resolve((word * 30)[:59] + "!", "330200")
    assert time.perf_counter() - start < 0.2


def test_one_identity_has_one_label_and_line(register: AgencyRegister) -> None:
    seen: dict[str, ResolvedAgency] = {}
    for name in register.names():
        for printed in (f"宁波市{name}", f"市{name}", f"省{name}", name):
            found = register.resolve(printed, "330200", on="2023-02-07")
            first = seen.setdefault(found.id, found)
            assert (first.label, first.line, first.kind) == (found.label, found.line, found.kind), printed


@pytest.mark.parametrize("region", ["330200", "330000", "150000", "310101", "422800", "100000"])
def test_an_official_name_resolves_to_its_own_body(register: AgencyRegister, region: str) -> None:
    level = register.regions.level(region)
    claims = [claim for owners in register.tables.own.values() for claim in owners]
    slugs = {claim.body.slug for claim in claims if level in claim.levels and not claim.unit}
    assert len(slugs) > 100
    for slug in sorted(slugs):
        found = register.of_body(slug, region)
        again = register.resolve(found.label, found.region_code, on=found.until or "2025-06-01")
        assert again.id == found.id, found.label


def test_a_slug_that_is_no_body_is_a_usage_error(register: AgencyRegister) -> None:
    with pytest.raises(UsageError, match="nobody"):
        register.of_body("nobody", "330200")


def test_every_name_of_the_register_resolves_to_a_line(register: AgencyRegister) -> None:
    for name in register.names():
        printed = name if name in register.tables.national else f"宁波市{name}"
        found = register.resolve(printed, "330200")
        assert found.line is not None and found.line in register.lines, name


def test_a_name_claimed_by_two_bodies_is_refused_naming_both(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"商务局 is claimed by two bodies, commerce and education"):
        small(tmp_path, SMALL + 'names = "商务局"\n')


def test_two_bodies_may_own_a_name_one_after_the_other(tmp_path: Path) -> None:
    dated = 'dated = {{ "{}" = "招商局" }}\n'
    first, second = dated.format("/2020-12-31"), dated.format("2021-01-01/")
    text = SMALL.replace("[body.education]", first + "[body.education]") + second
    register = small(tmp_path, text)
    assert register.resolve("市招商局", "330200", "2019-01-01").line == "commerce"
    assert register.resolve("市招商局", "330200", "2022-01-01").line == "education"
    with pytest.raises(RegisterError, match="招商局"):
        small(tmp_path, text.replace("2021-01-01/", "2020-06-01/"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('kind = "ministry"\n', "no kind of body"),
        ('line = "trade"\n', "no line of work"),
        ('aliases = "教委"\n', "unknown field aliases"),
        ('successor = "nobody"\n', "no body 'nobody'"),
    ],
)
def test_an_entry_that_is_wrong_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(RegisterError, match=message):
        small(tmp_path, SMALL + line)


def test_a_file_that_is_no_toml_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"agencies\.toml"):
        small(tmp_path, "[body")


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("商务局", ["商务局"]),
        ("{a,b}x", ["ax", "bx"]),
        ("a{b,}c", ["abc", "ac"]),
        ("{a,b}{r}{c,d}", ["a{r}c", "a{r}d", "b{r}c", "b{r}d"]),
    ],
)
def test_braces_expand_as_in_a_shell(pattern: str, names: list[str]) -> None:
    assert list(expand(pattern)) == names


def test_names_are_normalised_before_they_are_read() -> None:
    assert normalised(" 市 商务\n局、") == "市商务局"
    assert normalised("县〔区〕政府") == normalised("县（区）政府") == "县(区)政府"


def test_the_register_loads_in_time() -> None:
    path = ONTOLOGY / "agencies.toml"
    regions = Regions.load()
    best = 9.0
    for _ in range(5):
        start = time.perf_counter()
        AgencyRegister.load(path, regions)
        best = min(best, time.perf_counter() - start)
    assert best < 0.16, "40 ms are meant; four times that on a busy machine"
