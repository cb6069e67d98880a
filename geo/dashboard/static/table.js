/* The table of incidents: one page of rows, sorted by the server over all of them. Text only goes in as textContent.
   ALWAYS (geo/dashboard/routes.py) stands before this: what codes are called and mean, colours of types, and words, by language. */
const FIRST = ["day", "killed", "confidence", "sources"]; // these turn downwards first

function made(tag, cls, text) {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  if (text !== undefined) e.textContent = text;
  return e;
}

/* Days in short: one, a stretch, or a bound; as the file has them, or as the language of the page writes them. */
function when(first, last, precision, lang) {
  if (lang !== "en") {
    const day = (iso) => iso.split("-").reverse().join(".");
    if (precision === "on_or_before" && last) return `≤ ${day(last)}`;
    if (!first || !last) return first ? `${day(first)} →` : last ? `≤ ${day(last)}` : "–";
    return first === last ? day(first) : `${first.slice(0, 4) === last.slice(0, 4) ? day(first.slice(5)) : day(first)} → ${day(last)}`;
  }
  if (precision === "on_or_before" && last) return `≤ ${last}`;
  if (!first || !last) return first ? `${first} →` : last ? `≤ ${last}` : "–";
  if (first === last) return first;
  return `${first} → ${first.slice(0, 4) === last.slice(0, 4) ? last.slice(5) : last}`;
}

function draw(root) {
  const { data, send } = root.__it, t = (text) => (ALWAYS.words[data.lang] || {})[text] || text;
  const term = (kind, code) => ALWAYS.codes[data.lang][`${kind}:${code}`] || [code, ""];
  const heads = [
    ["day", t("When"), t("The day it happened; → is a stretch of days, ≤ a day it happened on or before")],
    ["type", t("Type"), t("What kind of incident it is")],
    ["kind", t("What"), t("The kind within its type")],
    ["status", t("Status"), t("Whether it is told as fact, as a claim, as an accusation or as a plan")],
    ["place", t("Where"), t("The places that are named")],
    ["killed", t("Killed"), t("As told: 5+ is at least five, ≤5 at most five, ~5 about five; empty where nothing is told")],
    ["confidence", t("Confidence"), t("How sure the machine is: high, medium or low")],
    ["sources", t("Sources"), t("How many articles tell of it")],
    ["", t("Sentence"), t("How the sentence it was read in begins")],
  ];
  const down = (column) => (column === data.by ? !data.down : FIRST.includes(column));
  const sort = (column, to) => { wait(root); send("sorted", `${to ? "-" : ""}${column}`); };
  const turn = (to, focus) => { root.__focus = focus; wait(root); send("turned", to); };
  const last = Math.floor((data.total - 1) / data.size) * data.size;

  const bar = made("div", "sm-table-bar"), says = made("div", "sm-table-says", data.says);
  says.setAttribute("role", "status");
  bar.append(says);
  const order = made("label", "sm-table-order", t("Sort by")), list = made("select");
  for (const [column, title] of heads) if (column) { const o = made("option", "", title); o.value = column; o.selected = column === data.by; list.append(o); }
  list.onchange = () => sort(list.value, FIRST.includes(list.value));
  const way = made("button", "", data.down ? "↓" : "↑");
  way.type = "button"; way.setAttribute("aria-label", t("The other way round")); way.title = t("The other way round"); way.onclick = () => sort(data.by, !data.down);
  order.append(list); order.append(way); bar.append(order);
  if (data.total > data.size) {
    const pages = made("div", "sm-table-pages");
    for (const [name, sign, words, to, off] of [
      ["first", "«", t("First page"), 0, data.start === 0],
      ["before", "‹", t("Page before"), data.start - data.size, data.start === 0],
      ["next", "›", t("Next page"), data.start + data.size, data.start >= last],
      ["last", "»", t("Last page"), last, data.start >= last],
    ]) {
      const b = made("button", "", sign);
      b.type = "button"; b.title = words; b.setAttribute("aria-label", words); b.dataset.turn = name; b.onclick = () => turn(to);
      // Not disabled: what is disabled loses the focus of somebody who turns to the end by keyboard.
      if (off) { b.setAttribute("aria-disabled", "true"); b.onclick = null; }
      pages.append(b);
    }
    bar.append(pages);
  }

  const table = made("table"), head = made("thead"), body = made("tbody"), line = made("tr");
  table.setAttribute("role", "grid"); table.setAttribute("aria-label", t("Incidents in the window"));
  table.setAttribute("aria-rowcount", data.total + 1);
  for (const [column, title, meaning] of heads) {
    const th = made("th", `sm-col-${column || "sentence"}`);
    th.scope = "col"; th.title = meaning; th.setAttribute("role", "columnheader");
    if (column) {
      const on = column === data.by, b = made("button", "", title);
      b.type = "button"; b.dataset.sort = column;
      th.setAttribute("aria-sort", on ? (data.down ? "descending" : "ascending") : "none");
      const sign = made("span", "sm-table-sign", on ? (data.down ? "↓" : "↑") : ""); sign.setAttribute("aria-hidden", "true");
      b.append(sign); b.onclick = () => sort(column, down(column));
      th.append(b);
    } else th.textContent = title;
    line.append(th);
  }
  line.setAttribute("role", "row"); line.setAttribute("aria-rowindex", 1);
  for (const part of [head, body]) part.setAttribute("role", "rowgroup");
  head.append(line);
  data.rows.forEach((row, k) => {
    const [incident, a, z, precision, type, kind, status, where, killed, sure, sources, sentence] = row, tr = made("tr");
    const put = (column, text, hint) => { const td = made("td", `sm-col-${column}`); td.setAttribute("role", "gridcell"); const e = made("span", "", text); if (hint) e.title = hint; td.append(e); tr.append(td); return td; };
    tr.tabIndex = -1; tr.setAttribute("role", "row"); tr.setAttribute("aria-rowindex", data.start + k + 2); tr.dataset.incident = incident;
    tr.setAttribute("aria-selected", String(incident === data.open));
    put("day", when(a, z, precision, data.lang), precision === "day" ? "" : term("date_precision", precision).join(": "));
    const square = made("i", "sm-square"); square.style.background = ALWAYS.colours[type] || "";
    put("type", term("type", type)[0], term("type", type)[1]).prepend(square);
    put("kind", term("sub_type", kind)[0], term("sub_type", kind)[1]);
    put("status", term("status", status)[0], term("status", status)[1]).classList.add(`sm-is-${status}`);
    put("place", where || "–", where);
    put("killed", killed).firstChild.dataset.unit = heads[5][1];
    put("confidence", term("confidence", sure)[0]).classList.add(`sm-sure-${sure}`);
    put("sources", sources);
    put("sentence", sentence);
    tr.onclick = () => { if (!String(getSelection())) choose(root, tr); };
    body.append(tr);
  });
  table.append(head, body);
  keys(root, body, turn, last);
  const held = document.activeElement, kept = root.contains(held) ? mark(held) : null;
  root.replaceChildren(bar, table);
  root.classList.remove("sm-waiting");
  const rows = [...body.children], open = rows.find((tr) => tr.getAttribute("aria-selected") === "true");
  if (rows.length) (open || rows[0]).tabIndex = 0;
  const again = root.__focus === undefined ? kept && find(root, kept) : rows.at(root.__focus);
  root.__focus = undefined;
  if (again) focus(again);
  root.dataset.ready = "true";
}

