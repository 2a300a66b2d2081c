// Targets of one metric as bars under one another, by level and year.
"use strict";

drawings.targets = (page, holder) => {
  const blocks = page.data.layout.blocks, modes = document.getElementById("modes");
  const shares = new Map();
  for (const link of page.data.links) if (link.share !== undefined) { if (!shares.has(link.from)) shares.set(link.from, []); shares.get(link.from).push(link); }
  const enough = blocks.filter((b) => b.several).length > 2;
  const several = () => enough && page.state.mode !== "all";

  function build() {
    // On a narrow screen a bar stands below its name.
    const parts = [], narrow = holder.clientWidth < 620, left = narrow ? 0 : 210, width = Math.max(330, holder.clientWidth - 4), bar = narrow ? width - 150 : Math.max(120, width - left - 270);
    let y = 6;
    for (const block of blocks) {
      if (several() && !block.several) continue;
      const figures = block.figures.filter((id) => page.shown.has(id)).map((id) => page.items.get(id));
      if (!figures.length) continue;
      const most = Math.max(...figures.map((f) => Math.abs(f.max ?? f.value)), 1e-9);
      const title = wrapped(block.title, Math.floor((width - (narrow ? 90 : 150)) / 8.2), 2);
      parts.push(writing(title, 0, y + 18, { fill: page.color("text"), "font-weight": 600, "font-size": 15 }),
        shape("text", { x: width - 4, y: y + 18, "text-anchor": "end", fill: page.color("muted"), "font-size": 13 }, `${page.say(block.change)}${block.unit ? " · " + block.unit : ""}`));
      y += title.length * 19 + 10;
      const drop = narrow ? 20 : 0;
      for (const f of figures) {
        const tone = page.items.get(f.id).tone, chosen = page.state.sel === f.id, long = Math.max(2, (bar * Math.abs(f.value)) / most);
        const group = shape("g", { "data-id": f.id, class: "clickable" },
          shape("rect", { x: 0, y, width, height: narrow ? 46 : 25, fill: chosen ? page.color("surface") : "transparent" }),
          shape("text", { x: 0, y: y + 17, fill: page.color("text"), "font-size": 13 }, `${page.place(f.document)} · ${f.path}`),
          shape("text", { x: narrow ? width - 6 : left - 8, y: y + 17, "text-anchor": "end", fill: page.color("muted"), "font-size": 13 }, f.period.slice(0, 10)),
          shape("rect", { x: left + 1, y: y + 4 + drop, width: long, height: 16, rx: 2, fill: page.color(tone + "-fill"), stroke: chosen ? page.color("chosen") : page.color(tone + "-line"), "stroke-width": chosen ? 2.5 : 1.3 }));
        let end = left + long;
        if (f.max !== null && f.max !== undefined) {
          const more = (bar * (Math.abs(f.max) - Math.abs(f.value))) / most;
          group.append(shape("rect", { x: end, y: y + 8 + drop, width: Math.max(0, more), height: 8, fill: page.color("flow") }));
          end += Math.max(0, more);
        }
        const share = (shares.get(f.id) || []).map((l) => `${page.word("share")} ${(l.share * 100).toFixed(1)} %`)[0];
        group.append(shape("text", { x: end + 8, y: y + 17 + drop, fill: page.color("text"), "font-size": 13 }, f.amount, share && !narrow ? shape("tspan", { fill: page.color("muted"), dx: 10 }, share) : null));
        parts.push(group);
        y += narrow ? 50 : 27;
      }
      y += 12;
      parts.push(shape("line", { x1: 0, x2: width, y1: y - 6, y2: y - 6, stroke: page.color("line") }));
    }
    if (!parts.length) parts.push(shape("text", { x: 0, y: 24, fill: page.color("muted") }, page.word("none")));
    return { width, height: y + 20, parts };
  }
  const drawn = chart(page, holder, build), refresh = drawn.refresh;
  drawn.refresh = () => {
    const names = { zh: ["多份文件或年份的指标", "全部目标"], en: ["metrics of several documents or years", "all targets"] }[page.state.lang];
    modes.replaceChildren(...(enough ? ["", "all"].map((id, n) => make("button", { type: "button", "aria-pressed": String((page.state.mode === "all") === (id === "all")), onclick: () => page.set({ mode: id }) }, names[n])) : []));
    refresh();
  };
  new ResizeObserver(() => page.shown && refresh()).observe(holder);
  return drawn;
};
