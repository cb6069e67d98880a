/* Pins one by one: each kind of symbol is drawn once, and its pixels are then put down wherever it stands. On the CPU a
   circle costs a hundred times what the copy of one does. */
(() => {
  "use strict";
  const Sitmap = window.Sitmap, rgba = Sitmap.rgba;
  const WORLD = 4294967296;
  const BACKGROUND = 2, AGGREGATE = 4, OPEN = 8;
  const AGES = 10;       // steps from the palest to the full colour
  const WIDEST_COPY = 40; // pixels of a radius up to which a ring is copied, not drawn
  const MANY_RINGS = 60;  // in view: more of them are not filled
  const MOST_STACKS = 400; // whose number is written beside them, the largest first

  /* A share of one colour with paper for the rest: pale, but nothing shows through it. */
  const mixed = (hex, paper, share) => "#" + [1, 3, 5].map((k) => Math.round(parseInt(hex.slice(k, k + 2), 16) * share + parseInt(paper.slice(k, k + 2), 16) * (1 - share)).toString(16).padStart(2, "0")).join("");

  Sitmap.IncidentLayer.include({
    /* How strong a row is by its age, 0 … AGES - 1. */
    _age(i) {
      const span = this.to - this.from;
      if (!span || !this.fade) return AGES - 1;
      return Math.max(0, Math.min(AGES - 1, Math.floor(((this.col.last[i] - this.from) / span) * AGES)));
    },

    _drawPins(ctx, pins) {
      const zoom = this._zoom, r = zoom < 4 ? 3.6 : zoom < 6 ? 4.6 : zoom < 8 ? 5.6 : 6.6, d = this._dpr;
      const { col, meta, _raster: raster } = this;
      const kinds = meta.precisions.map((p) => (p === "near" ? 1 : p === "sea_air" ? 2 : 0));
      raster.begin(this._canvas.width, this._canvas.height);
      const rings = new Map(); // once a place, as its newest incident has it: many rings upon each other would make a wall
      for (let k = pins.length - 1; k >= 0; k--) {
        const i = pins[k], kind = kinds[col.precision[i]], key = kind && `${col.x[i]} ${col.y[i]} ${col.radius[i]}`;
        if (kind && !rings.has(key)) rings.set(key, [i, kind]);
      }
      for (const [i, kind] of rings.values()) this._ring(ctx, raster, i, r, kind === 2, rings.size > MANY_RINGS);
      const own = this._drawnSymbols(r);
      let chosen = -1;
      for (const i of pins) {
        if (col.incident[i] === this.selected) chosen = i;
        // Somewhere at sea or in the air: its ring says where, a pin in the middle would pretend to know.
        if (kinds[col.precision[i]] !== 2) raster.put(this._sprite(i, own, r), (col.x[i] * this._scale - this._ox) * d, (col.y[i] * this._scale - this._oy) * d);
      }
      ctx.drawImage(raster.end(), 0, 0, this._w, this._h);
      this._spots = pins;
      this._drawStacks(ctx, r);
      if (chosen >= 0) {
        const [x, y] = this._xy(chosen);
        this._symbol(ctx, chosen, x, y, r + 1);
        ctx.beginPath(); ctx.arc(x, y, r + 6, 0, 7); ctx.strokeStyle = meta.ink; ctx.lineWidth = 2; ctx.stroke();
      }
    },

    /* Around "near" its distance; somewhere at sea or in the air a dashed ring alone. */
    _ring(ctx, raster, i, r, dashed, many) {
      const { col } = this, [x, y] = this._xy(i), radius = Math.min(2000, Math.max(dashed ? 8 : r + 3, this._pixels(col.radius[i] || 5, y))), colour = this._colour(i);
      const draw = (c, at, up) => {
        c.beginPath(); c.arc(at, up, radius, 0, 7);
        if (!dashed && !many) { c.fillStyle = rgba(colour, 0.1); c.fill(); }
        c.strokeStyle = rgba(colour, many ? 0.35 : 0.55); c.lineWidth = 1; c.setLineDash(dashed ? [5, 4] : []); c.stroke(); c.setLineDash([]);
      };
      if (radius > WIDEST_COPY) { if (x > -radius && y > -radius && x < this._w + radius && y < this._h + radius) draw(ctx, x, y); return; }
      const half = Math.ceil(radius) + 2;
      raster.put(this._kept(`ring ${colour} ${Math.round(radius * 2)} ${dashed} ${many}`, half, (c) => draw(c, half, half)), x * this._dpr, y * this._dpr);
    },

    /* The symbol that a row has. */
    _sprite(i, own, r) {
      const { col } = this, flags = col.flags[i] & (BACKGROUND | AGGREGATE | OPEN), half = Math.ceil(r) + 2;
      const key = ((((col.hue[i] << 4) | col.status[i]) << 5) | flags) * AGES + this._age(i);
      return own[key] || (own[key] = this._pixelsOf(half, (c) => this._symbol(c, i, half, half, r)));
    },
    /* Those that were drawn already, for this size and theme. */
    _drawnSymbols(r) {
      const for_ = `${r} ${this._dpr} ${this.meta.paper}`;
      if (!this._sprites || this._sprites.for_ !== for_) this._sprites = { for_, own: [] };
      return this._sprites.own;
    },
    _kept(key, half, draw) {
      const kept = (this._rings = this._rings && this._rings.size < 500 && this._rings.d === this._dpr ? this._rings : Object.assign(new Map(), { d: this._dpr }));
      if (!kept.has(key)) kept.set(key, this._pixelsOf(half, draw));
      return kept.get(key);
    },
    _pixelsOf(half, draw) {
      const d = this._dpr, size = Math.ceil(2 * half * d), canvas = document.createElement("canvas"), c = canvas.getContext("2d", { willReadFrequently: true });
      canvas.width = canvas.height = size; c.setTransform(d, 0, 0, d, 0, 0);
      draw(c);
      return Sitmap.Raster.symbol(c.getImageData(0, 0, size, size).data, size);
    },

    /* How many incidents stand at one spot, beside it: what lies below the newest is not hidden. */
    _drawStacks(ctx, r) {
      if (this._zoom < 5) return;
      const stacks = new Map(), { col } = this;
      for (const i of this._spots) {
        const key = col.x[i] * WORLD + col.y[i], stack = stacks.get(key);
        if (!stack) stacks.set(key, { n: 1, i, prev: col.incident[i] });
        else if (stack.prev !== col.incident[i]) { stack.n++; stack.i = i; stack.prev = col.incident[i]; }
      }
      const high = [...stacks.values()].filter((s) => s.n > 1).sort((a, b) => b.n - a.n || a.i - b.i), boxes = [];
      for (const { n, i } of high.slice(0, MOST_STACKS)) {
        const [x, y] = this._xy(i), top = y - r - 6, half = 2 + 3.2 * String(n).length;
        if (boxes.some(([bx, by, bw]) => Math.abs(bx - x) < bw + half && Math.abs(by - top) < 11)) continue;
        boxes.push([x, top, half]);
        this._text(ctx, String(n), x, top, this._colour(i), "600 10.5px", "center");
      }
    },

    _symbol(ctx, i, x, y, r) {
      const { col, meta } = this, status = meta.statuses[col.status[i]];
      const faint = col.flags[i] & (BACKGROUND | AGGREGATE) ? 0.5 : 1;
      const colour = mixed(this._colour(i), meta.paper, faint * (0.5 + (0.5 * this._age(i)) / (AGES - 1)) * (col.flags[i] & OPEN ? 0.85 : 1));
      ctx.beginPath(); ctx.arc(x, y, status === "planned" ? r + 0.8 : r, 0, 7);
      if (status === "occurred") {
        ctx.fillStyle = colour; ctx.fill(); ctx.lineWidth = 1; ctx.strokeStyle = meta.halo; ctx.stroke();
      } else {
        ctx.fillStyle = meta.paper; ctx.fill(); ctx.lineWidth = 2; ctx.strokeStyle = colour;
        ctx.setLineDash(status === "alleged" ? [2.6, 2] : []); ctx.stroke(); ctx.setLineDash([]);
        if (status === "planned") { ctx.lineWidth = 1.4; ctx.beginPath(); ctx.moveTo(x, y - r * 0.65); ctx.lineTo(x, y); ctx.lineTo(x + r * 0.5, y); ctx.stroke(); }
      }
    },
  });
})();
