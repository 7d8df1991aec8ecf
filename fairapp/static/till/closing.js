// Closing a session: what the drawer began with, the notes and coins counted blind, and only then the slip.
// A difference is recorded, never blocked; whatever comes later restates the sum.

import { AmountField } from "./amount-field.js";
import { Drawer } from "./drawer.js";
import { day, denominations, money, notSaved, say } from "./messages.js";
import { listAll, record } from "./outbox.js";
import { presentSession } from "./sessions.js";
import { byId } from "./shell.js";
import { netOf, tallyOf } from "./tally.js";

/** Wire the sheet; `showSlip(cashUp)` draws what was recorded. Resolves with nothing. */
export function closing(device, sync, showSlip) {
  const decimals = device.edition.exponent;
  const sheet = byId("closing");
  const values = denominations();
  const begun = new AmountField(byId("float"), byId("float-asks"), decimals);
  const whole = new AmountField(byId("counted-whole"), byId("counted-asks"), decimals, () => showSum(whole.read(0)));
  const showSum = (minor) => (byId("counted").textContent = minor === null ? "" : money(minor, decimals));
  const drawer = new Drawer(byId("notes"), byId("note"), values, decimals, showSum);
  byId("by-sum").hidden = values.length > 0;
  let session = null;

  byId("close-till").addEventListener("click", async () => {
    session = presentSession(device.edition.sessions);
    if (!session) return undefined;
    byId("closing-session").textContent = say("Session %(number)s · %(day)s", { number: session.number, day: day(session.date) });
    byId("closing-refused").textContent = "";
    showSum(drawer.sum());
    const sums = tallyOf(await listAll(device.device_id), device.edition.sessions, session.id);
    byId("nothing").hidden = sums.gross > 0 || sums.refunds > 0;
    return sheet.showModal();
  });
  byId("not-yet").addEventListener("click", () => sheet.close());
  byId("nothing").addEventListener("click", () => write(0, 0, { zero_sales: true }));
  byId("count").addEventListener("submit", (event) => {
    event.preventDefault();
    const [float, counted] = [begun.read(0), values.length ? drawer.sum() : whole.read(0)];
    if (float === null) return byId("float").focus();
    if (counted === null) return byId("counted-whole").focus();
    return write(float, counted, {});
  });

  async function write(float, counted, more) {
    const buttons = sheet.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    try {
      const sums = tallyOf(await listAll(device.device_id), device.edition.sessions, session.id);
      const cashUp = await record(device.device_id, "cash_up", {
        session_id: session.id,
        float_minor: float,
        counted_minor: counted,
        denominations: drawer.denominations(),
        sales: sums.sales,
        sales_minor: sums.gross - sums.voided,
        ...more,
      });
      for (const field of [begun, whole, drawer]) field.clear();
      sheet.close();
      sync.soon();
      await showSlip(cashUp);
    } catch (refused) {
      byId("closing-refused").textContent = notSaved(refused);
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
}

/** The line of the main page: this session was closed, and what came since restates it. */
export function drawClosed(entries, sessions, decimals, clock) {
  const session = presentSession(sessions);
  const sums = session && tallyOf(entries, sessions, session.id);
  const line = byId("closed");
  line.hidden = !sums?.closing;
  if (!sums?.closing) return;
  const said = { time: clock(sums.closing.at), amount: money(netOf(sums), decimals) };
  line.className = sums.after ? "notice wait" : "notice good";
  line.textContent = say(sums.after ? "Closed, and restated" : "Closed at %(time)s", said);
}
