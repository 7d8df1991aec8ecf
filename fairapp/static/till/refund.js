// Money given back: an amount, how it was given, why. The sale stays as it was; the refund is an entry of its own.

import { AmountField } from "./amount-field.js";
import { money, notSaved, say } from "./messages.js";
import { record } from "./outbox.js";
import { byId } from "./shell.js";

const MOST = 1_000_000_000_000;

/** Wire the sheet; `tell(sentence, kind)` says on the page what became of it. */
export function refunding(device, sync, drawChoices, tell) {
  const decimals = device.edition.exponent;
  const sheet = byId("refund");
  const amount = new AmountField(byId("refund-amount"), byId("refund-asks"), decimals);
  drawChoices(byId("refund-methods"), device.methods, "refund-method");
  byId("give-back").addEventListener("click", () => sheet.showModal());
  byId("refund-close").addEventListener("click", () => sheet.close());
  byId("refund-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const minor = amount.read();
    if (minor === null || minor < 1 || minor > MOST) return byId("refund-amount").focus();
    const typed = new FormData(event.target);
    const saved = { amount_minor: minor, method: typed.get("refund-method"), reason: typed.get("reason") };
    try {
      await record(device.device_id, "refund", saved);
      amount.clear();
      sheet.close();
      tell(say("Given back: %(amount)s", { amount: money(minor, decimals) }), "good");
      sync.soon();
    } catch (refused) {
      byId("refund-asks").textContent = notSaved(refused);
    }
    return undefined;
  });
}
