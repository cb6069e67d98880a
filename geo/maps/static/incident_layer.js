/* Sitmap.IncidentLayer: incidents from time-sorted columns on a canvas of a Leaflet map.
   Colour is type, outline is status, shape is precision. Only numbers and codes come in; text never does,
   but for the names of places, which are only ever drawn on a canvas or set as textContent. */
(() => {
  "use strict";
  const L = window.L;
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const WORLD = 4294967296;
  const PLACED = 1, BACKGROUND = 2, AGGREGATE = 4, OPEN = 8, UNDATED = 16;
  const RASTER_FROM = 20000;
  const DAY_MS = 86400000;

  /* Packed by geo/maps/layer.py: JSON in base64. */
  Sitmap.unpack = (packed) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(packed), (c) => c.charCodeAt(0))));
  Sitmap.isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
  Sitmap.dayOf = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY_MS);

  /* The columns of geo/maps/columns.py, as views on one buffer. */
  Sitmap.decode = (buffer, meta) => {
    const n = meta.rows;
    const col = { n };
    let at = 0;
    for (const [name, Kind] of [["x", Uint32Array], ["y", Uint32Array], ["first", Int32Array], ["last", Int32Array],
      ["incident", Uint32Array], ["surface", Uint32Array], ["place", Uint32Array], ["radius", Float32Array],
      ["type", Uint8Array], ["status", Uint8Array], ["precision", Uint8Array], ["flags", Uint8Array]]) {
      col[name] = new Kind(buffer, at, n);
      at += n * Kind.BYTES_PER_ELEMENT;
    }
    col.reach = new Int32Array(n); // the latest day that any row up to here lasts to
    for (let i = 0, m = -2147483648; i < n; i++) { if (col.last[i] > m) m = col.last[i]; col.reach[i] = m; }
    return col;
  };

  const lowerBound = (a, v, n) => { let lo = 0, hi = n; while (lo < hi) { const m = (lo + hi) >>> 1; if (a[m] < v) lo = m + 1; else hi = m; } return lo; };
  const rgba = (hex, alpha) => `rgba(${parseInt(hex.slice(1, 3), 16)},${parseInt(hex.slice(3, 5), 16)},${parseInt(hex.slice(5, 7), 16)},${alpha})`;

  Sitmap.IncidentLayer = L.Layer.extend({
    initialize(config) {
      this.meta = config.meta;
      this.config = config;
      this.filters = { types: null, statuses: null, precisions: null, background: false, ids: null };
      this.selected = -1;
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
        const answer = await fetch(this.config.url);
        if (!answer.ok) throw new Error(`incidents: ${answer.status}`);
        buffer = await answer.arrayBuffer();
      }
      this.col = Sitmap.decode(buffer, this.meta);
      this.dated = lowerBound(this.col.first, 2147483647, this.col.n);
      this._openSpan();
      return this;
    },

    /* The span that holds 95 % of the incidents, and the span of all (days, inclusive). */
    _openSpan() {
      const { col, dated } = this;
      const days = [];
      let all0 = Infinity, all1 = -Infinity, news = -Infinity;
      for (let i = 0, prev = -1; i < dated; i++) {
        if (col.incident[i] === prev) continue;
        prev = col.incident[i];
        if (col.first[i] < all0) all0 = col.first[i];
        if (col.last[i] > all1) all1 = col.last[i];
        if (this.meta.statuses[col.status[i]] !== "planned" && col.last[i] > news) news = col.last[i];
        if (!(col.flags[i] & BACKGROUND)) days.push(col.first[i], col.last[i]);
      }
      this.all = all0 <= all1 ? [all0, all1] : null;
      this.newsDay = news;
      if (!days.length) { this.span = this.all; return; }
      days.sort((a, b) => a - b);
      const cut = days.length > 40 ? Math.floor(days.length * 0.025) : 0;
      this.span = [days[cut], days[days.length - 1 - cut]];
    },

    onAdd(map) {
      if (map.attributionControl) map.attributionControl.setPrefix(false);
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated sitmap-incidents", this.getPane());
      this._canvas.style.pointerEvents = "none";
      this._ctx = this._canvas.getContext("2d");
      this._badges = L.DomUtil.create("div", "sitmap-badges", map.getContainer());
      L.DomEvent.disableClickPropagation(this._badges);
      this._reset();
    },
    onRemove() { L.DomUtil.remove(this._canvas); L.DomUtil.remove(this._badges); },
    getEvents() { return { moveend: this._reset, resize: this._reset, zoomanim: this._animate, click: this._click, mousemove: this._hover }; },

    setWindow(from, to) { this.from = from; this.to = to; this._schedule(); },
    setFilters(filters) { Object.assign(this.filters, filters); this._schedule(); },
    select(incident) { this.selected = incident; this._schedule(); },
    onDrawn(listener) { this.listeners.push(listener); },

    _schedule() {
      if (this._frame || !this.col) return;
      this._frame = requestAnimationFrame(() => { this._frame = 0; this.count(); if (this._map) this._draw(); this.listeners.forEach((f) => f(this.summary)); });
    },

    /* A test of one row against the filters, the window aside. */
    _passes() {
      const { col, meta } = this;
      const f = this.filters;
      const mask = (codes, wanted) => Uint8Array.from(codes, (c) => (!wanted || wanted.includes(c) ? 1 : 0));
      const types = mask(meta.types, f.types), statuses = mask(meta.statuses, f.statuses), precisions = mask(meta.precisions, f.precisions);
      const ids = f.ids, background = f.background;
      return (i) => types[col.type[i]] && statuses[col.status[i]] && precisions[col.precision[i]] &&
        (background || !(col.flags[i] & BACKGROUND)) && (!ids || (ids[col.incident[i] >> 3] >> (col.incident[i] & 7)) & 1);
    },

    /* Rows in the window that pass the filters; counts distinct incidents (rows of one incident stand together). */
    count() {
      const { col, from, to } = this;
      const passes = this._passes();
      const end = lowerBound(col.first, to + 1, this.dated);
      const begin = lowerBound(col.reach, from, end);
      const rows = [];
      let count = 0, unplaced = 0, prev = -1, drawn = -1, placedPrev = false;
      for (let i = begin; i < end; i++) {
        if (col.last[i] < from || !passes(i)) continue;
        if (col.incident[i] !== prev) { if (prev >= 0 && !placedPrev) unplaced++; prev = col.incident[i]; count++; placedPrev = false; }
        if (col.flags[i] & PLACED) { placedPrev = true; rows.push(i); drawn = i; }
      }
      if (prev >= 0 && !placedPrev) unplaced++;
      this.rows = rows;
      this.summary = { count, unplaced, from, to, newest: drawn };
      return this.summary;
    },

    /* Incidents per bin and type over [a, b], for the brush; an incident counts in every bin that it meets. */
    histogram(a, b, bins) {
      const { col } = this;
      const passes = this._passes();
      const kinds = this.meta.types.length;
      const out = new Uint32Array(bins * kinds);
      const future = new Uint32Array(bins);
      const per = (b - a + 1) / bins;
      for (let i = 0, prev = -1; i < this.dated; i++) {
        if (col.incident[i] === prev || col.last[i] < a || col.first[i] > b || !passes(i)) continue;
        prev = col.incident[i];
        const k0 = Math.max(0, Math.floor((col.first[i] - a) / per)), k1 = Math.min(bins - 1, Math.floor((col.last[i] - a) / per));
        for (let k = k0; k <= k1; k++) out[k * kinds + col.type[i]]++;
      }
      return { counts: out, kinds, future };
    },

    _animate(e) {
      const scale = this._map.getZoomScale(e.zoom, this._zoom);
      L.DomUtil.setTransform(this._canvas, this._map._latLngBoundsToNewLayerBounds(this._bounds, e.zoom, e.center).min, scale);
    },

    _reset() {
      const map = this._map, size = map.getSize(), pad = size.multiplyBy(0.1).round();
      const dpr = Math.min(window.devicePixelRatio || 1, 2);
      const min = map.containerPointToLayerPoint([-pad.x, -pad.y]).round();
      const w = size.x + 2 * pad.x, h = size.y + 2 * pad.y;
      Object.assign(this, { _min: min, _zoom: map.getZoom(), _dpr: dpr, _w: w, _h: h });
      this._canvas.width = Math.round(w * dpr); this._canvas.height = Math.round(h * dpr);
      this._canvas.style.width = w + "px"; this._canvas.style.height = h + "px";
      this._bounds = L.latLngBounds(map.layerPointToLatLng(min), map.layerPointToLatLng(min.add([w, h])));
      const origin = map.getPixelOrigin().add(min);
      this._ox = origin.x; this._oy = origin.y; this._scale = (256 * Math.pow(2, this._zoom)) / WORLD;
      L.DomUtil.setTransform(this._canvas, min, 1);
      if (this.rows) this._draw();
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
      if (!this.rows) return;
      const pins = [], surfaces = new Map(), badges = new Map();
      for (const i of this.rows) {
        const kind = meta.precisions[col.precision[i]];
        if (kind === "country") this._add(badges, col.place[i], i);
        else if (kind === "admin1" || kind === "admin2" || kind === "area") this._add(surfaces, col.surface[i], i);
        else if (kind !== "none") pins.push(i);
      }
      this._drawSurfaces(ctx, surfaces);
      if (pins.length > RASTER_FROM) this._drawRaster(ctx, pins); else this._drawPins(ctx, pins);
      this._drawLabels(ctx, pins);
      this._drawBadges(badges);
      this._pins = pins;
    },

    _add(groups, key, i) {
      const group = groups.get(key) || { rows: [], n: 0, prev: -1, types: {} };
      group.rows.push(i);
      if (this.col.incident[i] !== group.prev) { group.n++; group.prev = this.col.incident[i]; group.types[this.col.type[i]] = (group.types[this.col.type[i]] || 0) + 1; }
      groups.set(key, group);
    },

    _colour(i) { return this.meta.colours[this.col.type[i]]; },
    _main(group) { return this.meta.colours[+Object.entries(group.types).sort((a, b) => b[1] - a[1])[0][0]]; },

    _hatch(colour) {
      this._hatches = this._hatches || {};
      if (!this._hatches[colour]) {
        const tile = document.createElement("canvas"); tile.width = tile.height = 8;
        const t = tile.getContext("2d");
        t.strokeStyle = rgba(colour, 0.5); t.lineWidth = 1.2; t.beginPath();
        for (const k of [-8, 0, 8]) { t.moveTo(k, 8); t.lineTo(k + 8, 0); }
        t.stroke();
        this._hatches[colour] = this._ctx.createPattern(tile, "repeat");
      }
      return this._hatches[colour];
    },

    _drawSurfaces(ctx, surfaces) {
      for (const [k, group] of surfaces) {
        const surface = this.meta.surfaces[k];
        if (!surface) continue;
        const colour = this._main(group), path = new Path2D();
        let [cx, cy] = this._project(surface.lat, surface.lon);
        if (surface.rings) for (const ring of surface.rings) { ring.forEach((p, j) => { const [x, y] = this._project(p[1], p[0]); if (j) path.lineTo(x, y); else path.moveTo(x, y); }); path.closePath(); }
        else path.arc(cx, cy, Math.max(9, this._pixels(surface.radius, cy)), 0, 7);
        ctx.fillStyle = this._hatch(colour); ctx.fill(path, "evenodd");
        ctx.strokeStyle = rgba(colour, 0.75); ctx.lineWidth = group.rows.some((i) => this.col.incident[i] === this.selected) ? 2.6 : 1.1;
        ctx.setLineDash(surface.rings ? [] : [5, 3]); ctx.stroke(path); ctx.setLineDash([]);
        this._count(ctx, String(group.n), cx, cy, colour);
        this._areas.push({ path, group });
      }
    },

    _age(i) { const span = this.to - this.from; if (!span) return 1; return 0.55 + 0.45 * Math.min(1, Math.max(0, (this.col.last[i] - this.from) / span)); },

    _drawPins(ctx, pins) {
      const zoom = this._zoom, r = zoom < 4 ? 3.6 : zoom < 6 ? 4.6 : zoom < 8 ? 5.6 : 6.6;
      const { col, meta } = this;
      for (const i of pins) {
        const kind = meta.precisions[col.precision[i]];
        if (kind !== "near" && kind !== "sea_air") continue;
        const [x, y] = this._xy(i), radius = Math.max(kind === "near" ? r + 3 : 8, this._pixels(col.radius[i] || 5, y));
        if (x < -radius || y < -radius || x > this._w + radius || y > this._h + radius) continue;
        ctx.beginPath(); ctx.arc(x, y, Math.min(radius, 2000), 0, 7);
        if (kind === "near") { ctx.fillStyle = rgba(this._colour(i), 0.1); ctx.fill(); }
        ctx.strokeStyle = rgba(this._colour(i), 0.55); ctx.lineWidth = 1; ctx.setLineDash(kind === "sea_air" ? [5, 4] : []); ctx.stroke(); ctx.setLineDash([]);
      }
      let chosen = -1;
      for (const i of pins) {
        const [x, y] = this._xy(i);
        if (x < -20 || y < -20 || x > this._w + 20 || y > this._h + 20) continue;
        if (col.incident[i] === this.selected) chosen = i;
        // Somewhere at sea or in the air: its ring says where, a pin in the middle would pretend to know.
        if (meta.precisions[col.precision[i]] !== "sea_air") this._symbol(ctx, i, x, y, r);
        this._spots.push(i);
      }
      this._drawStacks(ctx, r);
      if (chosen >= 0) {
        const [x, y] = this._xy(chosen);
        this._symbol(ctx, chosen, x, y, r + 1);
        ctx.beginPath(); ctx.arc(x, y, r + 6, 0, 7); ctx.strokeStyle = meta.ink; ctx.lineWidth = 2; ctx.stroke();
      }
    },

    /* How many incidents stand at one spot, beside it: what lies below the newest is not hidden. */
    _drawStacks(ctx, r) {
      const stacks = new Map(), { col } = this;
      for (const i of this._spots) {
        const key = col.x[i] * WORLD + col.y[i], stack = stacks.get(key);
        if (!stack) stacks.set(key, { n: 1, i, prev: col.incident[i] });
        else if (stack.prev !== col.incident[i]) { stack.n++; stack.i = i; stack.prev = col.incident[i]; }
      }
      if (this._zoom < 5) return;
      for (const { n, i } of stacks.values()) {
        if (n < 2) continue;
        const [x, y] = this._xy(i);
        this._text(ctx, String(n), x, y - r - 6, this._colour(i), "600 10.5px", "center");
      }
    },

    _symbol(ctx, i, x, y, r) {
      const { col, meta } = this, status = meta.statuses[col.status[i]], colour = this._colour(i);
      const faint = col.flags[i] & (BACKGROUND | AGGREGATE);
      ctx.globalAlpha = (faint ? 0.5 : 1) * this._age(i) * (col.flags[i] & OPEN ? 0.85 : 1);
      ctx.beginPath(); ctx.arc(x, y, status === "planned" ? r + 0.8 : r, 0, 7);
      if (status === "occurred") {
        ctx.fillStyle = colour; ctx.fill(); ctx.lineWidth = 1; ctx.strokeStyle = meta.halo; ctx.stroke();
      } else {
        ctx.fillStyle = meta.paper; ctx.fill(); ctx.lineWidth = 2; ctx.strokeStyle = colour;
        ctx.setLineDash(status === "alleged" ? [2.6, 2] : []); ctx.stroke(); ctx.setLineDash([]);
        if (status === "planned") { ctx.lineWidth = 1.4; ctx.beginPath(); ctx.moveTo(x, y - r * 0.65); ctx.lineTo(x, y); ctx.lineTo(x + r * 0.5, y); ctx.stroke(); }
      }
      ctx.globalAlpha = 1;
    },

    /* Very many rows: one small square each, written into a pixel buffer, newest on top. */
    _drawRaster(ctx, pins) {
      const w = this._canvas.width, h = this._canvas.height, d = this._dpr, { col } = this;
      const image = ctx.createImageData(w, h), px = new Uint32Array(image.data.buffer);
      const table = this.meta.colours.map((c) => (0xe0 << 24) | (parseInt(c.slice(5, 7), 16) << 16) | (parseInt(c.slice(3, 5), 16) << 8) | parseInt(c.slice(1, 3), 16));
      const s = this._scale * d, ox = this._ox * d, oy = this._oy * d, size = Math.round((pins.length > 200000 ? 2 : 3) * d);
      for (let k = 0; k < pins.length; k++) {
        const i = pins[k], x = (col.x[i] * s - ox) | 0, y = (col.y[i] * s - oy) | 0;
        if (x < 0 || y < 0 || x >= w - size || y >= h - size) continue;
        const colour = table[col.type[i]];
        for (let dy = 0; dy < size; dy++) px.fill(colour, (y + dy) * w + x, (y + dy) * w + x + size);
      }
      const layer = document.createElement("canvas"); layer.width = w; layer.height = h;
      layer.getContext("2d").putImageData(image, 0, 0);
      ctx.drawImage(layer, 0, 0, this._w, this._h);
      this._spots = pins;
    },

    /* A number in a small box, legible on a hatch. */
    _count(ctx, text, x, y, colour) {
      ctx.font = `600 11.5px ${this.meta.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle";
      const w = ctx.measureText(text).width + 9;
      ctx.beginPath(); ctx.roundRect(x - w / 2, y - 8, w, 16, 3);
      ctx.fillStyle = this.meta.paper; ctx.fill(); ctx.lineWidth = 1.2; ctx.strokeStyle = colour; ctx.stroke();
      ctx.fillStyle = this.meta.ink; ctx.fillText(text, x, y + 0.5);
    },

    _text(ctx, text, x, y, colour, font, align) {
      ctx.font = `${font} ${this.meta.font}`; ctx.textAlign = align; ctx.textBaseline = "middle";
      ctx.lineWidth = 3; ctx.lineJoin = "round"; ctx.strokeStyle = this.meta.paper; ctx.strokeText(text, x, y);
      ctx.fillStyle = colour; ctx.fillText(text, x, y);
    },

    /* Names of countries, quietly, and of the places with most incidents; no name covers another. */
    _drawLabels(ctx, pins) {
      const taken = [], fits = (x, y, w) => {
        const b = [x - 2, y - 8, x + w + 2, y + 8];
        if (b[0] < 0 || b[1] < 0 || b[2] > this._w || b[3] > this._h || taken.some((t) => b[0] < t[2] && t[0] < b[2] && b[1] < t[3] && t[1] < b[3])) return false;
        taken.push(b); return true;
      };
      const places = new Map();
      if (pins.length <= RASTER_FROM && this._zoom >= 4) for (const i of pins) { const p = places.get(this.col.place[i]) || { n: 0, i }; p.n++; places.set(this.col.place[i], p); }
      const best = [...places].sort((a, b) => b[1].n - a[1].n || a[0] - b[0]).slice(0, 60);
      for (const [place, { i }] of best) {
        const [x, y] = this._xy(i), name = this.meta.places[place];
        if (!name) continue;
        ctx.font = `500 11.5px ${this.meta.font}`;
        if (fits(x + 9, y, ctx.measureText(name).width)) this._text(ctx, name, x + 9, y, this.meta.ink, "500 11.5px", "left");
      }
      for (const label of this.meta.labels) {
        if (label.rank > this._zoom + 1) continue;
        const [x, y] = this._project(label.lat, label.lon);
        ctx.font = `11px ${this.meta.font}`;
        const w = ctx.measureText(label.name).width;
        if (fits(x - w / 2, y, w)) this._text(ctx, label.name, x, y, this.meta.muted, "11px", "center");
      }
    },

    _drawBadges(badges) {
      this._badges.replaceChildren();
      const list = [...badges].sort((a, b) => b[1].n - a[1].n).slice(0, 7);
      this._badges.hidden = !list.length;
      if (!list.length) return;
      const head = document.createElement("div"); head.className = "sitmap-badges-head"; head.textContent = "Country only";
      head.title = "Only the country is known: counted here, never pinned";
      this._badges.append(head);
      for (const [place, group] of list) {
        const button = document.createElement("button"); button.type = "button";
        const dot = document.createElement("i"); dot.style.background = this._main(group);
        const n = document.createElement("b"); n.textContent = group.n;
        const name = document.createElement("span"); name.textContent = this.meta.places[place] || "unnamed";
        button.append(dot, name, n);
        button.onclick = () => this._pick(group.rows);
        this._badges.append(button);
      }
      if (badges.size > list.length) { const more = document.createElement("div"); more.textContent = `${badges.size - list.length} more`; this._badges.append(more); }
    },

    /* Incidents under a point of the map, newest first. */
    at(point) {
      const p = this._map.containerPointToLayerPoint(point).subtract(this._min);
      const near = [];
      for (let k = this._spots.length - 1; k >= 0 && near.length < 200; k--) {
        const [x, y] = this._xy(this._spots[k]);
        const d = (x - p.x) ** 2 + (y - p.y) ** 2;
        if (d <= 100) near.push(this._spots[k]);
      }
      if (near.length) return near;
      for (let k = this._areas.length - 1; k >= 0; k--) {
        this._ctx.setTransform(1, 0, 0, 1, 0, 0);
        if (this._ctx.isPointInPath(this._areas[k].path, p.x, p.y, "evenodd")) return [...this._areas[k].group.rows].reverse();
      }
      return [];
    },
    _hover(e) { if (this._spots) this._map.getContainer().style.cursor = this.at(e.containerPoint).length ? "pointer" : ""; },
    _click(e) { if (this._spots) this._pick(this.at(e.containerPoint)); },
    _pick(rows) {
      const incidents = [...new Set(rows.map((i) => this.col.incident[i]))];
      if (incidents.length) this.fire("incidents", { incidents });
    },

    /* The box that most of the drawn spots lie in: a far-off tenth at each edge does not shrink the rest. */
    extent() {
      const { col } = this, xs = [], ys = [];
      for (let i = 0; i < col.n; i++) if (col.flags[i] & PLACED && !(col.flags[i] & BACKGROUND) && this.meta.precisions[col.precision[i]] !== "country") { xs.push(col.x[i]); ys.push(col.y[i]); }
      if (!xs.length) return null;
      xs.sort((a, b) => a - b); ys.sort((a, b) => a - b);
      const cut = xs.length > 20 ? Math.floor(xs.length * 0.1) : 0;
      const ll = (x, y) => this._map.unproject([(x / WORLD) * 256, (y / WORLD) * 256], 0);
      return L.latLngBounds(ll(xs[cut], ys[cut]), ll(xs[xs.length - 1 - cut], ys[ys.length - 1 - cut]));
    },
  });
})();
