// Boxes in lanes, drawn by vis-network at the places that were computed when the page was made.
"use strict";

drawings.lanes = (page, holder) => {
  const layout = page.data.layout, boxes = new Map(layout.boxes.map((box) => [box.id, box]));
  const given = page.network, options = given.options, children = new Map();
  const seeds = new Map(given.nodes.map((node) => [node.id, node]));
  layout.boxes.forEach((box, n) => {
    box.n = n;
    if (box.parent) { if (!children.has(box.parent)) children.set(box.parent, []); children.get(box.parent).push(box.id); }
  });
  const canvas = make("div", { class: "canvas" });
  holder.append(canvas);
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  let network = null, drawn = [], lit = null, places = new Map(), size = { width: 0, height: 0 }, revealed = "";

  // ------------------------------------------------------------------------------- which boxes are there
  function openGroups() {
    const open = new Set(layout.open);
    for (const n of page.state.open.split(",").filter(Boolean)) {
      const box = layout.boxes[Number(n)];
      if (box) open.has(box.id) ? open.delete(box.id) : open.add(box.id);
    }
    return open;
  }
  function toggle(id) {
    const n = String(boxes.get(id).n), now = new Set(page.state.open.split(",").filter(Boolean));
    now.has(n) ? now.delete(n) : now.add(n);
    page.state.open = [...now].join(",");
  }
  function reveal(id) {
    const open = openGroups();
    for (let at = boxes.get(id); at && at.parent; at = boxes.get(at.parent)) if (!open.has(at.parent)) toggle(at.parent);
  }
  function computeVisible() {
    const open = openGroups(), alive = new Set();
    for (const box of layout.boxes) {
      if (box.group || !page.shown.has(box.id)) continue;
      for (let at = box; at && !alive.has(at.id); at = boxes.get(at.parent)) alive.add(at.id);
    }
    const shown = [], standing = new Map();
    for (const box of layout.boxes) {
      const up = box.parent && standing.get(box.parent);
      if (up) standing.set(box.id, up);
      else if (alive.has(box.id)) {
        shown.push(box);
        if (box.group && !open.has(box.id)) standing.set(box.id, box.id);
      }
    }
    return { shown, open, standing };
  }

  // The same stacking as lanes.py, for what is shown now.
  function stack(shown) {
    for (const box of layout.boxes) box.h = ((page.state.lang === "en" && box.en) || box.zh).length * 19 + 12;
    const begins = new Map(), below = new Map();
    places = new Map();
    let y = layout.top;
    for (const row of layout.rows) {
      const byLane = {};
      for (const box of shown) if (box.row === row) byLane[box.lane] = (byLane[box.lane] || 0) + box.h + layout.gap;
      const tallest = Math.max(0, ...Object.values(byLane));
      begins.set(row, y);
      y += tallest + (tallest ? layout.gap : 0);
    }
    let bottom = layout.top;
    for (const box of shown) {
      const key = box.lane + " " + (box.row || "");
      let top = below.has(key) ? below.get(key) : box.row ? begins.get(box.row) : layout.top;
      if (!box.parent && !box.row && top > layout.top) top += layout.gap;
      places.set(box.id, top + box.h / 2);
      below.set(key, top + box.h + layout.gap);
      bottom = Math.max(bottom, top + box.h + layout.gap);
    }
    if (layout.spread) {
      const ends = {}, many = {}, group = new Map();
      for (const box of shown) {
        ends[box.lane] = Math.max(ends[box.lane] || 0, places.get(box.id));
        many[box.lane] = (many[box.lane] || 0) + (box.parent ? 0 : 1);
        group.set(box.id, many[box.lane] - 1);
      }
      const low = Math.min(layout.spread, Math.max(layout.top, ...Object.values(ends)));
      for (const box of shown) places.set(box.id, places.get(box.id) + Math.max(0, low - ends[box.lane]) * (group.get(box.id) + 0.5) / many[box.lane]);
    }
    const outer = drawn.filter((edge) => edge.arc && edge.left.lane === layout.lanes.length - 1);
    const arcs = Math.max(0, ...outer.map(peak)) + 8;
    size = { width: (layout.lanes.length - 1) * layout.step + layout.width + Math.max(16, arcs), height: bottom + 10 };
  }

  // ----------------------------------------------------------------------------------- which lines there are
  function chain(sel) {
    if (page.links.has(sel)) { const l = page.links.get(sel); return new Set([l.from, l.to, l.id]); }
    if (sel.startsWith("~")) return new Set(bundle(sel).flatMap((l) => [l.from, l.to, l.id]));
    if (!page.items.has(sel)) return null;
    const inside = [];
    (function walk(id) { (children.get(id) || []).forEach(walk); if (!children.has(id)) inside.push(id); })(sel);
    const found = new Set([sel, ...inside]);
    for (const [near, far] of layout.arcs ? [] : [["from", "to"], ["to", "from"]]) {
      const waiting = [...inside], seen = new Set(inside);
      while (waiting.length) {
        const id = waiting.pop();
        for (const link of page.linksOf.get(id) || []) {
          if (link[near] !== id) continue;
          found.add(link.id);
          if (!seen.has(link[far])) { seen.add(link[far]); found.add(link[far]); waiting.push(link[far]); }
        }
      }
    }
    if (layout.arcs) for (const id of inside) for (const link of page.linksOf.get(id) || []) found.add(link.id).add(link.from).add(link.to);
    return found;
  }
  const direct = (link, sel) => link.from === sel || link.to === sel || link.id === sel;
  function gather(standing, sel) {
    const pairs = new Map();
    for (const link of page.data.links) {
      if (!page.linkVisible(link)) continue;
      if ((link.implied || link.faint) && !direct(link, sel) && !page.state.strength && !page.state.relation) continue;
      const from = standing.get(link.from) || link.from, to = standing.get(link.to) || link.to;
      if (from === to || !boxes.has(from) || !boxes.has(to) || (link.inner && from !== link.from)) continue;
      const key = from < to ? `${from}>${to}` : `${to}>${from}`;
      if (!pairs.has(key)) pairs.set(key, { from, to, links: [] });
      pairs.get(key).links.push(link);
    }
    const heavy = (pair) => pair.links.reduce((sum, l) => sum + (l.count || (l.strength === "partial" ? 0.5 : 1)), 0);
    const most = Math.max(6, ...[...pairs.values()].map(heavy));
    return [...pairs.values()].map((pair) => {
      const one = boxes.get(pair.from), two = boxes.get(pair.to), single = pair.links.length === 1;
      pair.share = heavy(pair) / most;
      const counts = {};
      pair.links.forEach((l) => (counts[l.relation] = (counts[l.relation] || 0) + 1));
      pair.relation = Object.entries(counts).sort((a, b) => b[1] - a[1])[0][0];
      pair.id = single ? pair.links[0].id : `~${one.n}~${two.n}`;
      pair.arc = one.lane === two.lane;
      [pair.left, pair.right] = pair.arc ? (places.get(one.id) < places.get(two.id) ? [one, two] : [two, one]) : one.lane < two.lane ? [one, two] : [two, one];
      pair.width = single && !pair.links[0].count ? (pair.links[0].strength === "partial" ? 1.2 : 2.6) : 1 + 8 * pair.share;
      return pair;
    });
  }
  function bundle(sel) {
    const [, one, two] = sel.split("~").map(Number), { standing } = computeVisible();
    const ids = [layout.boxes[one], layout.boxes[two]].filter(Boolean).map((b) => b.id);
    return page.data.links.filter((l) => page.linkVisible(l) && ids.length === 2 && ids.includes(standing.get(l.from) || l.from) && ids.includes(standing.get(l.to) || l.to) && (standing.get(l.from) || l.from) !== (standing.get(l.to) || l.to));
  }
  function ends(pair) {
    return { x1: pair.left.x + pair.left.w, y1: places.get(pair.left.id), x2: pair.arc ? pair.right.x + pair.right.w : pair.right.x, y2: places.get(pair.right.id) };
  }
  // vis-network's "curvedCW" with the bulge kept within the space between lanes.
  const apart = (pair) => Math.abs(places.get(pair.right.id) - places.get(pair.left.id)) || 1;
  const bulge = (pair) => Math.min(layout.step - layout.width - 18, 12 + 0.06 * apart(pair), 62);
  const roundness = (pair) => (2 / Math.PI) * Math.asin(Math.min(0.85, (4 * bulge(pair)) / apart(pair)));

  const via = (pair) => (roundness(pair) / 2 + 0.5) * Math.PI;
  const peak = (pair) => (-(via(pair) / Math.PI) * apart(pair) * Math.cos(via(pair))) / 2;

  // ------------------------------------------------------------------------------------------------ colours
  const outlines = { dashed: [5, 4], dotted: [1.5, 3] };
  function look(box) {
    const faded = lit && !litBox(box), open = box.group && openGroups().has(box.id), chosen = box.id === page.state.sel;
    const fill = open ? page.color("page") : box.outline ? page.color("page") : page.color(box.tone + "-fill");
    return { faded, fill, border: chosen ? page.color("chosen") : page.color(box.tone + "-line"), width: chosen ? 3 : box.group ? 2 : 1.3, text: page.color("text"), bare: open };
  }
  function litBox(box) {
    if (lit.has(box.id)) return true;
    return (children.get(box.id) || []).some((id) => litBox(boxes.get(id)));
  }
  const sign = (box) => (box.group ? (openGroups().has(box.id) ? "▾ " : "▸ ") : "");
  function lines(box) {
    const found = (page.state.lang === "en" && box.en) || box.zh;
    return found.map((line, n) => (n ? line : sign(box) + line));
  }
  // vis-network sets lines of a label without space between them, so a box draws itself, as in the SVG.
  function renderer(box, l, rows) {
    const border = l.bare ? page.color("line") : l.border, hot = page.color("chosen"), ground = page.color("page");
    return ({ ctx, x, y, state }) => ({
      drawNode() {
        ctx.save();
        ctx.beginPath();
        ctx.roundRect(x - box.w / 2, y - box.h / 2, box.w, box.h, 4);
        ctx.fillStyle = ground;
        ctx.fill();
        ctx.globalAlpha = l.faded ? 0.36 : 1;
        ctx.fillStyle = l.fill;
        ctx.fill();
        ctx.lineWidth = l.width;
        ctx.strokeStyle = state.hover ? hot : border;
        if (box.outline) ctx.setLineDash(outlines[box.outline]);
        ctx.stroke();
        ctx.fillStyle = l.text;
        ctx.font = `14px ${face}`;
        ctx.textAlign = "left";
        ctx.textBaseline = "alphabetic";
        rows.forEach((line, n) => ctx.fillText(line, x - box.w / 2 + 7, y - ((rows.length - 1) * 19) / 2 + 5 + n * 19));
        ctx.restore();
      },
      nodeDimensions: { width: box.w, height: box.h },
    });
  }
  const face = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", sans-serif';

  function redraw() {
    const { shown, standing } = computeVisible(), sel = page.state.sel;
    drawn = [];
    stack(shown);
    lit = sel ? chain(sel) : null;
    drawn = gather(standing, sel);
    stack(shown);
    const wanted = [], anchors = new Map(), lineSet = [];
    for (const lane of layout.lanes) wanted.push({ id: "lane " + lane.x, shape: "text", label: page.say(lane.title), x: lane.x + layout.width / 2, y: 18, font: { size: 16, color: page.color("muted"), face } });
    for (const box of shown) {
      const l = look(box);
      wanted.push({ ...seeds.get(box.id), label: undefined, x: box.x + box.w / 2, y: places.get(box.id), shape: "custom", ctxRenderer: renderer(box, l, lines(box)) });
    }
    const anchor = (x, y) => { const id = `anchor ${x} ${y}`; anchors.set(id, { id, x, y, shape: "dot", size: 0.01, borderWidth: 0, color: "rgba(0,0,0,0)", label: undefined }); return id; };
    for (const pair of drawn) {
      const { x1, y1, x2, y2 } = ends(pair), faded = lit && !pair.links.some((l) => lit.has(l.id)), hot = pair.id === sel || pair.links.some((l) => l.id === sel);
      const color = hot ? page.color("chosen") : page.color(edgeTone(pair));
      const far = !pair.arc && Math.abs(pair.left.lane - pair.right.lane) > 1;
      // Before anything is chosen, strong bundles speak and single weak lines or those over a lane stay behind.
      pair.opacity = faded ? 0.06 : lit ? 0.95 : Math.min(layout.spread ? 0.6 : 0.85, (far ? 0.1 : 0.2) + 0.8 * pair.share);
      pair.color = color;
      lineSet.push({ id: pair.id, from: anchor(x1, y1), to: anchor(x2, y2), width: hot ? pair.width + 1 : pair.width, color: { color, hover: color, highlight: color, opacity: pair.opacity }, dashes: dashes(pair.relation),
        smooth: pair.arc ? { enabled: true, type: "curvedCW", roundness: roundness(pair) } : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } });
    }
    if (!network) network = begin();
    edges.clear();
    nodes.clear();
    nodes.add([...wanted, ...anchors.values()]);
    edges.add(lineSet);
    fit();
  }
  // A line that is no correspondence takes the colour of the place it leads to.
  const known = ["implements", "anticipates", "continues", "parallels", "relatesTo"];
  const levels = ["national", "province", "city", "county"];
  const edgeTone = (pair) => (known.includes(pair.relation) ? pair.relation : pair.arc ? "flow" : `${([pair.right, pair.left].find((box) => levels.includes(box.tone)) || pair.right).tone}-line`);
  const dashes = (relation) => ({ anticipates: [9, 5], parallels: [2, 5], relatesTo: [2, 5] })[relation] || false;

  function begin() {
    const made = new vis.Network(canvas, { nodes, edges }, { ...options, autoResize: false });
    made.on("click", (event) => {
      const at = made.getNodeAt(event.pointer.DOM), line = made.getEdgeAt(event.pointer.DOM);
      if (at !== undefined && boxes.has(at)) {
        if (boxes.get(at).group) toggle(at);
        revealed = at;
        page.select(at);
      } else if (line !== undefined && edges.get(line)) page.select(line);
      else page.select("");
    });
    for (const [type, value] of [["hoverNode", "pointer"], ["hoverEdge", "pointer"], ["blurNode", ""], ["blurEdge", ""]]) made.on(type, () => { canvas.style.cursor = value; });
    return made;
  }
  let last = "";
  function fit() {
    const room = Math.max(200, holder.clientWidth - 2), scale = Math.min(1.25, Math.max(room > 700 ? 0.85 : 0.68, room / size.width));
    const width = Math.ceil(size.width * scale), height = Math.min(12000, Math.ceil(size.height * scale));
    if (last !== `${width} ${height}`) {
      last = `${width} ${height}`;
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
      network.setSize(width + "px", height + "px");
    }
    network.moveTo({ scale, position: { x: width / scale / 2 - 2, y: height / scale / 2 }, animation: false });
    network.redraw();
  }
  new ResizeObserver(() => network && fit()).observe(holder);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", page.word("picture"));

  // --------------------------------------------------------------------------------- the same layout as SVG
  function svg() {
    const out = shape("svg", { width: Math.ceil(size.width + 20), height: Math.ceil(size.height + 10), viewBox: `-8 0 ${Math.ceil(size.width + 20)} ${Math.ceil(size.height + 10)}`, "font-family": face.replaceAll('"', "'"), "font-size": 14 });
    out.append(shape("title", {}, document.title), shape("rect", { x: -8, y: 0, width: "100%", height: "100%", fill: page.color("page") }));
    for (const lane of layout.lanes) out.append(shape("text", { x: lane.x + layout.width / 2, y: 23, "text-anchor": "middle", "font-size": 16, fill: page.color("muted") }, page.say(lane.title)));
    for (const pair of drawn) {
      const { x1, y1, x2, y2 } = ends(pair), middle = (x1 + x2) / 2;
      let d = `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`;
      if (pair.arc) {
        const f = roundness(pair) / 2 + 0.5, far = y2 - y1;
        d = `M${x1},${y1} Q${x1 - f * far * Math.cos(f * Math.PI)},${y1 + f * far * Math.sin(f * Math.PI)} ${x2},${y2}`;
      }
      const dash = dashes(pair.relation);
      out.append(shape("path", { d, fill: "none", stroke: page.color(edgeTone(pair)), "stroke-width": pair.width.toFixed(2), "stroke-opacity": pair.opacity, "stroke-dasharray": dash ? dash.join(" ") : null }, shape("title", {}, pair.links.length === 1 ? page.name(pair.relation) : `${pair.links.length}`)));
    }
    for (const box of layout.boxes) {
      if (!places.has(box.id)) continue;
      const l = look(box), top = places.get(box.id) - box.h / 2, rows = lines(box);
      const first = places.get(box.id) - ((rows.length - 1) * 19) / 2 + 5;
      out.append(shape("rect", { x: box.x, y: top, width: box.w, height: box.h, rx: 4, fill: page.color("page") }), shape("g", { opacity: l.faded ? 0.36 : 1 },
        shape("rect", { x: box.x, y: top, width: box.w, height: box.h, rx: 4, fill: l.fill, stroke: l.bare ? page.color("line") : l.border, "stroke-width": l.width, "stroke-dasharray": box.outline ? outlines[box.outline].join(" ") : null }),
        ...rows.map((line, n) => shape("text", { x: box.x + 7, y: first + n * 19, fill: l.text }, line))));
    }
    return out;
  }

  return {
    svg,
    places: () => Object.fromEntries(places),
    onScreen(x, y) {
      const at = network.canvasToDOM({ x, y }), frame = canvas.getBoundingClientRect();
      return { x: at.x + frame.left, y: at.y + frame.top };
    },
    refresh() {
      const sel = page.state.sel;
      if (sel && sel !== revealed) {
        revealed = sel;
        const ends = page.links.has(sel) ? [page.links.get(sel).from, page.links.get(sel).to] : [sel];
        ends.filter((id) => boxes.has(id)).forEach(reveal);
      }
      canvas.setAttribute("aria-label", page.word("picture"));
      redraw();
    },
    other(sel) {
      if (!sel.startsWith("~")) return null;
      const found = bundle(sel);
      return found.length ? [make("h2", {}, `${page.word("links")} (${found.length})`), make("ul", { class: "cards" }, found.slice(0, 100).map((l) => make("li", {}, make("button", { type: "button", class: "card", onclick: go(l.id) }, page.full(l.from), make("br"), "→ " + page.full(l.to), make("br"), make("span", { class: "muted" }, [page.name(l.relation), l.strength && page.name(l.strength), l.count].filter(Boolean).join(" · "))))))] : null;
    },
    panel(item) {
      if (!children.has(item.id)) return [];
      const open = openGroups().has(item.id);
      return [make("p", {}, make("button", { type: "button", onclick: () => { toggle(item.id); page.select(item.id); } }, page.word(open ? "close" : "open")))];
    },
  };
};
