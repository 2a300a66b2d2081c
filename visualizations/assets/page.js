// The shell of every page: state in the address, words in two languages, filters, panel, table, downloads.
// Everything that came out of a document is put on the page as text, never as markup.
"use strict";

const drawings = {};
const FACETS = ["level", "place", "theme", "agency", "relation", "strength"];

const page = {
  data: JSON.parse(document.getElementById("data").textContent),
  network: JSON.parse(document.getElementById("network").textContent || "null"),
  state: {},
  items: new Map(),
  links: new Map(),
  linksOf: new Map(),

  word(key) { return WORDS[this.state.lang][key] || key; },
  say(text) { return text ? text[this.state.lang] || text.zh : ""; },
  label(item) { return (this.state.lang === "en" && item.en) || item.zh; },
  name(id) {
    const known = this.data.details.names[id];
    if (known) return this.say(known);
    const item = this.items.get(id);
    return item ? this.label(item) : this.word(id);
  },
  full(id) {
    const item = this.items.get(id), measure = this.data.details.measures[id];
    if (measure) return `${this.place(measure.document)} ${measure.path} ${measure.title}`;
    return item ? this.label(item) : this.name(id);
  },
  place(id) { const known = this.data.details.documents[id]; return known ? this.say(known.short) : id; },
  // Asked thousands of times for one picture: each colour of a shade is looked up once.
  color(name) {
    const key = `${document.documentElement.dataset.shade} ${name}`;
    if (!this.colors.has(key)) this.colors.set(key, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim() || "#888888");
    return this.colors.get(key);
  },
  colors: new Map(),

  linkVisible(link) {
    const { strength, relation } = this.state;
    return (!strength || (link.strength || String(link.count || "")) === strength) && (!relation || link.relation === relation) && this.shown.has(link.from) && this.shown.has(link.to);
  },
  // A level hides all others; a chosen place, theme or agency keeps what is linked with it too.
  filter() {
    const s = this.state, wide = s.place || s.theme || s.agency;
    const level = (item) => !s.level || !item.facets || !item.facets.level || item.facets.level.includes(s.level);
    const has = (item) => ["place", "theme", "agency"].every((f) => !s[f] || ((item.facets || {})[f] || []).includes(s[f]));
    const own = new Set([...this.items.values()].filter((i) => (!wide || has(i)) && level(i)).map((i) => i.id));
    this.shown = new Set(own);
    if (wide) for (const link of this.data.links)
      if (own.has(link.from) !== own.has(link.to))
        for (const end of [link.from, link.to]) if (level(this.items.get(end))) this.shown.add(end);
    if (s.strength || s.relation) {
      const linked = new Set();
      for (const link of this.data.links) if (this.linkVisible(link)) linked.add(link.from).add(link.to);
      const any = this.data.links.length > 0;
      if (any) this.shown = new Set([...this.shown].filter((id) => linked.has(id) || this.items.get(id).kind === "Document"));
    }
  },
  matches(query) {
    const words = query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return [...this.items.values()].filter((item) => words.every((w) => this.haystack(item).includes(w)));
  },
  haystack(item) {
    if (!item.haystack) {
      const measure = this.data.details.measures[item.id];
      const text = measure ? measure.text.replace(/\s+/g, "") : "";
      item.haystack = [item.zh, item.en, item.id, item.path, item.document && this.data.details.documents[item.document].short.zh, text]
        .filter(Boolean).join(" ").normalize("NFKC").toLowerCase();
    }
    return item.haystack;
  },

  select(id, options = {}) {
    this.state.sel = id || "";
    if (id) this.state.q = options.keep ? this.state.q : "";
    this.refresh("select");
    if (id && options.reveal !== false && matchMedia("(max-width: 900px)").matches)
      document.getElementById("panel").scrollIntoView({ block: "start" });
    if (id && options.focus) document.getElementById("panel").focus({ preventScroll: true });
  },
  set(changes) { Object.assign(this.state, changes); this.refresh("state"); },

  refresh(why) {
    this.filter();
    writeState();
    showWords();
    showFilters();
    showPanel();
    showTable();
    this.drawing.refresh(why);
  },
};

// ------------------------------------------------------------------------------------------------- state

