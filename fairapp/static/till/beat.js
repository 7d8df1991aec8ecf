// Says how this phone stands, also when there is nothing to send, so that the office sees which stall to visit.
// It proves nothing and acknowledges nothing: its answer can only ask for entries again that the fair has lost.

import { acknowledge, countUnsent, findList, listUnsent, onChange } from "./outbox.js";
import { learnSessions } from "./sessions.js";
import { withOffset } from "./stamp.js";

const EVERY = 60_000;
const SOON = 4_000; // after a change: most sales are sent by then, and nothing is left to say

export class Beat {
  constructor(device, sync) {
    Object.assign(this, { device, sync, told: null, regular: 0, changed: 0 });
  }

  start() {
    onChange(() => this.soon());
    addEventListener("online", () => this.soon());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon());
    this.soon();
    this.later();
  }

  /** In a moment, if what this phone holds back is then not what it last said. */
  soon() {
    clearTimeout(this.changed);
    this.changed = setTimeout(async () => {
      if ((await countUnsent(this.device.device_id)) !== this.told) await this.beat();
    }, SOON);
  }

  later() {
    clearTimeout(this.regular);
    this.regular = setTimeout(() => this.beat(), EVERY * (0.5 + Math.random()));
  }

  /** While somebody looks at the page and the browser knows of a network; whatever goes wrong is tried again later. */
  async beat() {
    this.later();
    if (document.visibilityState !== "visible" || !navigator.onLine) return;
    try {
      await this.say();
    } catch {
      // No network after all: the line on the page says what is not sent, and the next beat comes.
    }
  }

  async say() {
    const id = this.device.device_id;
    const [unsent, [oldest]] = await Promise.all([countUnsent(id), listUnsent(id, 1)]);
    const standing = { unsent, unsent_since: oldest?.occurred_at ?? null, release: document.body.dataset.version };
    const body = JSON.stringify({ device_time: withOffset(new Date()), ...standing });
    const { response, told } = await this.sync.call("POST", body, "/api/v1/heartbeat");
    if (response.status === 401 && told?.code === "unknown-key") return this.sync.onState("unknown-key");
    if (response.status === 426) return this.sync.onState("too-old");
    if (!response.ok || !Number.isSafeInteger(told?.next_seq)) return undefined;
    this.told = unsent;
    await learnSessions(this.device, told.sessions);
    this.sync.onStanding?.(told);
    const { acked } = await findList(id);
    if (told.next_seq > acked) return undefined;
    await acknowledge(id, told.next_seq); // put back from a backup: what it lacks is sent once more
    return this.sync.soon();
  }
}
