/* Sitmap.Columns: the incidents as time-sorted columns, and what a window and filters leave of them.
   No map in here and no allocation per row: a window over a million rows is one pass over a few typed arrays. */
(() => {
  "use strict";
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  /* Words, numbers, nouns and days in the language of the page; a page that opens from disk has none but English. */
  Sitmap.t = (words, gaps = {}) => Object.entries(gaps).reduce((said, [gap, value]) => said.replace(`{${gap}}`, () => value), (Sitmap.words && Sitmap.words[words]) || words);
  Sitmap.figure = (n) => n.toLocaleString(Sitmap.lang || "en");
  Sitmap.count = (n, noun) => {
    const forms = Sitmap.nouns && Sitmap.nouns[noun];
    return `${Sitmap.figure(n)} ${forms ? forms[{ one: 0, few: 1 }[new Intl.PluralRules(Sitmap.lang).select(n)] ?? 2] : n === 1 ? noun : `${noun}s`}`;
  };
  Sitmap.dateOf = (day, parts) => new Date(day * DAY_MS).toLocaleDateString(Sitmap.lang && Sitmap.lang !== "en" ? Sitmap.lang : "en-GB", { timeZone: "UTC", ...parts });
  Sitmap.shortDay = (day) => (Sitmap.lang && Sitmap.lang !== "en" ? Sitmap.dateOf(day, { day: "2-digit", month: "2-digit", year: "numeric" }) : Sitmap.isoDay(day));
  const PLACED = 1, BACKGROUND = 2;
  const NEVER = 2147483647; // the day of an undated row
  const DAY_MS = 86400000;
  /* As geo/maps/columns.py lays them out, one after the other. */
  const LAYOUT = [["x", Uint32Array], ["y", Uint32Array], ["first", Int32Array], ["last", Int32Array],
    ["incident", Uint32Array], ["surface", Uint32Array], ["place", Uint32Array], ["radius", Float32Array],
    ["type", Uint8Array], ["status", Uint8Array], ["precision", Uint8Array], ["flags", Uint8Array]];

  /* Packed by geo/maps/layer.py: JSON in base64. */
  Sitmap.unpack = (packed) => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(packed), (c) => c.charCodeAt(0))));
  Sitmap.isoDay = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);
  Sitmap.dayOf = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY_MS);

  /* Degrees to Web Mercator over the square world, 0 .. 2^32, as geo/maps/columns.py does it. */
  const WORLD = 4294967296, LIMIT = 85.0511287798066;
  Sitmap.mercator = (lon, lat) => {
    const rad = (Math.max(-LIMIT, Math.min(LIMIT, lat)) * Math.PI) / 180;
    const at = [(lon / 360 + 0.5) * WORLD, (0.5 - Math.log(Math.tan(Math.PI / 4 + rad / 2)) / (2 * Math.PI)) * WORLD];
    return at.map((v) => Math.floor(Math.max(0, Math.min(WORLD - 1, v))));
  };

  /* Days in order: counted where they lie close, as they mostly do; sorting two million of them takes a tenth of a second. */
  const inOrder = (days) => {
    let low = Infinity, high = -Infinity;
    for (const day of days) { if (day < low) low = day; if (day > high) high = day; }
    if (high - low > 200000) return days.sort();
    const counts = new Uint32Array(high - low + 1);
    for (const day of days) counts[day - low]++;
    for (let day = low, at = 0; day <= high; day++) { const end = at + counts[day - low]; days.fill(day, at, end); at = end; }
    return days;
  };
  const lowerBound = (a, v, n) => { let lo = 0, hi = n; while (lo < hi) { const m = (lo + hi) >>> 1; if (a[m] < v) lo = m + 1; else hi = m; } return lo; };

  Sitmap.Columns = class {
    constructor(buffer, meta) {
      const n = (this.n = meta.rows);
      this.meta = meta;
      let at = 0;
      for (const [name, Kind] of LAYOUT) { this[name] = new Kind(buffer, at, n); at += n * Kind.BYTES_PER_ELEMENT; }
      this.dated = lowerBound(this.first, NEVER, n);
      this.reach = new Int32Array(n); // the latest day that any row up to here lasts to
      for (let i = 0, m = -2147483648; i < n; i++) { if (this.last[i] > m) m = this.last[i]; this.reach[i] = m; }
      this.filters = { types: null, statuses: null, precisions: null, background: false, ids: null, area: null };
      this._inside = null; // which rows lie in the drawn area; worked out once an area
      this.hue = this.type; this.hues = meta.types.length; // what a row is coloured by, and how many of them there are
      this._pass = new Uint8Array(n);
      this._rows = new Uint32Array(n);
      this._bins = { key: "" };
      this.version = this.generation = 0;
      this._spans();
      this.setFilters({});
    }

    /* The span of the news, or of 95 % of them where a few stretch it far (geo/dashboard/index.py has the same rule), the span of all (days, inclusive), and the last day of news. */
    _spans() {
      const planned = this.meta.statuses.indexOf("planned");
      const days = new Int32Array(2 * this.dated);
      let k = 0, all0 = Infinity, all1 = -Infinity, news = -Infinity;
      for (let i = 0, prev = -1; i < this.dated; i++) {
        if (this.incident[i] === prev) continue;
        prev = this.incident[i];
        if (this.first[i] < all0) all0 = this.first[i];
        if (this.last[i] > all1) all1 = this.last[i];
        if (this.status[i] !== planned && this.last[i] > news) news = this.last[i];
        if (!(this.flags[i] & BACKGROUND)) { days[k++] = this.first[i]; days[k++] = this.last[i]; }
      }
      this.all = all0 <= all1 ? [all0, all1] : null;
      this.newsDay = news;
      if (!k) { this.span = this.all; return; }
      const sorted = inOrder(days.subarray(0, k));
      let cut = k > 40 ? Math.floor(k * 0.025) : 0;
      if (sorted[k - 1] - sorted[0] <= 1.5 * (sorted[k - 1 - cut] - sorted[cut])) cut = 0;
      this.span = [sorted[cut], sorted[k - 1 - cut]];
    }

    /* Colour by a byte per incident instead of by type; null: by type again. */
    setHues(of, many) {
      this.hue = of ? Uint8Array.from(this.incident, (k) => of[k]) : this.type;
      this.hues = of ? many : this.meta.types.length;
      this.version++;
    }

    /* Work out once which rows pass; the window is left to `count`. */
    setFilters(filters) {
      Object.assign(this.filters, filters);
      const { types, statuses, precisions, background, ids, area } = this.filters, { meta } = this;
      if (JSON.stringify(area) !== this._area) { this._area = JSON.stringify(area); this._inside = area ? this._rowsInside(area) : null; }
      const inside = this._inside;
      const mask = (codes, wanted) => Uint8Array.from(codes, (c) => (!wanted || wanted.includes(c) ? 1 : 0));
      const t = mask(meta.types, types), s = mask(meta.statuses, statuses), p = mask(meta.precisions, precisions);
      for (let i = 0; i < this.n; i++) {
        const k = this.incident[i];
        this._pass[i] = t[this.type[i]] & s[this.status[i]] & p[this.precision[i]] &
          (background || !(this.flags[i] & BACKGROUND) ? 1 : 0) & (ids ? (ids[k >> 3] >> (k & 7)) & 1 : 1) & (inside ? inside[i] : 1);
      }
      this.version++;
    }

    /* Rows in a polygon of [lon, lat] corners, even-odd, its edges straight on the map: geo/dashboard/index.py tests the
       same in the same arithmetic. A row without a point stands at (0, 0). */
    _rowsInside(area) {
      const corners = area.map(([lon, lat]) => Sitmap.mercator(lon, lat)), found = new Uint8Array(this.n), { x, y } = this;
      for (let k = 0; k < corners.length; k++) {
        const [x0, y0] = corners[(k + corners.length - 1) % corners.length], [x1, y1] = corners[k];
        if (y0 === y1) continue;
        for (let i = 0; i < this.n; i++)
          if (y0 > y[i] !== y1 > y[i] && x[i] < ((x1 - x0) * (y[i] - y0)) / (y1 - y0) + x0) found[i] ^= 1;
      }
      for (let i = 0; i < this.n; i++) if (!x[i] && !y[i]) found[i] = 0;
      return found;
    }

    /* Incidents whose interval meets [from, to] and that pass; `rows` are those of them that may be drawn, oldest first.
       The rows of one incident stand together, so an incident counts once. Where only the end has moved on, the count
       goes on from where it was: `rows` then begin with those of before, and `generation` stays. */
    count(from, to) {
      const { first, last, incident, flags, _pass: pass, _rows: rows, _last: was } = this;
      const end = lowerBound(first, to + 1, this.dated);
      const grown = was && was.version === this.version && was.from === from && was.to <= to;
      const now = grown ? was : { version: this.version, from, k: 0, count: 0, unplaced: 0, prev: -1, placed: true, end: lowerBound(this.reach, from, end) };
      let { k, count, unplaced, prev, placed } = now;
      for (let i = now.end; i < end; i++) {
        if (last[i] < from || !pass[i]) continue;
        if (incident[i] !== prev) { if (!placed) unplaced++; prev = incident[i]; count++; placed = false; }
        if (flags[i] & PLACED) { placed = true; rows[k++] = i; }
      }
      if (!grown) this.generation++;
      this._last = Object.assign(now, { to, k, count, unplaced, prev, placed, end: Math.max(end, now.end) });
      return { count, unplaced: unplaced + (placed ? 0 : 1), from, to, rows: rows.subarray(0, k) };
    }

    /* Incidents per bin and type over [a, b]; an incident counts in every bin that it meets. Kept until a filter changes. */
    histogram(a, b, bins) {
      const key = `${a} ${b} ${bins} ${this.version}`;
      if (this._bins.key === key) return this._bins;
      const { first, last, incident, hue: type, _pass: pass } = this;
      const kinds = this.hues, counts = new Uint32Array(bins * kinds), per = (b - a + 1) / bins;
      for (let i = 0, prev = -1; i < this.dated; i++) {
        if (incident[i] === prev || last[i] < a || first[i] > b || !pass[i]) continue;
        prev = incident[i];
        const k0 = Math.max(0, Math.floor((first[i] - a) / per)), k1 = Math.min(bins - 1, Math.floor((last[i] - a) / per));
        for (let k = k0; k <= k1; k++) counts[k * kinds + type[i]]++;
      }
      return (this._bins = { key, counts, kinds });
    }
  };
})();
