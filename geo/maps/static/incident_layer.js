/* Sitmap.IncidentLayer: incidents from time-sorted columns on a canvas of a Leaflet map.
   Colour is type, outline is status, shape is precision. Only numbers and codes come in; text never does,
   but for the names of places, which are only ever drawn on a canvas or set as textContent. */
(() => {
  "use strict";
  const L = window.L;
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const WORLD = 4294967296;
  const PLACED = 1, BACKGROUND = 2;
  const MOST_STAMPS = 600;   // words and numbers that are kept as they were drawn
  const MOST_NAMES = 60;     // of places with incidents
  const MOST_MARKS = 800;    // symbols in view that names keep clear of
  const KEPT_ROWS = 500;     // of a region or a stack, the newest, to page through

  const PIN = 0, SURFACE = 1, BADGE = 2, NOWHERE = 3;
  const KINDS = { country: BADGE, admin1: SURFACE, admin2: SURFACE, area: SURFACE, none: NOWHERE };
  const rgba = Sitmap.rgba = (hex, alpha) => `rgba(${parseInt(hex.slice(1, 3), 16)},${parseInt(hex.slice(3, 5), 16)},${parseInt(hex.slice(5, 7), 16)},${alpha})`;

  const SURE = () => [Sitmap.t("low confidence"), Sitmap.t("medium confidence"), Sitmap.t("high confidence")]; // as meta.confidences

  /* A name that is written from the right keeps to itself, whatever stands beside it. */
  Sitmap.isolated = (text) => (/[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text);

  Sitmap.IncidentLayer = L.Layer.extend({
    initialize(config) {
      this.meta = config.meta;
      this.config = config;
      this.filters = { types: null, statuses: null, precisions: null, background: false, ids: null, area: null };
      this.selected = -1;
      this.mode = "auto"; // or "symbols", "density" or "counts"
      this.fade = true;   // older is paler
      this.quiet = true;  // with the quiet names of countries and towns
      this.listeners = [];
    },

    async load() {
      let buffer;
      if (this.config.data !== undefined) {
        const bytes = atob(this.config.data);
        const view = new Uint8Array(bytes.length);
        for (let i = 0; i < bytes.length; i++) view[i] = bytes.charCodeAt(i);
        buffer = view.buffer;
      } else {
        const answer = await ((window.SitmapFetched || {})[this.config.url] || fetch(this.config.url));
        window.SitmapFetched = null;
        if (!answer.ok) throw new Error(`incidents: ${answer.status}`);
        buffer = await answer.arrayBuffer();
      }
      this._take(new Sitmap.Columns(buffer, this.meta));
      return this;
    },

    _take(col) {
      this.col = col;
      col.setFilters(this.filters);
      for (const name of ["all", "span", "newsDay"]) this[name] = col[name];
      this._kind = Uint8Array.from(this.meta.precisions, (p) => KINDS[p] ?? PIN);
      this._pinRows = new Uint32Array(col.n);
      const surfaces = this.meta.surfaces.length;
      this._tally = { n: new Uint32Array(surfaces), prev: new Int32Array(surfaces), types: new Uint32Array(surfaces * this.meta.types.length) };
    },
    /* Rows of another version in the place of these; whatever counts by the numbers of incidents comes with them. A
       surface that both have comes as its number, and names that are the same (`labels`) not at all. Draws at once. */
    exchange(buffer, given, filters, hues, selected) {
      const old = this.meta, was = this.col, meta = (this.meta = this.config.meta = { ...old, ...given });
      meta.surfaces = given.surfaces.map((one) => (typeof one === "number" ? old.surfaces[one] : one));
      meta.labels = given.labels || old.labels;
      meta.colours = this._typeColours || old.colours;
      const col = new Sitmap.Columns(buffer, meta);
      col.version = was.version + 1; col.generation = was.generation + 1; // what was kept of a picture is of the rows of before
      Object.assign(this.filters, filters);
      this._take(col);
      this._split = this._viewRows = this._counted = null;
      this.setHues(hues);
      this.select(selected);
      if (this._map) { this._quiet = this._labelsInView(); this._tell(null); }
      this._redraw();
    },

    onAdd(map) {
      if (map.attributionControl) map.attributionControl.setPrefix(false);
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated sitmap-incidents", this.getPane());
      this._canvas.style.pointerEvents = "none";
      this._ctx = this._canvas.getContext("2d", { willReadFrequently: true }); // painted on the CPU: the same pixels anywhere
      this._badges = L.DomUtil.create("div", "sitmap-badges", map.getContainer());
      L.DomEvent.disableClickPropagation(this._badges);
      this._tip = L.DomUtil.create("div", "sitmap-tip", map.getContainer());
      this._tip.hidden = true;
      this._reset();
    },
    onRemove() { for (const e of [this._canvas, this._badges, this._tip]) L.DomUtil.remove(e); },
    getEvents() { return { moveend: this._reset, resize: this._reset, zoomanim: this._animate, click: this._click, mousemove: this._hover, mouseout: () => this._tell(null) }; },

    setWindow(from, to) { this.from = from; this.to = to; this._schedule(); },
    setFilters(filters) { Object.assign(this.filters, filters); if (this.col) this.col.setFilters(this.filters); this._schedule(); },
    /* Colours by something else than type: a byte per incident (`of`) and what they stand for; null is by type. */
    setHues(hues) {
      const { meta, col } = this;
      this._typeColours = this._typeColours || meta.colours;
      meta.colours = hues ? hues.colours : this._typeColours;
      col.setHues(hues && hues.of, meta.colours.length);
      this._tally.types = new Uint32Array(meta.surfaces.length * col.hues);
      this._split = this._sprites = null;
      this._schedule();
    },
    setMode(mode, how = "") { this.mode = mode; this.how = how; this._schedule(); },
    /* The letters of the page have come after all. */
    setLetters() { this._stamps = this._widths = null; if (this._map) this._reset(); this._schedule(); },
    setQuiet(quiet) { this.quiet = quiet; this._schedule(); },
    setFade(fade) { this.fade = fade; this._schedule(); },
    select(incident) {
      this.selected = incident;
      this._chosen = new Set(); // the surfaces that it has a part in
      if (this.col && incident >= 0) for (let i = this.col.incident.indexOf(incident); i >= 0 && this.col.incident[i] === incident; i++) this._chosen.add(this.col.surface[i]);
      this._schedule();
    },
    onDrawn(listener) { this.listeners.push(listener); },

    _schedule() {
      if (this._frame || !this.col) return;
      this._frame = requestAnimationFrame(() => this._redraw());
    },
    _redraw() { cancelAnimationFrame(this._frame); this._frame = 0; this.count(); if (this._map) this._draw(); this.listeners.forEach((f) => f(this.summary)); },

    count() {
      this.summary = this.col.count(this.from, this.to);
      this.rows = this.summary.rows;
      return this.summary;
    },

    histogram(a, b, bins) { return this.col.histogram(a, b, bins); },

    _animate(e) {
      const scale = this._map.getZoomScale(e.zoom, this._zoom);
      L.DomUtil.setTransform(this._canvas, this._map._latLngBoundsToNewLayerBounds(this._bounds, e.zoom, e.center).min, scale);
    },

    _reset() {
      const map = this._map, size = map.getSize(), pad = size.multiplyBy(0.1).round();
      const dpr = Math.min(window.devicePixelRatio || 1, 2);
      const min = map.containerPointToLayerPoint([-pad.x, -pad.y]).round();
      const w = Math.max(size.x + 2 * pad.x, 1), h = Math.max(size.y + 2 * pad.y, 1); // a map that is being left has no size
      Object.assign(this, { _pad: pad, _min: min, _zoom: map.getZoom(), _dpr: dpr, _w: w, _h: h });
      this._canvas.width = Math.round(w * dpr); this._canvas.height = Math.round(h * dpr);
      this._canvas.style.width = w + "px"; this._canvas.style.height = h + "px";
      this._bounds = L.latLngBounds(map.layerPointToLatLng(min), map.layerPointToLatLng(min.add([w, h])));
      const origin = map.getPixelOrigin().add(min);
      this._ox = origin.x; this._oy = origin.y; this._scale = (256 * Math.pow(2, this._zoom)) / WORLD;
      L.DomUtil.setTransform(this._canvas, min, 1);
      this._quiet = this._labelsInView();
      if (this.rows) this._draw();
    },

    /* The quiet names that this view may show: worked out once a view, not once a frame. */
    _labelsInView() {
      const found = [];
      for (const label of this.meta.labels) {
        if (label.rank > this._zoom + (label.town ? 0 : 1)) continue;
        const [x, y] = this._project(label.lat, label.lon);
        if (x < 0 || y < 0 || x > this._w || y > this._h) continue;
        const name = label.town ? label.name : Sitmap.t(label.name);
        found.push({ ...label, name, x, y, w: this._width(this._ctx, name, `${label.town ? 10.5 : 11}px`) });
      }
      return found;
    },

    _xy(i) { return [this.col.x[i] * this._scale - this._ox, this.col.y[i] * this._scale - this._oy]; },
    _project(lat, lon) { const p = this._map.project([lat, lon], this._zoom); return [p.x - this._ox, p.y - this._oy]; },
    _pixels(km, y) {
      const lat = Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + this._oy)) / (256 * Math.pow(2, this._zoom)))));
      return (km * 256 * Math.pow(2, this._zoom)) / (40075 * Math.max(0.1, Math.cos(lat)));
    },

    _draw() {
      const ctx = this._ctx, { col, meta } = this;
      ctx.setTransform(this._dpr, 0, 0, this._dpr, 0, 0);
      ctx.clearRect(0, 0, this._w, this._h);
      this._spots = []; this._areas = [];
      if (!this.rows || !this._canvas.width || !this._canvas.height) return; // nothing yet, or the page shows no map
      const { surfaces, badges, pins } = this._sorted();
      const boxes = [];
      const counted = this._drawSurfaces(ctx, surfaces);
      const { n, rows: inView } = this._inView(pins), how = this._how(n);
      this.how = how; // which of the ways it is now, whoever chose it
      this._raster = this._raster || new Sitmap.Raster();
      this._dense = how === "density"; this._squares = how === "points"; this._crowd = how !== "symbols";
      const discs = how === "counts" ? this._bins(pins, boxes) : [];
      if (this._dense || this._squares) this._drawCrowd(ctx, pins, this._dense);
      this._drawCounts(ctx, counted, boxes); // below the pins, but above a picture that would hide them
      if (how === "symbols") this._drawPins(ctx, inView);
      this._drawBins(ctx, discs);
      this._drawLabels(ctx, inView, boxes);
      this._drawBadges(badges);
    },

    /* The rows by how they are drawn; where the window only grew, the new ones are added to those of before. */
    _sorted() {
      const { col, rows } = this, kinds = this._kind, all = this._pinRows, { n, prev, types } = this._tally, many = this.col.hues;
      if (!this._split || this._split.generation !== col.generation || this._split.done > rows.length) {
        this._split = { generation: col.generation, done: 0, n: 0, seen: [], badges: new Map() };
        n.fill(0); prev.fill(-1); types.fill(0);
      }
      const split = this._split, { precision, surface, incident, hue: type } = col;
      for (let r = split.done; r < rows.length; r++) {
        const i = rows[r], kind = kinds[precision[i]];
        if (kind === PIN) all[split.n++] = i;
        else if (kind === SURFACE) {
          const k = surface[i];
          if (incident[i] === prev[k]) continue;
          if (!n[k]++) split.seen.push(k);
          prev[k] = incident[i]; types[k * many + type[i]]++;
        } else if (kind === BADGE) this._badge(split.badges, i);
      }
      split.done = rows.length;
      const surfaces = split.seen.map((k) => ({ key: k, n: n[k], types: types.subarray(k * many, (k + 1) * many) }));
      return { surfaces, badges: split.badges, pins: all.subarray(0, split.n) };
    },

    _badge(badges, i) {
      const { place, incident, hue: type } = this.col;
      let badge = badges.get(place[i]);
      if (!badge) badges.set(place[i], (badge = { n: 0, prev: -1, types: new Uint32Array(this.col.hues) }));
      if (incident[i] !== badge.prev) { badge.n++; badge.prev = incident[i]; badge.types[type[i]]++; }
    },

    /* The newest rows of a surface or a country, newest first: looked for when somebody asks. */
    _rowsOf(kind, column, key) {
      const found = [], { rows, col } = this;
      for (let r = rows.length - 1; r >= 0 && found.length < KEPT_ROWS; r--) if (column[rows[r]] === key && this._kind[col.precision[rows[r]]] === kind) found.push(rows[r]);
      return found;
    },
    _rowsOfSurface(key) { return this._rowsOf(SURFACE, this.col.surface, key); },
    _rowsOfCountry(key) { return this._rowsOf(BADGE, this.col.place, key); },

    _colour(i) { return this.meta.colours[this.col.hue[i]]; },
    _main(group) { return this.meta.colours[group.types.indexOf(Math.max(...group.types))]; },

    /* Words with a rim of paper, drawn once and then copied: letters are the slowest thing on a canvas. */
    _text(ctx, text, x, y, colour, font, align) {
      const { paper, font: family } = this.meta, at = align === "center" ? 0.5 : align === "right" ? 1 : 0;
      this._stamp(ctx, `${text}\n${font}\n${colour}\n${paper}`, x, y, at, (c) => { c.font = `${font} ${family}`; return c.measureText(text).width + 6; }, (c, w) => {
        c.lineWidth = 3; c.lineJoin = "round"; c.strokeStyle = paper; c.strokeText(text, w / 2, 11);
        c.fillStyle = colour; c.fillText(text, w / 2, 11);
      });
    },
    _stamp(ctx, key, x, y, at, measure, draw) {
      const d = this._dpr, kept = (this._stamps = this._stamps && this._stamps.d === d ? this._stamps : Object.assign(new Map(), { d }));
      let one = kept.get(key);
      if (!one) {
        const canvas = document.createElement("canvas"), c = canvas.getContext("2d", { willReadFrequently: true }), w = Math.ceil(measure(c));
        canvas.width = Math.ceil(w * d); canvas.height = Math.ceil(22 * d);
        c.setTransform(d, 0, 0, d, 0, 0); measure(c); c.textAlign = "center"; c.textBaseline = "middle";
        draw(c, w);
        if (kept.size >= MOST_STAMPS) kept.delete(kept.keys().next().value);
        kept.set(key, (one = { canvas, w }));
      }
      const left = at === 0.5 ? x - one.w / 2 : at ? x + 3 - one.w : x - 3;
      ctx.drawImage(one.canvas, Math.round(left * d) / d, Math.round((y - 11) * d) / d, one.canvas.width / d, one.canvas.height / d);
    },
    _width(ctx, text, font) {
      const kept = (this._widths = this._widths || new Map()), key = `${text}\n${font}`;
      let w = kept.get(key);
      if (w === undefined) { ctx.font = `${font} ${this.meta.font}`; if (kept.size > 5000) kept.clear(); kept.set(key, (w = ctx.measureText(text).width)); }
      return w;
    },

    /* Names of countries, quietly, and of the places with most incidents; no name covers another. */
    _drawLabels(ctx, pins, taken) {
      const marks = this._marks(pins), bare = ([l, t, r, f]) => !marks.some(([x, y]) => l < x + 5 && x - 5 < r && t < y + 5 && y - 5 < f);
      const fits = (x, y, w, clear) => {
        const b = [x - 2, y - 8, x + w + 2, y + 8];
        if (clear && !bare(b)) return false;
        if (b[0] < this._pad.x || b[1] < this._pad.y || b[2] > this._w - this._pad.x || b[3] > this._h - this._pad.y || taken.some((t) => b[0] < t[2] && t[0] < b[2] && b[1] < t[3] && t[1] < b[3])) return false;
        taken.push(b); return true;
      };
      const named = new Set();
      for (const [place, i] of this._crowd || this._zoom < 4 ? [] : this._mostNamed(pins)) {
        const [x, y] = this._xy(i), plain = this.meta.places[place];
        if (!plain) continue;
        named.add(plain);
        const name = Sitmap.isolated(plain);
        const w = this._width(ctx, name, "500 11.5px");
        // Beside its symbol or below it, where it covers no other one; else beside it all the same.
        const right = [x + 9, y], left = [x - 9 - w, y], found = [right, left, [x - w / 2, y + 15]].find(([a, b]) => fits(a, b, w, true)) || [right, left].find(([a, b]) => fits(a, b, w, false));
        if (found) this._text(ctx, name, ...found, this.meta.ink, "500 11.5px", "left");
      }
      if (this.quiet) for (const { name, town, x, y, w } of this._quiet) {
        if (!town) { if (fits(x - w / 2, y, w)) this._text(ctx, name, x, y, this.meta.muted, "11px", "center"); continue; }
        if (named.has(name) || !fits(x - 3, y, w + 9)) continue;
        ctx.beginPath(); ctx.arc(x, y, 1.7, 0, 7); ctx.fillStyle = this.meta.muted; ctx.fill();
        this._text(ctx, name, x + 6, y, this.meta.muted, "10.5px", "left");
      }
    },

    /* Where symbols stand, each spot once; none where they are so many that no name could keep clear of them. */
    _marks(pins) {
      const found = new Map();
      if (pins.length <= MOST_MARKS) for (const i of pins) found.set(`${this.col.x[i]} ${this.col.y[i]}`, i);
      return [...found.values()].map((i) => this._xy(i));
    },

    /* The places with most of the pins, and a row of each. */
    _mostNamed(pins) {
      const { place } = this.col, seen = new Uint32Array(this.meta.places.length), row = new Uint32Array(seen.length), found = [], steps = [];
      for (let k = pins.length - 1; k >= 0; k--) { const p = place[pins[k]]; if (!seen[p]++) found.push(p); row[p] = pins[k]; }
      for (const p of found) steps[seen[p]] = (steps[seen[p]] || 0) + 1;
      let least = steps.length, kept = 0;
      while (least > 1 && kept < MOST_NAMES) kept += steps[--least] || 0;
      return found.filter((p) => seen[p] >= least).sort((a, b) => seen[b] - seen[a] || a - b).slice(0, MOST_NAMES).map((p) => [p, row[p]]);
    },

    /* Incidents under a point of the map, newest first. */
    at(point, most = 200) {
      const p = this._map.containerPointToLayerPoint(point).subtract(this._min);
      const near = [];
      const { x, y } = this.col, spots = this._spots, scale = this._scale, left = p.x + this._ox, top = p.y + this._oy;
      for (let k = spots.length - 1; k >= 0 && near.length < most; k--) {
        const i = spots[k], dx = x[i] * scale - left, dy = y[i] * scale - top;
        if (dx * dx + dy * dy <= 100) near.push(i);
      }
      if (near.length) return near;
      for (let k = this._areas.length - 1; k >= 0; k--) {
        const { path, box, line, rows, n } = this._areas[k];
        this._ctx.setTransform(1, 0, 0, 1, 0, 0);
        if (line) this._ctx.lineWidth = line;
        if (line ? this._ctx.isPointInStroke(path, p.x, p.y) : box ? p.x > box[0] && p.y > box[1] && p.x < box[2] && p.y < box[3] : this._ctx.isPointInPath(path, p.x, p.y, "evenodd")) return Object.assign(rows(), { total: n });
      }
      return [];
    },
    /* What is under the pointer, in words beside it: looked at once a frame. */
    _hover(e) {
      this._pointer = e.containerPoint;
      if (this._hovering || !this._spots) return;
      this._hovering = requestAnimationFrame(() => { this._hovering = 0; if (this._map) this._tell(this._pointer); });
    },
    _tell(point) {
      const rows = point && !this.busy ? this._under(point) : [];
      this._map.getContainer().style.cursor = this.busy ? "crosshair" : rows.length ? "pointer" : "";
      this._tip.hidden = !rows.length;
      if (!rows.length) return;
      const { col, meta } = this, i = rows[0], n = rows.total || new Set(rows.map((r) => col.incident[r])).size;
      const name = this.placed(i), words = [name && Sitmap.isolated(name), Sitmap.t(meta.type_words ? meta.type_words[col.type[i]] : meta.types[col.type[i]]), Sitmap.shortDay(col.last[i]), SURE()[col.flags[i] >> 5]];
      this._tip.textContent = words.filter(Boolean).join(" · ") + (n > 1 ? ` · ${n >= 200 && !rows.total ? Sitmap.t("200 or more here") : Sitmap.t("{n} here", { n: Sitmap.figure(n) })}` : "");
      const size = this._map.getSize(), left = point.x > size.x / 2;
      Object.assign(this._tip.style, { left: left ? "auto" : `${point.x + 14}px`, right: left ? `${size.x - point.x + 10}px` : "auto", top: `${Math.max(4, point.y - 28)}px` });
    },
    /* What the place of a row is called: countries and provinces have names of their own in other languages. */
    placed(i) {
      const name = this.meta.places[this.col.place[i]], kind = this._kind[this.col.precision[i]];
      return name && (kind === BADGE || kind === SURFACE) ? Sitmap.t(name) : name;
    },
    _under(point) {
      if (!this._squares) return this.at(point, this._dense ? 1 : 200);
      const p = this._map.containerPointToLayerPoint(point).subtract(this._min).multiplyBy(this._dpr).round();
      const row = this._raster.near(p.x, p.y, Math.round(6 * this._dpr));
      return row < 0 ? [] : [row];
    },
    _click(e) { if (this._spots && !this.busy) this._pick(this.at(e.containerPoint)); },
    _pick(rows) {
      const incidents = [...new Set(rows.map((i) => this.col.incident[i]))];
      if (incidents.length) this.fire("incidents", { incidents });
    },

    /* Where an incident stands, by the first of its places that is drawn; null where none is. */
    spotOf(incident) {
      const { col } = this;
      for (let i = col ? col.incident.indexOf(incident) : -1; i >= 0 && col.incident[i] === incident; i++)
        if (col.flags[i] & PLACED && this._kind[col.precision[i]] < BADGE) return L.CRS.EPSG3857.pointToLatLng(L.point((col.x[i] / WORLD) * 256, (col.y[i] / WORLD) * 256), 0);
      return null;
    },

    /* The box that most of the drawn spots lie in. */
    extent() {
      const { col } = this, every = Math.max(1, Math.floor(col.n / 100000)), most = Math.ceil(col.n / every), xs = new Uint32Array(most), ys = new Uint32Array(most);
      let n = 0;
      for (let i = 0; i < col.n; i += every) if (col.flags[i] & PLACED && !(col.flags[i] & BACKGROUND) && this._kind[col.precision[i]] !== BADGE) { xs[n] = col.x[i]; ys[n++] = col.y[i]; }
      if (!n) return null;
      const west = xs.subarray(0, n).sort(), north = ys.subarray(0, n).sort(), cut = n > 20 ? Math.floor(n * (n > 1000 ? 0.05 : 0.1)) : 0; // a few far-off ones do not shrink the rest
      const ll = (x, y) => L.CRS.EPSG3857.pointToLatLng(L.point((x / WORLD) * 256, (y / WORLD) * 256), 0);
      return L.latLngBounds(ll(west[cut], north[cut]), ll(west[n - 1 - cut], north[n - 1 - cut]));
    },
  });
})();
