"""Imports run one way, importing does nothing, and the rooms hold what they should."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUND = {"kg.errors", "kg.folding", "kg.ids", "kg.model", "kg.report"}
ROOMS = ("kg", "ontology", "loaders", "queries", "visualizations", "corpus")
# Which of our modules a module may import, by the longest prefix of its name.
MAY_IMPORT: dict[str, set[str]] = {
    "kg.errors": set(),
    "kg.folding": set(),
    "kg.ids": {"kg.errors"},
    "kg.model": set(),
    "kg.report": {"kg.model"},
    "ontology": GROUND | {"ontology"},
    "loaders": GROUND | {"loaders", "ontology"},
    "kg.tables": GROUND | {"ontology"},
    "kg.stores": GROUND | {"kg.stores", "kg.tables", "ontology"},
    # Stores are passed in: questions know their protocol alone.
    "queries": GROUND | {"queries", "ontology", "kg.stores.protocol", "kg.rendering"},
    "visualizations": GROUND | {"visualizations", "queries", "ontology", "kg.stores.protocol"},
    "corpus": set(),
    "kg.cli": {"kg", "loaders", "ontology", "queries", "visualizations", "corpus"},
    "kg.__main__": {"kg.cli"},
    "kg.opened": {"kg", "loaders", "ontology", "corpus", "queries"},
    "kg": {"kg", "loaders", "ontology", "corpus"},
}
HEAVY = {
    "rdflib",
    "pyshacl",
    "ladybug",
    "lxml",
    "pypdfium2",
    "pyoxigraph",
    "networkx",
    "neo4j",
    "pyvis",
    "numpy",
    "scipy",
    "pandas",
}


def modules() -> list[Path]:
    return sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from kg.stores import protocol` imports a module of that package.
            for alias in node.names:
                path = ROOT.joinpath(*node.module.split("."), alias.name)
                is_module = path.with_suffix(".py").exists() or path.is_dir()
                yield (f"{node.module}.{alias.name}" if is_module else node.module), node.lineno


def within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(one + ".") for one in allowed)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    name = name_of(path)
    rule = max((r for r in MAY_IMPORT if within(name, {r})), key=len)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = [(module, line) for module, line in imports(tree) if module.split(".")[0] in ROOMS]
    wrong = [
        f"{name}:{line} imports {module}" for module, line in ours if not within(module, MAY_IMPORT[rule])
    ]
    if rule in ("kg", "kg.opened"):
        wrong += [
            f"{name}:{line} imports the command line" for module, line in ours if within(module, {"kg.cli"})
        ]
    assert wrong == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_heavy_packages_are_imported_where_they_are_used(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_top = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    names = {m.split(".")[0] for node in at_top for m, _ in imports(node)}
    # The alignment is matrices throughout; it is imported as a whole where a build needs it.
    allowed = {"numpy"} if within(name_of(path), {"kg.align", "kg.alignment", "kg.evaluate"}) else set()
    assert names & HEAVY - allowed == set()


def test_importing_every_module_reads_no_file_of_ours_and_prints_nothing() -> None:
    names = [name_of(p) for p in modules() if p.name != "__main__.py"]
    code = (
        "import sys, importlib\n"
        "opened = []\n"
        "def hook(event, args):\n"
        "    if event == 'open' and str(args[0]).endswith(('.ttl', '.toml', '.csv', '.txt', '.rq', '.cypher')):\n"
        "        opened.append(args[0])\n"
        "    if event.startswith('socket.'):\n"
        "        opened.append(event)\n"
        "sys.addaudithook(hook)\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "assert not opened, opened\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_command_line_starts_without_heavy_packages() -> None:
    code = "import sys, kg.cli; print(sorted(set(sys.modules) & " + repr(HEAVY) + "))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
