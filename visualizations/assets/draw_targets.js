// Targets of one metric as bars under one another, by level and year.
"use strict";

drawings.targets = (page, holder) => {
  const blocks = page.data.layout.blocks, modes = document.getElementById("modes");
  const wide = (text) => [...text].reduce((n, c) => n + (c.codePointAt(0) > 0x2e7f ? 13 : 7), 0);
  const enough = blocks.filter((b) => b.several).length > 2;
  const several = () => enough && page.state.mode !== "all";
  // Metrics with so many figures are drawn at first, and again as many for each time more are asked for.
  const STEP = 200, times = () => Math.max(0, Math.floor(Number(page.state.open)) || 0) + 1;
  const offered = () => blocks.filter((b) => (b.several || !several()) && b.figures.some((id) => page.shown.has(id)));
  function drawnNow() {
    let figures = 0;
    return offered().filter((b) => (figures += b.figures.length) - b.figures.length < STEP * times());
  }

  function build() {
    // On a narrow screen a bar stands below its name.
    const parts = [], narrow = holder.clientWidth < 620, left = narrow ? 0 : 252, width = Math.max(330, holder.clientWidth - 4), bar = narrow ? width - 150 : Math.max(120, width - left - 330);
    let y = 6;
    for (const block of drawnNow()) {
      const figures = block.figures.filter((id) => page.shown.has(id)).map((id) => page.items.get(id));
      const most = Math.max(...figures.map((f) => Math.abs(f.max ?? f.value)), 1e-9);
      const title = wrapped(block.title, Math.floor((width - (narrow ? 90 : 150)) / 8.2), 2);
      parts.push(writing(title, 0, y + 18, { fill: page.color("text"), "font-weight": 600, "font-size": 15 }),
        shape("text", { x: width - 4, y: y + 18, "text-anchor": "end", fill: page.color("muted"), "font-size": 13 }, `${page.say(block.change)}${block.unit ? " · " + block.unit : ""}`));
      y += title.length * 19 + 10;
      const drop = narrow ? 20 : 0;
      for (const f of figures) {
        const tone = page.items.get(f.id).tone, chosen = page.state.sel === f.id, long = Math.max(2, (bar * Math.abs(f.value)) / most);
        const group = shape("g", { "data-id": f.id, class: "clickable" },
          shape("rect", { x: 0, y, width, height: narrow ? 44 : 25, fill: chosen ? page.color("surface") : "transparent" }),
          shape("text", { x: 0, y: y + 17, fill: page.color("text"), "font-size": 13 }, wrapped(`${page.place(f.document)} · ${f.path}`, narrow ? 40 : 26, 1)[0]),
          shape("text", { x: narrow ? width - 6 : left - 8, y: y + 17, "text-anchor": "end", fill: page.color("muted"), "font-size": 13 }, f.period.slice(0, 10)),
          shape("rect", { x: left + 1, y: y + 4 + drop, width: long, height: 16, rx: 2, fill: page.color(tone + "-fill"), stroke: chosen ? page.color("chosen") : page.color(tone + "-line"), "stroke-width": chosen ? 2.5 : 1.3 }));
        let end = left + long;
        if (f.max !== null && f.max !== undefined) {
          const more = (bar * (Math.abs(f.max) - Math.abs(f.value))) / most;
          group.append(shape("rect", { x: end, y: y + 8 + drop, width: Math.max(0, more), height: 8, fill: page.color("flow") }));
          end += Math.max(0, more);
        }
        group.append(shape("text", { x: end + 8, y: y + 17 + drop, fill: page.color("text"), "font-size": 13 }, f.amount));
        parts.push(group);
        // What the target is to another: beside the amount where there is room, else in a line of its own.
        let x = end + 22 + wide(f.amount), fresh = narrow;
        y += narrow ? 26 : 0;
        for (const link of (page.linksOf.get(f.id) || []).filter((l) => l.from === f.id && page.linkVisible(l))) {
          const said = page.say(link.said);
          if (fresh || x + 30 + wide(said) > width) { y += narrow ? 20 : 22; x = left + 1; }
          fresh = true;
          const hot = page.state.sel === link.id, dash = { anticipates: "6 4", parallels: "2 4", relatesTo: "2 4" }[link.relation];
          parts.push(shape("g", { "data-id": link.id, class: "clickable" },
            shape("line", { x1: x, x2: x + 22, y1: y + 12, y2: y + 12, stroke: hot ? page.color("chosen") : page.color(link.relation), "stroke-width": 2.5, "stroke-dasharray": dash }),
            shape("text", { x: x + 28, y: y + 17, fill: hot ? page.color("chosen") : page.color("muted"), "font-size": 13 }, said)));
        }
        y += narrow ? 28 : 27;
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
    modes.replaceChildren(...(enough ? ["", "all"].map((id, n) => make("button", { type: "button", "aria-pressed": String((page.state.mode === "all") === (id === "all")), onclick: () => page.set({ mode: id, open: "" }) }, names[n])) : []),
      ...(offered().length > drawnNow().length ? [make("button", { type: "button", onclick: () => page.set({ open: String(times()) }) }, `${page.word("more")} (${drawnNow().length} / ${offered().length})`)] : []));
    refresh();
  };
  new ResizeObserver(() => page.shown && refresh()).observe(holder);
  return drawn;
};
