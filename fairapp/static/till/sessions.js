// Which session a moment belongs to, by the rules of fairapp/domain/editions.py: opening to cut-off, or an hour before.

import { findKept, keep } from "./database.js";
import { trueNow } from "./stamp.js";

const GRACE = 3_600_000;

const read = new Map();

/** Milliseconds of an ISO moment; the few of a fair are asked for with every entry. */
const at = (moment) => read.get(moment) ?? read.set(moment, Date.parse(moment)).get(moment);

/** The session of a moment (milliseconds), or null when it is uncertain. */
export function sessionOf(moment, sessions) {
  const running = (early) => (one) => at(one.opens_at) - early <= moment && moment < at(one.cut_off_at);
  return sessions.find(running(0)) ?? sessions.find(running(GRACE)) ?? null;
}

/** The session to close now: the one that runs, else the last that began, else the first. Null without sessions. */
export function presentSession(sessions, now = trueNow()) {
  const begun = sessions.filter((one) => at(one.opens_at) <= now);
  return sessionOf(now, sessions) ?? begun.at(-1) ?? sessions[0] ?? null;
}

/** Learn the sessions as the fair has them now: an evening may have been added after this phone was enrolled. */
export async function learnSessions(device, heard) {
  const known = device.edition.sessions;
  if (!Array.isArray(heard) || JSON.stringify(heard) === JSON.stringify(known)) return;
  known.splice(0, known.length, ...heard); // the one list that every sheet holds
  const kept = await findKept("device");
  if (kept?.device.device_id === device.device_id) await keep({ ...kept, device });
}