function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const state = { lang: "zh", shade: dark ? "dark" : "light", q: "", sel: "", tab: "nodes", open: "", mode: "" };
  for (const facet of FACETS) state[facet] = "";
  for (const key of Object.keys(state)) if (given.has(key)) state[key] = given.get(key);
  if (!WORDS[state.lang]) state.lang = "zh";
  if (!["light", "dark"].includes(state.shade)) state.shade = "light";
  if (!["nodes", "links"].includes(state.tab)) state.tab = "nodes";
  page.shadeGiven = given.has("shade");
  page.state = state;
}

function writeState() {
  const kept = new URLSearchParams();
  for (const [key, value] of Object.entries(page.state)) {
    const usual = { lang: "zh", tab: "nodes", shade: page.shadeGiven ? null : page.state.shade }[key] || "";
    if (value && value !== usual) kept.set(key, value);
  }
  const hash = kept.toString() ? "#" + kept : "#";
  if (hash !== (location.hash || "#")) history.replaceState(null, "", hash);
}

// ------------------------------------------------------------------------------------------ words, filters

function showWords() {
  const { lang, shade } = page.state, root = document.documentElement;
  root.lang = lang === "en" ? "en" : "zh-CN";
  root.dataset.shade = shade;
  const named = (text) => (page.data.root ? `${page.say(text)}：${page.say(page.data.root)}` : page.say(text));
  document.title = document.getElementById("title").textContent = lang === "en" ? named(page.data.title).replace("：", ": ") : named(page.data.title);
  document.getElementById("about").textContent = page.say(page.data.about);
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = page.word(node.dataset.text);
  const other = document.getElementById("language");
  other.textContent = lang === "en" ? "中文" : "English";
  other.lang = lang === "en" ? "zh" : "en";
  document.getElementById("shade").textContent = page.word(shade === "dark" ? "light" : "dark");
  document.getElementById("legend").replaceChildren(...page.data.legend.map((key) => make("li", {}, sample(key.mark), page.say(key))));
}

// The sign of a legend line, drawn with the colours of the picture.
function sample(mark) {
  const [what, name] = mark.split("-");
  const parts = [];
  if (what === "line") {
    const dash = { anticipates: "6 4", parallels: "2 4", relatesTo: "2 4" }[name];
    const width = name === "weak" ? 1.2 : name === "strong" ? 4 : 2.5;
    const tone = ["strong", "weak", "flow"].includes(name) ? "implements" : name;
    parts.push(shape("line", { x1: 1, y1: 8, x2: 29, y2: 8, stroke: page.color(tone), "stroke-width": width, "stroke-dasharray": dash }));
  } else if (what === "mark") {
    parts.push(shape("rect", { x: 1, y: 2, width: 28, height: 12, rx: 2, fill: page.color(name) }));
  } else {
    const dashed = what === "dash" || what === "dot", tone = name === "open" ? "plain" : name;
    parts.push(shape("rect", { x: 1.5, y: 2, width: 27, height: 12, rx: 3, fill: what === "fill" ? page.color(tone + "-line") : dashed ? page.color("page") : page.color(tone + "-fill"),
      stroke: page.color(tone + "-line"), "stroke-width": 1.5, "stroke-dasharray": what === "dot" ? "1.5 3" : dashed ? "4 3" : null }));
  }
  return shape("svg", { width: 30, height: 16, "aria-hidden": "true" }, ...parts);
}

function facetValues(facet) {
  const seen = new Map();
  const count = (id) => seen.set(id, (seen.get(id) || 0) + 1);
  if (facet === "relation") page.data.links.forEach((l) => count(l.relation));
  else if (facet === "strength") page.data.links.forEach((l) => count(l.strength || (l.count ? String(l.count) : "")));
  else page.data.items.forEach((item) => ((item.facets || {})[facet] || []).forEach(count));
  seen.delete("");
  const order = ["level/national", "level/province", "level/city", "level/county", "level/unknown"];
  return [...seen.keys()].sort((a, b) => (facet === "level" ? order.indexOf(a) - order.indexOf(b)
    : facet === "strength" ? a.localeCompare(b, "en", { numeric: true }) : page.name(a).localeCompare(page.name(b), "zh")));
}

