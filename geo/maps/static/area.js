/* Sitmap.AreaTool: a rectangle or a polygon drawn on the map; what lies in it passes. Leaflet only. */
(() => {
  "use strict";
  const L = window.L;
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const CLOSE_PX = 10; // a click so near to the first corner closes the polygon
  const KINDS = [
    ["rectangle", "▭", "Draw a rectangle", "Drag from corner to corner. Esc: leave it"],
    ["polygon", "⬠", "Draw a polygon", "Click corner after corner; the first again, or Enter, closes it. Esc: leave it"],
  ];

  Sitmap.AreaTool = class {
    constructor(stage) {
      Object.assign(this, { stage, map: stage.map, layer: stage.layer, kind: null, corners: [], drawn: [], shape: null });
      this._buttons();
      const box = this.map.getContainer();
      box.addEventListener("pointerdown", (e) => this._down(e), true);
      box.addEventListener("pointermove", (e) => this._move(e), true);
      box.addEventListener("pointerup", (e) => this._up(e), true);
      box.addEventListener("keydown", (e) => this._key(e), true);
    }

    onDrawn(listener) { this.drawn.push(listener); }

    /* Show an area ([lon, lat] corners), or none. */
    show(area) {
      if (this.shape) { this.shape.remove(); this.shape = null; }
      this.clear.disabled = !area;
      if (!area) return;
      const ink = this.layer.meta.ink;
      this.shape = L.polygon(area.map(([lon, lat]) => [lat, lon]), { color: ink, weight: 1.5, dashArray: "5 4", fillColor: ink, fillOpacity: 0.04, interactive: false }).addTo(this.map);
    }

    _buttons() {
      const control = L.control({ position: "topleft" });
      control.onAdd = () => {
        const box = L.DomUtil.create("div", "sitmap-draw");
        box.setAttribute("role", "group"); box.setAttribute("aria-label", Sitmap.t("Draw an area"));
        const button = (sign, label, act) => { const b = document.createElement("button"); b.type = "button"; b.textContent = sign; b.title = Sitmap.t(label); b.setAttribute("aria-label", Sitmap.t(label)); b.onclick = act; box.append(b); return b; };
        this.buttons = {};
        for (const [kind, sign, label] of KINDS) { this.buttons[kind] = button(sign, label, () => this.start(this.kind === kind ? null : kind)); this.buttons[kind].setAttribute("aria-pressed", "false"); }
        this.clear = button("✕", "Forget the drawn area", () => { this.start(null); this._tell(null); });
        this.clear.disabled = true;
        L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(this.map);
    }

    start(kind) {
      this.kind = kind; this.corners = []; this.layer.busy = Boolean(kind);
      for (const [name, b] of Object.entries(this.buttons)) b.setAttribute("aria-pressed", String(name === kind));
      const act = kind ? "disable" : "enable";
      this.map.dragging[act](); this.map.doubleClickZoom[act](); this.map.boxZoom[act]();
      if (this.rubber) { this.rubber.remove(); this.rubber = null; }
      if (!this.hint) { this.hint = L.DomUtil.create("div", "sitmap-hint", this.map.getContainer()); this.hint.setAttribute("role", "status"); }
      this.hint.hidden = !kind; this.hint.style.display = kind ? "" : "none";
      this.hint.textContent = kind ? Sitmap.t(KINDS.find(([name]) => name === kind)[3]) : "";
      this.map.getContainer().style.cursor = kind ? "crosshair" : "";
      if (kind) this.map.getContainer().focus({ preventScroll: true });
    }

    _point(e) { return this.map.mouseEventToContainerPoint(e); }
    _ours(e) { return this.kind && !e.target.closest(".leaflet-control, .sitmap-badges, .sitmap-pager") && (e.isPrimary ?? true); }

    _down(e) {
      if (!this._ours(e)) return;
      e.stopPropagation(); e.preventDefault();
      const p = this._point(e);
      if (this.kind === "rectangle") { this.corners = [p]; this.map.getContainer().setPointerCapture(e.pointerId); return; }
      const first = this.corners[0], last = this.corners.at(-1);
      if (this.corners.length > 2 && first.distanceTo(p) < CLOSE_PX) this._finish(this.corners);
      else if (!last || last.distanceTo(p) > 2) { this.corners.push(p); this._rubber(this.corners); }
    }

    _move(e) {
      if (!this.kind || !this.corners.length) return;
      const p = this._point(e);
      if (this.kind === "rectangle") this._rubber(this._box(this.corners[0], p)); else this._rubber([...this.corners, p]);
    }

    _up(e) {
      if (this.kind !== "rectangle" || !this.corners.length) return;
      const a = this.corners[0], b = this._point(e);
      e.stopPropagation();
      if (Math.abs(a.x - b.x) > 4 && Math.abs(a.y - b.y) > 4) this._finish(this._box(a, b)); else this.corners = [];
    }

    _key(e) {
      if (!this.kind) return;
      if (e.key === "Escape") this.start(null);
      else if (e.key === "Enter" && this.corners.length > 2) this._finish(this.corners);
      else return;
      e.stopPropagation();
    }

    _box(a, b) { return [a, L.point(b.x, a.y), b, L.point(a.x, b.y)]; }

    _rubber(points) {
      const at = points.map((p) => this.map.containerPointToLatLng(p));
      if (this.rubber) this.rubber.setLatLngs(at);
      else this.rubber = L.polygon(at, { color: this.layer.meta.ink, weight: 1.5, fillOpacity: 0.05, interactive: false }).addTo(this.map);
    }

    _finish(points) {
      const round = (v) => Math.round(v * 1e5) / 1e5;
      const area = points.map((p) => { const at = this.map.containerPointToLatLng(p); return [round(Math.max(-180, Math.min(180, at.lng))), round(Math.max(-90, Math.min(90, at.lat)))]; });
      this.start(null);
      this.layer.busy = true; // the click that ends this must not pick what lies under it
      setTimeout(() => { this.layer.busy = Boolean(this.kind); }, 400);
      this._tell(area);
    }

    _tell(area) { this.show(area); this.layer.setFilters({ area }); this.drawn.forEach((f) => f(area)); }
  };
})();
