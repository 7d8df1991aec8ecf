// A slip while it is typed: the sum runs along, and Enter goes down a column as in a ledger.
// Without this script the button "Add up" does the same on the server.

import { parseAmount } from "../till/money.js";

const form = document.querySelector("[data-slip]");

if (form) {
  const { exponent, language, territory, tag } = form.dataset;
  const decimals = Number(exponent);
  const figures = new Intl.NumberFormat(tag, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const running = form.querySelector("[data-running]");
  const cells = [...form.querySelectorAll("[name^='amount-']")];
  const cell = (name, at) => form.querySelector(`[name='${name}-${at}']`);

  /** Minor units of a line, less than nothing for a refund; null when it is empty or cannot be read. */
  const amountOf = (input, at) => {
    if (!input.value.trim()) return null;
    const asked = cell("asked", at)?.value === input.value.trim();
    const chosen = asked && form.querySelector(`[name='reading-${at}']:checked`);
    const found = chosen ? { minor: Number(chosen.value) } : parseAmount(input.value, { exponent: decimals, language, territory });
    if (found.minor === undefined) return null;
    return cell("kind", at).value === "refund" ? -found.minor : found.minor;
  };

  const addUp = () => {
    const amounts = cells.map(amountOf);
    const unread = cells.some((input, at) => input.value.trim() && amounts[at] === null);
    const sum = amounts.reduce((total, minor) => total + (minor ?? 0), 0);
    running.replaceChildren();
    if (amounts.every((minor) => minor === null)) return;
    const shown = document.createElement("b");
    shown.textContent = `${figures.format(sum / 10 ** decimals)}${unread ? " …" : ""}`;
    running.append(shown);
  };

  const below = (input) => {
    const [name, at] = input.name.split("-");
    return cell(name, Number(at) + 1);
  };

  form.addEventListener("input", addUp);
  form.addEventListener("keydown", (event) => {
    const next = event.key === "Enter" && event.target.matches("table input") ? below(event.target) : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
  // The same slip twice does no harm, but nobody should have to wonder.
  form.addEventListener("submit", () => setTimeout(() => form.querySelectorAll("button").forEach((one) => (one.disabled = true))));
  window.addEventListener("pageshow", () => form.querySelectorAll("button").forEach((one) => (one.disabled = false)));
  if (!running.textContent.trim()) addUp();
}
