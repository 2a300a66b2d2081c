// What the pages that draw themselves share: one function draws the picture as SVG, for the screen and for the file.
"use strict";

function chart(page, holder, build) {
  const face = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif';
  const draw = () => {
    const { width, height, parts } = build();
    const svg = shape("svg", { width: Math.ceil(width), height: Math.ceil(height), viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`, "font-family": face.replaceAll('"', "'"), "font-size": 14 },
      shape("title", {}, document.title), shape("rect", { width: "100%", height: "100%", fill: page.color("page") }), ...parts.flat(Infinity).filter(Boolean));
    return svg;
  };
  holder.addEventListener("click", (event) => {
    const at = event.target.closest("[data-id]");
    if (at) page.select(at.dataset.id);
  });
  return {
    svg: draw,
    refresh() {
      const svg = draw(), left = holder.scrollLeft;
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", page.word("picture"));
      svg.querySelector("title").remove();
      holder.querySelectorAll(":scope > svg").forEach((old) => old.remove());
      holder.prepend(svg);
      holder.scrollLeft = left;
    },
  };
}

// A text in lines of so many half-width cells; a Chinese character takes two.
function wrapped(text, cells, most = 3) {
  const lines = [""], wide = (s) => [...s].reduce((n, c) => n + (c.codePointAt(0) > 0x2e7f || /[“”‘’…—·]/.test(c) ? 2 : 1), 0);
  for (const piece of text.match(/[A-Za-z0-9][\w.,%&'+/-]*|\s|[^]/gu) || []) {
    if (wide(lines.at(-1) + piece) <= cells || !lines.at(-1).trim() || /^[，。、；：？！）】〕》”]$/.test(piece)) lines[lines.length - 1] += piece;
    else lines.push(piece.trimStart());
  }
  const kept = lines.map((l) => l.trim()).filter(Boolean);
  return kept.length > most ? [...kept.slice(0, most - 1), kept[most - 1].slice(0, -1) + "…"] : kept;
}

function writing(lines, x, y, attributes = {}, step = 19) {
  return lines.map((line, n) => shape("text", { x, y: y + n * step, ...attributes }, line));
}
