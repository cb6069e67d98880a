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

function draw(root) {
  const { points, outline, whole, look } = root.__data, { colour } = look, L = window.L, map = root.__map;
  if (root.__layer) root.__layer.remove();
  const layer = (root.__layer = L.featureGroup().addTo(map));
  const area = L.featureGroup().addTo(layer);
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
  const box = L.latLngBounds(points.map((p) => [p.lat, p.lon]));
  if (whole) box.extend(area.getBounds());
  if (box.isValid()) map.fitBounds(box.pad(0.2), { maxZoom: NEAR, animate: false }); else map.setView([30, 20], 2, { animate: false });
  root.dataset.ready = "true"; root.dataset.points = points.length;
}

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".sitmap-places");
  if (!root || !data) return undefined;
  root.__data = data;
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
    root.__map.attributionControl.setPrefix(false);
    root.__map.attributionControl.addAttribution(data.credits);
    draw(root);
  })().catch((e) => { root.__sha = null; root.textContent = `The map could not be loaded (${e.message}). Reload the page; if it stays so, the terminal says more.`; });
  return undefined;
}
