// The contents of the site: its views, documents and agencies; the search of the page finds every measure.
"use strict";

drawings.index = (page, holder) => ({
  refresh() {
    const link = (id, text) => (page.data.pages[id] ? make("a", { href: page.data.pages[id] }, text) : text);
    const words = { zh: ["图", "文件", "单位", "条措施"], en: ["Views", "Documents", "Agencies", "measures"] }[page.state.lang];
    const of = (kind) => page.data.items.filter((i) => i.kind === kind && page.shown.has(i.id));
    const byPlace = new Map();
    for (const agency of of("Agency")) { const place = names(agency, "place") || "—"; if (!byPlace.has(place)) byPlace.set(place, []); byPlace.get(place).push(agency); }
    holder.replaceChildren(make("div", { class: "record" },
      make("h2", {}, words[0]), make("ul", { class: "views" }, page.data.layout.views.map((view) => make("li", {}, make("a", { href: view.address }, make("strong", {}, page.say(view.title))), make("br"), make("span", { class: "muted" }, page.say(view.about))))),
      make("h2", {}, words[1]), make("ul", { class: "cards" }, of("Document").map((d) => { const row = page.data.details.documents[d.id]; return make("li", {}, make("span", { class: "tag " + row.level }, page.label(d)), link(d.id, row.title), make("span", { class: "muted" }, ` ${[row.number, row.issuedOn].filter(Boolean).join(" · ")} · ${d.count} ${words[3]}`)); })),
      make("h2", {}, words[2]), [...byPlace].map(([place, agencies]) => make("details", {}, make("summary", {}, `${place} (${agencies.length})`), make("ul", { class: "bodies" }, agencies.map((a) => make("li", {}, link(a.id, page.label(a)), make("span", { class: "muted" }, ` ${a.count}`))))))));
  },
});
