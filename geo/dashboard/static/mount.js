/* Mounts the Folium map of a stage into the page and keeps it: called again with new data, it only moves what stands.
   ALWAYS (geo/dashboard/routes.py) stands before this: the scripts and styles of any map, its id, and the grounds to choose from. */
const loaded = new Map();

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

/* A text of this script in the language of the page. */
function said(root, text) { return (ALWAYS.words[root.__data.lang] || {})[text] || text; }

/* View, drawing and axis stand in the page's address, but are nothing to the server: moving the map runs no page.
   The server writes its own part and does not know of this one, so it is put back after every run. */
const LOOK = ["view", "draw", "axis", "span", "step", "fade", "all"];
function readLook() {
  const asked = new URLSearchParams(location.search);
  return Object.fromEntries(LOOK.map((name) => [name, asked.get(name) || ""]));
}
function writeLook(root) {
  if (!root.isConnected || !root.__stage) return;
  const url = new URL(location.href), look = root.__stage.look();
  for (const name of LOOK) if (look[name]) url.searchParams.set(name, look[name]); else url.searchParams.delete(name);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}
function keepLook(root) { for (const ms of [0, 300, 1200]) setTimeout(() => writeLook(root), ms); }

function apply(root, stage, data) {
  const text = (v) => JSON.stringify(v);
  if (text(data.filters) !== root.__filters) { root.__filters = text(data.filters); stage.setFilters(data.filters); }
  if (text(data.hues) !== root.__hues) { root.__hues = text(data.hues); stage.setHues(data.hues); }
  // The brush moves by itself; only a new word of the server moves it, never an old one that comes late.
  if (text(data.window) !== root.__asked) { root.__asked = text(data.window); if (data.window) stage.setWindow(data.window[0], data.window[1]); }
  if (text(data.overlays) !== root.__overlays) { root.__overlays = text(data.overlays); stage.setOverlays(data.overlays); }
  if (data.selected !== root.__selected) { root.__selected = data.selected; stage.select(data.selected); }
}

/* A press makes a picture of what is seen; the server draws it, on paper of its own. */
function camera(root, stage) {
  const control = window.L.control({ position: "topleft" });
  control.onAdd = () => {
    const box = document.createElement("div"), press = document.createElement("button"), words = said(root, "Picture of this map: PNG, SVG or PDF");
    box.className = "sitmap-draw"; press.type = "button"; press.title = words; press.dataset.testid = "sitmap-picture";
    press.setAttribute("aria-label", words);
    const made = (name, facts) => { const e = document.createElementNS("http://www.w3.org/2000/svg", name); for (const [k, v] of Object.entries(facts)) e.setAttribute(k, v); return e; };
    const sign = made("svg", { width: 16, height: 16, viewBox: "0 0 16 16", fill: "none", stroke: "currentColor", "stroke-width": 1.4, "aria-hidden": "true" });
    sign.append(made("path", { d: "M1.5 4.5h3l1.2-2h4.6l1.2 2h3v9h-13z" }), made("circle", { cx: 8, cy: 8.7, r: 2.6 }));
    press.append(sign);
    press.onclick = () => { const b = stage.map.getBounds(); root.__send.setTriggerValue("picture", [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((d) => d.toFixed(4)).join(",")); };
    box.append(press);
    window.L.DomEvent.disableClickPropagation(box);
    return box;
  };
  control.addTo(stage.map);
}

/* Brings the map that stands to what the page said last, one word after the other. */
async function follow(root) {
  if (root.__busy || !root.__stage) return;
  root.__busy = true;
  try {
    while (root.__shown !== root.__data) {
      const data = root.__data, text = (v) => JSON.stringify(v);
      if (data.columns !== root.__columns) {
        const given = `${data.columns.replace("/columns/", "/given/")}?from=${root.__columns.split("/").pop()}`;
        await root.__stage.exchange({ ...data, given });
        root.__columns = data.columns;
        Object.assign(root, { __filters: text(data.filters), __hues: text(data.hues), __selected: data.selected });
      }
      apply(root, root.__stage, data);
      root.__shown = data;
    }
  } catch { // it stands on its own from here on
    root.__made = null;
  } finally { root.__busy = false; }
  if (root.__made) keepLook(root); else mount(root, root.__data);
}

export default function (component) {
  const { parentElement, data, setStateValue, setTriggerValue } = component;
  const root = parentElement.querySelector(".sitmap-stage");
  if (!root || !data) return undefined;
  root.__data = data;
  root.__send = { setStateValue, setTriggerValue };
  if (root.__made === madeOf(data)) follow(root); else mount(root, data);
  return undefined;
}

/* Another ground or another language makes another map; other rows do not. */
function madeOf(data) { return `${data.sha.split("-")[0]} ${data.lang}`; }

function mount(root, data) {
  root.__made = madeOf(data);
  (async () => {
    ALWAYS.styles.forEach(style);
    window.Sitmap = window.Sitmap || {}; Object.assign(window.Sitmap, { lang: data.lang, words: ALWAYS.words[data.lang], nouns: ALWAYS.nouns[data.lang] });
    window.SitmapFetched = { [data.columns]: fetch(data.columns) }; // on its way while the scripts come
    await Promise.all(ALWAYS.scripts.map(script)); // they run in this order
    const held = root.__stage ? root.__stage.look() : readLook();
    const view = root.__stage ? [root.__stage.map.getCenter(), root.__stage.map.getZoom()] : null;
    if (root.__stage) { root.__stage.map.remove(); root.__stage = null; }
    const box = document.createElement("div");
    box.id = ALWAYS.map; box.className = "folium-map sitmap-map";
    const old = root.querySelector(".sitmap-map");
    if (old) old.replaceWith(box); else root.prepend(box);
    root.querySelector(".sitmap-brush").replaceChildren();
    const asked = window.Sitmap.stageOf(ALWAYS.map);
    root.__asked = JSON.stringify(data.window);
    window.Sitmap.opening = { window: root.__window || data.window, filters: data.filters, view, look: held, grounds: ALWAYS.grounds };
    const drawn = `${ALWAYS.base}/script/${data.sha}.js`;
    loaded.delete(drawn);
    await script(drawn);
    const stage = await asked;
    await stage.ready;
    Object.assign(root, { __stage: stage, __columns: data.columns, __shown: null, __overlays: null, __hues: "null", __filters: JSON.stringify(data.filters) });
    if (root.__selected !== undefined) { root.__selected = data.selected; stage.layer.select(data.selected); } // marked again, where the view is
    stage.changed.push((from, to) => { root.__window = [from, to]; root.__send.setStateValue("window", [from, to]); });
    stage.clicked.push((k) => { root.__selected = k; root.__send.setTriggerValue("clicked", `${k}@${root.__columns.split("/").pop()}`); });
    stage.looked.push(() => writeLook(root));
    stage.area.onDrawn((area) => {
      root.__filters = JSON.stringify({ ...root.__data.filters, area }); // it shows already
      root.__send.setTriggerValue("area", area ? area.map((corner) => corner.join(",")).join(";") : "none");
    });
    camera(root, stage);
    if (root.__made === madeOf(data)) follow(root);
  })().catch((e) => {
    root.__made = null;
    root.querySelector(".sitmap-brush").textContent = said(root, "The map could not be loaded ({why}). Reload the page; if it stays so, the terminal says more.").replace("{why}", () => e.message);
  });
}
