/* A map of places: numbered points with their discs and outlines on the drawn ground. Text only goes in as textContent. */
const loaded = new Map();
const NEAR = 9; // the closest zoom that a search opens with

function script(url) {
  if (!loaded.has(url)) loaded.set(url, new Promise((done, fail) => {
    const s = document.createElement("script");
    s.src = url; s.async = false; s.onload = done; s.onerror = () => { loaded.delete(url); fail(new Error(`cannot load ${url}`)); };
    document.head.append(s);
  }));
  return loaded.get(url);
}

function style(url) {
  if (document.querySelector(`link[data-sitmap="${url}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet"; link.href = url; link.dataset.sitmap = url;
  document.head.append(link);
}

function words(text) { const e = document.createElement("span"); e.textContent = text; return e; }

/* Two half discs side by side, or a whole one; areas stand for the numbers. */
const LARGEST = 34; // radius in px of the largest
const FEWEST = 8, REGIONS = 6; // so many discs are in view at least, and no closer than this zoom
function disc(bubble, most, look) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), size = 2 * LARGEST + 2, c = LARGEST + 1;
  svg.setAttribute("width", size); svg.setAttribute("height", size); svg.setAttribute("aria-hidden", "true");
  for (const [side, sweep] of [["left", 0], ["right", 1]]) {
    if (!(bubble[side] > 0)) continue;
    const r = Math.max(2.5, LARGEST * Math.sqrt(bubble[side] / most)), path = document.createElementNS(svg.namespaceURI, "path");
    path.setAttribute("d", bubble.whole ? `M${c - r} ${c}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0` : `M${c} ${c - r}A${r} ${r} 0 0 ${sweep} ${c} ${c + r}Z`);
    for (const [name, value] of [["fill", look[side]], ["fill-opacity", 0.75], ["stroke", look.paper], ["stroke-width", 1]]) path.setAttribute(name, value);
    svg.append(path);
  }
  return svg;
}
function bubbles(root, layer) {
  const { bubbles: all, look } = root.__data, L = window.L, most = Math.max(1, ...all.flatMap((one) => [one.left, one.right]));
  const at = 2 * LARGEST + 2, order = [...all].sort((a, b) => Math.max(b.left, b.right) - Math.max(a.left, a.right));
  for (const one of order)
    L.marker([one.lat, one.lon], { icon: L.divIcon({ html: disc(one, most, look), className: "sm-bubble", iconSize: [at, at] }), title: one.label, alt: one.label, keyboard: true })
      .bindTooltip(words(one.label), { direction: "top" }).addTo(layer);
  // The view takes in what matters: a single one far away would make all others small.
  const large = [...order].filter((one, k) => k < FEWEST || Math.max(one.left, one.right) >= most / 10);
  return L.latLngBounds(large.map((one) => [one.lat, one.lon]));
}

function draw(root) {
  const { points, outline, drawn, whole, look } = root.__data, { colour } = look, L = window.L, map = root.__map;
  if (root.__layer) root.__layer.remove();
  const layer = (root.__layer = L.featureGroup().addTo(map));
  const area = L.featureGroup().addTo(layer);
  for (const ring of drawn || []) L.polygon(ring, { color: colour, weight: 1.5, fillOpacity: 0.08, interactive: false }).addTo(layer);
  for (const ring of outline || []) L.polygon(ring, { color: colour, weight: 1.5, fillOpacity: 0.08, interactive: false }).addTo(area);
  for (const p of [...points].reverse()) {
    const first = p.number === 1;
    if (p.radius_km) L.circle([p.lat, p.lon], { radius: p.radius_km * 1000, color: colour, weight: first ? 1.5 : 0.75, fillOpacity: 0.08, interactive: false }).addTo(layer);
    const number = document.createElement("span");
    number.textContent = p.number || "＋"; number.className = "sm-place-pin" + (first ? " sm-place-first" : "") + (p.number ? "" : " sm-place-asked");
    L.marker([p.lat, p.lon], { icon: L.divIcon({ html: number, className: "", iconSize: [22, 22] }), title: p.label, alt: p.label, keyboard: true, zIndexOffset: first ? 1000 : 0 })
      .bindTooltip(words(p.label), { direction: "top", offset: [0, -10] }).addTo(layer);
  }
  for (const [name, value] of Object.entries(look)) root.style.setProperty(`--sm-${name}`, value);
  const box = root.__data.bubbles ? bubbles(root, layer) : L.latLngBounds(points.map((p) => [p.lat, p.lon]));
  if (whole) box.extend(area.getBounds());
  if (box.isValid()) map.fitBounds(box.pad(0.2), { maxZoom: root.__data.bubbles ? REGIONS : root.__data.asks ? NEAR - 2 : NEAR, animate: false }); else map.setView([30, 20], 2, { animate: false });
  root.dataset.ready = "true"; root.dataset.points = points.length;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".sitmap-places");
  if (!root || !data) return undefined;
  root.__data = data;
  root.__ask = data.asks ? (at) => setTriggerValue("point", [at.lat, at.lng]) : null;
  root.__tell = (kind, corners, km) => setTriggerValue("shape", { kind, corners, km });
  if (root.__sha === data.sha) { if (root.__map) draw(root); return undefined; }
  root.__sha = data.sha;
  (async () => {
    data.styles.forEach(style);
    await script(data.leaflet);
    if (root.__map) { root.__map.remove(); root.__map = null; root.__layer = null; }
    const box = document.createElement("div");
    box.id = data.map; box.className = "folium-map sitmap-map";
    root.replaceChildren(box);
    loaded.delete(data.script);
    await script(data.script);
    root.__map = window[data.map];
    if (data.words) new Drawing(root, root.__map);
    else root.__map.on("click", (event) => { if (root.__ask) root.__ask(event.latlng); });
    root.__map.attributionControl.setPrefix(false);
    root.__map.attributionControl.addAttribution(data.credits);
    draw(root);
  })().catch((e) => { root.__sha = null; root.textContent = root.__data.failed.replace("{why}", () => e.message); });
  return undefined;
}