function showFilters() {
  const box = document.getElementById("selects");
  if (box.dataset.lang !== page.state.lang) {
    box.dataset.lang = page.state.lang;
    box.replaceChildren(...FACETS.map((facet) => {
      const values = facetValues(facet);
      const select = make("select", { id: "filter-" + facet }, make("option", { value: "" }, page.word("all")),
        values.map((id) => make("option", { value: id }, facet === "strength" && /^\d+$/.test(id) ? `${id} ${page.word("has")}` : page.name(id))));
      select.addEventListener("change", () => page.set({ [facet]: select.value }));
      return values.length > 1 ? make("label", {}, page.word(facet), select) : null;
    }).filter(Boolean));
  }
  for (const facet of FACETS) { const s = document.getElementById("filter-" + facet); if (s) s.value = page.state[facet]; }
  const q = document.getElementById("q");
  if (q.value !== page.state.q) q.value = page.state.q;
  const shown = [...page.items.keys()].filter((id) => page.shown.has(id) && page.items.get(id).kind !== "group").length;
  const all = [...page.items.values()].filter((i) => i.kind !== "group").length;
  document.getElementById("count").textContent = shown === all ? `${all} ${page.word("shown")}` : `${shown} / ${all} ${page.word("shown")}`;
}

// -------------------------------------------------------------------------------------------------- start

function start() {
  for (const item of page.data.items) page.items.set(item.id, item);
  for (const link of page.data.links) {
    link.id ??= `${link.from} ${link.relation} ${link.to}`;
    page.links.set(link.id, link);
    for (const end of [link.from, link.to]) { if (!page.linksOf.has(end)) page.linksOf.set(end, []); page.linksOf.get(end).push(link); }
  }
  readState();
  page.filter();
  document.documentElement.dataset.shade = page.state.shade;
  const wide = matchMedia("(min-width: 901px)");
  const unfold = () => { document.getElementById("more").open = wide.matches; };
  unfold();
  wide.addEventListener("change", unfold);
  const holder = document.getElementById("drawing");
  showWords();
  page.drawing = drawings[page.data.drawing](page, holder);
  const on = (id, type, action) => document.getElementById(id).addEventListener(type, action);
  on("language", "click", () => page.set({ lang: page.state.lang === "en" ? "zh" : "en" }));
  on("shade", "click", () => { page.shadeGiven = true; page.set({ shade: page.state.shade === "dark" ? "light" : "dark" }); });
  on("csv", "click", () => save(new Blob([csvText(page.state.tab)], { type: "text/csv;charset=utf-8" }), `${page.data.view}-${page.state.tab}.csv`));
  on("svg", "click", () => save(new Blob([svgText()], { type: "image/svg+xml" }), page.data.view + ".svg"));
  on("png", "click", savePng);
  // A page of text has no picture to save.
  for (const id of ["svg", "png"]) document.getElementById(id).hidden = !page.drawing.svg;
  // The address holds the state, so a jump within the page must not change it.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    const table = document.getElementById("table");
    table.scrollIntoView();
    table.focus({ preventScroll: true });
  });
  on("print", "click", () => window.print());
  on("q", "input", (event) => { page.state.q = event.target.value; page.refresh("search"); });
  on("filters", "submit", (event) => event.preventDefault());
  on("filters", "reset", () => setTimeout(() => { rowLimit = 200; page.set({ q: "", level: "", place: "", theme: "", agency: "", relation: "", strength: "", sel: "" }); }));
  on("tabs", "keydown", (event) => { if (["ArrowLeft", "ArrowRight"].includes(event.key)) page.set({ tab: page.state.tab === "nodes" ? "links" : "nodes" }); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && (page.state.sel || page.state.q)) page.select(""); });
  window.addEventListener("hashchange", () => { readState(); page.refresh("state"); });
  // Paper is white: a page prints in its light colours, a picture as SVG that fits the sheet.
  let shade = "";
  window.addEventListener("beforeprint", () => {
    shade = page.state.shade;
    page.state.shade = "light";
    showWords();
    page.drawing.refresh("print");
    if (page.drawing.svg && page.data.drawing !== "columns") {
      holder.append(make("div", { class: "print-picture" }, page.drawing.svg()));
      holder.classList.add("printed");
    }
  });
  window.addEventListener("afterprint", () => {
    holder.querySelectorAll(".print-picture").forEach((picture) => picture.remove());
    holder.classList.remove("printed");
    page.state.shade = shade;
    showWords();
    page.drawing.refresh("print");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (e) => { if (!page.shadeGiven) page.set({ shade: e.matches ? "dark" : "light" }); });
  page.refresh("start");
  document.documentElement.dataset.ready = "yes";
}
document.addEventListener("DOMContentLoaded", start);
