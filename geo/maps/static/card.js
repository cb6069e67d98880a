/* Evidence cards of a page that opens from disk; text only ever goes in as textContent. */
(() => {
  "use strict";
  const box = document.getElementById("card");
  const put = (tag, text, cls) => { if (!text) return; const e = document.createElement(tag); e.textContent = text; if (cls) e.className = cls; box.append(e); };
  const cards = window.Sitmap.unpack(window.SITMAP_CARDS);
  window.Sitmap.stageOf("map_sitmap").then((stage) => stage.clicked.push((k) => {
    const card = cards[k];
    box.replaceChildren();
    put("p", card.head, "kind"); put("h2", card.title); put("blockquote", card.evidence);
    for (const line of card.lines || []) put("p", line);
    put("p", card.source, "quiet");
  }));
})();
