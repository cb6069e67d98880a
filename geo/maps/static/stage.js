/* Sitmap.Stage: a map, its incident layer and its brush in one element whose data-* attributes tell its state. */
(() => {
  "use strict";
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const waiting = new Map();

  /* The plugin's script calls this once the Folium map stands; the page asks for it by the map's id. */
  Sitmap.attach = (map, layer, options) => {
    const box = map.getContainer();
    let root = box.closest(".sitmap-stage");
    if (!root) { // a bare Folium page: make the stage around the map
      root = document.createElement("div"); root.className = "sitmap-stage sitmap-page";
      box.parentNode.insertBefore(root, box); root.append(box);
    }
    const stage = new Stage(root, map, layer, options);
    const id = box.id;
    const ask = waiting.get(id);
    if (ask) { waiting.delete(id); ask(stage); }
    Sitmap.stages = Sitmap.stages || {}; Sitmap.stages[id] = stage;
    return stage;
  };
  Sitmap.stageOf = (id) => new Promise((ok) => waiting.set(id, ok));

  class Stage {
    constructor(root, map, layer, options) {
      Object.assign(this, { root, map, layer, options: { ...options, ...Sitmap.opening }, clicked: [], changed: [] });
      Sitmap.opening = null; // what the page wants to open with, beyond what is in the map's script
      root.dataset.testid = "sitmap-stage"; root.dataset.ready = "false";
      root.classList.toggle("sitmap-dark", this.options.theme === "dark");
      if (map.attributionControl && this.options.credits) map.attributionControl.addAttribution(this.options.credits);
      let brush = root.querySelector(".sitmap-brush");
      if (!brush) { brush = document.createElement("div"); brush.className = "sitmap-brush"; root.append(brush); }
      this.brushBox = brush;
      this.overlays = new Sitmap.Overlays(map);
      this.ready = this._start();
    }

    async _start() {
      const { layer, map } = this;
      await layer.load();
      layer.addTo(map);
      if (this.options.filters) layer.setFilters(await readFilters(this.options.filters));
      layer.onDrawn((s) => this._told(s));
      this.brush = new Sitmap.TimeBrush(layer, this.brushBox, { window: this.options.window });
      this.brush.onChange((from, to) => this.changed.forEach((f) => f(from, to)));
      layer.on("incidents", (e) => this._open(e.incidents, 0));
      this._modes();
      window.L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
      map.invalidateSize();
      if (this.options.view) map.setView(this.options.view[0], this.options.view[1], { animate: false });
      else { const box = layer.extent(); if (box) map.fitBounds(box, { padding: [36, 36], maxZoom: 8, animate: false }); }
      new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
      return this;
    }

    /* How to draw: by itself, as symbols, or as a density. */
    _modes() {
      const control = window.L.control({ position: "topleft" });
      control.onAdd = () => {
        const box = document.createElement("select"); box.className = "sitmap-mode"; box.setAttribute("aria-label", "How to draw");
        for (const words of ["auto", "symbols", "density"]) { const o = document.createElement("option"); o.value = o.textContent = words; box.append(o); }
        box.title = "Symbols, or how dense incidents lie; auto takes the density above 60,000 symbols";
        box.onchange = () => this.layer.setMode(box.value);
        window.L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(this.map);
    }

    _told(s) {
      this.overlays.show(s.from, s.to);
      const d = this.root.dataset;
      d.from = Sitmap.isoDay(s.from); d.to = Sitmap.isoDay(s.to); d.count = String(s.count); d.ready = "true";
    }

    setWindow(from, to) { if (!this.brush) return; const a = Sitmap.dayOf(from), b = Sitmap.dayOf(to); if (a !== this.brush.from || b !== this.brush.to) { this.brush._axis(a, b); this.brush.set(a, b, false); } }
    /* The newest word holds, even where an older one is still being fetched. */
    async setFilters(filters) {
      const asked = (this._asked = {}), read = await readFilters(filters);
      if (asked === this._asked) this.layer.setFilters(read);
    }
    setOverlays(list) { return this.overlays.set(list); }
    select(incident) { this.layer.select(incident); if (incident < 0) this._pager(null); }

    /* A stack of incidents at one place is paged through. */
    _open(incidents, k) {
      const show = (at) => { this.layer.select(incidents[at]); this._pager(incidents.length > 1 ? { incidents, at, show } : null); this.clicked.forEach((f) => f(incidents[at])); };
      show(k);
    }

    _pager(state) {
      if (!this._page) { this._page = document.createElement("div"); this._page.className = "sitmap-pager"; this.map.getContainer().append(this._page); window.L.DomEvent.disableClickPropagation(this._page); }
      this._page.hidden = !state;
      this._page.replaceChildren();
      if (!state) return;
      const button = (text, label, step) => { const b = document.createElement("button"); b.type = "button"; b.textContent = text; b.setAttribute("aria-label", label); b.onclick = () => state.show((state.at + step + state.incidents.length) % state.incidents.length); return b; };
      const n = document.createElement("span"); n.textContent = `${state.at + 1} of ${state.incidents.length} here`;
      this._page.append(button("‹", "Previous incident", -1), n, button("›", "Next incident", 1));
    }
  }

  /* Filters come as lists of codes and an area; incidents as a bit mask, in base64 or by address. */
  async function readFilters(filters) {
    const out = { types: null, statuses: null, precisions: null, background: false, ids: null, area: null, ...filters };
    if (typeof out.ids === "string") {
      out.ids = out.ids.startsWith("/")
        ? new Uint8Array(await (await fetch(out.ids)).arrayBuffer())
        : Uint8Array.from(atob(out.ids), (c) => c.charCodeAt(0));
    }
    return out;
  }
})();
