// Counting notes and coins, one row for each, in the reader's digits; the sum under them. It knows nothing of the sales.

import { digits, money } from "./messages.js";
import { plainDigits } from "./money.js";

const MOST = 99_999;

export class Drawer {
  /** Draws a row of the template for each of `values` (minor units) into `list`; `onChange(sum)`. */
  constructor(list, template, values, exponent, onChange) {
    Object.assign(this, { exponent, onChange, counts: new Map(), shown: new Map() });
    list.replaceChildren(...values.map((value) => this.row(template, value)));
  }

  row(template, value) {
    const row = template.content.cloneNode(true);
    const unit = 10 ** this.exponent;
    const name = value % unit ? money(value, this.exponent) : money(value / unit, 0);
    const [input] = row.querySelectorAll("input");
    const [less, more] = row.querySelectorAll("button");
    row.querySelector("b").textContent = name;
    input.ariaLabel = name;
    input.dataset.value = value;
    less.ariaLabel = `− ${name}`;
    more.ariaLabel = `+ ${name}`;
    this.shown.set(value, { input, sum: row.querySelector("small") });
    input.addEventListener("input", () => this.set(value, Number(plainDigits(input.value).replace(/[^0-9]/gu, ""))));
    less.addEventListener("click", () => this.set(value, (this.counts.get(value) ?? 0) - 1));
    more.addEventListener("click", () => this.set(value, (this.counts.get(value) ?? 0) + 1));
    return row;
  }

  set(value, typed) {
    const times = Math.min(MOST, Math.max(0, typed));
    const { input, sum } = this.shown.get(value);
    this.counts.set(value, times);
    input.value = times ? digits(times) : "";
    sum.textContent = times ? money(times * value, this.exponent) : "";
    this.onChange(this.sum());
  }

  sum() {
    return [...this.counts].reduce((total, [value, times]) => total + value * times, 0);
  }

  /** Minor units of one note or coin, as text → how many. */
  denominations() {
    return Object.fromEntries([...this.counts].filter(([, times]) => times).map(([value, times]) => [String(value), times]));
  }

  clear() {
    for (const value of this.shown.keys()) this.set(value, 0);
  }
}
