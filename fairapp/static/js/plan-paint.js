// Classes painted on: with a class chosen, a click or Space paints a booth, with Shift its whole row.

import { change, drawing, items, say, tool, words } from "./plan-model.js";

const paint = tool("paint");
let painting = false;

function paintOne(item) {
  if (item?.dataset.item === "booth") change(item, { class: paint.value });
}

function paintFrom(item, wholeRow) {
  if (item?.dataset.item !== "booth") return;
  const row = items().filter((other) => other.dataset.row === item.dataset.row && !other.dataset.withdrawn);
  (wholeRow && item.dataset.row ? row : [item]).forEach(paintOne);
  say(words.painted, item);
}

paint.addEventListener("change", () => drawing.classList.toggle("painting", Boolean(paint.value)));
drawing.addEventListener("pointerdown", (event) => {
  if (!paint.value || event.button !== 0) return;
  painting = true;
  paintFrom(event.target.closest("[data-item]"), event.shiftKey);
});
drawing.addEventListener("pointerover", (event) => painting && event.pointerType === "mouse" && paintOne(event.target.closest("[data-item]")));
addEventListener("pointerup", () => {
  painting = false;
});
drawing.addEventListener("keydown", (event) => {
  if (event.key !== " " || !paint.value) return;
  event.preventDefault();
  paintFrom(event.target.closest("[data-item]"), event.shiftKey);
});
