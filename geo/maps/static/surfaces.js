/* What has no point of its own: regions, drawn as hatched shapes with a count, and countries, as badges in the margin. */
(() => {
  "use strict";
  const Sitmap = window.Sitmap, rgba = Sitmap.rgba;
  const MOST_DISCS = 40; // in view; more of them would hide each other
  const MOST_BADGES = 7;

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
      for (const [k, group] of surfaces) {
        const surface = this.meta.surfaces[k];
        if (!surface) continue;
        const [x, y] = this._project(surface.lat, surface.lon), radius = surface.rings ? 0 : Math.max(9, this._pixels(surface.radius, y));
        if (surface.rings || (x > -radius && y > -radius && x < this._w + radius && y < this._h + radius)) seen.push({ surface, group, x, y, radius });
      }
      const crowd = seen.filter((s) => s.radius).length > MOST_DISCS;
      seen.sort((a, b) => b.group.n - a.group.n);
      for (const s of seen) if (s.surface.rings || !crowd) this._drawShape(ctx, s);
      return { seen, crowd };
    },
    /* Their counts, the largest first; `boxes` keep them, and later the names, from covering each other. */
    _drawCounts(ctx, { seen, crowd }, boxes) {
      for (const { group, x, y, radius } of seen) {
        const text = group.n.toLocaleString("en"), box = [x - 9 - 3 * text.length, y - 9, x + 9 + 3 * text.length, y + 9];
        const free = !boxes.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
        if (free || !crowd) { this._count(ctx, text, x, y, this._main(group)); boxes.push(box); }
        else { ctx.fillStyle = rgba(this._main(group), 0.8); ctx.fillRect(x - 2.5, y - 2.5, 5, 5); }
        if (crowd && radius) { const path = new Path2D(); path.rect(x - 9, y - 9, 18, 18); this._areas.push({ path, group }); }
      }
    },
    _drawShape(ctx, { surface, group, x, y, radius }) {
      const colour = this._main(group), path = new Path2D();
      if (radius) path.arc(x, y, radius, 0, 7);
      else for (const ring of surface.rings) { ring.forEach((p, j) => { const [px, py] = this._project(p[1], p[0]); if (j) path.lineTo(px, py); else path.moveTo(px, py); }); path.closePath(); }
      ctx.fillStyle = this._hatch(colour); ctx.fill(path, "evenodd");
      ctx.strokeStyle = rgba(colour, 0.75); ctx.lineWidth = group.rows.some((i) => this.col.incident[i] === this.selected) ? 2.6 : 1.1;
      ctx.setLineDash(radius ? [5, 3] : []); ctx.stroke(path); ctx.setLineDash([]);
      this._areas.push({ path, group });
    },

    /* A number in a small box, legible on a hatch. */
    _count(ctx, text, x, y, colour) {
      ctx.font = `600 11.5px ${this.meta.font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle";
      const w = ctx.measureText(text).width + 9;
      ctx.beginPath(); ctx.roundRect(x - w / 2, y - 8, w, 16, 3);
      ctx.fillStyle = this.meta.paper; ctx.fill(); ctx.lineWidth = 1.2; ctx.strokeStyle = colour; ctx.stroke();
      ctx.fillStyle = this.meta.ink; ctx.fillText(text, x, y + 0.5);
    },

    _drawBadges(badges) {
      this._badges.replaceChildren();
      const list = [...badges].sort((a, b) => b[1].n - a[1].n).slice(0, MOST_BADGES);
      this._badges.hidden = !list.length;
      if (!list.length) return;
      const head = document.createElement("div"); head.className = "sitmap-badges-head"; head.textContent = "Country only";
      head.title = "Only the country is known: counted here, never pinned";
      this._badges.append(head);
      for (const [place, group] of list) {
        const button = document.createElement("button"); button.type = "button";
        const dot = document.createElement("i"); dot.style.background = this._main(group);
        const n = document.createElement("b"); n.textContent = group.n.toLocaleString("en");
        const name = document.createElement("span"); name.textContent = this.meta.places[place] || "unnamed";
        button.append(dot, name, n);
        button.onclick = () => this._pick(group.rows);
        this._badges.append(button);
      }
      if (badges.size > list.length) { const more = document.createElement("div"); more.textContent = `${badges.size - list.length} more`; this._badges.append(more); }
    },

  });
})();
