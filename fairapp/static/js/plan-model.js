// The drawing of a hall as it is being edited: its items, what changed, how it is drawn and said.
// Lengths are whole millimetres; the drawing's own units are centimetres.

const root = document.querySelector("[data-plan-editor]");
const words = root.querySelector("[data-plan-fields]").dataset;
const figures = new Intl.NumberFormat(document.documentElement.lang, {
  maximumFractionDigits: 3,
  numberingSystem: document.documentElement.dataset.digits || undefined,
});
const changed = new Map();
const history = [];
const listeners = [];

export const state = JSON.parse(root.querySelector("[data-plan-state]").textContent);
export const drawing = root.querySelector("[data-plan-drawing]");
export { root, words, changed };
export let chosen = null;

export const tool = (name) => root.querySelector(`[data-tool="${name}"]`);
export const items = () => [...drawing.querySelectorAll("[data-item]")];
export const length = (item, side) => Number(item.dataset[side]);

/** Called after every change and every choice. */
export const whenever = (listener) => listeners.push(listener);
const tell = () => listeners.forEach((listener) => listener());

/** A booth's number in the reader's digits; `data-name` keeps the one that is stored. */
export const named = ({ dataset }) =>
  dataset.item === "booth" ? dataset.name.replace(/[0-9]/g, (digit) => figures.format(digit)) : dataset.name;

/** Say a sentence to whoever cannot see the drawing; `{name}` and the like are filled in. */
export function say(sentence, item, more = {}) {
  const metres = (side) => figures.format(length(item, side) / 1000);
  const values = item
    ? { name: named(item), class: item.dataset.class, x: metres("x"), y: metres("y"), width: metres("width"), depth: metres("depth") }
    : {};
  const filled = { ...values, ...more };
  root.querySelector("[data-plan-said]").textContent = sentence.replace(/\{(\w+)\}/g, (_, name) => filled[name] ?? "");
}

export const number = (value) => figures.format(value);

export function choose(item) {
  if (chosen !== item) chosen?.removeAttribute("aria-current");
  chosen = item;
  chosen?.setAttribute("aria-current", "true");
  tell();
}

/** Change what the data of an item say, once they can stand so; remembers what they said before. */
export function change(item, values, { remember = true } = {}) {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, item.dataset[name]]));
  if (Object.keys(values).every((name) => before[name] === String(values[name]))) return;
  if (remember) history.push({ item, before });
  for (const [name, value] of Object.entries(values)) item.dataset[name] = value;
  changed.set(item.dataset.id, item);
  draw(item);
  tell();
}

/** Whether the item may lie there: inside the hall. */
export function fits(item, { x = length(item, "x"), y = length(item, "y"), width = length(item, "width"), depth = length(item, "depth") }) {
  return x >= 0 && y >= 0 && x + width <= state.width && y + depth <= state.depth;
}

export function undo() {
  const last = history.pop();
  if (!last) return;
  if (last.added) {
    changed.delete(last.item.dataset.id);
    if (chosen === last.item) choose(null);
    last.item.remove();
    tell();
    return;
  }
  change(last.item, last.before, { remember: false });
  say(words.undone, last.item);
}

export const canUndo = () => history.length > 0;

export function forget() {
  changed.clear();
  history.length = 0;
  tell();
}

export function draw(item) {
  const { dataset } = item;
  const [rect, text] = [item.querySelector("rect"), item.querySelector("text")];
  const [x, y, width, depth] = ["x", "y", "width", "depth"].map((side) => length(item, side) / 10);
  for (const [name, value] of Object.entries({ x, y, width, height: depth })) rect.setAttribute(name, value);
  text.setAttribute("x", x + width / 2);
  text.setAttribute("y", y + depth / 2);
  text.setAttribute("font-size", Math.min(70, (width * 1.6) / Math.max(4, dataset.name.length), (depth * 10) / 12));
  text.textContent = named(item);
  item.querySelector("title").textContent = named(item);
  const out = dataset.withdrawn ? " withdrawn" : "";
  if (dataset.item === "feature") item.setAttribute("class", `plan-feature ${dataset.kind}${out}`);
  else {
    const tint = tool("paint").querySelector(`[value="${CSS.escape(dataset.class)}"]`)?.dataset.tint ?? 1;
    item.setAttribute("class", `plan-booth tint-${tint}${out}`);
  }
}

/** A copy of an item's shape with other data; it gets an id when it is saved. */
export function add(kind, dataset) {
  const made = document.createElementNS(drawing.namespaceURI, "a");
  for (const part of ["title", "rect", "text"]) made.append(document.createElementNS(drawing.namespaceURI, part));
  made.querySelector("text").setAttribute("text-anchor", "middle");
  made.querySelector("text").setAttribute("dominant-baseline", "central");
  made.setAttribute("href", "#");
  Object.assign(made.dataset, { item: kind, id: `new-${Date.now()}-${items().length}`, added: "1", ...dataset });
  drawing.querySelector(`[data-plan-${kind}s]`).append(made);
  draw(made);
  changed.set(made.dataset.id, made);
  history.push({ item: made, added: true });
  choose(made);
  made.focus();
  return made;
}
