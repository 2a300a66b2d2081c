"""The parts of a Word file as elements, read so that nothing in them reaches out or grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from loaders.limits import require_elements
from loaders.zip_file import read_member

if TYPE_CHECKING:
    from lxml.etree import _Element

_SAVE = "open it in Word and save it anew"


def read_part(data: bytes, name: str, place: str) -> _Element:
    """A part of the file. No entity is expanded, nothing is fetched, depth and length are limited by libxml2.

    Raises InputError where it is damaged or declares a document type, in which entities are defined.
    """
    from lxml import etree

    part = read_member(data, (name,), place)
    require_elements(part, place)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(place, f"is damaged ({name}: {error.msg}); {_SAVE}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(place, f"defines entities of its own, which no Word file does; {_SAVE}")
    return root


def local(element: _Element) -> str:
    """The name of an element without its namespace, of which Word has two sets."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: _Element | None, name: str) -> list[_Element]:
    """All children of this name, in order."""
    return [one for one in element if local(one) == name] if element is not None else []


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of this name."""
    return next((one for one in element if local(one) == name), None) if element is not None else None


def value(element: _Element | None, name: str = "val") -> str | None:
    """An attribute by its name without the namespace."""
    if element is None:
        return None
    return next((str(v) for key, v in element.attrib.items() if str(key).rpartition("}")[2] == name), None)
