// The list of this phone: 1, 2, 3 … without a gap. A place is taken and its entry written in one transaction.
// Nothing here deletes an entry, whatever a server answers: acknowledging only moves a mark.

import { findKept, read, write } from "./database.js";
import { clockAhead, newId, trueNow, withOffset } from "./stamp.js";

const VERSION = 1;
const STALE = "not-saved";
const HOUR = 3_600_000;
const listeners = new Set();
const remembered = new Map();
const stands = new Map(); // how each list stood when this tab last wrote
const channel = "BroadcastChannel" in self ? new BroadcastChannel("fairapp-outbox") : null;
if (channel) channel.onmessage = ({ data }) => (data === "begun" ? location.reload() : tell(false));

/** Call `listener` after anything changed, in this tab or another. */
export function onChange(listener) {
  listeners.add(listener);
}

function tell(others = true) {
  for (const listener of listeners) listener();
  if (others) channel?.postMessage("changed");
}

/** Keep a newly enrolled device and begin its list, both or neither; an earlier device's list stays where it is. */
export async function begin(device) {
  const [id, next] = [device.device_id, device.next_seq];
  await write(["kept", "lists"], (transaction) => {
    const kept = transaction.objectStore("kept");
    const former = kept.get("device");
    former.onsuccess = () => {
      if (former.result) kept.put({ ...former.result, id: `device-${former.result.device.device_id}` });
      kept.put({ id: "device", device });
    };
    const lists = transaction.objectStore("lists");
    const asked = lists.get(id);
    asked.onsuccess = () => asked.result ?? lists.put({ device: id, next, acked: next - 1 });
  });
  channel?.postMessage("begun");
}

/** Earlier devices of this phone whose lists are not all sent: another tab may have sold while a card was traded. */
export async function listFormer(device) {
  const lists = await read("lists", (store) => store.getAll());
  const waiting = lists.filter((list) => list.device !== device && list.next - 1 > list.acked);
  const kept = await Promise.all(waiting.map((list) => findKept(`device-${list.device}`)));
  return kept.filter(Boolean).map((one) => one.device);
}

/** Write one entry; resolves with it once it cannot be lost any more. Rejects when it was not saved. */
export async function record(device, kind, fields, now = new Date()) {
  const entry = { v: VERSION, id: newId(now.getTime()), kind, occurred_at: withOffset(now), ...fields };
  const written = await place(device, entry, stands.get(device)).catch((refused) => {
    if (refused.message !== STALE && refused.name !== "ConstraintError") throw refused;
    return place(device, entry); // another tab was quicker
  });
  setTimeout(tell); // first it is said that it is saved
  return written;
}

/** Take the next place and write, in one transaction. With a `guess` of how the list stands nothing is waited for:
    when it proves wrong, all is taken back. */
async function place(device, entry, guess) {
  const row = (list) => ({ device, seq: list.next, entry: { ...entry, seq: list.next }, offset: clockAhead() });
  const list = await write(["lists", "entries"], (transaction, done) => {
    const lists = transaction.objectStore("lists");
    const put = (found) => {
      transaction.objectStore("entries").add(row(found));
      lists.put({ ...found, next: found.next + 1 });
      done(found);
    };
    const asked = lists.get(device);
    if (guess) put(guess);
    asked.onsuccess = () => {
      if (!asked.result || (guess && JSON.stringify(guess) !== JSON.stringify(asked.result))) return transaction.abort();
      return guess || put(asked.result);
    };
  });
  stands.set(device, { ...list, next: list.next + 1 });
  return shown(row(list));
}

/** Everything up to `next - 1` is held by the fair; a server put back to an older day lowers the mark again. */
export async function acknowledge(device, next) {
  const stand = await write(["lists"], (transaction, done) => {
    const lists = transaction.objectStore("lists");
    const asked = lists.get(device);
    asked.onsuccess = () => {
      const list = asked.result;
      if (!list || next < 1 || next > list.next) return;
      lists.put({ ...list, acked: next - 1 });
      done({ ...list, acked: next - 1 });
    };
  });
  if (stand) stands.set(device, stand);
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

/** Everything that this list ever held, oldest first. Nothing in it changes: what was read is not read again. */
export async function listAll(device) {
  const known = remembered.get(device) ?? [];
  remembered.set(device, known);
  const last = () => known[known.length - 1]?.seq ?? 0;
  const range = IDBKeyRange.bound([device, last() + 1], [device, Infinity]);
  const rows = await read("entries", (store) => store.getAll(range));
  for (const row of rows) if (row.seq > last()) known.push(shown(row));
  return known;
}

/** An entry for this phone's own pages: `at` is its moment by the fair's clock, as far as that was known. */
const shown = ({ entry, offset = 0 }) => ({ ...entry, at: Date.parse(entry.occurred_at) - offset });

/** Of all entries today's: of the session that runs, or since midnight. */
export function ofToday(entries, sessions) {
  const since = sinceWhen(sessions, trueNow());
  return entries.filter((entry) => entry.at >= since);
}

export const listToday = async (device) => ofToday(await listAll(device.device_id), device.edition.sessions);

/** A session begins to count an hour before it opens. */
export function sinceWhen(sessions, now) {
  const running = sessions.find(
    (session) => Date.parse(session.opens_at) - HOUR <= now && now < Date.parse(session.cut_off_at),
  );
  return running ? Date.parse(running.opens_at) - HOUR : new Date(now).setHours(0, 0, 0, 0);
}
