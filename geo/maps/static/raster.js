/* Sitmap.Raster: very many rows as small squares in a pixel buffer, newest on top, on the CPU.
   Each pixel remembers the last row that fell on it, so what is under the pointer is found at once. */
(() => {
  "use strict";
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const AGES = 8;
  const byte = (hex, k) => parseInt(hex.slice(k, k + 2), 16);

  /* One pixel over another, both with a colour and how much of it there is. */
  const over = (s, d) => {
    const a = s >>> 24, b = d >>> 24, left = 255 - a;
    if (b === 0) return s;
    if (b === 255) return (255 << 24) | ((((s >>> 16) & 255) * a + ((d >>> 16) & 255) * left) / 255 << 16) | ((((s >>> 8) & 255) * a + ((d >>> 8) & 255) * left) / 255 << 8) | (((s & 255) * a + (d & 255) * left) / 255);
    const rest = (b * left) / 255, all = a + rest;
    return (all << 24) | ((((s >>> 16) & 255) * a + ((d >>> 16) & 255) * rest) / all << 16) | ((((s >>> 8) & 255) * a + ((d >>> 8) & 255) * rest) / all << 8) | (((s & 255) * a + (d & 255) * rest) / all);
  };

  const copy = (pixels, base, { at, c, n }) => { for (let k = 0; k < n; k++) pixels[base + at[k]] = c[k]; };
  const blend = (pixels, base, { at, c, n }) => { for (let k = 0; k < n; k++) { const q = base + at[k]; pixels[q] = over(c[k], pixels[q]); } };

  Sitmap.Raster = class {
    constructor() { this.canvas = document.createElement("canvas"); this.w = this.h = 0; }

    _resize(w, h) {
      if (this.w === w && this.h === h) return;
      Object.assign(this, { w, h });
      this.canvas.width = w; this.canvas.height = h;
      this.ctx = this.canvas.getContext("2d");
      this.image = this.ctx.createImageData(w, h);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.ints = new Int32Array(this.image.data.buffer); // the same: whole numbers that are no larger are quicker
      this.top = new Int32Array(w * h);   // the newest row on a pixel, plus one
      this.used = new Uint32Array(w * h); // the pixels that have one
      this.owner = new Int32Array(w * h); // the row whose square shows on a pixel, plus one
    }

    /* Colours by type and age, the oldest palest, as the bytes of a pixel. */
    _table(colours) {
      return Uint32Array.from({ length: colours.length * AGES }, (_, k) => {
        const c = colours[Math.floor(k / AGES)], alpha = Math.round(255 * (0.5 + (0.45 * (k % AGES)) / (AGES - 1)));
        return ((alpha << 24) | (byte(c, 5) << 16) | (byte(c, 3) << 8) | byte(c, 1)) >>> 0;
      });
    }

    /* The same view of the same rows, only more of them at the end: what was put down before stays. */
    _goesOn(key, rows, mode) {
      const whole = key && `${mode} ${key}`, on = whole && whole === this.key && rows.length >= this.done;
      if (!on) this.done = this.k = 0;
      this.key = whole;
      return on;
    }

    /* view: scale and origin of the map in device pixels; from and to: the window, for the age; key: names the view and
       the rows, so that the next picture may go on from this one. */
    draw(columns, rows, { w, h, scale, ox, oy, from, to, colours, size, key = null, fade = true }) {
      this._resize(w, h);
      if (!this._goesOn(key, rows, "squares")) { this.top.fill(0); this.pixels.fill(0); }
      const { top, used } = this, { x, y } = columns;
      let k = this.k;
      for (let r = this.done; r < rows.length; r++) {
        const i = rows[r], px = (x[i] * scale - ox) | 0, py = (y[i] * scale - oy) | 0;
        if (px < 0 || py < 0 || px >= w || py >= h) continue;
        const at = py * w + px;
        if (!top[at]) used[k++] = at;
        top[at] = i + 1;
      }
      this.k = k; this.done = rows.length;
      this._stamp(columns, used.subarray(0, k), this._table(colours), size, fade ? from : -Infinity, Math.max(1, to - from));
      this.ctx.putImageData(this.image, 0, 0);
      return this.canvas;
    }

    /* Squares; where they overlap the newest lies on top. */
    _stamp(columns, used, table, size, from, span) {
      const { top, owner, pixels, w, h } = this, { hue: type, last } = columns;
      owner.fill(0);
      for (const at of used) {
        const row = top[at], i = row - 1, age = from === -Infinity ? AGES - 1 : Math.floor(((last[i] - from) / span) * AGES);
        const c = table[type[i] * AGES + (age < 0 ? 0 : age >= AGES ? AGES - 1 : age)];
        const px = at % w, py = (at / w) | 0, x1 = Math.min(w, px + size), y1 = Math.min(h, py + size);
        for (let yy = py; yy < y1; yy++)
          for (let q = yy * w + px, end = yy * w + x1; q < end; q++) if (owner[q] < row) { owner[q] = row; pixels[q] = c; }
      }
    }

    /* An empty buffer to put symbols into; `end` makes a picture of it. */
    begin(w, h) { this._resize(w, h); this.key = null; this.pixels.fill(0); }
    end() { this.ctx.putImageData(this.image, 0, 0); return this.canvas; }

    /* A symbol out of its pixels: those that cover what is below them, and those of its rim, which let it through. */
    static symbol(data, size) {
      const all = new Uint32Array(data.buffer, data.byteOffset, size * size), solid = [], rim = [];
      for (let q = 0; q < all.length; q++) { const a = all[q] >>> 24; if (a === 255) solid.push(q); else if (a) rim.push(q); }
      const of = (list) => ({ u: Int32Array.from(list, (q) => q % size), v: Int32Array.from(list, (q) => (q / size) | 0), c: Int32Array.from(list, (q) => all[q]), n: list.length });
      return { size, solid: of(solid), rim: of(rim), wide: 0 };
    }

    /* A symbol over what is there, its middle at (x, y). */
    put(symbol, x, y) {
      const { w, h, ints: pixels } = this, { size, solid, rim } = symbol, left = Math.round(x - size / 2), top = Math.round(y - size / 2);
      if (left <= -size || top <= -size || left >= w || top >= h) return;
      if (symbol.wide !== w) { symbol.wide = w; for (const part of [solid, rim]) part.at = Int32Array.from(part.u, (u, k) => part.v[k] * w + u); }
      const base = top * w + left, whole = left >= 0 && top >= 0 && left + size <= w && top + size <= h;
      const inside = (part, k) => (left + part.u[k] >= 0 && left + part.u[k] < w && top + part.v[k] >= 0 && top + part.v[k] < h);
      if (whole) { copy(pixels, base, solid); blend(pixels, base, rim); return; }
      for (let k = 0; k < solid.n; k++) if (inside(solid, k)) pixels[base + solid.at[k]] = solid.c[k];
      for (let k = 0; k < rim.n; k++) if (inside(rim, k)) pixels[base + rim.at[k]] = over(rim.c[k], pixels[base + rim.at[k]]);
    }

    /* Incidents in each cell of a grid that is fixed to the world: how many, of which types, and the middle of their rows.
       The rows of an incident stand together; it counts once a cell. */
    bins(columns, rows, { w, h, scale, ox, oy, cell, kinds, key = null }) {
      const { x, y, incident, hue: type } = columns;
      // The cells that touch the view lie in a grid of their own: a look there is far quicker than one in a Map.
      const left = Math.floor(ox / cell) - 1, top = Math.floor(oy / cell) - 1, cols = Math.ceil(w / cell) + 3, lines = Math.ceil(h / cell) + 3;
      if (!this._goesOn(key, rows, "bins")) { this.found = []; this.slots = new Int32Array(cols * lines).fill(-1); }
      const { found, slots } = this;
      for (let r = this.done; r < rows.length; r++) {
        const i = rows[r], px = x[i] * scale, py = y[i] * scale, cx = Math.floor(px / cell), cy = Math.floor(py / cell);
        if ((cx + 1) * cell < ox || (cy + 1) * cell < oy || cx * cell > ox + w || cy * cell > oy + h) continue;
        const at = (cy - top) * cols + cx - left;
        let bin = found[slots[at]];
        if (!bin) { slots[at] = found.length; found.push((bin = { cx, cy, cell, n: 0, prev: -1, rows: 0, sx: 0, sy: 0, types: new Uint32Array(kinds) })); }
        bin.rows++; bin.sx += px; bin.sy += py;
        if (bin.prev !== incident[i]) { bin.prev = incident[i]; bin.n++; bin.types[type[i]]++; }
      }
      this.done = rows.length;
      return found.map((b) => Object.assign(b, { x: b.sx / b.rows - ox, y: b.sy / b.rows - oy }));
    }

    /* How many rows fall into each cell of a grid that is fixed to the world: the fuller, the stronger (on a log scale).
       A picture with one pixel a cell, and where its corner lies: who draws it makes the cells as large as they are. */
    density(columns, rows, { w, h, scale, ox, oy, ink, cell, key = null }) {
      const on = this._goesOn(key, rows, "density"), { x, y } = columns;
      const sx = Math.floor(ox / cell), sy = Math.floor(oy / cell), cols = Math.ceil(w / cell) + 2, lines = Math.ceil(h / cell) + 2;
      this._grid(cols, lines);
      const { cells } = this;
      if (!on) cells.fill(0);
      for (let r = this.done; r < rows.length; r++) {
        const i = rows[r], cx = Math.floor((x[i] * scale) / cell) - sx, cy = Math.floor((y[i] * scale) / cell) - sy;
        if (cx >= 0 && cy >= 0 && cx < cols && cy < lines) cells[cy * cols + cx]++;
      }
      this.done = rows.length;
      this._shade(ink);
      return { picture: this.grid, x: Math.round(sx * cell - ox), y: Math.round(sy * cell - oy), w: cols * cell, h: lines * cell };
    }

    _grid(cols, lines) {
      if (this.grid && this.grid.width === cols && this.grid.height === lines) return;
      this.grid = document.createElement("canvas");
      this.grid.width = cols; this.grid.height = lines;
      this.gridCtx = this.grid.getContext("2d", { willReadFrequently: true });
      this.gridImage = this.gridCtx.createImageData(cols, lines);
      this.shades = new Uint32Array(this.gridImage.data.buffer);
      this.cells = new Uint32Array(cols * lines);
      this.logs = Float64Array.from({ length: 4096 }, (_, n) => Math.log1p(n));
    }

    _shade(ink) {
      const { cells, shades, logs } = this, rgb = (byte(ink, 5) << 16) | (byte(ink, 3) << 8) | byte(ink, 1);
      let most = 0;
      for (let c = 0; c < cells.length; c++) if (cells[c] > most) most = cells[c];
      const share = 195 / Math.log1p(most);
      for (let c = 0; c < cells.length; c++) {
        const n = cells[c];
        shades[c] = n ? ((Math.round(40 + share * (n < 4096 ? logs[n] : Math.log1p(n))) << 24) | rgb) >>> 0 : 0;
      }
      this.gridCtx.putImageData(this.gridImage, 0, 0);
    }

    /* The newest row within a few pixels of (px, py), or -1. */
    near(px, py, reach) {
      let best = -1;
      for (let yy = Math.max(0, py - reach); yy <= Math.min(this.h - 1, py + reach); yy++)
        for (let q = yy * this.w + Math.max(0, px - reach), end = yy * this.w + Math.min(this.w - 1, px + reach); q <= end; q++)
          if (this.top[q] > best) best = this.top[q];
      return best > 0 ? best - 1 : -1;
    }
  };
})();
