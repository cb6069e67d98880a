/* A place set on the map: a point, a rectangle, an area or a line, by mouse or by keys (arrows move the map under a
   cross, Enter sets a corner there). Runs in the module of places.js; text only goes in as textContent. */
const SAME_PX = 10; // a click so near to a corner means that corner
const AGAIN_MS = 350; // the second click of a double one says nothing new
const MOST_CORNERS = 60;
const LEAST = { point: 1, rectangle: 2, area: 3, line: 2 };

class Drawing {
  constructor(root, map) {
    Object.assign(this, { root, map, kind: "point", corners: [], km: 2, last: 0, shape: window.L.featureGroup().addTo(map) });
    const box = map.getContainer();
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("focus", () => box.classList.add("sm-has-cross"));
    box.addEventListener("blur", () => box.classList.remove("sm-has-cross"));
    map.doubleClickZoom.disable();
    map.on("click", (event) => { const now = Date.now(); if (now - this.last > AGAIN_MS) this.corner(event.latlng); this.last = now; });
    const cross = document.createElement("div");
    cross.className = "sm-cross"; cross.setAttribute("aria-hidden", "true"); cross.textContent = "＋";
    box.append(cross);
    this.tools();
  }

  word(key) { return this.root.__data.words[key]; }

  tools() {
    const control = window.L.control({ position: "topright" });
    control.onAdd = () => {
      const box = document.createElement("div"), row = document.createElement("div"), make = (key, act) => {
        const made = document.createElement("button");
        made.type = "button"; made.textContent = this.word(key); made.dataset.draw = key; made.onclick = act;
        return made;
      };
      box.className = "sm-draw"; row.className = "sm-draw-row";
      row.setAttribute("role", "group"); row.setAttribute("aria-label", this.word("draw"));
      this.kinds = Object.keys(LEAST).map((kind) => make(kind, () => { this.kind = kind; this.corners = []; this.show(); }));
      this.done = make("done", () => this.finish());
      this.anew = make("anew", () => { this.corners = []; this.show(); });
      this.wide = document.createElement("label");
      const km = document.createElement("input");
      Object.assign(km, { type: "number", min: 0.1, max: 200, step: 0.5, value: this.km }); km.dataset.draw = "km";
      km.addEventListener("input", () => { this.km = Number(km.value); });
      this.wide.append(words(this.word("km")), km);
      row.append(...this.kinds, this.done, this.anew);
      this.hint = document.createElement("div"); this.hint.setAttribute("role", "status");
      box.append(row, this.wide, this.hint);
      window.L.DomEvent.disableClickPropagation(box); window.L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(this.map);
    this.show();
  }

  near(a, b) { return this.map.latLngToContainerPoint(a).distanceTo(this.map.latLngToContainerPoint(b)) <= SAME_PX; }

  /* One more corner; the first one again closes an area, the last one again ends a line. */
  corner(at) {
    const { corners, kind } = this, whole = corners.length >= LEAST[kind];
    if (corners.length && this.near(at, corners[corners.length - 1])) { if (whole) this.finish(); return; }
    if (kind === "area" && whole && this.near(at, corners[0])) { this.finish(); return; }
    if (corners.length >= MOST_CORNERS) return;
    corners.push(at);
    if (kind === "point" || (kind === "rectangle" && corners.length === 2)) this.finish(); else this.show();
  }

  finish() {
    const { corners, kind } = this;
    if (corners.length < LEAST[kind]) return;
    const told = corners.map((at) => [at.lat, at.lng]);
    this.show();
    this.corners = [];
    this.root.__tell(kind, told, this.km);
  }

  show() {
    const { corners, kind, shape } = this, look = { color: this.root.__data.look.right, weight: 2, interactive: false };
    shape.clearLayers();
    for (const at of corners) window.L.circleMarker(at, { ...look, radius: 4, fillOpacity: 1 }).addTo(shape);
    if (corners.length > 1) {
      if (kind === "rectangle") window.L.rectangle(corners, { ...look, fillOpacity: 0.1 }).addTo(shape);
      else if (kind === "area") window.L.polygon(corners, { ...look, fillOpacity: 0.1 }).addTo(shape);
      else window.L.polyline(corners, look).addTo(shape);
    }
    for (const one of this.kinds) one.setAttribute("aria-pressed", String(one.dataset.draw === kind));
    this.wide.hidden = kind !== "line";
    this.done.hidden = this.anew.hidden = kind === "point";
    this.done.disabled = corners.length < LEAST[kind]; this.anew.disabled = !corners.length;
    this.hint.textContent = this.word(`${kind}_hint`);
  }

  key(event) {
    if (event.target !== this.map.getContainer()) return;
    if (event.key === "Enter" || event.key === " ") this.corner(this.map.getCenter());
    else if (event.key === "Backspace") { this.corners.pop(); this.show(); }
    else if (event.key === "Escape") { this.corners = []; this.show(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
