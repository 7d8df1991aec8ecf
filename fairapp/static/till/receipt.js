// A receipt of one sale to hand to the buyer. A family's receipt is no invoice and bears no tax code.

import { dateTime, digits, isolate, method, money, say } from "./messages.js";
import { share } from "./share.js";
import { byId } from "./shell.js";
import { drawLine, placeOf } from "./slip.js";

/** Resolves with a function that shows the receipt of a sale. */
export function receipts(device) {
  const decimals = device.edition.exponent;
  let lines = [];
  byId("receipt-close").addEventListener("click", () => byId("receipt").close());
  byId("receipt-share").addEventListener("click", () =>
    share(say("Sales receipt"), [placeOf(device), device.edition.name, ...lines.map((line) => line.join(": "))], byId("receipt-text")),
  );
  return (sale) => {
    const goods = (sale.items ?? []).map((one) => [`${isolate(one.name)} × ${digits(one.quantity)}`, money(one.quantity * one.unit_minor, decimals)]);
    lines = [
      ...goods,
      [say("Amount"), money(sale.amount_minor, decimals)],
      [say("Payment method"), method(sale.method)],
      [say("Time"), dateTime(sale.at)],
      [say("Number"), isolate(`${sale.seq}-${sale.id.slice(-6).toUpperCase()}`)],
    ];
    byId("receipt-place").textContent = placeOf(device);
    byId("receipt-fair").textContent = device.edition.name;
    byId("receipt-lines").replaceChildren(...lines.map(drawLine));
    byId("receipt-text").hidden = true;
    byId("receipt").showModal();
  };
}
