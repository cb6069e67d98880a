/* The reading room: an article with all that was read in it, and a panel in which a person corrects what is marked.
   Text only goes in as textContent; what a person does goes to the server as one small message. */
let words = {}; // English -> the language of the page
const t = (text, gaps = {}) => Object.entries(gaps).reduce((said, [gap, value]) => said.replace(`{${gap}}`, () => value), words[text] || text);
const el = (tag, props = {}, ...kids) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (name === "text") made.textContent = value;
    else if (name === "value") made.value = made.drawn = value; // and what it was drawn with
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...kids.filter((kid) => kid !== null && kid !== undefined && kid !== false));
  return made;
};
const button = (text, act, props = {}) => el("button", { type: "button", class: "sm-do", text, on: { click: act }, ...props });
const chooser = (label, options, value, act, props = {}) => {
  const hint = () => { made.title = (options.find(([code]) => code === made.value) || [])[2] || ""; }; // what the code means
  const made = el("select", { "aria-label": label, on: { change: () => { hint(); act(made.value); } }, ...props });
  for (const [code, words, means] of options) made.append(el("option", { value: code, text: words, title: means }));
  made.value = value ?? "";
  hint();
  return made;
};
const field = (label, ...kids) => el("label", { class: "sm-field" }, el("span", { text: label }), ...kids);
const title = (text) => el("div", { class: "sm-title", text });

/* How to find the like of a field or button once all is drawn anew. */
const mark = (e) => {
  for (const name of ["data-do", "data-fix", "data-figure", "data-day", "data-role", "data-place", "data-sensitive", "aria-label"])
    if (e.hasAttribute(name)) return `[${name}="${CSS.escape(e.getAttribute(name))}"]`;
  return null;
};

