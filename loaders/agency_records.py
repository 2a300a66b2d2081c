"""From a printed name to a record of the body: the one place where readers ask who a name stands for."""

from __future__ import annotations

from typing import Protocol

from kg.model import Agency, Manner
from loaders.reading import Reading
from ontology.agencies import AgencyRegister, ResolvedAgency


class Identify(Protocol):
    """Says who a printed name stands for in one document.

    ``owner`` is the level word the name takes from the one before it: 省 for the 财政厅 of 省商务厅、财政厅.
    """

    def __call__(self, name: str, owner: str = "") -> ResolvedAgency:
        """The body's identity; never fails, an unknown body is ``unresolved``."""


def identify_with(register: AgencyRegister, region: str, on: str | None = None) -> Identify:
    """Read names by ``register``, in a document of the region with this code and of this ISO date.

    >>> identify = identify_with(AgencyRegister.load(), "330200")
    >>> identify("财政厅", "省").id, identify("财政局", "市").id
    ('agency/330000/finance', 'agency/330200/finance')
    """
    owners: dict[str, str | None] = {"": None}

    def identify(name: str, owner: str = "") -> ResolvedAgency:
        if owner not in owners:
            owners[owner] = register.resolve(f"{owner}政府", region, on).region_code
        return register.resolve(name, region, on, owners[owner])

    return identify


def printed_name(reading: Reading, start: int, end: int) -> str:
    """The name at ``plain[start:end]`` as the source prints it, layout and page marks left out.

    >>> printed_name(Reading.of("市数字经济\\n局〔市经信局〕"), 0, 12)
    '市数字经济局〔市经信局〕'
    """
    name = "".join([reading.text[offset] for offset in reading.offsets[start:end]])
    return name.replace(" ", "")


def agency_record(
    reading: Reading,
    start: int,
    end: int,
    manner: Manner,
    identify: Identify,
    owner: str = "",
    name: str = "",
) -> Agency:
    """The record of the body printed at ``plain[start:end]``; ``name`` where its words do not name it.

    Of 副市长 the printed name is 副市长, and ``name`` is 市政府.
    """
    identity = identify(name or reading.plain[start:end].replace(" ", ""), owner)
    return Agency(
        name=printed_name(reading, start, end),
        id=identity.id,
        label=identity.label,
        line=identity.line,
        region_code=identity.region_code,
        kind=identity.kind,
        manner=manner,
        span=reading.span(start, end),
    )
