// The till: an amount, how it was paid, save. Under it today's sales, and what ends the day.

import { closing, drawClosed } from "./closing.js";
import { Goods } from "./goods.js";
import { Keypad, minorOf } from "./keypad.js";
import { locking } from "./lock.js";
import { clock, decimalMark, digits, figures, method, money, notSaved, say, sign } from "./messages.js";
import { findList, listAll, onChange, record } from "./outbox.js";
import { receipts } from "./receipt.js";
import { refunding } from "./refund.js";
import { byId, inTurn, start } from "./shell.js";
import { slips } from "./slip.js";
import { statement } from "./statement.js";
import { drawToday, undoing } from "./today.js";

const MOST = 1_000_000_000_000;
const LONG = 8; // characters of an amount that still fit in big letters
const DOUBLE_TAP = 700;
let savedAt = -DOUBLE_TAP;

start("till", async (device, sync) => {
  const decimals = device.edition.exponent;
  byId("place").textContent = device.exhibitor ?? device.organisation;
  byId("booth").textContent = device.booth ? digits(device.booth) : "";
  await locking(device);
  drawKeys(decimals);
  drawMethods(byId("methods"), device.methods, "method");
  const keypad = new Keypad(byId("keys"), decimals, (text) => {
    drawAmount(text, decimals);
    goods.follow(text);
  });
  const goods = new Goods(device, keypad);
  await goods.load();
  keypad.clear();
  byId("sale").addEventListener("submit", async (event) => {
    event.preventDefault();
    await save(device, sync, keypad, goods);
  });
  const undo = undoing(device, sync, tell);
  const showReceipt = receipts(device);
  const showSlip = slips(device);
  closing(device, sync, showSlip);
  refunding(device, sync, drawMethods, tell);
  statement(device, showSlip);
  const draw = inTurn(async () => {
    const entries = await listAll(device.device_id);
    drawToday(entries, device, showReceipt, undo);
    drawClosed(entries, device.edition.sessions, decimals, clock);
  });
  onChange(draw);
  await draw();
});

async function save(device, sync, keypad, goods) {
  const decimals = device.edition.exponent;
  const amount = minorOf(keypad.text, decimals);
  // The second tap of a double one asks for nothing.
  if (!keypad.text && performance.now() - savedAt < DOUBLE_TAP) return undefined;
  if (amount < 1 || amount > MOST) return tell(say("Type the amount first"), "wait");
  const chosen = byId("methods").querySelector(":checked").value;
  if (keypad.held) return undefined;
  keypad.hold();
  try {
    await record(device.device_id, "sale", { amount_minor: amount, method: chosen, ...goods.itemsOf(amount) });
    tell(say("Saved: %(amount)s", { amount: money(amount, decimals) }), "good");
    savedAt = performance.now();
    keypad.release(true);
    feel();
    sync.soon();
  } catch (refused) {
    keypad.release(false);
    tell(notSaved(refused), "bad");
    // The site's data were cleared under the open page: it can only begin again.
    if ((await findList(device.device_id).catch(() => true)) === undefined) location.reload();
  }
  return undefined;
}

function tell(sentence, kind) {
  const line = byId("saved");
  line.className = kind;
  line.textContent = sentence;
  line.dataset.times = Number(line.dataset.times ?? 0) + 1;
}

/** A short vibration; no reading is needed for a sale. */
const feel = () => navigator.userActivation?.hasBeenActive && navigator.vibrate?.(40);

function drawAmount(text, decimals) {
  const [whole, rest] = text.split(".");
  const shown = rest === undefined ? figures(Number(whole || "0"), 0) : figures(Number(whole), 0) + decimalMark() + digits(rest);
  byId("amount").textContent = text ? shown : figures(0, decimals);
  byId("amount").classList.toggle("soft", !text);
  byId("amount").parentElement.toggleAttribute("data-long", shown.length > LONG);
  byId("sign").textContent = sign();
}

function drawKeys(decimals) {
  for (const key of byId("keys").children) {
    if (/^[0-9]$/.test(key.dataset.key)) key.textContent = digits(key.dataset.key);
    if (key.dataset.key === "point") {
      key.textContent = decimalMark();
      key.disabled = !decimals;
    }
  }
}

function drawMethods(list, methods, name) {
  const choices = methods.map((code, at) => {
    const choice = byId("method").content.cloneNode(true);
    const input = choice.querySelector("input");
    Object.assign(input, { name, value: code, checked: at === 0 });
    choice.querySelector("span").textContent = method(code);
    return choice;
  });
  list.replaceChildren(...choices);
}
