// The gate: one big button for each person, a group with its number, in or out, and undoing a miscount.

import { drawInside, hearHall } from "./hall.js";
import { clock, count, label, notSaved, number, say } from "./messages.js";
import { plainDigits } from "./money.js";
import { listToday, onChange, record } from "./outbox.js";
import { byId, inTurn, start } from "./shell.js";
import { watching } from "./watch.js";

const MOST = 500;
const SHOWN = 4;

start("gate", async (device, sync) => {
  byId("place").textContent = device.gate?.name ?? device.organisation;
  byId("booth").textContent = device.edition.name;
  const add = (headcount, party) =>
    write(sync, () => record(device.device_id, "entry", { headcount, party, direction: chosenDirection() }));
  byId("one").addEventListener("click", () => add(1, "single"));
  byId("group").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = plainDigits(byId("headcount").value.trim());
    const headcount = /^[0-9]{1,3}$/.test(typed) ? Number(typed) : 0;
    if (headcount < 1 || headcount > MOST) return tell(count("A group is 1 to %(num)s people", MOST), "wait");
    await add(headcount, new FormData(event.target).get("party"));
    byId("headcount").value = "";
    return undefined;
  });
  byId("less").addEventListener("click", () => undoLast(device, sync));
  for (const choice of document.getElementsByName("direction")) {
    choice.addEventListener("change", () => drawDirection());
  }
  await watching(device, () => standing(device), (work) => write(sync, work), tell);
  const draw = inTurn(() => drawCounts(device));
  onChange(draw);
  sync.onStanding = (told) => hearHall(told.hall, draw);
  drawDirection();
  await draw();
});

const chosenDirection = () => document.querySelector("[name=direction]:checked").value;

/** True once it is written. */
async function write(sync, work) {
  try {
    await work();
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(25);
    tell("", "");
    sync.soon();
    return true;
  } catch (refused) {
    tell(notSaved(refused), "bad");
    return false;
  }
}

function tell(sentence, kind) {
  byId("saved").className = kind;
  byId("saved").textContent = sentence;
}

function drawDirection() {
  const inwards = chosenDirection() === "in";
  byId("work").dataset.direction = inwards ? "in" : "out";
  byId("one").dataset.name = inwards ? "One person in" : "One person out";
  label(byId("counter"));
}

async function standing(device) {
  const entries = await listToday(device);
  const undone = new Set(entries.filter((entry) => entry.kind === "void").map((entry) => entry.ref));
  return entries.filter((entry) => entry.kind === "entry" && !undone.has(entry.id));
}

/** The last crossing that still stands, this way, is undone by a new entry. */
async function undoLast(device, sync) {
  const last = (await standing(device)).filter((entry) => entry.direction === chosenDirection()).pop();
  if (last) await write(sync, () => record(device.device_id, "void", { ref: last.id, reason: "miscount" }));
}

async function drawCounts(device) {
  const crossings = await standing(device);
  const people = (direction) =>
    crossings.filter((one) => one.direction === direction).reduce((sum, one) => sum + one.headcount, 0);
  const [inwards, outwards] = [people("in"), people("out")];
  byId("inwards").textContent = number(inwards);
  byId("inwards").dataset.count = inwards;
  byId("outwards").textContent = number(outwards);
  drawInside(inwards, outwards, device.gate?.limit);
  byId("less").disabled = !crossings.some((one) => one.direction === chosenDirection());
  const last = crossings.slice(-SHOWN).reverse();
  byId("crossings").replaceChildren(...last.map(drawCrossing));
}

function drawCrossing(crossing) {
  const row = byId("line").content.cloneNode(true);
  row.querySelector("b").textContent = number(crossing.headcount);
  const way = say(crossing.direction === "in" ? "In" : "Out");
  row.querySelector("small").textContent = `${way} · ${clock(crossing.at)}`;
  return row;
}
