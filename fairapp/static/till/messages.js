// What the phone says, in its reader's language and digits. The words come from the server's catalogues and are kept.

import { findKept, keep } from "./database.js";

const ARABIC = "٠١٢٣٤٥٦٧٨٩";
let words = null;

export const language = () => words.language;

/** Learn the words of a language: from the network when it answers, else those kept from last time. */
export async function learn(chosen, { country = "", currency = "" } = {}) {
  const id = `words-${chosen}`;
  const address = `/phone/words/${chosen}.json?${new URLSearchParams({ country, currency })}`;
  try {
    const response = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout?.(4000) });
    const told = await response.json();
    const before = await findKept(id);
    // A newer server may have forgotten words that the pages kept here still say.
    words = { id, ...before, ...told, messages: { ...before?.messages, ...told.messages } };
    await keep(words);
  } catch {
    words = words?.id === id ? words : ((await findKept(id)) ?? words);
  }
  if (!words) throw new Error("no-words");
  document.documentElement.lang = words.tag;
  document.documentElement.dir = words.direction;
}

/** The sentence of a msgid; `%(name)s` places are filled, whole numbers in the reader's digits. */
export function say(msgid, values = {}) {
  return fill(words.messages[msgid] ?? msgid, values);
}

/** The counted sentence of a msgid; `%(num)s` is the number. */
export function count(msgid, number, values = {}) {
  const forms = words.messages[msgid];
  const form = typeof forms === "object" ? new Intl.PluralRules(words.language).select(number) : null;
  return fill(form ? (forms[form] ?? forms.other) : (forms ?? msgid), { num: number, ...values });
}

/** Why something was not saved, and what to do. */
export const notSaved = (refused) =>
  say(refused?.name === "QuotaExceededError" ? "Not saved: no room" : "Not saved: press again");

export const method = (code) => words.methods[code] ?? code;

export const digits = (text) =>
  words.digits === "arab" ? String(text).replace(/[0-9]/g, (digit) => ARABIC[digit]) : String(text);

export const decimalMark = () => words.decimal;

/** A whole number with the reader's digits and groups. */
export function number(value) {
  const grouped = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, words.group);
  return (value < 0 ? words.minus : "") + digits(grouped);
}

/** An amount in minor units as figures alone; `decimals` is how many of its digits are decimals. */
export function figures(minor, decimals) {
  const text = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = number(Number(text.slice(0, text.length - decimals)));
  const sign = minor < 0 ? words.minus : "";
  return sign + (decimals ? `${whole}${words.decimal}${digits(text.slice(-decimals))}` : whole);
}

/** The same with the currency's sign where this language puts it. */
export function money(minor, decimals) {
  const parts = [figures(minor, decimals), words.sign];
  return (words.sign_first ? parts.reverse() : parts).join("\u00a0");
}

export const sign = () => words.sign;

/** The time of day by this phone's clock. */
export function clock(moment) {
  const options = { hour: "numeric", minute: "2-digit", numberingSystem: words.digits };
  return new Intl.DateTimeFormat(`${words.tag}-u-ca-gregory`, options).format(new Date(moment));
}

/** The day of an ISO date, or of a moment by this phone's clock. */
export function day(when) {
  const zone = when.length === 10 ? "UTC" : undefined;
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: zone, numberingSystem: words.digits };
  return new Intl.DateTimeFormat(`${words.tag}-u-ca-gregory`, options).format(new Date(when));
}

/** The time of day, with the day before it unless that is today. */
export function since(moment, now = new Date()) {
  return new Date(moment).toDateString() === now.toDateString() ? clock(moment) : dateTime(moment);
}

export const dateTime = (moment) => [day(moment), clock(moment)].join(" ");

/** A name in whatever direction its own letters run, among words that run in another. */
export const isolate = (text) => `\u2068${text}\u2069`;

/** Notes and coins in minor units, largest first. Words kept by an earlier version know none. */
export const denominations = () => words.denominations ?? [];

export const country = () => words.country ?? "";

/** Say everything that the page marks with `data-say` (its text) or `data-name` (its accessible name). */
export function label(root = document) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-name]")) element.ariaLabel = say(element.dataset.name);
}

const fill = (text, values) =>
  text.replace(/%\((\w+)\)s/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name]) : String(values[name] ?? ""),
  );
