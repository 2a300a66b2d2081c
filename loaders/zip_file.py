"""A ``.zip`` → the documents in it, read one at a time into memory; nothing is ever written to disk.

Names are labels here, not paths. What an archive can do harm with is refused and listed: names that lead out of
it, links, archives in archives without end, and members that unpack to far more than they are (zip bombs).
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from kg.errors import InputError
from loaders.limits import MOST_BYTES, require_size

MOST_MEMBERS = 20_000
# Zip archives inside one another; 42.zip has six levels.
MOST_LEVELS = 3
# Deflate reaches 1,030; text and Word's XML stay below 30. Small members do no harm whatever their ratio.
_MOST_RATIO = 200
_HARMLESS = 2**20
# The table of contents has 46 bytes a member and its name, and is read as a whole.
_MOST_CONTENTS = 4 * 2**20
_END_RECORD = b"PK\x05\x06"
_IS_UTF8 = 0x800
_IS_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; ``refused`` says why it is not read, else it is empty."""

    name: str
    refused: str = ""


def list_members(archive: Path | bytes, place: str) -> tuple[Member, ...]:
    """The files of an archive, in the order of their names; ``place`` names it in messages.

    Raises InputError for what is no zip archive, is damaged, or holds more files than are read.
    """
    with _opened(archive, place) as opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
    if len(infos) > MOST_MEMBERS:
        raise InputError(
            place, f"holds {len(infos):,} files, more than the {MOST_MEMBERS:,} that are read; split it"
        )
    seen: set[str] = set()
    members = []
    for info in infos:
        name = _name(info)
        members.append(Member(name, "a second file of this name" if name in seen else _refusal(info, name)))
        seen.add(name)
    return tuple(sorted(members, key=lambda member: member.name))


def read_member(archive: Path | bytes, names: Sequence[str], place: str) -> bytes:
    """The bytes of a file in an archive; ``names`` lead to it through archives inside, outermost first.

    Raises InputError where it is not there, is encrypted or damaged, or is larger than any document.
    """
    for name in names:
        archive = _read(archive, name, place)
        place = f"{place}/{name}"
    assert isinstance(archive, bytes)
    return archive


def _read(archive: Path | bytes, name: str, place: str) -> bytes:
    with _opened(archive, place) as opened:
        found = next((info for info in opened.infolist() if _name(info) == name), None)
        if found is None:
            raise InputError(f"{place}/{name}", "is not in the archive any more")
        refused = _refusal(found, name)
        if refused:
            raise InputError(f"{place}/{name}", refused)
        with opened.open(found) as member:
            data = member.read(min(found.file_size, MOST_BYTES) + 1)
    require_size(len(data), f"{place}/{name}")
    return data


@contextmanager
def _opened(archive: Path | bytes, place: str) -> Iterator[zipfile.ZipFile]:
    """The archive, with every way in which it can be broken turned into one message."""
    try:
        with BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb") as file:
            _require_short_contents(file, place)
            with zipfile.ZipFile(file) as opened:
                yield opened
    except FileNotFoundError:
        raise InputError(place, "no such file") from None
    except _BROKEN as error:
        raise InputError(place, f"is a damaged archive ({error}); pack it again") from None


def _require_short_contents(file: IO[bytes], place: str) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - 2**16 - 22))
    tail = file.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or at + 22 > len(tail):
        raise InputError(place, "is no zip archive, or its end is cut off; pack it again")
    (length,) = struct.unpack_from("<I", tail, at + 12)
    if length > _MOST_CONTENTS:
        raise InputError(place, f"holds more than the {MOST_MEMBERS:,} files that are read; split it")
    file.seek(0)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; Windows in China writes GBK and does not say so."""
    if info.flag_bits & _IS_UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _refusal(info: zipfile.ZipInfo, name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts[:1] and path.parts[0].endswith(":")):
        return "its name leads out of the archive; pack it again without folders"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link, not a file; pack the file itself"
    if info.flag_bits & _IS_ENCRYPTED:
        return "is encrypted; pack it again without a password"
    if info.file_size > MOST_BYTES:
        return (
            f"unpacks to {info.file_size // 2**20:,} MB, more than the {MOST_BYTES // 2**20} MB that are read"
        )
    if info.file_size > _HARMLESS and info.file_size > _MOST_RATIO * max(1, info.compress_size):
        return f"unpacks to {info.file_size // max(1, info.compress_size):,} times its size, as zip bombs do"
    return ""
