// What this phone took today, and the last lines: a receipt of each sale, or undoing it by a new entry.

import { clock, count, method, money, notSaved, say } from "./messages.js";
import { ofToday, record } from "./outbox.js";
import { byId } from "./shell.js";

const SHOWN = 5;

/** Draw from all entries of this list. `showReceipt(sale)`, `undo(sale)`. */
export function drawToday(all, device, showReceipt, undo) {
  const decimals = device.edition.exponent;
  const entries = ofToday(all, device.edition.sessions);
  const undone = new Set(entries.filter((entry) => entry.kind === "void").map((entry) => entry.ref));
  const sales = entries.filter((entry) => entry.kind === "sale");
  const standing = sales.filter((sale) => !undone.has(sale.id));
  const refunds = entries.filter((entry) => entry.kind === "refund");
  const sum = (some) => some.reduce((total, entry) => total + entry.amount_minor, 0);
  const total = sum(standing) - sum(refunds);
  byId("total").textContent = money(total, decimals);
  byId("total").dataset.minor = total;
  byId("times").textContent = count("%(num)s sales", standing.length);
  byId("none").hidden = sales.length > 0;
  const last = entries.filter((entry) => entry.kind === "sale" || entry.kind === "refund").slice(-SHOWN).reverse();
  const drawn = last.map((entry) =>
    entry.kind === "sale"
      ? drawSale(entry, undone.has(entry.id), decimals, showReceipt, undo)
      : drawLine(entry, -entry.amount_minor, [say("Refund"), method(entry.method)], decimals),
  );
  byId("sales").replaceChildren(...drawn);
}

function drawLine(entry, minor, words, decimals) {
  const row = byId("line").content.cloneNode(true);
  row.querySelector("b").textContent = money(minor, decimals);
  row.querySelector("small").textContent = [...words, clock(entry.at)].join(" · ");
  for (const button of row.querySelectorAll("button")) button.hidden = entry.kind !== "sale";
  return row;
}

function drawSale(sale, isUndone, decimals, showReceipt, undo) {
  const row = drawLine(sale, sale.amount_minor, [method(sale.method)], decimals);
  const [receipt, button] = row.querySelectorAll("button");
  const named = (some, sentence) => {
    some.textContent = sentence;
    some.ariaLabel = `${sentence} ${money(sale.amount_minor, decimals)}`;
  };
  named(receipt, say("Receipt"));
  receipt.hidden = isUndone;
  receipt.addEventListener("click", () => showReceipt(sale));
  named(button, say(isUndone ? "undone" : "Undo"));
  button.disabled = isUndone;
  button.addEventListener("click", () => undo(sale));
  row.querySelector("li").classList.toggle("undone", isUndone);
  return row;
}

/** Ask why, then undo by a new entry: both stay in the list. */
export function undoing(device, sync, tell) {
  const dialog = byId("undo");
  let sale = null;
  dialog.addEventListener("close", async () => {
    if (!sale || !dialog.returnValue) return;
    await record(device.device_id, "void", { ref: sale.id, reason: dialog.returnValue }).then(
      () => sync.soon(),
      (refused) => tell(notSaved(refused), "bad"),
    );
  });
  return (chosen) => {
    sale = chosen;
    dialog.returnValue = "";
    byId("undo-amount").textContent = money(chosen.amount_minor, device.edition.exponent);
    dialog.showModal();
  };
}
