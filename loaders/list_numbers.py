"""Numbers of lists that a program counts and no text prints: ``<ol>`` of web pages, numbering of Word.

Word's names of formats are those of ECMA-376 part 1, 17.18.59; those of web pages CSS Counter Styles.
"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "japaneseDigitalTen", "taiwaneseDigital", "cjk-ideographic", "simp-chinese-informal",
    "trad-chinese-informal", "cjk-decimal", "japanese-informal",
}  # fmt: skip
_LARGEST = 9999


def list_number(number: int, form: str) -> str:
    """The number as a list of this form prints it, without the marks around it; a bullet is none.

    >>> [list_number(12, form) for form in ("decimal", "chineseCounting", "lowerLetter", "upperRoman", "bullet")]
    ['12', '十二', 'l', 'XII', '']
    """
    if form in ("bullet", "none", "disc", "circle", "square") or not 0 <= number <= _LARGEST:
        return ""
    if form in _CHINESE:
        return _chinese(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("decimalZero", "decimal-leading-zero"):
        return f"{number:02}"
    if form == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if form.lower() in (
        "lowerletter",
        "upperletter",
        "lower-alpha",
        "upper-alpha",
        "lower-latin",
        "upper-latin",
    ):
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else "0"
        return letters.upper() if form.startswith("upper") else letters
    if form in ("lowerRoman", "upperRoman", "lower-roman", "upper-roman"):
        roman = _roman(number)
        return roman.upper() if form.startswith("upper") else roman
    return str(number)


def _chinese(number: int) -> str:
    if number == 0:
        return "〇"
    text = ""
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += _DIGITS[digit] + name
        elif text and number % power and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
