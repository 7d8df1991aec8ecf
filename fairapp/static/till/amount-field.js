// A typed amount, in any digits and with any marks. What can be read in two ways is asked about, never guessed.

import { country, language, money, say } from "./messages.js";
import { parseAmount } from "./money.js";

export class AmountField {
  /** `input` and the element under it that asks or refuses; `onChange()` after anything was typed or chosen. */
  constructor(input, answer, exponent, onChange = () => {}) {
    Object.assign(this, { input, answer, exponent, onChange, chosen: null });
    input.addEventListener("input", () => {
      this.chosen = null;
      this.answer.replaceChildren();
      onChange();
    });
    input.addEventListener("change", () => this.read());
  }

  /** Minor units; `empty` when nothing is typed; null after saying what is wrong. */
  read(empty = null) {
    const text = this.input.value.trim();
    if (this.chosen !== null) return this.chosen;
    this.answer.replaceChildren();
    if (!text) return empty;
    if (/^[0٠۰]+$/u.test(text)) return 0;
    const found = parseAmount(text, { exponent: this.exponent, language: language(), territory: country() });
    if (found.minor !== undefined) return found.minor;
    if (found.readings?.length) this.ask(found.readings);
    else this.answer.textContent = say("This amount cannot be read");
    return null;
  }

  ask(readings) {
    const buttons = readings.map((minor) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "quiet", textContent: money(minor, this.exponent) });
      button.dataset.minor = minor;
      button.addEventListener("click", () => this.choose(minor));
      return button;
    });
    const question = document.createElement("span");
    question.textContent = say("Which amount do you mean?");
    this.answer.replaceChildren(question, ...buttons);
  }

  choose(minor) {
    this.chosen = minor;
    this.answer.textContent = money(minor, this.exponent);
    this.onChange();
    this.input.focus();
  }

  clear() {
    this.input.value = "";
    this.chosen = null;
    this.answer.replaceChildren();
  }
}
