// A page about one thing: its text in full; the panel beside it shows what is chosen.
"use strict";

drawings.record = (page, holder) => ({
  refresh() {
    const home = page.items.get(page.data.home), box = make("article", { class: "record" }, itemPanel(home, true));
    if (home.kind === "Document") box.append(...page.data.items.filter((i) => i.kind === "Measure" && i.document === home.id && page.shown.has(i.id)).map((i) =>
      make("section", {}, make("h3", {}, page.data.pages[i.id] ? make("a", { href: page.data.pages[i.id] }, `${i.path} ${page.label(i)}`) : `${i.path} ${page.label(i)}`), passage(i.id, [...factSpans(i.id), ...evidenceSpans(i.id)], tone(i.document)),
        make("ul", { class: "cards" }, (page.linksOf.get(i.id) || []).filter((l) => page.linkVisible(l)).map((l) => linkCard(l, i.id))))));
    holder.replaceChildren(box);
  },
});
