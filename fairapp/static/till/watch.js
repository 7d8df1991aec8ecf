// Keeping watch at a gate: handing over to the next marshal, and counting fifteen minutes twice to know the error.
// Both are notes in the list, as text that is itself JSON.

import { findKept, keep } from "./database.js";
import { clock, figures, say } from "./messages.js";
import { plainDigits } from "./money.js";
import { record } from "./outbox.js";
import { trueNow } from "./stamp.js";
import { byId } from "./shell.js";

const SAMPLE = 900_000;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;

/** Wire both sheets. `standing()` resolves with the crossings that stand; `write(work)` records and tells. */
export async function watching(device, standing, write, tell) {
  const id = device.device_id;
  const note = (what) => write(() => record(id, "note", { text: JSON.stringify(what) }));
  const mine = async (name) => {
    const kept = await findKept(name);
    return kept?.device === id ? kept : null;
  };

  byId("hand-over").addEventListener("click", async () => {
    byId("marshal-from").value = (await mine("marshal"))?.name ?? "";
    byId("watch").showModal();
  });
  byId("watch-close").addEventListener("click", () => byId("watch").close());
  byId("watch-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [from, to] = ["marshal-from", "marshal-to"].map((field) => byId(field).value.normalize("NFC").trim());
    if (!to || BIDI.test(from + to)) return byId("marshal-to").focus();
    const crossings = await standing();
    if (!(await note({ what: "hand-over", from, to, in: people(crossings, "in"), out: people(crossings, "out") }))) return undefined;
    await keep({ id: "marshal", device: id, name: to });
    byId("watch-form").reset();
    byId("watch").close();
    return drawMarshal();
  });

  byId("recount").addEventListener("click", async () => {
    if (await mine("recount")) return byId("sample").showModal();
    await keep({ id: "recount", device: id, since: trueNow() });
    return drawRecount();
  });
  byId("sample-close").addEventListener("click", () => byId("sample").close());
  byId("sample-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = plainDigits(byId("recounted").value.trim());
    if (!/^[0-9]{1,5}$/.test(typed)) return byId("recounted").focus();
    const [{ since }, recounted] = [await mine("recount"), Number(typed)];
    const until = Math.min(trueNow(), since + SAMPLE);
    const during = (await standing()).filter((one) => one.at >= since && one.at <= until);
    const counted = people(during, "in");
    const [begun, ended] = [since, until].map((moment) => new Date(moment).toISOString());
    if (!(await note({ what: "recount", since: begun, until: ended, counted, recounted }))) return undefined;
    await keep({ id: "recount", device: null });
    byId("sample-form").reset();
    byId("sample").close();
    const tenths = recounted ? Math.round((1000 * (counted - recounted)) / recounted) : 0;
    tell(say("Counted and recounted", { counted, recounted, percent: figures(tenths, 1) }), "good");
    return drawRecount();
  });

  async function drawMarshal() {
    const marshal = await mine("marshal");
    byId("marshal").textContent = marshal ? say("On watch: %(name)s", { name: marshal.name }) : "";
  }
  async function drawRecount() {
    const running = await mine("recount");
    const left = running ? Math.min(SAMPLE, running.since + SAMPLE - trueNow()) : 0;
    const begun = running && { time: clock(running.since) };
    byId("recount").textContent = say(!running ? "Recount for 15 minutes" : left > 0 ? "Recounting since %(time)s" : "Type the second count", begun ?? {});
    if (left > 0) setTimeout(drawRecount, left);
  }
  await drawMarshal();
  await drawRecount();
}

const people = (crossings, direction) =>
  crossings.filter((one) => one.direction === direction).reduce((sum, one) => sum + one.headcount, 0);
