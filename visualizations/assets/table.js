// The table beside the picture, and what is saved from a page: CSV, SVG, PNG.
"use strict";

const COLUMNS = {
  nodes: {
    kind: (i) => page.word(i.kind), name: (i) => page.label(i), level: (i) => names(i, "level"), place: (i) => names(i, "place"), document: (i) => (i.document ? page.place(i.document) : ""),
    path: (i) => i.path || "", theme: (i) => names(i, "theme"), agency: (i) => names(i, "agency"), note: (i) => page.say(i.note), below: (i) => page.say(i.below), reviews: reviewsOf,
  },
  links: {
    relation: (l) => page.name(l.relation), from: (l) => page.full(l.from), to: (l) => page.full(l.to), strength: (l) => (l.strength ? page.name(l.strength) : ""), count: (l) => l.count || "",
    share: (l) => (l.share ? `${(l.share * 100).toFixed(1)} %` : ""), gap: (l) => l.gap ?? "", pace: (l) => l.pace ?? "", said: (l) => page.say(l.said), score: (l) => l.score ?? "", lag: (l) => l.lag ?? "", lower: (l) => quote(l, "lower", l.from), upper: (l) => quote(l, "upper", l.to), reasons: (l) => l.reasons || "", reviews: reviewsOf,
  },
};
const names = (item, facet) => ((item.facets || {})[facet] || []).map((id) => page.name(id)).join("、");
function quote(link, side, id) {
  const item = page.items.get(id), measure = page.data.details.measures[(item && item.measure) || id], span = link[side];
  return measure && span ? clean(measure.text.slice(span[0] - measure.start, span[1] - measure.start)) : "";
}

const rowsOf = (tab) => (tab === "nodes" ? page.data.items.filter((i) => page.shown.has(i.id) && i.kind !== "group") : page.data.links.filter((l) => page.linkVisible(l)));
// A column that no row of the page fills is left out; which these are does not depend on what is filtered.
const filled = {};
function columnsOf(tab) {
  const rows = tab === "nodes" ? page.data.items : page.data.links;
  filled[tab] ??= Object.entries(COLUMNS[tab]).filter(([, value]) => rows.some((row) => value(row) !== ""));
  return filled[tab];
}

let rowLimit = 200;
function showTable() {
  const tabs = document.getElementById("tabs"), rows = document.getElementById("rows"), { tab, sel } = page.state;
  const chosen = (name) => make("button", { type: "button", role: "tab", id: "tab-" + name, "aria-selected": String(tab === name), "aria-controls": "rows", tabindex: tab === name ? "0" : "-1", onclick: () => { page.set({ tab: name }); document.getElementById("tab-" + name).focus(); } }, `${page.word(name)} (${rowsOf(name).length})`);
  const hadFocus = tabs.contains(document.activeElement);
  tabs.replaceChildren(...["nodes", "links"].map(chosen));
  if (hadFocus) document.getElementById("tab-" + tab).focus();
  rows.setAttribute("aria-labelledby", "tab-" + tab);
  const all = rowsOf(tab), columns = columnsOf(tab), first = tab === "nodes" ? "name" : "relation";
  const body = all.slice(0, rowLimit).map((row) => make("tr", { class: row.id === sel ? "chosen" : null, "data-id": row.id }, columns.map(([key, value]) =>
    make("td", { class: "of-" + key }, key === first ? make("button", { type: "button", onclick: go(row.id) }, String(value(row))) : String(value(row))))));
  const table = make("table", {}, make("thead", {}, make("tr", {}, columns.map(([key]) => make("th", { scope: "col" }, page.word(key))))), make("tbody", {}, body));
  rows.replaceChildren(table, ...(all.length > rowLimit ? [make("button", { type: "button", id: "more-rows", onclick: () => { rowLimit += 1000; showTable(); } }, `${page.word("more")} (${all.length - rowLimit})`)] : []));
}

// A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text.
function csvCell(value) {
  const text = String(value), safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? "'" + text : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
function csvText(tab) {
  const all = rowsOf(tab), columns = columnsOf(tab);
  const head = ["id", ...columns.map(([key]) => page.word(key))];
  return "\ufeff" + [head, ...all.map((row) => [row.id, ...columns.map(([, value]) => value(row))])].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

// --------------------------------------------------------------------------------------------- downloads

function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
function svgText() {
  const svg = page.drawing.svg();
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(svg);
}
function savePng() {
  const svg = page.drawing.svg(), width = Number(svg.getAttribute("width")), height = Number(svg.getAttribute("height"));
  // Browsers refuse a canvas much larger than this.
  const scale = Math.min(2, 16000 / width, 16000 / height, Math.sqrt(1.2e8 / (width * height)));
  const image = new Image(), address = URL.createObjectURL(new Blob([svgText()], { type: "image/svg+xml" }));
  image.onload = () => {
    const canvas = make("canvas", { width: Math.ceil(width * scale), height: Math.ceil(height * scale) });
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.drawImage(image, 0, 0, width, height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => save(blob, page.data.view + ".png"), "image/png");
  };
  image.src = address;
}
