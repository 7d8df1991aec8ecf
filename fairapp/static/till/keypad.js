// An amount typed with big keys, or on a keyboard in any digits. Holds text; money.js says what it means.

import { plainDigits } from "./money.js";

const LONGEST = 9;

export class Keypad {
  /** `onChange(text)`: ASCII digits with at most one point. */
  constructor(element, decimals, onChange) {
    this.decimals = decimals;
    this.onChange = onChange;
    this.text = "";
    this.filled = false;
    this.held = null;
    element.addEventListener("click", (event) => {
      const key = event.target.closest("[data-key]")?.dataset.key;
      if (key) this.press(key);
    });
    addEventListener("keydown", (event) => this.typed(event));
  }

  /** What comes while an amount is being written belongs to the next one. */
  hold() {
    this.held = [];
  }

  /** The amount was `saved`, and what came meanwhile follows; or it was not, and stays as it is. */
  release(saved) {
    const held = this.held;
    this.held = null;
    if (!saved) return;
    this.clear();
    for (const work of held) work();
  }

  press(key) {
    if (this.held) return void this.held.push(() => this.press(key));
    if (this.filled) this.text = "";
    this.filled = false;
    if (key === "back") this.text = this.text.slice(0, -1);
    else if (key === "point") this.point();
    else this.digit(key);
    this.onChange(this.text);
  }

  /** Show an amount that was not typed; the next key begins another. */
  fill(text) {
    this.text = text;
    this.filled = true;
    this.onChange(text);
  }

  clear() {
    this.text = "";
    this.filled = false;
    this.onChange(this.text);
  }

  digit(key) {
    const [whole, decimals] = this.text.split(".");
    if (decimals === undefined ? whole.length >= LONGEST : decimals.length >= this.decimals) return;
    this.text = this.text === "0" ? key : this.text + key;
  }

  point() {
    if (this.decimals && !this.text.includes(".")) this.text = `${this.text || "0"}.`;
  }

  typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea, dialog *")) return;
    if (document.body.hasAttribute("data-locked")) return;
    const key = plainDigits(event.key);
    if (/^[0-9]$/u.test(key)) this.press(key);
    else if (/^[.,٫]$/u.test(key)) this.press("point");
    else if (key === "Backspace") this.press("back");
  }
}

/** The text as an amount of minor units; 0 while nothing is typed. */
export function minorOf(text, decimals) {
  const [whole, rest = ""] = text.split(".");
  return Number(whole + rest.padEnd(decimals, "0") || "0");
}
