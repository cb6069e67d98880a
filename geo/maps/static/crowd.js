/* Very many pins: as points, as a density or as counts. Which of them, the number in view says, unless the reader did. */
(() => {
  "use strict";
  const Sitmap = window.Sitmap, rgba = Sitmap.rgba;
  const POINTS_FROM = 20000;  // more symbols in view than this are drawn as small squares
  const DENSITY_FROM = 60000; // and more than this as a density, or, from far away, as counts
  const FAR = 4, NEAR = 4.5;  // counts are drawn below the one zoom, and until the other where they are drawn already
  const STAYS = 0.85;         // what is drawn stays so down to this share: a window that plays does not jump to and fro
  const CELL = 6, BIN = 56;   // pixels of a cell of the density, and of the counts
  const MARGIN = 20;          // pixels around the canvas that still count as in view

  /* No disc covers the number of another: those that would go, a quarter of the way at a time, into their own cells. */
  function apart(discs) {
    const at = new Map(discs.map((one) => [`${one.bin.cx} ${one.bin.cy}`, one])), beside = [[1, 0], [-1, 1], [0, 1], [1, 1]], pairs = [];
    for (const one of discs) for (const [u, v] of beside) { const other = at.get(`${one.bin.cx + u} ${one.bin.cy + v}`); if (other) pairs.push([one, other]); }
    for (let more = true; more; ) {
      const moved = new Set(pairs.filter(([a, b]) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r).flat().filter((one) => one.share < 1));
      for (const one of moved) {
        one.share += 0.25;
        [one.x, one.y] = one.middle.map((from, k) => from + one.share * (one.own[k] - from));
      }
      more = moved.size > 0;
    }
  }

  Sitmap.IncidentLayer.include({
    /* By the number in view and the zoom, and by what is drawn already (`was`; "": nothing yet). */
    _how(n, was = this.how) {
      const { mode } = this;
      if (mode === "density" || mode === "counts") return mode;
      const wide = was === "density" || was === "counts", more = (from, held) => n > (held ? STAYS * from : from);
      if (mode === "auto" && more(DENSITY_FROM, wide)) return this._zoom < (was === "counts" ? NEAR : FAR) ? "counts" : "density";
      return more(POINTS_FROM, wide || was === "points") ? "points" : "symbols";
    },
    /* What a link has to say so that it draws the same: nothing, where it would by itself. */
    drawing() {
      const { mode, how, _counted: counted } = this;
      return mode !== "auto" ? mode : how && counted && how !== this._how(counted.n, "") ? `auto-${how}` : "";
    },

    /* How many pins are in view, and, where they are few enough to be drawn one by one, which; goes on from the last
       picture where the window only grew. */
    _inView(pins) {
      const { col, _w: w, _h: h, _scale: scale, _ox: ox, _oy: oy } = this, list = (this._viewRows = this._viewRows || new Uint32Array(Math.min(col.n, POINTS_FROM)));
      const key = `${col.generation} ${scale} ${ox} ${oy} ${w} ${h}`, was = this._counted;
      const now = was && was.key === key && was.done <= pins.length ? was : { key, done: 0, n: 0 };
      const left = ox - MARGIN, top = oy - MARGIN, right = ox + w + MARGIN, foot = oy + h + MARGIN, { x, y } = col;
      let { n } = now;
      for (let k = now.done; k < pins.length; k++) {
        const i = pins[k], px = x[i] * scale, py = y[i] * scale;
        if (px < left || py < top || px > right || py > foot) continue;
        if (n < POINTS_FROM) list[n] = i;
        n++;
      }
      this._counted = Object.assign(now, { n, done: pins.length });
      return { n, rows: n > POINTS_FROM ? list.subarray(0, 0) : list.subarray(0, n) };
    },

    /* How the picture lies in the world, in pixels of the screen. */
    _lies() {
      const d = this._dpr;
      return { w: this._canvas.width, h: this._canvas.height, scale: this._scale * d, ox: this._ox * d, oy: this._oy * d };
    },

    _drawCrowd(ctx, pins, dense) {
      const d = this._dpr, view = this._lies();
      const size = Math.max(1, Math.round((pins.length > 200000 ? 2 : 3) * d));
      view.key = `${this.col.generation} ${size} ${Object.values(view)}`;
      if (dense) {
        const grid = this._raster.density(this.col, pins, { ...view, ink: this.meta.dense, cell: Math.round(CELL * d) });
        ctx.imageSmoothingEnabled = false;
        ctx.drawImage(grid.picture, grid.x / d, grid.y / d, grid.w / d, grid.h / d);
        ctx.imageSmoothingEnabled = true;
      } else {
        const squares = this._raster.draw(this.col, pins, { ...view, from: this.from, to: this.to, colours: this.meta.colours, fade: this.fade, size });
        ctx.drawImage(squares, 0, 0, this._w, this._h);
      }
      this._spots = pins;
    },

    /* Counts: for each cell of the world how many incidents lie in it, and a disc in their middle, which `boxes` keep free. */
    _bins(pins, boxes) {
      const d = this._dpr, cell = Math.round(BIN * d), view = this._lies();
      const bins = this._raster.bins(this.col, pins, { ...view, cell, kinds: this.col.hues, key: `${this.col.generation} ${Object.values(view)}` });
      const most = Math.max(1, ...bins.map((b) => b.n));
      const inner = (at, k, o, r) => Math.max((k * cell - o) / d + r, Math.min(((k + 1) * cell - o) / d - r, at));
      const discs = bins.sort((a, b) => a.n - b.n).map((bin) => {
        const r = 9 + 15 * (Math.log1p(bin.n) / Math.log1p(most)), x = bin.x / d, y = bin.y / d;
        return { bin, r, x, y, middle: [x, y], own: [inner(x, bin.cx, view.ox, r), inner(y, bin.cy, view.oy, r)], share: 0 };
      });
      apart(discs);
      for (const one of discs) boxes.push((one.box = [one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r]));
      return discs;
    },
    _drawBins(ctx, discs) {
      const { meta } = this;
      for (const { bin, x, y, r, box } of discs) {
        const colour = this._main(bin);
        ctx.beginPath(); ctx.arc(x, y, r, 0, 7);
        ctx.fillStyle = rgba(meta.paper, 0.85); ctx.fill(); ctx.fillStyle = rgba(colour, 0.22); ctx.fill();
        ctx.lineWidth = 1.6; ctx.strokeStyle = colour; ctx.stroke();
        ctx.font = `600 ${r > 15 ? 11.5 : 10.5}px ${meta.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.fillStyle = meta.ink;
        ctx.fillText(Sitmap.figure(bin.n), x, y + 0.5);
        this._areas.push({ box, n: bin.n, rows: () => this._rowsOfBin(bin) });
      }
    },
    _rowsOfBin({ cx, cy, cell }) {
      const found = [], { col } = this, pins = this._split.n ? this._pinRows.subarray(0, this._split.n) : [], scale = (this._scale * this._dpr) / cell;
      for (let k = pins.length - 1; k >= 0 && found.length < 500; k--) if (Math.floor(col.x[pins[k]] * scale) === cx && Math.floor(col.y[pins[k]] * scale) === cy) found.push(pins[k]);
      return found;
    },
  });
})();
