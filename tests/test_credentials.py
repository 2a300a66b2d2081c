"""Where a user name and a password come from, and where they never appear."""

from __future__ import annotations

import logging
import os
import traceback
from pathlib import Path

import pytest

from kg.connect import connect
from kg.credentials import Credentials, Kind, find_credentials, prompted, refuse_secrets
from kg.errors import InputError, KGError, UsageError

SECRET = "s3cret-Wort"
URL = "neo4j://127.0.0.1:7687"


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "SPARQL_USERNAME", "SPARQL_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "credentials.toml"
    path.touch(0o600)
    path.write_text(f'[neo4j]\nusername = "reader"\npassword = "{SECRET}"\n', "utf-8")
    return path


def test_the_environment_comes_before_the_file(file: Path) -> None:
    environment = {"NEO4J_USERNAME": "writer", "NEO4J_PASSWORD": "other"}
    assert find_credentials("neo4j", URL, file=file, environment=environment) == Credentials(
        "writer", "other"
    )
    assert find_credentials("neo4j", URL, file=file, environment={}) == Credentials("reader", SECRET)


def test_each_kind_of_server_has_its_own(file: Path) -> None:
    environment = {"NEO4J_USERNAME": "writer", "NEO4J_PASSWORD": "other"}
    assert find_credentials("sparql", "sparql+http://h/kg", file=file, environment=environment) is None


def test_a_server_of_its_own_comes_before_the_kind(file: Path) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write('["127.0.0.1:7687"]\nusername = "here"\npassword = "local"\n')
    assert find_credentials("neo4j", URL, file=file, environment={}) == Credentials("here", "local")
    assert find_credentials("neo4j", "bolt://db.example", file=file, environment={}) == Credentials(
        "reader", SECRET
    )


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(UsageError, match="chmod 600"):
        find_credentials("neo4j", URL, file=file, environment={})


@pytest.mark.parametrize(
    "text",
    [
        f'[neo4j]\npassword = "{SECRET}',
        f"[neo4j]\npassword = {SECRET}",
        '[neo4j]\nusername = "a"\n',
        "neo4j = 1\xff",
    ],
)
def test_a_damaged_file_is_refused_without_quoting_it(file: Path, text: str) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError) as caught:
        find_credentials("neo4j", URL, file=file, environment={})
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        find_credentials("neo4j", URL, file=tmp_path / "none", environment={})


def test_half_of_a_pair_is_an_error_and_neo4j_has_a_usual_name() -> None:
    assert find_credentials("neo4j", URL, environment={"NEO4J_PASSWORD": "a"}) == Credentials("neo4j", "a")
    with pytest.raises(UsageError, match="password is missing"):
        find_credentials("neo4j", URL, environment={"NEO4J_USERNAME": "a"})
    with pytest.raises(UsageError, match="user name is missing"):
        find_credentials("sparql", "sparql+http://h/kg", environment={"SPARQL_PASSWORD": "a"})


def test_a_prompt_asks_and_without_a_terminal_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", SECRET])
    assert prompted("neo4j", URL, lambda question: next(answers)) == Credentials("neo4j", SECRET)
    with open(os.devnull) as nothing:  # noqa: PTH123  # a stream, as a process without a terminal has it
        monkeypatch.setattr("sys.stdin", nothing)
        with pytest.raises(UsageError, match="set NEO4J_USERNAME and NEO4J_PASSWORD"):
            prompted("neo4j", URL)


@pytest.mark.parametrize(
    "url",
    [
        f"neo4j://neo4j:{SECRET}@127.0.0.1",
        f"bolt://:{SECRET}@127.0.0.1:7687/neo4j",
        f"sparql+http://user:{SECRET}@h/kg?query=q",
        f"sparql+http://h/kg?password={SECRET}",
        f"redis://user:{SECRET}@h",
        f"neo4j://a:{SECRET}@[broken",
    ],
)
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    for attempt in (refuse_secrets, connect):
        with pytest.raises(UsageError) as caught:
            attempt(url)
        assert SECRET not in str(caught.value)
        assert "NEO4J_PASSWORD" in str(caught.value)
        assert caught.value.exit_status == 2


def test_no_representation_log_or_message_shows_the_password(
    caplog: pytest.LogCaptureFixture, no_environment: None, file: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    for url in ("neo4j://127.0.0.1:1", "bolt://127.0.0.1:1"):
        with pytest.raises(KGError) as caught:
            connect(url, credentials=file)
        assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert SECRET not in caplog.text
    assert SECRET not in f"{Credentials('a', SECRET)!r} {Credentials('a', SECRET)}"


def test_only_a_server_that_wants_a_login_makes_us_ask(no_environment: None) -> None:
    def never(kind: Kind, server: str) -> Credentials:
        raise AssertionError("nobody was to be asked")

    with pytest.raises(KGError, match="cannot be reached"):
        connect("sparql+http://127.0.0.1:1/kg", prompt=never)
