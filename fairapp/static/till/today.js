// What this phone took today, and the last lines: a receipt of each sale, or undoing it by a new entry.

import { clock, count, method, money, notSaved, say } from "./messages.js";
import { record, sinceWhen } from "./outbox.js";
import { trueNow } from "./stamp.js";
import { byId } from "./shell.js";

const SHOWN = 5;

/** Draw from all entries of this list. `showReceipt(sale)`, `undo(sale)`. */
export function drawToday(all, device, showReceipt, undo) {
  const decimals = device.edition.exponent;
  const { last, undone, net, sales } = foldToday(all, sinceWhen(device.edition.sessions, trueNow()));
  byId("total").textContent = money(net, decimals);
  byId("total").dataset.minor = net;
  byId("times").textContent = count("%(num)s sales", sales);
  byId("none").hidden = last.some((entry) => entry.kind === "sale");
  const drawn = last.map((entry) =>
    entry.kind === "sale"
      ? drawSale(entry, undone.has(entry.id), decimals, showReceipt, undo)
      : drawLine(entry, -entry.amount_minor, [say("Refund"), method(entry.method)], decimals),
  );
  byId("sales").replaceChildren(...drawn);
}

let folded = {};

/** Today's sums and last lines. A list only grows: what was folded before is not folded again. */
function foldToday(all, since) {
  if (folded.all !== all || folded.since !== since) {
    folded = { all, since, seen: 0, standing: new Map(), undone: new Set(), last: [], net: 0, sales: 0 };
  }
  for (; folded.seen < all.length; folded.seen += 1) {
    if (all[folded.seen].at >= since) addToday(folded, all[folded.seen]);
  }
  return folded;
}

function addToday(day, entry) {
  const change = (minor, sales) => Object.assign(day, { net: day.net + minor, sales: day.sales + sales });
  if (entry.kind === "sale") {
    day.standing.set(entry.id, entry.amount_minor);
    change(entry.amount_minor, 1);
  } else if (entry.kind === "refund") {
    change(-entry.amount_minor, 0);
  } else if (entry.kind === "void") {
    if (day.standing.has(entry.ref)) change(-day.standing.get(entry.ref), -1);
    day.standing.delete(entry.ref);
    day.undone.add(entry.ref);
  }
  if (entry.kind === "sale" || entry.kind === "refund") day.last = [entry, ...day.last].slice(0, SHOWN);
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
