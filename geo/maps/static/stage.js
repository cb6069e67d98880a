/* Sitmap.Stage: a map, its incident layer and its brush in one element whose data-* attributes tell its state. */
(() => {
  "use strict";
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const waiting = new Map();
  const MODES = ["symbols", "density", "counts"];
  const HELD = { "auto-points": "points", "auto-density": "density", "auto-counts": "counts" }; // by itself, and so already
  const WAYS = () => ({ auto: Sitmap.t("auto"), symbols: Sitmap.t("symbols"), points: Sitmap.t("points"), density: Sitmap.t("density"), counts: Sitmap.t("counts") });
  const LOOK_MS = 250; // after a move, before the address says so

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
      Object.assign(this, { root, map, layer, options: { ...options, ...Sitmap.opening }, clicked: [], changed: [], looked: [] });
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
      await Promise.all([layer.load(), this._letters()]);
      layer.addTo(map);
      if (this.options.filters) layer.setFilters(await readFilters(this.options.filters));
      layer.onDrawn((s) => this._told(s));
      const look = this.options.look || {};
      this.brush = new Sitmap.TimeBrush(layer, this.brushBox, { window: this.options.window, look });
      if (look.fade === "off") this.brush.setFade(false);
      this.brush.onChange((from, to) => this.changed.forEach((f) => f(from, to)));
      layer.on("incidents", (e) => this._open(e.incidents, 0));
      window.L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
      this._modes(look.draw);
      this.area = new Sitmap.AreaTool(this);
      if ((this.options.grounds || []).length) this.ground = new Sitmap.GroundChoice(this, this.options.grounds);
      if (layer.filters.area) this.area.show(layer.filters.area);
      map.invalidateSize();
      const view = this.options.view || readView(look.view), box = view ? null : layer.extent();
      if (view) map.setView(view[0], view[1], { animate: false });
      else if (box) map.fitBounds(box, { paddingTopLeft: [36, 36], paddingBottomRight: [36 + layer.badgesWide(), 36], maxZoom: 8, animate: false });
      else if (!map._loaded) map.setView([30, 20], 2, { animate: false });
      new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
      const told = () => { clearTimeout(this._later); this._later = setTimeout(() => this.looked.forEach((f) => f()), LOOK_MS); };
      this._linked = look.view && view ? { text: look.view, at: view[0], zoom: map.getZoom() } : null;
      map.on("moveend", told); this.brush.onLook(told); this._told_look = told;
      return this;
    }

    /* The canvas writes as the page does; a font that is not there yet is waited for, but not for long. */
    async _letters() {
      const font = getComputedStyle(this.root).fontFamily;
      if (!font) return;
      this.layer.meta.font = font;
      const letters = document.fonts.load(`12px ${font}`).catch(() => null);
      const late = await Promise.race([letters.then(() => false), new Promise((ok) => setTimeout(() => ok(true), 1000))]);
      if (late) letters.then(() => this.layer.setLetters());
    }

    /* All that a link restores beside window and filters: what is as it would be anyway is "". */
    look() {
      const at = this.map.getCenter(), zoom = this.map.getZoom(), linked = this._linked;
      // Leaflet rounds to whole pixels: a link that was followed is told again as it came, and does not creep.
      const still = linked && linked.zoom === zoom && this.map.project(linked.at).distanceTo(this.map.project(at)) < 2;
      const view = still ? linked.text : `${at.lat.toFixed(5)},${at.lng.toFixed(5)},${zoom}`;
      return { view, draw: this.layer.drawing(), ...this.brush.look() };
    }

    /* How to draw: by itself, as symbols, as a density, or as counts. */
    _modes(mode) {
      const control = window.L.control({ position: "bottomleft" });
      control.onAdd = () => {
        const box = document.createElement("select"); box.className = "sitmap-mode"; box.setAttribute("aria-label", Sitmap.t("How to draw"));
        for (const mode of ["auto", ...MODES]) { const o = document.createElement("option"); o.value = mode; o.textContent = WAYS()[mode]; box.append(o); }
        box.title = Sitmap.t("Each incident, how dense they lie, or how many there are; by itself it draws symbols, above 20,000 in view points, above 60,000 a density, or from far away counts");
        this._auto = box.options[0];
        box.onchange = () => { this.layer.setMode(box.value); this._told_look(); };
        if (MODES.includes(mode)) { box.value = mode; this.layer.setMode(mode); }
        else if (Object.hasOwn(HELD, mode)) this.layer.setMode("auto", HELD[mode]);
        window.L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(this.map);
    }

    _told(s) {
      this.overlays.show(s.from, s.to);
      const d = this.root.dataset;
      this._nothing(!s.count);
      this._tellWay();
      d.from = Sitmap.isoDay(s.from); d.to = Sitmap.isoDay(s.to); d.count = String(s.count); d.ready = "true";
    }

    /* Where the number in view decides, the choice says what it is: "auto: density". */
    _tellWay() {
      const { layer } = this, way = layer.mode === "auto" ? layer.how : "";
      if (!this._auto || way === this._way) return;
      this._way = way;
      this._auto.textContent = way ? `${WAYS().auto}: ${WAYS()[way]}` : WAYS().auto;
    }

    /* A map on which nothing stands says why. */
    _nothing(so) {
      if (!this._empty && so) {
        this._empty = document.createElement("div"); this._empty.className = "sitmap-nothing"; this._empty.setAttribute("role", "status");
        this.map.getContainer().append(this._empty);
      }
      if (!this._empty) return;
      this._empty.hidden = !so;
      this._empty.textContent = so ? Sitmap.t("No incident in this window with these filters. Move the window, or clear filters.") : "";
    }

    setWindow(from, to) { if (!this.brush) return; const a = Sitmap.dayOf(from), b = Sitmap.dayOf(to); if (a !== this.brush.from || b !== this.brush.to) { this.brush._axis(a, b); this.brush.set(a, b, false); } }
    /* The newest word holds, even where an older one is still being fetched. */
    async setFilters(filters) {
      const asked = (this._asked = {}), read = await readFilters(filters);
      if (asked !== this._asked) return;
      this.layer.setFilters(read);
      if (this.area) this.area.show(read.area);
    }
    async setHues(hues) {
      const asked = (this._hues = {}), of = hues && new Uint8Array(await (await fetch(hues.of)).arrayBuffer());
      if (asked === this._hues) this.layer.setHues(hues && { of, colours: hues.colours });
    }
    /* Rows of another version come into the map that stands: view, window, focus and what is drawn how stay as they are. */
    async exchange({ columns, given, filters, hues, selected }) {
      const asked = (this._asked = this._hues = {}), of = hues && fetched(hues.of);
      const [rows, meta, read, byte] = await Promise.all([fetched(columns), fetched(given), readFilters(filters), of]);
      if (asked !== this._asked) return;
      const { layer, map } = this, inView = (k) => { const at = layer.spotOf(k); return !at || map.getBounds().contains(at); }, seen = inView(layer.selected);
      this._pager(null); // it counts by the numbers of before
      layer.exchange(rows, JSON.parse(new TextDecoder().decode(meta)), read, hues && { of: new Uint8Array(byte), colours: hues.colours }, selected);
      this.brush.refit();
      this.area.show(read.area);
      if (seen && !inView(selected)) map.panTo(layer.spotOf(selected), { animate: false });
      this._say(`${Sitmap.t("The map shows the change")}: ${Sitmap.count(layer.summary.count, "incident")}`);
    }
    /* For those who do not see it. */
    _say(words) {
      if (!this._said) { this._said = document.createElement("div"); this._said.className = "sitmap-said"; this._said.setAttribute("role", "status"); this.root.append(this._said); }
      this._said.textContent = "";
      setTimeout(() => { this._said.textContent = words; }, 100); // the same words again are said again
    }
    setOverlays(list) { return this.overlays.set(list); }
    select(incident) {
      this.layer.select(incident);
      if (incident < 0) { this._pager(null); return; }
      const at = this.layer.spotOf(incident);
      if (at && !this.map.getBounds().contains(at)) this.map.panTo(at, { animate: false }); // chosen elsewhere: it comes into view
    }

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
      const n = document.createElement("span"); n.textContent = Sitmap.t("{k} of {n} here", { k: state.at + 1, n: state.incidents.length });
      this._page.append(button("‹", Sitmap.t("Previous incident"), -1), n, button("›", Sitmap.t("Next incident"), 1));
    }
  }

  async function fetched(url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.arrayBuffer();
  }

  /* "lat,lon,zoom" as a place on the map, null where it is none. */
  function readView(text) {
    const [lat, lon, zoom] = (text || "").split(",").map(Number);
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 360 && zoom >= 0 && zoom < 25 ? [[lat, lon], zoom] : null;
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
