// Notes and coins while they are counted: their sum runs along. Without this script it is shown once it is saved.

import { plainDigits } from "../till/money.js";

const form = document.querySelector("[data-drawer]");

if (form) {
  const decimals = Number(form.dataset.exponent);
  const figures = new Intl.NumberFormat(form.dataset.tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const running = form.querySelector("[data-running]");
  const notes = [...form.querySelectorAll("[data-value]")];

  form.addEventListener("input", (event) => {
    if (!notes.includes(event.target)) return;
    const counts = notes.map((input) => Number(plainDigits(input.value).replace(/[^0-9]/gu, "")) * Number(input.dataset.value));
    const shown = document.createElement("b");
    shown.textContent = figures.format(counts.reduce((sum, minor) => sum + minor, 0) / 10 ** decimals);
    running.replaceChildren(shown);
  });
}
