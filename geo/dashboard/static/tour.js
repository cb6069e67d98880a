/* The first steps, one at a time, with what each is about outlined. That it was closed is kept in this browser alone. */
const KEY = "sitmap-tour-closed", OUTLINE = "sm-tour-target";
const held = { closed: false, step: 0 }; // where a browser keeps nothing, for this visit
const closed = () => { try { return localStorage.getItem(KEY) === "1"; } catch { return held.closed; } };
const keep = (yes) => { held.closed = yes; try { if (yes) localStorage.setItem(KEY, "1"); else localStorage.removeItem(KEY); } catch { /* for this visit then */ } };
const clear = () => document.querySelectorAll(`.${OUTLINE}`).forEach((one) => one.classList.remove(OUTLINE));
function element(tag, words, cls) { const e = document.createElement(tag); e.textContent = words; if (cls) e.className = cls; return e; }
function button(words, press, cls) { const e = element("button", words, cls); e.type = "button"; e.onclick = press; return e; }

function draw(root, data, focus) {
  const { steps, words } = data, k = Math.min(held.step, steps.length - 1), step = steps[k];
  clear();
  root.hidden = closed();
  if (root.hidden) { root.replaceChildren(); return; }
  const end = () => { keep(true); draw(root, data); const main = document.querySelector(".stMain"); if (main) main.focus(); };
  const go = (by) => { held.step = k + by; draw(root, data, true); };
  root.setAttribute("aria-label", words.name);
  const head = element("div", "", "sm-tour-head"), row = element("div", "", "sm-tour-row"), last = k === steps.length - 1;
  const shut = button("×", end, "sm-tour-close");
  shut.setAttribute("aria-label", words.close); shut.title = words.close;
  head.append(element("b", step.title), element("span", words.of.replace("{k}", k + 1).replace("{n}", steps.length)), shut);
  if (k > 0) row.append(button(words.back, () => go(-1)));
  row.append(last ? button(words.close, end, "sm-tour-next") : button(words.next, () => go(1), "sm-tour-next"));
  root.replaceChildren(head, element("p", step.words), row);
  root.onkeydown = (e) => { if (e.key === "Escape") end(); };
  const target = document.querySelector(step.where);
  if (target) target.classList.add(OUTLINE);
  if (focus) row.querySelector(".sm-tour-next").focus();
}

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".sm-tour");
  if (!root || !data) return undefined;
  if (data.again) {
    root.hidden = false; root.className = "sm-tour sm-tour-again";
    root.replaceChildren(button(data.again, () => { keep(false); held.step = 0; root.append(element("span", data.done)); }, "sm-tour-next"));
    return undefined;
  }
  draw(root, data, false);
  return clear;
}
