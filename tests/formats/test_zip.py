"""Archives: documents in them are found and read; what could do harm is passed over and listed."""

import stat
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from loaders.limits import MOST_BYTES
from loaders.sources import Source, find_sources
from loaders.zip_file import list_members, read_member

PLAN = "一、办节。办10场。\n二、设点。设5个。\n"


def packed(files: dict[str, bytes], form: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", form) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, form)
    return file.getvalue()


def put(folder: Path, data: bytes, name: str = "a.zip") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_documents_in_archives_in_archives_are_read(tmp_path: Path) -> None:
    inner = packed({"二/plan2.txt": PLAN.encode()})
    path = put(
        tmp_path,
        packed(
            {
                "一/plan1.txt": PLAN.encode("gb18030"),
                "more.zip": inner,
                "x.png": b"1",
                "__MACOSX/._a.txt": b"1",
            }
        ),
    )
    sources = find_sources([path])
    assert [(source.stem, source.members) for source in sources.found] == [
        ("plan2", ("more.zip", "二/plan2.txt")),
        ("plan1", ("一/plan1.txt",)),
    ]
    assert [source.read() for source in sources.found] == [PLAN, PLAN]
    assert sources.found[0].place == f"{path}/more.zip/二/plan2.txt"
    assert sources.passed_over == ()


def test_a_table_beside_an_archive_supplies_what_its_documents_do_not_print(tmp_path: Path) -> None:
    put(tmp_path, packed({"plan.txt": PLAN.encode()}))
    (tmp_path / "corpus.toml").write_text('[plan]\nregion = "宁波市"\n', encoding="utf-8")
    assert [dict(source.supplied) for source in find_sources([tmp_path]).found] == [{"region": "宁波市"}]


def test_names_in_gbk_are_read() -> None:
    data = packed({"a.txt": b"1"})
    raw = data.replace(b"a.txt", "促.txt".encode("gbk")[:5].ljust(5, b"t"))
    assert list_members(raw, "a.zip")[0].name.startswith("促")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:/a.txt", "x/../../a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_passed_over(name: str, tmp_path: Path) -> None:
    sources = find_sources([put(tmp_path, packed({name: b"1", "b.txt": PLAN.encode()}))])
    assert [source.stem for source in sources.found] == ["b"]
    assert [one.what for one in sources.passed_over] == [
        "its name leads out of the archive; pack it again without folders"
    ]


def test_a_link_is_passed_over(tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    sources = find_sources([put(tmp_path, file.getvalue())])
    assert [one.what for one in sources.passed_over] == ["is a link, not a file; pack the file itself"]


def test_a_bomb_is_passed_over_without_unpacking_it(tmp_path: Path) -> None:
    sources = find_sources([put(tmp_path, packed({"a.txt": b"(" * 50_000_000}))])
    assert "zip bombs" in sources.passed_over[0].what


def test_a_member_that_says_it_is_small_is_cut_at_what_it_says() -> None:
    data = packed({"a.txt": b"x" * 1000})
    lying = data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(InputError, match="damaged"):
        read_member(lying, ("a.txt",), "a.zip")


def test_archives_too_deep_inside_one_another_are_passed_over(tmp_path: Path) -> None:
    data = packed({"plan.txt": PLAN.encode()})
    for _ in range(4):
        data = packed({"in.zip": data})
    sources = find_sources([put(tmp_path, data)])
    assert sources.found == ()
    assert "too deep" in sources.passed_over[0].what


def test_a_damaged_archive_is_passed_over_with_its_reason(tmp_path: Path) -> None:
    put(tmp_path, packed({"plan.txt": PLAN.encode()})[:-30])
    put(tmp_path, PLAN.encode(), "b.txt")
    sources = find_sources([tmp_path])
    assert [source.stem for source in sources.found] == ["b"]
    assert "cut off" in sources.passed_over[0].what


def test_a_second_member_of_one_name_is_passed_over(tmp_path: Path) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", PLAN)
        with pytest.warns(UserWarning):
            archive.writestr("a.txt", "other")
    sources = find_sources([put(tmp_path, file.getvalue())])
    assert [source.read() for source in sources.found] == [PLAN]
    assert [one.what for one in sources.passed_over] == ["a second file of this name"]


def test_an_encrypted_member_says_so(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": PLAN.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    sources = find_sources([put(tmp_path, bytes(data))])
    assert [one.what for one in sources.passed_over] == ["is encrypted; pack it again without a password"]


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    path = put(tmp_path, packed({"a.txt": PLAN.encode()}))
    source = find_sources([path]).found[0]
    put(tmp_path, packed({"b.txt": PLAN.encode()}))
    with pytest.raises(InputError, match="not in the archive any more"):
        source.data()
    path.unlink()
    with pytest.raises(InputError, match="no such file"):
        source.data()


def test_a_source_travels_between_processes(tmp_path: Path) -> None:
    import pickle

    source = find_sources([put(tmp_path, packed({"a.txt": PLAN.encode()}))]).found[0]
    assert pickle.loads(pickle.dumps(source)) == source == Source(source.path, {}, ("a.txt",))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_damaged_archive_is_listed_or_refused(data: st.DataObject) -> None:
    whole = bytearray(packed({"a.txt": PLAN.encode(), "b/c.zip": packed({"d.txt": b"1"})}))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        for member in list_members(bytes(whole), "a.zip"):
            if not member.refused:
                assert len(read_member(bytes(whole), (member.name,), "a.zip")) <= MOST_BYTES
    except InputError:
        return
