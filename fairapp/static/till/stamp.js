// What every entry is stamped with: its moment and its id.

let clockOffset = 0;

/** By how many milliseconds this phone's clock is ahead of the fair's, as far as it was told. */
export const setClock = (offset) => (clockOffset = offset);

/** The moment, by the fair's clock as far as it is known. */
export const trueNow = () => Date.now() - clockOffset;

/** What `setClock` was told. */
export const clockAhead = () => clockOffset;

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
