// The shell of every page: state in the address, words in two languages, filters, panel, table, downloads.
// Everything that came out of a document is put on the page as text, never as markup.
"use strict";

const drawings = {};

const WORDS = {
  zh: {
    skip: "跳到表格", search: "搜索", filters: "筛选", clear: "清除", table: "表格", print: "打印",
    level: "层级", place: "地区", theme: "主题", agency: "单位", strength: "强度", all: "全部",
    nodes: "条目", links: "连线", kind: "类别", name: "名称", document: "文件", path: "编号", note: "备注",
    relation: "关系", from: "下侧（后）", to: "上侧（前）", score: "得分", lag: "时滞（天）", reasons: "理由",
    lower: "下侧原文", upper: "上侧原文", figures: "数字", agencies: "责任单位", source: "来源", themes: "主题",
    metric: "指标", amount: "数值", period: "期间", remark: "说明", connected: "相关连线", members: "包含的措施",
    open: "展开", close: "收起", back: "返回概览", evidence: "证据", text: "原文", shown: "项", of: "共",
    light: "浅色", dark: "深色", found: "条结果", none: "没有结果", more: "显示更多", start: "点选图中或表中的一项，查看原文与证据。",
    lead: "牵头", joint: "共同", support: "配合", responsible: "负责", Measure: "措施", Document: "文件", Agency: "单位",
    Figure: "数字", Theme: "主题", Concept: "概念", Region: "地区", group: "分组", target: "目标", parameter: "规则参数",
    context: "背景", count: "数量", share: "占上级", about: "说明", inDocument: "见", works: "共同负责", has: "项措施",
    picture: "图；下方表格列出同样内容，可用键盘逐项选择。", days: "天", section: "章节", sees: "打开页面", site: "目录", min1: "全部", address: "本页地址可引用：选择与筛选都在其中。",
  },
  en: {
    skip: "Skip to the table", search: "Search", filters: "Filters", clear: "Clear", table: "Table", print: "Print",
    level: "Level", place: "Place", theme: "Theme", agency: "Agency", strength: "Strength", all: "all",
    nodes: "Nodes", links: "Links", kind: "Kind", name: "Name", document: "Document", path: "Item", note: "Note",
    relation: "Relation", from: "Lower (later)", to: "Upper (earlier)", score: "Score", lag: "Lag (days)", reasons: "Reasons",
    lower: "Lower text", upper: "Upper text", figures: "Figures", agencies: "Agencies", source: "Source", themes: "Themes",
    metric: "Metric", amount: "Amount", period: "Period", remark: "Remark", connected: "Links of this node", members: "Measures",
    open: "Open", close: "Close", back: "Back to the overview", evidence: "Evidence", text: "Text", shown: "shown", of: "of",
    light: "Light", dark: "Dark", found: "found", none: "Nothing found", more: "Show more", start: "Choose something in the picture or the table to read its text with the evidence.",
    lead: "lead", joint: "joint", support: "support", responsible: "responsible", Measure: "measure", Document: "document", Agency: "agency",
    Figure: "figure", Theme: "theme", Concept: "concept", Region: "region", group: "group", target: "target", parameter: "rule's parameter",
    context: "context", count: "Count", share: "Share of the upper", about: "About", inDocument: "in", works: "work together on", has: "measures",
    picture: "Picture; the table below lists the same and can be used with the keyboard.", days: "days", section: "section", sees: "Open its page", site: "Contents", min1: "all", address: "The address of this page keeps what is chosen and filtered, and can be cited.",
  },
};
const FACETS = ["level", "place", "theme", "agency", "relation", "strength"];

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) node.append(child);
  return node;
}

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
  color(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim() || "#888888"; },

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
    const dashed = what === "dash", tone = name === "open" ? "plain" : name;
    parts.push(shape("rect", { x: 1.5, y: 2, width: 27, height: 12, rx: 3, fill: dashed ? page.color("page") : page.color(tone + "-fill"),
      stroke: page.color(tone + "-line"), "stroke-width": 1.5, "stroke-dasharray": dashed ? "4 3" : null }));
  }
  return shape("svg", { width: 30, height: 16, "aria-hidden": "true" }, ...parts);
}

function shape(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {}))
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
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

// ------------------------------------------------------------------------------------------------- panel

