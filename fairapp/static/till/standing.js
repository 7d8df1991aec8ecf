// What the fair's answers say of this phone: withdrawn, lost and found, one of two with the same list, a wrong clock.
// It is kept, so that it is said again without a network.

import { findKept, keep } from "./database.js";
import { say } from "./messages.js";
import { setClock } from "./stamp.js";

const TOLERATED = 120_000;
// What an entry's flag says of its phone; the first that applies is said.
const SENTENCES = new Map([
  ["fork", "Another phone writes the same list"],
  ["revoked", "This phone has been withdrawn"],
  ["late", "This phone had been reported lost"],
]);

export class Standing {
  /** `line` is where it is said; `clockLine` is shown while the phone's clock is wrong. */
  constructor(device, line, clockLine) {
    Object.assign(this, { id: device.device_id, line, clockLine, flags: new Set(), offset: 0, state: "" });
  }

  async load() {
    const kept = await findKept("standing");
    if (kept?.device === this.id) this.set(new Set(kept.flags), kept.offset ?? 0);
    this.draw();
  }

  /** Learn from an answer of the ledger. */
  async hear(told) {
    const heard = told.results.flatMap((one) => one.flags ?? []).filter((flag) => SENTENCES.has(flag));
    const behind = Date.now() - Date.parse(told.server_time);
    const offset = Math.abs(behind) > TOLERATED ? behind : 0;
    const known = heard.every((flag) => this.flags.has(flag)) && Math.abs(offset - this.offset) < TOLERATED;
    if (known) return;
    this.set(new Set([...this.flags, ...heard]), offset);
    await keep({ id: "standing", device: this.id, flags: [...this.flags], offset });
  }

  /** How the upload goes; only a key that nobody knows matters here. */
  follow(state) {
    this.state = state;
    this.draw();
  }

  set(flags, offset) {
    Object.assign(this, { flags, offset });
    setClock(offset);
    this.draw();
  }

  draw() {
    const [, sentence] = [...SENTENCES].find(([flag]) => this.flags.has(flag)) ?? [];
    const said = this.state === "unknown-key" ? "This phone is not known any more" : sentence;
    this.line.hidden = !said;
    this.line.textContent = said ? say(said) : "";
    this.clockLine.hidden = !this.offset;
    // What a withdrawn phone would record now counts for nothing until somebody approves it: it only hands over.
    document.body.toggleAttribute("data-withdrawn", this.flags.has("revoked"));
  }
}
