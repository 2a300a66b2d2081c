// Two documents in two columns; the words of a link are marked in both, with a line between them.
"use strict";

drawings.columns = (page, holder) => {
  const layout = page.data.layout, width = 70;
  const box = make("div", { class: "columns" }), sides = layout.columns.map((column) => make("div", { class: "column", tabindex: "0", role: "region" }));
  const wires = shape("svg", { class: "wires", "aria-hidden": "true" });
  box.append(sides[0], make("div", { class: "gutter" }), sides[1], wires);
  holder.append(box);
  const marks = new Map();

  function spansOf(id) {
    const found = [];
    for (const link of page.linksOf.get(id) || []) {
      if (!page.linkVisible(link)) continue;
      const span = link.from === id ? link.lower : link.upper;
      if (span) found.push({ link, start: span[0], end: span[1] });
    }
    return found;
  }
  // Spans may overlap: the text is cut at all their ends, and each piece knows its links.
  function body(id) {
    const measure = page.data.details.measures[id], spans = spansOf(id), text = measure.text, base = measure.start;
    const cuts = [...new Set([0, text.length, ...spans.flatMap((s) => [s.start - base, s.end - base])])].filter((n) => n >= 0 && n <= text.length).sort((a, b) => a - b);
    const out = [];
    let afterBreak = true;
    for (let n = 0; n + 1 < cuts.length; n++) {
      const raw = text.slice(cuts[n], cuts[n + 1]);
      let piece = clean(raw, headingBreak(measure) - cuts[n]);
      if (afterBreak) piece = piece.replace(/^\s+/, "");
      afterBreak = /\n\s*$/.test(raw);
      if (!piece) continue;
      const own = spans.filter((s) => s.start - base <= cuts[n] && cuts[n + 1] <= s.end - base).map((s) => s.link.id);
      if (!own.length) { out.push(piece); continue; }
      const mark = make("mark", { class: "evidence clickable", "data-links": String(own.length) }, piece);
      if (own.length > 1) mark.append(make("sup", {}, String(own.length)));
      mark.addEventListener("click", (event) => {
        event.stopPropagation();
        const at = own.indexOf(page.state.sel);
        page.select(own[(at + 1) % own.length]);
      });
      own.forEach((link) => { if (!marks.has(link)) marks.set(link, {}); const ends = marks.get(link); (ends[id] = ends[id] || []).push(mark); });
      out.push(mark);
    }
    return out;
  }
  function fill() {
    marks.clear();
    layout.columns.forEach((column, n) => {
      const d = page.data.details.documents[column.document], at = sides[n].scrollTop;
      sides[n].setAttribute("aria-label", page.place(column.document));
      sides[n].replaceChildren(make("h2", {}, make("span", { class: "tag " + d.level }, page.place(column.document)), " " + d.title),
        make("p", { class: "muted" }, [d.number, d.issuer, d.issuedOn].filter(Boolean).join(" · ")),
        ...column.blocks.map((block) => {
          if (block.heading) return make("h3", {}, block.heading);
          if (!page.shown.has(block.measure)) return null;
          const mine = page.state.sel === block.measure, count = spansOf(block.measure).length;
          const out = make("p", { class: "item" + (mine ? " chosen" : "") + (count ? "" : " alone"), "data-measure": block.measure }, make("span", { class: "muted" }, page.items.get(block.measure).path + " "), body(block.measure));
          out.addEventListener("click", () => page.select(block.measure));
          return out;
        }).filter(Boolean));
      sides[n].scrollTop = at;
    });
  }
  function chosen() {
    const sel = page.state.sel;
    if (page.links.has(sel)) return new Set([sel]);
    return new Set((page.linksOf.get(sel) || []).map((l) => l.id));
  }
  function wire() {
    const frame = box.getBoundingClientRect(), stacked = getComputedStyle(box).gridTemplateColumns.split(" ").length < 3;
    wires.replaceChildren();
    wires.setAttribute("width", frame.width);
    wires.setAttribute("height", frame.height);
    const hot = chosen();
    marks.forEach((ends, id) => ends && Object.values(ends).flat().forEach((m) => m.classList.toggle("hot", false)));
    for (const link of page.data.links) {
      const ends = marks.get(link.id);
      if (!ends) continue;
      const on = hot.has(link.id);
      if (on) Object.values(ends).flat().forEach((m) => m.classList.add("hot"));
      if (stacked) continue;
      const [a, b] = layout.columns[0].document === page.items.get(link.from).document ? [link.from, link.to] : [link.to, link.from];
      if (!ends[a] || !ends[b]) continue;
      const one = ends[a][0].getBoundingClientRect(), two = ends[b][0].getBoundingClientRect();
      const l = sides[0].getBoundingClientRect(), r = sides[1].getBoundingClientRect();
      const seen = (m, f) => m.bottom > f.top + 4 && m.top < f.bottom - 4;
      if (!seen(one, l) && !seen(two, r)) continue;
      const hold = (y, f) => Math.max(f.top, Math.min(f.bottom, y)) - frame.top;
      if (!on && (!seen(one, l) || !seen(two, r))) continue;
      const x1 = l.right - frame.left, y1 = hold(one.top + one.height / 2, l), x2 = r.left - frame.left, y2 = hold(two.top + two.height / 2, r), m = (x1 + x2) / 2;
      const dash = { anticipates: "7 4", parallels: "2 4", relatesTo: "2 4" }[link.relation];
      wires.append(shape("path", { d: `M${x1},${y1} C${m},${y1} ${m},${y2} ${x2},${y2}`, fill: "none", stroke: on ? page.color("chosen") : page.color(link.relation), "stroke-width": on ? 3 : link.strength === "partial" ? 1 : 2, "stroke-dasharray": dash, "stroke-opacity": hot.size && !on ? 0.25 : 0.85 }));
    }
  }
  // Bring both sides of what is chosen into the middle of their columns.
  function bring() {
    const sel = page.state.sel, link = page.links.get(sel);
    const both = link ? [link.from, link.to] : page.items.has(sel) ? [sel, ...(page.linksOf.get(sel) || []).slice(0, 1).map((l) => (l.from === sel ? l.to : l.from))] : [];
    for (const id of both) {
      const n = layout.columns.findIndex((c) => c.document === page.items.get(id).document), side = sides[n];
      const target = (link && marks.get(sel) && marks.get(sel)[id] && marks.get(sel)[id][0]) || side.querySelector(`[data-measure="${CSS.escape(id)}"]`);
      if (target) side.scrollTop += target.getBoundingClientRect().top - side.getBoundingClientRect().top - side.clientHeight / 3;
    }
  }
  sides.forEach((side) => side.addEventListener("scroll", wire, { passive: true }));
  window.addEventListener("resize", wire);
  let before = null;

  // For a file: every link as a pair of quotes with a line between, in the order of the text.
  function svg() {
    const parts = [], wide = 430;
    let y = 56;
    layout.columns.forEach((c, n) => parts.push(shape("text", { x: n * (wide + 90), y: 28, "font-size": 17, "font-weight": 600, fill: page.color("text") }, page.place(c.document))));
    const shown = page.data.links.filter((l) => page.linkVisible(l) && (!page.state.sel || chosen().has(l.id) || !chosen().size));
    const order = new Map(page.data.items.map((item, n) => [item.id, n]));
    const left = layout.columns[0].document, side = (l, n) => ((page.items.get(l.from).document === left) === (n === 0) ? ["lower", l.from] : ["upper", l.to]);
    for (const link of shown.sort((a, b) => order.get(side(a, 0)[1]) - order.get(side(b, 0)[1]))) {
      const blocks = [0, 1].map((n) => { const [which, id] = side(link, n); return { head: `${page.items.get(id).path} ${page.label(page.items.get(id))}`, lines: wrapped(quote(link, which, id), 56, 8), tone: page.items.get(id).tone }; });
      const high = Math.max(...blocks.map((b) => b.lines.length)) * 20 + 38;
      blocks.forEach((b, n) => parts.push(shape("rect", { x: n * (wide + 90), y, width: wide, height: high, rx: 5, fill: page.color(b.tone + "-fill"), stroke: page.color(b.tone + "-line") }),
        shape("text", { x: n * (wide + 90) + 10, y: y + 22, "font-weight": 600, fill: page.color("text") }, wrapped(b.head, 56, 1)[0]), ...writing(b.lines, n * (wide + 90) + 10, y + 44, { fill: page.color("text") }, 20)));
      parts.push(shape("line", { x1: wide, x2: wide + 90, y1: y + high / 2, y2: y + high / 2, stroke: page.color(link.relation), "stroke-width": link.strength === "partial" ? 1.3 : 3.2, "stroke-dasharray": { anticipates: "9 5" }[link.relation] }),
        shape("text", { x: wide + 45, y: y + high / 2 - 8, "text-anchor": "middle", "font-size": 12, fill: page.color("muted") }, page.name(link.relation)));
      y += high + 12;
    }
    const face = "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
    return shape("svg", { width: wide * 2 + 96, height: y, viewBox: `-3 0 ${wide * 2 + 96} ${y}`, "font-family": face, "font-size": 14 }, shape("title", {}, document.title), shape("rect", { x: -3, width: "100%", height: "100%", fill: page.color("page") }), ...parts);
  }
  return {
    svg,
    refresh(why) {
      fill();
      if (page.state.sel && page.state.sel !== before) bring();
      before = page.state.sel;
      wire();
    },
  };
};
