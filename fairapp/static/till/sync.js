// Hands the list over: oldest first, at most a hundred at a time, one uploader per origin.
// Whatever comes back (a refusal, a captive portal's page, nothing), what is not acknowledged stays and is sent again.

import { acknowledge, countUnsent, findList, listUnsent } from "./outbox.js";
import { learnSessions } from "./sessions.js";
import { withOffset } from "./stamp.js";

const MOST = 100;
const SOONEST = 2_000;
const LATEST = 300_000;
const LATEST_UNSENT = 50_000; // with jitter and patience, two minutes after the last fault at most
const PATIENCE = 30_000;
const WIRE = { "Fairapp-Wire": "1" };

export class Sync {
  /** `onState(state)`: "sent", "sending", "waiting", "unknown-key", "too-old" or "offline"; `onAnswer` hears what the fair answered. */
  constructor(device, onState, onAnswer = () => {}) {
    Object.assign(this, { device, onState, onAnswer, rest: 0 });
    this.most = MOST;
    this.delay = SOONEST;
    this.timer = 0;
    this.busy = false;
  }

  start() {
    addEventListener("online", () => this.soon());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon());
    this.ask()
      .catch(() => this.onState("waiting"))
      .finally(() => this.soon());
  }

  /** Send now, from a sale or an event that promises a network; a person may ask even a server that asked to wait. */
  soon(asked = false) {
    this.delay = SOONEST;
    if (asked === true) this.rest = 0;
    return this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy) return undefined;
    if (performance.now() < this.rest) return this.later();
    this.busy = true;
    try {
      await this.alone(() => this.drain());
    } catch {
      this.onState(navigator.onLine ? "waiting" : "offline");
    } finally {
      this.busy = false;
      await this.later();
    }
    return undefined;
  }

  /** One tab at a time where the browser can say so; elsewhere the server knows a repetition when it sees one. */
  alone(work) {
    if (!navigator.locks) return work();
    return navigator.locks.request("fairapp-upload", { ifAvailable: true }, (lock) => lock && work());
  }

  async drain() {
    for (;;) {
      const entries = await listUnsent(this.device.device_id, this.most);
      if (!entries.length) return this.onState("sent");
      this.onState("sending");
      if (!(await this.upload(entries))) return this.onState(this.refused ?? "waiting");
      this.delay = SOONEST;
    }
  }

  /** True when the mark moved and there may be more to send. */
  async upload(entries) {
    this.refused = null;
    const body = JSON.stringify({ device_time: withOffset(new Date()), entries });
    const { response, told } = await this.call("POST", body);
    if (response.status === 413 && this.most > 1) {
      this.most = Math.ceil(this.most / 2);
      return true;
    }
    if (response.status === 401 && told?.code === "unknown-key") this.refused = "unknown-key";
    if (response.status === 426) this.refused = "too-old";
    const wait = Number(response.headers.get("Retry-After"));
    if (wait > 0) this.rest = performance.now() + Math.min(LATEST_UNSENT, wait * 1000);
    const next = reached(response, told, entries);
    if (next === null) return false;
    // An answer that another tab overtook takes nothing back; only a gap does.
    const { acked } = await findList(this.device.device_id);
    if (!response.ok || next > acked) await acknowledge(this.device.device_id, next);
    if (response.ok) await this.onAnswer(told);
    return (await findList(this.device.device_id)).acked !== entries[0].seq - 1;
  }

  /** Where the fair believes this list stands: lower than here after it was put back from a backup. Never higher: what
      another phone with the same list sent is not what this one holds. */
  async ask() {
    const { next, acked } = await findList(this.device.device_id);
    if (next === 1) return;
    const { response, told } = await this.call("GET");
    if (response.ok && told) await learnSessions(this.device, told.sessions);
    if (response.ok && told) this.onStanding?.(told);
    const lower = response.ok && Number.isSafeInteger(told?.next_seq) && told.next_seq <= acked;
    if (lower) await acknowledge(this.device.device_id, told.next_seq);
  }

  /** `told` is null when the answer is no JSON, or was cut. */
  async call(method, body, address = "/api/v1/ledger") {
    const headers = { Authorization: `Bearer ${this.device.device_key}`, "Content-Type": "application/json", ...WIRE };
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const how = { method, body, headers, signal: stop.signal, credentials: "omit", cache: "no-store" };
      const response = await fetch(address, how);
      return { response, told: await response.json().catch(() => null) };
    } finally {
      clearTimeout(patience);
    }
  }

  async later() {
    const unsent = await countUnsent(this.device.device_id).catch(() => 1);
    const wait = (unsent ? Math.min(this.delay, LATEST_UNSENT) : LATEST) * (0.5 + Math.random());
    this.delay = Math.min(LATEST, this.delay * 2);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.max(wait, this.rest - performance.now()));
  }
}

/** The next place by an answer in the agreed form, never beyond what it names as held; else null. */
function reached(response, told, entries) {
  if (!Number.isSafeInteger(told?.next_seq)) return null;
  if (response.status === 409 && told.code === "gap") return told.next_seq < entries[0].seq ? told.next_seq : null;
  if (!response.ok || !Array.isArray(told.results)) return null;
  const held = new Set(told.results.map((one) => one.seq));
  const missing = entries.find((entry) => !held.has(entry.seq));
  return Math.min(told.next_seq, missing ? missing.seq : entries[entries.length - 1].seq + 1);
}
