// Six digits that lock a shared phone, kept as a slow hash. Without https a browser offers none: then it is a latch.

import { findKept, keep } from "./database.js";

const TIMES = 100_000;
const FREE_TRIES = 5;
const SHORTEST = 30_000;
const LONGEST = 900_000;

/** Whether the hash is worth anything against somebody who takes the phone apart. */
export const isSafe = () => Boolean(crypto.subtle);

export async function findPin(device) {
  const pin = await findKept("pin");
  return pin?.device === device ? pin : null;
}

export async function setPin(device, digits) {
  const salt = [...crypto.getRandomValues(new Uint8Array(16))];
  const way = isSafe() ? "pbkdf2" : "latch";
  await keep({ id: "pin", device, salt, way, hash: await hash(way, salt, digits), wrong: 0, until: 0, locked: true });
}

export const lockAgain = async (device) => {
  const pin = await findPin(device);
  if (pin) await keep({ ...pin, locked: true });
};

/** {open: true}, or {open: false, wait}: the milliseconds until another try counts. */
export async function tryPin(device, digits, now = Date.now()) {
  const pin = await findPin(device);
  // A clock that was put back makes nobody wait longer than the longest wait.
  if (pin.until > now && pin.until - now <= LONGEST) return { open: false, wait: pin.until - now };
  if ((await hash(pin.way, pin.salt, digits)) === pin.hash) {
    await keep({ ...pin, wrong: 0, until: 0, locked: false });
    return { open: true, wait: 0 };
  }
  const wrong = pin.wrong + 1;
  const wait = wrong < FREE_TRIES ? 0 : Math.min(LONGEST, SHORTEST * 2 ** (wrong - FREE_TRIES));
  await keep({ ...pin, wrong, until: wait ? now + wait : 0 });
  return { open: false, wait };
}

export async function removePin(device) {
  const pin = await findPin(device);
  if (pin) await keep({ id: "pin", device: null });
}

async function hash(way, salt, digits) {
  const bytes = new TextEncoder().encode(digits);
  if (way === "latch") return latch([...salt, ...bytes]);
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations: TIMES };
  return [...new Uint8Array(await crypto.subtle.deriveBits(how, key, 256))].join(" ");
}

/** FNV-1a: it only keeps the digits from being read at a glance. */
const latch = (bytes) => String(bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, 0x811c9dc5));
