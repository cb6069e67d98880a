/* Sitmap.TimeBrush: a histogram of incidents under the map, with a window that is dragged, stepped and played. */
(() => {
  "use strict";
  const Sitmap = (window.Sitmap = window.Sitmap || {});
  const t = (words) => Sitmap.t(words);
  const STEPS = [["day", 1], ["week", 7], ["month", 30]];
  const TICK_MS = 220; // a step of play at speed 1
  const SPEEDS = ["½×", "1×", "2×", "4×"], FACTORS = [0.5, 1, 2, 4];
  const LEAP = 10;     // steps of a key with shift
  const el = (tag, cls, text) => { const e = document.createElement(tag); if (cls) e.className = cls; if (text !== undefined) e.textContent = text; return e; };
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const say = (day) => { const d = new Date(day * 86400000); return `${d.getUTCDate()} ${t(MONTHS[d.getUTCMonth()])} ${d.getUTCFullYear()}`; };
  const tell = (e, name, words) => { if (e.getAttribute(name) !== String(words)) e.setAttribute(name, words); };

  Sitmap.TimeBrush = class {
    constructor(layer, root, options = {}) {
      this.layer = layer; this.root = root; this.listeners = []; this.looks = [];
      this.wide = false; this.playing = false; this.mode = "window"; this.axis = "linear"; this.speed = 1;
      this._build();
      const span = layer.span || layer.all;
      this.empty = !span;
      const look = options.look || {};
      if (look.all && layer.all) this.wide = true;
      const [a, b] = options.window ? options.window.map(Sitmap.dayOf) : span || [Sitmap.dayOf("2022-02-24"), Sitmap.dayOf("2022-02-24")];
      this._axis(a, b);
      this.step = STEPS.find(([n]) => n === look.step) || STEPS.find(([, d]) => (this.b - this.a) / d <= 200) || STEPS[2];
      this.stepSelect.value = this.step[0];
      if (look.span === "cumulative") this.modeSelect.value = this.mode = "cumulative";
      if (look.axis === "log") this._toggleAxis();
      this.set(a, b, false);
      new ResizeObserver(() => this._paint()).observe(this.canvas);
      layer.onDrawn((s) => this._label(s));
    }

    /* The axis shows the span of the news (or of all), and always the window. */
    _axis(from, to) {
      const base = (this.wide ? this.layer.all : this.layer.span) || [from, to];
      this._base = `${[this.layer.span, this.layer.all]}`;
      this.a = Math.min(base[0], from); this.b = Math.max(base[1], to);
      if (this.b - this.a < 6) { const pad = Math.ceil((6 - (this.b - this.a)) / 2); this.a -= pad; this.b += pad; }
      const all = this.layer.all;
      this.allButton.hidden = !all || (all[0] >= this.a && all[1] <= this.b && !this.wide);
      this.allButton.textContent = t(this.wide ? "Main span" : "All dates");
    }

    /* Other rows: the axis moves only where their span is another. */
    refit() { if (this._base !== `${[this.layer.span, this.layer.all]}`) { this._axis(this.from, this.to); this._label(this.layer.summary); } }

    _build() {
      const bar = el("div", "sitmap-bar");
      this.play_ = el("button", "sitmap-play", "▶"); this.play_.type = "button"; this.play_.setAttribute("aria-label", t("Play"));
      this.stepSelect = el("select"); this.stepSelect.setAttribute("aria-label", t("Step"));
      for (const [name] of STEPS) { const o = el("option", "", t(`1 ${name}`)); o.value = name; this.stepSelect.append(o); }
      const choice = (label, pairs) => { const c = el("select"); c.setAttribute("aria-label", t(label)); for (const [v, words] of pairs) { const o = el("option", "", t(words)); o.value = v; c.append(o); } return c; };
      this.modeSelect = choice("Window or cumulative", [["window", "window"], ["cumulative", "cumulative"]]);
      this.speedSelect = choice("Speed of play", SPEEDS.map((words, k) => [FACTORS[k], words]));
      this.speedSelect.value = "1"; this.speedSelect.className = "sitmap-extra";
      this.axisButton = el("button", "sitmap-extra sitmap-axis", t("linear")); this.axisButton.type = "button";
      this.axisButton.title = t("The height of the bars: linear, or logarithmic, which shows few beside many");
      this.axisButton.setAttribute("aria-label", t("Logarithmic axis")); this.axisButton.setAttribute("aria-pressed", "false");
      this.fadeButton = el("button", "sitmap-extra sitmap-fade", t("fade")); this.fadeButton.type = "button";
      this.fadeButton.title = t("Older incidents paler"); this.fadeButton.setAttribute("aria-pressed", "true");
      this.allButton = el("button", "sitmap-all", t("All dates")); this.allButton.type = "button";
      this.text = el("span", "sitmap-window"); this.text.setAttribute("role", "status");
      this.days = el("b"); this.number = el("span"); this.text.append(this.days, this.number);
      const more = el("button", "sitmap-more", "⋯"); more.type = "button"; more.setAttribute("aria-label", t("More of the brush")); more.setAttribute("aria-expanded", "false");
      more.onclick = () => more.setAttribute("aria-expanded", String(bar.classList.toggle("sitmap-open")));
      bar.append(this.play_, this.stepSelect, this.speedSelect, this.modeSelect, this.text, this.allButton, this.fadeButton, this.axisButton, more);
      this.track = el("div", "sitmap-track");
      this.canvas = el("canvas");
      this.track.append(this.canvas);
      this.handles = {};
      for (const [name, label] of [["window", "Window of time"], ["from", "First day"], ["to", "Last day"]]) {
        const h = el("div", `sitmap-handle sitmap-${name}`);
        h.tabIndex = 0; h.dataset.handle = name;
        h.setAttribute("role", "slider"); h.setAttribute("aria-label", t(label));
        if (name === "window") h.setAttribute("aria-description", t("Arrow keys move it by a step, with shift by ten; Home and End to the ends; space plays"));
        h.onkeydown = (e) => this._key(e, name);
        this.track.append(h); this.handles[name] = h;
      }
      this.root.replaceChildren(bar, this.track);
      this.play_.onclick = () => this.play(!this.playing);
      this.stepSelect.onchange = () => { this.step = STEPS.find(([n]) => n === this.stepSelect.value); this._looked(); };
      this.speedSelect.onchange = () => { this.speed = Number(this.speedSelect.value); };
      this.modeSelect.onchange = () => { this.mode = this.modeSelect.value; if (this.mode === "cumulative") this.set(this.a, this.to); this._looked(); };
      this.axisButton.onclick = () => { this._toggleAxis(); this._looked(); };
      this.fadeButton.onclick = () => { this.setFade(!this.layer.fade); this._looked(); };
      this.allButton.onclick = () => { this.wide = !this.wide; const span = (this.wide ? this.layer.all : this.layer.span) || [this.from, this.to]; this._axis(span[0], span[1]); this.set(span[0], span[1]); this._looked(); };
      this.track.onpointerdown = (e) => this._grab(e);
      this.fingers = new Map(); // that lie on the track, and where
      for (const kind of ["pointerup", "pointercancel"]) this.track.addEventListener(kind, (e) => this.fingers.delete(e.pointerId));
      this.track.ondblclick = () => this.set(this.a, this.b);
      this.track.onpointermove = (e) => { if (!e.buttons) this.track.title = this._bar(this._day(e.clientX)); };
    }

    _toggleAxis() {
      this.axis = this.axis === "log" ? "linear" : "log";
      this.axisButton.textContent = t(this.axis); this.axisButton.setAttribute("aria-pressed", String(this.axis === "log"));
      this._paint();
    }
    setFade(fade) { this.fadeButton.setAttribute("aria-pressed", String(fade)); this.layer.setFade(fade); }

    /* How it looks, beyond the window: what a link restores. */
    look() {
      const step = STEPS.find(([, d]) => (this.b - this.a) / d <= 200) || STEPS[2];
      return { axis: this.axis === "log" ? "log" : "", span: this.mode === "cumulative" ? this.mode : "", step: this.step === step ? "" : this.step[0], fade: this.layer.fade ? "" : "off", all: this.wide ? "1" : "" };
    }
    onLook(listener) { this.looks.push(listener); }
    _looked() { this.looks.forEach((f) => f()); }

    onChange(listener) { this.listeners.push(listener); }

    set(from, to, tell = true) {
      from = Math.round(from); to = Math.round(to);
      if (from > to) [from, to] = [to, from];
      this.from = from; this.to = to;
      if (from < this.a || to > this.b) this._axis(from, to);
      this.layer.setWindow(from, to); // and the brush is painted when the map is
      if (tell) { clearTimeout(this._later); this._later = setTimeout(() => this.listeners.forEach((f) => f(Sitmap.isoDay(this.from), Sitmap.isoDay(this.to))), 250); }
    }

    _move(days, k = 1) {
      if (this.step[0] !== "month") return days + k * this.step[1];
      const d = new Date(days * 86400000), day = d.getUTCDate();
      d.setUTCDate(1); d.setUTCMonth(d.getUTCMonth() + k);
      const last = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate();
      d.setUTCDate(Math.min(day, last));
      return Math.round(d.getTime() / 86400000);
    }

    _key(e, name) {
      const k = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[e.key] * (e.shiftKey ? LEAP : 1);
      if (e.key === " ") { e.preventDefault(); this.play(!this.playing); return; }
      if (e.key === "Home" || e.key === "End") {
        const w = this.to - this.from, home = e.key === "Home";
        if (name === "from") this.set(home ? this.a : this.to, this.to);
        else if (name === "to") this.set(this.from, home ? this.from : this.b);
        else this.set(home ? this.a : this.b - w, home ? this.a + w : this.b);
      } else if (k && name === "from") this.set(Math.min(Math.max(this._move(this.from, k), this.a), this.to), this.to);
      else if (k && name === "to") this.set(this.from, Math.max(Math.min(this._move(this.to, k), this.b), this.from));
      else if (k) this._slide(k);
      else return;
      e.preventDefault();
    }

    /* Move the whole window; at the edge of the axis it stays as wide as it is. */
    _slide(k) {
      const w = this.to - this.from;
      const from = Math.max(this.a, Math.min(this._move(this.from, k), this.b - w));
      this.set(from, from + w);
    }

    _day(x) { const r = this.track.getBoundingClientRect(); return this.a + ((x - r.left) / Math.max(1, r.width)) * (this.b - this.a + 1); }

    /* Two fingers: the window widens as far as they go apart, and moves with their middle. */
    _pinch() {
      const lie = () => { const [p, q] = this.fingers.values(); return [this._day((p + q) / 2), Math.max(12, Math.abs(p - q))]; };
      const [middle, apart] = lie(), { from } = this, days = this.to - from + 1, share = (middle - from) / days;
      const move = (m) => {
        this.fingers.set(m.pointerId, m.clientX);
        const [now, wide] = lie(), w = Math.max(1, (days * wide) / apart), start = Math.max(this.a, Math.min(this.b, now - share * w));
        this.set(start, Math.max(start, Math.min(this.b, now + (1 - share) * w - 1)));
      };
      const lift = () => { this.track.removeEventListener("pointermove", move); for (const kind of ["pointerup", "pointercancel"]) this.track.removeEventListener(kind, lift); };
      this.track.addEventListener("pointermove", move);
      for (const kind of ["pointerup", "pointercancel"]) this.track.addEventListener(kind, lift);
    }

    /* The days of the bar that a day lies in. */
    _of(day) {
      const w = (this.b - this.a + 1) / this.bins, k = Math.floor((day - this.a) / w), first = Math.floor(this.a + k * w);
      return [first, Math.max(first, Math.ceil(this.a + (k + 1) * w) - 1), k];
    }
    /* What a bar stands for, in words: its days and how many incidents. */
    _bar(day) {
      if (!this._drawn) return "";
      const [first, last, k] = this._of(day), n = this._drawn.sums[k];
      return n === undefined ? "" : `${Sitmap.isoDay(first)}${last > first ? ` → ${Sitmap.isoDay(last)}` : ""} · ${Sitmap.figure(n)}`;
    }

    _grab(e) {
      this.fingers.set(e.pointerId, e.clientX);
      this.track.setPointerCapture(e.pointerId);
      this.pinched = this.fingers.size > 1;
      if (this.pinched) { if (this.fingers.size === 2) this._pinch(); return; }
      const at = this._day(e.clientX), per = (this.b - this.a + 1) / Math.max(1, this.track.clientWidth), near = 8 * per;
      let part = e.target.dataset ? e.target.dataset.handle : null;
      if (Math.abs(at - this.from) < near && Math.abs(at - this.from) <= Math.abs(at - this.to - 1)) part = "from";
      else if (Math.abs(at - this.to - 1) < near) part = "to";
      const whole = this.from <= this.a && this.to >= this.b;
      const start = { at, from: this.from, to: this.to };
      let moved = false;
      const drag = (m) => {
        if (this.pinched || m.pointerId !== e.pointerId) return;
        const d = this._day(m.clientX);
        if (Math.abs(d - at) > 2 * per) moved = true;
        if (!moved) return;
        if (part === "from") this.set(Math.min(Math.max(this.a, d), this.to), this.to);
        else if (part === "to") this.set(this.from, Math.max(Math.min(this.b, d - 1), this.from));
        else if (part === "window" && !whole) { const w = start.to - start.from, f = Math.max(this.a, Math.min(start.from + d - at, this.b - w)); this.set(f, f + w); }
        else this.set(Math.max(this.a, Math.min(at, d)), Math.min(this.b, Math.max(at, d)));
      };
      const drop = (m) => {
        if (m.pointerId !== e.pointerId) return;
        this.track.removeEventListener("pointermove", drag); this.track.removeEventListener("pointerup", drop); this.track.removeEventListener("pointercancel", drop);
        if (!moved && !this.pinched && m.type === "pointerup" && (!part || (part === "window" && whole)) && this.bins) this.set(...this._of(at).slice(0, 2));
      };
      this.track.addEventListener("pointermove", drag); this.track.addEventListener("pointerup", drop); this.track.addEventListener("pointercancel", drop);
      if (e.target.focus) e.target.focus({ preventScroll: true });
    }

    play(on) {
      this.playing = on;
      this.play_.textContent = on ? "❚❚" : "▶"; this.play_.setAttribute("aria-label", t(on ? "Pause" : "Play"));
      if (!on) return;
      if (this.mode === "cumulative" && this.to >= this.b) this.set(this.a, this.a);
      if (this.mode === "window") {
        if (this.from <= this.a && this.to >= this.b) this.set(this.a, Math.min(this.b, this.a + Math.max(this.step[1] * 4, Math.round((this.b - this.a) / 12))));
        else if (this.to >= this.b) { const w = this.to - this.from; this.set(this.a, this.a + w); }
      }
      let last = 0;
      const tick = (t) => {
        if (!this.playing || !this.root.isConnected) return;
        if (t - last > TICK_MS / this.speed) {
          last = t;
          if (this.to >= this.b) { this.play(false); return; }
          if (this.mode === "cumulative") this.set(this.a, Math.min(this.b, this._move(this.to, 1))); else this._slide(1);
        }
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    }

    _label(s) {
      this.days.textContent = `${Sitmap.shortDay(this.from)} → ${Sitmap.shortDay(this.to)}`;
      this.number.textContent = ` · ${Sitmap.count(s.count, "incident")}${s.unplaced ? ` · ${Sitmap.figure(s.unplaced)} ${t("not on the map")}` : ""}`;
      const set = (name, now, words) => { const h = this.handles[name]; tell(h, "aria-valuemin", this.a); tell(h, "aria-valuemax", this.b); tell(h, "aria-valuenow", now); tell(h, "aria-valuetext", words); };
      set("from", this.from, `${t("from")} ${say(this.from)}`); set("to", this.to, `${t("to")} ${say(this.to)}`);
      set("window", this.from, `${say(this.from)} ${t("to")} ${say(this.to)}, ${Sitmap.count(s.count, "incident")}`);
      this._paint();
    }

    _paint() {
      const w = this.canvas.clientWidth, h = this.canvas.clientHeight, d = Math.min(window.devicePixelRatio || 1, 2);
      if (!w || !h) return;
      if (this.canvas.width !== Math.round(w * d)) this.canvas.width = Math.round(w * d);
      if (this.canvas.height !== Math.round(h * d)) this.canvas.height = Math.round(h * d);
      const ctx = this.canvas.getContext("2d", { willReadFrequently: true }), m = this.layer.meta, days = this.b - this.a + 1;
      ctx.setTransform(d, 0, 0, d, 0, 0); ctx.clearRect(0, 0, w, h);
      const bins = (this.bins = Math.max(1, Math.min(days, Math.floor(w / 7)))), foot = 15;
      const x = (day) => ((day - this.a) / days) * w;
      if (this.layer.newsDay > -Infinity && this.layer.newsDay < this.b && this.layer.all[1] > this.layer.newsDay) this._future(ctx, x(this.layer.newsDay + 1), w, h - foot);
      const bars = this._bars(w, h - foot, d), edge = (k) => Math.round((k * w * d) / bins) / d;
      const k0 = Math.max(0, Math.floor(((this.from - this.a) * bins) / days)), k1 = Math.min(bins - 1, Math.floor(((this.to - this.a) * bins) / days));
      const part = (a, b, alpha) => { if (b > a) { ctx.globalAlpha = alpha; ctx.drawImage(bars.canvas, a * d, 0, (b - a) * d, bars.canvas.height, a, 0, b - a, h - foot); } };
      part(0, edge(k0), 0.3); part(edge(k1 + 1), w, 0.3); part(edge(k0), edge(k1 + 1), 1);
      this._most(ctx, bars.max, 3);
      this._ticks(ctx, w, h, x, days);
      const left = x(this.from), right = x(this.to + 1);
      Object.assign(this.handles.window.style, { left: `${left}px`, width: `${Math.max(2, right - left)}px` });
      this.handles.from.style.left = `${left}px`; this.handles.to.style.left = `${right}px`;
    }

    /* The bars at full strength: drawn when they change, not whenever the window moves. */
    _bars(w, h, d) {
      const { bins, axis } = this, m = this.layer.meta, { counts, kinds, key } = this.layer.histogram(this.a, this.b, bins);
      const asked = `${key} ${axis} ${w} ${h} ${d} ${m.colours}`;
      if (this._drawn && this._drawn.asked === asked) return this._drawn;
      const canvas = document.createElement("canvas"), ctx = canvas.getContext("2d", { willReadFrequently: true }), bw = w / bins;
      canvas.width = Math.round(w * d); canvas.height = Math.round(h * d); ctx.setTransform(d, 0, 0, d, 0, 0);
      const sums = Array.from({ length: bins }, (_, k) => { let n = 0; for (let t = 0; t < kinds; t++) n += counts[k * kinds + t]; return n; });
      const max = Math.max(1, ...sums);
      sums.forEach((n, k) => {
        if (!n) return;
        const share = axis === "log" ? Math.log1p(n) / Math.log1p(max) : n / max, total = Math.max(2, share * (h - 3));
        for (let t = 0, y = h; t < kinds; t++) { const part = (counts[k * kinds + t] / n) * total; if (!part) continue; ctx.fillStyle = m.colours[t]; ctx.fillRect(k * bw + 0.5, y - part, Math.max(1, bw - 1), part); y -= part; }
      });
      return (this._drawn = { asked, canvas, max, sums });
    }

    /* What the highest bar stands for. */
    _most(ctx, max, top) {
      const m = this.layer.meta, words = Sitmap.figure(max);
      ctx.font = `10px ${m.font}`; ctx.textAlign = "left"; ctx.textBaseline = "top"; ctx.lineWidth = 3; ctx.strokeStyle = m.paper; ctx.lineJoin = "round";
      ctx.strokeText(words, 3, top - 1); ctx.fillStyle = m.muted; ctx.fillText(words, 3, top - 1);
    }

    _future(ctx, x0, w, h) {
      const m = this.layer.meta;
      ctx.save(); ctx.beginPath(); ctx.rect(x0, 0, w - x0, h); ctx.clip();
      ctx.strokeStyle = m.line; ctx.lineWidth = 1; ctx.beginPath();
      for (let x = x0 - h; x < w; x += 7) { ctx.moveTo(x, h); ctx.lineTo(x + h, 0); }
      ctx.stroke(); ctx.restore();
      ctx.strokeStyle = m.muted; ctx.setLineDash([3, 2]); ctx.beginPath(); ctx.moveTo(x0, 0); ctx.lineTo(x0, h); ctx.stroke(); ctx.setLineDash([]);
      if (w - x0 > 46) { ctx.fillStyle = m.muted; ctx.font = `10px ${m.font}`; ctx.textAlign = "left"; ctx.textBaseline = "top"; ctx.fillText(t("planned"), x0 + 4, 1); }
    }

    _ticks(ctx, w, h, x, days) {
      const m = this.layer.meta;
      ctx.fillStyle = m.muted; ctx.strokeStyle = m.line; ctx.font = `10.5px ${m.font}`; ctx.textBaseline = "bottom"; ctx.textAlign = "left"; ctx.lineWidth = 1;
      ctx.beginPath(); ctx.moveTo(0, h - 14.5); ctx.lineTo(w, h - 14.5); ctx.stroke();
      const unit = days > 1500 ? 12 : days > 700 ? 6 : days > 330 ? 3 : days > 75 ? 1 : 0;
      const first = new Date(this.a * 86400000);
      let end = -100;
      const put = (day, text) => { const at = x(day); if (at - end < 8 || at + 3 + ctx.measureText(text).width > w) return; ctx.fillText(text, at + 3, h); ctx.beginPath(); ctx.moveTo(at + 0.5, h - 14); ctx.lineTo(at + 0.5, h - 8); ctx.stroke(); end = at + 3 + ctx.measureText(text).width; };
      if (!unit) { const every = Math.max(1, Math.ceil(days / Math.max(1, w / 58))); for (let day = this.a; day <= this.b; day += every) put(day, Sitmap.dateOf(day, { day: "numeric", month: "short" })); return; }
      for (let y = first.getUTCFullYear(), mo = 0; ; mo += unit) {
        const at = Date.UTC(y, mo, 1) / 86400000;
        if (at > this.b) break;
        if (at >= this.a) { const dt = new Date(at * 86400000); put(at, unit >= 12 || dt.getUTCMonth() === 0 ? String(dt.getUTCFullYear()) : Sitmap.dateOf(at, { month: "short" })); }
      }
    }
  };
})();
