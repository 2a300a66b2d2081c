// The panel: a text with its evidence marked, figures, agencies, source, decisions, links.
"use strict";

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

// What an analyst decided, and what the program had said.
function reviewText(one) {
  const zh = page.state.lang === "zh", former = one.former && one.decision !== "accepted" ? `${page.word("formerly")}${zh ? "" : " "}${one.former}` : "";
  const who = [one.by, one.on, former, one.comment].filter(Boolean).join(zh ? "，" : ", ");
  return `${page.word(one.decision)}${zh ? "（" : " ("}${who}${zh ? "）" : ")"}`;
}
const reviewNotes = (reviews) => (reviews || []).map((one) => make("span", { class: "reviewed" }, "✓ " + reviewText(one)));
// Of a measure: the decisions on all its facts; of a figure or link: its own.
function reviewsOf(thing) {
  const measure = !thing.measure && page.data.details.measures[thing.id];
  const all = measure ? measure.reviews || [] : thing.reviews || [];
  return all.map((one) => (one.of ? `${page.say(one.of)}: ` : "") + reviewText(one)).join("; ");
}

function measureFacts(id) {
  const m = page.data.details.measures[id], out = [];
  if (m.figures.length) out.push(make("h3", {}, page.word("figures")), make("table", {}, make("thead", {}, make("tr", {}, ["metric", "amount", "period"].map((k) => make("th", { scope: "col" }, page.word(k))))),
    make("tbody", {}, m.figures.map((f) => make("tr", {}, make("td", {}, f[2], make("br"), make("span", { class: "muted" }, page.word(f[1]), f[5] ? ` · ${f[5]}` : ""), reviewNotes(f[8])), make("td", { class: "amount" }, f[3]), make("td", { class: "amount" }, f[4]))))));
  if (m.agencies.length) out.push(make("h3", {}, page.word("agencies")), make("ul", {}, m.agencies.map((a) => make("li", {}, linked(a[0], page.name(a[0])), make("span", { class: "muted" }, ` · ${page.word(a[1])}`), reviewNotes(a[4])))));
  if (m.themes.length) out.push(make("p", { class: "muted" }, page.word("themes") + ": " + m.themes.map((t) => page.name(t)).join("、")));
  const others = (m.reviews || []).filter((one) => !one.beside);
  if (others.length) out.push(make("h3", {}, page.word("reviews")), make("ul", {}, others.map((one) => make("li", {}, `${page.say(one.of)}: `, reviewNotes([one])))));
  return out;
}

function linkCard(link, own) {
  const other = link.from === own ? link.to : link.from;
  const arrow = own === undefined ? "" : link.from === own ? "→ " : "← ";
  const facts = [page.name(link.relation), link.strength && page.name(link.strength), link.count && `${link.count} ${page.word("has")}`, link.score && link.score.toFixed(2), ...(link.reviews || []).map((one) => "✓ " + reviewText(one)), page.say(link.said)].filter(Boolean).join(" · ");
  return make("li", {}, make("button", { type: "button", class: "card", onclick: go(link.id) }, `${arrow}${page.full(other)}`, make("br"), make("span", { class: "muted" }, facts)));
}

function memberCards(ids) {
  const shown = ids.slice(0, 60);
  const cards = shown.map((id) => make("li", {}, page.items.has(id)
    ? make("button", { type: "button", class: "card", onclick: go(id) }, page.full(id))
    : make("details", { class: "card" }, make("summary", {}, page.full(id)), page.data.details.measures[id] ? [passage(id, factSpans(id), tone(page.data.details.measures[id].document)), measureFacts(id)] : "")));
  return ids.length ? [make("h3", {}, `${page.word("members")} (${ids.length})`), make("ul", { class: "cards" }, cards), ids.length > 60 ? make("p", { class: "muted" }, "…") : null] : [];
}

function itemPanel(item, own) {
  const measure = page.data.details.measures[item.measure || item.id];
  const out = [make("h2", {}, item.path && item.kind === "Measure" ? `${item.path} ${page.label(item)}` : page.label(item)),
    make("p", {}, make("span", { class: "tag" }, page.word(item.kind)), item.note ? page.say(item.note) : "")];
  if (item.kind === "Document" || measure) out.push(...citation(item.document || measure.document));
  if (item.below) out.push(make("p", {}, page.say(item.below)));
  out.push(...reviewNotes(item.reviews));
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
    ["said", page.say(link.said)], ["reasons", link.reasons]].filter(([, v]) => v !== undefined && v !== null && v !== "");
  const out = [make("h2", {}, page.name(link.relation)), make("p", {}, facts.map(([k, v]) => [make("span", { class: "tag" }, page.word(k)), `${v} `])), ...reviewNotes(link.reviews)];
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
