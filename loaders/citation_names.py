"""How a cited document is identified: by its number, else by its title in one form."""

from __future__ import annotations

import re
import unicodedata

from kg.ids import DocumentNumber, join, segment, short_id

_PUNCTUATION = re.compile(r"[^\w-]|_")
# The letter that hands a plan on: 某政府关于印发…的通知.
WRAPPER = re.compile(r"^(?P<issuer>.{0,60}?)(?:关于)?(?:印发|发布|公布|转发)(?P<inner>.{4,140}?)的通知$")


def citation_id(title: str | None, number: str | None) -> str:
    """The identifier of a cited document: of its number where there is one, else of its title.

    >>> citation_id("某某办法", "国办发〔2022〕9号"), citation_id("市场准入负面清单（2022年版）", None)
    ('citation/国办发-2022-9', 'citation/市场准入负面清单2022年版')
    """
    if number is None:
        return short_id("citation", title_key(title or ""))
    parsed = DocumentNumber.parse(number)
    name = segment(*parsed.parts) if parsed else segment(number)
    return join("citation", name)


def title_key(title: str) -> str:
    """A title in one form: marks off, the cover 印发…的通知 unwrapped, 中华人民共和国 and （试行） dropped.

    >>> title_key("北京市人民政府办公厅关于印发《北京市推广“一业一证”改革实施方案》的通知")
    '北京市推广一业一证改革实施方案'
    >>> title_key("中华人民共和国外商投资法（试行）")
    '外商投资法'
    """
    text = "".join(unicodedata.normalize("NFKC", title).split())
    text = _PUNCTUATION.sub("", re.sub(r"\((?:试行|暂行)\)", "", text))
    if wrapped := WRAPPER.match(text):
        issuer, text = wrapped["issuer"], wrapped["inner"]
        # Without its issuer, 某省政府关于印发进一步优化…方案的通知 would be one with every city's plan of that name.
        if not text.startswith(issuer[:2]):
            text = issuer + text
    return text.removeprefix("中华人民共和国")
