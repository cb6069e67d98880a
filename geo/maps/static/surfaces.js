/* What has no point of its own: regions, drawn as hatched shapes with a count, and countries, as badges in the margin. */
(() => {
  "use strict";
  const Sitmap = window.Sitmap, rgba = Sitmap.rgba;
  const MOST_DISCS = 40; // in view; more of them would hide each other
  const MOST_COUNTS = 150; // that a place is looked for; the others are small squares
  const BADGE = 2, BADGES_WIDE = 110; // as incident_layer.js has it; pixels
  const LINE_WIDE = 9; // pixels of the pale band of a line
  const MOST_BADGES = 7, FEW_BADGES = 3, NARROW = 500; // the few, on a map that is not wider than so many pixels

  Sitmap.IncidentLayer.include({
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

    /* Regions as hatched shapes; where very many discs would lie on top of each other, only their counts are shown. */
    _drawSurfaces(ctx, surfaces) {
      const seen = [];
      for (const group of surfaces) {
        const surface = this.meta.surfaces[group.key];
        if (!surface) continue;
        const [x, y] = this._project(surface.lat, surface.lon), radius = surface.rings || surface.line ? 0 : Math.max(9, this._pixels(surface.radius, y));
        if (!radius || (x > -radius && y > -radius && x < this._w + radius && y < this._h + radius)) seen.push({ surface, group, x, y, radius });
      }
      const crowd = seen.filter((s) => s.radius).length > MOST_DISCS;
      seen.sort((a, b) => b.group.n - a.group.n);
      for (const s of seen) if (s.surface.line) this._drawLine(ctx, s); else if (s.surface.rings || !crowd) this._drawShape(ctx, s);
      return { seen, crowd };
    },
    /* Their counts, the largest first; `boxes` keep them, and later the names, from covering each other. What finds no
       room is a small square, below the counts. */
    _drawCounts(ctx, { seen, crowd }, boxes) {
      const others = boxes.length > 0, free = [];
      let tried = 0;
      for (const s of seen) {
        const { group, x, y, radius } = s, wide = 9 + 3 * String(group.n).length, left = x - wide, right = x + wide, top = y - 9, foot = y + 9;
        if ((!crowd && !others) || (tried++ < MOST_COUNTS && !boxes.some((t) => left < t[2] && t[0] < right && top < t[3] && t[1] < foot))) { free.push(s); boxes.push([left, top, right, foot]); }
        else { ctx.fillStyle = this._main(group); ctx.fillRect(Math.round(x) - 2, Math.round(y) - 2, 5, 5); }
        if (crowd && radius) this._areas.push({ box: [x - 9, y - 9, x + 9, y + 9], n: group.n, rows: () => this._rowsOfSurface(group.key) });
      }
      for (const { group, x, y } of free) this._count(ctx, Sitmap.figure(group.n), x, y, this._main(group));
    },
    _drawShape(ctx, { surface, group, x, y, radius }) {
      const colour = this._main(group), path = new Path2D();
      if (radius) path.arc(x, y, radius, 0, 7);
      else for (const ring of surface.rings) { ring.forEach((p, j) => { const [px, py] = this._project(p[1], p[0]); if (j) path.lineTo(px, py); else path.moveTo(px, py); }); path.closePath(); }
      ctx.fillStyle = this._hatch(colour); ctx.fill(path, "evenodd");
      ctx.strokeStyle = rgba(colour, 0.75); ctx.lineWidth = this._chosen && this._chosen.has(group.key) ? 2.6 : 1.1;
      ctx.setLineDash(radius ? [5, 3] : []); ctx.stroke(path); ctx.setLineDash([]);
      this._areas.push({ path, n: group.n, rows: () => this._rowsOfSurface(group.key) });
    },

    /* Between two places: the line from one to the other, broad and pale, for nobody said where on it. */
    _drawLine(ctx, { surface, group }) {
      const colour = this._main(group), path = new Path2D(), chosen = this._chosen && this._chosen.has(group.key);
      surface.line.forEach((p, j) => { const [px, py] = this._project(p[1], p[0]); if (j) path.lineTo(px, py); else path.moveTo(px, py); });
      ctx.lineCap = "round";
      ctx.strokeStyle = rgba(colour, 0.22); ctx.lineWidth = LINE_WIDE; ctx.stroke(path);
      ctx.strokeStyle = rgba(colour, 0.8); ctx.lineWidth = chosen ? 2.6 : 1.4; ctx.setLineDash([5, 3]); ctx.stroke(path);
      ctx.setLineDash([]); ctx.lineCap = "butt";
      this._areas.push({ path, line: LINE_WIDE + 4, n: group.n, rows: () => this._rowsOfSurface(group.key) });
    },

    /* A number in a small box, legible on a hatch; the box is kept, the numbers change with each step. */
    _count(ctx, text, x, y, colour) {
      const { paper, ink, font } = this.meta, letters = `600 11.5px ${font}`, wide = text.replace(/\d/g, "0");
      this._stamp(ctx, `${wide}\nbox\n${colour}\n${paper}`, x, y, 0.5, (c) => { c.font = letters; return c.measureText(wide).width + 11; }, (c, w) => {
        c.beginPath(); c.roundRect(1, 3, w - 2, 16, 3);
        c.fillStyle = paper; c.fill(); c.lineWidth = 1.2; c.strokeStyle = colour; c.stroke();
      });
      ctx.font = letters; ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.fillStyle = ink; ctx.fillText(text, x, y + 0.5);
    },

    /* How wide the box of countries is, where there is one: the first view keeps its symbols beside it. */
    badgesWide() {
      const { col } = this, wide = this._map.getSize().x > NARROW;
      for (let i = 0; wide && i < col.n; i++) if (this._kind[col.precision[i]] === BADGE) return BADGES_WIDE;
      return 0;
    },

    /* Countries in the margin: only what has changed is put into the page anew. They fold, for they lie on the map. */
    _drawBadges(badges) {
      this._lastBadges = badges;
      const list = [...badges].sort((a, b) => b[1].n - a[1].n || a[0] - b[0]).slice(0, this._map.getSize().x > NARROW ? MOST_BADGES : FEW_BADGES), more = badges.size - list.length;
      const told = list.map(([place, badge]) => `${place} ${badge.n} ${this._main(badge)}`).join("\n") + more + this._folded;
      if (told === this._badged) return;
      this._badged = told;
      this._badges.hidden = !list.length;
      if (!list.length) return;
      let head = this._badgesHead;
      if (!head) {
        head = this._badgesHead = document.createElement("button"); head.type = "button"; head.className = "sitmap-badges-head";
        head.title = Sitmap.t("Only the country is known: counted here, never pinned");
        head.onclick = () => { this._folded = !this._folded; this._drawBadges(this._lastBadges); };
      }
      let all = 0;
      for (const badge of badges.values()) all += badge.n;
      head.textContent = this._folded ? `${Sitmap.t("Country only")}: ${Sitmap.figure(all)} ▸` : `${Sitmap.t("Country only")} ▾`;
      head.setAttribute("aria-expanded", String(!this._folded));
      const buttons = this._folded ? [] : list.map(([place, badge]) => {
        const button = document.createElement("button"); button.type = "button";
        const dot = document.createElement("i"); dot.style.background = this._main(badge);
        const n = document.createElement("b"); n.textContent = Sitmap.figure(badge.n);
        const name = document.createElement("span"); name.dir = "auto"; name.textContent = Sitmap.t(this.meta.places[place] || "unnamed");
        button.append(dot, name, n);
        button.onclick = () => this._pick(this._rowsOfCountry(place));
        return button;
      });
      if (this._badges.firstChild !== head) this._badges.prepend(head);
      while (head.nextSibling) head.nextSibling.remove(); // the head stays, and keeps the focus
      this._badges.append(...buttons);
      if (more && !this._folded) { const rest = document.createElement("div"); rest.textContent = Sitmap.t("{n} more", { n: more }); this._badges.append(rest); }
    },
  });
})();
