// Locking a shared phone. What is not sent stays visible and is sent all the same; only selling and reading wait.

import { say } from "./messages.js";
import { plainDigits } from "./money.js";
import { findPin, isSafe, lockAgain, removePin, setPin, tryPin } from "./pin.js";
import { byId } from "./shell.js";

const SIX = /^[0-9]{6}$/;

/** Wire the lock, and lock at once when the phone was locked before the page was opened. */
export async function locking(device) {
  const id = device.device_id;
  byId("latch").hidden = isSafe();
  byId("lock-phone").addEventListener("click", async () => {
    if (!(await findPin(id))) return byId("pin").showModal();
    await lockAgain(id);
    return show(true);
  });
  byId("pin-close").addEventListener("click", () => byId("pin").close());
  byId("pin-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [once, twice] = ["pin-once", "pin-twice"].map((name) => plainDigits(byId(name).value));
    const wrong = !SIX.test(once) ? "Six digits, please" : once !== twice ? "The two are not the same" : "";
    byId("pin-refused").textContent = wrong && say(wrong);
    if (wrong) return undefined;
    await setPin(id, once);
    byId("pin-form").reset();
    byId("pin").close();
    return show(true);
  });
  byId("unlock").addEventListener("submit", async (event) => {
    event.preventDefault();
    const { open, wait } = await tryPin(id, plainDigits(byId("unlock-pin").value));
    byId("unlock-pin").value = "";
    if (open) return show(false);
    const seconds = Math.ceil(wait / 1000);
    byId("unlock-refused").textContent = wait ? say("Wait %(num)s seconds", { num: seconds }) : say("That is not it");
    return byId("unlock-pin").focus();
  });
  byId("forget-pin").addEventListener("click", async () => {
    await removePin(id);
    byId("forget-pin").hidden = true;
  });
  await show(Boolean((await findPin(id))?.locked));

  async function show(locked) {
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    document.body.toggleAttribute("data-locked", locked);
    byId("lock").hidden = !locked;
    byId("unlock-refused").textContent = "";
    byId("forget-pin").hidden = locked || !(await findPin(id));
    if (locked) byId("unlock-pin").focus();
  }
}
