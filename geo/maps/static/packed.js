/* Opens what geo/maps/packed.py made small: the columns, the cards, overlays, and the script of the map, which the page's policy
   knows by its hash. A browser that cannot unpack gets a sentence in place of the map. */
(() => {
  "use strict";
  const Sitmap = window.Sitmap, packed = window.SITMAP_PACKED;
  const fail = (words) => { const box = document.getElementById("card"), e = document.createElement("p"); e.textContent = words; box.replaceChildren(e); };
  if (!("DecompressionStream" in window)) { fail("This browser is too old to unpack the map: it has no DecompressionStream (Chrome 80, Firefox 113, Safari 16.4 or newer have it)."); return; }

  const unzip = (text) => {
    const signs = atob(text), bytes = new Uint8Array(signs.length);
    for (let i = 0; i < signs.length; i++) bytes[i] = signs.charCodeAt(i);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
  };
  /* Planes of bytes back to numbers, differences back to what they were: the columns one after the other. */
  const numbers = async ({ rows, widths, sums, bytes }) => {
    const planes = new Uint8Array(await unzip(bytes).arrayBuffer()), out = new Uint8Array(planes.length);
    let at = 0;
    widths.forEach((width, k) => {
      for (let b = 0; b < width; b++) for (let i = 0, from = at + b * rows; i < rows; i++) out[at + i * width + b] = planes[from + i];
      if (sums[k]) { const col = new Uint32Array(out.buffer, at, rows); for (let i = 1; i < rows; i++) col[i] += col[i - 1]; }
      at += rows * width;
    });
    return out.buffer;
  };

  window.SitmapFetched = { columns: numbers(packed.columns).then((buffer) => new Response(buffer)) };
  window.SitmapShapes = Object.fromEntries(packed.overlays.map((one) => [one.url, unzip(one.shapes)]));
  const { names, at, words, codes } = packed.cards;
  const opened = Promise.all([unzip(words).json(), numbers(codes)]);
  Sitmap.cardOf = async (k) => {
    const [texts, buffer] = await opened, card = { lines: [] }, title = [];
    names.forEach((name, f) => {
      const word = texts[f][new Uint32Array(buffer, 4 * codes.rows * at[f], codes.rows)[k]];
      if (name === "line") { if (word) card.lines.push(word); }
      else if (name === "when" || name === "place") { if (word) title.push(word); }
      else card[name] = word;
    });
    card.title = title.join(" · ");
    return card;
  };
  unzip(packed.map).text().then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.body.append(script);
  }).catch(() => fail("The map in this file cannot be unpacked: the file is damaged."));
})();
