/* A page that opens from disk: evidence cards, and the reader's light or dark theme. Text only goes in as textContent. */
(() => {
  "use strict";
  const box = document.getElementById("card");
  const put = (tag, text, cls) => { if (!text) return null; const e = document.createElement(tag); e.textContent = text; if (cls) e.className = cls; box.append(e); return e; };
  /* A sensitive sentence shows only when it is asked for. */
  const veiled = (quote, why) => {
    if (!quote || !why) return quote;
    const veil = document.createElement("details"), word = document.createElement("summary");
    word.textContent = `${why}. Show`;
    quote.replaceWith(veil);
    veil.append(word, quote);
    return quote;
  };
  const themes = window.SITMAP_PACKED.themes;

  const show = (stage, card) => {
    box.replaceChildren();
    put("p", card.head, "kind"); put("h2", card.title);
    const quote = veiled(put("blockquote", card.evidence), card.veil), kind = stage.layer.meta.types.indexOf(card.type);
    if (quote && kind >= 0) quote.style.borderColor = stage.layer.meta.colours[kind];
    for (const line of card.lines || []) put("p", line);
    put("p", card.source, "quiet");
    if (/^https?:\/\//i.test(card.url || "")) { const a = put("a", "Open the article"); a.href = card.url; a.target = "_blank"; a.rel = "noopener noreferrer"; a.title = card.url; }
    box.scrollTop = 0;
  };

  /* The map's script is made for the light theme: each colour of the ground is exchanged for its twin. */
  const paint = (stage, dark) => {
    document.documentElement.classList.toggle("dark", dark);
    stage.root.classList.toggle("sitmap-dark", dark);
    const from = themes[dark ? "light" : "dark"].ground, to = themes[dark ? "dark" : "light"];
    const twin = {};
    for (const name of Object.keys(from)) twin[from[name]] = to.ground[name];
    stage.map.eachLayer((l) => { if (!l.setStyle || !l.options || l.eachLayer) return; const o = l.options, s = {}; if (twin[o.color]) s.color = twin[o.color]; if (twin[o.fillColor]) s.fillColor = twin[o.fillColor]; l.setStyle(s); });
    Object.assign(stage.layer.meta, to.inks);
    stage.overlays.repaint();
    stage.layer.setFilters({}); // draws again
  };

  window.Sitmap.stageOf("map_sitmap").then((stage) => {
    stage.clicked.push(async (k) => { const card = await window.Sitmap.cardOf(k); if (stage.layer.selected === k) show(stage, card); });
    stage.setOverlays(window.SITMAP_PACKED.overlays.map(({ title, licence, url }) => ({ title, licence, url })));
    const wish = window.matchMedia("(prefers-color-scheme: dark)");
    if (!themes) return;
    if (wish.matches) paint(stage, true);
    wish.addEventListener("change", () => paint(stage, wish.matches));
  });
})();