/* What holds the focus, to find its like when all has been drawn anew. */
function mark(e) {
  for (const name of ["sort", "turn"]) if (e.dataset[name]) return `[data-${name}="${e.dataset[name]}"]`;
  if (e.parentElement && e.parentElement.className === "sm-table-order") return `.sm-table-order ${e.tagName}`;
  return e.tagName === "TR" ? `tbody tr:nth-child(${e.sectionRowIndex + 1})` : null;
}
const find = (root, where) => root.querySelector(where) || root.querySelector("tbody tr:last-child");

function focus(e) {
  if (e.tagName === "TR") for (const tr of e.parentElement.children) tr.tabIndex = tr === e ? 0 : -1;
  e.focus({ preventScroll: e.tagName !== "TR" });
}

/* Shown at once, before the server answers. */
function choose(root, tr) {
  for (const other of tr.parentElement.children) other.setAttribute("aria-selected", String(other === tr));
  focus(tr);
  root.__it.send("picked", Number(tr.dataset.incident));
}

function wait(root) { root.classList.add("sm-waiting"); }

function keys(root, body, turn, last) {
  body.onkeydown = (event) => {
    const tr = event.target.closest("tr"), { data } = root.__it, rows = [...body.children], at = rows.indexOf(tr);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = (to) => {
      if (rows[to]) focus(rows[to]);
      else if (to < 0 && data.start > 0) turn(data.start - data.size, -1);
      else if (to >= rows.length && data.start < last) turn(data.start + data.size, 0);
    };
    const acts = {
      ArrowDown: () => step(at + 1), ArrowUp: () => step(at - 1), Home: () => step(0), End: () => step(rows.length - 1),
      PageDown: () => { if (data.start < last) turn(data.start + data.size, 0); }, PageUp: () => { if (data.start > 0) turn(data.start - data.size, 0); },
      Enter: () => choose(root, tr), " ": () => choose(root, tr),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  };
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".sm-table");
  if (!root || !data) return undefined;
  root.__it = { data, send: setTriggerValue };
  const drawn = JSON.stringify(data);
  if (root.__drawn === drawn && root.firstChild) { root.classList.remove("sm-waiting"); return undefined; } // nothing new: nothing moves
  root.__drawn = drawn;
  draw(root);
  return undefined;
}
