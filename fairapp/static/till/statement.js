// What this phone recorded, session by session, from its own list: it needs no network and no permission.

import { count, day, money, say } from "./messages.js";
import { listAll } from "./outbox.js";
import { byId } from "./shell.js";
import { netOf, tally } from "./tally.js";

/** Wire the sheet; `showSlip(cashUp)` shows a closing again. */
export function statement(device, showSlip) {
  const { exponent, sessions } = device.edition;
  byId("statement-close").addEventListener("click", () => byId("statement").close());
  byId("my-sales").addEventListener("click", async () => {
    const sums = tally(await listAll(device.device_id), sessions);
    const named = [...sessions.map((one) => [one.id, day(one.date)]), ["", say("Outside the sessions")]];
    const known = named.filter(([id]) => sums.has(id));
    byId("statement-none").hidden = known.length > 0;
    byId("statement-lines").replaceChildren(...known.map(([id, name]) => draw(name, sums.get(id), exponent, showSlip)));
    const total = [...sums.values()].reduce((sum, one) => sum + netOf(one), 0);
    byId("statement-total").textContent = money(total, exponent);
    byId("statement-total").dataset.minor = total;
    byId("statement").showModal();
  });
}

function draw(name, sum, exponent, showSlip) {
  const row = byId("line").content.cloneNode(true);
  row.querySelector("b").textContent = money(netOf(sum), exponent);
  row.querySelector("small").textContent = [name, count("%(num)s sales", sum.sales)].join(" · ");
  const [button, ...others] = row.querySelectorAll("button");
  for (const other of others) other.remove();
  if (!sum.closing) button.remove();
  button.textContent = say("Closing slip");
  button.ariaLabel = `${button.textContent} ${name}`;
  button.addEventListener("click", () => showSlip(sum.closing));
  return row;
}
