// Documents along the time, a band for each level, lines with the days between them.
"use strict";

drawings.timeline = (page, holder) => {
  const layout = page.data.layout, cards = new Map(layout.cards.map((card) => [card.id, card]));
  function build() {
    const parts = [], sel = page.state.sel, shown = layout.cards.filter((c) => page.shown.has(c.id));
    for (const band of layout.levels) {
      parts.push(shape("rect", { x: 0, y: band.y, width: layout.width, height: band.end - band.y, fill: page.color("surface"), rx: 4 }),
        shape("text", { x: 10, y: band.y + 24, fill: page.color("muted"), "font-size": 14, "font-weight": 600 }, page.say(band.title)));
    }
    for (const tick of layout.ticks) parts.push(shape("line", { x1: tick.x, x2: tick.x, y1: 26, y2: layout.height - 10, stroke: page.color("line"), "stroke-dasharray": "2 4" }),
      shape("text", { x: tick.x, y: 18, fill: page.color("muted"), "font-size": 12, "text-anchor": "middle" }, tick.text));
    const aside = (l) => l.relation === "parallels" && page.state.relation !== "parallels" && sel !== l.id && sel !== l.from && sel !== l.to;
    const between = page.data.links.filter((l) => l.parts && page.linkVisible(l) && cards.has(l.from) && cards.has(l.to) && !aside(l));
    const most = Math.max(1, ...between.map((l) => l.count)), labels = [], taken = [];
    const middle = (card) => card.x + card.w / 2, level = (one, other) => Math.abs(one.y - other.y) < 60;
    // Lines that leave one edge of a card do so side by side, in the order of where they lead.
    const port = (card, link, below) => {
      const mates = between.filter((l) => (below ? l.to : l.from) === card.id && !level(cards.get(l.from), cards.get(l.to)))
        .sort((a, b) => middle(cards.get(below ? a.from : a.to)) - middle(cards.get(below ? b.from : b.to)));
      return card.x + card.w * (mates.length < 2 ? 0.5 : 0.25 + (0.5 * mates.indexOf(link)) / (mates.length - 1));
    };
    const free = (x, y, wide) => !taken.some((p) => Math.abs(p.x - x) < (p.wide + wide) / 2 + 4 && Math.abs(p.y - y) < 24)
      && !layout.cards.some((c) => x + wide / 2 > c.x && x - wide / 2 < c.x + c.w && y + 12 > c.y && y - 12 < c.y + c.h);
    for (const link of between) {
      const low = cards.get(link.from), high = cards.get(link.to), down = high.y < low.y;
      let curve;
      if (level(low, high)) {
        const on = middle(low) > middle(high), y1 = high.y + high.h / 2, y2 = low.y + low.h / 2;
        const [x1, x2] = on ? [high.x + high.w, low.x] : [high.x, low.x + low.w];
        curve = [[x1, y1], [x1 + (x2 - x1) / 3, y1], [x2 - (x2 - x1) / 3, y2], [x2, y2]];
      } else {
        const x1 = port(high, link, true), x2 = port(low, link, false), y1 = down ? high.y + high.h : high.y, y2 = down ? low.y : low.y + low.h;
        curve = [[x1, y1], [x1, (y1 + y2) / 2], [x2, (y1 + y2) / 2], [x2, y2]];
      }
      const at = (t) => [0, 1].map((k) => (1 - t) ** 3 * curve[0][k] + 3 * (1 - t) ** 2 * t * curve[1][k] + 3 * (1 - t) * t * t * curve[2][k] + t ** 3 * curve[3][k]);
      const d = `M${curve[0]} C${curve.slice(1).join(" ")}`;
      const hot = sel === link.id || link.from === sel || link.to === sel, faint = sel && !hot;
      const dash = { anticipates: "9 5", parallels: "2 5", relatesTo: "2 5" }[link.relation];
      parts.push(shape("g", { "data-id": link.id, class: "clickable", opacity: faint ? 0.2 : 1 },
        shape("path", { d, fill: "none", stroke: "transparent", "stroke-width": 14 }),
        shape("path", { d, fill: "none", stroke: sel === link.id ? page.color("chosen") : page.color(link.relation), "stroke-width": 1 + (5 * link.count) / most, "stroke-dasharray": dash, "stroke-opacity": 0.75 })));
      const text = `${link.lag === null || link.lag === undefined ? "" : `${link.lag} ${page.word("days")} · `}${link.count}`, wide = text.length * 8.5 + 14;
      const spot = (level(low, high) ? [0.5, 0.6, 0.4, 0.7, 0.3] : [0.82, 0.75, 0.88, 0.68, 0.6, 0.5, 0.4, 0.3, 0.2]).map(at).find(([x, y]) => free(x, y, wide));
      if (!spot || (layout.dots && !hot) || faint) continue;
      const [x, y] = spot;
      taken.push({ x, y, wide });
      labels.push(shape("g", { "data-id": link.id, class: "clickable" }, shape("rect", { x: x - wide / 2, y: y - 11, width: wide, height: 21, rx: 10, fill: page.color("page"), stroke: page.color(link.relation) }), shape("text", { x, y: y + 4, "text-anchor": "middle", fill: page.color("text"), "font-size": 12 }, text)));
    }
    for (const card of shown) {
      const item = page.items.get(card.id), chosen = sel === card.id, tone = item.tone;
      if (layout.dots) { parts.push(shape("circle", { "data-id": card.id, class: "clickable", cx: card.x + 7, cy: card.y + 7, r: chosen ? 8 : 6, fill: page.color(tone + "-fill"), stroke: chosen ? page.color("chosen") : page.color(tone + "-line"), "stroke-width": chosen ? 3 : 1.5 }, shape("title", {}, page.label(item)))); continue; }
      const group = shape("g", { "data-id": card.id, class: "clickable" },
        shape("rect", { x: card.x, y: card.y, width: card.w, height: card.h, rx: 5, fill: page.color(tone + "-fill"), stroke: chosen ? page.color("chosen") : page.color(tone + "-line"), "stroke-width": chosen ? 3 : 1.5 }),
        shape("text", { x: card.x + 9, y: card.y + 21, fill: page.color("text"), "font-weight": 600 }, page.label(item)),
        shape("text", { x: card.x + card.w - 9, y: card.y + 21, fill: page.color("text"), "font-size": 12, "text-anchor": "end" }, page.data.details.documents[card.id].issuedOn || ""),
        ...writing(card.lines, card.x + 9, card.y + 40, { fill: page.color("text"), "font-size": 13 }, 18));
      const top = card.y + 36 + card.lines.length * 18;
      card.measures.forEach((id, n) => {
        const measure = page.items.get(id);
        if (!page.shown.has(id)) return;
        group.append(shape("rect", { "data-id": id, x: card.x + 9 + (n % 17) * 11, y: top + Math.floor(n / 17) * 11, width: 8.5, height: 8.5, fill: measure.alone ? page.color("page") : page.color(tone + "-line"), stroke: id === sel ? page.color("chosen") : page.color(tone + "-line"), "stroke-width": id === sel ? 3 : 1, "stroke-dasharray": measure.alone ? "2 1.5" : null }, shape("title", {}, `${measure.path} ${page.label(measure)}`)));
      });
      parts.push(group);
    }
    return { width: layout.width, height: layout.height, parts: [...parts, ...labels] };
  }
  const drawn = chart(page, holder, build), refresh = drawn.refresh;
  drawn.refresh = () => {
    refresh();
    // On a wide screen the whole time is seen at once; on a narrow one it is scrolled.
    const svg = holder.querySelector("svg"), wide = Math.max(900, holder.clientWidth - 2);
    svg.style.width = wide + "px";
    svg.style.height = "auto";
  };
  new ResizeObserver(() => page.shown && drawn.refresh()).observe(holder);
  return drawn;
};
