/* Sitmap.GroundChoice: another ground than Sitmap's own, only once it is chosen. A choice that asks a server names it. */
(() => {
  "use strict";
  const L = window.L;
  const Sitmap = (window.Sitmap = window.Sitmap || {});

  Sitmap.GroundChoice = class {
    /* grounds: name, url, host, credit, max_zoom of each; nothing is asked for before one is chosen. */
    constructor(stage, grounds) {
      Object.assign(this, { stage, map: stage.map, grounds, tiles: null, own: [] });
      this.map.eachLayer((layer) => { if (layer instanceof L.GeoJSON) this.own.push(layer); }); // the ground, before anything else lies on it
      const control = L.control({ position: "bottomleft" });
      control.onAdd = () => {
        const box = L.DomUtil.create("select", "sitmap-mode sitmap-ground");
        box.setAttribute("aria-label", Sitmap.t("Ground of the map"));
        const add = (value, words) => { const o = document.createElement("option"); o.value = value; o.textContent = words; box.append(o); };
        add("", Sitmap.t("plain map"));
        grounds.forEach((g, k) => add(String(k), g.host ? Sitmap.t("tiles from {host}", { host: g.host }) : Sitmap.t("tiles: {name}", { name: g.name })));
        box.title = Sitmap.t("The plain map comes from this machine and asks nobody. A server of tiles learns which part of the map you look at");
        box.onchange = () => this.choose(box.value === "" ? null : grounds[Number(box.value)]);
        L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(this.map);
    }

    choose(ground) {
      const { map } = this;
      if (this.tiles) { map.removeLayer(this.tiles); this.tiles = null; }
      if (!ground) { this.own.forEach((layer) => layer.addTo(map)); this.stage.layer.setQuiet(true); return; }
      this.own.forEach((layer) => map.removeLayer(layer));
      this.stage.layer.setQuiet(false); // the tiles have names of their own
      // The server is told this machine's address at most, never what the page's address says.
      this.tiles = L.tileLayer(ground.url, { attribution: ground.credit, maxNativeZoom: ground.max_zoom, maxZoom: 22, noWrap: false, referrerPolicy: "origin" }).addTo(map);
    }
  };
})();
