// A matrix of counts: rows are themes or upper measures, columns documents.
"use strict";

drawings.matrix = (page, holder) => {
  const layout = page.data.layout, cells = new Map();
  for (const link of page.data.links) cells.set(link.from + "\n" + link.to, link);
  const modes = document.getElementById("modes");
  const mode = () => layout.modes.find((m) => m.id === page.state.mode) || layout.modes[0];

  function build() {
    const now = mode(), columns = now.columns.filter((id) => page.shown.has(id)), rows = now.rows.filter((id) => page.shown.has(id));
    const narrow = holder.clientWidth < 620, left = narrow ? 132 : 300, room = Math.max(narrow ? 200 : 300, holder.clientWidth - left - 10), wide = Math.max(narrow ? 46 : 74, Math.min(150, room / Math.max(1, columns.length)));
    const heads = columns.map((id) => wrapped(page.label(page.items.get(id)), Math.floor((wide - 8) / 7), 4));
    const top = 14 + Math.max(1, ...heads.map((h) => h.length)) * 18, parts = [];
    const most = Math.max(1, ...rows.flatMap((r) => columns.map((c) => (cells.get(r + "\n" + c) || {}).count || 0)));
    heads.forEach((head, n) => parts.push(shape("g", { "data-id": columns[n], class: "clickable" }, ...writing(head, left + n * wide + wide / 2, 20 + (Math.floor((top - 14) / 18) - head.length) * 18, { "text-anchor": "middle", fill: page.color("text"), "font-size": 13 }, 18))));
    let y = top;
    for (const id of rows) {
      const item = page.items.get(id), name = item.kind === "Measure" ? `${item.path} ${page.label(item)}` : page.label(item);
      const lines = wrapped(name, narrow ? 16 : 40, narrow ? 4 : 2), high = lines.length * 18 + 10, chosen = page.state.sel === id;
      parts.push(shape("g", { "data-id": id, class: "clickable" }, shape("rect", { x: 0, y, width: left - 6, height: high - 3, fill: chosen ? page.color("surface") : "transparent" }), ...writing(lines, left - 12, y + 18, { "text-anchor": "end", fill: page.color("text"), "font-weight": chosen ? 700 : 400 }, 18)));
      columns.forEach((column, n) => {
        const link = cells.get(id + "\n" + column), x = left + n * wide + 2, here = link && page.state.sel === link.id;
        const tone = page.items.get(column).tone;
        if (!link) {
          parts.push(shape("rect", { x, y, width: wide - 4, height: high - 3, rx: 3, fill: "none", stroke: page.color("line"), "stroke-dasharray": "4 3" }));
          return;
        }
        parts.push(shape("g", { "data-id": link.id, class: "clickable" }, shape("title", {}, `${name} · ${page.label(page.items.get(column))}: ${link.count}`),
          shape("rect", { x, y, width: wide - 4, height: high - 3, rx: 3, fill: page.color(tone + "-fill"), stroke: here ? page.color("chosen") : page.color(tone + "-line"), "stroke-width": here ? 3 : 0.8 }),
          shape("rect", { x, y: y + high - 8, width: ((wide - 4) * link.count) / most, height: 5, rx: 2, fill: page.color(tone + "-line") }),
          shape("text", { x: x + wide / 2 - 2, y: y + high / 2 + 2, "text-anchor": "middle", fill: page.color("text"), "font-weight": 600, "font-size": 13 }, String(link.count))));
      });
      y += high;
    }
    return { width: left + columns.length * wide + 4, height: y + 4, parts };
  }
  const drawn = chart(page, holder, build), refresh = drawn.refresh;
  drawn.refresh = () => {
    modes.replaceChildren(...layout.modes.filter((m) => m.rows.length).map((m) => make("button", { type: "button", "aria-pressed": String(m === mode()), onclick: () => page.set({ mode: m.id, sel: "" }) }, page.say(m.title))));
    refresh();
  };
  new ResizeObserver(() => page.shown && refresh()).observe(holder);
  return drawn;
};
