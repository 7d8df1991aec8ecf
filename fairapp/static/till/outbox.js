// The list of this phone: 1, 2, 3 … without a gap. A place is taken and its entry written in one transaction.
// Nothing here deletes an entry, whatever a server answers: acknowledging only moves a mark.

import { read, write } from "./database.js";

const VERSION = 1;
const HOUR = 3_600_000;
const listeners = new Set();
const channel = "BroadcastChannel" in self ? new BroadcastChannel("fairapp-outbox") : null;
if (channel) channel.onmessage = () => tell(false);

/** Call `listener` after anything changed, in this tab or another. */
export function onChange(listener) {
  listeners.add(listener);
}

function tell(others = true) {
  for (const listener of listeners) listener();
  if (others) channel?.postMessage("changed");
}

/** Begin the list of a newly enrolled device; an earlier device's list stays where it is. */
export async function begin(device, next = 1) {
  await write(["lists"], (transaction) => {
    const lists = transaction.objectStore("lists");
    const asked = lists.get(device);
    asked.onsuccess = () => asked.result ?? lists.put({ device, next, acked: next - 1 });
  });
  tell();
}

/** Write one entry; resolves with it once it cannot be lost any more. Rejects when it was not saved. */
export async function record(device, kind, fields, now = new Date()) {
  const common = { v: VERSION, id: newId(now.getTime()), kind, occurred_at: withOffset(now) };
  const entry = await write(["lists", "entries"], (transaction, done) => {
    const lists = transaction.objectStore("lists");
    const asked = lists.get(device);
    asked.onsuccess = () => {
      const list = asked.result;
      if (!list) return transaction.abort();
      const written = { ...common, seq: list.next, ...fields };
      transaction.objectStore("entries").add({ device, seq: list.next, entry: written });
      lists.put({ ...list, next: list.next + 1 });
      return done(written);
    };
  });
  tell();
  return entry;
}

/** Everything up to `next - 1` is held by the fair; a server put back to an older day lowers the mark again. */
export async function acknowledge(device, next) {
  await write(["lists"], (transaction) => {
    const lists = transaction.objectStore("lists");
    const asked = lists.get(device);
    asked.onsuccess = () => {
      const list = asked.result;
      if (list && next >= 1 && next <= list.next) lists.put({ ...list, acked: next - 1 });
    };
  });
  tell();
}

/** The oldest entries not yet held by the fair, at most `most`. */
export async function listUnsent(device, most) {
  const list = await findList(device);
  if (!list) return [];
  const range = IDBKeyRange.bound([device, list.acked + 1], [device, Infinity]);
  const rows = await read("entries", (store) => store.getAll(range, most));
  return rows.map((row) => row.entry);
}

export const findList = (device) => read("lists", (store) => store.get(device));

export async function countUnsent(device) {
  const list = await findList(device);
  return list ? list.next - 1 - list.acked : 0;
}

/** Everything that this list ever held, oldest first. */
export async function listAll(device) {
  const range = IDBKeyRange.bound([device, 0], [device, Infinity]);
  const rows = await read("entries", (store) => store.getAll(range));
  return rows.map((row) => row.entry);
}

/** Of all entries today's: of the session that runs, or since midnight by this phone. */
export function ofToday(entries, sessions) {
  const since = sinceWhen(sessions, Date.now());
  return entries.filter((entry) => Date.parse(entry.occurred_at) >= since);
}

export const listToday = async (device) => ofToday(await listAll(device.device_id), device.edition.sessions);

/** A session begins to count an hour before it opens. */
function sinceWhen(sessions, now) {
  const running = sessions.find(
    (session) => Date.parse(session.opens_at) - HOUR <= now && now < Date.parse(session.cut_off_at),
  );
  return running ? Date.parse(running.opens_at) - HOUR : new Date(now).setHours(0, 0, 0, 0);
}

/** RFC 3339 by this phone's clock, with its offset. */
export function withOffset(now) {
  const minutes = -now.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const local = new Date(now.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  return `${local}${sign}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** A UUIDv7 (RFC 9562): 48 bits of time, then chance. Needs no crypto.subtle, so it works on plain http too. */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = now;
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
