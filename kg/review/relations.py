"""What a link between measures of two documents may be called, by their levels, places and days of issue."""

from __future__ import annotations

from datetime import date

from kg.alignment.records import Relation
from kg.model import Header
from ontology.regions import Regions

_RANKS = ("national", "province", "city", "county")


def natural_relation(lower: Header, upper: Header, regions: Regions) -> Relation | None:
    """What a link from one to the other is; None where the two are in the wrong order, or of no common chain.

    >>> city = Header("甲", issued_on="2023-02-20", level="city", region_code="330200")
    >>> province = Header("乙", issued_on="2023-03-31", level="province", region_code="330000")
    >>> natural_relation(city, province, Regions.load()), natural_relation(province, city, Regions.load())
    ('anticipates', None)
    """
    one, other = lower.region_code, upper.region_code
    if one is None or other is None or one not in regions or other not in regions:
        return None
    lag = lag_days(lower, upper)
    if one == other:
        return "continues" if lag is not None and lag >= 0 else None
    if regions.inside(one, other):
        if lag is None:
            return "relatesTo"
        return "implements" if lag >= 0 else "anticipates"
    return "parallels" if regions.level(one) == regions.level(other) else None


def lag_days(lower: Header, upper: Header) -> int | None:
    """Days from the upper document's issue to the lower one's; None where one has no date."""
    if lower.issued_on is None or upper.issued_on is None:
        return None
    return (date.fromisoformat(lower.issued_on) - date.fromisoformat(upper.issued_on)).days


def objection(relation: Relation, lower: Header, upper: Header) -> str | None:
    """Why a link cannot be called so; None where it can. The shapes of the graph say the same.

    >>> city = Header("甲", issued_on="2023-02-20", level="city")
    >>> province = Header("乙", issued_on="2023-03-31", level="province")
    >>> objection("implements", city, province)
    'it cannot be implements: the lower document was issued 39 days before the upper one'
    """
    ranks = [_RANKS.index(header.level) if header.level else None for header in (lower, upper)]
    below = ranks[0] is None or ranks[1] is None or ranks[0] > ranks[1]
    same = ranks[0] is None or ranks[1] is None or ranks[0] == ranks[1]
    lag = lag_days(lower, upper)
    if relation in ("implements", "anticipates") and not below:
        return f"it cannot be {relation}: the lower document is of no lower level"
    if relation in ("continues", "parallels") and not same:
        return f"it cannot be {relation}: the two documents are of different levels"
    if relation == "relatesTo" and not (below or same):
        return "it cannot be relatesTo: the lower document is of the higher level"
    if relation in ("implements", "anticipates", "continues") and lag is None:
        return f"it cannot be {relation}: one of the documents has no date"
    if lag is not None and (
        lag >= 0 if relation == "anticipates" else lag < 0 and relation in ("implements", "continues")
    ):
        order = f"{abs(lag)} days {'before' if lag < 0 else 'after'}" if lag else "on the same day as"
        return f"it cannot be {relation}: the lower document was issued {order} the upper one"
    return None
