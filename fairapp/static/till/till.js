// The till: an amount, how it was paid, save. Under it what this phone took today, and the last sales with undo.

import { Keypad, minorOf } from "./keypad.js";
import { clock, count, decimalMark, digits, figures, method, money, say, sign } from "./messages.js";
import { listToday, onChange, record } from "./outbox.js";
import { byId, start } from "./shell.js";

const SHOWN = 5;
const MOST = 1_000_000_000_000;

start("till", async (device, sync) => {
  const decimals = device.edition.exponent;
  byId("place").textContent = device.exhibitor ?? device.organisation;
  byId("booth").textContent = device.booth ? digits(device.booth) : "";
  drawKeys(decimals);
  drawMethods(device.methods);
  const keypad = new Keypad(byId("keys"), decimals, (text) => drawAmount(text, decimals));
  keypad.clear();
  byId("sale").addEventListener("submit", async (event) => {
    event.preventDefault();
    await save(device, sync, keypad, decimals);
  });
  const undo = undoing(device, sync);
  const draw = () => drawToday(device, decimals, undo);
  onChange(draw);
  await draw();
});

async function save(device, sync, keypad, decimals) {
  const amount = minorOf(keypad.text, decimals);
  if (amount < 1 || amount > MOST) return tell(say("Type the amount first"), "wait");
  const chosen = new FormData(byId("sale")).get("method");
  byId("save").disabled = true;
  try {
    await record(device.device_id, "sale", { amount_minor: amount, method: chosen });
    keypad.clear();
    tell(say("Saved: %(amount)s", { amount: money(amount, decimals) }), "good");
    feel();
    sync.soon();
  } catch {
    tell(say("Not saved: press again"), "bad");
  } finally {
    byId("save").disabled = false;
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

function drawMethods(methods) {
  const choices = methods.map((code, at) => {
    const choice = byId("method").content.cloneNode(true);
    const input = choice.querySelector("input");
    input.value = code;
    input.checked = at === 0;
    choice.querySelector("span").textContent = method(code);
    return choice;
  });
  byId("methods").replaceChildren(...choices);
}

async function drawToday(device, decimals, undo) {
  const entries = await listToday(device);
  const undone = new Set(entries.filter((entry) => entry.kind === "void").map((entry) => entry.ref));
  const sales = entries.filter((entry) => entry.kind === "sale");
  const standing = sales.filter((sale) => !undone.has(sale.id));
  const total = standing.reduce((sum, sale) => sum + sale.amount_minor, 0);
  byId("total").textContent = money(total, decimals);
  byId("total").dataset.minor = total;
  byId("times").textContent = count("%(num)s sales", standing.length);
  byId("none").hidden = sales.length > 0;
  const last = sales.slice(-SHOWN).reverse();
  byId("sales").replaceChildren(...last.map((sale) => drawSale(sale, undone.has(sale.id), decimals, undo)));
}

function drawSale(sale, isUndone, decimals, undo) {
  const row = byId("line").content.cloneNode(true);
  row.querySelector("b").textContent = money(sale.amount_minor, decimals);
  row.querySelector("small").textContent = `${method(sale.method)} · ${clock(sale.occurred_at)}`;
  const button = row.querySelector("button");
  button.textContent = say(isUndone ? "undone" : "Undo");
  button.disabled = isUndone;
  button.ariaLabel = `${button.textContent} ${money(sale.amount_minor, decimals)}`;
  button.addEventListener("click", () => undo(sale, decimals));
  row.querySelector("li").classList.toggle("undone", isUndone);
  return row;
}

/** Ask why, then undo by a new entry: both stay in the list. */
function undoing(device, sync) {
  const dialog = byId("undo");
  let sale = null;
  dialog.addEventListener("close", async () => {
    if (!sale || !dialog.returnValue) return;
    await record(device.device_id, "void", { ref: sale.id, reason: dialog.returnValue }).then(
      () => sync.soon(),
      () => tell(say("Not saved: press again"), "bad"),
    );
  });
  return (chosen, decimals) => {
    sale = chosen;
    dialog.returnValue = "";
    byId("undo-amount").textContent = money(chosen.amount_minor, decimals);
    dialog.showModal();
  };
}