class Room {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.at = null; // what the panel is about: {kind: "name" | "date" | "incident" | "text", key}
    this.scope = "";
    this.lifted = new Set(); // veils that were taken off: article and start
    this.sent = 0;
    this.onKey = (event) => this.key(event);
    this.onSelect = () => this.selected();
    window.addEventListener("keydown", this.onKey, true); // before Streamlit's own keys
    root.querySelector(".sm-room-text").addEventListener("mouseup", () => setTimeout(this.onSelect, 0));
  }

  act(what) { this.sent += 1; this.send({ ...what, article: this.data.article, n: `${Date.now()}-${this.sent}` }); }

  show(data) {
    const told = JSON.stringify(data);
    if (told === this.told) return; // the page ran for something else: nothing moves
    this.told = told;
    const moved = !this.data || this.data.article !== data.article || this.data.focus !== data.focus;
    this.data = data;
    if (moved) this.at = data.focus ? { kind: "incident", key: data.focus } : null;
    if (this.at && this.at.kind === "text" && data.turn !== this.heard) this.at = this.covering(this.at);
    this.heard = data.turn;
    const kept = moved ? null : this.kept();
    this.text();
    this.panel();
    if (kept) this.restore(kept);
    if (moved && this.at) this.reveal();
  }

  /* What somebody is at in the panel: where the focus is, and what was typed and not yet set. */
  kept() {
    const box = this.root.querySelector(".sm-room-panel"), held = document.activeElement;
    const typed = [...box.querySelectorAll("input")].filter((one) => one.value !== (one.drawn ?? ""));
    return { focus: box.contains(held) ? mark(held) : null, typed: typed.map((one) => [mark(one), one.drawn, one.value]) };
  }

  restore({ focus, typed }) {
    const find = (where) => where && this.root.querySelector(`.sm-room-panel ${where}`);
    for (const [where, drawn, value] of typed) { const one = find(where); if (one && one.drawn === drawn) one.value = value; }
    const held = find(focus);
    if (held) held.focus({ preventScroll: true });
  }

  /* After something was added at a selected stretch, the panel goes on with what stands there now. */
  covering({ s, e }) {
    const name = this.data.names.find((one) => one.s >= s && one.e <= e);
    const made = this.data.incidents.find((one) => one.s === s && one.e === e && one.hand);
    return made ? { kind: "incident", key: made.id } : name ? { kind: "name", key: name.s } : this.at;
  }

  marks() {
    const { names, dates, skips, incidents } = this.data, all = [];
    for (const one of skips) all.push({ ...one, css: "sm-skipped", tip: t("left out: {reason}", { reason: one.why }) });
    for (const one of incidents)
      for (const [s, e, css] of [[one.s, one.e, `sm-incident sm-of-${one.type}`], ...one.more.map(([a, b]) => [a, b, "sm-evidence-more"])])
        all.push({ s, e, css: css + (this.is("incident", one.id) ? " sm-now-incident" : ""), tip: one.tip, go: { kind: "incident", key: one.id } });
    for (const one of dates) all.push({ ...one, css: "sm-date", tip: one.tip, go: { kind: "date", key: one.s } });
    for (const one of names)
      all.push({ ...one, css: `sm-role sm-role-${one.role}${one.hand ? " sm-by-hand" : ""}${this.is("name", one.s) ? " sm-now-name" : ""}`, tip: one.tip, go: { kind: "name", key: one.s } });
    return all;
  }

  is(kind, key) { return this.at && this.at.kind === kind && this.at.key === key; }

  text() {
    const box = this.root.querySelector(".sm-room-text"), marks = this.marks(), whole = this.data.text, parts = [];
    const veils = this.data.veils.filter((v) => !this.lifted.has(`${this.data.article} ${v.s}`));
    const cuts = [...new Set([0, whole.length, ...[...marks, ...veils].flatMap((m) => [m.s, Math.min(m.e, whole.length)])])].filter((n) => n <= whole.length).sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i += 1) {
      const [s, e] = [cuts[i], cuts[i + 1]], veil = veils.find((v) => v.s <= s && v.e >= e);
      if (veil) { if (s === veil.s) parts.push(this.veil(veil)); continue; }
      const on = marks.filter((m) => m.s <= s && m.e >= e);
      const span = el("span", { "data-s": s, text: whole.slice(s, e) });
      if (on.length) {
        const last = on[on.length - 1]; // the narrowest: names come last
        span.className = [...new Set(on.map((m) => m.css))].join(" ");
        span.title = [...new Set(on.map((m) => m.tip).filter(Boolean))].reverse().join("\n");
        if (last.go) span.addEventListener("click", () => { if (window.getSelection().isCollapsed) this.go(last.go); });
      }
      parts.push(span);
    }
    box.replaceChildren(...parts);
  }

  /* A sensitive sentence stands behind a button until it is asked for; it is marked if the panel is about it. */
  veil({ s, e, why }) {
    const now = this.data.incidents.some((one) => this.is("incident", one.id) && one.s < e && s < one.e);
    return el("button", { type: "button", class: `sm-do sm-veil-button${now ? " sm-now-incident" : ""}`, "data-s": s, text: t("Sensitive: {why}. Show", { why }), on: { click: () => { this.lifted.add(`${this.data.article} ${s}`); this.text(); } } });
  }

  go(at) { this.at = at; this.text(); this.panel(); }

  reveal() {
    const now = this.root.querySelector(".sm-room-text :is(.sm-now-name, .sm-now-incident)"), box = this.root.querySelector(".sm-room-text");
    if (now) box.scrollTop += now.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }

  selected() {
    const found = window.getSelection(), box = this.root.querySelector(".sm-room-text");
    if (!this.data.editable || found.isCollapsed || !box.contains(found.anchorNode) || !box.contains(found.focusNode)) return;
    const place = (node, offset) => Number((node.nodeType === 3 ? node.parentElement : node).dataset.s || 0) + (node.nodeType === 3 ? offset : 0);
    let [s, e] = [place(found.anchorNode, found.anchorOffset), place(found.focusNode, found.focusOffset)].sort((a, b) => a - b);
    while (s < e && /\s/.test(this.data.text[s])) s += 1;
    while (e > s && /\s/.test(this.data.text[e - 1])) e -= 1;
    if (e > s) this.go({ kind: "text", s, e });
  }

  panel() {
    const box = this.root.querySelector(".sm-room-panel"), at = this.at, { data } = this;
    const kids = [];
    if (data.said) kids.push(el("div", { class: `sm-said${data.bad ? " sm-bad" : ""}`, role: "status", text: data.said }));
    if (!at) kids.push(this.nothing());
    else if (at.kind === "name") { const one = data.names.find((m) => m.s === at.key); kids.push(one ? this.name(one) : this.nothing()); }
    else if (at.kind === "incident") { const one = data.incidents.find((m) => m.id === at.key); kids.push(one ? this.incident(one) : this.nothing()); }
    else if (at.kind === "date") { const one = data.dates.find((m) => m.s === at.key); kids.push(one ? el("div", {}, title(t("Date")), el("p", { text: one.tip })) : this.nothing()); }
    else kids.push(this.added(at));
    box.replaceChildren(...kids);
  }

  nothing() {
    const { data } = this;
    const find = el("input", { type: "text", "aria-label": t("Mark a phrase of the article"), placeholder: t("Mark a phrase …"), on: { keydown: (event) => {
      const s = event.key === "Enter" && find.value ? data.text.indexOf(find.value) : -1;
      if (s >= 0) this.go({ kind: "text", s, e: s + find.value.length });
    } } });
    return el("div", {},
      el("p", { text: data.editable ? t("Click a name or a sentence to see why it was read so, and to correct it. Select any words to add what was missed.") : t("Click a name or a sentence to see why it was read so.") }),
      data.editable && field(t("Without a mouse"), find),
      el("p", { class: "sm-source", text: t("Keys: n and p next and previous incident, m and b next and previous name, a accept, f fix, x reject, u undo, Esc back.") }),
      data.editable && data.can_undo && button(t("Undo the last correction"), () => this.act({ do: "undo" })));
  }

  name(one) {
    const { data } = this, head = [title(t("Place name")), el("div", { class: "sm-where", text: one.place || t("not in the gazetteer") }), el("p", { text: one.tip })];
    if (!data.editable) return el("div", {}, ...head);
    const reach = (usual) => this.scope || usual;
    const set = (what, usual) => this.act({ s: one.s, e: one.e, scope: reach(usual), ...what });
    const find = el("input", { type: "search", "aria-label": t("Search a place, or type a point"), placeholder: t("name, or 48.59, 38.00"), value: data.asked || "", on: { keydown: (event) => {
      if (event.key === "Enter" && find.value.trim()) this.act({ do: "search", q: find.value.trim(), s: one.s, e: one.e });
    } } });
    const places = (list, more) => list.map((alt) => button(alt.score === null ? alt.label : `${alt.label} (${alt.score.toFixed(2)})`, () => set({ do: "place", id: alt.id }, "article"), { class: "sm-do sm-wide", "data-place": alt.id, ...more }));
    return el("div", {}, ...head,
      one.offers.length > 0 && title(t("As it was set elsewhere")),
      ...one.offers.map((offer) => button(offer.label, () => set({ do: "offer", id: offer.id }, "article"), { class: "sm-do sm-wide" })),
      title(t("Role")),
      el("div", { class: "sm-row" }, ...data.codes.roles.map(([code, words, means]) => button(words, () => set({ do: "role", role: code }, "here"), { class: `sm-do sm-role-${code}`, "data-role": code, title: means, "aria-pressed": String(code === one.role) }))),
      title(t("Place")),
      ...places(one.alts), field(t("Another place"), find), ...(data.hits ? places(data.hits) : []),
      data.hits && !data.hits.length && el("p", { text: t("Nothing is called so.") }),
      el("div", { class: "sm-row" }, button(t("Pick or draw on the map"), () => this.act({ do: "aim", s: one.s, e: one.e, scope: reach("article") }), { "data-do": "aim" }), button(t("No place name"), () => set({ do: "not_a_name" }, "here"))),
      field(t("Holds for"), chooser(t("Holds for"), [["", t("role: here; place: this article")], ["here", t("only here")], ["article", t("this article")], ["source", t("this source")], ["always", t("always")]], this.scope, (value) => { this.scope = value; })));
  }

  incident(one) {
    const { data } = this, { codes } = data;
    const head = [title(t("Incident")), el("div", { class: "sm-kind", title: one.means }, el("span", { class: `sm-square sm-of-${one.type}` }), el("span", { text: one.head })), el("div", { text: one.when }), el("div", { class: "sm-where", text: one.where }), el("p", { class: "sm-source", text: one.why })];
    if (one.confirmed) head.push(el("p", { class: "sm-source", text: t("Confirmed by a person: {what}", { what: one.confirmed }) }));
    if (!data.editable) return el("div", {}, ...head);
    const set = (name, value) => this.act({ do: "set", report: one.id, field: name, value });
    const day = (which) => el("input", { type: "date", "aria-label": which === "first" ? t("First day") : t("Last day"), "data-day": which, value: one[which] || "" });
    const [first, last] = [day("first"), day("last")];
    const precision = chooser(t("Precision of the date"), codes.date_precisions, one.precision, () => {});
    first.addEventListener("change", () => { if (!last.value || last.value < first.value || one.first === one.last) last.value = first.value; });
    const dated = () => set("date", { first: first.value || null, last: last.value || first.value || null, precision: first.value === (last.value || first.value) && precision.value !== "on_or_before" ? "day" : precision.value, expression: one.phrase });
    for (const input of [first, last]) input.addEventListener("keydown", (event) => { if (event.key === "Enter") dated(); });
    const people = (name, words) => {
      const now = one[name], input = el("input", { type: "text", "aria-label": words, "data-figure": name, placeholder: t("none; 5; 5+; -5; 3-7"), value: now, on: { keydown: (event) => { if (event.key === "Enter") this.act({ do: "figure", report: one.id, field: name, said: input.value }); } } });
      return field(words, input);
    };
    const list = (name, words, hint) => {
      const input = el("input", { type: "text", "aria-label": words, placeholder: hint, value: one[name], on: { keydown: (event) => { if (event.key === "Enter") this.act({ do: "list", report: one.id, field: name, said: input.value }); } } });
      return field(words, input);
    };
    return el("div", {}, ...head,
      el("div", { class: "sm-row" }, button(t("Accept (a)"), () => this.act({ do: "verdict", report: one.id, verdict: "accepted" }), { "data-do": "accept" }), button(t("Reject (x)"), () => this.act({ do: "verdict", report: one.id, verdict: "rejected" }), { "data-do": "reject" }), data.queue && button(t("Next (n)"), () => this.act({ do: "next" }), { "data-do": "next" })),
      field(t("Status"), chooser(t("Status"), codes.statuses, one.status, (value) => set("status", { status: value }), { "data-fix": "status" })),
      field(t("What"), chooser(t("What"), codes.sub_types, one.sub_type, (value) => set("type", { sub_type: value }), { "data-fix": "type" })),
      field(t("First day"), first), field(t("Last day"), last), field(t("Known to"), precision), button(t("Set the date"), dated, { "data-do": "date" }),
      field(t("Place known to"), chooser(t("Precision of the place"), codes.precisions, one.place_precision, (value) => this.act({ do: "precision", report: one.id, precision: value }), { "data-fix": "precision" })),
      people("fatalities", t("Killed")), people("injured", t("Injured")),
      list("actors", t("Who"), t("name (role); …")), list("attribution", t("According to"), t("who; who")),
      title(t("Sensitive")),
      el("div", { class: "sm-row" }, ...codes.sensitive.map(([code, words, means]) => button(words, () => set("sensitive", { sensitive: one.sensitive.includes(code) ? one.sensitive.filter((name) => name !== code) : [...one.sensitive, code] }), { "data-sensitive": code, title: means, "aria-pressed": String(one.sensitive.includes(code)) }))),
      el("p", { class: "sm-source", text: t("Enter sets what you typed. To move it, click the place name in the sentence.") }),
      el("div", { class: "sm-row" }, one.others > 1 && button(t("Another event: take it out"), () => this.act({ do: "take_out", report: one.id }), { "data-do": "take-out" }), button(t("Same event as …"), () => this.act({ do: "near", report: one.id }), { "data-do": "near" }), button(t("Give its place on the map"), () => this.act({ do: "aim", report: one.id }), { "data-do": "aim-incident" })),
      ...(data.near && data.near.report === one.id ? data.near.list.map((other) => button(other.line, () => this.act({ do: "join", report: one.id, other: other.id }), { class: "sm-do sm-wide", "data-join": other.id })) : []));
  }

  added({ s, e }) {
    const { data } = this, { codes } = data, set = (what) => this.act({ s, e, ...what });
    const day = el("input", { type: "date", "aria-label": t("Day"), value: data.published || "" });
    let kind = codes.sub_types[0][0];
    return el("div", {}, title(t("Selected")), el("p", { class: "sm-quote", text: data.text.slice(s, e).slice(0, 300) }),
      button(t("A place where it happened"), () => set({ do: "add_name", role: "location" }), { class: "sm-do sm-wide", "data-do": "add-place" }),
      button(t("A place name, nothing happened there"), () => set({ do: "add_name", role: "background" }), { class: "sm-do sm-wide" }),
      title(t("A date")), field(t("Day"), day), button(t("It is this day"), () => set({ do: "add_date", first: day.value, last: day.value }), { "data-do": "add-date" }),
      title(t("An incident")), field(t("What"), chooser(t("What"), codes.sub_types, kind, (value) => { kind = value; })),
      button(t("Add this incident"), () => set({ do: "add_incident", sub_type: kind }), { "data-do": "add-incident" }));
  }

  key(event) {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable=true]");
    if (!this.root.isConnected) window.removeEventListener("keydown", this.onKey, true); // the page has moved on
    if (event.ctrlKey || event.metaKey || event.altKey || !this.root.isConnected) return;
    if (event.target.closest && event.target.closest(".sitmap-places")) return; // the map has keys of its own
    if (event.key === "Escape" && (this.at || typing)) { if (typing) typing.blur(); this.go(null); return; }
    if (typing) return;
    const one = this.at && this.at.kind === "incident" ? this.data.incidents.find((m) => m.id === this.at.key) : null;
    const judge = (verdict) => one && this.data.editable && this.act({ do: "verdict", report: one.id, verdict });
    const step = (list, kind, key, by) => {
      if (!list.length) return;
      const now = this.at && this.at.kind === kind ? list.findIndex((m) => m[key] === this.at.key) : by > 0 ? -1 : 0;
      this.go({ kind, key: list[(now + by + list.length) % list.length][key] });
      this.reveal();
    };
    const order = [...this.data.incidents].sort((a, b) => a.s - b.s);
    const does = {
      n: () => (this.data.queue ? this.act({ do: "next" }) : step(order, "incident", "id", 1)),
      p: () => (this.data.queue ? this.act({ do: "previous" }) : step(order, "incident", "id", -1)),
      m: () => step(this.data.names, "name", "s", 1),
      b: () => step(this.data.names, "name", "s", -1),
      a: () => judge("accepted"), x: () => judge("rejected"),
      f: () => { const first = this.root.querySelector(".sm-room-panel select, .sm-room-panel input, .sm-room-panel [data-role]"); if (first) first.focus(); },
      u: () => this.data.editable && this.data.can_undo && this.act({ do: "undo" }),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    does();
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".sitmap-room");
  if (!root || !data) return undefined;
  if (!root.__room) root.__room = new Room(root, (what) => root.__send(what));
  words = data.words || {};
  root.querySelector(".sm-room-text").setAttribute("aria-label", t("Text of the article"));
  root.querySelector(".sm-room-panel").setAttribute("aria-label", t("What was read"));
  root.__send = (what) => setTriggerValue("act", what);
  root.__room.show(data);
  root.dataset.ready = "true";
  return undefined;
}
