"""Makes the files in ``made/`` anew, with the programs that people have: LibreOffice, Chromium and pandoc.

    apt-get install libreoffice-writer-nogui chromium pandoc fonts-wqy-zenhei
    python -m tests.formats.make_documents

The tests read the files that are stored, so that they need none of these programs. ``STEM.PROGRAM.FORMAT`` holds the
text of ``corpus/STEM.txt`` (``tasks.…`` the table in ``tasks.html``):

- ``libreoffice``: the text file as LibreOffice opens it, every line a paragraph;
- ``page``: a page of a government site with menus, an information box and footers around the text, written here;
- ``chromium``: that text as Chromium prints it, with its headers and footers; ``pandoc``: as pandoc converts it;
- ``columns``: the same in two columns, as gazettes print it;
- ``numbered``: the ordinals taken out of the text and left to LibreOffice to count.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from corpus import FOLDER as CORPUS
from loaders.ordinals import chinese_number

HERE = Path(__file__).parent
MADE = HERE / "made"
PASSWORD = "made-for-a-test"
# TrueType outlines make far smaller files than those of Noto.
FONT = "WenQuanYi Zen Hei"

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}"><title>{title}_某某市人民政府门户网站</title>
<meta name="SiteName" content="某某市人民政府门户网站"><meta name="ColumnName" content="行政规范性文件">
<style>body {{ font-family: "{font}"; }}</style><script>var path = "一、脚本里的文字，不是正文。";</script></head><body>
<div class="header"><a href="/">网站首页</a> | <a href="/zwgk">政务公开</a> | <a href="/hdjl">互动交流</a></div>
<ul class="nav-list"><li><a href="/1">要闻动态</a></li><li><a href="/2">一、政策文件</a></li><li><a href="/3">二、政策解读</a></li></ul>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 正文</div>
<div id="main"><div class="tools">字号：<a>大</a> <a>中</a> <a>小</a> <a>打印</a></div>
<div class="article" id="zoom">
{body}
</div>
<div class="share">分享到：<a>微信</a> <a>微博</a></div></div>
<div class="right"><h3>热门文件</h3><ul><li><a href="/a">关于促进汽车消费的若干措施，今日发布</a></li><li><a href="/b">关于印发行动方案的通知，附解读</a></li></ul></div>
<div class="footer"><p>主办单位：某某市人民政府办公室　承办单位：某某市大数据局，技术支持：某某公司</p><p>网站标识码：0000000000，备案号：某ICP备00000000号，建议使用1024×768分辨率浏览。</p></div>
</body></html>
"""
FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"/>
<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="."/>
</text:list-style></office:automatic-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""
ORDINALS = (
    re.compile(r"([一二三四五六七八九十]{1,3})、"),
    re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]"),
    re.compile(r"([0-9０-９]{1,2})[.．](?![0-9０-９])"),
)
BEHIND = re.compile("抄送")


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text whose lines are broken at a width: a short line ends one, an ordinal begins one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    width = sorted(map(len, lines))[len(lines) * 3 // 4]
    held = ""
    for line in lines:
        if held and any(ordinal.match(line) for ordinal in (*ORDINALS, BEHIND)):
            yield held
            held = ""
        held += line
        if width > 90 or len(line) < 0.86 * width:
            yield held
            held = ""
    if held:
        yield held


def page(text: str, title: str, charset: str = "utf-8") -> str:
    body = "\n".join(f"<p>　　{html.escape(paragraph)}</p>" for paragraph in paragraphs(text))
    return PAGE.format(body=body, title=title, charset=charset, font=FONT)


def plain(text: str, more: str = "") -> str:
    """The text alone as a page, as one would print it."""
    body = "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs(text))
    style = f'@page {{ size: A4; margin: 25mm }} body {{ font: 12pt "{FONT}" }} p {{ text-indent: 2em; margin: 0; text-align: justify }} {more}'
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>文件</title><style>{style}</style></head><body>{body}</body></html>'


def number_of(ordinal: re.Match[str] | None) -> int:
    assert ordinal is not None
    printed = unicodedata.normalize("NFKC", ordinal.group(1))
    return int(printed) if printed.isdecimal() else chinese_number(printed) or 0


def numbered(text: str) -> str:
    """The text as a flat OpenDocument file in which LibreOffice counts the ordinals."""
    pieces = []
    counted = [0, 0, 0]
    for paragraph in paragraphs(text):
        level = next((n for n, ordinal in enumerate(ORDINALS, 1) if ordinal.match(paragraph)), 0)
        if not level:
            pieces.append(f"<text:p>{html.escape(paragraph)}</text:p>")
            continue
        rest = html.escape(ORDINALS[level - 1].sub("", paragraph, count=1))
        printed = number_of(ORDINALS[level - 1].match(paragraph))
        # Some number on through all sections: there LibreOffice has to be told.
        start = "" if printed == counted[level - 1] + 1 else f' text:start-value="{printed}"'
        counted[level - 1 :] = [printed, *[0] * (3 - level)]
        inner = f"<text:list-item{start}><text:p>{rest}</text:p></text:list-item>"
        for depth in range(level):
            number = ' text:continue-numbering="true" text:style-name="L"' if depth == level - 1 else ""
            inner = f"<text:list{number}>{inner}</text:list>"
            inner = inner if depth == level - 1 else f"<text:list-item>{inner}</text:list-item>"
        pieces.append(inner)
    return FODT.format(body="".join(pieces))


def run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def libreoffice(source: Path, form: str, target: Path, *options: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run("soffice", "--headless", *options, "--convert-to", form, "--outdir", folder, source)
        shutil.move(next(Path(folder).iterdir()), target)


def chromium(source: Path, target: Path, *options: str) -> None:
    run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        *options,
        f"--print-to-pdf={target}",
        source,
    )


def make(stem: str, folder: Path) -> None:
    """All files of one document."""
    text = (CORPUS / f"{stem}.txt").read_text(encoding="utf-8")
    source = folder / f"{stem}.txt"
    source.write_text(text, encoding="utf-8")
    as_text = "--infilter=Text (encoded):UTF8,LF,WenQuanYi Zen Hei,,"
    for form in ("docx", "html", "pdf"):
        libreoffice(source, form, MADE / f"{stem}.libreoffice.{form}", as_text)
    (MADE / f"{stem}.page.html").write_bytes(page(text, stem, "gb2312").encode("gb18030"))
    printed = folder / f"{stem}.html"
    printed.write_text(plain(text), encoding="utf-8")
    chromium(printed, MADE / f"{stem}.chromium.pdf")
    for form in ("docx", "html"):
        run(
            "pandoc",
            "--standalone",
            "--metadata",
            "title=文件",
            printed,
            "-o",
            MADE / f"{stem}.pandoc.{form}",
        )
    flat = folder / f"{stem}.fodt"
    flat.write_text(numbered(text), encoding="utf-8")
    libreoffice(flat, "docx", MADE / f"{stem}.numbered.docx")


def make_tasks(folder: Path) -> None:
    """The table of tasks, and files that cannot be read."""
    source = HERE / "tasks.html"
    odt = folder / "tasks.odt"
    libreoffice(source, "odt:writer8", odt, "--infilter=HTML (StarWriter)")
    for form in ("docx", "pdf", "doc", "rtf"):
        libreoffice(odt, form, MADE / f"tasks.libreoffice.{form}")
    chromium(source, MADE / "tasks.chromium.pdf")
    run("pandoc", source, "-o", MADE / "tasks.pandoc.docx")
    locked = f'pdf:writer_pdf_Export:{{"EncryptFile":{{"type":"boolean","value":"true"}},"DocumentOpenPassword":{{"type":"string","value":"{PASSWORD}"}}}}'
    libreoffice(odt, locked, MADE / "locked.libreoffice.pdf")
    picture = folder / "scan.png"
    run(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=400,560",
        f"--screenshot={picture}",
        source,
    )
    scan = folder / "scan.html"
    scan.write_text(
        f'<body style="margin:0"><img src="{picture.name}" style="width:180mm">', encoding="utf-8"
    )
    chromium(scan, MADE / "scanned.chromium.pdf", "--no-pdf-header-footer")


def main() -> None:
    MADE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(CORPUS.glob("*.txt")):
            make(file.stem, Path(folder))
        make_tasks(Path(folder))


if __name__ == "__main__":
    main()
