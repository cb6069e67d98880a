/* Very many pins: as points, as a density or as counts. Which of them, the number in view says, unless the reader did. */
(() => {
  "use strict";
  const Sitmap = window.Sitmap, rgba = Sitmap.rgba;
  const POINTS_FROM = 20000;  // more symbols in view than this are drawn as small squares
  const DENSITY_FROM = 60000; // and more than this as a density
  const CELL = 6, BIN = 56;   // pixels of a cell of the density, and of the counts
  const MARGIN = 20;          // pixels around the canvas that still count as in view

  Sitmap.IncidentLayer.include({
    _how(n) {
      const { mode } = this;
      if (mode === "density" || mode === "counts") return mode;
      return n > DENSITY_FROM && mode === "auto" ? "density" : n > POINTS_FROM ? "points" : "symbols";
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

    _drawCrowd(ctx, pins, how, boxes) {
      const d = this._dpr;
      this._raster = this._raster || new Sitmap.Raster();
      const view = { w: this._canvas.width, h: this._canvas.height, scale: this._scale * d, ox: this._ox * d, oy: this._oy * d };
      const size = Math.max(1, Math.round((pins.length > 200000 ? 2 : 3) * d));
      view.key = `${this.col.generation} ${size} ${Object.values(view)}`;
      this._squares = how === "points";
      if (how === "counts") { this._drawBins(ctx, pins, { ...view, cell: Math.round(BIN * d) }, boxes); return; }
      if (how === "density") {
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

    /* A disc for each cell of the world, in the middle of what lies in it: how many incidents, coloured by what most are. */
    _drawBins(ctx, pins, view, boxes) {
      const d = this._dpr, bins = this._raster.bins(this.col, pins, { ...view, kinds: this.meta.types.length });
      const most = Math.max(1, ...bins.map((b) => b.n));
      for (const bin of bins.sort((a, b) => a.n - b.n)) {
        const x = bin.x / d, y = bin.y / d, r = 9 + 15 * (Math.log1p(bin.n) / Math.log1p(most)), words = bin.n.toLocaleString("en");
        const colour = this._main(bin);
        ctx.beginPath(); ctx.arc(x, y, r, 0, 7);
        ctx.fillStyle = rgba(this.meta.paper, 0.82); ctx.fill(); ctx.fillStyle = rgba(colour, 0.22); ctx.fill();
        ctx.lineWidth = 1.6; ctx.strokeStyle = colour; ctx.stroke();
        ctx.font = `600 ${r > 15 ? 11.5 : 10.5}px ${this.meta.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.fillStyle = this.meta.ink;
        ctx.fillText(words, x, y + 0.5);
        const box = [x - r, y - r, x + r, y + r];
        boxes.push(box);
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
