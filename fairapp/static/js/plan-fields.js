// The chosen booth or feature in fields: number, place, size, class. What cannot be read is left as it was.

import { change, chosen, fits, length, named, root, say, whenever, words } from "./plan-model.js";

const form = root.querySelector("[data-plan-fields]");
const SIDES = ["x", "y", "width", "depth"];
let shown = null;

const ascii = (text) =>
  text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/[,٫]/, ".").trim();

/** Whole millimetres of metres as typed, or null. */
function millimetres(text) {
  const plain = ascii(text);
  return /^-?\d{1,3}(\.\d{1,3})?$/.test(plain) ? Math.round(Number(plain) * 1000) : null;
}

whenever(() => {
  form.hidden = !chosen;
  if (!chosen || (form.contains(document.activeElement) && chosen === shown)) return;
  shown = chosen;
  const isBooth = chosen.dataset.item === "booth";
  for (const one of form.querySelectorAll(".booth-only")) one.hidden = !isBooth;
  for (const one of form.querySelectorAll(".feature-only")) one.hidden = isBooth;
  form.querySelector("[data-plan-name]").textContent = named(chosen);
  for (const side of SIDES) form.elements[side].value = length(chosen, side) / 1000;
  form.elements.number.value = chosen.dataset.name;
  form.elements.label.value = chosen.dataset.label ?? "";
  form.elements.class.value = chosen.dataset.class ?? "";
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const item = chosen;
  const values = {};
  for (const side of SIDES) {
    const value = millimetres(form.elements[side].value);
    const bad = value === null || (["width", "depth"].includes(side) && value <= 0);
    form.elements[side].setAttribute("aria-invalid", bad);
    if (bad) return form.elements[side].focus();
    values[side] = value;
  }
  if (!fits(item, values)) return say(words.edge, item);
  if (item.dataset.item === "booth") {
    Object.assign(values, { name: ascii(form.elements.number.value).toUpperCase(), class: form.elements.class.value });
  } else {
    values.label = form.elements.label.value.trim();
    values.name = values.label || item.dataset.name;
  }
  change(item, values);
  say(words.moved, item);
  item.focus();
});
