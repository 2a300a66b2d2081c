"""The compose file starts the server that the tests have tried, with no password in it."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_image_is_pinned_to_the_version_that_the_tests_start() -> None:
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    pom = (ROOT / "tests" / "servers" / "pom.xml").read_text("utf-8")
    versions = set(re.findall(r"<version>(5[.][0-9.]+)</version>", pom))
    assert re.findall(r"image: neo4j:([0-9.]+)-community", compose) == list(versions)


def test_the_password_comes_from_the_environment_and_the_ports_are_on_loopback() -> None:
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert re.search(r'NEO4J_AUTH: "neo4j/\$\{NEO4J_PASSWORD:[?]', compose)
    ports = re.findall(r'- "([0-9.:]+)"', compose)
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)
