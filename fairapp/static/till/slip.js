// The slip of a cash-up: gross, refunds, net, by method, what was expected, what was counted, over or short.

import { clock, day, digits, method, money, say } from "./messages.js";
import { listAll } from "./outbox.js";
import { share } from "./share.js";
import { byId } from "./shell.js";
import { slipOf } from "./tally.js";

/** Resolves with a function that shows the slip of a recorded cash-up. */
export function slips(device) {
  const decimals = device.edition.exponent;
  let lines = [];
  byId("slip-close").addEventListener("click", () => byId("slip").close());
  byId("slip-share").addEventListener("click", () =>
    share(say("Closing slip"), [placeOf(device), ...lines.map((line) => line.join(": "))], byId("slip-text")),
  );
  return async (cashUp) => {
    const slip = slipOf(await listAll(device.device_id), cashUp, device.edition.sessions);
    lines = linesOf(slip, cashUp, device.edition.sessions, decimals);
    byId("slip-lines").replaceChildren(...lines.map(drawLine));
    byId("slip-text").hidden = true;
    byId("slip").dataset.over = slip.over;
    byId("slip").showModal();
  };
}

export const placeOf = (device) =>
  [device.exhibitor ?? device.organisation, device.booth && digits(device.booth)].filter(Boolean).join(" · ");

function linesOf(slip, cashUp, sessions, decimals) {
  const said = (minor) => money(minor, decimals);
  const session = sessions.find((one) => one.id === cashUp.session_id);
  const difference = slip.over > 0 ? "Over" : slip.over < 0 ? "Short" : "Difference";
  return [
    [say("Session"), session ? day(session.date) : "—"],
    [say("Counted at"), clock(cashUp.at)],
    [say("Sold"), said(slip.gross - slip.voided)],
    [say("Refunds"), said(slip.refunds)],
    [say("Net"), said(slip.net)],
    ...[...slip.methods].map(([code, net]) => [method(code), said(net)]),
    [say("Cash at the start"), said(cashUp.float_minor)],
    [say("Expected in the drawer"), said(slip.expected)],
    [say("Counted"), said(slip.counted)],
    [say(difference), said(Math.abs(slip.over))],
  ];
}

export function drawLine([name, value]) {
  const line = document.createElement("div");
  for (const [kind, text] of [["dt", name], ["dd", value]]) {
    const part = document.createElement(kind);
    part.textContent = text;
    line.append(part);
  }
  return line;
}
