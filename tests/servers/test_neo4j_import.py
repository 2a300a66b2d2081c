"""The files for ``neo4j-admin database import``, read by the real importer and served by a real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.stores.neo4j_files import write_import_files
from kg.stores.read_back import read_tables
from kg.stores.servers import open_server
from kg.tables import GraphTables
from tests.servers import graphs
from tests.servers.conftest import login
from tests.servers.fixtures import need_java
from tests.servers.neo4j_server import Neo4jServer, admin


@pytest.mark.slow
def test_what_the_importer_reads_is_the_graph_and_a_push_afterwards_changes_nothing(tmp_path: Path) -> None:
    need_java()
    whole, hostile = graphs.whole_schema(), graphs.hostile()
    tables = GraphTables(
        {
            name: {**nodes, **{f"h/{id}": values for id, values in hostile.nodes[name].items()}}
            for name, nodes in whole.nodes.items()
        },
        whole.edges,
    )
    files = tmp_path / "files"
    write_import_files(tables, files)
    home = tmp_path / "home"
    done = admin(home, "database", "import", "full", "neo4j", "@import.args", folder=files)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    server = Neo4jServer(home, "import-secret")
    server.start()
    try:
        with open_server(server.url, login=login(server)) as store:
            imported = read_tables(store.query, store.language)
            assert imported == GraphTables(
                {n: dict(sorted(t.items())) for n, t in tables.nodes.items()}, tables.edges
            )
            outcome = store.push(tables)
            assert (outcome.added, outcome.changed, outcome.removed) == (0, 0, 0)
    finally:
        server.kill()
