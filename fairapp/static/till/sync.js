// Hands the list over: oldest first, at most a hundred at a time, one uploader per origin.
// Whatever comes back (a refusal, a captive portal's page, nothing), what is not acknowledged stays and is sent again.

import { acknowledge, countUnsent, findList, listUnsent, withOffset } from "./outbox.js";

const MOST = 100;
const SOONEST = 2_000;
const LATEST = 300_000;
const PATIENCE = 30_000;

export class Sync {
  /** `onState(state)`: "sent", "sending", "waiting", "unknown-key" or "offline". */
  constructor(device, onState) {
    this.device = device;
    this.onState = onState;
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

  /** Send now, from a sale, a button or an event that promises a network. */
  soon() {
    this.delay = SOONEST;
    return this.send();
  }

  async send() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      await this.alone(() => this.drain());
    } catch {
      this.onState(navigator.onLine ? "waiting" : "offline");
    } finally {
      this.busy = false;
      await this.later();
    }
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
    const response = await this.call("POST", body);
    if (response.status === 413 && this.most > 1) {
      this.most = Math.ceil(this.most / 2);
      return true;
    }
    if (response.status === 401) this.refused = "unknown-key";
    const wait = Number(response.headers.get("Retry-After"));
    if (wait > 0) this.delay = Math.min(LATEST, wait * 1000);
    const told = await response.json();
    const understood = (response.ok && Array.isArray(told.results)) || (response.status === 409 && told.code === "gap");
    if (!understood || !Number.isSafeInteger(told.next_seq)) return false;
    const before = (await findList(this.device.device_id)).acked;
    await acknowledge(this.device.device_id, told.next_seq);
    return (await findList(this.device.device_id)).acked !== before;
  }

  /** Where the fair believes this list stands: lower than here after it was put back from a backup. */
  async ask() {
    if ((await findList(this.device.device_id)).next === 1) return;
    const response = await this.call("GET");
    const told = await response.json();
    if (response.ok && Number.isSafeInteger(told.next_seq)) await acknowledge(this.device.device_id, told.next_seq);
  }

  call(method, body) {
    const headers = { Authorization: `Bearer ${this.device.device_key}`, "Content-Type": "application/json" };
    const signal = AbortSignal.timeout?.(PATIENCE);
    return fetch("/api/v1/ledger", { method, body, headers, signal, credentials: "omit", cache: "no-store" });
  }

  async later() {
    const unsent = await countUnsent(this.device.device_id);
    const wait = unsent ? this.delay : LATEST;
    this.delay = Math.min(LATEST, this.delay * 2);
    this.timer = setTimeout(() => this.send(), wait * (0.5 + Math.random()));
  }
}
