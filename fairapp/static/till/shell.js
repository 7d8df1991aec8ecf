// What till and gate share: the words, the device, the line that says what is not sent, working without a network.

import { Beat } from "./beat.js";
import { findKept, keep } from "./database.js";
import { enrol, findDevice, takeToken } from "./enrol.js";
import { count, label, language, learn, say, since } from "./messages.js";
import { countUnsent, listFormer, listUnsent, onChange } from "./outbox.js";
import { renew, workOffline } from "./pages.js";
import { Standing } from "./standing.js";
import { Sync } from "./sync.js";

const LANGUAGES = ["ar", "fr", "en"];
export const byId = (id) => document.getElementById(id);

/** Begin a page for a phone of this kind; `show(device, sync)` draws it, and again after the language changed. */
export async function start(kind, show) {
  // A card that is opened in the very tab of the till changes nothing but what stands after the #.
  addEventListener("hashchange", () => location.hash && location.reload());
  const token = takeToken();
  const before = await findDevice();
  let device = before;
  const kept = (await findKept("language"))?.value;
  await speak(kept ?? document.documentElement.lang.slice(0, 2), device);
  workOffline();
  if (token || !device) device = await askForCard(token, device);
  if (device.kind !== kind) return location.replace(`/${device.kind === "gate" ? "gate" : "till"}`);
  if (device !== before) await speak(language(), device);
  const standing = new Standing(device, byId("known"), byId("clock-wrong"));
  await standing.load();
  if (device !== before) await standing.hear({ results: [], server_time: device.server_time });
  const drawUnsent = showUnsent(device);
  const follow = (state) => {
    standing.follow(state);
    if (state === "too-old") renew();
    drawUnsent();
  };
  const sync = new Sync(device, follow, (told) => standing.hear(told));
  byId("enrolment").hidden = true;
  byId("work").hidden = false;
  await show(device, sync);
  byId("send").addEventListener("click", () => sync.soon(true));
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", async () => {
      await keep({ id: "language", value: button.dataset.language });
      location.reload();
    });
  }
  sync.start();
  for (const former of await listFormer(device.device_id)) new Sync(former, () => {}).start();
  new Beat(device, sync).start();
  document.body.dataset.ready = "true";
  performance.mark("usable");
  return undefined;
}

async function speak(chosen, device) {
  await learn(LANGUAGES.includes(chosen) ? chosen : "ar", {
    country: device?.country,
    currency: device?.edition.currency,
  });
  label();
  for (const button of document.querySelectorAll("[data-language]")) {
    button.ariaPressed = String(button.dataset.language === language());
  }
}

/** Resolves with the device once a card has been accepted, or the person goes on with the one this phone has. */
function askForCard(token, known) {
  byId("enrolment").hidden = false;
  byId("work").hidden = true;
  byId("continue").hidden = !known;
  const form = byId("card");
  return new Promise((resolve) => {
    const attempt = async (typed) => {
      byId("card-refused").textContent = "";
      try {
        resolve(await enrol(typed));
      } catch (refused) {
        byId("card-refused").textContent = refused.message;
        form.elements.token.value = typed;
        document.body.dataset.ready = "card";
      }
    };
    byId("continue").addEventListener("click", () => resolve(known));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(form.elements.token.value);
    });
    if (token) attempt(token);
    else document.body.dataset.ready = "card";
  });
}

/** The line that is always there: everything is sent, or how much is not and since when. Never alarming. */
function showUnsent(device) {
  const line = byId("unsent");
  const draw = inTurn(async () => {
    const unsent = await countUnsent(device.device_id);
    const [oldest] = unsent ? await listUnsent(device.device_id, 1) : [];
    line.className = oldest ? "pill wait" : "pill good";
    line.dataset.unsent = oldest ? unsent : 0;
    line.textContent = oldest
      ? count("not sent since", unsent, { time: since(oldest.occurred_at) })
      : say("Everything is sent");
  });
  onChange(draw);
  draw();
  return draw;
}

/** `work` never runs twice at once; asked for while it runs, it runs once more afterwards, and draws no older state. */
export function inTurn(work) {
  let running = null;
  let again = false;
  const run = async () => {
    do {
      again = false;
      await work();
    } while (again);
  };
  return () => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
