"""``kg export``: what it writes and where, and that no half of a file is ever left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.export.formats import FORMATS, choose_format
from kg.export.source import Source
from kg.export.writing import export_source
from kg.tables import GraphTables, Value
from tests.conftest import Kg
from tests.exported import exported, files_in, from_csv, good_tables, with_titles

ROOT = Path(__file__).parent.parent
# Exports every format into a folder; run with different hash seeds.
EVERY_FORMAT = """
import sys
from pathlib import Path
from kg.export.formats import FORMATS
from kg.export.source import Source
from kg.export.writing import export_source
from tests.exported import good_tables
for name, form in FORMATS.items():
    export_source(Source(good_tables()), form, Path(sys.argv[1], name + (form.endings or ("",))[0]))
"""


class Broken(dict[str, dict[str, Value]]):
    """A table that cannot be read to its end."""

    def items(self) -> Iterator[tuple[str, dict[str, Value]]]:  # type: ignore[override]
        yield "measure/1", {"title": "first"}
        raise RuntimeError("the second cannot be read")


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.text])
def test_standard_output_and_a_file_hold_the_same(kg: Kg, tmp_path: Path, name: str) -> None:
    file = tmp_path / "export"
    to_file, to_stdout = kg("export", "--format", name, "-o", file), kg("export", "--format", name)
    assert to_file.exit_code == to_stdout.exit_code == 0, to_file.output
    assert file.read_bytes() == to_stdout.stdout_bytes != b""
    assert to_file.stdout == "" and "nodes" in to_file.stderr


@pytest.mark.parametrize(
    ("file", "name"),
    [(f"graph{ending}", name) for name, form in FORMATS.items() for ending in form.endings],
)
def test_the_ending_of_the_file_says_the_format(file: str, name: str) -> None:
    assert choose_format(None, file).name == choose_format(None, file.upper()).name == name


def test_without_format_and_ending_the_formats_are_listed(kg: Kg, tmp_path: Path) -> None:
    for arguments in ((), ("-o", tmp_path / "graph.doc")):
        done = kg("export", *arguments)
        assert done.exit_code == 2 and "graphml" in done.stderr and done.stdout == ""


def test_every_format_is_in_the_help(kg: Kg) -> None:
    out = kg("export", "--help").stdout
    assert all(form.purpose in out for form in FORMATS.values())


def test_the_same_graph_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    folders = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", EVERY_FORMAT, folder], cwd=ROOT, env=environment, check=True)
        folders.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert folders[0] == folders[1]
    assert len(folders[0]) > len(FORMATS)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.only])
def test_a_failed_export_leaves_the_old_file_and_nothing_else(name: str, tmp_path: Path) -> None:
    form = FORMATS[name]
    target = tmp_path / ("export" + (form.endings or ("",))[0])
    export_source(Source(with_titles("old")), form, target)
    before = files(tmp_path)
    with pytest.raises(RuntimeError):
        export_source(Source(GraphTables({"Measure": Broken({"measure/1": {}})}, {})), form, target)
    assert files(tmp_path) == before


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_file_is_replaced_with_its_permissions_and_through_a_link(kg: Kg, tmp_path: Path) -> None:
    real, link = tmp_path / "real.nt", tmp_path / "link.nt"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    assert kg("export", "-o", link).exit_code == 0
    assert link.is_symlink() and real.read_text(encoding="utf-8").startswith("<")
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_new_file_has_the_permissions_of_the_users_other_files(kg: Kg, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    kg("export", "-o", tmp_path / "graph.nt")
    kg("export", "--format", "csv", "-o", tmp_path / "tables")
    assert (tmp_path / "graph.nt").stat().st_mode == plain.stat().st_mode
    assert (tmp_path / "tables").stat().st_mode & 0o777 == (plain.stat().st_mode & 0o777) | 0o111


def test_a_folder_of_an_earlier_export_is_replaced_whole(tmp_path: Path) -> None:
    form, folder = FORMATS["csv"], tmp_path / "tables"
    export_source(Source(good_tables()), form, folder)
    export_source(Source(with_titles("new")), form, folder)
    assert set(files_in(folder)) == {"Measure.csv", "datapackage.json"}
    assert from_csv(files_in(folder)) == with_titles("new")


@pytest.mark.parametrize("name", ["csv", "neo4j"])
def test_a_folder_with_other_files_is_left_alone(kg: Kg, tmp_path: Path, name: str) -> None:
    (tmp_path / "thesis.csv").write_text("mine")
    done = kg("export", "--format", name, "-o", tmp_path)
    assert done.exit_code == 2 and "other files" in done.stderr
    (tmp_path / FORMATS[name].marker).touch()
    (tmp_path / "thesis.doc").write_text("mine")
    assert kg("export", "--format", name, "-o", tmp_path).exit_code == 2
    assert (tmp_path / "thesis.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("target", "status"), [("missing/graph.ttl", 3), ("graph.ttl/", 2), ("file/graph.ttl", 3)]
)
def test_what_cannot_be_written_is_said_in_one_line(kg: Kg, tmp_path: Path, target: str, status: int) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "graph.ttl").mkdir()
    done = kg("export", "--format", "ttl", "-o", tmp_path / target)
    assert done.exit_code == status, done.output
    assert done.stderr.startswith("kg: ") and done.stderr.count("\n") == 1


def test_a_folder_of_files_cannot_go_to_standard_output(kg: Kg) -> None:
    done = kg("export", "--format", "neo4j")
    assert done.exit_code == 2 and "-o FOLDER" in done.stderr


def test_the_files_for_the_importer_are_written(kg: Kg, tmp_path: Path) -> None:
    folder = tmp_path / "import"
    assert kg("export", "--format", "neo4j", "-o", folder).exit_code == 0
    assert {"import.args", "Measure.csv", "IN_DOCUMENT.csv"} <= {file.name for file in folder.iterdir()}


def test_what_is_lost_is_listed_and_changes_the_exit_status(kg: Kg, tmp_path: Path) -> None:
    _, losses = exported(with_titles("a\x0b"), "graphml")
    assert losses and not exported(with_titles("a\x0b"), "ttl")[1]
    text = (
        "浙江省商务厅关于促消费的通知\n浙商发〔2023〕7号\n\n一、总体要求\n（一）办好展会。举办展会10场。"
        "（责任单位：省商务厅）\n"
    )
    (tmp_path / "notice.txt").write_text(text, encoding="utf-8")
    (tmp_path / "corpus.toml").write_text('[notice]\nsource = "a\\u000bb"\n', encoding="utf-8")
    assert kg("build", tmp_path / "notice.txt", "--graph", tmp_path / "graph").exit_code in (0, 1)
    done = kg("export", "-o", tmp_path / "graph.graphml", folder=tmp_path / "graph")
    assert done.exit_code == 1 and "XML cannot hold" in done.stderr, done.output


def test_a_missing_package_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['xlsxwriter'] = None\n"
        "from kg.export.formats import FORMATS\n"
        "from kg.export.source import Source\n"
        "from kg.export.writing import export_source\n"
        "from kg.tables import GraphTables\n"
        "from pathlib import Path\n"
        "try: export_source(Source(GraphTables({}, {})), FORMATS['xlsx'], Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "x.xlsx"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("UsageError") and "pip install" in done.stdout
    assert list(tmp_path.iterdir()) == []
