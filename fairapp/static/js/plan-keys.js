// Moving, turning and taking out by keyboard and by the buttons that say the same.

import { add, canUndo, change, changed, chosen, choose, drawing, fits, length, root, say, state, tool, undo, whenever, words } from "./plan-model.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FAR = 6;
const FINE_MM = 10;

function move(item, [right, down], event) {
  const step = event.altKey ? FINE_MM : event.shiftKey ? state.grid * FAR : state.grid;
  const place = { x: length(item, "x") + right * step, y: length(item, "y") + down * step };
  if (!fits(item, place)) return say(words.edge, item);
  change(item, place);
  say(words.moved, item);
}

function turn(item) {
  const [width, depth] = [length(item, "width"), length(item, "depth")];
  const aside = Math.trunc((width - depth) / 2);
  const turned = { x: length(item, "x") + aside, y: length(item, "y") - aside, width: depth, depth: width };
  if (!fits(item, turned)) return say(words.edge, item);
  change(item, turned);
  say(words.sized, item);
}

function withdraw(item) {
  if (item.dataset.added) return undo();
  change(item, { withdrawn: item.dataset.withdrawn ? "" : "1" });
  say(item.dataset.withdrawn ? words.out : words.back, item);
}

function addBooth() {
  const paint = tool("paint");
  const like = chosen?.dataset.item === "booth" ? chosen : drawing.querySelector("[data-item=booth]");
  const size = { width: like ? length(like, "width") : 3000, depth: like ? length(like, "depth") : 3000 };
  const name = state.prefix + String(state.next++).padStart(2, "0");
  const of = paint.value || like?.dataset.class || paint.options[1]?.value;
  say(words.moved, add("booth", { name, x: 0, y: 0, ...size, class: of, withdrawn: "" }));
}

function addFeature() {
  const select = tool("feature");
  const name = select.selectedOptions[0].textContent;
  if (select.value) say(words.moved, add("feature", { name, label: "", kind: select.value, x: 0, y: 0, width: 3000, depth: 500 }));
  select.value = "";
}

drawing.addEventListener("focusin", (event) => choose(event.target.closest("[data-item]")));
drawing.addEventListener("keydown", (event) => {
  const item = event.target.closest("[data-item]");
  if (!item) return;
  const act = {
    r: () => turn(item),
    R: () => turn(item),
    Delete: () => withdraw(item),
    Enter: () => root.querySelector("[data-plan-fields] label:not([hidden]) input").select(),
  }[event.key];
  if (event.ctrlKey || event.metaKey || !(act || STEPS[event.key])) return;
  event.preventDefault();
  if (act) act();
  else move(item, STEPS[event.key], event);
});
root.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.target.matches("input")) {
    event.preventDefault();
    undo();
  }
});
tool("turn").addEventListener("click", () => chosen && turn(chosen));
tool("withdraw").addEventListener("click", () => chosen && withdraw(chosen));
tool("undo").addEventListener("click", undo);
tool("booth").addEventListener("click", addBooth);
tool("feature").addEventListener("change", addFeature);
whenever(() => {
  tool("undo").disabled = !canUndo();
  tool("save").disabled = changed.size === 0;
});
root.querySelector("[data-plan-tools]").hidden = false;
