// Moving by mouse or finger. A finger that only touches chooses; one that drags a chosen item moves it, else it scrolls.

import { change, chosen, choose, drawing, fits, length, say, state, tool, words } from "./plan-model.js";

const SLIP = 4; // pixels that are still a click
let held = null;

const snapped = (value) => Math.round(value / (state.grid / 5)) * (state.grid / 5);

drawing.addEventListener("click", (event) => {
  const item = event.target.closest("[data-item]");
  if (item) event.preventDefault();
});
drawing.addEventListener("dragstart", (event) => event.preventDefault());
drawing.addEventListener("pointerdown", (event) => {
  const item = event.target.closest("[data-item]");
  if (!item || event.button !== 0 || tool("paint").value) return;
  if (event.pointerType === "touch" && item !== chosen) return choose(item);
  choose(item);
  item.focus({ preventScroll: true });
  held = { item, from: [event.clientX, event.clientY], at: [length(item, "x"), length(item, "y")], moved: false };
  drawing.setPointerCapture(event.pointerId);
});
drawing.addEventListener("pointermove", (event) => {
  if (!held) return;
  const across = [event.clientX - held.from[0], event.clientY - held.from[1]];
  if (!held.moved && Math.hypot(...across) < SLIP) return;
  const scale = state.width / drawing.getBoundingClientRect().width;
  const place = { x: snapped(held.at[0] + across[0] * scale), y: snapped(held.at[1] + across[1] * scale) };
  if (!fits(held.item, place)) return;
  change(held.item, place, { remember: !held.moved });
  held.moved = true;
});
for (const end of ["pointerup", "pointercancel"]) {
  drawing.addEventListener(end, () => {
    if (held?.moved) say(words.moved, held.item);
    held = null;
  });
}
// The chosen item is moved by a finger and does not scroll the page away under it.
drawing.addEventListener("touchmove", (event) => held && event.preventDefault(), { passive: false });
