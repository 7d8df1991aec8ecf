// A card becomes this phone's key. The token stands after the # of the address, where no server and no preview sees it,
// and is traded by POST only when a person is there: a link shown in a chat uses nothing up.

import { findKept, keep } from "./database.js";
import { language, say } from "./messages.js";
import { begin, countUnsent } from "./outbox.js";
import { newId } from "./stamp.js";

const PATIENCE = 20_000;

export const findDevice = async () => (await findKept("device"))?.device ?? null;

/** The token of the address; the address forgets it. */
export function takeToken() {
  const token = decodeURIComponent(location.hash.slice(1)).trim();
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

/** Trade a token. Throws an Error whose message can be shown. */
export async function enrol(token) {
  const before = await findDevice();
  if (before && (await countUnsent(before.device_id))) throw new Error(say("This phone still holds unsent entries"));
  const body = JSON.stringify({ token, name: phoneName(), attempt: await attemptWith(token) });
  const headers = { "Content-Type": "application/json", "Accept-Language": language() };
  let response, told;
  try {
    const signal = AbortSignal.timeout?.(PATIENCE);
    response = await fetch("/api/v1/devices", { method: "POST", body, headers, signal, credentials: "omit" });
    told = await response.json();
  } catch {
    throw new Error(say("No network: the card is not used up"));
  }
  if (!response.ok || !told.device_key) throw new Error(told.message ?? say("No network: the card is not used up"));
  await begin(told);
  return told;
}

/** A secret kept before it is sent: when the answer is lost on the way, the same card can be asked for again by this phone. */
async function attemptWith(token) {
  const kept = await findKept("attempt");
  if (kept?.token === token) return kept.secret;
  const secret = newId() + newId();
  await keep({ id: "attempt", token, secret });
  return secret;
}

/** What the organiser sees in her list: the kind of phone, no more. */
function phoneName() {
  const agent = navigator.userAgent;
  const kind = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(agent)?.[0] ?? "";
  const browser = /(Firefox|SamsungBrowser|Edg|Chrome|Safari)\//.exec(agent)?.[1] ?? "";
  return [kind, browser].filter(Boolean).join(" · ");
}
