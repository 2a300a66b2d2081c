"""The documents that come with the project, and ``corpus.toml``: what their text does not print."""

from pathlib import Path

FOLDER = Path(__file__).parent