// Lines of a file are wrapped anywhere; only the break behind a heading is kept.
function clean(text, keep = -1) {
  return text.replace(/[ \t\u3000]*\n\s*/g, (gap, at) => (keep >= at && keep < at + gap.length ? "\n" : ""));
}
function headingBreak(measure) {
  if (measure.broken === undefined) {
    const title = (measure.title || "").replace(/\s+/g, "");
    measure.broken = [...measure.text.matchAll(/\n/g)].map((m) => m.index).find((at) => title && measure.text.slice(0, at).replace(/\s+/g, "").endsWith(title)) ?? -1;
  }
  return measure.broken;
}

// A measure's text with spans marked; spans are offsets into the document, as the record has them.
function passage(id, spans, tone) {
  const measure = page.data.details.measures[id];
  const length = measure.text.length;
  const marks = spans.map(([start, end, kind, title]) => [Math.max(0, start - measure.start), Math.min(length, end - measure.start), kind, title])
    .filter(([start, end]) => end > start);
  const cuts = [...new Set([0, length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const box = make("div", { class: "passage " + (tone || "") });
  let before = "";
  for (let n = 0; n + 1 < cuts.length; n++) {
    const on = marks.filter(([start, end]) => start <= cuts[n] && cuts[n + 1] <= end);
    let text = clean(measure.text.slice(cuts[n], cuts[n + 1]), headingBreak(measure) - cuts[n]);
    if (/\n\s*$/.test(before)) text = text.replace(/^\s+/, "");
    before = measure.text.slice(cuts[n], cuts[n + 1]);
    if (!n) text = text.replace(/^\s+/, "");
    if (!text) continue;
    box.append(on.length ? make("mark", { class: [...new Set(on.map((m) => m[2]))].join(" "), title: on.map((m) => m[3]).filter(Boolean).join("; ") }, text) : text);
  }
  return box;
}

function factSpans(id) {
  const measure = page.data.details.measures[id];
  return [...measure.figures.map((f) => [f[6], f[7], "figure", `${f[2]} ${f[3]} ${f[4]}`]),
    ...measure.agencies.map((a) => [a[2], a[3], "agency", `${page.name(a[0])} · ${page.word(a[1])}`])];
}

function evidenceSpans(id) {
  const spans = [];
  for (const link of page.linksOf.get(id) || []) {
    if (link.from === id && link.lower) spans.push([...link.lower, "evidence", page.full(link.to)]);
    if (link.to === id && link.upper) spans.push([...link.upper, "evidence", page.full(link.from)]);
  }
  return spans;
}

function tone(id) { const d = page.data.details.documents[id]; return (d && d.level) || "plain"; }
function go(id) { return () => page.select(id, { focus: true }); }

function citation(id) {
  const d = page.data.details.documents[id];
  if (!d) return [];
  const parts = [`《${d.title}》`, d.number && `（${d.number}）`, d.issuer, d.issuedOn].filter(Boolean).join(" ");
  const line = make("p", { class: "muted" }, make("span", { class: "tag " + d.level }, page.say(d.short)), linked(id, parts));
  const web = d.source && /^https?:\/\//.test(d.source);
  const from = d.source ? make("p", { class: "muted" }, page.word("source") + ": ", web ? make("a", { href: d.source, rel: "noopener noreferrer", target: "_blank" }, d.source) : d.source) : null;
  return [line, from];
}

// In a site a document or agency has a page of its own.
function linked(id, text) { return page.data.pages[id] ? make("a", { href: page.data.pages[id] }, text) : text; }

function seeAlso(id) {
  const target = page.data.pages && page.data.pages[id];
  return target ? [make("p", {}, make("a", { href: target }, page.word("sees")))] : [];
}

function measureFacts(id) {
  const m = page.data.details.measures[id], out = [];
  if (m.figures.length) out.push(make("h3", {}, page.word("figures")), make("table", {}, make("thead", {}, make("tr", {}, ["metric", "amount", "period"].map((k) => make("th", { scope: "col" }, page.word(k))))),
    make("tbody", {}, m.figures.map((f) => make("tr", {}, make("td", {}, f[2], make("br"), make("span", { class: "muted" }, page.word(f[1]), f[5] ? ` · ${f[5]}` : "")), make("td", {}, f[3]), make("td", {}, f[4]))))));
  if (m.agencies.length) out.push(make("h3", {}, page.word("agencies")), make("ul", {}, m.agencies.map((a) => make("li", {}, linked(a[0], page.name(a[0])), make("span", { class: "muted" }, ` · ${page.word(a[1])}`)))));
  if (m.themes.length) out.push(make("p", { class: "muted" }, page.word("themes") + ": " + m.themes.map((t) => page.name(t)).join("、")));
  return out;
}

function linkCard(link, own) {
  const other = link.from === own ? link.to : link.from;
  const arrow = own === undefined ? "" : link.from === own ? "→ " : "← ";
  const facts = [page.name(link.relation), link.strength && page.name(link.strength), link.count && `${link.count} ${page.word("has")}`, link.score && link.score.toFixed(2)].filter(Boolean).join(" · ");
  return make("li", {}, make("button", { type: "button", class: "card", onclick: go(link.id) }, `${arrow}${page.full(other)}`, make("br"), make("span", { class: "muted" }, facts)));
}

function memberCards(ids) {
  const shown = ids.slice(0, 60);
  const cards = shown.map((id) => make("li", {}, page.items.has(id)
    ? make("button", { type: "button", class: "card", onclick: go(id) }, page.full(id))
    : make("details", { class: "card" }, make("summary", {}, page.full(id)), page.data.details.measures[id] ? passage(id, factSpans(id), tone(page.data.details.measures[id].document)) : "")));
  return ids.length ? [make("h3", {}, `${page.word("members")} (${ids.length})`), make("ul", { class: "cards" }, cards), ids.length > 60 ? make("p", { class: "muted" }, "…") : null] : [];
}

function itemPanel(item, own) {
  const measure = page.data.details.measures[item.measure || item.id];
  const out = [make("h2", {}, item.path && item.kind === "Measure" ? `${item.path} ${page.label(item)}` : page.label(item)),
    make("p", {}, make("span", { class: "tag" }, page.word(item.kind)), item.note ? page.say(item.note) : "")];
  if (item.kind === "Document" || measure) out.push(...citation(item.document));
  if (!own) out.push(...seeAlso(item.id));
  if (page.drawing.panel) out.push(...page.drawing.panel(item));
  if (measure) {
    const id = item.measure || item.id;
    if (measure.section) out.push(make("p", { class: "muted" }, `${page.word("section")}: ${measure.section}`));
    const own = item.span ? [[...item.span, "evidence", ""]] : evidenceSpans(item.id);
    out.push(make("h3", {}, page.word("text")), passage(id, [...factSpans(id), ...own], tone(measure.document)), ...measureFacts(id));
  }
  const links = (page.linksOf.get(item.id) || []).filter((l) => page.linkVisible(l));
  if (links.length) out.push(make("h3", {}, `${page.word("connected")} (${links.length})`), make("ul", { class: "cards" }, links.slice(0, 60).map((l) => linkCard(l, item.id))));
  out.push(...memberCards(item.members || []));
  return out;
}

function linkPanel(link) {
  const facts = [["strength", link.strength && page.name(link.strength)], ["score", link.score && link.score.toFixed(2)], ["lag", link.lag], ["count", link.count],
    ["share", link.share && `${(link.share * 100).toFixed(1)} %`], ["reasons", link.reasons]].filter(([, v]) => v !== undefined && v !== null && v !== "");
  const out = [make("h2", {}, page.name(link.relation)), make("p", {}, facts.map(([k, v]) => [make("span", { class: "tag" }, page.word(k)), `${v} `]))];
  for (const [side, id] of [["lower", link.from], ["upper", link.to]]) {
    const item = page.items.get(id), measure = page.data.details.measures[(item && item.measure) || id];
    const title = page.full(id);
    out.push(make("h3", {}, `${measure && (link.lower || link.upper) ? page.word(side) + "：" : ""}`, make("button", { type: "button", class: "card", onclick: go(id) }, title)));
    if (!measure) continue;
    const span = link[side] || (item && item.span);
    out.push(...citation(measure.document), passage((item && item.measure) || id, [...factSpans((item && item.measure) || id), ...(span ? [[...span, "evidence", page.word("evidence")]] : [])], tone(measure.document)));
  }
  if (link.parts) out.push(make("h3", {}, `${page.word("links")} (${link.parts.length})`), make("ul", { class: "cards" }, link.parts.slice(0, 200).map((id) => page.links.get(id)).map((l) => make("li", {}, make("button", { type: "button", class: "card", onclick: go(l.id) }, page.full(l.from), make("br"), "→ " + page.full(l.to), make("br"), make("span", { class: "muted" }, [page.name(l.relation), l.strength && page.name(l.strength)].filter(Boolean).join(" · ")))))));
  out.push(...memberCards(link.members || []));
  return out;
}

function findings() {
  return page.data.findings.map((finding) => (finding.members && finding.members.length
    ? make("details", { class: "finding" }, make("summary", {}, page.say(finding)), make("ul", { class: "cards" }, finding.members.slice(0, 200).map((id) => make("li", {}, make("button", { type: "button", class: "card", onclick: go(id) }, page.full(id))))))
    : make("p", {}, page.say(finding))));
}

function showPanel() {
  const panel = document.getElementById("panel"), { sel, q } = page.state;
  const back = () => make("p", {}, make("button", { type: "button", onclick: () => page.select("") }, "← " + page.word("back")));
  let content;
  if (q.trim()) {
    const found = page.matches(q);
    content = [make("h2", {}, found.length ? `${found.length} ${page.word("found")}` : page.word("none")),
      make("ul", { class: "cards", id: "results" }, found.slice(0, 80).map((item) => make("li", {}, make("button", { type: "button", class: "card", onclick: go(item.id) }, page.full(item.id), make("br"), make("span", { class: "muted" }, page.word(item.kind))))))];
  } else if (page.items.has(sel)) content = [back(), ...itemPanel(page.items.get(sel))];
  else if (page.links.has(sel)) content = [back(), ...linkPanel(page.links.get(sel))];
  else if (page.drawing.other && page.drawing.other(sel)) content = [back(), ...page.drawing.other(sel)];
  else if (page.data.drawing !== "record" && page.items.has(page.data.home)) content = itemPanel(page.items.get(page.data.home));
  else content = [make("h2", {}, page.say(page.data.title)), make("p", {}, page.word("start")), ...findings(), make("p", { class: "muted" }, page.word("address"))];
  panel.replaceChildren(...content.filter((c) => c !== null && c !== undefined));
  panel.scrollTop = 0;
}

// ------------------------------------------------------------------------------------------------- table

const COLUMNS = {
  nodes: {
    kind: (i) => page.word(i.kind), name: (i) => page.label(i), level: (i) => names(i, "level"), place: (i) => names(i, "place"), document: (i) => (i.document ? page.place(i.document) : ""),
    path: (i) => i.path || "", theme: (i) => names(i, "theme"), agency: (i) => names(i, "agency"), note: (i) => page.say(i.note),
  },
  links: {
    relation: (l) => page.name(l.relation), from: (l) => page.full(l.from), to: (l) => page.full(l.to), strength: (l) => (l.strength ? page.name(l.strength) : ""), count: (l) => l.count || "",
    share: (l) => (l.share ? `${(l.share * 100).toFixed(1)} %` : ""), score: (l) => l.score ?? "", lag: (l) => l.lag ?? "", lower: (l) => quote(l, "lower", l.from), upper: (l) => quote(l, "upper", l.to), reasons: (l) => l.reasons || "",
  },
};
const names = (item, facet) => ((item.facets || {})[facet] || []).map((id) => page.name(id)).join("、");
function quote(link, side, id) {
  const item = page.items.get(id), measure = page.data.details.measures[(item && item.measure) || id], span = link[side];
  return measure && span ? clean(measure.text.slice(span[0] - measure.start, span[1] - measure.start)) : "";
}

function tableRows(tab) {
  const all = tab === "nodes" ? page.data.items.filter((i) => page.shown.has(i.id) && i.kind !== "group") : page.data.links.filter((l) => page.linkVisible(l));
  const columns = Object.entries(COLUMNS[tab]).filter(([, value]) => all.some((row) => value(row) !== ""));
  return { all, columns };
}

let rowLimit = 200;
function showTable() {
  const tabs = document.getElementById("tabs"), rows = document.getElementById("rows"), { tab, sel } = page.state;
  const chosen = (name) => make("button", { type: "button", role: "tab", id: "tab-" + name, "aria-selected": String(tab === name), "aria-controls": "rows", tabindex: tab === name ? "0" : "-1", onclick: () => { page.set({ tab: name }); document.getElementById("tab-" + name).focus(); } }, `${page.word(name)} (${tableRows(name).all.length})`);
  const hadFocus = tabs.contains(document.activeElement);
  tabs.replaceChildren(...["nodes", "links"].map(chosen));
  if (hadFocus) document.getElementById("tab-" + tab).focus();
  rows.setAttribute("aria-labelledby", "tab-" + tab);
  const { all, columns } = tableRows(tab), first = tab === "nodes" ? "name" : "relation";
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
  const { all, columns } = tableRows(tab);
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

// -------------------------------------------------------------------------------------------------- start

function start() {
  for (const item of page.data.items) page.items.set(item.id, item);
  for (const link of page.data.links) {
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
