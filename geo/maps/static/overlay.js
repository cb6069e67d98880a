/* Sitmap.Overlays: lines and areas that a person brought, below the incidents; the window tells which of them are there. */
(() => {
  "use strict";
  const Sitmap = (window.Sitmap = window.Sitmap || {});

  Sitmap.Overlays = class {
    constructor(map) {
      this.map = map; this.held = new Map(); this.window = null;
      // Inside the pane of the ground's canvas, after it and before the incidents', which all have the same height.
      const pane = map.createPane("sitmap-overlays", map.getPane("overlayPane"));
      pane.style.zIndex = 100; pane.dataset.testid = "sitmap-overlays";
      this.renderer = window.L.svg({ pane: "sitmap-overlays", padding: 0.5 });
    }

    /* `list`: {title, licence, url} of all that are wanted; those that are gone leave. A page that opens from disk carries
       its shapes: it answers the url itself. */
    async set(list) {
      const wanted = new Map((list || []).map((one) => [JSON.stringify(one), one]));
      for (const [key, held] of this.held) if (!wanted.has(key)) { this._clear(held); this.held.delete(key); }
      await Promise.all([...wanted].map(async ([key, about]) => {
        if (this.held.has(key)) return;
        const held = { about, shown: null, group: null, credit: null, data: null };
        this.held.set(key, held);
        try { held.data = await (await ((window.SitmapShapes || {})[about.url] || fetch(about.url))).json(); } catch { this.held.delete(key); return; }
        if (this.held.get(key) === held && this.window) this._draw(held);
      }));
    }

    /* Days of the window, as numbers. */
    show(from, to) {
      this.window = [from, to];
      for (const held of this.held.values()) if (held.data) this._draw(held);
    }

    /* Draw anew, in the inks of another theme. */
    repaint() { for (const held of this.held.values()) if (held.data && this.window) { this._clear(held); this._draw(held); } }

    _draw(held) {
      const there = here(held.data, ...this.window), key = there.join(" ");
      if (key === held.shown) return;
      this._clear(held);
      held.shown = key;
      if (!there.length) return;
      const features = there.map((k) => held.data.features[k]);
      held.group = window.L.layerGroup(features.map((one) => this._shape(one))).addTo(this.map);
      const state = held.data.dated === "states" ? `, ${Sitmap.t("state of {day}", { day: features[0].from })}` : "";
      held.credit = escaped(`${held.about.title}${state}${held.about.licence ? ` (${held.about.licence})` : ""}`);
      this.map.attributionControl?.addAttribution(held.credit);
    }

    _shape(one) {
      const colour = getComputedStyle(this.map.getContainer()).getPropertyValue("--sm-ink").trim() || "#1d2733";
      const style = { color: colour, weight: 1.5, opacity: 0.75, dashArray: "6 4", fillColor: colour, fillOpacity: 0.07 };
      const at = { pane: "sitmap-overlays", renderer: this.renderer };
      const shape = window.L.geoJSON(one.geometry, {
        ...at, style: () => ({ ...style, ...at }), pointToLayer: (_, spot) => window.L.circleMarker(spot, { ...style, ...at, radius: 4 }),
      });
      if (one.title) { const words = document.createElement("span"); words.textContent = one.title; shape.bindTooltip(words, { sticky: true }); }
      return shape;
    }

    _clear(held) {
      if (held.group) held.group.remove();
      if (held.credit) this.map.attributionControl?.removeAttribution(held.credit);
      held.group = held.credit = held.shown = null;
    }
  };

  /* The numbers of the shapes that are there in a window: of states, those of the last day that has begun. */
  function here(data, from, to) {
    const first = (one) => (one.from ? Sitmap.dayOf(one.from) : -Infinity), last = (one) => (one.to ? Sitmap.dayOf(one.to) : Infinity);
    const all = data.features.map((_, k) => k);
    if (data.dated === "always") return all;
    if (data.dated === "intervals") return all.filter((k) => first(data.features[k]) <= to && last(data.features[k]) >= from);
    const begun = all.filter((k) => first(data.features[k]) <= to), day = Math.max(...begun.map((k) => first(data.features[k])));
    return begun.filter((k) => first(data.features[k]) === day);
  }

  function escaped(text) { return text.replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`); }
})();
